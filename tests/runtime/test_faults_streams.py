"""What servers do to streams: errors among the items, events that are none, a success that is no stream."""

from __future__ import annotations

from typing import Any

import pytest

from generator.runtime import (
    AsyncStreamingClient as AsyncClient,
)
from generator.runtime import (
    DecodeError,
    EventStream,
    Model,
    Operation,
    Request,
    StreamError,
)
from generator.runtime import (
    StreamingClient as Client,
)

from .fault_calls import EVENTS, Call, Item, Problem, run_in
from .faults import FaultServer, reply


def sse(*events: bytes) -> Any:
    return reply(200, b"".join(events), "text/event-stream; charset=utf-8")


GOOD = b'data: {"text":"a"}\n\n'


def test_an_error_event_raises_an_error_with_its_data(items: Call, server: FaultServer) -> None:
    server.on("/x", sse(GOOD, b'event: error\nid: 7\ndata: {"message":"overloaded","code":529}\n\n', GOOD))
    found, error = items()
    assert found == [Item(text="a")]
    assert isinstance(error, StreamError)
    assert "overloaded" in str(error)
    assert (error.event.event, error.event.id, error.body) == (
        "error",
        "7",
        Problem.model_validate({"message": "overloaded", "code": 529}),
    )
    assert error.content == b'{"message":"overloaded","code":529}'


def test_an_error_event_that_is_declared_is_an_item(items: Call, server: FaultServer) -> None:
    class Failed(Model):
        message: str

    operation: Operation[Any] = Operation("GET", "/x", responses={200: EventStream(Item | Failed)})
    server.on("/x", sse(GOOD, b'event: error\ndata: {"message":"no"}\n\n', GOOD))
    found, error = items(operation)
    assert (found, error) == ([Item(text="a"), Failed(message="no"), Item(text="a")], None)


@pytest.mark.parametrize(
    "events",
    [
        (b"event: ping\ndata: {}\n\n", GOOD),
        (b"data:\n\n", b": keep-alive\n\n", GOOD),
        (GOOD, b"data: [DONE] \n\n"),
        (GOOD, b"data:[DONE]\n\n", b"data: never\n\n"),
        (b"retry: " + b"9" * 5000 + b"\n" + GOOD,),
    ],
)
def test_events_that_are_no_items(items: Call, server: FaultServer, events: tuple[bytes, ...]) -> None:
    server.on("/x", sse(*events))
    assert items() == ([Item(text="a")], None)


def test_an_event_that_does_not_fit_is_in_the_error(items: Call, server: FaultServer) -> None:
    server.on("/x", sse(GOOD, b'event: usage\ndata: {"tokens":1}\n\n'))
    found, error = items()
    assert found == [Item(text="a")]
    assert isinstance(error, DecodeError)
    assert (error.event.event, error.event.data) == ("usage", '{"tokens":1}')
    assert "usage" in str(error)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"error": {"message": "quota"}}', "application/json"),
        (b"<html>please log in</html>", "text/html"),
        (b"", "text/html"),
    ],
)
def test_a_success_that_is_no_stream(items: Call, server: FaultServer, body: bytes, kind: str) -> None:
    server.on("/x", reply(200, body, kind))
    found, error = items()
    assert found == []
    assert isinstance(error, DecodeError)
    assert error.content == body
    assert kind in str(error)


def test_names_ids_and_resuming(server: FaultServer) -> None:
    first = b'id: 1\nretry: 20\nevent: add\ndata: {"text":"a"}\n\n'
    server.on("/x", sse(first), sse(b'id: 2\ndata: {"text":"b"}\n\n'))
    with Client(base_url=server.url) as client, client.stream(Request(EVENTS)) as stream:
        [event] = stream.events()
        assert (event.data, event.event, event.id, event.retry) == (Item(text="a"), "add", "1", 20)
        assert (stream.last_event_id, stream.retry) == ("1", 20)
        with stream.resume() as again:
            assert [event.id for event in again.events()] == ["2"]
    assert server.received["/x"][-1].headers["last-event-id"] == "1"
    server.on("/x", sse(first), sse(b'id: 2\ndata: {"text":"b"}\n\n'))

    async def main() -> list[Any]:
        async with AsyncClient(base_url=server.url) as client, await client.stream(Request(EVENTS)) as stream:
            found = [event async for event in stream.events()]
            async with await stream.resume() as again:
                return [*found, *[event async for event in again.events()]]

    for library in ("asyncio", "trio"):
        server.on("/x", sse(first), sse(b'id: 2\ndata: {"text":"b"}\n\n'))
        assert [event.id for event in run_in(library, main)] == ["1", "2"]
