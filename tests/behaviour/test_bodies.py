"""Request bodies of every media type but multipart and XML: the Content-Type and the bytes that arrive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from .conftest import Callers
from .packages import document, generated
from .wire import Server

PATHS = """
paths:
  /json: {post: {operationId: json, tags: [b], responses: &r {204: {description: Nothing}}, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}
  /suffix: {post: {operationId: suffix, tags: [b], responses: *r, requestBody: {required: true, content: {application/vnd.pets.v2+json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}
  /charset: {post: {operationId: charset, tags: [b], responses: *r, requestBody: {required: true, content: {'application/json; charset=utf-8': {schema: {type: object}}}}}}
  /merge: {patch: {operationId: merge, tags: [b], responses: *r, requestBody: {required: true, content: {application/merge-patch+json: {schema: {$ref: '#/components/schemas/Patch'}}}}}}
  /jsonpatch: {patch: {operationId: jsonpatch, tags: [b], responses: *r, requestBody: {required: true, content: {application/json-patch+json: {schema: {type: array, items: {type: object}}}}}}}
  /scalar: {put: {operationId: scalar, tags: [b], responses: *r, requestBody: {required: true, content: {application/json: {schema: {type: string}}}}}}
  /null: {put: {operationId: 'null', tags: [b], responses: *r, requestBody: {required: true, content: {application/json: {schema: {type: [integer, 'null']}}}}}}
  /any: {put: {operationId: any, tags: [b], responses: *r, requestBody: {required: true, content: {application/json: {}}}}}
  /optional: {post: {operationId: optional, tags: [b], responses: *r, requestBody: {content: {application/json: {schema: {type: object}}}}}}
  /form: {post: {operationId: form, tags: [b], responses: *r, requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Fields'}}}}}}
  /encoded: {post: {operationId: encoded, tags: [b], responses: *r, requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Fields'}, encoding: {
    tags: {style: form, explode: false}, meta: {style: deepObject, explode: true}, name: {allowReserved: true}, piped: {style: pipeDelimited, explode: false}, spaced: {style: spaceDelimited, explode: false}, whole: {contentType: application/json}}}}}}}
  /text: {post: {operationId: text, tags: [b], responses: *r, requestBody: {required: true, content: {text/plain: {schema: {type: string}}}}}}
  /latin: {post: {operationId: latin, tags: [b], responses: *r, requestBody: {required: true, content: {'text/plain; charset=iso-8859-1': {schema: {type: string}}}}}}
  /csv: {post: {operationId: csv, tags: [b], responses: *r, requestBody: {required: true, content: {text/csv: {}}}}}
  /number: {post: {operationId: number, tags: [b], responses: *r, requestBody: {required: true, content: {text/plain: {schema: {type: integer}}}}}}
  /instant: {post: {operationId: instant, tags: [b], responses: *r, requestBody: {required: true, content: {text/plain: {schema: {type: string, format: date-time}}}}}}
  /octets: {post: {operationId: octets, tags: [b], responses: *r, requestBody: {required: true, content: {application/octet-stream: {schema: {type: string, format: binary}}}}}}
  /octets31: {post: {operationId: octets31, tags: [b], responses: *r, requestBody: {required: true, content: {application/octet-stream: {}}}}}
  /image: {post: {operationId: image, tags: [b], responses: *r, requestBody: {required: true, content: {image/png: {}}}}}
  /images: {post: {operationId: images, tags: [b], responses: *r, requestBody: {required: true, content: {image/*: {schema: {type: string, format: binary}}}}}}
  /media: {post: {operationId: media, tags: [b], responses: *r, requestBody: {required: true, content: {application/pdf: {schema: {type: string, contentMediaType: application/pdf}}}}}}
  /base64: {post: {operationId: base64, tags: [b], responses: *r, requestBody: {required: true, content: {image/png: {schema: {type: string, contentEncoding: base64, contentMediaType: image/png}}}}}}
  /everything: {post: {operationId: everything, tags: [b], responses: *r, requestBody: {required: true, content: {'*/*': {schema: {type: string, format: binary}}}}}}
  /apps: {post: {operationId: apps, tags: [b], responses: *r, requestBody: {required: true, content: {'application/*': {schema: {$ref: '#/components/schemas/Pet'}}}}}}
  /lines: {post: {operationId: lines, tags: [b], responses: *r, requestBody: {required: true, content: {application/jsonl: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}}}
  /items: {post: {operationId: items, tags: [b], responses: *r, requestBody: {required: true, content: {application/x-ndjson: {itemSchema: {type: integer}}}}}}
  /sequence: {post: {operationId: sequence, tags: [b], responses: *r, requestBody: {required: true, content: {application/json-seq: {itemSchema: {type: integer}}}}}}
  /several: {post: {operationId: several, tags: [b], responses: *r, requestBody: {required: true, content: {
    application/json: {schema: {$ref: '#/components/schemas/Pet'}}, application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Pet'}}, text/plain: {schema: {type: string}}, application/octet-stream: {}}}}}
  /readonly: {post: {operationId: readonly, tags: [b], responses: *r, requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Account'}}}}}}
  /yaml: {post: {operationId: yaml, tags: [b], responses: *r, requestBody: {required: true, content: {application/yaml: {schema: {$ref: '#/components/schemas/Pet'}}}}}}
  /yamltext: {post: {operationId: yamltext, tags: [b], responses: *r, requestBody: {required: true, content: {application/yaml: {schema: {type: string}}}}}}
  /graphql: {post: {operationId: graphql, tags: [b], responses: *r, requestBody: {required: true, content: {application/graphql: {schema: {type: string}}}}}}
  /cbor: {post: {operationId: cbor, tags: [b], responses: *r, requestBody: {required: true, content: {application/cbor: {schema: {$ref: '#/components/schemas/Pet'}}}}}}
  /get: {get: {operationId: get, tags: [b], responses: *r, requestBody: {required: true, content: {application/json: {schema: {type: object}}}}}}
  /delete: {delete: {operationId: delete, tags: [b], responses: *r, requestBody: {content: {application/json: {schema: {type: array, items: {type: integer}}}}}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, born: {type: string, format: date-time}, weight: {type: number}, tags: {type: array, items: {type: string}}, picture: {type: string, format: byte}}}
    Patch: {type: object, properties: {name: {type: [string, 'null']}, weight: {type: [number, 'null']}, note: {type: string}}}
    Fields: {type: object, properties: {name: {type: string}, count: {type: integer}, ok: {type: boolean}, tags: {type: array, items: {type: string}}, piped: {type: array, items: {type: string}}, spaced: {type: array, items: {type: string}}, meta: {type: object, additionalProperties: {type: string}}, whole: {type: array, items: {type: integer}}, at: {type: string, format: date-time}}}
    Account: {type: object, required: [id, name, secret], properties: {id: {type: integer, readOnly: true}, name: {type: string}, secret: {type: string, writeOnly: true}}}
"""
INSTANT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
JSON, FORM, TEXT, OCTETS = (
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/octet-stream",
)
Make = Callable[[Any], Any]


def _pet(models: Any) -> Any:
    return models.Pet(name="Ünal", born=INSTANT, weight=15, tags=["a"], picture=b"\xff\xfe")


PET = '{"born":"2026-01-02T03:04:05Z","name":"Ünal","picture":"//4=","tags":["a"],"weight":15}'.encode()

BODIES: list[tuple[str, Make, str | None, bytes]] = [
    ("json", _pet, JSON, PET),
    ("json", lambda models: models.Pet(name="x"), JSON, b'{"name":"x"}'),
    ("json", lambda models: {"name": "x"}, JSON, b'{"name":"x"}'),
    ("json", lambda models: models.Pet(name="x").with_extra({"undeclared": 1}), JSON, b'{"name":"x","undeclared":1}'),
    ("suffix", lambda models: models.Pet(name="x"), "application/vnd.pets.v2+json", b'{"name":"x"}'),
    ("charset", lambda models: {"ä": 1}, "application/json; charset=utf-8", '{"ä":1}'.encode()),
    (
        "merge",
        lambda models: models.Patch(name=None, weight=1.5),
        "application/merge-patch+json",
        b'{"name":null,"weight":1.5}',
    ),
    ("merge", lambda models: models.Patch(note=None), "application/merge-patch+json", b'{"note":null}'),
    ("merge", lambda models: models.Patch(), "application/merge-patch+json", b"{}"),
    ("jsonpatch", lambda models: [{"op": "remove"}], "application/json-patch+json", b'[{"op":"remove"}]'),
    ("scalar", lambda models: "x", JSON, b'"x"'),
    ("null", lambda models: None, JSON, b"null"),
    ("null", lambda models: 5, JSON, b"5"),
    ("any", lambda models: [1, {"a": None}], JSON, b'[1,{"a":null}]'),
    ("optional", lambda models: {}, JSON, b"{}"),
    ("yaml", lambda models: models.Pet(name="x"), "application/yaml", b'{"name":"x"}'),
    ("yamltext", lambda models: "name: x", "application/yaml", b"name: x"),
    ("graphql", lambda models: "{ pets }", "application/graphql", b"{ pets }"),
    ("cbor", lambda models: b"\xa0", "application/cbor", b"\xa0"),
    ("optional", lambda models: None, None, b""),
    ("get", lambda models: {"a": 1}, JSON, b'{"a":1}'),
    ("delete", lambda models: [1], JSON, b"[1]"),
    ("delete", lambda models: None, None, b""),
    (
        "form",
        lambda models: models.Fields(name="a b&ü", count=3, ok=True, tags=["x", "y z"], meta={"k": "v"}, at=INSTANT),
        FORM,
        b"at=2026-01-02T03%3A04%3A05Z&count=3&meta=%7B%22k%22%3A%22v%22%7D&name=a+b%26%C3%BC&ok=true&tags=x&tags=y+z",
    ),
    (
        "encoded",
        lambda models: models.Fields(
            name="a/b?c", tags=["x", "y z"], piped=["p", "q"], spaced=["s", "t"], meta={"k": "v w"}, whole=[1, 2]
        ),
        FORM,
        b"meta%5Bk%5D=v+w&name=a/b?c&piped=p%7Cq&spaced=s%20t&tags=x,y+z&whole=%5B1%2C2%5D",
    ),
    ("form", lambda models: models.Fields(), FORM, b""),
    ("text", lambda models: "plain", TEXT, b"plain"),
    ("text", lambda models: "grün", "text/plain; charset=utf-8", "grün".encode()),
    ("latin", lambda models: "grün", "text/plain; charset=iso-8859-1", b"gr\xfcn"),
    ("csv", lambda models: "a,b\n1,2\n", "text/csv", b"a,b\n1,2\n"),
    ("number", lambda models: 42, TEXT, b"42"),
    ("instant", lambda models: INSTANT, TEXT, b"2026-01-02T03:04:05Z"),
    ("octets", lambda models: b"\x00\xff", OCTETS, b"\x00\xff"),
    ("octets", lambda models: bytearray(b"\x00\xff"), OCTETS, b"\x00\xff"),
    ("octets", lambda models: BytesIO(b"\x00\xff"), OCTETS, b"\x00\xff"),
    ("octets", lambda models: iter([b"\x00", b"\xff"]), OCTETS, b"\x00\xff"),
    ("octets31", lambda models: b"\x00\xff", OCTETS, b"\x00\xff"),
    ("image", lambda models: b"\x89PNG", "image/png", b"\x89PNG"),
    ("media", lambda models: b"%PDF", "application/pdf", b"%PDF"),
    ("base64", lambda models: b"\xff\xfe", "image/png", b"//4="),
    ("everything", lambda models: b"\x00", OCTETS, b"\x00"),
    ("apps", lambda models: models.Pet(name="x"), JSON, b'{"name":"x"}'),
    (
        "lines",
        lambda models: [models.Pet(name="x"), {"name": "y"}],
        "application/jsonl",
        b'{"name":"x"}\n{"name":"y"}\n',
    ),
    ("items", lambda models: iter([1, 2]), "application/x-ndjson", b"1\n2\n"),
    ("sequence", lambda models: [1, 2], "application/json-seq", b"\x1e1\n\x1e2\n"),
    ("readonly", lambda models: models.Account(name="n", secret="s"), JSON, b'{"name":"n","secret":"s"}'),
    ("readonly", lambda models: models.Account(id=1, name="n", secret="s"), JSON, b'{"name":"n","secret":"s"}'),
]


@pytest.mark.parametrize(("name", "make", "content_type", "body"), BODIES)
def test_bodies(name: str, make: Make, content_type: str | None, body: bytes, caller: Callers, server: Server) -> None:
    package = generated(document(PATHS))
    call = caller(package)
    value = make(package.models)
    call(f"b.{_method(call, name)}", *([] if value is None and name != "null" else [value]))
    assert server.only.body == body
    assert server.only.header("Content-Type") == content_type
    if content_type is None:
        assert server.only.header("Content-Length") in (None, "0")


def _method(call: Any, name: str) -> str:
    return name if hasattr(call.client.b, name) else f"{name}_"


@pytest.mark.parametrize(
    ("make", "content_type", "body"),
    [
        (lambda models: models.Pet(name="x y"), "application/json", b'{"name":"x y"}'),
        (lambda models: models.Pet(name="x y"), "application/x-www-form-urlencoded", b"name=x+y"),
        (lambda models: "x y", "text/plain", b"x y"),
        (lambda models: b"x y", "application/octet-stream", b"x y"),
    ],
)
def test_the_choice_among_several_types(
    make: Make, content_type: str, body: bytes, caller: Callers, server: Server
) -> None:
    package = generated(document(PATHS))
    caller(package)("b.several", make(package.models), content_type=content_type)
    assert (server.only.header("Content-Type"), server.only.body) == (content_type, body)


def test_the_default_among_several_types_is_json(caller: Callers, server: Server) -> None:
    package = generated(document(PATHS))
    caller(package)("b.several", package.models.Pet(name="x"))
    assert server.only.header("Content-Type") == "application/json"


def test_a_file_is_sent_while_it_is_read(caller: Callers, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "big.bin"
    path.write_bytes(b"0123456789" * 100_000)
    caller(generated(document(PATHS)))("b.octets", path)
    assert (server.only.header("Content-Length"), len(server.only.body)) == ("1000000", 1_000_000)
    assert server.only.header("Transfer-Encoding") is None


def test_an_iterator_is_sent_in_chunks(caller: Callers, server: Server) -> None:
    caller(generated(document(PATHS)))("b.octets", (b"x" * 1000 for _ in range(50)))
    assert (server.only.header("Transfer-Encoding"), server.only.body) == ("chunked", b"x" * 50_000)
    assert server.only.header("Content-Length") is None


def test_a_body_that_is_not_as_declared_is_never_sent(caller: Callers, server: Server) -> None:
    call = caller(generated(document(PATHS)))
    with pytest.raises(Exception, match="name"):
        call("b.json", {"weight": 1})
    assert server.sent == []
