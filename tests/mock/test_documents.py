"""The mock on documents of each version, with the settings of a provider, and what `Prefer` asks for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.commands.shipping.mock import prepare
from generator.commands.workspace import ClientSource
from generator.mock.answers import MockAnswer
from generator.mock.incoming import IncomingRequest
from generator.mock.server import Mock

SPEC_3_2 = """
openapi: 3.2.0
info: {title: Lab, version: "1"}
paths:
  /things:
    query:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [q], properties: {q: {type: string}}}}}}
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}}}
    additionalOperations:
      COPY: {responses: {"204": {description: copied}}}
  /events:
    get:
      responses:
        "200":
          description: ok
          content:
            text/event-stream:
              itemSchema: {type: object, required: [data], properties: {data: {type: string, contentMediaType: application/json}, event: {const: made}}}
  /lines:
    get:
      responses:
        "200":
          description: ok
          content:
            application/jsonl: {itemSchema: {$ref: "#/components/schemas/Thing"}}
  /search:
    get:
      parameters: [{name: all, in: querystring, required: true, content: {application/x-www-form-urlencoded: {schema: {type: object}}}}]
      responses: {"200": {description: ok, content: {application/json: {examples: {one: {dataValue: {id: 7}}}}}}}
components:
  schemas:
    Thing: {type: object, required: [id], properties: {id: {type: integer}}}
"""
SPEC_2_0 = """
swagger: "2.0"
info: {title: Old, version: "1"}
host: old.example
basePath: /v1
consumes: [application/json]
produces: [application/json]
paths:
  /pets/{petId}:
    get:
      parameters:
        - {name: petId, in: path, required: true, type: integer}
        - {name: tags, in: query, type: array, items: {type: string, enum: [a, b]}, collectionFormat: pipes}
      responses:
        200: {description: ok, schema: {$ref: "#/definitions/Pet"}, examples: {application/json: {name: Rex}}}
        404: {description: none, schema: {$ref: "#/definitions/Pet"}}
  /shops:
    get:
      produces: [application/xml]
      responses: {200: {description: ok, schema: {$ref: "#/definitions/Shop"}}}
  /pets:
    post:
      parameters: [{name: pet, in: body, required: true, schema: {$ref: "#/definitions/Pet"}}]
      responses: {201: {description: made, schema: {$ref: "#/definitions/Pet"}}}
definitions:
  Pet: {type: object, required: [name], properties: {name: {type: string}}}
  Shop:
    type: object
    xml: {name: shop}
    properties: {id: {type: integer, xml: {attribute: true}}, name: {type: string}}
"""
SPEC_PREFER = """
openapi: 3.1.0
info: {title: Calls, version: "1"}
tags: [{name: calls}, {name: admin}]
paths:
  /calls:
    get:
      tags: [calls]
      operationId: list-calls
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {type: object, required: [id], properties: {id: {type: integer, minimum: 10}}}
              examples: {few: {value: {id: 11}}, many: {value: {id: 12}}}
        "4XX": {description: no, content: {application/problem+json: {schema: {type: object}, example: {title: no}}}}
  /admin:
    get: {tags: [admin], operationId: admin, responses: {"204": {description: ok}}}
