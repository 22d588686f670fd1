"""Streamed responses: events, JSON Lines, bytes to a file; item by item, and left early."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import Callers
from .packages import document, generated
from .wire import Answer, Server

PATHS = """
paths:
  /events: {get: {operationId: events, tags: [s], responses: {200: {description: E, content: {text/event-stream: {schema: {$ref: '#/components/schemas/Delta'}}}}, 400: {description: B, content: {application/json: {schema: {type: object}}}}}}}
  /raw: {get: {operationId: raw, tags: [s], responses: {200: {description: E, content: {text/event-stream: {}}}}}}
  /strings: {get: {operationId: strings, tags: [s], responses: {200: {description: E, content: {text/event-stream: {schema: {type: string}}}}}}}
  /lines: {get: {operationId: lines, tags: [s], responses: {200: {description: L, content: {application/x-ndjson: {schema: {$ref: '#/components/schemas/Delta'}}}}}}}
  /either: {post: {operationId: either, tags: [s], requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {stream: {type: boolean}}}}}}, responses: {200: {description: E, content: {application/json: {schema: {$ref: '#/components/schemas/Whole'}}, text/event-stream: {schema: {$ref: '#/components/schemas/Delta'}}}}}}}
  /file: {get: {operationId: file, tags: [s], responses: {200: {description: F, content: {application/octet-stream: {schema: {type: string, format: binary}}}}}}}
components:
  schemas:
    Delta: {type: object, required: [text], properties: {text: {type: string}}}
    Whole: {type: object, required: [all], properties: {all: {type: string}}}
