"""What changes the disk: each function a step, with what to do where a system lacks the best way to take it.

Nothing here overwrites: a file is made anew or linked, and a folder takes its place by being renamed.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

T = TypeVar("T")

_EXCHANGE = 2  # RENAME_EXCHANGE of Linux
_SWAP = 2  # RENAME_SWAP of macOS
_HERE = -100  # AT_FDCWD
_UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
"""What a system says that has the call, but not for this file system."""
_WINDOWS = sys.platform == "win32"
_AT_ONCE = 16
_TRIES = 20
_PAUSE = 0.05


def write(path: Path, data: bytes) -> None:
    """Make a file, which must not be there yet.

    Raises:
        OSError: there is something already, or the disk is full.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


def replace(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Give a file new content, in one step, on the disk when this returns if it is to be `lasting`.

    Raises:
        OSError: the folder cannot be written to, or the disk is full.
    """
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.new")
    unfinished.unlink(missing_ok=True)
    try:
        write(unfinished, data)
        if lasting:
            flush([unfinished])
        os.replace(unfinished, path)
    except OSError:
        with suppress(OSError):
            unfinished.unlink()
        raise
    if lasting:
        flush_folder(path.parent)


def link(old: Path, new: Path) -> None:
    """Let a file have a second path: the same file where the system can, else a copy; a symbolic link stays one."""
    if old.is_symlink():
        os.symlink(os.readlink(old), new)
        return
    try:
        os.link(old, new)
    except OSError:
        # Not every file system has hard links, and not every file may have one. A full disk is told by the copy.
        shutil.copy2(old, new)


def link_tree(old: Path, new: Path) -> None:
    """Link everything in a folder to a new folder, which must not be there yet."""
    os.mkdir(new)
    for entry in sorted(os.scandir(old), key=lambda one: one.name):
        if entry.is_dir(follow_symlinks=False):
            link_tree(old / entry.name, new / entry.name)
        else:
            link(old / entry.name, new / entry.name)
    new.chmod(stat.S_IMODE(old.stat().st_mode))


def flush(files: Iterable[Path]) -> None:
    """Return when the content of files is on the disk.

    Raises:
        OSError: the disk is full, or fails.
    """
    _each(files, _flush_file)


def flush_tree(folder: Path) -> None:
    """Return when the names in a folder and in all folders below it are on the disk.

    Raises:
        OSError: the disk is full, or fails.
    """
    _each([directory for directory, _, _ in os.walk(folder)], flush_folder)


def flush_folder(folder: Path | str) -> None:
    """Return when the names in a folder are on the disk, where the system has a way to ask for it.

    Raises:
        OSError: the disk fails.
    """
    if _WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems have no such thing as writing a folder.
        if error.errno not in _UNABLE:
            raise
    finally:
        os.close(descriptor)


def _flush_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _each(items: Iterable[T], flush_one: Callable[[T], None]) -> None:
    """Flush items at the same time: a disk that is asked for many at once writes its own journal once for all."""
    waiting = list(items)
    if not waiting:
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(_AT_ONCE, len(waiting))) as executor:
        for done in [executor.submit(flush_one, item) for item in waiting]:
            done.result()


def rename(old: Path, new: Path) -> None:
    """Move a folder to where nothing is.

    Windows refuses it while another program looks at a file in it, which seldom takes long.
    """
    for attempt in range(_TRIES if _WINDOWS else 1):
        try:
            os.rename(old, new)
        except PermissionError:
            if attempt == _TRIES - 1 or not _WINDOWS:
                raise
            time.sleep(_PAUSE)
        else:
            return


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot, and nothing was done.

    Raises:
        OSError: the system can, and would not.
    """
    # Only who publishes needs it.
    import ctypes

    if _WINDOWS:
        return False
    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        failed = library.renameat2(_HERE, first, _HERE, second, _EXCHANGE)
    elif hasattr(library, "renamex_np"):
        failed = library.renamex_np(first, second, _SWAP)
    else:
        return False
    if failed and (number := ctypes.get_errno()) not in _UNABLE:
        raise OSError(number, os.strerror(number), str(other))
    return not failed


def remove(folder: Path) -> None:
    """Remove a folder and all that is in it, as far as it can be removed: what is left, the next run removes."""
    shutil.rmtree(folder, ignore_errors=True)


def is_folder(path: Path) -> bool:
    """Say whether there is a folder, and not a link to one."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
