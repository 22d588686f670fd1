"""Every kind of change of a schema, at every position of a schema."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from generator.compare import Change, Comparison
from generator.compare.changes import Direction, Level
from generator.compare.rules.catalogue import KINDS
from generator.compare.rules.kind import POSITIONS, ChangeKind, Position
from generator.compare.rules.table import rule_of

from .pairs import compared, everywhere
from .reported import RECORDED, lines, recorded
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
    """Exactly one change is reported, by the right rule, with level, direction, symbol, texts and places."""
    kind, change = KINDS[name], change_of(name, position)
    assert change.level is kind.level(position.direction)
    assert change.direction is position.direction
    assert _symbol(kind, position) in change.symbols
    if position in RECORDED:
        assert lines([change]) == recorded()[f"{name} at {position}"]


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
    """A change in values that different operations send and receive names each in its direction alone."""
    sides: list[dict[str, Any]] = []
    for schema in VALUES[name]:
        shared = {"$ref": "#/components/schemas/Shared"}
        components = {**ANIMALS, "Shared": {"type": "object", "properties": {"inner": schema}, "required": ["inner"]}}
        sides.append(everywhere(dict.fromkeys(_HOLDERS, shared), components))
    expected = {
        Direction.REQUEST: ["/request-parameter-property", "/request-property"],
        Direction.RESPONSE: ["/response-property"],
    }
    positions = {Direction.REQUEST: Position.REQUEST_PROPERTY, Direction.RESPONSE: Position.RESPONSE_PROPERTY}
    changes = [one for one in compared(sides[0], sides[1]).changes if "Shared.inner" in one.symbols]
    assert {one.direction: [path for _, path in one.operations] for one in changes} == expected
    assert len(changes) == len(expected)
    for one in changes:
        position = positions[one.direction]
        assert one.rule == rule_of(_standing(KINDS[name], position), position).id
        assert one.level is KINDS[name].level(one.direction)


def test_an_operation_that_sends_and_receives_a_schema_has_one_change() -> None:
    """The change has the more severe level, and the message names the rule of the other direction."""
    sides: list[dict[str, Any]] = []
    for values in (["a", "b"], ["a"]):
        document = everywhere({Position.REQUEST_BODY: {"$ref": "#/components/schemas/Shared"}}, {})
        document["components"]["schemas"]["Shared"] = {"type": "string", "enum": values}
        operation = document["paths"]["/request-body"]["post"]
        operation["responses"] = {"200": {"description": "Done.", "content": operation["requestBody"]["content"]}}
        sides.append(document)
    (change,) = compared(sides[0], sides[1]).changes
    assert (change.level, change.direction) == (Level.BREAKING, Direction.BOTH)
    assert "(as it is received, too: `response-mediatype-enum-value-removed`, risky)" in change.message


def _standing(kind: ChangeKind, position: Position) -> ChangeKind:
    return kind if kind.stands_at(position) else KINDS[kind.elsewhere]
