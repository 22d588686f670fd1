"""Bodies of octets, under every media type, in every version, sent and received; and media types that a range leaves
open.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Callers
from .packages import Package, document, generated, runtime
from .wire import Answer, Server

OCTETS = b"%PDF-1.7 \xe9\x00\xff"
TYPES = (
    "application/json",
    "text/json",
    "text/plain",
    "text/csv",
    "application/xml",
    "application/vnd.a+json",
    "application/pdf",
)
VERSIONS = ("2.0", "3.0.3", "3.1.0")


def _document(version: str) -> str:
    """Return a document that gets and takes octets under each media type, by a schema in place and by a component."""
    schemas = {"File": {"type": "string", "format": "binary"}}
    paths: dict[str, Any] = {}
    for index, media_type in enumerate(TYPES):
        schema: Any = schemas["File"] if index % 2 else {"$ref": "#/components/schemas/File"}
        if version == "2.0":
            schema = schemas["File"] if index % 2 else {"$ref": "#/definitions/File"}
            body = {"name": "body", "in": "body", "required": True, "schema": schema}
            post = {"consumes": [media_type], "parameters": [body], "responses": {"204": {"description": ""}}}
            get = {"produces": [media_type], "responses": {"200": {"description": "", "schema": schema}}}
        else:
            content = {media_type: {"schema": schema}}
            post = {"requestBody": {"required": True, "content": content}, "responses": {"204": {"description": ""}}}
            get = {"responses": {"200": {"description": "", "content": content}}}
        paths[f"/b{index}"] = {
            "get": {"operationId": f"take{index}", "tags": ["b"], **get},
            "post": {"operationId": f"give{index}", "tags": ["b"], **post},
        }
    if version == "2.0":
        info = {"title": "Wire", "version": "1"}
        return json.dumps({"swagger": "2.0", "info": info, "paths": paths, "definitions": schemas})
    return document(paths, version, components={"schemas": schemas})


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("index", range(len(TYPES)))
def test_octets_come_and_go_unchanged(server: Server, caller: Callers, version: str, index: int) -> None:
    call = caller(generated(_document(version)))
    for received in (TYPES[index], "application/pdf", "application/octet-stream"):
        server.will(Answer(200, received, OCTETS))
        assert call(f"b.take{index}") == OCTETS
    server.will(Answer(204, None))
    assert call(f"b.give{index}", OCTETS) is None
    assert server.sent[-1].body == OCTETS
    assert server.sent[-1].header("Content-Type") == TYPES[index]


OPEN = """
paths:
  /range: {put: {operationId: range, tags: [i], responses: &r {204: {description: Done}}, requestBody: {required: true, content: {'image/*': {schema: {type: string, format: binary}}}}}}
  /both: {put: {operationId: both, tags: [i], responses: *r, requestBody: {required: true, content: {'image/*': {schema: {type: string, format: binary}}, image/png: {schema: {type: string, format: binary}}}}}}
  /any: {put: {operationId: any, tags: [i], responses: *r, requestBody: {required: true, content: {'*/*': {schema: {type: string, format: binary}}}}}}
  /structured: {get: {operationId: structured, tags: [i], responses: {200: {description: ok, content: {application/vnd.acme: {schema: {$ref: '#/components/schemas/A'}}}}}}}
  /text: {get: {operationId: text, tags: [i], responses: {200: {description: ok, content: {text/plain: {schema: {$ref: '#/components/schemas/A'}}}}}}}
  /aspnet: {get: {operationId: aspnet, tags: [i], responses: {200: {description: ok, content: {text/plain: {schema: {$ref: '#/components/schemas/A'}}, application/json: {schema: {$ref: '#/components/schemas/A'}}, text/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}
  /named: {get: {operationId: named, tags: [i], responses: {200: {description: ok, content: {application/vnd.acme.json: {schema: {$ref: '#/components/schemas/A'}}}}}}}
  /parts:
    post: {operationId: parts, tags: [i], responses: *r, requestBody: {required: true, content: {multipart/form-data: {
      schema: {type: object, required: [photo], properties: {photo: {}, pages: {type: array, items: {}}, note: {}, data: {}}},
      encoding: {photo: {contentType: 'image/png, image/jpeg'}, pages: {contentType: application/pdf}, note: {contentType: text/plain}, data: {contentType: application/json}}}}}}
components: {schemas: {A: {type: object, required: [id], properties: {id: {type: integer}}}}}
"""


@pytest.fixture(scope="module")
def package() -> Package:
    return generated(document(OPEN))


@pytest.mark.parametrize(
    ("call", "options", "expected"),
    [
        ("i.range", {"content_type": "image/webp"}, "image/webp"),
        ("i.both", {}, "image/png"),
        ("i.both", {"content_type": "image/webp"}, "image/webp"),
        ("i.any", {}, "application/octet-stream"),
        ("i.any", {"content_type": "video/mp4"}, "video/mp4"),
    ],
)
def test_the_media_type_of_the_caller_is_sent(
    server: Server, caller: Callers, package: Package, call: str, options: Any, expected: str
) -> None:
    caller(package)(call, OCTETS, **options)
    assert server.sent[-1].header("Content-Type") == expected
    assert server.sent[-1].body == OCTETS


def test_a_file_says_its_media_type(server: Server, caller: Callers, package: Package, tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    path.write_bytes(OCTETS)
    call = caller(package)
    call("i.range", runtime().File(OCTETS, content_type="image/avif"))
    assert server.sent[-1].header("Content-Type") == "image/avif"
    call("i.both", runtime().File(OCTETS, name="a.webp", content_type="image/webp"))
    assert server.sent[-1].header("Content-Type") == "image/webp"
    call("i.range", path)
    assert server.sent[-1].header("Content-Type") == "image/gif"
    with path.open("rb") as stream:
        call("i.range", stream)
    assert server.sent[-1].header("Content-Type") == "image/gif"
    assert server.sent[-1].body == OCTETS


def test_a_range_without_a_media_type_is_refused(server: Server, caller: Callers, package: Package) -> None:
    with pytest.raises(Exception, match="content_type"):
        caller(package)("i.range", OCTETS)


def test_a_body_that_is_not_json_is_not_parsed_as_json(server: Server, caller: Callers, package: Package) -> None:
    call = caller(package)
    server.will(Answer(200, "application/vnd.acme", b'{"id": 1}'))
    assert call("i.structured") == b'{"id": 1}'
    server.will(Answer(200, "text/plain", b"id: 1"))
    assert call("i.text") == "id: 1"
    for call_name, received in (
        ("i.aspnet", "text/plain"),
        ("i.aspnet", "application/json"),
        ("i.named", "application/vnd.acme.json"),
    ):
        server.will(Answer(200, received, b'{"id": 1}'))
        assert call(call_name).id == 1


def test_a_part_without_a_schema_is_a_file_by_its_media_type(server: Server, caller: Callers, package: Package) -> None:
    caller(package)("i.parts", package.models.PartsRequest(photo=OCTETS, pages=[OCTETS, b"2"], note="n", data={"a": 1}))
    sent = server.sent[-1].body
    assert sent.count(OCTETS) == 2
    assert sent.count(b"filename=") == 3
    assert b'{"a":1}' in sent.replace(b" ", b"")
