"""Gives each of several things a distinct name, by meaning and not by order.

Everything brings its candidates, best first. In each round, everything still nameless asks for its next candidate. Of
those that want the same name, the most literal wins (the document spells the name so), then the one with the fewest
symbols, then the first by text. So a name depends on its own text and on those it clashes with, never on the order of
keys, and something that clashes with nothing changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from itertools import count
from typing import Generic, TypeVar

from msgspec import Struct

Key = TypeVar("Key", bound=Hashable)

CHOSEN = -2
"""The rank of a name that the settings choose: it goes before all others."""
NUMBERED = "only a number distinguishes it from another of the same name"
"""The reason of a name that is the last resort."""


class Candidate(Struct, frozen=True):
    """A possible name of something, and the reason for it."""

    name: str
    reason: str = ""


class NameRequest(Struct, Generic[Key], frozen=True):
    """Something that needs a name: its key, its text in the document, and its candidates, best first.

    Of those that want the same name, the lowest `rank` wins. `more` returns the candidates after the first, and is only
    called if there is a clash.
    """

    key: Key
    wire: str
    first: Candidate
    more: Callable[[], Iterable[Candidate]]
    rank: int = 0


def allocate(requests: Collection[NameRequest[Key]], taken: Collection[str] = ()) -> dict[Key, Candidate]:
    """Return a distinct name for each key, none of them in `taken`; with a number only if all candidates are taken."""
    given = {request.key: request.first for request in requests}
    used = {candidate.name for candidate in given.values()}
    if len(used) == len(given) and used.isdisjoint(taken):
        return given
    return _rounds(requests, taken)


def _rounds(requests: Collection[NameRequest[Key]], taken: Collection[str]) -> dict[Key, Candidate]:
    given: dict[Key, Candidate] = {}
    used = set(taken)
    further: dict[Key, Iterator[Candidate]] = {}
    numbers: dict[str, Iterator[Candidate]] = {}
    waiting: list[tuple[NameRequest[Key], Candidate | None]] = [
        (request, request.first) for request in sorted(requests, key=_precedence)
    ]
    while waiting:
        nameless: list[tuple[NameRequest[Key], Candidate | None]] = []
        for request, own in waiting:
            # Everything that shares a name continues one count: else thousands of them would each start at 2.
            counted = numbers.setdefault(request.first.name, _numbered(request.first.name))
            candidate = own or next(one for one in counted if one.name not in used)
            if candidate.name not in used:
                used.add(candidate.name)
                given[request.key] = candidate
                continue
            if request.key not in further:
                further[request.key] = iter(request.more())
            nameless.append((request, next(further[request.key], None)))
        waiting = nameless
    return given


def _precedence(request: NameRequest[Key]) -> tuple[int, bool, int, str, str]:
    symbols = sum(not character.isalnum() for character in request.wire)
    return (request.rank, request.wire != request.first.name, symbols, request.wire, str(request.key))


def _numbered(name: str) -> Iterator[Candidate]:
    joint = "_" if name.islower() or name[-1:].isdigit() else ""
    for number in count(2):
        yield Candidate(f"{name}{joint}{number}", NUMBERED)