"""


def mock(folder: Path, spec: str, settings: str | None = None, **options: Any) -> Mock:
    (folder / "openapi.yaml").write_text(spec)
    chosen = None
    if settings is not None:
        chosen = folder / "provider.toml"
        chosen.write_text(settings)
    subject = ClientSource("lab", folder / "openapi.yaml", None, chosen, folder / "none", "lab", alone=True, **options)
    row, made = prepare(subject, keep_going=False)
    assert made is not None, row.diagnostics
    return made


def ask(
    served: Mock, method: str, path: str, body: object = None, content_type: str = "application/json", **headers: str
) -> MockAnswer:
    place, _, query = path.partition("?")
    content = json.dumps(body).encode() if body is not None else b""
    given = {**headers, **({"content-type": content_type} if content else {})}
    return served.respond(IncomingRequest(method, place, query, given, content))


def test_openapi_3_2(tmp_path: Path) -> None:
    served = mock(tmp_path, SPEC_3_2)
    assert ask(served, "QUERY", "/things", {"q": "a"}).status == 200
    assert ask(served, "QUERY", "/things", {}).status == 422
    assert ask(served, "COPY", "/things").status == 204
    lines = ask(served, "GET", "/lines").content.decode().splitlines()
    assert lines
    assert all(isinstance(json.loads(line)["id"], int) for line in lines)
    events = ask(served, "GET", "/events").content.decode()
    assert events.endswith("\n\n")
    assert "event: made\n" in events
    assert "data: " in events
    assert json.loads(ask(served, "GET", "/search?a=1").content) == {"id": 7}
    assert ask(served, "GET", "/search").status == 422


def test_swagger_2(tmp_path: Path) -> None:
    served = mock(tmp_path, SPEC_2_0)
    assert json.loads(ask(served, "GET", "/v1/pets/7?tags=a%7Cb").content) == {"name": "Rex"}
    assert json.loads(ask(served, "GET", "/pets/7").content) == {"name": "Rex"}
    assert ask(served, "GET", "/v1/pets/x").status == 422
    assert ask(served, "GET", "/v1/pets/7?tags=c").status == 422
    assert ask(served, "POST", "/v1/pets", {"name": "Rex"}).status == 201
    assert ask(served, "POST", "/v1/pets", {}).status == 422
    assert ask(served, "GET", "/v1/shops").content.decode().endswith('<shop id="1"><name>name</name></shop>')


@pytest.mark.parametrize(
    ("wanted", "status", "body"),
    [
        ("", 200, {"id": 11}),
        ("example=many", 200, {"id": 12}),
        ('example="many"', 200, {"id": 12}),
        ("code=200, example=many", 200, {"id": 12}),
        ("code=429", 429, {"title": "no"}),
        ("Code=404; wait=3", 404, {"title": "no"}),
        ("dynamic=true", 200, {"id": 10}),
        ("code=200; dynamic=true", 200, {"id": 10}),
        ("respond-async", 200, {"id": 11}),
    ],
)
def test_prefer(wanted: str, status: int, body: Any, tmp_path: Path) -> None:
    answer = ask(mock(tmp_path, SPEC_PREFER), "GET", "/calls", prefer=wanted)
    assert (answer.status, json.loads(answer.content)) == (status, body)


SPEC_TARGETS = """
openapi: 3.1.0
info: {title: Targets, version: "1"}
paths:
  "/#X-Target=List":
    post:
      parameters: [{name: X-Target, in: header, required: true, schema: {enum: [List]}}]
      responses: {"200": {description: ok}}
  "/#X-Target=Delete":
    post:
      parameters: [{name: X-Target, in: header, required: true, schema: {enum: [Delete]}}]
      responses: {"202": {description: ok}}
"""


def test_operations_at_one_path_are_distinguished_by_their_parameters(tmp_path: Path) -> None:
    served = mock(tmp_path, SPEC_TARGETS)
    assert [ask(served, "POST", "/", **{"x-target": one}).status for one in ("List", "Delete", "Other")] == [
        200,
        202,
        422,
    ]


SPEC_NAMES = """
openapi: 3.1.0
info: {title: Names, version: "1"}
paths:
  /calls:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json: {examples: {"with, comma; semicolon": {value: 1}, 'with "quotation" \\\\': {value: 2}, "größe": {value: 3}}}
            text/plain: {examples: {plain: {value: hello}}}
