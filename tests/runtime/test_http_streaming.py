"""Streams: parsing, however the chunks are cut, and connections that are closed."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from generator.runtime import (
    JSON,
    AsyncHTTPClient,
    Binary,
    DecodeError,
    EventStream,
    HTTPClient,
    JSONLines,
    Model,
    Operation,
    Request,
    ServerSentEvent,
    StatusError,
    TransportError,
)
from generator.runtime import (
    AsyncStreamingClient as AsyncClient,
)
from generator.runtime import (
    StreamingClient as Client,
)


class Delta(Model):
    """An item."""

    text: str


class Event(Model):
    """An event as an object."""

    data: Delta
    event: str | None = None
    id: str | None = None


class Chunks(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body in chunks, which knows whether it was closed."""

    def __init__(self, chunks: list[bytes | Exception]) -> None:
        self.chunks = chunks
        self.closed = False

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            if isinstance(chunk, Exception):
                raise chunk
            yield chunk

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def close(self) -> None:
        """Note it."""
        self.closed = True

    async def aclose(self) -> None:
        """Note it."""
        self.closed = True


def streamed(codec: Any, chunks: list[bytes | Exception], **headers: str) -> list[Any]:
    """Return the items of a body, the same from both clients."""
    operation: Operation[Any] = Operation("GET", "/x", responses={200: codec})
    kind = {"Content-Type": codec.content_type, **headers}
    bodies: list[Chunks] = []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(Chunks(chunks))
        return httpx.Response(200, headers=kind, stream=bodies[-1])

    async def main() -> list[Any]:
        http = AsyncHTTPClient(transport=httpx.MockTransport(answer))
        client = AsyncClient(base_url="http://api.test", http_client=http)
        async with await client.stream(Request(operation)) as items:
            return [item async for item in items]

    http = HTTPClient(transport=httpx.MockTransport(answer))
    client = Client(base_url="http://api.test", http_client=http)
    with client.stream(Request(operation)) as items:
        found = list(items)
    assert asyncio.run(main()) == found
    assert [body.closed for body in bodies] == [True, True]
    return found


def cut(content: bytes, size: int) -> list[bytes | Exception]:
    """Return the content in chunks."""
    return [content[start : start + size] for start in range(0, len(content), size)]


EVENTS = (
    b"\xef\xbb\xbf: hello\ndata: one\n\n"
    b"id: 1\r\nevent: add\r\ndata:two\r\ndata:  more\r\nretry: 30\r\nretry: x\r\n\r\n"
    b"data\rid: a\0b\r\r"
    b"event: nothing\n\n"
    b"unknown: 1\ndata: gr\xc3\xbcn \xff\n\n"
    b"data: unfinished\n"
)
EXPECTED = [
    ServerSentEvent("one"),
    ServerSentEvent("two\n more", "add", "1", 30),
    ServerSentEvent("", "message", "1", 30),
    ServerSentEvent("grün \ufffd", "message", "1", 30),
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_events(size: int) -> None:
    assert streamed(EventStream(), cut(EVENTS, size)) == EXPECTED


def test_typed_events() -> None:
    content = b'data: {"text":"a"}\n\ndata: {"text":\ndata: "b"}\n\ndata: [DONE]\n\ndata: never\n\n'
    assert streamed(EventStream(Delta), cut(content, 5)) == [Delta(text="a"), Delta(text="b")]
    assert streamed(EventStream(str), [b"data: x\n\ndata: [DONE]\n\n"]) == ["x", "[DONE]"]
    envelope = EventStream(Event, envelope=True, json_data=True)
    assert streamed(envelope, [b'event: e\nid: 7\ndata: {"text":"a"}\n\n']) == [
        Event(data=Delta(text="a"), event="e", id="7")
    ]


def test_an_event_is_not_held_back() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"data: 1\r\r"
        raise AssertionError("read too far")

    operation: Operation[ServerSentEvent] = Operation("GET", "/x", responses={200: EventStream()})
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=chunks()))
    client = Client(base_url="http://api.test", http_client=HTTPClient(transport=transport))
    with client.stream(Request(operation)) as events:
        assert next(iter(events)).data == "1"


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_json_lines(size: int) -> None:
    content = b'{"text":"a"}\r\n\n{"text":"\xc3\xbc"}\n{"text":"c"}'
    assert [item.text for item in streamed(JSONLines(Delta), cut(content, size))] == ["a", "ü", "c"]
    content = b'\x1e{"text":\n"a"}\n\x1e{"text":"b"}\n'
    sequence = JSONLines(Delta, content_type="application/json-seq")
    assert [item.text for item in streamed(sequence, cut(content, size))] == ["a", "b"]


