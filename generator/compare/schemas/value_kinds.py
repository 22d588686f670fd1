"""The kind of value that a canonical schema describes, and whether two schemas are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from ...openapi.references import is_mapping, is_sequence
from ...openapi.schema_keywords import ANNOTATIONS
from ...schema.classes import REF_PREFIX, JsonSchema, base_of, is_class, own_properties

Shape: TypeAlias = str
"""`any`, `never`, `ref`, `union`, `other`, or the JSON type: `string`, …, `array`, `object`, `null`."""

WORDS = frozenset(ANNOTATIONS)
"""Keywords that neither allow nor refuse a value."""

_DATA = frozenset({"enum", "const", "default", "examples"})


def shape_of(schema: JsonSchema) -> Shape:
    """Return the kind of value that a schema describes, apart from null."""
    if isinstance(schema, bool):
        return "any" if schema else "never"
    if "$ref" in schema:
        return "ref"
    if "oneOf" in schema or "anyOf" in schema:
        return "union"
    kinds = [kind for kind in named_types(schema) if kind != "null"] or named_types(schema)
    if len(kinds) == 1:
        return kinds[0]
    if not kinds and schema.keys() <= WORDS:
        return "any"
    return "object" if "properties" in schema or base_of(schema) is not None else "other"


def named_types(schema: Mapping[str, Any]) -> list[str]:
    """Return the JSON types that a schema names, or that its listed values have."""
    kinds = schema.get("type")
    if isinstance(kinds, str):
        return [kinds]
    if is_sequence(kinds):
        return [str(kind) for kind in kinds]
    values: Sequence[Any] = [schema["const"]] if "const" in schema else schema.get("enum", ())
    return list(dict.fromkeys(_type_of(value) for value in values))


def _type_of(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def target_of(schema: JsonSchema) -> str:
    """Return the component that a reference names; empty for any other schema."""
    return str(schema["$ref"]).removeprefix(REF_PREFIX) if is_mapping(schema) and "$ref" in schema else ""


def bare(schema: Any) -> Any:
    """Return a schema without documentation, its keys sorted."""
    if is_mapping(schema):
        return {key: _bare(key, value) for key, value in sorted(schema.items()) if key not in WORDS}
    return [bare(one) for one in schema] if is_sequence(schema) else schema


def _bare(key: str, value: Any) -> Any:
    if key in _DATA:
        return value
    if key in _NAMED and is_mapping(value):
        return {name: bare(one) for name, one in sorted(value.items())}
    return bare(value)


_NAMED = frozenset({"properties", "patternProperties", "dependentSchemas", "dependentRequired", "mapping"})


def alike(old: JsonSchema, new: JsonSchema, least: float = 0.5) -> bool:
    """Return whether two components may be the same under two names; `least` is the share of equal
    properties needed.
    """
    if is_class(old) and is_class(new) and is_mapping(old) and is_mapping(new):
        before, after = own_properties(old), own_properties(new)
        common = sum(1 for name in before.keys() & after.keys() if shape_of(before[name]) == shape_of(after[name]))
        return common >= least * max(len(before), len(after))
    return not is_class(old) and not is_class(new) and shape_of(old) == shape_of(new)
