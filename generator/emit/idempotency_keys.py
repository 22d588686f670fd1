"""Where an operation takes an idempotency key: a header or a property of its body, known by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..ir.api import Operation, ParameterLocation
from ..schema.classes import own_properties, resolved
from .expression import Expression, value

if TYPE_CHECKING:
    from ..schema.classes import Schema

_NAMES = frozenset({"idempotencykey", "idempotencytoken", "idempotenceykey", "idempotencekey"})
_UUID_LENGTH = 36
_FREE_FORMATS = frozenset({None, "uuid", "string"})


def idempotency_options(operation: Operation, schemas: Mapping[str, Schema]) -> dict[str, Expression]:
    """Return what `Operation` is given, by keyword: where the key stands, and whether only callers make keys."""
    for parameter in operation.parameters:
        if parameter.location is ParameterLocation.HEADER and _is_key(parameter.name):
            return _options("header", parameter.name, parameter.schema, schemas)
    for media in operation.body.contents if operation.body else ():
        schema = resolved(media.schema, schemas) if media.schema is not None else True
        if isinstance(schema, Mapping):
            properties = own_properties(schema)
            found = next((name for name in properties if _is_key(name)), None)
            if found is not None:
                return _options("body", found, properties[found], schemas)
    return {}


def _options(place: str, name: str, schema: Schema, schemas: Mapping[str, Schema]) -> dict[str, Expression]:
    options = {"idempotency": value((place, name))}
    return options if _takes_uuid(resolved(schema, schemas)) else {**options, "callers_keys": value(True)}


def _is_key(name: str) -> bool:
    return re.sub(r"[^a-z]", "", name.lower()).removeprefix("x") in _NAMES


def _takes_uuid(schema: Schema) -> bool:
    """Say whether every UUID is a value of a schema, as far as its own keywords say."""
    if isinstance(schema, bool):
        return schema
    kinds: Any = schema.get("type", "string")
    longest = schema.get("maxLength", _UUID_LENGTH)
    return (
        "string" in ([kinds] if isinstance(kinds, str) else kinds)
        and not {"pattern", "enum", "const", "$ref", "allOf", "anyOf", "oneOf", "not"} & schema.keys()
        and schema.get("format") in _FREE_FORMATS
        and isinstance(longest, int | float)
        and longest >= _UUID_LENGTH
        and schema.get("minLength", 0) <= _UUID_LENGTH
    )
