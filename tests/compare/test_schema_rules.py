"""Every kind of change of a schema, at every position that a schema can stand at."""

from __future__ import annotations

from typing import Any

import pytest

from generator.compare.catalogue import KINDS
from generator.compare.changes import Direction
from generator.compare.kinds import POSITIONS, Kind, Position
from generator.compare.rules import rule_of

from .pairs import at, compared
from .schema_changes import ANIMALS, OBJECTS, VALUES

_HOLDERS = {
    Position.REQUEST_PROPERTY: Position.REQUEST_BODY,
    Position.PARAMETER_PROPERTY: Position.PARAMETER,
    Position.RESPONSE_PROPERTY: Position.RESPONSE_BODY,
}
_SYMBOLS = {
    Position.REQUEST_BODY: "calls.create(body)",
    Position.REQUEST_PROPERTY: "CreateRequest.value",
    Position.PARAMETER: "calls.create(value)",
    Position.PARAMETER_PROPERTY: "CreateOptions.value",
    Position.RESPONSE_BODY: "calls.create",
    Position.RESPONSE_PROPERTY: "CreateResponse.value",
    Position.RESPONSE_HEADER: "calls.create",
}


def cases() -> list[tuple[str, Position, dict[str, Any], dict[str, Any]]]:
    """Return kind, position, and the documents before and after."""
    found = [
        (name, position, at(position, old, ANIMALS), at(position, new, ANIMALS))
        for name, (old, new) in VALUES.items()
        for position in POSITIONS
        if KINDS[name].stands_at(position)
    ]
    for name, (old, new) in OBJECTS.items():
        found += [(name, position, at(holder, old), at(holder, new)) for position, holder in _HOLDERS.items()]
    return found


_CASES = cases()


@pytest.mark.parametrize(
    ("name", "position", "old", "new"), _CASES, ids=[f"{name}-{position}" for name, position, _, _ in _CASES]
)
def test_a_change_of_a_schema(name: str, position: Position, old: Any, new: Any) -> None:
    """Exactly one change is told, by the right rule, with level, direction, symbol and both places."""
    kind = KINDS[name]
    rule = rule_of(kind, position)
    changes = [one for one in compared(old, new).changes if one.rule == rule.id]
    assert len(changes) == 1
    change = changes[0]
    assert change.level is kind.level(position.direction)
    assert change.direction is position.direction
    assert change.operations == (("post", "/calls"),)
    assert _expected_symbol(kind, position) in change.symbols
    assert "create" in change.message


def _expected_symbol(kind: Kind, position: Position) -> str:
    symbol = _SYMBOLS[position]
    if kind.name in OBJECTS and position is Position.PARAMETER_PROPERTY:
        symbol = "CreateValue.value"
    return f"{symbol.removesuffix('value')}amount" if kind.name == "renamed" else symbol


def test_every_kind_has_a_case() -> None:
    """No kind of change is without an example."""
    unexampled = KINDS.keys() - VALUES.keys() - OBJECTS.keys()
    assert unexampled == {"field-renamed", "model-base-changed", "keyword-changed"}


@pytest.mark.parametrize("name", [name for name in VALUES if not KINDS[name].anywhere])
def test_the_same_schema_sent_and_received(name: str) -> None:
    """What is sent and received is one change, as grave as in the graver direction, and both are said."""
    document = at(Position.REQUEST_PROPERTY, {"$ref": "#/components/schemas/Shared"}, ANIMALS)
    holder = {"type": "object", "properties": {"value": {"$ref": "#/components/schemas/Shared"}}}
    content = {"application/json": {"schema": holder}}
    document["paths"]["/calls"]["post"]["responses"]["200"] = {"description": "Done.", "content": content}
    sides: list[dict[str, Any]] = []
    for schema in VALUES[name]:
        components = {**ANIMALS, "Shared": {"type": "object", "properties": {"inner": schema}}}
        sides.append({**document, "components": {"schemas": components}})
    kind = KINDS[name]
    levels = kind.level(Direction.REQUEST), kind.level(Direction.RESPONSE)
    graver = min(levels, key=lambda level: level.rank)
    rules = {rule_of(_at(kind, position), position).id for position in (Position.REQUEST_PROPERTY, Position.RESPONSE_PROPERTY)}
    changes = [one for one in compared(*sides).changes if one.rule in rules and "Shared.inner" in one.symbols]
    assert [(one.level, one.direction) for one in changes] == [(graver, Direction.BOTH)]
    other = (rules - {changes[0].rule}).pop() if len(rules) > 1 else changes[0].rule
    assert other == changes[0].rule or other in changes[0].message


def _at(kind: Kind, position: Position) -> Kind:
    return kind if kind.stands_at(position) else KINDS[kind.elsewhere]
