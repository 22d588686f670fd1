"""Every rule of the comparison: its id, severity, direction, and meaning.

Ids are those of oasdiff (https://www.oasdiff.com) wherever it has a check for the same thing; other ids are formed in
the same way. A schema can change in the same ways at every position: `catalogue` has these kinds, from which the rules
of each position follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..changes import Direction, Level
from .catalogue import KINDS
from .kind import POSITIONS, ChangeKind, Position
from .operations import OTHER

__all__ = ["RULES", "Rule", "rule_of", "standing"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    id: str
    level: Level
    """The usual severity; a single change may be more or less severe, and says why."""
    direction: Direction
    oasdiff: bool
    """Whether oasdiff has a check with this id."""
    section: str
    meaning: str


def rule_of(kind: ChangeKind, position: Position) -> Rule:
    """Return the rule for a kind of schema change at a position."""
    return RULES[kind.id_at(position)]


def standing(direction: Direction, *, deep: bool, body: bool, parameter: bool) -> Position:
    """Return the position of a value; `deep` means that it is part of another value."""
    if direction is Direction.RESPONSE:
        if deep:
            return Position.RESPONSE_PROPERTY
        return Position.RESPONSE_BODY if body else Position.RESPONSE_HEADER if parameter else Position.RESPONSE_PROPERTY
    if deep:
        return Position.REQUEST_PROPERTY if body or not parameter else Position.PARAMETER_PROPERTY
    return Position.REQUEST_BODY if body else Position.PARAMETER if parameter else Position.REQUEST_PROPERTY


def _of_schemas() -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for kind in KINDS.values():
        for position in POSITIONS:
            if not kind.stands_at(position):
                continue
            identity = kind.id_at(position)
            rule = Rule(
                identity,
                kind.level(position.direction),
                Direction.BOTH if kind.anywhere else position.direction,
                position.letter in kind.known,
                "Schemas" if kind.anywhere else position.section,
                kind.meaning(position),
            )
            known = rules.get(identity)
            if known is None or (rule.oasdiff and not known.oasdiff):
                rules[identity] = rule
    return rules


def _others() -> dict[str, Rule]:
    return {
        identity: Rule(identity, level, direction, oasdiff, section, meaning)
        for section, entries in OTHER.items()
        for identity, level, direction, oasdiff, meaning in entries
    }


RULES: Mapping[str, Rule] = {**_of_schemas(), **_others()}
"""Rule by id."""
