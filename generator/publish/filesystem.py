"""The only functions of `publish` that change the disk, each with a fallback for systems that lack the best way.

Nothing here overwrites: a file is created or linked, and a folder takes its place by being renamed.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

T = TypeVar("T")

_EXCHANGE = 2  # RENAME_EXCHANGE of Linux
_SWAP = 2  # RENAME_SWAP of macOS
_HERE = -100  # AT_FDCWD
_UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
"""Errors that mean that the system has the call, but not for this file system."""
_WINDOWS = sys.platform == "win32"
_AT_ONCE = 16
_TRIES = 20
_PAUSE = 0.05


def write(path: Path, data: bytes) -> None:
    """Create a file, which must not exist yet.

    Raises:
        OSError: something exists at the path already, or the disk is full.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
    finally:
        os.close(descriptor)


def replace(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Replace a file's content in one step; with `lasting`, it is flushed to the disk when this returns.

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
    """Give a file a second path: a hard link where possible, else a copy; a symbolic link stays a symbolic link."""
    if old.is_symlink():
        os.symlink(os.readlink(old), new)
        return
    try:
        os.link(old, new)
    except OSError:
        # Not every file system has hard links, and not every file may have one. If the disk is full, the copy raises.
        import shutil

        shutil.copy2(old, new)


def link_tree(old: Path, new: Path) -> None:
    """Link every file of a folder into a new folder, which must not exist yet."""
    os.mkdir(new)
    for entry in sorted(os.scandir(old), key=lambda one: one.name):
        if entry.is_dir(follow_symlinks=False):
            link_tree(old / entry.name, new / entry.name)
        else:
            link(old / entry.name, new / entry.name)
    new.chmod(stat.S_IMODE(old.stat().st_mode))


def flush(files: Iterable[Path]) -> None:
    """Flush the content of files to the disk.

    Raises:
        OSError: the disk is full, or fails.
    """
    _each(files, _flush_file)


def flush_tree(folder: Path) -> None:
    """Flush the names in a folder, and in all folders below it, to the disk.

    Raises:
        OSError: the disk is full, or fails.
    """
    _each([directory for directory, _, _ in os.walk(folder)], flush_folder)


def flush_folder(folder: Path | str) -> None:
    """Flush the names in a folder to the disk, where the system has a way to ask for it.

    Raises:
        OSError: the disk fails.
    """
    if _WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems cannot flush a folder.
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
    """Flush items in parallel: a disk that is asked for many at once writes its own journal only once."""
    waiting = list(items)
    failures: list[OSError] = []

    def flush_some(some: list[T]) -> None:
        try:
            for item in some:
                flush_one(item)
        except OSError as error:
            failures.append(error)

    # Plain threads, since importing an executor costs as much as flushing a small package.
    started: list[Thread] = []
    for first in range(min(_AT_ONCE, len(waiting))):
        thread = Thread(target=flush_some, args=(waiting[first::_AT_ONCE],))
        try:
            thread.start()
            started.append(thread)
        except RuntimeError:  # a container may allow few threads, or little memory for them
            flush_some(waiting[first::_AT_ONCE])
    for thread in started:
        thread.join()
    if failures:
        raise failures[0]


def rename(old: Path, new: Path) -> None:
    """Move a folder to a path where nothing exists.

    Windows refuses this while another program has a file in the folder open, so it is tried again for a moment.
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
    """Exchange two folders in one step; return False, with nothing done, where the system cannot.

    Raises:
        OSError: the system can exchange folders, but refused these.
    """
    # Imported late: only publishing needs it.
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
    """Remove a folder and its content as far as possible; the next run removes what is left."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def is_folder(path: Path) -> bool:
    """Return whether there is a folder at the path; a link to a folder does not count."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
