"""Reduces schemas to what defines their XML form (OpenAPI 3.2, 4.26 XML Object)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ..ir.api import Api
from ..ir.schemas import Schema
from ..openapi.json_values import containers, is_mapping
from ..openapi.media_type_names import is_xml
from ..openapi.object_fields import shapes
from ..openapi.schema_keywords import changed
from ..schema.classes import REF_PREFIX
from ..schema.json_types import TYPES

Reduced: TypeAlias = Mapping[str, Any]
"""A schema, as JSON, without what does not matter to XML."""

_PARTS = ("properties", "items", "additionalProperties", "allOf", "anyOf", "oneOf")
"""The keywords whose schemas are elements or attributes, or describe the same element, as they are written."""
_MORE_THAN_TYPE = frozenset({*_PARTS, "$ref", "xml"})
_FIELDS = shapes("3")["XML"].fields.keys()
_SCALARS = TYPES - {"object", "array", "null"}
_NONE: Mapping[str, str] = {}


def components_in_xml(api: Api) -> dict[str, Reduced]:
    """Return the components that are part of a value in XML by name, with what XML needs to know of each."""
    contents = [
        media
        for operation in api.operations
        for part in (operation.body, *operation.responses)
        if part
        for media in part.contents
        if is_xml(media.content_type)
    ]
    found = set[str]().union(*(xml_references(reduced_for_xml(one.schema)) for one in contents if one.schema))
    scalars = {name: kind for name, one in api.schemas.items() if (kind := _scalar(one.json))} if found else _NONE
    wanted: dict[str, Reduced] = {}
    while found:
        new = {name: reduced_for_xml(api.schemas[name], scalars) for name in found}
        wanted |= new
        found = set[str]().union(*map(xml_references, new.values())) - wanted.keys()
    return dict(sorted(wanted.items()))


def reduced_for_xml(schema: Schema, scalars: Mapping[str, str] = _NONE) -> Reduced:
    """Return the parts of a schema that define how its values are written as XML.

    `scalars` are components with nothing but a type, which is written in place of references to them.
    """
    return _reduced(schema.json, scalars) if is_mapping(schema.json) else {}


def _reduced(schema: Mapping[str, Any], scalars: Mapping[str, str]) -> Reduced:
    reduced: dict[str, Any] = {}
    # A reference to anything but a component is part of an assertion: it says nothing of names.
    if str(schema.get("$ref", "")).startswith(REF_PREFIX):
        reduced["$ref"] = schema["$ref"]
    if "type" in schema:
        reduced["type"] = schema["type"]
    if is_mapping(xml := schema.get("xml")):
        reduced["xml"] = {key: value for key, value in xml.items() if key in _FIELDS}
    for key in _PARTS:
        if key in schema:
            reduced[key] = changed(key, schema[key], lambda one: _member(one, scalars))
    return reduced


def _scalar(schema: object) -> str:
    """Return the type of a component that only has a type for XML; empty if it has more."""
    if not is_mapping(schema) or not _MORE_THAN_TYPE.isdisjoint(schema):
        return ""
    kind: object = _reduced(schema, _NONE).get("type")
    return kind if isinstance(kind, str) and kind in _SCALARS else ""


def _member(schema: Any, scalars: Mapping[str, str]) -> Any:
    if not is_mapping(schema):
        return schema
    reduced = _reduced(schema, scalars)
    kind = scalars.get(str(reduced.get("$ref", "")).removeprefix(REF_PREFIX))
    return {"type": kind, **{key: value for key, value in reduced.items() if key != "$ref"}} if kind else reduced


def xml_references(reduced: Any) -> set[str]:
    """Return the names of the components that a reduced schema refers to."""
    found: set[str] = set()
    if is_mapping(reduced) and isinstance(ref := reduced.get("$ref"), str):
        found.add(ref.removeprefix(REF_PREFIX))
    values: Any = reduced.values() if is_mapping(reduced) else reduced
    return found.union(*map(xml_references, containers(values)))
