"""Swagger 2.0 in tables: what an operation says counts before what the document says, and what each word becomes."""

from __future__ import annotations

from typing import Any

import pytest

from generator.ir.api import Operation

from .test_swagger2 import api, run

ALL = ["http", "https"]
JSON, XML = "application/json", "application/xml"
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
ABSENT: Any = ...


def given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not ABSENT}


def one(operation: dict[str, Any], path: str = "/a", **document: Any) -> Operation:
    return api({path: {"post": {"responses": {}, **operation}}}, **document).operations[0]


@pytest.mark.parametrize(
    ("own", "shared", "expected"),
    [
        (ABSENT, ABSENT, [JSON]),
        (ABSENT, [XML], [XML]),
        ([JSON], [XML], [JSON]),
        ([XML, JSON], ABSENT, [JSON, XML]),
        ([], [XML], [JSON]),
        (ABSENT, [], [JSON]),
    ],
    ids=str,
)
def test_media_types_of_an_operation_replace_those_of_the_document(own: Any, shared: Any, expected: list[str]) -> None:
    """An empty list of an operation is a list: it clears that of the document (Swagger 2.0, Operation Object)."""
    body = {"name": "b", "in": "body", "schema": {"type": "string"}}
    responses = {"200": {"description": "ok", "schema": {"type": "string"}}}
    sent = one(given(parameters=[body], consumes=own), **given(consumes=shared)).body
    assert sent is not None
    assert sorted(content.content_type for content in sent.contents) == expected
    answered = one(given(responses=responses, produces=own), **given(produces=shared)).responses[0]
    assert sorted(content.content_type for content in answered.contents) == expected


FIELD = {"name": "f", "in": "formData", "type": "string"}
FILE = {"name": "f", "in": "formData", "type": "file"}


@pytest.mark.parametrize(
    ("field", "consumes", "expected"),
    [
        (FIELD, ABSENT, [URLENCODED]),
        (FIELD, [JSON], [URLENCODED]),
        (FIELD, [MULTIPART], [MULTIPART]),
        (FIELD, [MULTIPART, URLENCODED, JSON], [MULTIPART, URLENCODED]),
        (FIELD, ["multipart/form-data; charset=utf-8"], ["multipart/form-data; charset=utf-8"]),
        (FILE, ABSENT, [MULTIPART]),
        (FILE, [URLENCODED], [MULTIPART]),
        (FILE, [URLENCODED, MULTIPART], [MULTIPART]),
        (FILE, [JSON], [MULTIPART]),
    ],
    ids=str,
)
def test_the_media_type_of_a_form(field: dict[str, Any], consumes: Any, expected: list[str]) -> None:
    """Only `multipart/form-data` can carry a file (Swagger 2.0, Parameter Object)."""
    body = one(given(parameters=[field], consumes=consumes)).body
    assert body is not None
    assert sorted(content.content_type for content in body.contents) == sorted(expected)


@pytest.mark.parametrize("place", ["query", "header", "path"])
@pytest.mark.parametrize(
    ("kind", "style", "explode"),
    [
        (ABSENT, "", False),
        ("csv", "", False),
        ("ssv", "spaceDelimited", False),
        ("tsv", "tabDelimited", False),
        ("pipes", "pipeDelimited", False),
        ("multi", "", True),
        ("nonsense", "", False),
    ],
    ids=str,
)
def test_collection_formats_in_each_place(place: str, kind: Any, style: str, explode: bool) -> None:
    parameter = given(name="p", type="array", items={"type": "string"}, required=True, collectionFormat=kind)
    read, report = run({"/a/{p}": {"get": {"parameters": [{**parameter, "in": place}], "responses": {}}}})
    assert read is not None
    found = read.operations[0].parameters[0]
    assert found.style == (style or {"query": "form"}.get(place, "simple"))
    # Several parameters of one name are for queries and forms alone.
    assert found.explode is (explode and place == "query")
    assert [diagnostic for diagnostic in report if diagnostic.code == "invalid-style"] == []


P = {"name": "p", "in": "query", "type": "string"}
BODY = {"name": "b", "in": "body", "schema": {"type": "string"}}


