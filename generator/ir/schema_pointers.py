"""Finds the schema that a JSON pointer (RFC 6901) into a value leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .schemas import (
    ANYTHING,
    Anything,
    Array,
    Class,
    Enumeration,
    Map,
    Never,
    Reference,
    Scalar,
    Schema,
    Types,
    Union,
    is_only_null,
)

_MOST_BASES = 200
"""Classes that inherit from each other."""
_LONGEST = 9
"""Digits of an index."""


def at_pointer(schema: Schema, steps: Sequence[str], schemas: Mapping[str, Schema]) -> list[Schema]:
    """Return the schemas that a pointer may lead to, following references and unions; empty if it leads nowhere.

    The step `-1` is the last item of an array. Null is left out: what may be absent may be null.
    """
    found = list(_variants(schema, schemas))
    for step in steps:
        found = [
            variant for one in found for inner in _inside(one, step, schemas) for variant in _variants(inner, schemas)
        ]
    return found


def properties(schema: Schema, schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return all properties of an object, including inherited ones."""
    found: dict[str, Schema] = {}
    for _ in range(_MOST_BASES):
        if not isinstance(schema, Class):
            break
        found = {**schema.properties, **found}
        if schema.base is None:
            break
        schema = schemas.get(schema.base, ANYTHING)
    return found


def kinds(schema: Schema) -> frozenset[str]:
    """Return the JSON types that a schema allows apart from null; empty if it does not say."""
    match schema:
        case Anything() | Never() | Reference() | Union():
            return frozenset()
        case Scalar():
            return frozenset({schema.type})
        case Enumeration():
            return frozenset(_kind(value) for value in schema.values if value is not None)
        case Array():
            return frozenset({"array"})
        case Map() | Class():
            return frozenset({"object"})
        case Types():
            return frozenset(kind for one in schema.members for kind in kinds(one)) - {"null"}


def _kind(value: object) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def _variants(schema: Schema, schemas: Mapping[str, Schema]) -> Iterator[Schema]:
    """Yield the schema itself, or each variant of a union except null, each component once."""
    seen: set[str] = set()
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Reference):
            if one.name not in seen:
                seen.add(one.name)
                waiting.append(schemas.get(one.name, ANYTHING))
        elif isinstance(one, Union):
            waiting += reversed(one.variants)
        elif not is_only_null(one):
            yield one


def _inside(schema: Schema, step: str, schemas: Mapping[str, Schema]) -> Iterator[Schema]:
    match schema:
        case Array() if step == "-1" or (step.isdigit() and len(step) <= _LONGEST):
            index = int(step)
            yield schema.prefix[index] if 0 <= index < len(schema.prefix) else schema.items
        case Map():
            yield from (one for one in schema.values if not isinstance(one, Anything | Never))
        case Class():
            known = properties(schema, schemas)
            if step in known:
                yield known[step]
            elif schema.extra is not None and not isinstance(schema.extra, Anything | Never):
                yield schema.extra
        case Types():
            yield from (inner for one in schema.members for inner in _inside(one, step, schemas))
        case _:
            return
