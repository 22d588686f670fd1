"""One schema object of OpenAPI 2.0, 3.0 or 3.1 in the words of JSON Schema 2020-12; subschemas are left as they are.

What is spelled wrong but can only mean one thing is put right with a warning; what means nothing is left out with one.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any, Protocol

from ..openapi.json_equality import json_contains
from ..openapi.references import is_sequence
from ..runtime.json_schema.values import identity
from .simplify import settle_patterns, settle_unevaluated


class Warn(Protocol):
    """Takes code and message of a warning, and the keys that lead from the schema at hand to what it is about."""

    def __call__(self, code: str, message: str, *keys: str) -> None:
        """Tell it."""
        ...


TYPES = frozenset({"null", "boolean", "object", "array", "number", "string", "integer"})

_MISSPELLED: Mapping[str, Mapping[str, Any]] = {
    "str": {"type": "string"},
    "text": {"type": "string"},
    "char": {"type": "string"},
    "enum": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "date-time": {"type": "string", "format": "date-time"},
    "timestamp": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
    "uri": {"type": "string", "format": "uri"},
    "url": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
    "password": {"type": "string", "format": "password"},
    "binary": {"type": "string", "format": "binary"},
    "file": {"type": "string", "format": "binary"},
    "byte": {"type": "string", "format": "byte"},
    "int": {"type": "integer"},
    "int32": {"type": "integer", "format": "int32"},
    "int64": {"type": "integer", "format": "int64"},
    "long": {"type": "integer", "format": "int64"},
    "float": {"type": "number", "format": "float"},
    "double": {"type": "number", "format": "double"},
    "decimal": {"type": "number"},
    "bool": {"type": "boolean"},
    "list": {"type": "array"},
    "dict": {"type": "object"},
    "map": {"type": "object"},
    "hash": {"type": "object"},
    "json": {},
    "any": {},
    "mixed": {},
    "": {},
    "none": {"type": "null"},
    "nil": {"type": "null"},
}

_SIZES = frozenset(
    {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"}
)
_NUMBERS = frozenset({"minimum", "maximum", "multipleOf"})
_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
_FLAGS = frozenset({"readOnly", "writeOnly", "deprecated", "uniqueItems", "nullable"})
_TEXTS = frozenset({"description", "title", "format", "pattern", "contentEncoding", "contentMediaType"})

CHECKED = _SIZES | _NUMBERS | _BOUNDS.keys() | _FLAGS | _TEXTS | {"required", "enum"}
"""Keywords whose value `checked` looks at."""

APPLIES: Mapping[str, str] = {
    "properties": "object",
    "patternProperties": "object",
    "additionalProperties": "object",
    "unevaluatedProperties": "object",
    "propertyNames": "object",
    "required": "object",
    "minProperties": "object",
    "maxProperties": "object",
    "dependentRequired": "object",
    "dependentSchemas": "object",
    "items": "array",
    "prefixItems": "array",
    "contains": "array",
    "minContains": "array",
    "maxContains": "array",
    "minItems": "array",
    "maxItems": "array",
    "uniqueItems": "array",
    "unevaluatedItems": "array",
    "minLength": "string",
    "maxLength": "string",
    "pattern": "string",
    "contentEncoding": "string",
    "contentMediaType": "string",
    "contentSchema": "string",
    "minimum": "number",
    "maximum": "number",
    "exclusiveMinimum": "number",
    "exclusiveMaximum": "number",
    "multipleOf": "number",
}
"""Keyword → the type of value it says something about (JSON Schema 2020-12 Validation, 6)."""


def checked(keyword: str, value: Any, warn: Warn) -> Any:
    """Return the value of one of the CHECKED keywords, put right where it is of the wrong kind; None leaves it out."""
    fixed: Any = None
    if keyword in _SIZES:
        fixed = _size(value)
    elif keyword in _NUMBERS:
        fixed = _number(value)
        fixed = None if keyword == "multipleOf" and fixed is not None and fixed <= 0 else fixed
    elif keyword in _BOUNDS:
        fixed = value if isinstance(value, bool) else _number(value)
    elif keyword in _FLAGS:
        fixed = {"true": True, "false": False}.get(str(value).lower())
    elif keyword in _TEXTS:
        fixed = value if isinstance(value, str) else None
        if value is None:
            return None
    elif keyword == "required":
        return _required(value, warn)
    elif keyword == "enum":
        fixed = value if is_sequence(value) and value else None
    if fixed is None or (fixed != value and not isinstance(value, bool | int | float)):
        outcome = "it is left out" if fixed is None else f"it is read as {fixed!r}"
        warn("invalid-keyword", f"`{keyword}` cannot be {_shown(value)}; {outcome}", keyword)
    return fixed


_SHOWN = 40


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def _number(value: Any) -> int | float | None:
    if isinstance(value, str):
        try:
            value = float(value) if not value.strip().lstrip("+-").isdigit() else int(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # A number in quotes was not measured when the document was read: it may be beyond a double.
    return value if abs(value) <= sys.float_info.max else None


def _size(value: Any) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number >= 0 and number == int(number) else None


def _required(value: Any, warn: Warn) -> list[str] | None:
    if is_sequence(value):
        names = list(dict.fromkeys(name for name in value if isinstance(name, str)))
        if any(not isinstance(name, str) for name in value):
            message = "`required` is a list of property names; what is not a string in it is left out"
            warn("invalid-keyword", message, "required")
        return names or None
    if not isinstance(value, bool):
        warn("invalid-keyword", f"`required` cannot be {_shown(value)}; it is left out", "required")
    elif value:
        message = "`required: true` says nothing in a schema: list the property in its object's `required`"
        warn("invalid-keyword", message, "required")
    return None


def settle(schema: dict[str, Any], warn: Warn, *, legacy: bool) -> dict[str, Any]:
    """Return the schema with the keywords of older versions replaced; `schema` is ours and may be changed.

    `nullable` is folded into `type`, or wraps the schema in an `anyOf`; boolean `exclusiveMinimum` becomes a number;
    tuples in `items` become `prefixItems`; a missing `type` is added where properties or items tell it.
    """
    nullable = schema.pop("nullable", False)
    _settle_type(schema, warn)
    if legacy or "exclusiveMinimum" in schema or "exclusiveMaximum" in schema:
        _settle_bounds(schema)
    if "contentEncoding" in schema or "contentMediaType" in schema:
        _settle_content(schema)
    if "type" not in schema and not schema.keys() & {"enum", "const"}:
        _infer_type(schema)
    if "patternProperties" in schema and "properties" not in schema:
        settle_patterns(schema)
    if "unevaluatedProperties" in schema or "unevaluatedItems" in schema:
        settle_unevaluated(schema)
    if "type" in schema and not _STRUCTURAL.isdisjoint(schema):
        _drop_inapplicable(schema, warn)
    if "enum" in schema and "type" in schema:
        _settle_enum(schema, warn, legacy=legacy)
    if "const" in schema and "type" in schema:
        _settle_const(schema, warn)
    if nullable:
        schema = with_null(schema)
    if "default" in schema:
        _settle_default(schema, warn)
    return schema


def _settle_type(schema: dict[str, Any], warn: Warn) -> None:
    given = schema.get("type")
    if given is None:
        schema.pop("type", None)
        return
    if isinstance(given, str) and given in TYPES:
        return
    names = given if is_sequence(given) else [given]
    known: list[str] = []
    for name in names:
        if isinstance(name, str) and name in TYPES:
            known.append(name)
            continue
        meant = _MISSPELLED.get(str(name).lower()) if not isinstance(name, dict | list) else None
        if name is None:
            meant = {"type": "null"}
        if meant is None and isinstance(name, str) and name.lower() in TYPES:
            meant = {"type": name.lower()}
        outcome = f"read as {meant}" if meant else "any value is accepted"
        warn("unknown-type", f"`{_shown(name)}` is not a type of JSON Schema: {outcome}", "type")
        if not meant:
            schema.pop("type")
            return
        known.append(meant["type"])
        if "format" in meant:
            schema.setdefault("format", meant["format"])
    known = list(dict.fromkeys(known))
    if "number" in known and "integer" in known:
        known.remove("integer")
    if not known:
        warn("invalid-keyword", "`type` cannot be empty; it is left out", "type")
        schema.pop("type")
        return
    schema["type"] = known[0] if len(known) == 1 else known


def _settle_bounds(schema: dict[str, Any]) -> None:
    for exclusive, inclusive in _BOUNDS.items():
        flag = schema.get(exclusive)
        if isinstance(flag, bool):
            del schema[exclusive]
            if flag and inclusive in schema:
                schema[exclusive] = schema.pop(inclusive)


def _settle_content(schema: dict[str, Any]) -> None:
    encoding = str(schema.get("contentEncoding", "")).lower()
    if encoding in ("base64", "base64url"):
        schema.pop("contentEncoding")
        schema["format"] = "byte" if encoding == "base64" else "base64url"
        schema.setdefault("type", "string")
    elif not encoding and "contentSchema" not in schema and schema.get("type", "string") == "string":
        is_text = str(schema.get("contentMediaType", "")).startswith(("text/", "application/json"))
        schema.update({} if is_text else {"type": "string", "format": schema.get("format", "binary")})


def _infer_type(schema: dict[str, Any]) -> None:
    if schema.keys() & {"properties", "additionalProperties", "patternProperties"}:
        if "items" not in schema:
            schema["type"] = "object"
    elif schema.keys() & {"items", "prefixItems"}:
        schema["type"] = "array"


_STRUCTURAL = frozenset({"properties", "patternProperties", "additionalProperties", "required", "items", "prefixItems"})


def _drop_inapplicable(schema: dict[str, Any], warn: Warn) -> None:
    """Leave out what says something about a type that the schema does not allow: it cannot matter to any value."""
    kinds = types_of(schema)
    for key in sorted(_STRUCTURAL & schema.keys()):
        if APPLIES[key] not in kinds:
            del schema[key]
            warn("keyword-without-effect", f"`{key}` says nothing about values of type {' or '.join(kinds)}", key)


def types_of(schema: Mapping[str, Any]) -> list[str]:
    """Return the types that a schema allows by `type`, empty where it says nothing."""
    given = schema.get("type")
    return [given] if isinstance(given, str) else list(given or ())


def is_of(value: Any, kind: str) -> bool:
    """Say whether a JSON value is of a type of JSON Schema (2020-12 Validation, 6.1.1): 1.0 is an integer."""
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "object":
            return isinstance(value, dict)
        case "array":
            return isinstance(value, list)
        case "string":
            return isinstance(value, str)
        case "integer":
            return not isinstance(value, bool) and isinstance(value, int | float) and value == math.floor(value)
        case _:
            return isinstance(value, int | float) and not isinstance(value, bool)


def _settle_enum(schema: dict[str, Any], warn: Warn, *, legacy: bool) -> None:
    kinds = types_of(schema)
    values: list[Any] = schema["enum"]
    matching = [value for value in values if any(is_of(value, kind) for kind in kinds)]
    if legacy and None in values and None not in matching:
        schema["type"] = kinds = [*kinds, "null"]
        matching = [value for value in values if any(is_of(value, kind) for kind in kinds)]
    if len(matching) == len(values):
        if "null" in kinds and not legacy and None not in values:
            kinds = [kind for kind in kinds if kind != "null"]
            schema["type"] = kinds[0] if len(kinds) == 1 else kinds
        elif "null" in kinds and None not in values:
            schema["enum"] = [*values, None]
        return
    if matching and not legacy:
        schema["enum"] = matching
        _tell_excluded(values, kinds, warn, "`type` excludes it, it is left out")
        return
    converted = [_converted(value, kinds) for value in values]
    if all(any(is_of(value, kind) for kind in kinds) for value in converted):
        _tell_excluded(values, kinds, warn, f"it is not of type {' or '.join(kinds)}")
        first = {identity(value): value for value in reversed(converted)}
        schema["enum"] = [*first.values()][::-1]
    elif matching:
        _tell_excluded(values, kinds, warn, f"it is not of type {' or '.join(kinds)}")
        schema["enum"] = matching
    else:
        _tell_excluded(values, kinds, warn, f"none is of type {' or '.join(kinds)}, so `enum` is left out")
        del schema["enum"]


def _settle_const(schema: dict[str, Any], warn: Warn) -> None:
    """Read a constant as `type` says it was meant; leave it out where the two contradict each other."""
    kinds = types_of(schema)
    value = schema["const"]
    meant = _converted(value, kinds)
    if meant is value and any(is_of(value, kind) for kind in kinds):
        return
    if any(is_of(meant, kind) for kind in kinds):
        schema["const"], outcome = meant, f"it is read as {_shown(meant)}"
    else:
        del schema["const"]
        outcome = "it is left out"
    warn("enum-type-mismatch", f"`const` {_shown(value)} is not of type {' or '.join(kinds)}: {outcome}", "const")


def _tell_excluded(values: list[Any], kinds: list[str], warn: Warn, why: str) -> None:
    excluded = [index for index, value in enumerate(values) if not any(is_of(value, kind) for kind in kinds)]
    others = f" and {len(excluded) - 1} more" if len(excluded) > 1 else ""
    message = f"the value {_shown(values[excluded[0]])}{others} of `enum`: {why}"
    warn("enum-type-mismatch", message, "enum", str(excluded[0]))


def _converted(value: Any, kinds: list[str]) -> Any:
    """Return a value of an enumeration as the type says it was meant: YAML reads an unquoted `1` as a number."""
    if any(is_of(value, kind) for kind in kinds):
        return value
    if "string" in kinds and isinstance(value, bool):
        return str(value).lower()
    if "string" in kinds and isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        if "boolean" in kinds and value.lower() in ("true", "false"):
            return value.lower() == "true"
        if {"integer", "number"} & set(kinds):
            number = _number(value)
            return value if number is None else number
    return value


def _settle_default(schema: dict[str, Any], warn: Warn) -> None:
    default, kinds = schema["default"], types_of(schema)
    wrong = bool(kinds) and not any(is_of(default, kind) for kind in kinds)
    listed = schema.get("enum")
    if not wrong and is_sequence(listed):
        wrong = not json_contains(listed, default)
    if wrong:
        del schema["default"]
        message = f"the default {_shown(default)} is not a value of its own schema; it is left out"
        warn("default-type-mismatch", message, "default")


def with_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that allows null besides what `schema` allows."""
    if "$ref" in schema or schema.keys() & {"allOf", "oneOf", "not", "if"} or ("anyOf" in schema and len(schema) > 1):
        kept = {key: schema.pop(key) for key in ANNOTATIONS if key in schema}
        return {"anyOf": [schema, {"type": "null"}], **kept}
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "const" in schema and schema["const"] is not None:
        schema["enum"] = [schema.pop("const")]
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    kinds = types_of(schema)
    if kinds and "null" not in kinds:
        schema["type"] = [*kinds, "null"]
    return schema


ANNOTATIONS = (
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "examples",
    "externalDocs",
    "xml",
)
"""Keywords that say something about a value and allow or refuse none."""