@pytest.mark.parametrize(
    ("shared", "own", "expected"),
    [
        ([P], [], [("query", "p", "string")]),
        ([P], [{**P, "type": "integer"}], [("query", "p", "integer")]),
        ([P], [{**P, "in": "header"}], [("query", "p", "string"), ("header", "p", "string")]),
        (
            [P, {**P, "name": "q"}],
            [{**P, "name": "q", "type": "integer"}],
            [("query", "p", "string"), ("query", "q", "integer")],
        ),
    ],
    ids=str,
)
def test_parameters_of_a_path_are_replaced_by_name_and_place(
    shared: list[Any], own: list[Any], expected: list[tuple[str, str, str]]
) -> None:
    operation = api({"/a": {"parameters": shared, "get": {"parameters": own, "responses": {}}}}).operations[0]
    found = [(str(one.location), one.name, str(one.schema.json["type"])) for one in operation.parameters]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("shared", "own", "kind"),
    [([BODY], [], "string"), ([BODY], [{**BODY, "name": "other", "schema": {"type": "integer"}}], "integer")],
)
def test_an_operations_own_body_replaces_that_of_its_path(shared: list[Any], own: list[Any], kind: str) -> None:
    body = api({"/a": {"parameters": shared, "post": {"parameters": own, "responses": {}}}}).operations[0].body
    assert body is not None
    assert body.contents[0].schema is not None
    assert body.contents[0].schema.json == {"type": kind}


@pytest.mark.parametrize(
    ("document", "own", "expected", "own_expected"),
    [
        ({"host": "x.test"}, ABSENT, ["https://x.test"], []),
        ({"host": "x.test", "schemes": ALL}, ABSENT, ["https://x.test", "http://x.test"], []),
        ({"host": "x.test", "schemes": ALL}, ["http"], ["https://x.test", "http://x.test"], ["http://x.test"]),
        ({"host": "x.test", "schemes": ["https"]}, ["https"], ["https://x.test"], []),
        ({"host": "x.test/", "basePath": "v1/"}, ABSENT, ["https://x.test/v1"], []),
        ({"host": "http://x.test", "schemes": ["ws", "http"]}, ABSENT, ["http://x.test"], []),
        ({"basePath": "/v1"}, ABSENT, ["/v1"], []),
        ({"basePath": "/"}, ABSENT, [], []),
    ],
    ids=str,
)
def test_servers_of_a_document_and_of_an_operation(
    document: dict[str, Any], own: Any, expected: list[str], own_expected: list[str]
) -> None:
    read = api({"/a": {"get": given(responses={}, schemes=own)}}, **document)
    assert [server.url for server in read.servers] == expected
    assert [server.url for server in read.operations[0].servers] == own_expected


@pytest.mark.parametrize(
    ("flow", "name"),
    [
        ("implicit", "implicit"),
        ("password", "password"),
        ("application", "clientCredentials"),
        ("accessCode", "authorizationCode"),
    ],
)
def test_flows_of_oauth(flow: str, name: str) -> None:
    scheme = {"type": "oauth2", "flow": flow, "tokenUrl": "https://t.test", "authorizationUrl": "https://a.test"}
    read = api({"/a": {"get": {"responses": {}}}}, securityDefinitions={"o": scheme})
    assert [*read.security_schemes[0].flows] == [name]


@pytest.mark.parametrize(
    ("produces", "expected"),
    [([JSON], ["application/octet-stream"]), (["audio/wav", JSON], ["audio/wav"]), ([], ["application/octet-stream"])],
)
def test_a_file_in_a_response_is_not_json(produces: list[str], expected: list[str]) -> None:
    responses = {"200": {"description": "ok", "schema": {"type": "file"}}}
    found = one({"responses": responses, "produces": produces}).responses[0]
    assert [content.content_type for content in found.contents] == expected


@pytest.mark.parametrize(("required", "expected"), [(True, True), (False, False), (ABSENT, False)])
@pytest.mark.parametrize("place", ["body", "formData"])
def test_a_body_is_required_if_it_or_a_field_of_it_is(place: str, required: Any, expected: bool) -> None:
    parameter = given(
        name="b", required=required, **{"in": place}, **({"schema": {}} if place == "body" else {"type": "string"})
    )
    body = one({"parameters": [parameter]}).body
    assert body is not None
    assert body.required is expected