"""
PATHS_3_2 = """
paths:
  /events: {get: {operationId: events, tags: [s], responses: {200: {description: E, content: {text/event-stream: {itemSchema: {type: object, required: [data], properties: {event: {type: string}, id: {type: string}, retry: {type: integer}, data: {type: string}}}}}}}}}
  /json: {get: {operationId: json, tags: [s], responses: {200: {description: E, content: {text/event-stream: {itemSchema: {type: object, properties: {data: {type: string, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/Delta'}}}}}}}}}}
  /lines: {get: {operationId: lines, tags: [s], responses: {200: {description: L, content: {application/jsonl: {itemSchema: {$ref: '#/components/schemas/Delta'}}}}}}}
  /sequence: {get: {operationId: sequence, tags: [s], responses: {200: {description: L, content: {application/json-seq: {itemSchema: {$ref: '#/components/schemas/Delta'}}}}}}}
components:
  schemas:
    Delta: {type: object, required: [text], properties: {text: {type: string}}}
"""
EVENTS = "text/event-stream"
OLD, NEW = document(PATHS), document(PATHS_3_2, "3.2.0")
STREAMS: list[tuple[str, str, str, bytes, list[Any]]] = [
    (OLD, "events", EVENTS, b'data: {"text":"a"}\n\ndata: {"text":"b"}\n\n', ["a", "b"]),
    (OLD, "events", EVENTS, b'data: {"text":"a"}\r\n\r\n: ping\r\n\r\ndata: [DONE]\r\n\r\ndata: not read\r\n\r\n', ["a"]),
    (OLD, "events", EVENTS, 'event: x\rdata:{"text":\rdata: "\u00fc"}\r\r'.encode(), ["\u00fc"]),
    (OLD, "events", EVENTS, b'\xef\xbb\xbfdata: {"text":"a"}\n\ndata: {"text":"never ended"}', ["a"]),
    (OLD, "strings", EVENTS, b"data: a\ndata: b\n\ndata\n\n", [("message", "", None, "a\nb"), ("message", "", None, "")]),
    (OLD, "lines", "application/x-ndjson", b'{"text":"a"}\n\n{"text":"b"}', ["a", "b"]),
    (OLD, "lines", "application/x-ndjson", b'{"text":"a\xc3\xbc"}\r\n', ["aü"]),
    (OLD, "either_stream", EVENTS, b'data: {"text":"a"}\n\n', ["a"]),
    (NEW, "events", EVENTS, b"event: greet\nid: 7\nretry: 10\ndata: hi\n\n", [("greet", "7", 10, "hi")]),
    (NEW, "json", EVENTS, b'data: {"text":"a"}\n\n', [{"text": "a"}]),
    (NEW, "lines", "application/jsonl", b'{"text":"a"}\n{"text":"b"}\n', ["a", "b"]),
    (NEW, "sequence", "application/json-seq", b'\x1e{"text":"a"}\n\x1e{"text":\n"b"}\n', ["a", "b"]),
]  # fmt: skip


@pytest.mark.parametrize("cut", [1, 7, 10_000])
@pytest.mark.parametrize(("text", "name", "kind", "content", "expected"), STREAMS)
def test_items(
    text: str, name: str, kind: str, content: bytes, expected: list[Any], cut: int, caller: Callers, server: Server
) -> None:
    server.will(Answer(200, kind, pieces=[content[at : at + cut] for at in range(0, len(content), cut)]))
    call = caller(generated(text))
    found = call.items(call(f"s.{name}", *([{"stream": True}] if name.startswith("either") else [])))
    assert [_short(item) for item in found] == expected
    assert server.only.header("Accept") == kind


def _short(item: Any) -> Any:
    if isinstance(item, str):
        return item
    if not isinstance(getattr(item, "data", ""), str):
        return item.data.model_dump()
    if hasattr(item, "event"):
        return (item.event, item.id, item.retry, item.data)
    return item.text


def test_events_as_they_are(caller: Callers, server: Server) -> None:
    server.will(Answer(200, EVENTS, b"event: x\nid: 1\ndata: a\n\ndata: b\n\n"))
    call = caller(generated(OLD))
    found = call.items(call("s.raw"))
    assert [(one.event, one.id, one.data) for one in found] == [("x", "1", "a"), ("message", "1", "b")]


def test_the_answer_at_once_of_an_operation_that_can_stream(caller: Callers, server: Server) -> None:
    server.will(Answer(200, "application/json", b'{"all":"x"}'))
    assert caller(generated(OLD))("s.either", {"stream": False}).all == "x"
    assert server.only.header("Accept") == "application/json"


def _endless() -> Iterator[bytes]:
    while True:
        yield b'data: {"text":"a"}\n\n' * 1000
        time.sleep(0.001)


def test_leaving_early_closes_the_connection(caller: Callers, server: Server) -> None:
    server.will(lambda sent: Answer(200, EVENTS, pieces=_endless()))
    call = caller(generated(OLD))
    assert len(call.items(call("s.events"), most=2)) == 2
    assert server.dropped.wait(60)


def test_an_error_status_is_raised_before_the_first_item(caller: Callers, server: Server) -> None:
    package = generated(OLD)
    server.will(Answer(400, "application/json", b'{"why":"x"}'))
    with pytest.raises(package.errors.BadRequestError):
        caller(package)("s.events")


@pytest.mark.parametrize("content", [b"data: {\n\n", b"data: [5]\n\n"])
def test_an_item_that_is_not_as_declared(content: bytes, caller: Callers, server: Server) -> None:
    package = generated(OLD)
    server.will(Answer(200, EVENTS, content))
    call = caller(package)
    with pytest.raises(package.errors.DecodeError):
        call.items(call("s.events"))


def test_bytes_to_a_file_with_progress(caller: Callers, server: Server, tmp_path: Path) -> None:
    package = generated(OLD)
    server.will(Answer(200, "application/octet-stream", b"0123456789" * 30_000))
    call = caller(package)
    stream = call.wait(call.client.stream(package.s.file_request()))
    seen: list[tuple[int, int | None]] = []
    written = call.wait(stream.save(tmp_path / "f", progress=lambda done, total: seen.append((done, total))))
    assert written == (tmp_path / "f").stat().st_size == 300_000
    assert seen[-1] == (300_000, 300_000)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_a_download_that_breaks_leaves_no_file(caller: Callers, server: Server, tmp_path: Path) -> None:
    package = generated(OLD)
    server.will(Answer(200, "application/octet-stream", b"x" * 1000, length=5000))
    call = caller(package)
    stream = call.wait(call.client.stream(package.s.file_request()))
    with pytest.raises(package.errors.TransportError):
        call.wait(stream.save(tmp_path / "f"))
    assert list(tmp_path.iterdir()) == []
