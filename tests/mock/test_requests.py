"""What the mock refuses in a request: credentials, parameters and forms; what fits is answered."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from generator.commands.shipping.mock import prepare
from generator.commands.workspace import ClientSource
from generator.mock.answers import MockAnswer
from generator.mock.incoming import IncomingRequest
from generator.mock.server import Mock

SPEC = """
openapi: 3.1.0
info: {title: Lab, version: "1"}
security: [{key: []}]
paths:
  /key: {get: {responses: {"204": {description: ok}}}}
  /open: {get: {security: [], responses: {"204": {description: ok}}}}
  /optional: {get: {security: [{key: []}, {}], responses: {"204": {description: ok}}}}
  /either: {get: {security: [{token: []}, {login: []}], responses: {"204": {description: ok}}}}
  /both: {get: {security: [{token: [], query: [], session: []}], responses: {"204": {description: ok}}}}
  /oauth: {get: {security: [{oauth: [read]}], responses: {"204": {description: ok}}}}
  /certificate: {get: {security: [{certificate: []}], responses: {"204": {description: ok}}}}
  /search:
    get:
      security: []
      parameters:
        - {name: filter, in: query, content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}}}
        - {name: deep, in: query, style: deepObject, explode: true, schema: {type: object, properties: {id: {type: string}, size: {type: integer}}}}
        - {name: empty, in: query, allowEmptyValue: true, schema: {type: integer}}
        - {name: at, in: query, schema: {type: string, format: date-time}}
        - {name: accept, in: query, schema: {type: integer}}
        - {name: Accept, in: header, schema: {type: integer}}
      responses: {"204": {description: ok}}
  /null: {get: {security: [], parameters: [{name: a, in: query, required: true, schema: {type: [string, "null"]}}, {name: b, in: query, required: true, schema: {}}], responses: {"204": {description: ok}}}}
  /notes: {post: {security: [], requestBody: {required: true, content: {text/plain: {}}}, responses: {"204": {description: ok}}}}
  /customers/{id}/notes:
    get: {security: [], parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {"204": {description: ok}}}
  /at/{scope}/notes:
    get: {security: [], parameters: [{name: scope, in: path, required: true, schema: {type: string, minLength: 5}, x-ms-skip-url-encoding: true}], responses: {"204": {description: ok}}}
  /form:
    post:
      security: []
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/Order"}}
          multipart/form-data: {schema: {$ref: "#/components/schemas/Order"}}
      responses: {"204": {description: ok}}
components:
  schemas:
    Order:
      type: object
      required: [name]
      additionalProperties: false
      properties:
        name: {type: string, minLength: 2}
        count: {type: integer, minimum: 1}
        express: {type: boolean}
        tags: {type: array, items: {enum: [a, b]}}
        address: {type: object, properties: {city: {type: string}, zip: {type: integer}}}
        lines: {type: array, items: {type: object, required: [sku], properties: {sku: {type: string}, amount: {type: integer}}}}
        file: {type: string, contentMediaType: application/octet-stream}
        value: {oneOf: [{type: integer}, {type: array, items: {type: integer}, minItems: 2}]}
        "literal[name]": {type: integer}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: api_key}
    session: {type: apiKey, in: cookie, name: sid}
    token: {type: http, scheme: bearer}
    login: {type: http, scheme: basic}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://example.com/token", scopes: {read: r}}}}
    certificate: {type: mutualTLS}
