"""A clock for the modules of the runtime alone: threads of other tests, servers and event loops keep the real one."""

from __future__ import annotations

import sys
import time
from importlib import import_module

import anyio
import pytest

LATE = ("_deadlines", "polling.wait", "security.oauth", "streams.streaming")
"""Modules of the runtime that use a clock and that others import only when they need them."""


class Clock:
    """Stands for the module `time`: time passes only in pauses, and when a test says so."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now
        self.pauses: list[float] = []
        self.gmtime, self.time = time.gmtime, time.time

    def monotonic(self) -> float:
        """Return the seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.pauses.append(seconds)
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        """Let time pass."""
        self.sleep(seconds)

    def used(self, monkeypatch: pytest.MonkeyPatch) -> Clock:
        """Give this clock to each module of the runtime, and return it. Nothing else sleeps by `anyio.sleep`."""
        for name in LATE:
            import_module(f"generator.runtime.{name}")
        for name, module in list(sys.modules.items()):
            clock = getattr(module, "time", None) if name.startswith("generator.runtime") else None
            if clock is time or isinstance(clock, Clock):
                monkeypatch.setattr(module, "time", self)
        monkeypatch.setattr(anyio, "sleep", self.asleep)
        return self
