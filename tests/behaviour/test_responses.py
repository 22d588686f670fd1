"""The declaration that reads a response, by status and content type: the result, or the exception."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from .conftest import Callers
from .packages import document, generated
from .wire import Answer, Server

PATHS = """
paths:
  /statuses:
    get:
      operationId: statuses
      tags: [r]
      responses:
        200: {description: Pet, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        201: {description: Id, content: {application/json: {schema: {type: integer}}}}
        204: {description: Nothing}
        2XX: {description: Text, content: {text/plain: {schema: {type: string}}}}
        404: {description: Gone, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
        494: {description: Nginx, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
        4XX: {description: Client, content: {application/problem+json: {schema: {$ref: '#/components/schemas/Problem'}}}}
        default: {description: Other, content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
  /types:
    get:
      operationId: types
      tags: [r]
      responses:
        200: {description: Several, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}, text/plain: {schema: {type: string}}, image/*: {schema: {type: string, format: binary}}, application/xml: {schema: {$ref: '#/components/schemas/Pet'}}}}
  /only-default: {get: {operationId: onlyDefault, tags: [r], responses: {default: {description: Any, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
  /declared-204: {delete: {operationId: declared204, tags: [r], responses: {204: {description: JSON, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
  /nothing: {get: {operationId: nothing, tags: [r], responses: {200: {description: Nothing}}}}
  /head: {head: {operationId: head, tags: [r], responses: {200: {description: Head, headers: {X-Total: {schema: {type: integer}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
  /binary: {get: {operationId: binary, tags: [r], responses: {200: {description: Bytes, content: {application/octet-stream: {schema: {type: string, format: binary}}}}}}}
  /binary31: {get: {operationId: binary31, tags: [r], responses: {200: {description: Bytes, content: {image/png: {}}}}}}
  /base64: {get: {operationId: base64, tags: [r], responses: {200: {description: Bytes, content: {image/png: {schema: {type: string, contentEncoding: base64}}}}}}}
  /text: {get: {operationId: text, tags: [r], responses: {200: {description: Text, content: {text/plain: {schema: {type: string}}}}}}}
  /number: {get: {operationId: number, tags: [r], responses: {200: {description: Text, content: {text/plain: {schema: {type: integer}}}}}}}
  /instant: {get: {operationId: instant, tags: [r], responses: {200: {description: Text, content: {text/plain: {schema: {type: string, format: date-time}}}}}}}
  /anything: {get: {operationId: anything, tags: [r], responses: {200: {description: Any, content: {'*/*': {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
  /application: {get: {operationId: application, tags: [r], responses: {200: {description: Any, content: {'application/*': {}}}}}}
  /parameters: {get: {operationId: parameters, tags: [r], responses: {200: {description: Two, content: {'application/json; version=1': {schema: {$ref: '#/components/schemas/Pet'}}, 'application/json; version=2': {schema: {type: integer}}}}}}}
  /form: {get: {operationId: form, tags: [r], responses: {200: {description: Form, content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}, b: {type: integer}, c: {type: array, items: {type: string}}}}}}}}}}
  /nullable: {get: {operationId: nullable, tags: [r], responses: {200: {description: Null, content: {application/json: {schema: {type: [integer, 'null']}}}}}}}
  /list: {get: {operationId: pets, tags: [r], responses: {200: {description: List, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}}}}
  /parts: {get: {operationId: parts, tags: [r], responses: {200: {description: Parts, content: {multipart/form-data: {schema: {type: object, properties: {meta: {$ref: '#/components/schemas/Pet'}, count: {type: integer}, file: {type: string, format: binary}}}}}}}}}
  /pairs: {get: {operationId: pairs, tags: [r], responses: {200: {description: Pets, content: {application/xml: {schema: {type: array, xml: {name: pets, wrapped: true}, items: {$ref: '#/components/schemas/Pet'}}}}}}}}
  /dates: {get: {operationId: dates, tags: [r], responses: {200: {description: Dates, content: {application/json: {schema: {type: object, properties: {a: {type: string, format: date-time}, b: {type: string, format: date}, c: {type: integer, format: unixtime}, d: {type: string, format: http-date}, e: {type: string, format: duration}, f: {type: string, format: byte}, g: {type: string, format: base64url}, h: {type: string, format: time}}}}}}}}}
  /yaml: {get: {operationId: yaml, tags: [r], responses: {200: {description: YAML, content: {application/yaml: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
  /csv: {get: {operationId: csv, tags: [r], responses: {200: {description: CSV, content: {text/csv: {schema: {type: array, items: {type: object}}}}}}}}
  /cbor: {get: {operationId: cbor, tags: [r], responses: {200: {description: CBOR, content: {application/cbor: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
  /token: {get: {operationId: token, tags: [r], responses: {200: {description: JWT, content: {application/jwt: {schema: {type: string}}}}}}}
  /beside: {get: {operationId: beside, tags: [r], responses: {200: {description: JSON, content: {application/yaml: {schema: {$ref: '#/components/schemas/Pet'}}, application/json: {schema: {$ref: '#/components/schemas/Pet'}}, application/vnd.x.protobuf: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
  /undeclared: {get: {operationId: undeclared, tags: [r], responses: {}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, born: {type: string, format: date-time}, kind: {type: string, enum: [cat, dog]}}}
    Problem: {type: object, required: [title], properties: {title: {type: string}}}
"""
PET = b'{"name":"x"}'
INSTANT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PARTS = (
    b'--B\r\nContent-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n{"name":"x"}\r\n'
    b'--B\r\nContent-Disposition: form-data; name="count"\r\n\r\n5\r\n'
    b'--B\r\nContent-Disposition: form-data; name="file"; filename="f"\r\nContent-Type: image/png\r\n\r\n\xff\r\n--B--\r\n'
)
JSON, TEXT = "application/json", "text/plain"

GIVEN: list[tuple[str, Answer, Any]] = [
    ("statuses", Answer(200, JSON, PET), {"name": "x"}),
    ("statuses", Answer(201, JSON, b"7"), 7),
    ("statuses", Answer(204, None), None),
    ("statuses", Answer(202, TEXT, b"later"), "later"),
    ("statuses", Answer(299, "text/plain; charset=iso-8859-1", b"\xfc"), "ü"),
    ("types", Answer(200, JSON, PET), {"name": "x"}),
    ("types", Answer(200, "application/json;charset=UTF-8", PET), {"name": "x"}),
    ("types", Answer(200, "APPLICATION/JSON", PET), {"name": "x"}),
    ("types", Answer(200, TEXT, PET), '{"name":"x"}'),
    ("types", Answer(200, "image/gif", b"\xff"), b"\xff"),
    ("types", Answer(200, "application/xml", b"<Pet><name>x</name></Pet>"), {"name": "x"}),
    ("types", Answer(200, "application/hal+json", PET), {"name": "x"}),
    ("types", Answer(200, None, PET), {"name": "x"}),
    ("only_default", Answer(200, JSON, PET), {"name": "x"}),
    ("declared204", Answer(204, None), None),
    ("nothing", Answer(200, "text/html", b"<p>ignored</p>"), None),
    ("nothing", Answer(204, None), None),
    ("head", Answer(200, JSON, PET, (("X-Total", "5"),)), None),
    ("binary", Answer(200, "application/octet-stream", b"\x00\xff"), b"\x00\xff"),
    ("binary", Answer(200, "application/pdf", b"%PDF"), b"%PDF"),
    ("binary", Answer(200, None, b"%PDF"), b"%PDF"),
    ("binary", Answer(200, "application/octet-stream", b""), b""),
    ("binary31", Answer(200, "image/png", b"\x89PNG"), b"\x89PNG"),
    ("base64", Answer(200, "image/png", b"//4="), b"\xff\xfe"),
    ("text", Answer(200, TEXT, "ü".encode()), "ü"),
    ("text", Answer(200, TEXT, b""), ""),
    ("text", Answer(200, "text/plain; charset=utf-16", "ü".encode("utf-16")), "ü"),
    ("number", Answer(200, TEXT, b"42"), 42),
    ("instant", Answer(200, TEXT, b"2026-01-02t03:04:05z"), datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
    ("anything", Answer(200, JSON, PET), {"name": "x"}),
    ("anything", Answer(200, "application/vnd.x+json", PET), {"name": "x"}),
    ("application", Answer(200, "application/zip", b"PK"), b"PK"),
    ("parameters", Answer(200, "application/json;version=2", b"2"), 2),
    ("parameters", Answer(200, "application/json; version=1", PET), {"name": "x"}),
    ("form", Answer(200, "application/x-www-form-urlencoded", b"a=x+y&b=2&c=1&c=2"), {"a": "x y", "b": 2, "c": ["1", "2"]}),
    ("nullable", Answer(200, JSON, b"null"), None),
    ("pets", Answer(200, JSON, b"[" + PET + b"]"), [{"name": "x"}]),
    ("pets", Answer(200, JSON, b"\xef\xbb\xbf[]"), []),
    ("pets", Answer(200, JSON, "[]".encode("utf-16")), []),
    ("undeclared", Answer(200, JSON, PET), None),
    ("yaml", Answer(200, "application/yaml", b"name: x"), "name: x"),
    ("csv", Answer(200, "text/csv", b"a,b"), "a,b"),
    ("cbor", Answer(200, "application/cbor", b"\xa0"), b"\xa0"),
    ("token", Answer(200, "application/jwt", b"a.b.c"), "a.b.c"),
    ("beside", Answer(200, JSON, PET), {"name": "x"}),
    ("parts", Answer(200, "multipart/form-data; boundary=B", PARTS), {"meta": {"name": "x"}, "count": 5, "file": b"\xff"}),
    ("pairs", Answer(200, "application/xml", b"<pets><Pet><name>x</name></Pet><Pet><name>y</name></Pet></pets>"), [{"name": "x"}, {"name": "y"}]),
    (
        "dates",
        Answer(200, JSON, b'{"a":"2026-01-02t03:04:05.25z","b":"2026-01-02","c":1767323045,"d":"Fri, 02 Jan 2026 03:04:05 GMT","e":"PT1H","f":"//4=","g":"__4","h":"03:04:05"}'),
        {"a": INSTANT.replace(microsecond=250_000), "b": date(2026, 1, 2), "c": INSTANT, "d": INSTANT, "e": timedelta(hours=1), "f": b"\xff\xfe", "g": b"\xff\xfe", "h": time(3, 4, 5)},
    ),
    ("dates", Answer(200, JSON, b'{"a":"2026-01-02 03:04:05"}'), {"a": INSTANT.replace(tzinfo=None)}),
    ("types", Answer(200, JSON, b'{"name":"x","born":null,"kind":"fish","more":[1]}'), {"name": "x", "kind": "fish", "more": [1]}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answer", "expected"), GIVEN)
def test_successes(name: str, answer: Answer, expected: Any, caller: Callers, server: Server) -> None:
    server.will(answer)
    assert _plain(caller(generated(document(PATHS)))(f"r.{name}")) == expected


def _plain(value: Any) -> Any:
    """Return a value with models as what they hold."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.model_dump(by_alias=True) if hasattr(value, "model_dump") else value


ACCEPT = {
    "statuses": "application/json, text/plain",
    "types": "application/json, application/xml, text/plain, image/*",
    "only_default": "application/json",
    "nothing": "*/*",
    "binary31": "image/png",
    "anything": "*/*",
    "parameters": "application/json; version=1, application/json; version=2",
    "undeclared": "*/*",
    "beside": "application/json",
}


@pytest.mark.parametrize(("name", "expected"), ACCEPT.items())
def test_accept(name: str, expected: str, caller: Callers, server: Server) -> None:
    server.will(Answer(204, None))
    package = generated(document(PATHS))
    caller(package).send(getattr(package.r, f"{name}_request")())
    assert server.only.header("Accept") == expected


def test_the_caller_may_ask_for_one_type(caller: Callers, server: Server) -> None:
    package = generated(document(PATHS))
    server.will(Answer(200, TEXT, b"x"))
    request = package.r.types_request()
    response = caller(package).send(type(request)(request.operation, accept="text/plain"))
    assert (server.only.header("Accept"), response.data) == ("text/plain", "x")


ERRORS: list[tuple[str, Answer, str, Any]] = [
    ("statuses", Answer(404, JSON, b'{"title":"t"}'), "NotFoundError", "t"),
    ("statuses", Answer(494, JSON, b'{"title":"t"}', reason="Request Header Too Large"), "Status494Error", "t"),
    ("statuses", Answer(422, "application/problem+json", b'{"title":"t"}'), "ClientStatusError", "t"),
    ("statuses", Answer(422, JSON, b'{"title":"t"}'), "ClientStatusError", "t"),
    ("statuses", Answer(503, JSON, b'{"title":"t"}'), "DefaultStatusError", "t"),
    ("statuses", Answer(599, JSON, b'{"title":"t"}'), "DefaultStatusError", "t"),
    ("statuses", Answer(404, "text/html", b"<html>down</html>"), "NotFoundError", None),
    ("statuses", Answer(404, JSON, b"<html>down</html>"), "NotFoundError", None),
    ("statuses", Answer(404, JSON, b""), "NotFoundError", None),
    ("statuses", Answer(404, None, b""), "NotFoundError", None),
    ("statuses", Answer(404, JSON, b'{"title":'), "NotFoundError", None),
    ("statuses", Answer(404, JSON, b'{"title":5}'), "NotFoundError", "5"),
    ("statuses", Answer(404, JSON, b"[]"), "NotFoundError", None),
    ("statuses", Answer(404, JSON, b"null"), "NotFoundError", None),
    ("statuses", Answer(404, JSON, b"\xff\xfe\x00"), "NotFoundError", None),
    ("statuses", Answer(404, "x/y; charset=nope", b"\xff"), "NotFoundError", None),
    ("statuses", Answer(404, JSON, b"[" * 100_000), "NotFoundError", None),
    ("nothing", Answer(500, "text/html", b"<p>"), "DefaultStatusError", None),
    ("nothing", Answer(418, JSON, b'{"a":1}'), "ClientStatusError", None),
    ("only_default", Answer(404, JSON, PET), "NotFoundError", "x"),
]


@pytest.mark.parametrize(("name", "answer", "error", "title"), ERRORS)
def test_errors(name: str, answer: Answer, error: str, title: str | None, fresh: Any, server: Server) -> None:
    package = generated(document(PATHS))
    server.will(answer)
    with pytest.raises(package.errors.StatusError) as raised:
        fresh(package, max_retries=0)(f"r.{name}")
    assert type(raised.value).__name__ == error
    assert (raised.value.status, raised.value.content) == (answer.status, answer.body)
    body = raised.value.body
    assert (getattr(body, "title", None) or getattr(body, "name", None)) == title


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("types", Answer(200, JSON, b"")),
        ("types", Answer(200, JSON, b" \n")),
        ("types", Answer(200, JSON, b'{"name":')),
        ("types", Answer(200, JSON, b"[]")),
        ("types", Answer(200, JSON, b"null")),
        ("pets", Answer(204, None)),
        ("types", Answer(200, JSON, b"<html>")),
        ("anything", Answer(200, "text/html", b"<html>")),
        ("number", Answer(200, TEXT, b"many")),
        ("pets", Answer(200, JSON, b'{"other":1}')),
        ("pets", Answer(200, JSON, b"[" * 100_000)),
    ],
)
def test_successes_that_are_not_as_declared(name: str, answer: Answer, caller: Callers, server: Server) -> None:
    package = generated(document(PATHS))
    server.will(answer)
    with pytest.raises(package.errors.DecodeError) as raised:
        caller(package)(f"r.{name}")
    assert (raised.value.status, raised.value.content) == (answer.status, answer.body)


def test_a_body_that_ends_too_early(fresh: Any, server: Server) -> None:
    package = generated(document(PATHS))
    server.will(Answer(200, JSON, b'{"name"', length=100))
    with pytest.raises(package.errors.TransportError):
        fresh(package, max_retries=0)("r.types")
    server.will(Answer(404, JSON, b'{"title"', length=100))
    with pytest.raises(package.errors.NotFoundError):
        fresh(package, max_retries=0)("r.statuses")


VARIANTS = """
paths:
  /pet: {get: {operationId: pet, tags: [v], responses: {200: {description: Pet, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
components:
  schemas:
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Other'}], discriminator: {propertyName: kind, mapping: {cat: Cat}, defaultMapping: Other}}
    Cat: {type: object, required: [lives], properties: {kind: {type: string}, lives: {type: integer}}}
    Other: {type: object, properties: {kind: {type: string}, name: {type: string}}}
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"kind":"cat","lives":9}', "Cat"),
        (b'{"kind":"fish","name":"x"}', "Other"),
        (b'{"name":"x"}', "Other"),
    ],
)
def test_the_variant_of_an_unknown_or_missing_tag(body: bytes, expected: str, caller: Callers, server: Server) -> None:
    server.will(Answer(200, JSON, body))
    assert type(caller(generated(document(VARIANTS, "3.2.0")))("v.pet")).__name__ == expected
