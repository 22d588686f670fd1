"""Where a JSON pointer leads within schemas: through bases, references, unions, arrays, maps; and which waits give nothing."""

from __future__ import annotations

from typing import Any

import pytest

from generator.ir.paging import Polling
from generator.ir.schema_pointers import at_pointer, kinds, properties
from generator.ir.schema_reader import read_schema

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "integer"}
FLAG: dict[str, Any] = {"type": "boolean"}


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def extended(base: str, **own: Any) -> dict[str, Any]:
    return {"allOf": [ref(base), {"type": "object", "properties": own}]}


def made(**own: Any) -> dict[str, Any]:
    return {"type": "object", "properties": own}


SCHEMAS = {
    name: read_schema(json)
    for name, json in {
        "Animal": made(name=TEXT, size=NUMBER),
        "Pet": extended("Animal", owner=ref("Animal")),
        "Cat": extended("Pet", size=TEXT, lives=NUMBER),
        "Node": made(next={"anyOf": [ref("Node"), {"type": "null"}]}, value=NUMBER),
        "Either": {"oneOf": [ref("Cat"), made(bark=FLAG, size=NUMBER)]},
        "Circle": {"anyOf": [ref("Circle"), made(only=TEXT)]},
        "List": {"type": "array", "prefixItems": [TEXT, NUMBER], "items": ref("Cat")},
        "Words": {"type": "object", "additionalProperties": TEXT},
        "Open": {**made(a=NUMBER), "additionalProperties": TEXT},
        "Closed": {**made(a=NUMBER), "additionalProperties": False},
        "Types": {"type": ["array", "string"], "items": FLAG},
    }.items()
}


@pytest.mark.parametrize(
    ("name", "pointer", "expected"),
    [
        ("Animal", "name", ["string"]),
        ("Animal", "nothing", []),
        ("Cat", "lives", ["integer"]),
        ("Cat", "name", ["string"]),
        ("Cat", "size", ["string"]),
        ("Pet", "size", ["integer"]),
        ("Cat", "owner/size", ["integer"]),
        ("Cat", "owner/lives", []),
        ("Node", "next/next/value", ["integer"]),
        ("Either", "size", ["string", "integer"]),
        ("Either", "bark", ["boolean"]),
        ("Circle", "only", ["string"]),
        ("List", "0", ["string"]),
        ("List", "1", ["integer"]),
        ("List", "2/lives", ["integer"]),
        ("List", "-1/lives", ["integer"]),
        ("List", "-1", ["object"]),
        ("List", "x", []),
        ("List", "1234567890", []),
        ("List", "123456789", ["object"]),
        ("Words", "anything", ["string"]),
        ("Open", "a", ["integer"]),
        ("Open", "b", ["string"]),
        ("Closed", "b", []),
        ("Types", "0", ["boolean"]),
        ("Types", "a", []),
    ],
)
def test_a_pointer_leads_to_what_a_value_may_have_there(name: str, pointer: str, expected: list[str]) -> None:
    found = at_pointer(SCHEMAS[name], pointer.split("/"), SCHEMAS)
    assert [*dict.fromkeys(kind for one in found for kind in kinds(one))] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Animal", {"name": {"string"}, "size": {"integer"}}),
        ("Pet", {"name": {"string"}, "size": {"integer"}, "owner": set()}),
        ("Cat", {"name": {"string"}, "size": {"string"}, "owner": set(), "lives": {"integer"}}),
        ("Words", {}),
    ],
)
def test_the_properties_of_a_subclass_are_its_own_and_those_of_each_base(name: str, expected: Any) -> None:
    assert {key: {*kinds(one)} for key, one in properties(SCHEMAS[name], SCHEMAS).items()} == expected


@pytest.mark.parametrize(
    ("json", "expected"),
    [
        ({}, set()),
        (False, set()),
        ({"oneOf": [TEXT, NUMBER]}, set()),
        ({"enum": ["a", 1, True, None, 1.5, [1], {}]}, {"string", "integer", "boolean", "number", "array", "object"}),
        ({"const": 2.0}, {"integer"}),
        ({"type": ["string", "null"]}, {"string"}),
        ({"type": ["string", "integer", "null"]}, {"string", "integer"}),
        ({"type": "array", "items": TEXT}, {"array"}),
        (made(a=TEXT), {"object"}),
        ({"type": "object"}, {"object"}),
    ],
)
def test_the_json_types_of_a_schema(json: Any, expected: set[str]) -> None:
    assert kinds(read_schema(json)) == expected


@pytest.mark.parametrize(
    ("statuses", "nothing"),
    [
        ({}, False),
        ({200: "success"}, False),
        ({304: "success", 404: "failure"}, False),
        ({399: "success"}, False),
        ({400: "success"}, True),
        ({404: "success", 200: "retry"}, True),
        ({503: "retry"}, False),
    ],
)
def test_a_wait_that_an_error_status_ends_well_may_give_nothing(statuses: Any, nothing: bool) -> None:
    assert Polling("/state", ("done",), (), (), statuses).may_give_nothing is nothing
