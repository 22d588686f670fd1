"""Multipart bodies, part by part: disposition, content type and headers of each part, and its bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from .conftest import Callers
from .packages import document, generated, runtime
from .wire import Server

PATHS = """
paths:
  /upload: {post: {operationId: upload, tags: [m], responses: &r {204: {description: Nothing}}, requestBody: {required: true, content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Upload30'}}}}}}
  /encoded: {post: {operationId: encoded, tags: [m], responses: *r, requestBody: {required: true, content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Encoded'}, encoding: {
    photo: {contentType: 'image/png, image/jpeg', headers: {X-Kind: {schema: {type: string, const: photo}}}},
    meta: {contentType: application/vnd.meta+json}, note: {contentType: text/markdown}, tags: {style: form, explode: false}, ids: {contentType: application/json},
    deep: {style: deepObject, explode: true}, rows: {contentType: text/csv}}}}}}}
  /modern: {post: {operationId: modern, tags: [m], responses: *r, requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, properties: {
    anything: {}, octets: {contentMediaType: application/octet-stream}, png: {type: string, contentMediaType: image/png},
    b64: {type: string, contentEncoding: base64}, many: {type: array, items: {}}}}}}}}}
  /required: {post: {operationId: required, tags: [m], responses: *r, requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, required: [anything, many], properties: {anything: {}, many: {type: array, items: {}}}}}}}}}
  /mixed: {post: {operationId: mixed, tags: [m], responses: *r, requestBody: {required: true, content: {multipart/mixed: {schema: {type: object, properties: {meta: {type: object}, file: {type: string, format: binary}}}, encoding: {file: {contentType: application/pdf}}}}}}}
  /related: {post: {operationId: related, tags: [m], responses: *r, requestBody: {required: true, content: {multipart/related: {schema: {type: object, properties: {meta: {type: object}}}}}}}}
components:
  schemas:
    Upload30:
      type: object
      required: [file]
      properties:
        file: {type: string, format: binary}
        files: {type: array, items: {type: string, format: binary}}
        name: {type: string}
        count: {type: integer}
        weight: {type: number}
        ok: {type: boolean}
        at: {type: string, format: date-time}
        id: {type: string, format: uuid}
        tags: {type: array, items: {type: string}}
        meta: {$ref: '#/components/schemas/Meta'}
        metas: {type: array, items: {$ref: '#/components/schemas/Meta'}}
        kind: {type: string, enum: [a, b]}
    Meta: {type: object, properties: {k: {type: string}}}
    Encoded:
      type: object
      properties:
        photo: {type: string, format: binary}
        meta: {$ref: '#/components/schemas/Meta'}
        note: {type: string}
        tags: {type: array, items: {type: string}}
        ids: {type: array, items: {type: integer}}
        deep: {type: object, additionalProperties: {type: string}}
        rows: {type: array, items: {type: string}}
