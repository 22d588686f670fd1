"""Turns canonical JSON Schemas into nodes, the last step of normalizing, so that later stages need not examine JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from msgspec import Struct, field
from msgspec.structs import replace

from ..openapi.reachability import references
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
    Asserted,
    Bounds,
    Class,
    Discriminator,
    Enumeration,
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
    """Return the node of a canonical schema; `origin` is its place in the document."""
    return SchemaNodeReader().read(json, origin)


class SchemaNodeReader(Struct):
    """Reads schemas, and collects the components that they refer to."""

    references: list[str] = field(default_factory=list[str])
    """The names of the components referred to, once for each reference."""

    def read(self, json: JsonSchema, origin: SchemaOrigin | None) -> Schema:
        """Return the node of a canonical schema; `origin` is its place in the document."""
        if not is_mapping(json):
            return Anything(origin=origin) if json else Never(origin=origin, json=False)
        if "$ref" in json:
            name = str(json["$ref"]).removeprefix(REF_PREFIX)
            self.references.append(name)
            return Reference(name, notes=_notes(json), origin=origin, json=json)
        if "const" in json or "enum" in json:
            return self._enumeration(json, origin)
        if "oneOf" in json:
            return self._union("oneOf", json, origin)
        if "anyOf" in json:
            return self._union("anyOf", json, origin)
        if is_class(json):
            return self._class(json, origin)
        return self._by_type(json, origin)

    def _enumeration(self, json: Mapping[str, Any], origin: SchemaOrigin | None) -> Enumeration:
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
            format=_format(json),
            asserted=self._asserting(asserted(others)),
            origin=origin,
            json=json,
        )

    def _union(self, keyword: Literal["oneOf", "anyOf"], json: Mapping[str, Any], origin: SchemaOrigin | None) -> Union:
        variants: Sequence[JsonSchema] = json[keyword]
        rest = {key: value for key, value in json.items() if key not in UNIONS}
        return Union(
            keyword,
            tuple(self._variant(one, json, _down(origin, keyword, str(index))) for index, one in enumerate(variants)),
            _discriminator(json.get("discriminator")),
            notes=_notes(json),
            format=_format(json),
            asserted=self._asserting(asserted_by(rest, "")),
            origin=origin,
            json=json,
        )

    def _variant(self, json: JsonSchema, union: Mapping[str, Any], origin: SchemaOrigin | None) -> Schema:
        """Return a variant, with the `type` next to the union if it has none of its own."""
        if not is_mapping(json):
            return self.read(json, origin)
        if json.get("type") == "null":
            return Scalar("null", notes=_notes(json), origin=origin, json=json)
        if "type" in union and _SAYS_TYPE.isdisjoint(json):
            return replace(self.read({"type": union["type"], **json}, origin), json=json)
        return self.read(json, origin)

    def _class(self, json: Mapping[str, Any], origin: SchemaOrigin | None) -> Class:
        base = base_of(json)
        if base is not None:
            self.references.append(base)
        properties = {
            name: self.read(one, _down(origin, "properties", name)) for name, one in own_properties(json).items()
        }
        return Class(
            base,
            properties,
            frozenset(required_properties(json)),
            self._extra(json, bool(properties), origin),
            notes=_notes(json),
            format=_format(json),
            asserted=self._asserting(asserted_by(json, "object", list(properties))),
            origin=origin,
            json=json,
        )

    def _extra(self, json: Mapping[str, Any], has_properties: bool, origin: SchemaOrigin | None) -> Schema | None:
        """Return the schema of undeclared properties; None if the schema, or only its base, does not mention them."""
        extra: JsonSchema = True if json.get("patternProperties") else json.get("additionalProperties", True)
        if extra is True:
            said = json.get("additionalProperties") is True or json.get("patternProperties")
            return Anything(origin=origin) if said and has_properties else None
        return self.read(extra, _down(origin, "additionalProperties"))

    def _by_type(self, json: Mapping[str, Any], origin: SchemaOrigin | None) -> Schema:
        types = types_of(json)
        nullable = "null" in types
        concrete = [one for one in types if one != "null"] if nullable else types
        if len(concrete) == 1:
            return self._single(concrete[0], json, origin, nullable=nullable)
        notes, form = _notes(json), _format(json)
        if concrete:
            members = tuple(self._single(one, json, origin, nullable=False) for one in concrete)
            return Types(members, nullable, notes=notes, format=form, origin=origin, json=json)
        keywords = self._asserting(asserted_by(json, ""))
        if nullable:
            return Scalar("null", notes=notes, format=form, asserted=keywords, origin=origin, json=json)
        return Anything(notes=notes, format=form, asserted=keywords, origin=origin, json=json)

    def _single(self, kind: str, json: Mapping[str, Any], origin: SchemaOrigin | None, *, nullable: bool) -> Single:
        notes, form, keywords = _notes(json), _format(json), self._asserting(asserted_by(json, kind))
        match kind:
            case "array":
                return Array(
                    self.read(json.get("items", True), _down(origin, "items")),
                    self._prefix(json, origin),
                    nullable,
                    _limits(json, "array"),
                    _is_tuple(json),
                    notes=notes,
                    format=form,
                    asserted=keywords,
                    origin=origin,
                    json=json,
                )
            case "object":
                values = self._values(json, origin)
                return Map(values, nullable, notes=notes, format=form, asserted=keywords, origin=origin, json=json)
            case _:
                scalar = cast("ScalarType", kind)
                limits = _limits(json, kind)
                return Scalar(
                    scalar, nullable, limits, notes=notes, format=form, asserted=keywords, origin=origin, json=json
                )

    def _prefix(self, json: Mapping[str, Any], origin: SchemaOrigin | None) -> tuple[Schema, ...]:
        prefix: Sequence[JsonSchema] = json.get("prefixItems", ())
        return tuple(self.read(one, _down(origin, "prefixItems", str(index))) for index, one in enumerate(prefix))

    def _values(self, json: Mapping[str, Any], origin: SchemaOrigin | None) -> tuple[Schema, ...]:
        """Return the schemas of a map's values: by pattern, then all others, if others are allowed."""
        patterns: Mapping[str, JsonSchema] = json.get("patternProperties", {})
        values = [self.read(one, _down(origin, "patternProperties", key)) for key, one in patterns.items()]
        others: JsonSchema = json.get("additionalProperties", True)
        if others is not False or not values:
            values.append(self.read(others, _down(origin, "additionalProperties")))
        return tuple(values)

    def _asserting(self, found: Asserted) -> Asserted:
        """Collect the components that asserted keywords refer to."""
        if found.keywords:
            self.references.extend(references(found.keywords))
        return found


