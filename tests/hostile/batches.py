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
    """Places whose package has the nodes that the harmless twin's has."""
    meant: list[Spot] = field(default_factory=list[Spot])
    """Places where the twin means another thing, such as a media type that is no range: nodes differ for that."""


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
        return
    if files is None or ((alike := _is_alike(name, texts, files)) is not True and len(group) > 1):
        half = len(group) // 2
        _judge(name, text, group[:half], outcome)
        _judge(name, text, group[half:], outcome)
        return
    outcome.packages.append(files)
    outcome.accepted += len(group)
    if alike:
        outcome.compared += len(group)
    elif alike is False:
        assert not group[0].is_prose, (name, group[0].name)
        outcome.meant += group


def _is_alike(name: str, texts: Mapping[Spot, str], files: Mapping[str, str]) -> bool | None:
    """Return whether a package has the nodes that the harmless twins give; None where there is nothing to compare."""
    if name in UNSEEN:
        return None
    harmless, _ = made(document_with({spot: twin(text) for spot, text in texts.items()}))
    return None if harmless is None else nodes(files) == nodes(harmless)


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