"""


@pytest.mark.parametrize(
    ("wanted", "content"),
    [
        ('example="with, comma; semicolon"', "1"),
        ('code=200, example="with \\"quotation\\" \\\\\\\\"; wait=3', "2"),
        ("example=größe", "3"),
        ("example=größe".encode().decode("latin-1"), "3"),
        ("example=plain", "hello"),  # of another content type than the preferred one
    ],
)
def test_examples_of_any_name(wanted: str, content: str, tmp_path: Path) -> None:
    assert ask(mock(tmp_path, SPEC_NAMES), "GET", "/calls", prefer=wanted).content.decode() == content


@pytest.mark.parametrize("wanted", ["example=none", "code=302"])
def test_preferring_an_unknown_example_or_status_is_404(wanted: str, tmp_path: Path) -> None:
    answer = ask(mock(tmp_path, SPEC_PREFER), "GET", "/calls", prefer=wanted)
    assert answer.status == 404
    assert "there is no" in json.loads(answer.content)["title"]


@pytest.mark.parametrize(
    ("settings", "options"),
    [
        ('[include]\ntags = ["calls"]\n', {}),
        ('[exclude]\ntags = ["admin"]\n', {}),
        (None, {"include": (("tag", "calls"),)}),
        (None, {"exclude": (("path", "/admin*"),)}),
    ],
)
def test_only_wanted_operations_are_served(settings: str | None, options: dict[str, Any], tmp_path: Path) -> None:
    served = mock(tmp_path, SPEC_PREFER, settings, **options)
    assert [route.path for route in served.routes] == ["/calls"]
    assert ask(served, "GET", "/admin").status == 404


SPEC_MISFITS = """
openapi: 3.1.0
info: {title: Misfits, version: "1"}
paths:
  /text:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {type: object, required: [id], properties: {id: {type: integer}}}
              examples: {written: {value: "{ \\"id\\": 7 }"}}
  /second:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {type: object, required: [id], properties: {id: {type: integer, default: 3}}}
              examples: {broken: {value: {id: x}}, right: {value: {id: 4}}}
  /none:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {type: object, required: [id], properties: {id: {type: integer, default: 3}}}
              examples: {broken: {value: {id: x}}}
  /impossible:
    get:
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: {oneOf: [{type: object, title: A, properties: {a: {const: 1}}}, {type: object, title: B, properties: {a: {const: 1}}}]}
"""


@pytest.mark.parametrize(
    ("path", "wanted", "content", "note"),
    [
        ("/text", "", '{ "id": 7 }', ""),
        ("/text", "example=written", '{ "id": 7 }', ""),
        ("/second", "", '{"id": 4}', ""),
        ("/second", "example=broken", '{"id": "x"}', ""),
        ("/none", "", '{"id": 3}', "broken does not fit its schema: made up instead"),
        ("/none", "example=broken", '{"id": "x"}', ""),
    ],
)
def test_an_example_that_does_not_fit_comes_back_only_by_its_name(
    path: str, wanted: str, content: str, note: str, tmp_path: Path
) -> None:
    answer = ask(mock(tmp_path, SPEC_MISFITS), "GET", path, prefer=wanted)
    assert (answer.status, answer.content.decode(), answer.note) == (200, content, note)


def test_a_schema_that_accepts_nothing_is_answered_with_something_near(tmp_path: Path) -> None:
    answer = ask(mock(tmp_path, SPEC_MISFITS), "GET", "/impossible")
    assert (answer.status, json.loads(answer.content)) == (200, {"a": 1})
    assert "no value fits" in answer.note


SPEC_JOBS = """
openapi: 3.1.0
info: {title: Jobs, version: "1"}
paths:
  /jobs/{id}:
    get:
      x-clientwright-polling: {state: /job/status, success: [done, gone], failure: [failed]}
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                {type: object, required: [job], properties: {job: {type: object, required: [status], properties: {status: {enum: [queued, gone, done, failed]}}}}}
              examples: {runs: {value: {job: {status: queued}}}}
"""


def test_a_wait_ends(tmp_path: Path) -> None:
    served = mock(tmp_path, SPEC_JOBS)
    assert json.loads(ask(served, "GET", "/jobs/1").content) == {"job": {"status": "done"}}
    assert json.loads(ask(served, "GET", "/jobs/1", prefer="dynamic=true").content) == {"job": {"status": "done"}}
    assert json.loads(ask(served, "GET", "/jobs/1", prefer="example=runs").content) == {"job": {"status": "queued"}}
