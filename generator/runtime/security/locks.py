"""A lock that threads and tasks can hold, in any process and event loop."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from .._http import AsyncHTTPClient, HTTPClient
from ..http.event_loops import event_loop, is_closed
from ..http.flow import Action, Flow, arun, run


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


class Exclusive(Action):
    """Run a flow while no other thread or task runs a flow under the same lock; the result is what it returns."""

    __slots__ = ("_flow", "_lock")

    def __init__(self, lock: Lock, flow: Callable[[], Flow[Any]]) -> None:
        self._lock = lock
        self._flow = flow

    def perform(self, http: HTTPClient) -> object:
        """Return the flow's result."""
        with self._lock.thread:
            return run(self._flow(), http)

    async def aperform(self, http: AsyncHTTPClient) -> object:
        """Return the flow's result."""
        async with self._lock.task:
            return await arun(self._flow(), http)
