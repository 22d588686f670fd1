"""`readOnly` and `writeOnly`, by an independent judge: what the server alone writes is not asked of the caller, and so on."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.laws.packages import Models, models
from tests.laws.strategies import content
from tests.laws.test_schemas import QUICK
from tests.support.compare import same
from tests.support.judge import Judge

PREFIX = "#/components/schemas/"
NAMES = ("id", "secret", "title", "inner")
COUNT = 6


@st.composite
def things(draw: st.DrawFn, version: str) -> dict[str, Any]:
    """Return a document with classes whose properties are flagged: by themselves, behind a reference, in an `allOf`."""
    schemas: dict[str, Any] = {}
    for number in range(COUNT):
        name = f"Thing{'ABCDEFGH'[number]}"
        merged = bool(number) and draw(st.integers(0, 3)) == 0
        # What a base declares is not declared once more: then both would have to fit.
        names = NAMES[:2] if not number else NAMES[2:] if merged else NAMES
        properties = {key: draw(_properties(version, number)) for key in names}
        required = draw(st.lists(st.sampled_from(names), unique=True))
        own = {"type": "object", "properties": properties, **({"required": required} if required else {})}
        if merged:
            own = {"allOf": [{"$ref": f"{PREFIX}ThingA"}, own]}
        schemas[name] = own
    lists = {name.lower(): {"type": "array", "items": {"$ref": PREFIX + name}} for name in schemas}
    for name in ("Sent", "Received"):
        schemas[name] = {"type": "object", "properties": lists, "description": name}
    sent, received = ({"$ref": f"{PREFIX}{name}"} for name in ("Sent", "Received"))
    answer = {"200": {"description": "", **content(received, version)}}
    operation = {"operationId": "hold", "requestBody": content(sent, version), "responses": answer}
    info = {"title": "Flags", "version": "1"}
    return {"openapi": version, "info": info, "paths": {"/h": {"post": operation}}, "components": {"schemas": schemas}}


@st.composite
def _properties(draw: st.DrawFn, version: str, number: int) -> dict[str, Any]:
    flag = draw(st.sampled_from([{}, {}, {"readOnly": True}, {"writeOnly": True}]))
    target = f"{PREFIX}Thing{'ABCDEFGH'[draw(st.integers(0, number))]}" if number else ""
    if number and draw(st.integers(0, 2)) == 0:
        if not flag:
            return {"$ref": target}
        return {"allOf": [{"$ref": target}], **flag} if version.startswith("3.0") else {"$ref": target, **flag}
    return {"type": draw(st.sampled_from(["string", "integer"])), **flag}


def values(schemas: dict[str, Any], name: str, depth: int = 2) -> st.SearchStrategy[Any]:
    """Return a strategy for objects that lack some of what is required."""
    known = {key: _value(schemas, schema, depth) for key, schema in declared(schemas, name).items()}
    # Most properties are there, else hardly any object would fit.
    return st.fixed_dictionaries({}, optional=known) | st.fixed_dictionaries(known)


def declared(schemas: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the properties of a class; one of its own has the last word."""
    own = schemas[name]
    return (
        own["properties"]
        if "allOf" not in own
        else {**schemas["ThingA"]["properties"], **own["allOf"][1]["properties"]}
    )


def _value(schemas: dict[str, Any], schema: Any, depth: int) -> st.SearchStrategy[Any]:
    if "allOf" in schema:
        schema = schema["allOf"][0]
    if "$ref" in schema:
        if depth == 0:
            return st.just({})
        name = schema["$ref"].removeprefix(PREFIX)
        return st.deferred(lambda: values(schemas, name, depth - 1))
    return st.just("x") if schema["type"] == "string" else st.just(7)


def check(data: st.DataObject, document: dict[str, Any], made: Models, most: int) -> None:
    schemas = document["components"]["schemas"]
    judge = Judge(document)
    for name in [one for one in schemas if one.startswith("Thing")]:
        for value in data.draw(st.lists(values(schemas, name), min_size=most, max_size=most)):
            whole, reference = {name.lower(): [value]}, {"$ref": PREFIX + name}
            fits = not judge.request(reference, value)
            assert made.accepts("Sent", whole) == fits, (name, value, schemas)
            if fits:
                expected = {name.lower(): [writable(schemas, name, value)]}
                assert same(made.back("Sent", whole, strict=True), expected), (name, value, schemas)
            if not judge.response(reference, value):
                assert held(made.read("Received", whole, strict=False)) == whole, (name, value, schemas)


def writable(schemas: dict[str, Any], name: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return an object without what the server alone writes (OpenAPI 3.0.4, 4.7.24.2: it is not sent)."""
    properties = declared(schemas, name)
    found: dict[str, Any] = {}
    for key, item in value.items():
        schema = properties[key]
        if not schema.get("readOnly"):
            target = (schema.get("allOf") or [schema])[0].get("$ref", "").removeprefix(PREFIX)
            found[key] = writable(schemas, target, item) if target else item
    return found


def held(model: Any) -> Any:
    """Return what a model holds, by the names of the document."""
    if isinstance(model, list):
        return [held(one) for one in model]
    if not hasattr(model, "model_fields_set"):
        return model
    fields = type(model).model_fields
    return {fields[name].alias or name: held(getattr(model, name)) for name in model.model_fields_set}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@settings(QUICK, max_examples=2)
@given(st.data())
def test_flags_of_properties(version: str, data: st.DataObject) -> None:
    document = data.draw(things(version))
    check(data, document, models(document), 6)


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@settings(QUICK, max_examples=60)
@given(st.data())
def test_flags_of_many_properties(version: str, data: st.DataObject) -> None:
    document = data.draw(things(version))
    check(data, document, models(document), 8)
