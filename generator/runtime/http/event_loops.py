"""The event loop of the current task, for asyncio and trio."""

from __future__ import annotations

import sys


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
