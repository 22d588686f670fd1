"""Several parameters together: shared by a path, overridden, of one name, left out; and Swagger 2.0's collections."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from .conftest import Callers
from .packages import document, generated, outcome
from .wire import Server

NOTHING = {"204": {"description": "Nothing"}}
PATHS = """
paths:
  /sets/{id}/shared:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
      - {name: page, in: query, schema: {type: integer}}
      - {name: X-Trace, in: header, schema: {type: string}}
    get:
      operationId: shared
      tags: [sets]
      parameters: [{name: own, in: query, schema: {type: boolean}}]
      responses: &nothing {204: {description: Nothing}}
    post:
      operationId: overridden
      tags: [sets]
      parameters:
        - {name: page, in: query, required: true, explode: false, schema: {type: array, items: {type: integer}}}
      responses: *nothing
  /sets/{id}/{name}:
    get:
      operationId: collisions
      tags: [sets]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: name, in: path, required: true, schema: {type: string}}
        - {name: id, in: query, schema: {type: string}}
        - {name: id, in: header, schema: {type: string}}
        - {name: id, in: cookie, schema: {type: string}}
        - {name: first-name, in: query, schema: {type: string}}
        - {name: first_name, in: query, schema: {type: string}}
        - {name: firstName, in: query, schema: {type: string}}
        - {name: content_type, in: query, schema: {type: string}}
      responses: *nothing
  /sets/optional:
    get:
      operationId: optional
      tags: [sets]
      parameters:
        - {name: a, in: query, schema: {type: string, default: never sent}}
        - {name: b, in: query, schema: {type: array, items: {type: string}, default: [x]}}
        - {name: c, in: header, schema: {type: integer, default: 1}}
        - {name: d, in: cookie, schema: {type: string}}
        - {name: e, in: cookie, schema: {type: string}}
        - {name: f, in: query, required: true, schema: {type: boolean, default: true}}
      responses: *nothing
  /sets/headers:
    get:
      operationId: headers
      tags: [sets]
      parameters:
        - {name: Accept, in: header, schema: {type: string}}
        - {name: Content-Type, in: header, schema: {type: string}}
        - {name: User-Agent, in: header, schema: {type: string}}
        - {name: If-None-Match, in: header, deprecated: true, schema: {type: string}}
      responses: *nothing
  /sets/models:
    get:
      operationId: models
      tags: [sets]
      parameters:
        - {name: exploded, in: query, schema: {$ref: '#/components/schemas/Filter'}}
        - {name: joined, in: query, explode: false, schema: {$ref: '#/components/schemas/Filter'}}
        - {name: deep, in: query, style: deepObject, schema: {$ref: '#/components/schemas/Filter'}}
        - {name: json, in: query, content: {application/json: {schema: {$ref: '#/components/schemas/Filter'}}}}
        - {name: X-Filter, in: header, schema: {$ref: '#/components/schemas/Filter'}}
      responses: *nothing
  /sets/reference:
    parameters: [{$ref: '#/components/parameters/Page'}]
    get:
      operationId: reference
      tags: [sets]
      responses: *nothing
  /sets/expanded/{+rest}/x{.suffix}{;matrix,list*}{/a,b}{?q,page}:
    get:
      operationId: expanded
      tags: [sets]
      parameters:
        - {name: rest, in: path, required: true, schema: {type: string}}
        - {name: suffix, in: path, required: true, schema: {type: string}}
        - {name: matrix, in: path, required: true, schema: {type: string}}
        - {name: list, in: path, required: true, schema: {type: array, items: {type: string}}}
        - {name: a, in: path, required: true, schema: {type: string}}
        - {name: b, in: path, required: true, schema: {type: string}}
        - {name: q, in: query, schema: {type: string}}
        - {name: page, in: query, schema: {type: integer}}
      responses: *nothing
  /sets/fixed?kind=a%20b:
    get:
      operationId: fixed
      tags: [sets]
      parameters: [{name: q, in: query, schema: {type: string}}]
      responses: *nothing
components:
  parameters:
    Page: {name: page, in: query, schema: {type: integer}}
  schemas:
    Filter: {type: object, properties: {firstName: {type: string}, since: {type: integer, format: unixtime}}}