_SAYS_TYPE = frozenset({"type", "$ref", *UNIONS})
_NOTED = frozenset({"title", "description", "default", "deprecated", "readOnly", "writeOnly", "contentMediaType"})


def _notes(json: Mapping[str, Any]) -> Notes:
    if _NOTED.isdisjoint(json):
        return NO_NOTES
    return Notes(
        _text(json, "title") if "title" in json else "",
        _text(json, "description") if "description" in json else "",
        json.get("default"),
        json.get("deprecated") is True,
        json.get("readOnly") is True,
        json.get("writeOnly") is True,
        _text(json, "contentMediaType") if "contentMediaType" in json else "",
    )


def _text(json: Mapping[str, Any], key: str) -> str:
    value = json.get(key)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _format(json: Mapping[str, Any]) -> str:
    return _text(json, "format") if "format" in json else ""


def _down(origin: SchemaOrigin | None, *keys: str) -> SchemaOrigin | None:
    return None if origin is None else origin.down(*keys)


def _discriminator(json: Any) -> Discriminator | None:
    if not is_mapping(json):
        return None
    entries: Mapping[str, Any] = json.get("mapping", {})
    mapping = sorted((value, str(ref).removeprefix(REF_PREFIX)) for value, ref in entries.items())
    default = _text(json, "defaultMapping").removeprefix(REF_PREFIX)
    return Discriminator(_text(json, "propertyName"), tuple(mapping), default)


_NUMBERS: Mapping[str, str] = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum",
}
_LIMITS: Mapping[str, Mapping[str, str]] = {
    "string": {"minLength": "least", "maxLength": "most"},
    "array": {"minItems": "least", "maxItems": "most"},
    "integer": _NUMBERS,
    "number": _NUMBERS,
}
"""JSON type → keyword → field of `Bounds`."""
_LIMITING = frozenset(key for fields in _LIMITS.values() for key in fields)


def _limits(json: Mapping[str, Any], kind: str) -> Bounds:
    if _LIMITING.isdisjoint(json):
        return NO_LIMITS
    fields = _LIMITS.get(kind, {})
    found = {name: Number(repr(json[key]), json[key]) for key, name in fields.items() if key in json}
    return Bounds(**found) if found else NO_LIMITS


_OF_A_TUPLE = frozenset({"type", "prefixItems", "items", "minItems", "maxItems", *NEXT_TO_REF})


def _is_tuple(json: Mapping[str, Any]) -> bool:
    """Return whether an array always has as many items as `prefixItems` describes, with no other keyword
    limiting it.
    """
    length = len(json.get("prefixItems", ()))
    closed = json.get("items") is False or json.get("maxItems") == length
    return bool(length) and closed and json.get("minItems") == length and json.keys() <= _OF_A_TUPLE
