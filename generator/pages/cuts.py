"""What readers leave out of a page because there is too much of it: each cut is noted, and becomes a finding.

    with cuts.recorded() as notes:
        for line in cuts.limited(lines, 5_000, "lines with credentials"):
            ...

Readers look at a bounded number of things, so that no page takes long. Nothing of what they cut may be silent: a
function that cuts and remembers its results is decorated with `cached`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

_Item = TypeVar("_Item")
_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")
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


def cached(
    maxsize: int,
) -> Callable[[Callable[_Parameters, _Result]], Callable[_Parameters, _Result]]:
    """Return a decorator: the function remembers its last results, each with the notes of the cuts that led to it.

    A remembered result notes its cuts again, so a page that is read twice gives its findings twice. The function must
    return a whole value, not an iterator that cuts later.
    """

    def decorate(function: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
        def noted(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> tuple[_Result, tuple[str, ...]]:
            with recorded() as notes:
                result = function(*args, **kwargs)
            return result, tuple(notes)

        kept: Callable[..., tuple[_Result, tuple[str, ...]]] = lru_cache(maxsize=maxsize)(noted)

        @wraps(function)
        def replayed(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Result:
            result, notes = kept(*args, **kwargs)
            for text in notes:
                note(text)
            return result

        return replayed

    return decorate


def limited(items: Iterable[_Item], most: int, what: str) -> Iterator[_Item]:
    """Yield the first items; note that there were more of them. `what` names them in the plural."""
    for count, one in enumerate(items):
        if count == most:
            note(f"only the first {most:,} {what} were read")
            return
        yield one
