"""A lock that threads and tasks can hold, in any process and event loop."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import AbstractAsyncContextManager
from typing import Any


class Lock:
    """One lock for the threads of a process, and one for the tasks of each event loop."""

    __slots__ = ("_process", "_tasks", "_thread")

    def __init__(self) -> None:
        self._process = os.getpid()
        self._thread = threading.Lock()
        self._tasks: list[tuple[object, AbstractAsyncContextManager[Any]]] = []

    @property
    def thread(self) -> threading.Lock:
        """The lock for threads; a new one after `fork`, since the holder of the old one may not exist in
        this process.
        """
        if self._process != os.getpid():
            self._process, self._thread = os.getpid(), threading.Lock()
        return self._thread

    @property
    def task(self) -> AbstractAsyncContextManager[Any]:
        """Return the lock for the tasks of this event loop, created when first needed."""
        loop = event_loop()
        for known, lock in self._tasks:
            if known is loop:
                return lock
        import anyio

        made = anyio.Lock()
        alive = [(known, lock) for known, lock in self._tasks if not is_closed(known)]
        self._tasks = [*alive[-_MOST:], (loop, made)]
        return made


_MOST = 15
"""Event loops at once whose locks are kept."""


def event_loop() -> object:
    """Return an object that identifies the current event loop: asyncio's loop, or trio's token."""
    asyncio = sys.modules.get("asyncio")
    if asyncio is not None:
        loop: object = asyncio._get_running_loop()
        if loop is not None:
            return loop
    trio = sys.modules.get("trio")
    return trio.lowlevel.current_trio_token() if trio is not None else None


def is_closed(loop: object) -> bool:
    """Return whether an event loop reports that it is closed."""
    closed = getattr(loop, "is_closed", None)
    return bool(closed()) if callable(closed) else False