"""
BASIC = base64.b64encode(b"me:secret").decode()


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    folder = tmp_path_factory.mktemp("requests")
    (folder / "spec.yaml").write_text(SPEC)
    _, made = prepare(
        ClientSource("lab", folder / "spec.yaml", None, None, folder / "lab", "lab", alone=True), keep_going=False
    )
    assert made is not None
    return made


def ask(mock: Mock, target: str, method: str = "GET", content: bytes = b"", **headers: str) -> MockAnswer:
    path, _, query = target.partition("?")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return mock.respond(IncomingRequest(method, path, query, named, content))


def errors(answer: MockAnswer) -> list[tuple[str, str]]:
    return [(one["in"], one["name"]) for one in json.loads(answer.content).get("errors", ())]


@pytest.mark.parametrize(
    ("target", "headers", "lacking"),
    [
        ("/key", {"x_key": "k"}, []),
        ("/key", {}, [("header", "X-Key")]),
        ("/key", {"x_key": ""}, [("header", "X-Key")]),
        ("/open", {}, []),
        ("/optional", {}, []),
        ("/either", {"authorization": "Bearer t"}, []),
        ("/either", {"authorization": "bearer t"}, []),
        ("/either", {"authorization": f"Basic {BASIC}"}, []),
        ("/either", {"authorization": "Basic me:secret"}, [("header", "Authorization")]),
        ("/either", {"authorization": "Bearer"}, [("header", "Authorization")]),
        ("/either", {"authorization": "Digest x"}, [("header", "Authorization")]),
        ("/both?api_key=k", {"authorization": "Bearer t", "cookie": "a=b; sid=s"}, []),
        ("/both", {"cookie": "a=b"}, [("header", "Authorization"), ("query", "api_key"), ("cookie", "sid")]),
        ("/oauth", {"authorization": "Bearer t"}, []),
        ("/oauth", {"authorization": "t"}, [("header", "Authorization")]),
        ("/certificate", {}, []),
    ],
)
def test_credentials(mock: Mock, target: str, headers: dict[str, str], lacking: list[tuple[str, str]]) -> None:
    answer = ask(mock, target, **headers)
    assert answer.status == (401 if lacking else 204)
    if lacking:
        assert errors(answer) == lacking
        assert answer.headers["WWW-Authenticate"].endswith('realm="mock"')


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/customers/1/notes", 204),
        ("GET", "/at/a/b/c/notes", 204),
        ("GET", "/at/a/b/notes", 422),  # too short
        ("GET", "/v2/customers/1/notes/", 204),  # behind the path of a server
        ("POST", "/customers/1/notes", 405),  # and not `POST /notes` behind one
        ("POST", "/v2/notes", 422),
    ],
)
def test_the_longest_path_is_meant(mock: Mock, method: str, path: str, status: int) -> None:
    assert ask(mock, path, method).status == status


def test_a_mock_that_asks_for_no_credentials_accepts_requests_without(mock: Mock) -> None:
    mock.asks_credentials = False
    try:
        assert ask(mock, "/key").status == 204
    finally:
        mock.asks_credentials = True


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("filter=%7B%22a%22:1%7D", []),
        ("filter=%7B%22a%22:%22x%22%7D", ["filter"]),
        ("filter=%7B", ["filter"]),
        ("deep[id]=5&deep[size]=5", []),
        ("deep[id]=5&deep[size]=x", ["deep"]),
        ("empty=", []),
        ("empty=x", ["empty"]),
        ("at=yesterday", []),  # `format` is an annotation
        ("accept=x", ["accept"]),  # a header of this name is no parameter, a query parameter is one
    ],
)
def test_parameters(mock: Mock, query: str, names: list[str]) -> None:
    answer = ask(mock, f"/search?{query}")
    assert answer.status == (422 if names else 204)
    assert [name for _, name in errors(answer)] == names if names else True


FORMS: list[tuple[list[tuple[str, str]], list[str]]] = [
    ([("name", "ab")], []),
    ([("name", "12"), ("count", "3"), ("express", "true"), ("tags", "a"), ("tags", "b")], []),
    ([("name", "ab"), ("tags[]", "a")], []),
    ([("name", "ab"), ("tags", "a")], []),
    ([("name", "ab"), ("address[city]", "10"), ("address[zip]", "10")], []),
    ([("name", "ab"), ("address", '{"city": "x", "zip": 1}')], []),
    ([("name", "ab"), ("lines[0][sku]", "1"), ("lines[1][sku]", "2"), ("lines[1][amount]", "2")], []),
    ([("name", "ab"), ("lines", '[{"sku": "1"}]')], []),
    ([("name", "ab"), ("value", "1")], []),
    ([("name", "ab"), ("value", "1"), ("value", "2")], []),
    ([("name", "ab"), ("literal[name]", "1")], []),
    ([("count", "0")], ["/name", "/count"]),
    ([("name", "a")], ["/name"]),
    ([("name", "ab"), ("express", "yes")], ["/express"]),
    ([("name", "ab"), ("tags", "a"), ("tags", "c")], ["/tags/1"]),
    ([("name", "ab"), ("address[zip]", "x")], ["/address/zip"]),
    ([("name", "ab"), ("lines[0][amount]", "1")], ["/lines/0/sku"]),
    ([("name", "ab"), ("nmae", "x")], ["/nmae"]),
    ([("name", "ab"), ("literal[name]", "x")], ["/literal[name]"]),
]


@pytest.mark.parametrize(("fields", "wrong"), FORMS)
def test_forms(mock: Mock, fields: list[tuple[str, str]], wrong: list[str]) -> None:
    form = ask(mock, "/form", "POST", urlencode(fields).encode(), content_type="application/x-www-form-urlencoded")
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in fields)
    multipart = ask(mock, "/form", "POST", f"{parts}--x--\r\n".encode(), content_type="multipart/form-data; boundary=x")
    for answer in (form, multipart):
        assert answer.status == (422 if wrong else 204), answer.content
        assert [name for _, name in errors(answer)] == wrong if wrong else True


def test_files_are_texts_of_bytes(mock: Mock) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nab\r\n--x\r\nContent-Disposition: form-data; '
    body = head + b'name="file"; filename="a.bin"\r\nContent-Type: image/png\r\n\r\n\xff\x00\r\n\r\n\xfe\r\n--x--\r\n'
    assert ask(mock, "/form", "POST", body, content_type='multipart/form-data; boundary="x"').status == 204


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (b"name=%ff", "application/x-www-form-urlencoded"),
        (b"\xff", "application/x-www-form-urlencoded"),
        (b"nothing", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (b"&".join(b"a=1" for _ in range(20_000)), "application/x-www-form-urlencoded"),
        (b"a" + b"[a]" * 5_000 + b"=1", "application/x-www-form-urlencoded"),
    ],
)
def test_bodies_that_are_not_forms_are_refused(mock: Mock, content: bytes, content_type: str) -> None:
    answer = ask(mock, "/form", "POST", content, content_type=content_type)
    assert answer.status == 422
    problem: Any = json.loads(answer.content)
    assert problem["errors"][0]["in"] == "body"


def test_the_log_says_what_was_wrong(mock: Mock) -> None:
    fields = urlencode([("count", "0"), ("nmae", "x"), ("express", "?"), ("tags", "c")]).encode()
    answer = ask(mock, "/form", "POST", fields, content_type="application/x-www-form-urlencoded")
    assert answer.note.startswith("body /name is required, and missing; body /count ")
    assert answer.note.endswith("; 2 more")
    assert "X-Key" in ask(mock, "/key").note


def test_a_misspelled_path_gets_a_suggestion(mock: Mock) -> None:
    answer = ask(mock, "/serach")
    assert (answer.status, json.loads(answer.content)["title"]) == (
        404,
        "no operation has the path /serach; did you mean /search?",
    )


def test_a_required_parameter_that_may_be_null_may_be_missing(mock: Mock) -> None:
    assert errors(ask(mock, "/null")) == [("query", "b")]
    assert ask(mock, "/null?b=1").status == 204
