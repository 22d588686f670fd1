"""The last step of normalizing: a canonical JSON Schema becomes a node, so that no later stage looks for shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, cast

from ..openapi.references import is_mapping
from ..openapi.schema_keywords import NEXT_TO_REF, UNIONS
from ..schema.classes import REF_PREFIX, JsonSchema, base_of, is_class, own_properties, required_properties
from ..schema.json_types import is_of, types_of
from .asserted_keywords import EVALUATED, asserted, asserted_by
from .origin import SchemaOrigin
from .schemas import (
    NO_LIMITS,
    NO_NOTES,
    Anything,
    Array,
    Class,
    Discriminator,
    Enumeration,
    Limits,
    Map,
    Never,
    Notes,
    Number,
    Reference,
    Scalar,
    ScalarType,
    Schema,
    Single,
    Types,
    Union,
)


def read_schema(json: JsonSchema, origin: SchemaOrigin | None = None) -> Schema:
    """Return the node of a canonical schema; `origin` says where the document has it."""
    if not is_mapping(json):
        return Anything(origin=origin) if json else Never(origin=origin, json=False)
    if "$ref" in json:
        name = str(json["$ref"]).removeprefix(REF_PREFIX)
        return Reference(name, notes=_notes(json), origin=origin, json=json)
    if "const" in json or "enum" in json:
        return _enumeration(json, origin)
    if "oneOf" in json:
        return _union("oneOf", json, origin)
    if "anyOf" in json:
        return _union("anyOf", json, origin)
    if is_class(json):
        return _class(json, origin)
    return _by_type(json, origin)


_NOTED = frozenset({"title", "description", "default", "deprecated", "readOnly", "writeOnly", "contentMediaType"})


def _notes(json: Mapping[str, Any]) -> Notes:
    if _NOTED.isdisjoint(json):
        return NO_NOTES
    return Notes(
        title=_text(json, "title"),
        description=_text(json, "description"),
        default=json.get("default"),
        deprecated=json.get("deprecated") is True,
        read_only=json.get("readOnly") is True,
        write_only=json.get("writeOnly") is True,
        media_type=_text(json, "contentMediaType"),
    )


def _text(json: Mapping[str, Any], key: str) -> str:
    value = json.get(key)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _down(origin: SchemaOrigin | None, *keys: str) -> SchemaOrigin | None:
    return None if origin is None else SchemaOrigin(origin.start, (*origin.steps, *keys))


def _enumeration(json: Mapping[str, Any], origin: SchemaOrigin | None) -> Enumeration:
    key = "const" if "const" in json else "enum"
    values = (json["const"],) if key == "const" else tuple(json["enum"])
    others = {name: value for name, value in json.items() if name != key and name in EVALUATED}
    if others.keys() == {"type"} and all(any(is_of(value, one) for one in types_of(json)) for value in values):
        others = {}
    return Enumeration(
        repr(values),
        key == "const",
        values,
        notes=_notes(json),
        format=_text(json, "format"),
        asserted=asserted(others),
        origin=origin,
        json=json,
    )


def _union(keyword: Literal["oneOf", "anyOf"], json: Mapping[str, Any], origin: SchemaOrigin | None) -> Union:
    variants: Sequence[JsonSchema] = json[keyword]
    rest = {key: value for key, value in json.items() if key not in UNIONS}
    return Union(
        keyword,
        tuple(_variant(one, json, _down(origin, keyword, str(index))) for index, one in enumerate(variants)),
        _discriminator(json.get("discriminator")),
        notes=_notes(json),
        format=_text(json, "format"),
        asserted=asserted_by(rest, ""),
        origin=origin,
        json=json,
    )


def _variant(json: JsonSchema, union: Mapping[str, Any], origin: SchemaOrigin | None) -> Schema:
    """Return a variant, with the `type` that stands next to the union where it has none of its own."""
    if not is_mapping(json):
        return read_schema(json, origin)
    if json.get("type") == "null":
        return Scalar("null", notes=_notes(json), origin=origin, json=json)
    if "type" in union and _SAYS_TYPE.isdisjoint(json):
        return replace(read_schema({"type": union["type"], **json}, origin), json=json)
    return read_schema(json, origin)


_SAYS_TYPE = frozenset({"type", "$ref", *UNIONS})


def _discriminator(json: Any) -> Discriminator | None:
    if not is_mapping(json):
        return None
    entries: Mapping[str, Any] = json.get("mapping", {})
    mapping = sorted((value, str(ref).removeprefix(REF_PREFIX)) for value, ref in entries.items())
    default = _text(json, "defaultMapping").removeprefix(REF_PREFIX)
    return Discriminator(_text(json, "propertyName"), tuple(mapping), default)


def _class(json: Mapping[str, Any], origin: SchemaOrigin | None) -> Class:
    properties = {
        name: read_schema(one, _down(origin, "properties", name)) for name, one in own_properties(json).items()
    }
    return Class(
        base_of(json),
        properties,
        frozenset(required_properties(json)),
        _extra(json, bool(properties), origin),
        notes=_notes(json),
        format=_text(json, "format"),
        asserted=asserted_by(json, "object", list(properties)),
        origin=origin,
        json=json,
    )


def _extra(json: Mapping[str, Any], has_properties: bool, origin: SchemaOrigin | None) -> Schema | None:
    """Return the schema of undeclared properties, None where nothing is said of them, or of those of a base alone."""
    extra: JsonSchema = True if json.get("patternProperties") else json.get("additionalProperties", True)
    if extra is True:
        said = json.get("additionalProperties") is True or json.get("patternProperties")
        return Anything(origin=origin) if said and has_properties else None
    return read_schema(extra, _down(origin, "additionalProperties"))


def _by_type(json: Mapping[str, Any], origin: SchemaOrigin | None) -> Schema:
    types = types_of(json)
    nullable = "null" in types
    concrete = [one for one in types if one != "null"] if nullable else types
    if len(concrete) == 1:
        return _single(concrete[0], json, origin, nullable=nullable)
    notes, kind = _notes(json), _text(json, "format")
    if concrete:
        members = tuple(_single(one, json, origin, nullable=False) for one in concrete)
        return Types(members, nullable, notes=notes, format=kind, origin=origin, json=json)
    keywords = asserted_by(json, "")
    if nullable:
        return Scalar("null", notes=notes, format=kind, asserted=keywords, origin=origin, json=json)
    return Anything(notes=notes, format=kind, asserted=keywords, origin=origin, json=json)


def _single(kind: str, json: Mapping[str, Any], origin: SchemaOrigin | None, *, nullable: bool) -> Single:
    notes, form, keywords = _notes(json), _text(json, "format"), asserted_by(json, kind)
    if kind == "array":
        prefix: Sequence[JsonSchema] = json.get("prefixItems", ())
        return Array(
            read_schema(json.get("items", True), _down(origin, "items")),
            tuple(read_schema(one, _down(origin, "prefixItems", str(index))) for index, one in enumerate(prefix)),
            nullable,
            _limits(json, _LENGTHS["array"]),
            _is_tuple(json),
            notes=notes,
            format=form,
            asserted=keywords,
            origin=origin,
            json=json,
        )
    if kind == "object":
        return Map(
            _values(json, origin),
            nullable,
            notes=notes,
            format=form,
            asserted=keywords,
            origin=origin,
            json=json,
        )
    limits = _limits(json, _LENGTHS.get(kind, _BOUNDS))
    scalar = cast("ScalarType", kind)
    return Scalar(scalar, nullable, limits, notes=notes, format=form, asserted=keywords, origin=origin, json=json)


def _values(json: Mapping[str, Any], origin: SchemaOrigin | None) -> tuple[Schema, ...]:
    """Return the schemas of the values of a map: by pattern, then all others, where there may be others."""
    patterns: Mapping[str, JsonSchema] = json.get("patternProperties", {})
    values = [read_schema(one, _down(origin, "patternProperties", key)) for key, one in patterns.items()]
    others: JsonSchema = json.get("additionalProperties", True)
    if others is not False or not values:
        values.append(read_schema(others, _down(origin, "additionalProperties")))
    return tuple(values)


_BOUNDS: Mapping[str, str] = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum",
}
_LENGTHS: Mapping[str, Mapping[str, str]] = {
    "string": {"minLength": "least", "maxLength": "most"},
    "array": {"minItems": "least", "maxItems": "most"},
}
"""Keyword → field of `Limits`."""


def _limits(json: Mapping[str, Any], fields: Mapping[str, str]) -> Limits:
    found = {field: Number(repr(json[key]), json[key]) for key, field in fields.items() if key in json}
    return Limits(**found) if found else NO_LIMITS


_OF_A_TUPLE = frozenset({"type", "prefixItems", "items", "minItems", "maxItems", *NEXT_TO_REF})


def _is_tuple(json: Mapping[str, Any]) -> bool:
    """Say whether an array always has as many items as `prefixItems` describes, and no other keyword limits it."""
    length = len(json.get("prefixItems", ()))
    closed = json.get("items") is False or json.get("maxItems") == length
    return bool(length) and closed and json.get("minItems") == length and json.keys() <= _OF_A_TUPLE
