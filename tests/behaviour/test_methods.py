"""Every method, every kind of component, response headers, webhooks, deprecation."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from .conftest import Callers
from .packages import document, generated
from .wire import Answer, Server

METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query", "purge", "link-it"]


def _methods() -> str:
    responses = {"204": {"description": "Nothing"}}
    fixed = METHODS[:-2]
    item: dict[str, Any] = {one: {"operationId": f"do_{one}", "tags": ["m"], "responses": responses} for one in fixed}
    item["additionalOperations"] = {
        "PURGE": {"operationId": "do_purge", "tags": ["m"], "responses": responses},
        "LINK-IT": {"operationId": "do_link_it", "tags": ["m"], "responses": responses},
    }
    return document({"/methods": item}, "3.2.0")


@pytest.mark.parametrize("method", METHODS)
def test_methods(method: str, caller: Callers, server: Server) -> None:
    caller(generated(_methods()))(f"m.do_{method.replace('-', '_')}")
    assert server.only.line == f"{method.upper()} /methods HTTP/1.1"
    assert server.only.header("Content-Type") is None


@pytest.mark.parametrize("method", ["M-SEARCH", "VERSION-CONTROL", "a.b", "class", "self"])
def test_methods_that_name_an_operation(method: str, caller: Callers, server: Server) -> None:
    """Without an operationId, the HTTP method is the name: as far as it can be one."""
    item = {"additionalOperations": {method: {"responses": {"204": {"description": "Nothing"}}}}}
    package = generated(document({"/things": item, "/things/{id}": item}, "3.2.0"))
    call = caller(package)
    names = [one for one in dir(call.client.things) if not one.startswith("_")]
    call(f"things.{min(names, key=len)}")
    assert server.only.line == f"{method.upper()} /things HTTP/1.1"


COMPONENTS = """
paths:
  /things: {$ref: '#/components/pathItems/Things'}
components:
  pathItems:
    Things:
      post:
        operationId: makeThing
        tags: [c]
        parameters: [{$ref: '#/components/parameters/Page'}]
        requestBody: {$ref: '#/components/requestBodies/Thing'}
        responses: {200: {$ref: '#/components/responses/Thing'}}
        callbacks: {done: {$ref: '#/components/callbacks/Done'}}
  parameters: {Page: {name: page, in: query, schema: {type: integer}, examples: {one: {$ref: '#/components/examples/One'}}}}
  examples: {One: {value: 1}}
  requestBodies: {Thing: {required: true, content: {application/json: {$ref: '#/components/mediaTypes/Thing'}}}}
  mediaTypes: {Thing: {schema: {$ref: '#/components/schemas/Thing'}}}
  responses: {Thing: {description: Thing, headers: {X-Count: {$ref: '#/components/headers/Count'}}, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
  headers: {Count: {schema: {type: integer}}}
  callbacks: {Done: {'{$request.query.page}': {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Event'}}}}, responses: {200: {description: OK}}}}}}
  schemas:
    Thing: {type: object, properties: {name: {type: string}}}
    Event: {type: object, required: [at], properties: {at: {type: string}}}
webhooks:
  happened: {post: {requestBody: {content: {application/json: {schema: {type: object, required: [what], properties: {what: {type: string}}}}}}, responses: {200: {description: OK}}}}
"""


def test_components(caller: Callers, server: Server) -> None:
    package = generated(document(COMPONENTS, "3.2.0"))
    assert package.warnings == []
    server.will(Answer(200, body=b'{"name":"y"}', headers=(("X-Count", "7"),)))
    call = caller(package)
    response = call.send(package.c.make_thing_request(package.models.Thing(name="x"), page=2))
    assert (server.only.target, server.only.body) == ("/things?page=2", b'{"name":"x"}')
    assert (response.data.name, response.header("X-Count", int)) == ("y", 7)


def test_webhooks() -> None:
    package = generated(document(COMPONENTS, "3.2.0"))
    found = {name for name in vars(package.models) if not name.startswith("_")}
    assert package.models.Event.model_validate({"at": "now"}).at == "now"
    assert any("what" in getattr(getattr(package.models, name), "model_fields", ()) for name in found)


HEADERS = """
paths:
  /headers:
    get:
      operationId: headers
      tags: [h]
      responses:
        200:
          description: OK
          headers:
            X-Int: {description: How many, schema: {type: integer}}
            X-Bool: {schema: {type: boolean}}
            X-Text: {required: true, schema: {type: string}}
            X-At: {schema: {type: string, format: date-time}}
            X-List: {schema: {type: array, items: {type: integer}}}
            X-Map: {schema: {type: object, additionalProperties: {type: integer}}}
            X-Exploded: {explode: true, schema: {type: object, additionalProperties: {type: integer}}}
            X-JSON: {content: {application/json: {schema: {type: object}}}}
"""
GIVEN: list[tuple[str, str, Any, dict[str, Any], Any]] = [
    ("X-Int", "5", int, {}, 5),
    ("X-Bool", "true", bool, {}, True),
    ("X-Text", "5", str, {}, "5"),
    ("X-At", "2026-01-02T03:04:05Z", datetime, {}, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
    ("X-List", "1, 2,3", list[int], {}, [1, 2, 3]),
    ("X-Map", "a,1,b,2", dict[str, int], {}, {"a": 1, "b": 2}),
    ("X-Exploded", "a=1,b=2", dict[str, int], {"explode": True}, {"a": 1, "b": 2}),
    ("X-JSON", '{"a":[1]}', dict[str, Any], {}, {"a": [1]}),
    ("X-Absent", "", int, {}, None),
]


@pytest.mark.parametrize(("name", "text", "type_", "options", "expected"), GIVEN)
def test_headers(
    name: str, text: str, type_: Any, options: dict[str, Any], expected: Any, caller: Callers, server: Server
) -> None:
    package = generated(document(HEADERS))
    server.will(Answer(200, headers=((name, text),) if expected is not None else ()))
    response = caller(package).send(package.h.headers_request())
    assert response.header(name, type_, **options) == expected
    assert "X-Int: `int`. How many" in (package.h.H.headers.__doc__ or "")


def test_a_header_that_is_not_as_declared(caller: Callers, server: Server) -> None:
    package = generated(document(HEADERS))
    server.will(Answer(200, headers=(("X-Int", "many"),)))
    response = caller(package).send(package.h.headers_request())
    with pytest.raises(package.errors.DecodeError):
        response.header("X-Int", int)


def test_deprecated() -> None:
    parameter = {"name": "old", "in": "query", "deprecated": True, "schema": {"type": "string"}}
    operation = {"operationId": "go", "tags": ["d"], "deprecated": True, "parameters": [parameter], "responses": {}}
    text = generated(document({"/d": {"get": operation}})).d.D.go.__doc__ or ""
    assert text.count("Deprecated.") == 2
