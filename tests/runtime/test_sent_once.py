"""No request goes out twice that must not, and none without its body: connections that end at the worst moments."""

from __future__ import annotations

import io
import socket
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from generator.runtime import (
    JSON,
    AsyncClient,
    Binary,
    Client,
    ClientError,
    Operation,
    Request,
    RequestOptions,
    RetryPolicy,
    TransportError,
)

from .clock import Clock
from .faults import FaultServer, Received, reply, serving

POST: Operation[Any] = Operation("POST", "/x", body=Binary(), responses={200: JSON(Any)})
PUT: Operation[Any] = Operation("PUT", "/x", body=Binary(), responses={200: JSON(Any)})
LARGE = b"0123456789abcdef" * 65_536

Send = Callable[..., list[Any]]


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """A server of each test's own."""
    with serving() as found:
        yield found


@pytest.fixture
def send(mode: str, server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> Send:
    """Send bodies one after the other with one client, and return the data or the error of each."""
    Clock().used(monkeypatch)

    def call(operation: Operation[Any], *bodies: Any, options: RequestOptions | None = None) -> list[Any]:
        policy = RetryPolicy(first_pause=0, budget=9)
        requests = [Request(operation, body=body) for body in bodies]
        found: list[Any] = []
        if mode == "sync":
            with Client(base_url=server.url, retries=policy, timeout=9) as client:
                for request in requests:
                    try:
                        found.append(client.send(request, options=options).data)
                    except ClientError as error:
                        found.append(error)
            return found

        async def main() -> None:
            async with AsyncClient(base_url=server.url, retries=policy, timeout=9) as client:
                for request in requests:
                    try:
                        found.append((await client.send(request, options=options)).data)
                    except ClientError as error:
                        found.append(error)

        anyio.run(main, backend=mode)
        return found

    return call


def then(end: Callable[[socket.socket], None]) -> Callable[[socket.socket, Received], None]:
    """Return an answer after which the connection, which could be kept, ends."""

    def answer(connection: socket.socket, request: Received) -> None:
        reply(200, b"1")(connection, request)
        end(connection)

    return answer


def closed(connection: socket.socket) -> None:
    """Close a connection in order."""
    connection.shutdown(socket.SHUT_RDWR)


def reset(connection: socket.socket) -> None:
    """Reset a connection: what was sent and not yet read is lost."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise ConnectionError("the server's thread ends here, and closes the connection")


def silent(end: Callable[[socket.socket], None]) -> Callable[[socket.socket, Received], None]:
    """Return an answer that is none: the connection ends."""
    return lambda connection, _: end(connection)


@pytest.mark.parametrize("end", [closed, reset])
def test_a_kept_connection_that_ends_repeats_no_post(
    send: Send, server: FaultServer, end: Callable[[socket.socket], None]
) -> None:
    server.on("/x", then(end))
    bodies = [b"%d" % number for number in range(20)]
    found = send(POST, *bodies)
    received = [request.body for request in server.received["/x"]]
    assert set(received) <= set(bodies)
    assert len(set(received)) == len(received)
    for body, outcome in zip(bodies, found, strict=True):  # an answer may be lost, a call is not made again
        assert outcome == 1 or (isinstance(outcome, TransportError) and outcome.sent), (body, outcome)
        assert outcome != 1 or body in received


@pytest.mark.parametrize("end", [closed, reset])
@pytest.mark.parametrize("kind", ["bytes", "file", "path"])
def test_without_an_answer_a_put_is_repeated_whole_and_a_post_is_not(
    send: Send, server: FaultServer, tmp_path: Path, kind: str, end: Callable[[socket.socket], None]
) -> None:
    (tmp_path / "body").write_bytes(LARGE)
    for operation, attempts in ((PUT, 2), (POST, 1)):
        sources = {"bytes": LARGE, "file": io.BytesIO(LARGE), "path": tmp_path / "body"}
        server.on("/x", reply(200, b"1"), silent(end), reply(200, b"2"))
        first, second = send(operation, b"first", sources[kind])
        assert first == 1
        bodies = [request.body for request in server.received["/x"]]
        assert bodies == [b"first"] + [LARGE] * attempts
        assert second == 2 if operation is PUT else isinstance(second, TransportError) and second.sent


def test_what_cannot_be_read_again_is_not_sent_again(send: Send, server: FaultServer) -> None:
    server.on("/x", silent(closed))
    [error] = send(PUT, iter([b"a", b"b"]))
    assert isinstance(error, TransportError)
    assert [request.body for request in server.received["/x"]] == [b"ab"]


def test_a_file_is_sent_from_where_it_stood(send: Send, server: FaultServer) -> None:
    file = io.BytesIO(b"head:body")
    file.seek(5)
    server.on("/x", silent(closed), silent(closed), reply(200, b"1"))
    assert send(PUT, file) == [1]
    assert [request.body for request in server.received["/x"]] == [b"body"] * 3


def test_a_post_with_a_key_is_repeated_with_it(send: Send, server: FaultServer) -> None:
    server.on("/x", silent(closed), silent(reset), reply(200, b"1"))
    assert send(POST, b"body", options=RequestOptions(idempotency_key="k-1")) == [1]
    received = [(request.headers["idempotency-key"], request.body) for request in server.received["/x"]]
    assert received == [("k-1", b"body")] * 3
