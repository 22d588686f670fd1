"""Pauses Python's cyclic garbage collector while very many objects are created, none of which is garbage."""

from __future__ import annotations

import gc
from threading import Lock


class _Pause:
    """How many threads need the pause, and whether one of them has started it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.users = 0
        self.ours = False


_PAUSE = _Pause()


class NoCollection:
    """Pauses the collector while the context lasts; `no_collection` makes one."""

    __slots__ = ()

    def __enter__(self) -> None:
        with _PAUSE.lock:
            if _PAUSE.users == 0 and gc.isenabled():
                gc.disable()
                _PAUSE.ours = True
            _PAUSE.users += 1

    def __exit__(self, *_: object) -> None:
        with _PAUSE.lock:
            _PAUSE.users -= 1
            if _PAUSE.users == 0 and _PAUSE.ours:
                _PAUSE.ours = False
                gc.enable()


def no_collection() -> NoCollection:
    """Pause the cyclic garbage collector, which would take as long as the work itself, while the context lasts.

    If the program has disabled the collector, it stays disabled afterwards.
    """
    return NoCollection()
