"""The door to the disk: each file that the program writes, but for packages, which `publish` exchanges as a whole.

A file is named by a folder, which is the caller's, and a path in it, which may be anybody's: it stays in the folder and
is not written through a link (`paths.below`). A file that is there is replaced in one step, never written into, so that
another name of it, a hard link, keeps what it has. `tests/test_architecture.py` holds that nothing else writes.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from .paths import OutsidePathError, below, is_inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_USUAL, _PRIVATE, _PRIVATE_FOLDER = 0o666, 0o600, 0o700
"""Modes of what is new, less what the umask takes away."""


def make(folder: Path, name: str, data: bytes | Iterable[bytes], mode: int | None = None) -> Path:
    """Make a file with some bytes, and the folders on the way to it, and return its path.

    It has the mode, whatever the umask is, or the usual one.

    Raises:
        FileExistsError: there is something of that name; it stays as it is, a link too.
        OSError: it would be outside the folder or behind a link, or cannot be written.
    """
    path = _place(folder, name)
    _write(path, (data,) if isinstance(data, bytes) else data, _USUAL)
    if mode is not None:
        path.chmod(mode)
    return path


def replace(folder: Path, name: str, data: bytes, *, private: bool = False) -> Path:
    """Give a file new content in one step, or make it as `make` does, and return its path.

    Its mode stays, unless it is to be `private`: then nobody but its owner may read it, nor what else is in its folder
    if that had to be made, and a link in its place is replaced.

    Raises:
        OSError: it would be outside the folder or behind a link, is none, or cannot be written; it has what it had.
    """
    if private:
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    place = _place(folder, name)
    # A link of that name would be replaced, not written through; one that a person made is told.
    path = place if private else below(place.parent, place.name)
    _exchange({path: data}, _PRIVATE if private else _USUAL)
    return path


def replace_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Give several files new content, as `replace` does: none of them before there is room for all.

    Raises:
        OSError: one of them would be outside the folder or behind a link, is none, or cannot be written.
    """
    places = {_place(folder, name): data for name, data in files.items()}
    _exchange({below(place.parent, place.name): data for place, data in places.items()}, _USUAL)


def _exchange(files: Mapping[Path, bytes], mode: int) -> None:
    """Write new content next to files, then put each in its place; a file keeps its mode if the given one is usual."""
    unfinished = {path: path.with_name(f".{path.name}.{os.urandom(8).hex()}.new") for path in files}
    try:
        for path, written in unfinished.items():
            _write(written, (files[path],), mode)
            if mode == _USUAL and path.exists():
                written.chmod(stat.S_IMODE(path.stat().st_mode))
        for path, written in unfinished.items():
            os.replace(written, path)
    finally:
        for written in unfinished.values():
            written.unlink(missing_ok=True)


def remove(folder: Path, name: str) -> bool:
    """Remove a file, and say whether there was one. What is no file stays.

    Raises:
        OSError: it cannot be removed, or would be outside the folder or behind a link.
    """
    path = below(folder, name)
    if not path.is_file():
        return False
    path.unlink()
    return True


def copy_folder(old: Path, folder: Path, name: str) -> Path:
    """Copy a folder, links as links, to a new one, and return its path.

    Raises:
        OSError: it would be outside the folder or behind a link, or cannot be written.
    """
    # Imported late, here as in other modules that every run loads: it takes long to import.
    import shutil

    path = _place(folder, name)
    shutil.copytree(old, path, symlinks=True)
    return path


def _place(folder: Path, name: str) -> Path:
    """Return the path of something to make. The folders on the way are made."""
    if not is_inside(name):
        raise OutsidePathError(name)
    *parents, last = PurePosixPath(name).parts
    parent = below(folder, *parents)
    try:
        parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        # It is the file itself that a caller may find there, not one in place of its folder.
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(error.filename)) from error
    return parent / last


def _write(path: Path, chunks: Iterable[bytes], mode: int) -> None:
    with os.fdopen(os.open(path, _NEW, mode), "wb") as file:
        file.writelines(chunks)
