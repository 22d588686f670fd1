"""Finds the keywords of a schema that Python types cannot express, so that the runtime's evaluator must check them.

The vocabulary lists the keywords and the types that they apply to; the types express some of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import chain
from typing import Any

from ..openapi.references import is_mapping, is_sequence
from ..openapi.schema_keywords import ABOUT, IN_PLACE, UNIONS
from ..runtime.json_schema.evaluate import COMPANIONS, KEYWORDS
from ..schema.json_types import TYPES
from .schemas import NOTHING_ASSERTED, Asserted

EVALUATED = frozenset({*KEYWORDS, *chain.from_iterable(COMPANIONS.values())})
"""The keywords that the runtime's evaluator knows."""

_CARRIED = frozenset(
    {
        *("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
        *("items", "prefixItems", "minItems", "maxItems"),
        *("properties", "patternProperties", "additionalProperties", "required"),
    }
)
"""The keywords about one JSON type that the Python type for it says."""

_OF_EVERY_TYPE = EVALUATED & IN_PLACE - ABOUT.keys() - frozenset(UNIONS)


def _beyond(kind: str) -> frozenset[str]:
    """Return the keywords that the Python type for one JSON type does not express."""
    about = "number" if kind == "integer" else kind
    return _OF_EVERY_TYPE | {name for name, of in ABOUT.items() if of == about} & EVALUATED - _CARRIED


_BEYOND: Mapping[str, frozenset[str]] = {
    "": _OF_EVERY_TYPE | ABOUT.keys() & EVALUATED,
    **{kind: _beyond(kind) for kind in sorted(TYPES)},
}
"""JSON type → keywords that the Python type for it does not carry; of a schema without a type, all of them."""


def asserted(keywords: Mapping[str, Any]) -> Asserted:
    """Return keywords as what the runtime has to check."""
    return Asserted(repr(keywords), keywords) if keywords else NOTHING_ASSERTED


def asserted_by(schema: Mapping[str, Any], kind: str, properties: Collection[str] = ()) -> Asserted:
    """Return what a canonical schema asserts beyond the Python type for one JSON type; empty for any value.

    `properties` are those that a class declares, which are not additional ones.
    """
    wanted = _BEYOND[kind]
    if kind == "object":
        if schema.get("patternProperties"):
            wanted |= {"patternProperties", "additionalProperties"}
        elif schema.get("additionalProperties") is False and not schema.get("properties"):
            wanted |= {"additionalProperties"}
    elif kind == "array" and (schema.get("prefixItems") or schema.get("items") is False):
        wanted |= {"prefixItems", "items"}
    if wanted.isdisjoint(schema):
        return NOTHING_ASSERTED
    found = {key: schema[key] for key in sorted(wanted & schema.keys())}
    found = {key: value for key, value in found.items() if not _says_nothing(key, value, schema)}
    if properties and "patternProperties" in found and "additionalProperties" in found:
        found["properties"] = dict.fromkeys(properties, True)
    return asserted(found)


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
