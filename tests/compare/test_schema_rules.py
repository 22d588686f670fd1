"""Every kind of change of a schema, at every position of a schema."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from generator.compare import Change, Comparison
from generator.compare.changes import Direction
from generator.compare.rules.catalogue import KINDS
from generator.compare.rules.kind import POSITIONS, ChangeKind, Position
from generator.compare.rules.table import rule_of

from .pairs import compared, everywhere
from .schema_changes import ANIMALS, OBJECTS, TOGETHER, VALUES

_HOLDERS = {
    Position.REQUEST_PROPERTY: Position.REQUEST_BODY,
    Position.PARAMETER_PROPERTY: Position.PARAMETER,
    Position.RESPONSE_PROPERTY: Position.RESPONSE_BODY,
}
"""Position of a property → that of the object which has it."""
_SYMBOLS = {
    Position.REQUEST_BODY: "request_body.create(body)",
    Position.REQUEST_PROPERTY: "RequestPropertyCreateRequest.value",
    Position.PARAMETER: "request_parameter.create(value)",
    Position.PARAMETER_PROPERTY: "RequestParameterPropertyCreateOptions.value",
    Position.RESPONSE_BODY: "response_body.create",
    Position.RESPONSE_PROPERTY: "ResponsePropertyCreateResponse.value",
    Position.RESPONSE_HEADER: "response_header.create",
}
_OBJECT_SYMBOLS = {
    Position.REQUEST_PROPERTY: "RequestBodyCreateRequest.value",
    Position.PARAMETER_PROPERTY: "RequestParameterCreateValue.value",
    Position.RESPONSE_PROPERTY: "ResponseBodyCreateResponse.value",
}


@cache
def comparison_of(name: str) -> Comparison:
    """Return what is reported if the schema of a kind changes at all positions at once."""
    old, new = VALUES[name] if name in VALUES else OBJECTS[name]
    positions = POSITIONS if name in VALUES else tuple(_HOLDERS.values())
    sides = [everywhere({one: _apart(name, one, schema) for one in positions}, ANIMALS) for schema in (old, new)]
    return compared(sides[0], sides[1])


def _apart(name: str, position: Position, schema: Any) -> Any:
    """Return a schema, an object with a property of its own: two that are the same would be one model."""
    if name in VALUES:
        return schema
    return {**schema, "properties": {**schema["properties"], f"of_{position}": {"type": "string"}}}


def cases() -> list[tuple[str, Position]]:
    """Return kinds and positions."""
    found = [(name, position) for name in VALUES for position in POSITIONS if KINDS[name].stands_at(position)]
    return [*found, *((name, position) for name in OBJECTS for position in _HOLDERS)]


def change_of(name: str, position: Position) -> Change:
    """Return the one change that a kind makes at a position."""
    path = f"/{position if name in VALUES else _HOLDERS[position]}"
    rule = rule_of(KINDS[name], position).id
    found = [one for one in comparison_of(name).changes if one.rule == rule and _at(one, path)]
    assert len(found) == 1, [one.rule for one in comparison_of(name).changes]
    return found[0]


def _at(change: Change, path: str) -> bool:
    return ("post", path) in change.operations


@pytest.mark.parametrize(("name", "position"), cases())
def test_a_change_of_a_schema(name: str, position: Position) -> None:
    """Exactly one change is reported, by the right rule, with level, direction and symbol."""
    kind, change = KINDS[name], change_of(name, position)
    assert change.level is kind.level(position.direction)
    assert change.direction is position.direction
    assert _symbol(kind, position) in change.symbols


def _symbol(kind: ChangeKind, position: Position) -> str:
    symbol = (_OBJECT_SYMBOLS if kind.name in OBJECTS else _SYMBOLS)[position]
    return f"{symbol.removesuffix('value')}amount" if kind.name == "renamed" else symbol


@pytest.mark.parametrize("name", [*VALUES, *OBJECTS])
def test_each_change_is_reported_once_by_one_rule(name: str) -> None:
    """At every position the change is reported once, by one rule."""
    for path in {key for change in comparison_of(name).changes for key in change.operations}:
        told = [one.rule for one in comparison_of(name).changes if path in one.operations]
        assert len(told) == 1, told


def test_every_kind_has_a_case() -> None:
    """No kind of change is without an example; the kinds for names are in the tables for documents."""
    assert KINDS.keys() - VALUES.keys() - OBJECTS.keys() - TOGETHER.keys() == {
        "field-renamed",
        "model-base-added",
        "model-base-changed",
        "mutability-changed",
    }


@pytest.mark.parametrize("name", [name for name in VALUES if not KINDS[name].anywhere])
def test_the_same_schema_sent_and_received(name: str) -> None:
    """A change in values that are sent and received is one change, with the more severe level, and both are named."""
    sides: list[dict[str, Any]] = []
    for schema in VALUES[name]:
        shared = {"$ref": "#/components/schemas/Shared"}
        components = {**ANIMALS, "Shared": {"type": "object", "properties": {"inner": schema}}}
        sides.append(everywhere(dict.fromkeys(_HOLDERS, shared), components))
    positions = (Position.REQUEST_PROPERTY, Position.RESPONSE_PROPERTY)
    rules = [rule_of(_standing(KINDS[name], position), position) for position in positions]
    levels = [KINDS[name].level(direction) for direction in (Direction.REQUEST, Direction.RESPONSE)]
    graver = min(range(2), key=lambda index: levels[index].rank)
    changes = [one for one in compared(sides[0], sides[1]).changes if "Shared.inner" in one.symbols]
    assert [(one.rule, one.level, one.direction) for one in changes] == [
        (rules[graver].id, levels[graver], Direction.BOTH)
    ]
    assert f"`{rules[1 - graver].id}`, {levels[1 - graver]}" in changes[0].message
    assert len(changes[0].operations) == len(_HOLDERS)


def _standing(kind: ChangeKind, position: Position) -> ChangeKind:
    return kind if kind.stands_at(position) else KINDS[kind.elsewhere]
