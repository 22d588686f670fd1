"""Two members of an `allOf` mean both: each pair of keywords, inline and by reference, judged by `jsonschema`."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.laws.judges import made, meant
from tests.laws.strategies import Drawn, reference

Schema = dict[str, Any]
STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}

SCHEMAS: dict[str, list[Schema]] = {
    "number": [
        {"type": "number"},
        INTEGER,
        {"minimum": 1},
        {"exclusiveMinimum": 1},
        {"minimum": 2},
        {"maximum": 3},
        {"exclusiveMaximum": 3},
        {"multipleOf": 2},
        {"multipleOf": 1.5},
        {"enum": [1, 2, 3]},
        {"enum": [3, 4, "a"]},
        {"const": 3},
        {"type": ["integer", "null"]},
        {"not": {"const": 3}},
        {"if": {"minimum": 2}, "then": {"multipleOf": 2}},
        {"if": {"maximum": 2}, "then": {"const": 1}, "else": {"minimum": 4}},
        {"oneOf": [INTEGER, {"type": "number", "minimum": 3}]},
        {"anyOf": [{"maximum": 1}, {"minimum": 3}]},
        {"anyOf": [False, {"maximum": 2}]},
    ],
    "text": [
        STRING,
        {"minLength": 1},
        {"minLength": 2},
        {"maxLength": 2},
        {"pattern": "a"},
        {"pattern": "b$"},
        {"enum": ["a", "ab", "abc"]},
        {"enum": ["ab", "b"]},
        {"const": "ab"},
        {"type": ["string", "integer"]},
        {"not": {"enum": ["a", "ab"]}},
        {"oneOf": [{"const": "a"}, {"minLength": 2, "type": "string"}]},
        {"anyOf": [{"enum": ["ab"]}, INTEGER]},
        {"anyOf": [True, STRING]},
        {"oneOf": [STRING, False]},
    ],
    "object": [
        {"type": "object"},
        {"properties": {"a": STRING}},
        {"properties": {"a": INTEGER, "b": STRING}},
        {"properties": {"a": {"type": ["string", "integer"]}}, "additionalProperties": INTEGER},
        {"properties": {"a": True, "b": True}, "additionalProperties": False},
        {"required": ["a"]},
        {"required": ["b", "a"]},
        {"dependentRequired": {"a": ["b"]}},
        {"dependentRequired": {"a": ["c"], "b": ["a"]}},
        {"dependentSchemas": {"a": {"required": ["b"]}}},
        {"dependentSchemas": {"a": {"properties": {"b": STRING}}}},
        {"patternProperties": {"^a": STRING}},
        {"patternProperties": {"^[ab]": {"type": ["string", "null"]}}, "additionalProperties": INTEGER},
        {"propertyNames": {"maxLength": 1}},
        {"propertyNames": {"enum": ["a", "b"]}},
        {"minProperties": 1},
        {"maxProperties": 1},
        # What is required of a closed object counts as declared, so all that is required here is declared.
        {"unevaluatedProperties": False, "properties": {"a": True, "b": True}},
        {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {"properties": {"a": True, "b": False}},
    ],
    "array": [
        {"type": "array"},
        {"items": STRING},
        {"items": {"type": ["string", "integer"]}},
        {"items": False},
        {"prefixItems": [INTEGER]},
        {"prefixItems": [INTEGER, STRING]},
        {"prefixItems": [True], "items": INTEGER},
        {"prefixItems": [{"type": ["string", "integer"]}], "items": STRING},
        {"minItems": 1},
        {"minItems": 2},
        {"maxItems": 1},
        {"uniqueItems": True},
        {"uniqueItems": False},
        {"contains": INTEGER},
        {"contains": STRING, "minContains": 2},
        {"contains": INTEGER, "maxContains": 1},
        {"contains": {"const": 1}, "minContains": 0, "maxContains": 1},
        {"prefixItems": [True, False]},
    ],
}
# A schema without `type` that has properties or items is read as an object or array, so no other kind of value is asked.
VALUES: dict[str, list[Any]] = {
    "number": [0, 1, 1.5, 2, 3, 3.0, 4, 6, "a", None],
    "text": ["", "a", "b", "ab", "abc", "cab", 1],
    "object": [
        {},
        *({"a": one} for one in ("x", 1, None)),
        *({"a": one, "b": other} for one in ("x", 1) for other in ("y", 2, None)),
        {"b": "y"},
        {"b": 2},
        {"c": 1},
        {"a": "x", "c": 1},
        {"a": "x", "b": "y", "c": 1},
        {"ab": "x"},
        {"ab": 1, "a": 1},
    ],
    "array": [
        [],
        [1],
        ["x"],
        [1, 1],
        [1, "x"],
        ["x", "x"],
        ["x", 1],
        [1, "x", "x"],
        [1, 2, 1],
        [1, "x", 2],
        [None],
    ],
}
PARTS = 4
"""Each kind is tried in so many tests, so that they spread over the processors."""


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("kind", SCHEMAS)
def test_two_members_of_an_all_of_mean_both(kind: str, part: int) -> None:
    pairs = [*product(SCHEMAS[kind], repeat=2)][part::PARTS]
    for number, (first, second) in enumerate(pairs):
        by_reference = number % 2
        one, other = (reference("First"), reference("Second")) if by_reference else (first, second)
        schemas = {"First": first, "Second": second, "Both": {"allOf": [one, other]}}
        understood = made(Drawn("3.1.0", schemas))
        for value in VALUES[kind]:
            expected = meant(schemas, reference("Both"), value)
            got = understood.accepts("Both", value)
            assert got == expected if understood.is_exact else got or not expected, (first, second, value, by_reference)


@pytest.mark.parametrize("keyword", ["readOnly", "writeOnly", "deprecated", "uniqueItems"])
@pytest.mark.parametrize(("first", "second"), [*product([True, False, None], repeat=2)])
def test_a_flag_of_a_property_in_any_member_is_one_of_the_property(
    keyword: str, first: bool | None, second: bool | None
) -> None:
    flags = [{} if one is None else {keyword: one} for one in (first, second)]
    plain: Schema = {"type": "array", "items": STRING}
    members = [{"type": "object", "properties": {"p": {**plain, **flag}}} for flag in flags]
    found = made(Drawn("3.1.0", {"Whole": {"allOf": members}})).schemas["Whole"]["properties"]["p"]
    assert found.get(keyword, False) is (first is True or second is True)
