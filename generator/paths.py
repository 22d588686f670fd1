"""Joins untrusted paths to a folder so that they stay inside it, and opens only regular files."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO, TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path


class OutsidePathError(OSError):
    """A path would leave the folder that it must stay in."""

    def __init__(self, path: str, reason: str = "leads out of its folder") -> None:
        """Name the path; the errno is that of a refused operation, so that callers treat it as any failed write."""
        super().__init__(errno.EPERM, reason, path)


def below(folder: Path, *parts: str) -> Path:
    """Return the path that `parts`, each relative and with `/`, lead to from a folder.

    The folder itself is the caller's and may be behind a link; nothing below it may.

    Raises:
        OutsidePathError: a part is absolute, climbs with `..`, is empty or is no file name on every system; or what
            is on the disk on the way there, its end included, is a symbolic link.
    """
    path = folder
    for part in parts:
        if not is_inside(part):
            raise OutsidePathError(part)
        for name in PurePosixPath(part).parts:
            path = path / name
            if _is_link(path):
                raise OutsidePathError(str(path), f"{path} is a symbolic link, which is not followed: remove it")
    return path


def open_file(path: Path) -> IO[bytes]:
    """Open a regular file for reading; a link to one is followed.

    Raises:
        OSError: it cannot be opened, or is a folder, a pipe, a socket or a device: reading one may not end.
    """
    # Opening a pipe without a writer would block.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is a pipe or a device: save what comes from it to a file first", str(path))
        return os.fdopen(descriptor, "rb")
    except OSError:
        os.close(descriptor)
        raise


class RegularFile(Struct, frozen=True):
    """A file on disk that is opened only if it is a regular one."""

    path: Path

    def open(self, _mode: Literal["rb"], /) -> IO[bytes]:
        """Open the file.

        Raises:
            OSError: it cannot be opened, or is no regular file.
        """
        return open_file(self.path)


def is_inside(part: str) -> bool:
    """Return whether a relative path, with `/`, stays below the folder that it is joined to, on every system."""
    posix, windows = PurePosixPath(part), PureWindowsPath(part)
    if not posix.parts or "\\" in part or any(character < " " for character in part):
        return False
    return not (posix.is_absolute() or windows.drive or windows.root or ".." in posix.parts)


def _is_link(path: Path) -> bool:
    try:
        return stat.S_ISLNK(path.lstat().st_mode)
    except FileNotFoundError:
        return False