def test_bytes_and_whole_bodies() -> None:
    assert b"".join(streamed(Binary(), [b"a", b"", b"b"])) == b"ab"
    assert streamed(JSON(Delta), [b'{"text"', b':"a"}']) == [Delta(text="a")]


@pytest.mark.parametrize(
    ("codec", "chunks", "kind"),
    [
        (EventStream(Delta), [b"data: {\n\n"], DecodeError),
        (JSONLines(Delta), [b"[1]\n"], DecodeError),
        (JSONLines(Delta), [b'{"text":'], DecodeError),
        (JSON(Delta), [b"{"], DecodeError),
        (Binary(), [b"a", httpx.ReadError("gone")], TransportError),
        (EventStream(), [b"data: 1\n\n", httpx.ReadTimeout("slow")], TransportError),
    ],
)
def test_streams_that_go_wrong(codec: Any, chunks: list[bytes | Exception], kind: type[Exception]) -> None:
    with pytest.raises(kind):
        streamed(codec, chunks)


def test_leaving_early_closes_the_connection() -> None:
    body = Chunks([b"data: 1\n\n"] * 100)
    operation: Operation[ServerSentEvent] = Operation("GET", "/x", responses={200: EventStream()})

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=body)

    client = Client(base_url="http://api.test", http_client=HTTPClient(transport=httpx.MockTransport(answer)))
    with client.stream(Request(operation)) as events:
        for _ in events:
            break
    assert body.closed

    body = Chunks([b"data: 1\n\n"] * 100)

    async def main() -> None:
        http = AsyncHTTPClient(transport=httpx.MockTransport(answer))
        client = AsyncClient(base_url="http://api.test", http_client=http)
        async with await client.stream(Request(operation)) as events:
            async for _ in events:
                break

    asyncio.run(main())
    assert body.closed


def test_an_error_status_is_raised_before_the_first_item() -> None:
    operation: Operation[Any] = Operation("GET", "/x", responses={200: EventStream(), 400: JSON(Delta)})
    body = Chunks([b'{"text":"no"}'])
    transport = httpx.MockTransport(lambda _: httpx.Response(400, stream=body))
    client = Client(base_url="http://api.test", http_client=HTTPClient(transport=transport))
    with pytest.raises(StatusError) as caught:
        client.stream(Request(operation))
    assert caught.value.body == Delta(text="no")
    assert body.closed


def test_accept_names_the_stream_or_the_whole() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["accept"])
        return httpx.Response(200, content=b'{"text":"a"}')

    operation: Operation[Any] = Operation("GET", "/x", responses={200: (JSON(Delta), EventStream(Delta))})
    client = Client(base_url="http://api.test", http_client=HTTPClient(transport=httpx.MockTransport(answer)))
    client.send(Request(operation))
    client.stream(Request(operation)).close()
    client.stream(Request(operation, accept="text/event-stream;q=0.5")).close()
    assert seen == ["application/json", "text/event-stream", "text/event-stream;q=0.5"]


def download(chunks: list[bytes | Exception], target: Any, **headers: str) -> tuple[int, list[tuple[int, int | None]]]:
    """Save a body, with both clients; returns bytes written and what `progress` was told."""
    operation: Operation[bytes] = Operation("GET", "/x", responses={200: Binary()})
    told: list[tuple[int, int | None]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=headers, stream=Chunks(chunks))

    async def main() -> int:
        http = AsyncHTTPClient(transport=httpx.MockTransport(answer))
        client = AsyncClient(base_url="http://api.test", http_client=http)
        async with await client.stream(Request(operation)) as body:
            return await body.save(target)

    http = HTTPClient(transport=httpx.MockTransport(answer))
    client = Client(base_url="http://api.test", http_client=http)
    with client.stream(Request(operation)) as body:
        written = body.save(target, progress=lambda done, total: told.append((done, total)))
    assert asyncio.run(main()) == written
    return written, told


def test_saving_a_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert download([b"ab", b"c"], path, **{"Content-Length": "3"}) == (3, [(2, 3), (3, 3)])
    assert path.read_bytes() == b"abc"
    buffer = io.BytesIO()
    assert download([b"ab"], buffer) == (2, [(2, None)])
    assert buffer.getvalue() == b"abab"


@pytest.mark.parametrize("chunks", [[b"new", httpx.ReadError("gone")], [b"new"]])
def test_a_file_is_replaced_only_when_all_has_arrived(tmp_path: Path, chunks: list[bytes | Exception]) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with pytest.raises(TransportError):
        download(chunks, path, **{"Content-Length": "9"})
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
