"""Swagger 2.0: bodies, form fields, collection formats, servers, security, and the places of diagnostics."""

from __future__ import annotations

from typing import Any

import pytest

from generator.diagnostics import Report
from generator.document.document import Document
from generator.document.loader import Source
from generator.ir.api import Api
from generator.ir.lower import lower
from generator.ir.schema_reader import read_schema
from generator.ir.schemas import Union
from generator.normalize.normalize import normalize

Tree = dict[str, Any]


def run(paths: Tree, **more: Any) -> tuple[Api | None, Report]:
    tree = {"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": paths, **more}
    report = Report()
    canonical = normalize(Source(Document(tree, "api.yaml"), {}), report)
    return (lower(canonical, report) if canonical else None), report


def api(paths: Tree, **more: Any) -> Api:
    read, report = run(paths, **more)
    assert read is not None, list(report)
    return read


PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "x-nullable": True}}}


def test_bodies_responses_and_definitions() -> None:
    operation = {
        "consumes": ["application/json", "text/xml"],
        "parameters": [
            {"$ref": "#/parameters/Body"},
            {"name": "id", "in": "path", "required": True, "type": "integer", "format": "int64"},
        ],
        "responses": {"200": {"$ref": "#/responses/Ok"}, "204": {"description": "none"}},
    }
    read = api(
        {"/p/{id}": {"put": operation}},
        definitions={"Pet": PET},
        parameters={"Body": {"name": "body", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Pet"}}},
        responses={
            "Ok": {
                "description": "ok",
                "schema": {"type": "array", "items": {"$ref": "#/definitions/Pet"}},
                "headers": {"X-N": {"type": "integer"}},
            }
        },
        produces=["application/json"],
    )
    made = read.operations[0]
    pet = {"$ref": "#/components/schemas/Pet"}
    assert made.body is not None
    assert made.body.required
    assert [(one.content_type, one.schema.json if one.schema else None) for one in made.body.contents] == [
        ("application/json", pet),
        ("text/xml", pet),
    ]
    assert made.parameters[0].schema.json == {"type": "integer", "format": "int64"}
    assert made.responses[0].contents[0].schema == read_schema({"type": "array", "items": pet})
    assert made.responses[0].headers[0].schema.json == {"type": "integer"}
    assert made.responses[1].contents == ()
    assert read.json_schemas["Pet"] == {**PET, "properties": {"name": {"type": ["string", "null"]}}}


def test_form_fields() -> None:
    fields = [
        {"name": "file", "in": "formData", "type": "file", "required": True},
        {"name": "tags", "in": "formData", "type": "array", "items": {"type": "string"}},
    ]
    made = api({"/u": {"post": {"operationId": "up", "parameters": fields, "responses": {}}}})
    body = made.operations[0].body
    assert body is not None
    assert body.contents[0].content_type == "multipart/form-data"
    assert made.json_schemas["UpRequest"] == {
        "type": "object",
        "properties": {
            "file": {"type": "string", "format": "binary"},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["file"],
    }
    body = api({"/u": {"post": {"parameters": fields[1:], "responses": {}}}}).operations[0].body
    assert body is not None
    assert body.contents[0].content_type == "application/x-www-form-urlencoded"
    assert body.contents[0].encoding["tags"].explode is False


def test_collection_formats() -> None:
    kinds = {
        None: ("form", False),
        "multi": ("form", True),
        "ssv": ("spaceDelimited", False),
        "pipes": ("pipeDelimited", False),
    }
    parameters = [
        {
            "name": str(kind),
            "in": "query",
            "type": "array",
            "items": {"type": "string"},
            **({"collectionFormat": kind} if kind else {}),
        }
        for kind in kinds
    ]
    made = api({"/a": {"get": {"parameters": parameters, "responses": {}}}}).operations[0].parameters
    assert [(one.style, one.explode) for one in made] == list(kinds.values())


def test_servers_and_security() -> None:
    definitions = {
        "b": {"type": "basic"},
        "o": {"type": "oauth2", "flow": "application", "tokenUrl": "https://t.example", "scopes": {"s": "S"}},
        "k": {"type": "apiKey", "in": "header", "name": "K"},
    }
    read = api(
        {"/a": {"get": {"responses": {}}}},
        host="x.example",
        basePath="/v1/",
        schemes=["http", "https"],
        securityDefinitions=definitions,
        security=[{"o": ["s"]}],
    )
    assert [one.url for one in read.servers] == ["https://x.example/v1", "http://x.example/v1"]
    assert [(one.key, one.type) for one in read.security_schemes] == [("b", "http"), ("k", "apiKey"), ("o", "oauth2")]
    assert read.security_schemes[2].flows["clientCredentials"].token_url == "https://t.example"
    assert read.operations[0].security == ({"o": ("s",)},)


def test_a_discriminator_is_the_name_of_a_property() -> None:
    base = {"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string"}}}
    heir = {"allOf": [{"$ref": "#/definitions/Base"}, {"properties": {"x": {"type": "string"}}}]}
    read = api(
        {"/a": {"get": {"responses": {"200": {"schema": {"$ref": "#/definitions/Base"}}}}}},
        definitions={"Base": base, "Heir": heir},
    )
    union = read.schemas["BaseUnion"]
    assert isinstance(union, Union)
    assert union.discriminator is not None
    assert union.discriminator.property == "kind"


def test_positions_are_those_of_the_original_document() -> None:
    _, report = run(
        {"/a": {"get": {"responses": {"200": {"schema": {"$ref": "#/definitions/Nope"}}}}}}, definitions={"A": 3}
    )
    places = sorted(one.where.pointer for one in report if one.where)
    assert places == ["/definitions/A", "/paths/~1a/get/responses/200/schema/$ref"]


BROKEN = {"$ref": "#/definitions/Nope"}
PLACES: dict[str, tuple[Tree, Tree]] = {
    "/paths/~1a/post/parameters/0/schema/$ref": (
        {"parameters": [{"name": "b", "in": "body", "schema": BROKEN}]},
        {},
    ),
    "/paths/~1a/post/parameters/1/schema/properties/p/$ref": (
        {
            "parameters": [
                {"name": "q", "in": "query", "type": "string"},
                {"name": "b", "in": "body", "schema": {"type": "object", "properties": {"p": BROKEN}}},
            ]
        },
        {},
    ),
    "/paths/~1a/post/parameters/1/items/maxLength": (
        {
            "parameters": [
                {"name": "r", "in": "header", "type": "string"},
                {"name": "q", "in": "query", "type": "array", "items": {"type": "string", "maxLength": -1}},
            ]
        },
        {},
    ),
    "/paths/~1a/post/parameters/1/minLength": (
        {
            "parameters": [
                {"name": "f", "in": "formData", "type": "string"},
                {"name": "g", "in": "formData", "type": "string", "minLength": -1},
            ]
        },
        {},
    ),
    "/parameters/B/schema/$ref": (
        {"parameters": [{"$ref": "#/parameters/B"}]},
        {"parameters": {"B": {"name": "b", "in": "body", "schema": BROKEN}}},
    ),
    "/parameters/Q/maxLength": (
        {"parameters": [{"$ref": "#/parameters/Q"}]},
        {"parameters": {"Q": {"name": "q", "in": "query", "type": "string", "maxLength": -1}}},
    ),
    "/paths/~1a/post/responses/200/headers/X/maxLength": (
        {"responses": {"200": {"description": "", "headers": {"X": {"type": "string", "maxLength": -1}}}}},
        {},
    ),
    "/responses/R/schema/$ref": (
        {"responses": {"200": {"$ref": "#/responses/R"}}},
        {"responses": {"R": {"description": "", "schema": BROKEN}}},
    ),
    "/responses/H/headers/X/maxLength": (
        {"responses": {"200": {"$ref": "#/responses/H"}}},
        {"responses": {"H": {"description": "", "headers": {"X": {"type": "string", "maxLength": -1}}}}},
    ),
    "/definitions/D/properties/p/$ref": (
        {"parameters": [{"name": "b", "in": "body", "schema": {"$ref": "#/definitions/D"}}]},
        {"definitions": {"D": {"type": "object", "properties": {"p": BROKEN}}}},
    ),
}


@pytest.mark.parametrize("pointer", PLACES)
def test_what_is_wrong_in_a_place_is_reported_there(pointer: str) -> None:
    operation, more = PLACES[pointer]
    _, report = run({"/a": {"post": {"responses": {}, **operation}}}, **more)
    assert [one.where.pointer for one in report if one.where and one.code != "missing-field"] == [pointer]


def test_a_parameter_with_a_schema_keeps_it() -> None:
    """The standard gives one to bodies alone; documents give it to others as well."""
    schema = {"type": "array", "items": {"type": "integer"}}
    read = api({"/a": {"get": {"responses": {}, "parameters": [{"name": "q", "in": "query", "schema": schema}]}}})
    found = read.operations[0].parameters[0].schema
    assert found.json == schema
