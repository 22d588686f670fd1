"""How a stream begins, which of its events are items, and how long a client waits before it opens it again."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from generator.runtime import (
    DecodeError,
    EventStream,
    HTTPClient,
    JSONLines,
    Model,
    Operation,
    Request,
    RetryPolicy,
    StreamingClient,
)
from generator.runtime.streams.events import EventSplitter

from .clock import Clock


class Count(Model):
    n: int
    word: str | None = None


def client(content: bytes, **options: Any) -> StreamingClient:
    kind = {"Content-Type": "text/event-stream"}
    http = HTTPClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, headers=kind, content=content)))
    return StreamingClient(base_url="http://api.test", http_client=http, **options)


COUNTS: Operation[Any] = Operation("GET", "/x", responses={200: EventStream(Count)})


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("\ufeffdata: a\n\n", ["a"]),
        ("\ufeff\ufeffdata: a\n\ndata: b\n\n", ["b"]),
        ("data: a\n\n\ufeffdata: b\n\n", ["a"]),
        ("data: \ufeffa\n\n", ["\ufeffa"]),
        ("\n\ufeffdata: a\n\n", []),
    ],
)
def test_one_byte_order_mark_may_begin_a_stream(content: str, expected: list[str], size: int) -> None:
    splitter, data = EventSplitter(), content.encode()
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    assert [event.data for chunk in chunks for event in splitter.feed(chunk)] == expected


@pytest.mark.parametrize("name", ["message", "update", "ping", "PING"])
@pytest.mark.parametrize(
    ("data", "numbers", "problems"),
    [('{"n": 1}', [1], 0), ('{"n": "1"}', [1], 1), ('{"n": 1.0, "word": 5}', [1], 1)],
)
def test_an_item_that_was_converted_is_delivered_whatever_its_event_is_called(
    name: str, data: str, numbers: list[int], problems: int
) -> None:
    idle = name.lower() == "ping" and problems
    with client(f"event: {name}\ndata: {data}\n\n".encode()).stream(Request(COUNTS)) as items:
        assert [one.n for one in items] == ([] if idle else numbers)
        assert len(items.problems) == (0 if idle else problems)


def test_an_event_with_another_name_is_no_item_with_a_part_left_out() -> None:
    with client(b'event: message\ndata: {"word": "a"}\n\n').stream(Request(COUNTS)) as items:
        assert [one.word for one in items] == ["a"]
    caller = client(b'event: update\ndata: {"word": "a"}\n\n')
    with caller.stream(Request(COUNTS)) as items, pytest.raises(DecodeError):
        list(items)


@pytest.mark.parametrize(
    ("asked", "pause"), [("250", 0.25), ("0", 0), ("7000", 7), ("7001", 7), ("999999999", 7), ("soon", 3)]
)
def test_a_stream_waits_before_it_opens_again_but_not_longer_than_the_policy_says(
    asked: str, pause: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock().used(monkeypatch)
    monkeypatch.setattr(RetryPolicy, "backoff", lambda *_: 3.0)
    caller = client(f'retry: {asked}\ndata: {{"n": 1}}\n\n'.encode(), retries=RetryPolicy(longest_retry_after=7))
    with caller.stream(Request(COUNTS)) as items:
        list(items)
        with items.resume() as more:
            assert [one.n for one in more] == [1]
    assert clock.pauses == [pause]


def test_sequences_of_json_have_the_separator_of_their_standard() -> None:
    """RFC 7464, 2.2: a record separator before each text, and a line feed behind it."""
    assert JSONLines(int, content_type="application/json-seq").encode([1, 2]) == (
        "application/json-seq",
        b"\x1e1\n\x1e2\n",
    )
    assert JSONLines(int).encode([1, 2])[1] == b"1\n2\n"
