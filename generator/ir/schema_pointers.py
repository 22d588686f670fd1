"""What a JSON pointer (RFC 6901) into a value leads to in the schema of that value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..openapi.references import is_mapping, is_sequence
from ..openapi.schema_keywords import UNIONS
from ..schema.classes import Schema, base_of, own_properties, resolved
from ..schema.json_types import types_of
from ..schema.nullability import is_null

_MOST_BASES = 200
"""Classes that inherit from each other."""
_LONGEST = 9
"""Digits of an index."""


def at_pointer(schema: Schema, steps: Sequence[str], schemas: Mapping[str, Schema]) -> list[Schema]:
    """Return the schemas that a pointer may lead to, references and unions followed: none where it leads nowhere.

    The step `-1` is the last item of an array. Null is left out: what may be absent may be null.
    """
    found = list(_variants(schema, schemas))
    for step in steps:
        found = [
            variant for one in found for inner in _inside(one, step, schemas) for variant in _variants(inner, schemas)
        ]
    return found


def properties(schema: Schema, schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return all properties of an object schema, those of its bases among them."""
    found: dict[str, Schema] = {}
    for _ in range(_MOST_BASES):
        if not is_mapping(schema):
            break
        found = {**own_properties(schema), **found}
        base = base_of(schema)
        if base is None:
            break
        schema = schemas.get(base, True)
    return found


def _variants(schema: Schema, schemas: Mapping[str, Schema]) -> Iterator[Schema]:
    """Yield what a value may be: the schema itself, or each variant of a union but null, each component once."""
    seen: set[str] = set()
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        if not is_mapping(one):
            yield one
        elif "$ref" in one:
            if one["$ref"] not in seen:
                seen.add(one["$ref"])
                waiting.append(resolved(one, schemas))
        elif key := next((key for key in UNIONS if key in one), None):
            waiting += reversed(one[key])
        elif not is_null(one):
            yield one


def _inside(schema: Schema, step: str, schemas: Mapping[str, Schema]) -> Iterator[Schema]:
    if not is_mapping(schema):
        return
    types = types_of(schema)
    if "array" in types or "items" in schema:
        if step == "-1" or step.isdigit():
            prefix = schema.get("prefixItems")
            index = int(step) if step.isdigit() and len(step) <= _LONGEST else -1
            if is_sequence(prefix) and 0 <= index < len(prefix):
                yield prefix[index]
            elif isinstance(schema.get("items"), bool | Mapping):
                yield schema["items"]
        return
    known = properties(schema, schemas)
    if step in known:
        yield known[step]
    elif is_mapping(schema.get("additionalProperties")) and schema["additionalProperties"]:
        yield schema["additionalProperties"]
