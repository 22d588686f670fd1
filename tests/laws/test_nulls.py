"""Null is accepted exactly where the document accepts it, however the document says so and wherever the schema is used."""

from __future__ import annotations

from typing import Any

import pytest

from tests.laws.judges import made, meant
from tests.laws.strategies import Drawn, reference

STRING: dict[str, Any] = {"type": "string"}
OBJECT: dict[str, Any] = {"type": "object", "properties": {"a": STRING}}
NULL: dict[str, Any] = {"type": "null"}
NULLABLE: dict[str, Any] = {"type": ["string", "null"]}

WAYS: dict[str, Any] = {
    "a type": NULLABLE,
    "null alone": NULL,
    "a constant": {"const": None},
    "the only listed value": {"enum": [None]},
    "a listed value": {"enum": ["a", None]},
    "a listed value of another type": {"type": "string", "enum": ["a", None]},
    "a listed value and a type": {"type": ["string", "null"], "enum": ["a", None]},
    "a type without the listed value": {"type": ["string", "null"], "enum": ["a"]},
    "listed values of a type that is null": {"type": "null", "enum": ["a", None]},
    "a variant": {"anyOf": [STRING, NULL]},
    "a constant variant": {"oneOf": [STRING, {"const": None}]},
    "an enumerated variant": {"oneOf": [STRING, {"enum": [None]}]},
    "next to listed values": {"oneOf": [{"enum": ["a", 1]}, NULL]},
    "next to a constant": {"anyOf": [{"const": "a"}, NULL]},
    "next to limits without a type": {"anyOf": [{"minLength": 1}, NULL]},
    "within a variant": {"anyOf": [NULLABLE, {"type": "integer"}]},
    "a variant that is a component": {"anyOf": [STRING, reference("Null")]},
    "within a variant that is a component": {"oneOf": [reference("Nullable"), OBJECT]},
    "a variant of a variant": {"anyOf": [{"anyOf": [STRING, NULL]}, OBJECT]},
    "only variants that are null": {"anyOf": [NULL, {"const": None}]},
    "every member": {"allOf": [NULLABLE, {"minLength": 1}]},
    "one member": {"allOf": [NULLABLE, STRING]},
    "members that are components": {"allOf": [reference("Nullable"), reference("Wide")]},
    "an object": {**OBJECT, "type": ["object", "null"]},
    "an array": {"type": ["array", "null"], "items": NULLABLE},
    "anything": {},
    "nothing": {"not": {}},
    "not null": {"type": ["string", "null"], "not": NULL},
    "not null, as a component": {"type": ["string", "null"], "not": reference("Null")},
    "another constant": {"type": ["string", "null"], "const": "a"},
    "null only if": {"type": ["string", "null"], "if": NULL, "then": {"const": "a"}},
    "a listed value of one member": {"allOf": [STRING, {"enum": ["a", None]}]},
    "a listed value of both members": {"allOf": [NULLABLE, {"enum": ["a", None]}]},
    "one of two members": {"allOf": [NULLABLE, {"not": NULL}]},
    "a reference to it": reference("Nullable"),
    "a reference with words": {**reference("Nullable"), "description": "words"},
}
USES: dict[str, Any] = {
    "component": lambda way: way,
    "property": lambda way: {"type": "object", "properties": {"p": way}, "required": ["p"]},
    "item": lambda way: {"type": "array", "items": way},
    "value of a map": lambda way: {"type": "object", "additionalProperties": way},
    "variant": lambda way: {"anyOf": [way, {"type": "integer"}]},
    "member": lambda way: {"allOf": [way, {"description": "words"}]},
}
WRAPPED: dict[str, Any] = {
    "component": lambda value: value,
    "property": lambda value: {"p": value},
    "item": lambda value: [value],
    "value of a map": lambda value: {"x": value},
    "variant": lambda value: value,
    "member": lambda value: value,
}
VALUES: tuple[Any, ...] = (None, "a", "", "b", 1, {}, {"a": "x"}, {"a": 1}, [], [None])


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("inline", [True, False], ids=["inline", "by reference"])
def test_null_is_accepted_where_the_document_accepts_it(use: str, inline: bool) -> None:
    base = {"Null": NULL, "Nullable": NULLABLE, "Wide": {"type": ["string", "integer", "null"]}}
    for name, way in WAYS.items():
        schemas = {**base, "Way": way, "Used": USES[use](way if inline else reference("Way"))}
        understood = made(Drawn("3.1.0", schemas))
        for value in VALUES:
            given = WRAPPED[use](value)
            expected = meant(schemas, reference("Used"), given)
            got = understood.accepts("Used", given)
            assert got == expected if understood.is_exact else got or not expected, (name, given)


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (NULLABLE, STRING),
        ({"enum": ["a", None]}, {"enum": ["a"]}),
        ({"type": ["string", "null"], "enum": ["a", None]}, {"type": "string", "enum": ["a"]}),
        ({"anyOf": [{**STRING, "minLength": 1}, NULL]}, {**STRING, "minLength": 1}),
    ],
    ids=str,
)
def test_null_is_a_matter_of_references_and_not_of_components(way: Any, expected: Any) -> None:
    """So a component's type in Python says what it is, and `| None` stands where it may be null."""
    found = made(
        Drawn("3.1.0", {"Way": way, "Used": {"type": "object", "properties": {"p": reference("Way")}}})
    ).schemas
    assert found["Way"] == expected
    assert found["Used"]["properties"]["p"] == {"anyOf": [reference("Way"), NULL]}
