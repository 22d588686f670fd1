"""Converts one schema object of OpenAPI 2.0, 3.0 or 3.1 to JSON Schema 2020-12; subschemas stay as they are.

What is misspelled but has only one possible meaning is corrected with a warning; what means nothing is left out with a
warning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..openapi.references import is_sequence
from ..openapi.schema_keywords import ABOUT, IN_PLACE
from .json_types import TYPES, ImpliedType, Warn, number_of, shown, types_of
from .listed_values import read_const, read_default, read_enum
from .nullability import with_null

_ANYTHING = frozenset({"", ".*", "^", "^.*", "^.*$", ".*$", "[\\s\\S]*", "^[\\s\\S]*$"})
"""Patterns of any property name at all."""
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


def checked(keyword: str, value: Any, warn: Warn) -> Any:
    """Return the value of one of the CHECKED keywords, corrected if it is of the wrong kind; None leaves it out."""
    if (isinstance(value, str) and keyword in _TEXTS) or (isinstance(value, bool) and keyword in _FLAGS):
        return value
    fixed: Any = None
    if keyword in _SIZES:
        fixed = _size(value)
    elif keyword in _NUMBERS:
        fixed = number_of(value)
        fixed = None if keyword == "multipleOf" and fixed is not None and fixed <= 0 else fixed
    elif keyword in _BOUNDS:
        fixed = value if isinstance(value, bool) else number_of(value)
    elif keyword in _FLAGS:
        fixed = {"true": True, "false": False}.get(str(value).lower())
    elif keyword in _TEXTS:
        if value is None:
            return None
    elif keyword == "required":
        return _required(value, warn)
    elif keyword == "enum":
        fixed = value if is_sequence(value) and value else None
    if fixed is None or (fixed != value and not isinstance(value, bool | int | float)):
        outcome = "it is left out" if fixed is None else f"it is read as {fixed!r}"
        warn("invalid-keyword", f"`{keyword}` cannot be {shown(value)}; {outcome}", keyword)
    return fixed


def _size(value: Any) -> int | None:
    number = number_of(value)
    return int(number) if number is not None and number >= 0 and number == int(number) else None


def _required(value: Any, warn: Warn) -> list[str] | None:
    if is_sequence(value):
        names = list(dict.fromkeys(name for name in value if isinstance(name, str)))
        if any(not isinstance(name, str) for name in value):
            message = "`required` is a list of property names; what is not a string in it is left out"
            warn("invalid-keyword", message, "required")
        return names or None
    if not isinstance(value, bool):
        warn("invalid-keyword", f"`required` cannot be {shown(value)}; it is left out", "required")
    elif value:
        message = "`required: true` has no meaning in a schema: list the property in its object's `required`"
        warn("invalid-keyword", message, "required")
    return None


def to_current_dialect(schema: dict[str, Any], warn: Warn, *, legacy: bool) -> dict[str, Any]:
    """Return the schema with the keywords of older versions replaced; `schema` is ours and may be changed.

    `nullable` is folded into `type`, or wraps the schema in an `anyOf`; boolean `exclusiveMinimum` becomes a number;
    tuples in `items` become `prefixItems`; a missing `type` is added if properties or items imply it.
    """
    if _CONVERTED.isdisjoint(schema) and isinstance(schema.get("type"), str) and schema["type"] in TYPES:
        return schema
    nullable = schema.pop("nullable", False)
    _convert_type(schema, warn)
    if legacy or "exclusiveMinimum" in schema or "exclusiveMaximum" in schema:
        _convert_bounds(schema)
    if "contentEncoding" in schema or "contentMediaType" in schema:
        _convert_content(schema)
    if "type" not in schema and not schema.keys() & {"enum", "const"}:
        _infer_type(schema)
    if "patternProperties" in schema and "properties" not in schema:
        _simplify_patterns(schema)
    if "unevaluatedProperties" in schema or "unevaluatedItems" in schema:
        _simplify_unevaluated(schema)
    if "type" in schema and not _STRUCTURAL.isdisjoint(schema):
        _drop_inapplicable(schema, warn)
    if "enum" in schema and "type" in schema:
        read_enum(schema, warn, legacy=legacy)
    if "const" in schema and "type" in schema:
        read_const(schema, warn)
    if nullable:
        schema = with_null(schema)
    if "default" in schema:
        read_default(schema, warn)
    return schema


def _convert_type(schema: dict[str, Any], warn: Warn) -> None:
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
        warn("unknown-type", f"`{shown(name)}` is not a type of JSON Schema: {outcome}", "type")
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


def _convert_bounds(schema: dict[str, Any]) -> None:
    for exclusive, inclusive in _BOUNDS.items():
        flag = schema.get(exclusive)
        if isinstance(flag, bool):
            del schema[exclusive]
            if flag and inclusive in schema:
                schema[exclusive] = schema.pop(inclusive)


def _convert_content(schema: dict[str, Any]) -> None:
    encoding = str(schema.get("contentEncoding", "")).lower()
    if encoding in ("base64", "base64url"):
        schema.pop("contentEncoding")
        schema["format"] = "byte" if encoding == "base64" else "base64url"
        schema.setdefault("type", "string")
    elif not encoding and "contentSchema" not in schema and schema.get("type", "string") == "string":
        is_text = str(schema.get("contentMediaType", "")).startswith(("text/", "application/json"))
        schema.update({} if is_text else {"type": "string", "format": schema.get("format", "binary")})


_IMPLIED_OBJECT, _IMPLIED_ARRAY = ImpliedType("object"), ImpliedType("array")


def _infer_type(schema: dict[str, Any]) -> None:
    if schema.keys() & {"properties", "additionalProperties", "patternProperties"}:
        if "items" not in schema:
            schema["type"] = _IMPLIED_OBJECT
    elif schema.keys() & {"items", "prefixItems"}:
        schema["type"] = _IMPLIED_ARRAY


_STRUCTURAL = frozenset({"properties", "patternProperties", "additionalProperties", "required", "items", "prefixItems"})


_CONVERTED = _STRUCTURAL | {
    *(
        "nullable",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "contentEncoding",
        "contentMediaType",
        "unevaluatedProperties",
    ),
    *("unevaluatedItems", "enum", "const", "default"),
}
"""Keywords without which a schema of one type, like most, stays as it is."""


def _drop_inapplicable(schema: dict[str, Any], warn: Warn) -> None:
    """Leave out keywords about types that the schema does not allow: they affect no value."""
    kinds = types_of(schema)
    for key in sorted(_STRUCTURAL & schema.keys()):
        if ABOUT[key] not in kinds:
            del schema[key]
            warn("keyword-without-effect", f"`{key}` has no meaning for values of type {' or '.join(kinds)}", key)


def _simplify_patterns(schema: dict[str, Any]) -> None:
    """Turn `patternProperties` with one pattern that matches all names into `additionalProperties`."""
    patterns = schema["patternProperties"]
    if len(patterns) == 1 and _ANYTHING.issuperset(patterns):
        del schema["patternProperties"]
        schema["additionalProperties"] = next(iter(patterns.values()))


def _simplify_unevaluated(schema: dict[str, Any]) -> None:
    """Replace unevaluated keywords if nothing next to them applies to the same value."""
    alone = "$ref" not in schema and IN_PLACE.isdisjoint(schema)
    for unevaluated, rest in (("unevaluatedProperties", "additionalProperties"), ("unevaluatedItems", "items")):
        value = schema.get(unevaluated)
        if rest in schema:
            schema.pop(unevaluated, None)
        elif value is True or value == {} or (value is not None and alone and "contains" not in schema):
            schema[rest] = schema.pop(unevaluated)
