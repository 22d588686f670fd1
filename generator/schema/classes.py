"""Decides which canonical schemas become classes, and what such a class declares itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ..openapi.references import SCHEMAS as REF_PREFIX
from ..openapi.references import is_mapping, is_sequence
from ..openapi.schema_keywords import CHILDREN, CONDITIONS, IN_PLACE, UNIONS
from .json_types import types_of

JsonSchema: TypeAlias = bool | Mapping[str, Any]
"""A canonical JSON Schema (draft 2020-12); every `$ref` in it is `#/components/schemas/<name>`."""

__all__ = ["REF_PREFIX", "JsonSchema", "base_of", "is_class", "own_properties", "required_properties", "resolved"]


def resolved(schema: JsonSchema, schemas: Mapping[str, JsonSchema]) -> JsonSchema:
    """Return the component that a reference leads to; any other schema as it is."""
    if is_mapping(schema) and "$ref" in schema:
        return schemas.get(str(schema["$ref"]).removeprefix(REF_PREFIX), True)
    return schema


def is_class(schema: JsonSchema) -> bool:
    """Return whether a schema becomes a class: an object with properties of its own, or a subclass."""
    if not is_mapping(schema) or ("properties" not in schema and "allOf" not in schema):
        return False
    if not _NO_CLASS.isdisjoint(schema):
        return False
    if base_of(schema) is not None:
        return True
    return bool(schema.get("properties")) and "object" in (types_of(schema) or ["object"])


def is_long_enumeration(schema: JsonSchema) -> bool:
    """Return whether a schema lists so many texts that it gets a name, to be written once."""
    if not is_mapping(schema) or "enum" not in schema:
        return False
    values = schema["enum"]
    return is_sequence(values) and len(values) > _MOST_INLINE and all(isinstance(one, str | None) for one in values)


def has_a_name(schema: JsonSchema) -> bool:
    """Return whether a schema that is written inline becomes a component."""
    return is_class(schema) or is_long_enumeration(schema)


def has_final_form(schema: Mapping[str, Any]) -> bool:
    """Return whether a schema has its final form: one type, perhaps with null, without further schemas or a name."""
    if not _SHAPED.isdisjoint(schema):
        return False
    kind = schema.get("type")
    one = isinstance(kind, str) or (is_sequence(kind) and len(kind) == _WITH_NULL and "null" in kind)
    return one and not ("enum" in schema and is_long_enumeration(schema))


_MOST_INLINE = 10
"""Values of an enumeration that are written where it is used."""
_NO_CLASS = frozenset({"$ref", "enum", "const", *UNIONS})
_SHAPED = CHILDREN | CONDITIONS | IN_PLACE | {"required"}
"""Keywords without which a schema of one type has its final form: most are such."""
_WITH_NULL = 2
"""The length of `type` for one type and null."""


def base_of(schema: Any) -> str | None:
    """Return the name of the component that a schema inherits from, or None.

    It is the first member of its `allOf`, a reference; an `allOf` that begins otherwise only asserts something.
    """
    if is_mapping(schema) and schema.get("allOf"):
        first = schema["allOf"][0]
        ref = first.get("$ref") if is_mapping(first) else None
        if isinstance(ref, str) and ref.startswith(REF_PREFIX):
            return ref[len(REF_PREFIX) :]
    return None


def _parts(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return a class schema and what it adds to its base; an `allOf` without a base only asserts something."""
    return [schema, *filter(is_mapping, schema["allOf"])] if base_of(schema) is not None else [schema]


def own_properties(schema: Mapping[str, Any]) -> dict[str, JsonSchema]:
    """Return the properties that a class schema declares itself, sorted by wire name."""
    properties: dict[str, JsonSchema] = {}
    for part in _parts(schema):
        properties.update(part.get("properties", {}))
    return dict(sorted(properties.items()))


def required_properties(schema: Mapping[str, Any]) -> set[str]:
    """Return the wire names that a class schema requires itself."""
    return {name for part in _parts(schema) for name in part.get("required", [])}
