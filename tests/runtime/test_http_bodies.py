"""Bodies: their media types, and what is sent and read of each kind."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any

import httpx
import pytest

from generator.runtime import (
    JSON,
    AsyncClient,
    AsyncHTTPClient,
    Base64,
    Binary,
    Client,
    DecodeError,
    Encoding,
    File,
    Form,
    HTTPClient,
    JSONLines,
    Model,
    Multipart,
    Operation,
    Request,
    RequestError,
    Text,
    Upload,
)

from .sent_bodies import Pet


class Picture(Model):
    """A multipart body."""

    file: Upload
    more: list[Upload] | None = None
    title: str | None = None
    size: int | None = None
    meta: Pet | None = None
    tags: list[str] | None = None
    encoded: Base64 | None = None


def sent(codec: Any, body: object, **values: Any) -> httpx.Request:
    """Return the request that carries a body, the same from both clients."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    operation: Operation[None] = Operation("POST", "/x", body=codec, responses={204: None})
    client = Client(base_url="http://api.test", http_client=HTTPClient(transport=httpx.MockTransport(answer)))
    client.send(Request(operation, body=body, **values))
    return seen[0]


async def asent(codec: Any, body: object) -> httpx.Request:
    """As `sent`, through the asynchronous client."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    operation: Operation[None] = Operation("POST", "/x", body=codec, responses={204: None})
    client = AsyncClient(base_url="http://api.test", http_client=AsyncHTTPClient(transport=httpx.MockTransport(answer)))
    await client.send(Request(operation, body=body))
    return seen[0]


def test_json_is_compact_and_says_what_was_set() -> None:
    request = sent(JSON(Pet), Pet(name="Ü", owner=None, age=None, born=datetime(2026, 1, 2, tzinfo=UTC)))
    assert json.loads(request.content) == {"name": "Ü", "owner": None, "bornAt": "2026-01-02T00:00:00Z"}
    assert request.headers["content-type"] == "application/json"
    assert request.headers["content-length"] == str(len(request.content))


def test_a_mapping_becomes_the_declared_type_first() -> None:
    assert sent(JSON(Pet), {"name": "a", "bornAt": "2026-01-02T00:00:00Z"}).content.startswith(b'{"name":"a"')
    with pytest.raises(RequestError):
        sent(JSON(Pet), {"age": 1})
    with pytest.raises(RequestError):
        sent(JSON(list[Pet]), [1])


def test_media_types_of_json() -> None:
    assert (
        sent(JSON(Pet, content_type="application/merge-patch+json"), Pet(name="a", owner=None)).headers["content-type"]
        == "application/merge-patch+json"
    )
    assert sent(JSON(Pet, content_type="*/*"), Pet(name="a")).headers["content-type"] == "application/json"


def test_no_body_no_content_type() -> None:
    request = sent(JSON(Pet), None)
    assert "content-type" not in request.headers
    assert request.headers["content-length"] == "0"


def test_a_required_body_of_none_is_null() -> None:
    operation: Operation[None] = Operation(
        "POST", "/x", body=JSON(Pet | None), body_required=True, responses={204: None}
    )
    seen: list[bytes] = []
    transport = httpx.MockTransport(lambda request: seen.append(request.content) or httpx.Response(204))
    client = Client(base_url="http://api.test", http_client=HTTPClient(transport=transport))
    client.send(Request(operation))
    assert seen == [b"null"]


def test_the_content_type_chooses_the_codec() -> None:
    codecs = (JSON(Pet), Text(), Binary(content_type="image/*"))
    assert sent(codecs, Pet(name="a")).headers["content-type"] == "application/json"
    assert sent(codecs, "hi", content_type="text/plain").content == b"hi"
    assert sent(codecs, b"\x89PNG", content_type="image/png").headers["content-type"] == "image/png"
    with pytest.raises(RequestError):
        sent(codecs, b"", content_type="application/xml")


def test_forms() -> None:
    class Order(Model):
        a: str
        b: list[int] | None = None
        c: dict[str, int] | None = None
        d: bool | None = None

    order = Order(a="x y&ü", b=[1, 2], c={"k": 1}, d=True)
    assert sent(Form(Order), order).content == b"a=x+y%26%C3%BC&b=1&b=2&c=%7B%22k%22%3A1%7D&d=true"
    encoding = {"b": Encoding(style="form", explode=False), "c": Encoding(style="deepObject", explode=True)}
    assert sent(Form(Order, encoding=encoding), order).content == b"a=x+y%26%C3%BC&b=1,2&c%5Bk%5D=1&d=true"
    encoding = {"b": Encoding(content_type="application/json"), "a": Encoding(allow_reserved=True)}
    assert sent(Form(Order, encoding=encoding), Order(a="a/b?c&d", b=[1, 2])).content == b"a=a/b?c%26d&b=%5B1%2C2%5D"


def parts(request: httpx.Request) -> list[tuple[dict[str, str], bytes]]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + request.content)
    return [
        ({key.lower(): str(value) for key, value in part.items()}, part.get_payload(decode=True))
        for part in message.iter_parts()
    ]


def test_multipart(tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(b"\x89PNG\r\n--x")

    def picture() -> Picture:
        return Picture(
            file=path,
            more=[
                b"one",
                ("two.txt", b"two"),
                ("three", b"3", "image/gif"),
                io.BytesIO(b"four"),
                File("five", name='f"i\r\nve', headers={"X-Part": "1"}),
            ],
            title="Grün",
            size=3,
            meta=Pet(name="m"),
            tags=["a", "b"],
            encoded=b"\xff\xfe",
        )

    for request in (sent(Multipart(Picture), picture()), asyncio.run(asent(Multipart(Picture), picture()))):
        assert request.headers["content-length"] == str(len(request.content))
        found = parts(request)
        by_name = [(head["content-disposition"], head.get("content-type"), content) for head, content in found]
        assert by_name == [
            ('form-data; name="file"; filename="cat.png"', "image/png", b"\x89PNG\r\n--x"),
            ('form-data; name="more"; filename="upload"', "application/octet-stream", b"one"),
            ('form-data; name="more"; filename="two.txt"', "text/plain", b"two"),
            ('form-data; name="more"; filename="three"', "image/gif", b"3"),
            ('form-data; name="more"; filename="upload"', "application/octet-stream", b"four"),
            ('form-data; name="more"; filename="f%22i%0D%0Ave"', "application/octet-stream", b"five"),
            ('form-data; name="title"', None, "Grün".encode()),
            ('form-data; name="size"', None, b"3"),
            ('form-data; name="meta"', "application/json", b'{"name":"m"}'),
            ('form-data; name="tags"', None, b"a"),
            ('form-data; name="tags"', None, b"b"),
            ('form-data; name="encoded"', None, b"//4="),
        ]
        assert found[5][0]["x-part"] == "1"


def test_multipart_encoding() -> None:
    encoding = {
        "file": Encoding(content_type="image/png, image/jpeg", headers={"X-A": "b"}),
        "meta": Encoding(content_type="application/vnd.x+json"),
        "title": Encoding(content_type="text/html"),
        "tags": Encoding(style="form", explode=False),
    }
    body = {"file": b"x", "meta": {"name": "m"}, "title": "t", "tags": ["a", "b"]}
    found = parts(sent(Multipart(dict[str, Any], encoding=encoding), body))
    kinds = {head["content-disposition"].split('"')[1]: (head.get("content-type"), content) for head, content in found}
    assert kinds == {
        "file": ("image/png", b"x"),
        "meta": ("application/vnd.x+json", b'{"name":"m"}'),
        "title": ("text/html", b"t"),
        "tags": (None, b"a,b"),
    }
    assert next(head["x-a"] for head, _ in found if "x-a" in head) == "b"


def test_large_files_are_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    codec = Multipart(Picture)
    _, body = codec.encode(Picture(file=path))
    assert not isinstance(body, bytes)
    assert max(len(chunk) for chunk in body) <= 65_536
    assert body.length == sum(len(chunk) for chunk in body)


def numbers() -> Iterator[bytes]:
    """Yield a generator of bytes."""
    yield b"1"
    yield b"2"


async def anumbers() -> AsyncIterator[bytes]:
    """Yield an asynchronous generator of bytes."""
    yield b"1"
    yield b"2"


def test_binary(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"12")
    file = io.BytesIO(b"012")
    file.read(1)
    for body in (b"12", bytearray(b"12"), path, file, [b"1", b"2"], numbers()):
        assert sent(Binary(), body).content == b"12"
    for body in (b"12", path, anumbers(), numbers()):
        assert asyncio.run(asent(Binary(), body)).content == b"12"
    assert sent(Binary(), path).headers["content-length"] == "2"
    assert sent(Binary(), numbers()).headers["transfer-encoding"] == "chunked"
    for wrong in (io.StringIO("12"), anumbers(), 12, tmp_path / "missing"):
        with pytest.raises(RequestError):
            sent(Binary(), wrong)


def test_text() -> None:
    request = sent(Text(), "grün")
    assert (request.headers["content-type"], request.content) == ("text/plain; charset=utf-8", "grün".encode())
    assert sent(Text(content_type="text/plain; charset=latin-1"), "grün").content == "grün".encode("latin-1")
    assert sent(Text(), "abc").headers["content-type"] == "text/plain"


def test_json_lines() -> None:
    expected = b'{"name":"a"}\n{"name":"b"}\n'
    pets = [Pet(name="a"), Pet(name="b")]
    assert sent(JSONLines(Pet), pets).content == expected
    assert sent(JSONLines(Pet), iter(pets)).content == expected
    assert asyncio.run(asent(JSONLines(Pet), iter(pets))).content == expected
    assert JSONLines(Pet).decode(b'{"name":"a"}\r\n\n{"name":"b"}', "") == pets
    sequence = JSONLines(Pet, content_type="application/json-seq")
    assert sent(sequence, pets).content == b'\x1e{"name":"a"}\n\x1e{"name":"b"}\n'
    assert sequence.decode(b'\x1e{"name":"a"}\n\x1e{"name":"b"}\n', "") == pets


def received(codec: Any, content: bytes, content_type: str | None, status: int = 200) -> Any:
    """Return the data of a response."""
    headers = {} if content_type is None else {"Content-Type": content_type}
    transport = httpx.MockTransport(lambda _: httpx.Response(status, headers=headers, content=content))
    client = Client(base_url="http://api.test", http_client=HTTPClient(transport=transport))
    return client.send(Request(Operation("GET", "/x", responses={200: codec}))).data


BOTH = (JSON(Pet), Text(), Binary(content_type="image/*"))


@pytest.mark.parametrize(
    ("codec", "content", "content_type", "expected"),
    [
        (JSON(Pet), b'{"name":"a","new":1}', "application/json", Pet(name="a").with_extra({"new": 1})),
        (JSON(Pet), b'{"name":"a"}', "application/problem+json; charset=utf-8", Pet(name="a")),
        (JSON(Pet), b'{"name":"a"}', None, Pet(name="a")),
        (JSON(Pet), b'{"name":"a"}', "text/html", Pet(name="a")),
        (JSON(Pet), '\ufeff{"name":"ü"}'.encode(), "application/json", Pet(name="ü")),
        (JSON(Pet), '{"name":"ü"}'.encode("utf-16"), "application/json", Pet(name="ü")),
        (JSON(Pet, content_type="*/*"), b'{"name":"a"}', "application/x-own", Pet(name="a")),
        (JSON(Pet, content_type="application/*"), b'{"name":"a"}', "application/x-own", Pet(name="a")),
        (BOTH, b'{"name":"a"}', "application/json", Pet(name="a")),
        (BOTH, b'{"name":"a"}', "text/plain", '{"name":"a"}'),
        (BOTH, b"x", "image/png", b"x"),
        (BOTH, b"x", None, "x"),
        (Text(), "grün".encode("latin-1"), "text/plain; charset=ISO-8859-1", "grün"),
        (Text(int), b"12", "text/plain", 12),
        (Text(), b"", None, ""),
        (Binary(), b"", None, b""),
        (JSON(Pet | None), b"", "application/json", None),
        (None, b"ignored", "text/plain", None),
        (Form(Pet), b"name=a+b&age=3", "application/x-www-form-urlencoded", Pet(name="a b", age=3)),
        (
            Multipart(dict[str, Any]),
            b'--b\r\nContent-Disposition: form-data; name="a"\r\n'
            b"Content-Type: application/json\r\n\r\n[1]\r\n--b--\r\n",
            "multipart/form-data; boundary=b",
            {"a": [1]},
        ),
    ],
)
def test_bodies_are_read_by_content_type(codec: Any, content: bytes, content_type: str | None, expected: Any) -> None:
    assert received(codec, content, content_type) == expected


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"name":', b"[]", b"\xff", b"[" * 100_000])
def test_what_cannot_be_read_says_so(content: bytes) -> None:
    with pytest.raises(DecodeError) as caught:
        received(JSON(Pet), content, "application/json")
    assert (caught.value.status, caught.value.content) == (200, content)
