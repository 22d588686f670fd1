"""Replaces rare keywords by equivalent ones that types express."""

from __future__ import annotations

from typing import Any

from ..openapi.schema_keywords import IN_PLACE

_ANYTHING = frozenset({"", ".*", "^", "^.*", "^.*$", ".*$", "[\\s\\S]*", "^[\\s\\S]*$"})
"""Patterns of any property name at all."""


def simplify_patterns(schema: dict[str, Any]) -> None:
    """Turn `patternProperties` with one pattern that matches all names into `additionalProperties`."""
    patterns = schema["patternProperties"]
    if len(patterns) == 1 and _ANYTHING.issuperset(patterns):
        del schema["patternProperties"]
        schema["additionalProperties"] = next(iter(patterns.values()))


def simplify_unevaluated(schema: dict[str, Any]) -> None:
    """Replace unevaluated keywords if nothing next to them applies to the same value."""
    alone = "$ref" not in schema and IN_PLACE.isdisjoint(schema)
    for unevaluated, rest in (("unevaluatedProperties", "additionalProperties"), ("unevaluatedItems", "items")):
        value = schema.get(unevaluated)
        if rest in schema:
            schema.pop(unevaluated, None)
        elif value is True or value == {} or (value is not None and alone and "contains" not in schema):
            schema[rest] = schema.pop(unevaluated)
