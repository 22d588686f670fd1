"""What Python types cannot say: the keywords of a schema that the runtime's `Asserts` has to evaluate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..openapi.references import is_mapping, is_sequence

_OF_ANY = ("not", "allOf", "if", "then", "else")
_OF_TYPES: Mapping[str, tuple[str, ...]] = {
    "string": ("pattern",),
    "integer": ("multipleOf",),
    "number": ("multipleOf",),
    "array": ("contains", "minContains", "maxContains", "uniqueItems", "unevaluatedItems"),
    "object": (
        *("minProperties", "maxProperties", "propertyNames", "dependentRequired", "dependentSchemas"),
        "unevaluatedProperties",
    ),
}
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_LENGTHS = ("minLength", "maxLength")
_ALWAYS: Mapping[str, frozenset[str]] = {
    kind: frozenset({*_OF_ANY, *_OF_TYPES.get(kind, ())}) for kind in ("string", "integer", "number", "boolean", "null")
}
"""What these types do not carry: nearly always nothing is there."""
_STRUCTURE: Mapping[str, tuple[str, ...]] = {
    "array": ("prefixItems", "items", "minItems", "maxItems"),
    "object": ("properties", "patternProperties", "additionalProperties", "required"),
}


def beyond(schema: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """Return the keywords of a schema which the Python type for one JSON type does not carry, sorted.

    `kind` is a type of JSON, empty for any value. Bounds and lengths are the type's own matter, `enum` too.
    """
    if kind in _ALWAYS and _ALWAYS[kind].isdisjoint(schema):
        return {}
    if not kind:
        wanted = {*_OF_ANY, *_BOUNDS, *_LENGTHS}
        wanted.update(key for keys in (*_OF_TYPES.values(), *_STRUCTURE.values()) for key in keys)
    else:
        wanted = {*_OF_ANY, *_OF_TYPES.get(kind, ())}
        if kind == "array" and (schema.get("prefixItems") or schema.get("items") is False):
            wanted |= {"prefixItems", "items"}
        if kind == "object":
            wanted |= _of_object(schema)
    found = {key: schema[key] for key in sorted(wanted & schema.keys())}
    return {key: value for key, value in found.items() if not _says_nothing(key, value, schema)}


def _of_object(schema: Mapping[str, Any]) -> set[str]:
    """Return the keywords about properties that have to be asserted together, none where a class or a map does it."""
    if schema.get("patternProperties"):
        return {"patternProperties", "additionalProperties"}
    closed_map = schema.get("additionalProperties") is False and not schema.get("properties")
    return {"additionalProperties"} if closed_map else set()


def _says_nothing(key: str, value: Any, schema: Mapping[str, Any]) -> bool:
    match key:
        case "uniqueItems":
            return value is not True
        case "allOf":
            return any(is_mapping(member) and "$ref" in member for member in value)
        case "then" | "else":
            return "if" not in schema
        case "if":
            return "then" not in schema and "else" not in schema
        case "minContains" | "maxContains":
            return "contains" not in schema
        case "items" | "additionalProperties":
            return value is True or value == {}
        case "prefixItems" | "patternProperties":
            return not value
        case _:
            return is_sequence(value) and not value