"""
INSTANT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
Make = Callable[[Any], Any]
OCTETS = "Content-Type: application/octet-stream\r\n"


def _part(name: str, content: str, more: str = "", filename: str | None = None) -> str:
    file = f'; filename="{filename}"' if filename else ""
    return f'--B\r\nContent-Disposition: form-data; name="{name}"{file}\r\n{more}\r\n{content}\r\n'


def _upload(**values: Any) -> Make:
    return lambda models: models.Upload30(**{"file": b"F", **values})


FILE = _part("file", "F", OCTETS, "upload")
UPLOADS: list[tuple[str, Make, str]] = [
    ("upload", _upload(), FILE),
    ("upload", lambda models: models.Upload30(file=BytesIO(b"F")), FILE),
    ("upload", _upload(file=("a.txt", b"F")), _part("file", "F", "Content-Type: text/plain\r\n", "a.txt")),
    ("upload", _upload(file=("a.bin", b"F", "x/y")), _part("file", "F", "Content-Type: x/y\r\n", "a.bin")),
    (
        "upload",
        _upload(file=('ü"\r\n.txt', b"F", "x/y")),
        _part("file", "F", "Content-Type: x/y\r\n", "ü%22%0D%0A.txt"),
    ),
    ("upload", lambda models: models.Upload30(file=iter([b"F", b"G"])), _part("file", "FG", OCTETS, "upload")),
    (
        "upload",
        _upload(files=[b"1", ("b.json", b"2")]),
        FILE
        + _part("files", "1", OCTETS, "upload")
        + _part("files", "2", "Content-Type: application/json\r\n", "b.json"),
    ),
    (
        "upload",
        _upload(
            name="ü", count=3, weight=1.5, ok=False, at=INSTANT, id="0190a1b2-c3d4-4e5f-8a6b-7c8d9e0f1a2b", kind="a"
        ),
        _part("at", "2026-01-02T03:04:05Z")
        + _part("count", "3")
        + FILE
        + _part("id", "0190a1b2-c3d4-4e5f-8a6b-7c8d9e0f1a2b")
        + _part("kind", "a")
        + _part("name", "ü")
        + _part("ok", "false")
        + _part("weight", "1.5"),
    ),
    ("upload", _upload(tags=["x", "y"]), FILE + _part("tags", "x") + _part("tags", "y")),
    (
        "upload",
        lambda models: models.Upload30(file=b"F", meta=models.Meta(k="v"), metas=[models.Meta(k="w")]),
        FILE
        + _part("meta", '{"k":"v"}', "Content-Type: application/json\r\n")
        + _part("metas", '{"k":"w"}', "Content-Type: application/json\r\n"),
    ),
    (
        "encoded",
        lambda models: models.Encoded(photo=b"P", meta=models.Meta(k="v"), note="# n", tags=["x", "y"], ids=[1, 2]),
        _part("ids", "[1,2]", "Content-Type: application/json\r\n")
        + _part("meta", '{"k":"v"}', "Content-Type: application/vnd.meta+json\r\n")
        + _part("note", "# n", "Content-Type: text/markdown\r\n")
        + _part("photo", "P", "Content-Type: image/png\r\nX-Kind: photo\r\n", "upload")
        + _part("tags", "x,y"),
    ),
    (
        "encoded",
        lambda models: models.Encoded(photo=("p.jpg", b"P"), deep={"a": "b"}, rows=["1,2", "3,4"]),
        _part("deep[a]", "b")
        + _part("photo", "P", "Content-Type: image/jpeg\r\nX-Kind: photo\r\n", "p.jpg")
        + _part("rows", "1,2", "Content-Type: text/csv\r\n")
        + _part("rows", "3,4", "Content-Type: text/csv\r\n"),
    ),
    (
        "modern",
        lambda models: {"anything": b"\xc3\xbf", "octets": b"O", "png": b"P", "b64": b"\xff\xfe", "many": [b"1", b"2"]},
        _part("anything", "ÿ", OCTETS, "upload")
        + _part("b64", "//4=", OCTETS)
        + _part("many", "1", OCTETS, "upload")
        + _part("many", "2", OCTETS, "upload")
        + _part("octets", "O", OCTETS, "upload")
        + _part("png", "P", "Content-Type: image/png\r\n", "upload"),
    ),
    (
        "modern",
        lambda models: {"anything": {"a": 1}},
        _part("anything", '{"a":1}', "Content-Type: application/json\r\n"),
    ),
]


@pytest.mark.parametrize(("name", "make", "parts"), UPLOADS)
def test_parts(name: str, make: Make, parts: str, caller: Callers, server: Server) -> None:
    package = generated(document(PATHS))
    value = make(package.models)
    if name == "modern":
        value = package.models.ModernRequest(**value)
    caller(package)(f"m.{name}", value)
    assert _settled(server) == ("multipart/form-data", f"{parts}--B--\r\n".encode())


@pytest.mark.parametrize("named", [False, True])
def test_required_parts_of_any_type_are_files(named: bool, caller: Callers, server: Server) -> None:
    package = generated(document(PATHS))

    def file(content: bytes) -> Any:
        return runtime().File(content, "a.bin", "image/png") if named else content

    caller(package)("m.required", package.models.RequiredRequest(anything=file(b"1"), many=[file(b"2"), file(b"3")]))
    kind, name = ("Content-Type: image/png\r\n", "a.bin") if named else (OCTETS, "upload")
    parts = "".join(
        _part(part, content, kind, name) for part, content in (("anything", "1"), ("many", "2"), ("many", "3"))
    )
    assert _settled(server) == ("multipart/form-data", f"{parts}--B--\r\n".encode())


def _settled(server: Server) -> tuple[str, bytes]:
    """Return the media type, and the body with its boundary, which differs each time, as `B`."""
    kind, _, boundary = (server.only.header("Content-Type") or "").partition("; boundary=")
    return kind, server.only.body.replace(f"--{boundary}".encode(), b"--B")


def test_a_file_is_uploaded_by_its_path(caller: Callers, server: Server, tmp_path: Path) -> None:
    package = generated(document(PATHS))
    path = tmp_path / "photo.png"
    path.write_bytes(b"PNG")
    caller(package)("m.upload", package.models.Upload30(file=path))
    expected = _part("file", "PNG", "Content-Type: image/png\r\n", "photo.png")
    assert _settled(server) == ("multipart/form-data", f"{expected}--B--\r\n".encode())
    assert server.only.header("Content-Length") == str(len(server.only.body))


def test_an_open_file_keeps_its_name(caller: Callers, server: Server, tmp_path: Path) -> None:
    package = generated(document(PATHS))
    path = tmp_path / "notes.txt"
    path.write_bytes(b"N")
    with path.open("rb") as file:
        caller(package)("m.upload", package.models.Upload30(file=file))
    expected = _part("file", "N", "Content-Type: text/plain\r\n", "notes.txt")
    assert _settled(server)[1] == f"{expected}--B--\r\n".encode()


def test_headers_of_a_part(caller: Callers, server: Server) -> None:
    package = generated(document(PATHS))
    file = runtime().File(b"F", "f", "x/y", {"Content-ID": "<1>"})
    caller(package)("m.upload", package.models.Upload30(file=file))
    expected = _part("file", "F", "Content-Type: x/y\r\nContent-ID: <1>\r\n", "f")
    assert _settled(server)[1] == f"{expected}--B--\r\n".encode()


def test_parts_without_names(caller: Callers, server: Server) -> None:
    package = generated(document(PATHS))
    caller(package)("m.mixed", package.models.MixedRequest(meta={"a": 1}, file=b"%PDF"))
    kind, body = _settled(server)
    assert kind == "multipart/mixed"
    assert b'Content-Type: application/json\r\n\r\n{"a":1}\r\n' in body
    assert b"Content-Type: application/pdf\r\n\r\n%PDF\r\n" in body
    assert b"form-data" not in body


def test_a_large_file_is_never_whole_in_memory(caller: Callers, server: Server) -> None:
    package = generated(document(PATHS))
    caller(package)("m.upload", package.models.Upload30(file=(b"x" * 65_536 for _ in range(64))))
    assert server.only.header("Transfer-Encoding") == "chunked"
    assert len(server.only.body) > 64 * 65_536
