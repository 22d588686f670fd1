"""Temporary changes of process-wide settings, while several threads may work on documents at once."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


@dataclass(slots=True)
class WhileNeeded:
    """A change that is made when the first user enters, and undone when the last one leaves."""

    change: Callable[[], Callable[[], object]]
    """Makes the change, and returns a function that undoes it."""
    _undo: Callable[[], object] | None = None
    _users: int = 0
    _lock: Lock = field(default_factory=Lock)

    def __enter__(self) -> None:
        with self._lock:
            self._users += 1
            if self._users == 1:
                self._undo = self.change()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0 and self._undo:
                self._undo()


@contextmanager
def uncollected() -> Generator[None]:
    """Switch cyclic garbage collection off, for a command that ends soon and creates hardly any cycles.

    At the end of the process, the objects created meanwhile are not searched either.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
