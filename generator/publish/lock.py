"""A lock that lets one run at a time publish, ends with the process that holds it, and names that process."""

from __future__ import annotations

import errno
import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

PATIENCE = 30.0
"""Seconds to wait for another run: publishing takes a few at most."""

LOCK = "lock"
"""The name of the file that is locked."""

_PAUSE = 0.05
_FAR = 1 << 30
"""The position of the locked byte on Windows: a locked byte cannot be read there, but the number before it can."""
_TAKEN = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})
_UNKNOWN = frozenset({errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL})
"""Errors of a file system without locks: then there are none."""


class LockedError(OSError):
    """Another process holds the lock."""

    def __init__(self, holder: str) -> None:
        """Keep the name of the holder, as far as it is known."""
        who = f"process {holder}" if holder else "another process"
        super().__init__(errno.EAGAIN, f"{who} is publishing here: try again when it is done, or end it")


@contextmanager
def locked(folder: Path, patience: float | None = None) -> Generator[None]:
    """Hold the lock of a folder, which is created if needed and removed afterwards if nothing else is in it.

    Raises:
        LockedError: another process held it for longer than `patience` seconds (`PATIENCE` if none are given).
        OSError: the folder cannot be created.
    """
    descriptor = _acquired(folder, PATIENCE if patience is None else patience)
    try:
        yield
    finally:
        if sys.platform == "win32":
            # Windows removes no open file; and if another run opens it meanwhile, it stays.
            os.close(descriptor)
            _remove(folder)
        else:
            # Remove the name before the lock: a waiting run sees that the file is gone, and creates another.
            _remove(folder)
            os.close(descriptor)


def _remove(folder: Path) -> None:
    with suppress(OSError):
        os.unlink(folder / LOCK)
        os.rmdir(folder)


def _acquired(folder: Path, patience: float) -> int:
    deadline = time.monotonic() + patience
    path = folder / LOCK
    while True:
        # `exist_ok` would look at what exists, and the last holder may have removed it by then.
        with suppress(FileExistsError):
            folder.mkdir(parents=True)
        if folder.is_symlink():
            raise OSError(errno.ELOOP, f"{folder.name} is a symbolic link: remove it")
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except FileNotFoundError:
            # The last holder of the lock has just removed the folder.
            continue
        try:
            if _try(descriptor):
                if _is_at(descriptor, path):
                    os.ftruncate(descriptor, 0)
                    os.write(descriptor, str(os.getpid()).encode("ascii"))
                    return descriptor
            elif time.monotonic() >= deadline:
                raise LockedError(_holder(descriptor))
            else:
                time.sleep(_PAUSE)
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _try(descriptor: int) -> bool:
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        if error.errno not in _UNKNOWN:
            raise
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_at(descriptor: int, path: Path) -> bool:
    """Return whether an opened file is still the one at its path: its last holder may have removed it."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def _holder(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    text = os.read(descriptor, 20).decode("ascii", "replace")
    return text if text.isdigit() else ""
