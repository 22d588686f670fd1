"""Calls that their caller cancels: the connections that they used do not stay occupied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import anyio
import pytest

from generator.runtime import JSON, AsyncClient, AsyncStreamingClient, Operation, Request, RequestError, RequestOptions
from generator.runtime.streams.events import EventStream

from .faults import FaultServer, raw, reply, serving

SLOW: Operation[Any] = Operation("GET", "/slow", responses={200: JSON(Any)})
GET: Operation[Any] = Operation("GET", "/x", responses={200: JSON(Any)})
EVENTS: Operation[Any] = Operation("GET", "/events", responses={200: EventStream(Any)})
MANY = 130
"""More calls than the HTTP library keeps connections for."""


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """A server of each test's own."""
    with serving() as found:
        found.on("/x", reply(200, b"1"))
        yield found


@pytest.mark.parametrize("library", ["asyncio", "trio"])
@pytest.mark.parametrize("when", ["waiting", "reading"])
def test_cancelled_calls_leave_the_connections_usable(server: FaultServer, library: str, when: str) -> None:
    head = b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n1"
    server.on("/slow", raw(b"" if when == "waiting" else head, pause=0.5))

    async def main() -> list[Any]:
        async with AsyncClient(base_url=server.url, max_retries=0) as client:
            with anyio.move_on_after(0.15):
                async with anyio.create_task_group() as group:
                    for _ in range(MANY):
                        group.start_soon(client.send, Request(SLOW))
            with anyio.fail_after(9):
                return [(await client.send(Request(GET))).data for _ in range(5)]

    assert anyio.run(main, backend=library) == [1] * 5


@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_streams_that_are_left_early_leave_the_connections_usable(server: FaultServer, library: str) -> None:
    server.on("/events", reply(200, b"data: 1\n\n" * 1000, "text/event-stream"))

    async def main() -> Any:
        async with AsyncStreamingClient(base_url=server.url) as client:
            for _ in range(MANY):
                async with await client.stream(Request(EVENTS)) as stream:
                    assert await anext(aiter(stream)) == 1
            with anyio.fail_after(9):
                return (await client.send(Request(GET))).data

    assert anyio.run(main, backend=library) == 1


@pytest.mark.parametrize("key", ["", " ", 5, b"k"])
def test_a_key_that_is_none_is_refused_before_anything_is_sent(server: FaultServer, key: Any) -> None:
    async def main() -> None:
        async with AsyncClient(base_url=server.url) as client:
            with pytest.raises(RequestError, match="`idempotency_key` must be text, and not empty"):
                await client.send(Request(GET), options=RequestOptions(idempotency_key=key))

    anyio.run(main)
    assert server.received["/x"] == []
