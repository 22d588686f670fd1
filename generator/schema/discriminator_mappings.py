"""Discriminators (OpenAPI 3.2, 4.25): which value of the property means which schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..openapi.references import SCHEMAS, is_mapping
from .all_of import refs_of_all_of

_VALUE = "x-ms-discriminator-value"
"""Of a schema: its value of the discriminator, as descriptions made for AutoRest have it in place of a mapping."""


def own_values(schemas: Mapping[str, Any]) -> dict[str, str]:
    """Return name → value, for every declared schema that says itself which value of a discriminator means it."""
    found = {name: schema.get(_VALUE) for name, schema in schemas.items() if is_mapping(schema)}
    return {name: value for name, value in found.items() if isinstance(value, str)}


def mapped(discriminator: Mapping[str, Any], names: Iterable[str], values: Mapping[str, str]) -> dict[str, Any]:
    """Return a discriminator with an entry for every variant.

    One that no value is mapped to goes by the value that it says itself, or else by its own name.
    """
    mapping: dict[str, str] = dict(discriminator.get("mapping", {}))
    taken = set(mapping.values())
    for name in names:
        if SCHEMAS + name not in taken:
            value = values.get(name, name)
            mapping.setdefault(name if value in mapping else value, SCHEMAS + name)
    return {**discriminator, "mapping": dict(sorted(mapping.items()))}


def families(components: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return base → all its heirs, for every component with a discriminator that others inherit from by `allOf`."""
    heirs: dict[str, list[str]] = {}
    for name, schema in sorted(components.items()):
        for parent in refs_of_all_of(schema):
            heirs.setdefault(parent, []).append(name)
    bases = [name for name in sorted(heirs) if _is_tagged(components.get(name))]
    return {base: _descendants(base, heirs) for base in bases}


def _is_tagged(schema: Any) -> bool:
    return is_mapping(schema) and "discriminator" in schema and not schema.keys() & {"oneOf", "anyOf"}


def _descendants(base: str, heirs: Mapping[str, list[str]]) -> tuple[str, ...]:
    found: set[str] = set()
    names = list(heirs[base])
    while names:
        name = names.pop()
        if name not in found and name != base:
            found.add(name)
            names.extend(heirs.get(name, ()))
    return tuple(sorted(found))
