"""What of a schema says how its values are written as XML (OpenAPI 3.2, 4.26 XML Object)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, cast

from ..schema.classes import REF_PREFIX

Reduced: TypeAlias = Mapping[str, Any]
"""A schema without what does not matter to XML."""

_KEPT = ("$ref", "type", "xml")
_XML_FIELDS = ("name", "namespace", "prefix", "attribute", "wrapped", "nodeType")
_SCHEMAS = ("items", "additionalProperties")
_LISTS = ("allOf", "anyOf", "oneOf")
_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_NONE: Mapping[str, str] = {}


def reduced_for_xml(schema: Mapping[str, Any], scalars: Mapping[str, str] = _NONE) -> Reduced:
    """Return what of a schema says how its values are written as XML.

    `scalars` are components that say nothing but their type: what the schema holds of them says it by itself.
    """
    reduced: dict[str, Any] = {key: schema[key] for key in _KEPT if key in schema}
    if isinstance(reduced.get("xml"), Mapping):  # whatever else stands there is nobody's schema
        reduced["xml"] = {key: value for key, value in reduced["xml"].items() if key in _XML_FIELDS}
    if not str(reduced.get("$ref", REF_PREFIX)).startswith(REF_PREFIX):
        del reduced["$ref"]  # An assertion, which stands for itself: it says nothing of names.
    if "properties" in schema:
        properties = cast("Mapping[str, object]", schema["properties"])
        reduced["properties"] = {name: _member(member, scalars) for name, member in properties.items()}
    for key in _SCHEMAS:
        if key in schema:
            reduced[key] = _member(schema[key], scalars)
    for key in _LISTS:
        if key in schema:
            reduced[key] = [_member(member, scalars) for member in cast("Sequence[object]", schema[key])]
    return reduced


def scalar_of(schema: object) -> str:
    """Return the type of a component that says nothing else to XML, empty if it does."""
    if not isinstance(schema, Mapping):
        return ""
    reduced = reduced_for_xml(cast("Mapping[str, Any]", schema))
    kind: object = reduced.get("type")
    return kind if list(reduced) == ["type"] and isinstance(kind, str) and kind in _SCALARS else ""


def _member(schema: object, scalars: Mapping[str, str]) -> object:
    if not isinstance(schema, Mapping):
        return schema
    reduced = reduced_for_xml(cast("Mapping[str, Any]", schema), scalars)
    kind = scalars.get(str(reduced.get("$ref", "")).removeprefix(REF_PREFIX))
    return {"type": kind, **{key: value for key, value in reduced.items() if key != "$ref"}} if kind else reduced


def xml_references(reduced: object) -> set[str]:
    """Return the names of the components that a reduced schema refers to."""
    found: set[str] = set()
    if isinstance(reduced, Mapping):
        members = cast("Mapping[str, object]", reduced)
        ref = members.get("$ref")
        if isinstance(ref, str):
            found.add(ref.removeprefix(REF_PREFIX))
        found.update(*(xml_references(value) for value in members.values()))
    elif isinstance(reduced, list):
        found.update(*(xml_references(value) for value in cast("list[object]", reduced)))
    return found