"""

CALLS: list[tuple[str, tuple[Any, ...], dict[str, Any], str, dict[str, str | None]]] = [
    ("shared", (5,), {"page": 2, "own": True, "x_trace": "t"}, "GET /sets/5/shared?page=2&own=true", {"X-Trace": "t"}),
    ("shared", (5,), {}, "GET /sets/5/shared", {"X-Trace": None}),
    ("overridden", (5,), {"page": [1, 2]}, "POST /sets/5/shared?page=1,2", {}),
    ("optional", (), {"f": False}, "GET /sets/optional?f=false", {"c": None, "Cookie": None}),
    ("optional", (), {"f": True, "d": "1", "e": "2"}, "GET /sets/optional?f=true", {"Cookie": "d=1; e=2"}),
    ("optional", (), {"f": True, "a": "", "b": []}, "GET /sets/optional?a=&f=true", {}),
    ("headers", (), {"user_agent": "me"}, "GET /sets/headers", {"User-Agent": "me", "If-None-Match": None}),
    ("reference", (), {"page": 3}, "GET /sets/reference?page=3", {}),
    ("fixed", (), {"q": "x"}, "GET /sets/fixed?kind=a%20b&q=x", {}),
    ("fixed", (), {}, "GET /sets/fixed?kind=a%20b", {}),
    (
        "expanded",
        ("a/b", "json", "m", ["x", "y"], "1/2", "3"),
        {"q": "1", "page": 2},
        "GET /sets/expanded/a/b/x.json;matrix=m;list=x;list=y/1%2F2/3?q=1&page=2",
        {},
    ),
]


@pytest.mark.parametrize(("name", "arguments", "named", "line", "headers"), CALLS)
def test_sets(
    name: str,
    arguments: tuple[Any, ...],
    named: dict[str, Any],
    line: str,
    headers: dict[str, str | None],
    caller: Callers,
    server: Server,
) -> None:
    caller(generated(document(PATHS)))(f"sets.{name}", *arguments, **named)
    assert server.only.line == f"{line} HTTP/1.1"
    assert {key: server.only.header(key) for key in headers} == headers


def test_names_that_collide(caller: Callers, server: Server) -> None:
    call = caller(generated(document(PATHS)))
    names = call.client.sets.collisions.__annotations__
    values = {name: name for name in names if name not in ("return", "options")}
    assert len(values) == 9
    first, second, *rest = values
    call("sets.collisions", first, second, **{name: name for name in rest})
    sent = server.only
    assert sent.path == f"/sets/{first}/{second}"
    wires = [pair.partition("=") for pair in (sent.query or "").split("&")]
    assert [wire for wire, _, _ in wires] == ["id", "first-name", "first_name", "firstName", "content_type"]
    assert len({value for _, _, value in wires}) == 5
    assert sent.header("id") in values
    assert (sent.header("Cookie") or "").removeprefix("id=") in values


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("exploded", "firstName=a%20b&since=5"),
        ("joined", "joined=firstName,a%20b,since,5"),
        ("deep", "deep%5BfirstName%5D=a%20b&deep%5Bsince%5D=5"),
        ("json", "json=%7B%22firstName%22%3A%22a%20b%22%2C%22since%22%3A5%7D"),
        ("x_filter", "firstName,a b,since,5"),
    ],
)
def test_instances_of_models(argument: str, expected: str, caller: Callers, server: Server) -> None:
    package = generated(document(PATHS))
    value = package.models.Filter(first_name="a b", since=datetime(1970, 1, 1, 0, 0, 5, tzinfo=UTC))
    caller(package)("sets.models", **{argument: value})
    sent = server.only
    assert (sent.header("X-Filter") if argument == "x_filter" else sent.query) == expected


def _swagger(version: dict[str, Any], location: str, name: str) -> str:
    parameter = {"name": "color", "in": location, "type": "array", "items": {"type": "string"}, **version}
    operation = {"operationId": "get", "tags": ["sets"], "parameters": [parameter], "responses": NOTHING}
    tree = {"swagger": "2.0", "info": {"title": "Wire", "version": "1"}, "paths": {name: {"get": operation}}}
    return json.dumps(tree)


@pytest.mark.parametrize(
    ("collection", "expected"),
    [
        (None, "color=a,b%20c"),
        ("csv", "color=a,b%20c"),
        ("ssv", "color=a%20b%20c"),
        ("tsv", "color=a%09b%20c"),
        ("pipes", "color=a%7Cb%20c"),
        ("multi", "color=a&color=b%20c"),
    ],
)
def test_collection_formats_in_the_query(
    collection: str | None, expected: str, caller: Callers, server: Server
) -> None:
    given = {"collectionFormat": collection} if collection else {}
    caller(generated(_swagger(given, "query", "/sets")))("sets.get", color=["a", "b c"])
    assert server.only.line == f"GET /sets?{expected} HTTP/1.1"


@pytest.mark.parametrize(("collection", "expected"), [("ssv", "a%20b"), ("tsv", "a%09b"), ("pipes", "a%7Cb")])
def test_collection_formats_in_the_path(collection: str, expected: str, caller: Callers, server: Server) -> None:
    text = _swagger({"collectionFormat": collection, "required": True}, "path", "/sets/{color}")
    caller(generated(text))("sets.get", ["a", "b"])
    assert server.only.line == f"GET /sets/{expected} HTTP/1.1"


@pytest.mark.parametrize(("collection", "expected"), [("csv", "a,b"), ("ssv", "a b"), ("pipes", "a|b")])
def test_collection_formats_in_headers(collection: str, expected: str, caller: Callers, server: Server) -> None:
    caller(generated(_swagger({"collectionFormat": collection}, "header", "/sets")))("sets.get", color=["a", "b"])
    assert server.only.header("color") == expected


def test_a_style_that_a_location_does_not_have_is_reported() -> None:
    parameter = {"name": "color", "in": "header", "style": "form", "schema": {"type": "string"}}
    made = outcome(document({"/x": {"get": {"parameters": [parameter], "responses": NOTHING}}}))
    assert [one.code for one in made.diagnostics] == ["invalid-style"]
