"""What readers leave out of a page because there is too much of it: each cut is noted, and becomes a finding.

    with cuts.recorded() as notes:
        for line in cuts.limited(lines, 5_000, "lines with credentials"):
            ...

Readers look at a bounded number of things, so that no page takes long. Nothing of what they cut may be silent.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

_Item = TypeVar("_Item")
_NOTES: ContextVar[dict[str, None] | None] = ContextVar("notes", default=None)
CODE = "page-cut"


@contextmanager
def recorded() -> Generator[dict[str, None]]:
    """Return the notes of all cuts within the block, each once, as the keys of a mapping."""
    notes: dict[str, None] = {}
    token = _NOTES.set(notes)
    try:
        yield notes
    finally:
        _NOTES.reset(token)


def note(text: str) -> None:
    """Note that something was cut; without a recorder around it, nothing is done."""
    notes = _NOTES.get()
    if notes is not None:
        notes.setdefault(text)


def limited(items: Iterable[_Item], most: int, what: str) -> Iterator[_Item]:
    """Yield the first items; note that there were more of them. `what` names them in the plural."""
    for count, one in enumerate(items):
        if count == most:
            note(f"only the first {most:,} {what} were read")
            return
        yield one
