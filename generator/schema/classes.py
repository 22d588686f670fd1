"""Which canonical schemas become classes, and what such a class declares itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ..openapi.references import SCHEMAS as REF_PREFIX
from ..openapi.references import is_mapping

Schema: TypeAlias = bool | Mapping[str, Any]
"""A canonical JSON Schema (draft 2020-12); every `$ref` in it is `#/components/schemas/<name>`."""

__all__ = ["REF_PREFIX", "Schema", "base_of", "is_class", "own_properties", "required_properties", "resolved"]


def resolved(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """Return the component that a reference leads to, any other schema as it is."""
    if is_mapping(schema) and "$ref" in schema:
        return schemas.get(str(schema["$ref"]).removeprefix(REF_PREFIX), True)
    return schema


def is_class(schema: Schema) -> bool:
    """Say whether a canonical schema becomes a class: an object with properties of its own or with a base."""
    if isinstance(schema, bool) or {"$ref", "oneOf", "anyOf", "enum", "const"} & schema.keys():
        return False
    if schema.get("properties"):
        return bool(schema.get("type", "object") == "object")
    return base_of(schema) is not None


def base_of(schema: Mapping[str, Any]) -> str | None:
    """Return the wire name of the schema that this one inherits from, or None."""
    for member in schema.get("allOf", []):
        if is_mapping(member) and str(member.get("$ref", "")).startswith(REF_PREFIX):
            return str(member["$ref"]).removeprefix(REF_PREFIX)
    return None


def _parts(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return a class schema and what it adds to its base; an `allOf` without a base only asserts something."""
    return [schema, *filter(is_mapping, schema["allOf"])] if base_of(schema) is not None else [schema]


def own_properties(schema: Mapping[str, Any]) -> dict[str, Schema]:
    """Return the properties that a class schema declares itself, sorted by wire name."""
    properties: dict[str, Schema] = {}
    for part in _parts(schema):
        properties.update(part.get("properties", {}))
    return dict(sorted(properties.items()))


def required_properties(schema: Mapping[str, Any]) -> set[str]:
    """Return the wire names that a class schema requires itself."""
    return {name for part in _parts(schema) for name in part.get("required", [])}
