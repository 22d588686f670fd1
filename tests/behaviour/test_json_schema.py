"""JSON Schema, keyword by keyword: sent values are checked exactly, received values are kept whole.

The verdicts are those of `jsonschema`; every schema says its type, as the description of a client does.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests.runtime import json_schema_suite

from .schemas import Built, build, same

_OBJECT: dict[str, Any] = {"type": "object"}
_ARRAY: dict[str, Any] = {"type": "array"}
_INT: dict[str, Any] = {"type": "integer"}
_TEXT: dict[str, Any] = {"type": "string"}

CASES: dict[str, list[tuple[Any, list[Any]]]] = {
    "type": [
        (_INT, [1, 1.0, 1.5, "1", True, None]),
        ({"type": "number"}, [1, 1.5, 1e300, "1", False]),
        (_TEXT, ["", "é", 1, None, []]),
        ({"type": "boolean"}, [True, False, 0, 1, "true"]),
        ({"type": "null"}, [None, 0, "", False]),
        (_ARRAY, [[], [1, "a", None], {}, "a"]),
        (_OBJECT, [{}, {"a": None}, [], None]),
        ({"type": ["integer", "string", "null"]}, [1, "1", None, 1.5, True, []]),
    ],
    "boolean schemas": [
        ({**_OBJECT, "properties": {"open": True, "never": False}}, [{}, {"open": 1}, {"never": 1}, {"open": None}]),
        ({**_ARRAY, "items": False}, [[], [1]]),
        ({**_ARRAY, "items": True}, [[], [1, "a"], 1]),
    ],
    "const": [
        ({"const": 0}, [0, 0.0, False, "0", None]),
        ({"const": True}, [True, 1, "true"]),
        ({"const": {"a": [1, None]}}, [{"a": [1, None]}, {"a": [1.0, None]}, {"a": [True, None]}, {}]),
        ({"const": 9007199254740993}, [9007199254740993, 9007199254740992]),
        ({"const": None}, [None, 0, False]),
    ],
    "enum": [
        ({"enum": ["a", "b"]}, ["a", "b", "c", "", None]),
        ({"enum": ["a", None]}, ["a", None, "b"]),
        ({"enum": [0, False]}, [0, False, 1, True, 0.0]),
        ({"enum": [1.5, [1], {"a": 1}]}, [1.5, [1], [True], {"a": 1}, {"a": 2}, 2]),
        ({"type": "number", "enum": [1, 2, 3], "exclusiveMinimum": 1}, [1, 2, 3, 4]),
    ],
    "numbers": [
        ({"type": "number", "minimum": 1.1, "exclusiveMaximum": 3}, [1.1, 1, 2.999, 3]),
        ({**_INT, "exclusiveMinimum": 1, "maximum": 3.5}, [1, 2, 3, 4]),
        ({"type": "number", "multipleOf": 0.0001}, [0.0075, 0.00751, 0]),
        ({**_INT, "multipleOf": 3, "minimum": -9}, [9, -9, -12, 4]),
        ({"type": ["integer", "string"], "minimum": 3, "minLength": 2}, [3, 2, "ab", "a", True]),
        (_INT, [10**30, -(10**30), 1e20]),
    ],
    "strings": [
        ({**_TEXT, "minLength": 2, "maxLength": 2}, ["😀😀", "😀", "ab", "abc"]),
        ({**_TEXT, "pattern": "^a|b$"}, ["ax", "xb", "x", ""]),
        ({**_TEXT, "pattern": "é+", "minLength": 2}, ["aé", "é", "ab"]),
        ({**_TEXT, "format": "email"}, ["a@b.example", "no address"]),
    ],
    "arrays": [
        ({**_ARRAY, "items": _INT, "minItems": 1, "maxItems": 2}, [[1], [1, 2], [], [1, 2, 3], ["1"]]),
        ({**_ARRAY, "uniqueItems": True}, [[1, 2], [1, 1.0], [1, True], [{"a": 1}, {"a": 1}], [[0], [False]]]),
        ({**_ARRAY, "prefixItems": [_INT, _TEXT]}, [[], [1], [1, "a", None], ["a"], [1, 2]]),
        ({**_ARRAY, "prefixItems": [_INT], "items": _TEXT}, [[1, "a"], [1, 1], ["a"], []]),
        ({**_ARRAY, "prefixItems": [_INT], "items": False}, [[1], [1, 2], []]),
        ({**_ARRAY, "contains": {"const": 1}, "minContains": 2, "maxContains": 3}, [[1, 1], [1], [1] * 4, [1, 2, 1]]),
        ({**_ARRAY, "contains": False}, [[], [1]]),
        ({**_ARRAY, "contains": {"type": "string"}, "minContains": 0}, [[], [1], "a"]),
        ({**_ARRAY, "prefixItems": [_INT], "contains": _TEXT, "unevaluatedItems": False}, [[1, "a"], [1, "a", 2], [1]]),
        ({**_ARRAY, "allOf": [{"prefixItems": [_INT]}], "items": {"minimum": 5}}, [[5, 6], [3, 6], ["a"]]),
    ],
    "objects": [
        ({**_OBJECT, "required": ["a", "b"], "properties": {"a": _INT}}, [{"a": 1, "b": None}, {"a": 1}, {"b": 1}]),
        ({**_OBJECT, "properties": {"a": _INT}, "additionalProperties": False}, [{}, {"a": 1}, {"b": 1}, {"a": "1"}]),
        (
            {**_OBJECT, "properties": {"a": _TEXT}, "additionalProperties": _INT},
            [{"a": "", "b": 1}, {"b": ""}, {"a": 1}],
        ),
        ({**_OBJECT, "additionalProperties": False}, [{}, {"a": 1}]),
        ({**_OBJECT, "patternProperties": {"^x": _INT}}, [{"x1": 1, "y": ""}, {"x1": ""}]),
        (
            {**_OBJECT, "properties": {"a": _INT}, "patternProperties": {"^x": _INT}, "additionalProperties": False},
            [{"a": 1, "x": 1}, {"a": 1, "y": 1}, {"x": ""}, {}],
        ),
        (
            {**_OBJECT, "patternProperties": {"^x": _INT, "^y": _TEXT}, "additionalProperties": False},
            [{"x": 1, "y": ""}, {"x": "", "y": ""}, {"z": 1}],
        ),
        ({**_OBJECT, "propertyNames": {"maxLength": 2}, "properties": {"ab": _INT}}, [{"ab": 1}, {"abc": 1}, {"c": 0}]),
        ({**_OBJECT, "propertyNames": False}, [{}, {"a": 1}]),
        ({**_OBJECT, "minProperties": 1, "maxProperties": 2}, [{}, {"a": 1}, {"a": 1, "b": 1, "c": 1}]),
        ({**_OBJECT, "properties": {"a": _INT, "b": _INT}, "minProperties": 2}, [{"a": 1}, {"a": 1, "b": 1}]),
        (
            {**_OBJECT, "properties": {"a": _INT, "b": _INT}, "dependentRequired": {"a": ["b"]}},
            [{"a": 1}, {"b": 1}, {"a": 1, "b": 1}, {}],
        ),
        (
            {**_OBJECT, "dependentSchemas": {"a": {"properties": {"b": _INT}, "required": ["b"]}}},
            [{"a": 1}, {"a": 1, "b": 1}, {"a": 1, "b": ""}, {"b": ""}],
        ),
    ],
    "names": [
        (
            {
                **_OBJECT,
                "properties": dict.fromkeys(
                    ["__proto__", "", "additional_properties", "model_config", "self", "json", "class", "copy"], _INT
                ),
                "required": ["constructor", "model_fields"],
            },
            [
                {"constructor": 1, "model_fields": 2, "__proto__": 1, "": 2, "self": 3, "model_config": 4},
                {"constructor": 1, "model_fields": 2, "": "a"},
                {"constructor": 1, "model_fields": 2, "json": "a"},
                {"model_fields": 2},
            ],
        ),
    ],
    "allOf": [
        (
            {"allOf": [{**_OBJECT, "properties": {"a": _INT}, "required": ["a"]}, {"properties": {"b": _TEXT}}]},
            [{"a": 1}, {"a": 1, "b": ""}, {"a": 1, "b": 1}, {"b": ""}],
        ),
        ({**_INT, "allOf": [{"minimum": 2}, {"minimum": 3}, {"multipleOf": 2}, {"multipleOf": 3}]}, [6, 3, 4, 0, 12]),
        ({**_TEXT, "allOf": [{"pattern": "a"}, {"pattern": "b"}]}, ["ab", "a", "b"]),
        (
            {
                **_INT,
                "allOf": [{"if": {"minimum": 5}, "then": {"multipleOf": 2}}, {"if": {"maximum": 0}, "then": False}],
            },
            [1, 6, 7, -1],
        ),
        (
            {"allOf": [{**_OBJECT, "properties": {"a": _INT}}], "additionalProperties": {"type": "boolean"}},
            [{"b": True}, {"a": 1, "b": True}, {"b": 1}],
        ),
        (
            {
                "allOf": [
                    {**_OBJECT, "properties": {"a": _INT}},
                    {"properties": {"b": _INT}, "additionalProperties": False},
                ]
            },
            [{"b": 1}, {"a": 1}, {}],
        ),
    ],
    "anyOf": [
        ({"anyOf": [{**_INT, "minimum": 2}, {**_TEXT, "minLength": 2}]}, [2, 1, "ab", "a", None]),
        ({"anyOf": [_INT, {"type": "null"}]}, [1, None, "1"]),
        (
            {
                **_OBJECT,
                "properties": {"a": _INT, "b": _INT},
                "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
                "minProperties": 1,
            },
            [{"a": 1}, {"b": 1}, {}, {"c": 1}],
        ),
        ({**_INT, "maximum": 9, "anyOf": [{"minimum": 5}, {"multipleOf": 2}]}, [2, 5, 3, 11, 12]),
    ],
    "oneOf": [
        ({"oneOf": [{**_INT, "multipleOf": 2}, {**_INT, "multipleOf": 3}]}, [2, 3, 6, 5, "2"]),
        ({"oneOf": [_INT, {"type": "number", "minimum": 2}]}, [1, 2.5, 3, 1.5]),
        (
            {
                "oneOf": [
                    {**_OBJECT, "properties": {"a": _INT}, "required": ["a"]},
                    {**_OBJECT, "properties": {"b": _INT}, "required": ["b"]},
                ]
            },
            [{"a": 1}, {"b": 1}, {"a": 1, "b": 1}, {}, {"a": 1, "b": "x"}],
        ),
        ({"oneOf": [{"anyOf": [_INT, {"type": "number"}]}, {"type": "string", "maxLength": 1}]}, [1, 1.5, "a", "ab"]),
        ({"oneOf": [_INT, {}]}, [1, "a"]),
        ({"oneOf": [_TEXT, {"type": "null"}]}, ["a", None, 1]),
    ],
    "not": [
        ({"not": _INT}, [1, "1", None]),
        ({**_OBJECT, "properties": {"a": _INT}, "not": {"required": ["a", "b"]}}, [{"a": 1}, {"a": 1, "b": 1}]),
        ({**_TEXT, "not": {"enum": ["a", "b"]}}, ["a", "c"]),
    ],
    "if": [
        (
            {
                **_OBJECT,
                "properties": {"kind": _TEXT, "size": _INT},
                "if": {"properties": {"kind": {"const": "box"}}, "required": ["kind"]},
                "then": {"required": ["size"]},
                "else": {"properties": {"size": False}},
            },
            [{"kind": "box", "size": 1}, {"kind": "box"}, {"kind": "bag"}, {"kind": "bag", "size": 1}],
        ),
        ({**_INT, "if": {"minimum": 10}, "then": {"multipleOf": 10}}, [1, 20, 21]),
    ],
    "unevaluatedProperties": [
        ({**_OBJECT, "properties": {"a": _INT}, "unevaluatedProperties": False}, [{"a": 1}, {"b": 1}]),
        (
            {
                "allOf": [{**_OBJECT, "properties": {"a": _INT}}, {**_OBJECT, "properties": {"b": _INT}}],
                "unevaluatedProperties": False,
            },
            [{"a": 1, "b": 1}, {"a": 1, "c": 1}],
        ),
        (
            {
                **_OBJECT,
                "properties": {"a": _INT},
                "anyOf": [{"properties": {"b": {"const": 1}}, "required": ["b"]}, {"properties": {"c": True}}],
                "unevaluatedProperties": False,
            },
            [{"a": 1, "b": 1}, {"a": 1, "c": 1}, {"a": 1, "b": 2}, {"d": 1}, {"b": 1, "c": 1}],
        ),
        (
            {
                **_OBJECT,
                "if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
                "then": {"properties": {"b": _INT}},
                "unevaluatedProperties": False,
            },
            [{"a": 1, "b": 1}, {"b": 1}, {"a": 1, "c": 1}, {"a": 2}],
        ),
    ],
    "unevaluatedItems": [
        (
            {**_ARRAY, "allOf": [{"prefixItems": [_INT]}], "unevaluatedItems": {"type": "boolean"}},
            [[1, True], [1, 2], [True]],
        ),
        (
            {**_ARRAY, "anyOf": [{"prefixItems": [{"const": 1}]}, True], "unevaluatedItems": False},
            [[1], [2], [1, 2], []],
        ),
    ],
    "$ref": [
        ({**_ARRAY, "items": {"oneOf": [{"$ref": "#"}, _TEXT]}}, [[], ["a"], [["a", []], "b"], [1], [["a", 1]], "a"]),
        (
            {"oneOf": [_TEXT, {**_ARRAY, "items": {"oneOf": [{"$ref": "#"}, _INT]}}]},
            ["a", ["get", ["at", 1], 2], [[[1]]], [None], 1, [["a", 1.5]]],
        ),
        (
            {**_OBJECT, "properties": {"next": {"$ref": "#"}, "value": _INT}, "additionalProperties": False},
            [{"next": {"next": {}}}, {"next": {"value": ""}}, {"next": {"other": 1}}],
        ),
        ({"$ref": "#/$defs/small", "minimum": 2, "$defs": {"small": {**_INT, "maximum": 5}}}, [2, 5, 1, 6, "3"]),
        (
            {
                "$defs": {"short": {**_TEXT, "maxLength": 2}},
                **_OBJECT,
                "additionalProperties": {"$ref": "#/$defs/short"},
            },
            [{"a": "ab"}, {"a": "abc"}, {"a": 1}],
        ),
        (
            {
                **_OBJECT,
                "properties": {"name": _TEXT, "children": {**_ARRAY, "items": {"$ref": "#"}}},
                "not": {"required": ["children"], "properties": {"children": {"contains": {"$ref": "#"}}}},
            },
            [{"name": "a"}, {"children": []}, {"children": [{}]}],
        ),
        (
            {"oneOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}], "$defs": {"a": _INT, "b": {"enum": [1, "x"]}}},
            [1, 2, "x", "y"],
        ),
    ],
}
"""Keyword → schemas, each with instances, most of which it refuses for one reason."""

_ALL = [(name, schema, instances) for name, cases in CASES.items() for schema, instances in cases]
_INDEXES = [pytest.param(index, id=f"{name}-{index}") for index, (name, _, _) in enumerate(_ALL)]


@cache
def _built(received: bool) -> list[Built]:
    return build([schema for _, schema, _ in _ALL], received=received)


@pytest.mark.parametrize("index", _INDEXES)
def test_sent_values_are_checked_exactly(index: int) -> None:
    case, instances = _built(False)[index], _ALL[index][2]
    verdicts = [case.is_valid(one) for one in instances]
    assert [case.accepts(one) for one in instances] == verdicts
    assert [case.accepts_in_python(one) for one in instances] == verdicts


@pytest.mark.parametrize("index", _INDEXES)
def test_valid_documents_are_received_and_written_without_loss(index: int) -> None:
    case, instances = _built(True)[index], _ALL[index][2]
    for one in instances:
        if case.is_valid(one):
            assert same(case.round_trip(one), one)
        else:
            case.accepts(one)  # whatever it says, nothing but a ValidationError comes out of it


def test_a_model_is_strict_when_sent_and_tolerant_when_received() -> None:
    closed = {"type": "object", "properties": {"a": _INT}, "additionalProperties": False, "minProperties": 1}
    [sent] = build([closed])
    assert not sent.accepts({"b": 1})
    assert not sent.accepts({})
    received = replace(sent, received=True)
    assert received.round_trip({"a": 1, "b": 1}) == {"a": 1, "b": 1}
    assert received.round_trip({}) == {}


@pytest.mark.slow
@pytest.mark.skipif(json_schema_suite.directory() is None, reason=f"{json_schema_suite.VARIABLE} is not set")
@pytest.mark.parametrize("received", [False, True], ids=["sent", "received"])
def test_official_suite(received: bool) -> None:
    folder = json_schema_suite.directory()
    assert folder is not None
    for typed in (False, True):
        measured = json_schema_suite.through_the_line(folder, typed=typed, received=received)
        assert measured.share() >= 0.97, "\n".join(measured.wrong)
