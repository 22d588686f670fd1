"""Every keyword of JSON Schema 2020-12 that restricts values, with a schema, allowed values and refused values."""

from __future__ import annotations

from typing import Any

_NAMES = {"type": "object", "properties": {"a": {"type": "string"}}}
_TREE = {
    "$id": "https://example.com/tree",
    "$dynamicAnchor": "node",
    "type": "object",
    "properties": {"children": {"type": "array", "items": {"$dynamicRef": "#node"}}},
}

KEYWORDS: dict[str, tuple[Any, list[Any], list[Any]]] = {
    # Core
    "$ref": ({"$ref": "#/components/schemas/Named"}, [{"a": "x"}], [{"a": 1}]),
    "$defs": ({"$defs": {"d": {"type": "string"}}, "type": "array", "items": {"$ref": "#/components/schemas/Inner/$defs/d"}}, [["x"]], [[1]]),
    "$id": ({"$ref": "https://example.com/identified"}, [5], ["5"]),
    "$anchor": ({"$ref": "#anchored"}, [True], ["true"]),
    "$dynamicRef": (_TREE, [{"children": [{"children": []}]}], [{"children": [5]}]),
    "$dynamicAnchor": (_TREE, [{}], [{"children": {}}]),
    # Applicators
    "allOf": ({"allOf": [_NAMES, {"required": ["a"]}]}, [{"a": "x"}], [{}, {"a": 1}]),
    "anyOf": ({"anyOf": [{"type": "integer"}, {"type": "boolean"}]}, [1, True], ["x", 1.5]),
    "oneOf": ({"oneOf": [{"type": "integer", "minimum": 0}, {"type": "integer", "maximum": 9}]}, [-1, 10], [5, "x"]),
    "not": ({"type": "string", "not": {"pattern": "^x"}}, ["y"], ["xy", 1]),
    "if": ({"type": "object", "if": {"required": ["a"]}, "then": {"required": ["b"]}}, [{}, {"a": 1, "b": 1}], [{"a": 1}]),
    "then": ({"type": "integer", "if": {"minimum": 10}, "then": {"multipleOf": 10}}, [3, 20], [25]),
    "else": ({"type": "integer", "if": {"minimum": 10}, "else": {"multipleOf": 2}}, [11, 4], [3]),
    "dependentSchemas": (
        {**_NAMES, "dependentSchemas": {"a": {"required": ["b"]}}}, [{}, {"a": "x", "b": 1}], [{"a": "x"}]),
    "prefixItems": ({"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}]}, [[1, "x"], [1]], [["x", 1]]),
    "items": ({"type": "array", "items": {"type": "integer"}}, [[1, 2], []], [[1, "x"]]),
    "contains": ({"type": "array", "contains": {"const": 5}}, [[1, 5]], [[1], []]),
    "properties": ({"type": "object", "properties": {"a": {"type": "integer"}}}, [{"a": 1}, {}], [{"a": "x"}]),
    "patternProperties": (
        {"type": "object", "patternProperties": {"^n_": {"type": "integer"}}}, [{"n_a": 1, "x": "y"}], [{"n_a": "x"}]),
    "additionalProperties": (
        {"type": "object", "properties": {"a": {}}, "additionalProperties": False}, [{"a": 1}], [{"b": 1}]),
    "propertyNames": ({"type": "object", "propertyNames": {"maxLength": 2}}, [{"ab": 1}], [{"abc": 1}]),
    "unevaluatedItems": (
        {"type": "array", "prefixItems": [{"type": "integer"}], "unevaluatedItems": False}, [[1]], [[1, 2]]),
    "unevaluatedProperties": (
        {"allOf": [_NAMES], "type": "object", "unevaluatedProperties": False}, [{"a": "x"}], [{"a": "x", "b": 1}]),
    # Validation
    "type": ({"type": ["integer", "null", "string"]}, [1, "x"], [1.5, True, [], {}]),
    "enum": ({"enum": ["a", 1]}, ["a", 1], ["b", True, "1"]),
    "const": ({"const": 0}, [0], [False, 1]),
    "multipleOf": ({"type": "number", "multipleOf": 0.01}, [19.99, 1], [0.001]),
    "maximum": ({"type": "number", "maximum": 3}, [3], [3.1]),
    "exclusiveMaximum": ({"type": "number", "exclusiveMaximum": 3}, [2.9], [3]),
    "minimum": ({"type": "integer", "minimum": 3}, [3], [2]),
    "exclusiveMinimum": ({"type": "integer", "exclusiveMinimum": 3}, [4], [3]),
    "maxLength": ({"type": "string", "maxLength": 2}, ["ab"], ["abc"]),
    "minLength": ({"type": "string", "minLength": 2}, ["ab"], ["a"]),
    "pattern": ({"type": "string", "pattern": "^[a-z]+$"}, ["ab"], ["a1"]),
    "maxItems": ({"type": "array", "maxItems": 1}, [[1]], [[1, 2]]),
    "minItems": ({"type": "array", "minItems": 1}, [[1]], [[]]),
    "uniqueItems": ({"type": "array", "uniqueItems": True}, [[1, True]], [[1, 1.0]]),
    "maxContains": ({"type": "array", "contains": {"const": 5}, "maxContains": 1}, [[5, 1]], [[5, 5]]),
    "minContains": ({"type": "array", "contains": {"const": 5}, "minContains": 2}, [[5, 5]], [[5]]),
    "maxProperties": ({"type": "object", "maxProperties": 1}, [{"a": 1}], [{"a": 1, "b": 2}]),
    "minProperties": ({"type": "object", "minProperties": 1}, [{"a": 1}], [{}]),
    "required": ({"type": "object", "properties": {"a": {}}, "required": ["a", "b"]}, [{"a": 1, "b": 2}], [{"a": 1}, {}]),
    "dependentRequired": ({**_NAMES, "dependentRequired": {"a": ["b"]}}, [{}, {"a": "x", "b": 1}], [{"a": "x"}]),
    "format": ({"type": "string", "format": "date-time"}, ["2026-01-02T03:04:05Z"], ["yesterday"]),
    # Content
    "contentEncoding": ({"type": "string", "contentEncoding": "base64"}, ["//4="], ["?"]),
    # Older spellings
    "nullable": ({"anyOf": [{"type": "string"}, {"type": "null"}]}, ["x"], [1]),
    "true": ({"type": "array", "items": True}, [[1, "x"]], [5]),
    "false": ({"type": "object", "properties": {"a": False}}, [{}], [{"a": 1}]),
}  # fmt: skip
"""Keyword → a schema that has it, values that it allows, values that it refuses."""

COMPONENTS: dict[str, Any] = {
    "Named": _NAMES,
    "Inner": {"$defs": {"d": {"type": "string"}}, "type": "object"},
    "Identified": {"$id": "https://example.com/identified", "type": "integer"},
    "Anchored": {"$anchor": "anchored", "type": "boolean"},
}
