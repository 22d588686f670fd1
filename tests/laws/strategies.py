"""Documents of OpenAPI 2.0, 3.0 and 3.1 with four schemas that refer to each other, and values that nearly fit them.

Names, bounds and listed values come from small sets, so that schemas overlap and values meet them. Each drawn schema is a
plain schema of JSON Schema 2020-12; `written` says it as a version of OpenAPI does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from hypothesis import strategies as st

Schema: TypeAlias = Any
Draw: TypeAlias = st.DrawFn

VERSIONS = ("2.0", "3.0.0", "3.0.1", "3.0.2", "3.0.3", "3.0.4", "3.1.0", "3.1.1")
COMPONENTS = ("Apple", "Berry", "Cherry", "Damson")
PROPERTIES = ("a", "b", "c")
_LISTED: Sequence[Any] = ("a", "b", "", 0, 1, 2, True, False, 1.5, None, ["a"], {"a": 1})
_TEXTS = ("", "a", "b", "ab", "abc")
_NUMBERS = (-1, 0, 1, 2, 3, 0.5, 1.0, 1.5)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document as it is written, and the schemas that it means."""

    version: str
    schemas: Mapping[str, Schema]
    """Name → schema of JSON Schema 2020-12; references are `#/components/schemas/<name>`."""

    @property
    def document(self) -> dict[str, Any]:
        """Return the document: each schema is a component, and used by a property of `Holder`."""
        holder = {"type": "object", "properties": {name.lower(): reference(name) for name in self.schemas}}
        schemas = {**self.schemas, "Holder": holder}
        answer = {"description": "", **content(reference("Holder"), self.version)}
        operation = {"operationId": "hold", "responses": {"200": answer}}
        text = json.dumps(written({"schemas": schemas}, self.version)["schemas"])
        info = {"info": {"title": "Laws", "version": "1"}, "paths": {"/hold": {"get": operation}}}
        if self.version == "2.0":
            text = text.replace("#/components/schemas/", "#/definitions/")
            operation["responses"] = json.loads(
                json.dumps(operation["responses"]).replace("#/components/schemas/", "#/definitions/")
            )
            return {"swagger": "2.0", **info, "definitions": json.loads(text)}
        return {"openapi": self.version, **info, "components": {"schemas": json.loads(text)}}


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def content(schema: Schema, version: str) -> dict[str, Any]:
    return {"schema": schema} if version == "2.0" else {"content": {"application/json": {"schema": schema}}}


# -- schemas ----------------------------------------------------------------------------------------------------------


@st.composite
def documents(draw: Draw, versions: Sequence[str] = VERSIONS, keywords: Sequence[str] = ()) -> Drawn:
    """Return a document; of each schema at least one is made with one of the `keywords`, if any are named."""
    version = draw(st.sampled_from(versions))
    found: dict[str, Schema] = {}
    for number, name in enumerate(COMPONENTS):
        # A reference leads to a schema before: what refers to itself is drawn by `cycles`.
        kinds = keywords if keywords and number == len(COMPONENTS) - 1 else ()
        found[name] = draw(schemas(version, COMPONENTS[:number], kinds))
    return Drawn(version, found)


