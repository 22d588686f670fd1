"""The canonical tree as IR: order, defaults of OpenAPI, security, directions."""

from __future__ import annotations

import pickle
from typing import Any

from generator.diagnostics import Report
from generator.document.document import Document
from generator.document.loader import Source
from generator.ir.api import Api, ParameterLocation
from generator.ir.lower import lower
from generator.normalize.normalize import normalize

Tree = dict[str, Any]


def api(paths: Tree, version: str = "3.1.0", **more: Any) -> Api:
    tree = {"openapi": version, "info": {"title": "T", "version": "1"}, "paths": paths, **more}
    report = Report()
    canonical = normalize(Source(Document(tree, "api.yaml"), {}), report)
    assert canonical is not None, list(report)
    return lower(canonical, report)


def schema(name: str) -> Tree:
    return {"$ref": f"#/components/schemas/{name}"}


def content(value: Any) -> Tree:
    return {"content": {"application/json": {"schema": value}}}


def test_operations_and_responses_are_sorted() -> None:
    responses = {"default": {}, "4XX": {}, "500": {}, "200": {}, "404": {}}
    read = api({"/b": {"get": {"responses": responses}}, "/a": {"post": {"responses": {}}, "get": {"responses": {}}}})
    assert [one.key for one in read.operations] == [("get", "/a"), ("post", "/a"), ("get", "/b")]
    assert [one.status for one in read.operations[2].responses] == ["200", "404", "500", "4XX", "default"]


def test_style_defaults() -> None:
    def parameter(place: str, **more: Any) -> Tree:
        return {"name": f"{place}{len(more)}", "in": place, "schema": {"type": "array"}, **more}

    parameters = [
        *({**parameter(place), "required": place == "path"} for place in ("path", "query", "header", "cookie")),
        parameter("query", style="deepObject"),
        parameter("query", style="simple", explode=False),
        {"name": "c", "in": "query", "content": {"application/json": {"schema": {"type": "object"}}}},
    ]
    read = api({"/a/{path0}": {"get": {"parameters": parameters, "responses": {}}}}).operations[0].parameters
    assert [(one.style, one.explode) for one in read] == [
        ("simple", False),
        ("form", True),
        ("simple", False),
        ("form", True),
        ("deepObject", False),
        ("form", False),
        ("form", True),
    ]
    assert read[0].location is ParameterLocation.PATH
    assert read[0].required
    assert (read[6].content_type, read[6].schema.json) == ("application/json", {"type": "object"})


def test_security_is_inherited_overridden_or_anonymous() -> None:
    schemes = {"a": {"type": "http", "scheme": "Bearer"}, "b": {"type": "apiKey", "in": "query", "name": "k"}}
    paths = {
        "/1": {"get": {"responses": {}}},
        "/2": {"get": {"responses": {}, "security": []}},
        "/3": {"get": {"responses": {}, "security": [{}, {"a": [], "b": ["s"]}]}},
        "/4": {"get": {"responses": {}, "security": [{"nope": []}]}},
    }
    read = api(paths, components={"securitySchemes": schemes}, security=[{"a": []}])
    assert [one.security for one in read.operations] == [({"a": ()},), (), ({}, {"a": (), "b": ("s",)}), ()]
    assert [(one.key, one.type, one.scheme, one.location) for one in read.security_schemes] == [
        ("a", "http", "bearer", None),
        ("b", "apiKey", None, "query"),
    ]


def test_directions() -> None:
    def holder(name: str | None = None) -> Tree:
        return {"type": "object", "properties": {"x": schema(name) if name else {"type": "string"}}}

    schemas = {
        "In": holder("Shared"),
        "Out": holder("Shared"),
        "Shared": holder(),
        "Hook": holder(),
        "Unused": holder(),
    }
    operation = {"requestBody": content(schema("In")), "responses": {"200": content(schema("Out"))}}
    hook = {"event": {"post": {"requestBody": content(schema("Hook")), "responses": {}}}}
    read = api({"/a": {"post": operation}}, components={"schemas": schemas}, webhooks=hook)
    assert read.sent == {"In", "Shared"}
    assert read.received == {"Out", "Shared", "Hook"}
    assert len(read.operations) == 1


def test_servers_tags_and_bodies() -> None:
    servers = [
        {"url": "https://{r}.x.example", "name": "main", "variables": {"r": {"default": "eu", "enum": ["eu", "us"]}}}
    ]
    body = {"content": {"text/xml": {}, "application/json; charset=utf-8": {"schema": {"type": "string"}}}}
    operation = {"requestBody": body, "responses": {}, "servers": [{"url": "/v2"}], "tags": ["t"], "deprecated": True}
    tags = [{"name": "t", "summary": "s", "parent": "p"}]
    read = api({"/a": {"post": operation}}, "3.2.0", servers=servers, tags=tags)
    assert read.servers[0].name == "main"
    assert read.servers[0].variables["r"].enum == ("eu", "us")
    assert (read.tags[0].summary, read.tags[0].parent) == ("s", "p")
    made = read.operations[0]
    assert made.servers[0].url == "/v2"
    assert made.deprecated
    assert made.body is not None
    assert not made.body.required
    assert [one.content_type for one in made.body.contents] == ["application/json; charset=utf-8", "text/xml"]
    assert made.where is not None
    assert made.where.pointer == "/paths/~1a/post"


def test_an_api_goes_to_another_process_without_its_document() -> None:
    read = api({}, components={"schemas": {"A": {"type": "string"}}})
    copied = pickle.loads(pickle.dumps(read))
    assert copied == read
    assert copied.schemas["A"].where == read.schemas["A"].where is not None
