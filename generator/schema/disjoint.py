"""Detects schemas of which no value fits two."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeAlias

from ..openapi.references import SCHEMAS, is_mapping
from ..runtime.json_schema.values import identity
from .json_types import TYPES, is_of, types_of

_Allowed: TypeAlias = dict[str, frozenset[Hashable] | None]
"""JSON type (`number` for integers too) → the values of it that a schema lists, None for any value of it."""


def disjoint(variants: Sequence[Any], components: Mapping[str, Any]) -> bool:
    """Return whether no value can fit two variants: each has JSON types or listed values of its own."""
    seen: _Allowed = {}
    for variant in variants:
        allowed = _allowed(variant, components)
        if allowed is None:
            return False
        for kind, values in allowed.items():
            others = seen.get(kind, frozenset())
            if kind in seen and (values is None or others is None or values & others):
                return False
            seen[kind] = None if values is None or others is None else values | others
    return True


def _allowed(schema: Any, components: Mapping[str, Any]) -> _Allowed | None:
    """Return what a schema allows by its `type`, `enum` or `const`; None if it has none of these."""
    followed: set[str] = set()
    while is_mapping(schema) and "$ref" in schema:
        name = str(schema["$ref"]).removeprefix(SCHEMAS)
        if name in followed:
            return None
        followed.add(name)
        schema = components.get(name)
    if not is_mapping(schema):
        return None
    if "const" not in schema and "enum" not in schema:
        kinds = types_of(schema)
        return {"number" if kind == "integer" else kind: None for kind in kinds} or None
    listed: dict[str, set[Hashable]] = {}
    for value in [schema["const"]] if "const" in schema else schema["enum"]:
        kind = next(kind for kind in sorted(TYPES - {"integer"}) if is_of(value, kind))
        listed.setdefault(kind, set()).add(identity(value))
    return {kind: frozenset(values) for kind, values in listed.items()}