@st.composite
def networks(draw: Draw, version: str, count: int) -> Drawn:
    """Return a document in which schemas refer to each other in circles: through properties and items."""
    names = [f"Node{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:count]]
    # Most documents with an `allOf` have one that nothing fits, and a warning: the others are read exactly.
    merged = draw(st.booleans())
    found = {name: draw(schemas(version, names[:number], (), 2, names, merged)) for number, name in enumerate(names)}
    return Drawn(version, found)


def schemas(
    version: str,
    names: Sequence[str] = (),
    kinds: Sequence[str] = (),
    depth: int = 2,
    below: Sequence[str] = (),
    merged: bool = True,
) -> st.SearchStrategy[Schema]:
    """Return a strategy for schemas of a version which may refer to components of some names.

    `below` are the names that may be referred to by a part of a value; without `merged` there is no `allOf`.
    """
    below = below or names
    ways: dict[str, st.SearchStrategy[Schema]] = {"scalar": _scalars(version)}
    if names:
        ways["$ref"] = st.sampled_from(names).map(reference)
    if depth:
        inner = schemas(version, names, (), depth - 1, below, merged)
        part = schemas(version, below, (), depth - 1, (), merged)
        ways["object"] = _objects(version, part)
        ways["array"] = _arrays(part)
        # Members of an `allOf` are about the same things more often than not.
        members = st.lists(
            _objects(version, part) | (ways["$ref"] if names else _objects(version, part)), min_size=1, max_size=3
        )
        if merged:
            ways["allOf"] = members.map(lambda found: {"allOf": found})
        if version != "2.0":
            # Of `oneOf`, two variants that are the same accept nothing: nobody means that.
            variants = st.lists(inner, min_size=1, max_size=3, unique_by=json.dumps)
            ways["oneOf"] = variants.map(lambda found: {"oneOf": found})
            ways["anyOf"] = variants.map(lambda found: {"anyOf": found})
    return st.one_of([ways[kind] for kind in (kinds or ways) if kind in ways])


@st.composite
def _scalars(draw: Draw, version: str) -> Schema:
    kind = draw(st.sampled_from(["string", "integer", "number", "boolean", "enum", "any"]))
    schema: dict[str, Any]
    match kind:
        case "enum":
            allowed = [one for one in _LISTED if version.startswith("3.1") or one is not None]
            values = draw(st.lists(st.sampled_from(allowed), min_size=1, max_size=3, unique_by=repr))
            return {"enum": values}
        case "any":
            return {}
        case "string":
            schema = {"type": "string", **draw(_bounds("minLength", "maxLength", (0, 1, 2)))}
        case "boolean":
            schema = {"type": "boolean"}
        case _:
            names = ("exclusiveMinimum", "maximum") if draw(st.booleans()) else ("minimum", "exclusiveMaximum")
            schema = {"type": kind, **draw(_bounds(*names, (0, 1, 2)))}
    return _or_null(schema) if draw(st.integers(0, 3)) == 0 else schema


@st.composite
def _bounds(draw: Draw, low: str, high: str, values: Sequence[int]) -> dict[str, int]:
    found: dict[str, int] = {}
    if draw(st.booleans()):
        found[low] = draw(st.sampled_from(values))
    if draw(st.booleans()):
        found[high] = draw(st.sampled_from(values)) + 1
    return found


@st.composite
def _objects(draw: Draw, version: str, inner: st.SearchStrategy[Schema]) -> Schema:
    properties = draw(st.dictionaries(st.sampled_from(PROPERTIES), inner, max_size=3))
    schema: dict[str, Any] = {"type": "object"}
    if properties:
        schema["properties"] = properties
    # What is required need not be declared.
    required = draw(st.lists(st.sampled_from(PROPERTIES), max_size=2, unique=True))
    if required:
        schema["required"] = required
    others = draw(st.sampled_from([None, None, None, True, False, "schema"]))
    if others is not None:
        schema["additionalProperties"] = draw(inner) if others == "schema" else others
    if others is False and required:
        # What is required and cannot be there is nobody's meaning: such a property is taken for declared.
        schema["properties"] = {**{key: {} for key in required}, **properties}
    if draw(st.integers(0, 5)) == 0:
        schema.update(draw(_bounds("minProperties", "maxProperties", (0, 1))))
    return _or_null(schema) if draw(st.integers(0, 4)) == 0 else schema


@st.composite
def _arrays(draw: Draw, inner: st.SearchStrategy[Schema]) -> Schema:
    schema = {"type": "array", "items": draw(inner), **draw(_bounds("minItems", "maxItems", (0, 1)))}
    if draw(st.integers(0, 4)) == 0:
        schema["uniqueItems"] = True
    return schema


def _or_null(schema: dict[str, Any]) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


# -- versions ---------------------------------------------------------------------------------------------------------


def written(node: Any, version: str) -> Any:
    """Return schemas as a version of OpenAPI writes them."""
    if version.startswith("3.1"):
        return node
    if isinstance(node, list):
        return [written(one, version) for one in node]
    if not isinstance(node, dict):
        return node
    out = {key: value if key in ("enum", "required") else written(value, version) for key, value in node.items()}
    if isinstance(out.get("type"), list):
        out["type"] = out["type"][0]
        out["x-nullable" if version == "2.0" else "nullable"] = True
    for bound, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(out.get(bound), int) and not isinstance(out.get(bound), bool):
            out[plain], out[bound] = out[bound], True
    return out


# -- values -----------------------------------------------------------------------------------------------------------

ANY_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.sampled_from(_NUMBERS) | st.sampled_from(_TEXTS),
    lambda part: st.lists(part, max_size=2) | st.dictionaries(st.sampled_from((*PROPERTIES, "z")), part, max_size=3),
    max_leaves=5,
)


def near(schema: Schema, components: Mapping[str, Schema], depth: int = 4) -> st.SearchStrategy[Any]:
    """Return a strategy for values that fit a schema, or nearly do."""
    return st.one_of(_fitting(schema, components, depth), _fitting(schema, components, depth), ANY_VALUES)


def _fitting(schema: Schema, components: Mapping[str, Schema], depth: int) -> st.SearchStrategy[Any]:
    if depth == 0 or not isinstance(schema, dict) or not schema:
        return ANY_VALUES
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return st.deferred(lambda: _fitting(components[name], components, depth - 1))
    for union in ("oneOf", "anyOf"):
        if union in schema:
            return st.one_of([near(one, components, depth - 1) for one in schema[union]])
    if "allOf" in schema:
        parts = [_fitting(one, components, depth - 1) for one in schema["allOf"]]
        return st.tuples(*parts).map(_together)
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of([_of_type(kind, schema, components, depth) for kind in kinds])


def _together(values: Sequence[Any]) -> Any:
    """Return objects as one object, else the first value."""
    if all(isinstance(one, dict) for one in values):
        return {key: value for one in values for key, value in one.items()}
    return values[0]


def _of_type(kind: str, schema: Any, components: Mapping[str, Schema], depth: int) -> st.SearchStrategy[Any]:
    match kind:
        case "object":
            declared = schema.get("properties", {})
            known = {name: near(one, components, depth - 1) for name, one in declared.items()}
            needed = {name: known.get(name, ANY_VALUES) for name in schema.get("required", ())}
            others = {name: known.get(name, ANY_VALUES) for name in (*PROPERTIES, "z") if name not in needed}
            return st.fixed_dictionaries(needed, optional=others)
        case "array":
            return st.lists(near(schema["items"], components, depth - 1), max_size=3)
        case "string":
            return st.sampled_from(_TEXTS)
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case _:
            return st.sampled_from(_NUMBERS)
