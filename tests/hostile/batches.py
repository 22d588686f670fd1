"""One text in every place of a document, several places in one document, as many as are not refused together.

A document that becomes a package is judged for all of its places at once: the package holds the nodes that the harmless
twins of the texts give, and what runs would leave a file with the number of its place. One that is refused is divided,
down to the places that are refused alone: each of these has the outcome that it has in the corpus.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from tests.hostile.advisories import CANARY
from tests.hostile.corpus import Spot, document_with
from tests.hostile.judge import UNSEEN, made, sound

_MOST = 150
"""Places of one document at first."""
_refused_before: set[Spot] = set()
"""Places that some text was refused in: others often are too, so these are tried one by one."""


@dataclass(slots=True)
class Outcome:
    """What became of a text in some places."""

    packages: list[Mapping[str, str]] = field(default_factory=list)
    accepted: int = 0
    """Places in which the text is in a package."""
    refused: list[Spot] = field(default_factory=list)
    """Places that are refused, each alone."""
    compared: int = 0
    """Places whose package was compared with that of a harmless twin."""


def judge_everywhere(name: str, text: str, places: Sequence[Spot]) -> Outcome:
    """Judge a text in each of some places of one version; AssertionError with the places where something is wrong."""
    outcome = Outcome()
    for spot in _refused_before.intersection(places):
        _judge(name, text, [spot], outcome)
    for group in _groups([spot for spot in places if spot not in _refused_before]):
        _judge(name, text, group, outcome)
    _refused_before.update(outcome.refused)
    return outcome


def twin(text: str) -> str:
    """Return a text of which every sign is a hyphen: it makes the same names and means nothing to anybody."""
    return re.sub(r"[^\w\s/]|_", "-", text, flags=re.ASCII)


def _judge(name: str, text: str, group: Sequence[Spot], outcome: Outcome) -> None:
    texts = {spot: _numbered(text, number) for number, spot in enumerate(group)}
    files = sound(document_with(texts), f"{name} in {[spot.name for spot in group]}")
    if files is None and len(group) == 1:
        outcome.refused += group
    elif files is None:
        half = len(group) // 2
        _judge(name, text, group[:half], outcome)
        _judge(name, text, group[half:], outcome)
    else:
        outcome.packages.append(files)
        outcome.accepted += len(group)
        outcome.compared += _compared(name, texts, files)


def _compared(name: str, texts: Mapping[Spot, str], files: Mapping[str, str]) -> int:
    """Compare a package with that of the harmless twins; return for how many places there is one."""
    if name in UNSEEN:
        return 0
    harmless, _ = made(document_with({spot: twin(text) for spot, text in texts.items()}))
    if harmless is None:
        return 0
    assert nodes(files) == nodes(harmless), (name, [spot.name for spot in texts])
    return len(texts)


def nodes(files: Mapping[str, str]) -> Counter[str]:
    """Return how often each kind of node stands in each place of another kind, in all modules of a package."""
    return Counter(
        f"{type(parent).__name__}.{place} {type(child).__name__}"
        for path, text in files.items()
        if path.endswith(".py")
        for parent in ast.walk(_parsed(text))
        for place, value in ast.iter_fields(parent)
        for child in (value if isinstance(value, list) else [value])
        if isinstance(child, ast.AST)
    )


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _numbered(text: str, number: int) -> str:
    return text.replace(CANARY, f"{CANARY}{number}")


def _groups(places: Sequence[Spot]) -> Iterator[list[Spot]]:
    """Divide places so that no two keys of a group are in the same object: equal keys would be one."""
    left = list(places)
    while left:
        group: list[Spot] = []
        parents: set[tuple[str, ...]] = set()
        later: list[Spot] = []
        for spot in left:
            if len(group) == _MOST or (spot.is_key and spot.path[:-1] in parents):
                later.append(spot)
                continue
            group.append(spot)
            if spot.is_key:
                parents.add(spot.path[:-1])
        yield group
        left = later
