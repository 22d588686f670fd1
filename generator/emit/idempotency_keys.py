"""Finds where an operation takes an idempotency key: a header or a property of its body, recognised by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..ir.api import Operation, ParameterLocation
from ..ir.schemas import Anything, Class, Scalar, Types, resolved
from .expression import Expression, value

if TYPE_CHECKING:
    from ..ir.schemas import Schema

_NAMES = frozenset({"idempotencykey", "idempotencytoken", "idempotenceykey", "idempotencekey"})
_UUID_LENGTH = 36
_FREE_FORMATS = frozenset({"", "uuid", "string"})


def idempotency_options(operation: Operation, schemas: Mapping[str, Schema]) -> dict[str, Expression]:
    """Return keyword arguments of `Operation`: where the key is, and whether only callers create keys."""
    for parameter in operation.parameters:
        if parameter.location is ParameterLocation.HEADER and _is_key(parameter.name):
            return _options("header", parameter.name, parameter.schema, schemas)
    for media in operation.body.contents if operation.body else ():
        schema = resolved(media.schema, schemas) if media.schema is not None else None
        for name, declared in schema.properties.items() if isinstance(schema, Class) else ():
            if _is_key(name):
                return _options("body", name, declared, schemas)
    return {}


def _options(place: str, name: str, schema: Schema, schemas: Mapping[str, Schema]) -> dict[str, Expression]:
    options = {"idempotency": value((place, name))}
    return options if _takes_uuid(resolved(schema, schemas)) else {**options, "callers_keys": value(True)}


def _is_key(name: str) -> bool:
    return re.sub(r"[^a-z]", "", name.lower()).removeprefix("x") in _NAMES


def _takes_uuid(schema: Schema) -> bool:
    """Return whether every UUID is valid for a schema, by its own keywords."""
    match schema:
        case Anything():
            return schema.asserted.keywords.keys().isdisjoint(_NARROWING) and schema.format in _FREE_FORMATS
        case Types():
            return any(map(_takes_uuid, schema.members))
        case Scalar(type="string"):
            least, most = schema.limits.least, schema.limits.most
            fits = (most is None or most.value >= _UUID_LENGTH) and (least is None or least.value <= _UUID_LENGTH)
            return fits and schema.asserted.keywords.keys().isdisjoint(_NARROWING) and schema.format in _FREE_FORMATS
        case _:
            return False


_NARROWING = frozenset({"pattern", "allOf", "not", "minLength", "maxLength"})
"""Keywords about texts, of those that types do not carry."""
