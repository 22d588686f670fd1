"""What surroundings do to a client: processes, event loops, given clients, the environment."""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import os
import threading
import time
from typing import Any

import httpx
import pytest
import trio

from generator.runtime import (
    JSON,
    Binary,
    ClientError,
    Operation,
    Request,
    RequestError,
    RequestOptions,
)
from generator.runtime import (
    AsyncStreamingClient as AsyncClient,
)
from generator.runtime import (
    StreamingClient as Client,
)

from .fault_calls import GET, SECURED, Call, oauth
from .faults import FaultServer, raw, reply, serving, wait

# -- processes and event loops ----------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_processes_do_not_share_connections() -> None:
    with serving() as server:

        def echo(connection: Any, request: Any) -> None:
            wait(connection, 0.005)
            reply(200, b'"%s"' % request.headers["x-process"].encode())(connection, request)

        server.on("/x", echo)
        client = Client(base_url=server.url, timeout=10, max_retries=0)

        def answers(name: str) -> set[Any]:
            mine = client.with_options(headers={"X-Process": name})
            return {mine.send(Request(GET)).data for _ in range(20)}

        assert answers("parent") == {"parent"}
        context = multiprocessing.get_context("fork")
        queue: Any = context.Queue()
        children = [context.Process(target=lambda n=n: queue.put((n, answers(f"child {n}")))) for n in range(3)]
        for child in children:
            child.start()
        assert answers("parent") == {"parent"}
        assert dict(queue.get(timeout=300) for _ in children) == {n: {f"child {n}"} for n in range(3)}
        for child in children:
            child.join(300)


def test_one_client_in_one_event_loop_after_the_other(server: FaultServer) -> None:
    server.on("/token", reply(200, b'{"access_token":"t","expires_in":0}'))
    server.on("/x", reply(200))
    client = AsyncClient(base_url=server.url, **oauth())

    async def four() -> list[int]:
        return [one.status for one in await asyncio.gather(*(client.send(Request(SECURED)) for _ in range(4)))]

    async def one() -> int:
        return (await client.send(Request(SECURED))).status

    for _ in range(3):
        assert asyncio.run(four()) == [200] * 4
        assert trio.run(one) == 200


def test_a_given_client_of_a_dead_event_loop_is_named(server: FaultServer) -> None:
    server.on("/x", reply(200))
    client = AsyncClient(base_url=server.url, http_client=httpx.AsyncClient(), max_retries=0)

    async def one() -> int:
        return (await client.send(Request(GET))).status

    assert asyncio.run(one()) == 200
    problem = ""
    try:
        assert asyncio.run(one()) == 200
    except RequestError as error:
        problem = str(error)
    assert not problem or "event loop" in problem


def test_an_error_of_the_caller_is_not_taken_for_a_closed_client(server: FaultServer) -> None:
    def hook(request: httpx.Request) -> None:
        raise RuntimeError("the audit database is closed")

    http = httpx.Client(event_hooks={"request": [hook]})
    with pytest.raises(RuntimeError, match="the audit database is closed"):
        Client(base_url=server.url, http_client=http).send(Request(GET))


def test_files_do_not_block_the_event_loop(server: FaultServer) -> None:
    turned = threading.Event()
    waited: list[bool] = []

    class Waiting(io.RawIOBase):
        """Each read and write ends when the event loop has turned meanwhile."""

        left = 1

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self._wait()
            self.left -= 1
            return b"x" * 100 if self.left >= 0 else b""

        def write(self, data: Any) -> int:
            self._wait()
            return len(data)

        def _wait(self) -> None:
            turned.clear()
            waited.append(turned.wait(20))

    put: Operation[Any] = Operation("PUT", "/x", body=Binary(), responses={200: JSON(Any)})
    get: Operation[bytes] = Operation("GET", "/x", responses={200: Binary()})
    server.on("/x", reply(200))

    async def main() -> None:
        async def turn() -> None:
            while True:
                turned.set()
                await asyncio.sleep(0.001)

        async with AsyncClient(base_url=server.url) as client:
            turning = asyncio.create_task(turn())
            await client.send(Request(put, body=Waiting()))
            async with await client.stream(Request(get)) as stream:
                await stream.save(Waiting())
            turning.cancel()

    asyncio.run(main())
    assert waited == [True] * 3  # two reads, one write
    received = [(request.method, request.body) for request in server.received["/x"]]
    assert received == [("PUT", b"x" * 100), ("GET", b"")]


# -- given clients, and surroundings ----------------------------------------------------------------------------------


def test_the_jar_of_a_given_client_counts_at_the_time_of_the_call(server: FaultServer) -> None:
    server.on("/login", reply(200, Set_Cookie="sid=abc; Path=/"))
    server.on("/x", reply(200))
    http = httpx.Client()
    client = Client(base_url=server.url, http_client=http)
    http.get(f"{server.url}/login")
    client.send(Request(GET))
    assert server.received["/x"][-1].headers["cookie"] == "sid=abc"
    http.cookies.clear()
    client.send(Request(GET))
    assert "cookie" not in server.received["/x"][-1].headers


@pytest.mark.parametrize("other", ["httpx", "httpx2"])
def test_a_client_of_another_kind_is_refused(other: str) -> None:
    import importlib

    library = importlib.import_module(other)
    if library.__name__ != other:
        pytest.skip("the other library stands in for this one")
    name = httpx.__name__
    wrong: list[tuple[type[Any], Any]] = [(Client, object()), (AsyncClient, object())]
    wrong += [(Client, library.AsyncClient()), (AsyncClient, library.Client())]
    if other != name:
        wrong += [(Client, library.Client()), (AsyncClient, library.AsyncClient())]
    for kind, http in wrong:
        with pytest.raises(RequestError, match=f"`http_client` is a .*{name}"):
            kind(base_url="http://a", http_client=http)


@pytest.mark.parametrize(("variable", "value"), [("NO_PROXY", "localhost,[::1]"), ("ALL_PROXY", "what://u:sk-live@p")])
def test_invalid_environment_variables_refuse_a_client(
    send: Call, server: FaultServer, variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on("/x", reply(200))
    monkeypatch.setenv(variable, value)
    problem = variable
    try:
        assert send().status == 200  # httpx2 reads some of them
    except RequestError as error:
        problem = str(error)
    assert variable in problem
    assert "sk-live" not in problem


def test_addresses_and_headers_that_cannot_be() -> None:
    address: Any = httpx.URL("http://a")
    assert Client(base_url=address)
    make: Any = Client
    for options in ({"base_url": 5}, {"base_url": "http://a", "default_headers": {"Content-Length": "5"}}):
        with pytest.raises(RequestError):
            make(**options)
    with pytest.raises(TypeError, match="unexpected keyword argument 'timeuot'"):
        make(base_url="http://a", timeuot=3)


def test_headers_of_client_and_call_are_combined(send: Call, server: FaultServer) -> None:
    server.on("/x", reply(200))
    with Client(base_url=server.url, default_headers={"X-Tenant": "a", "X-Drop": "1"}) as client:
        client.with_options(headers={"x-trace": "t"}).with_options(timeout=3).send(
            Request(GET), options=RequestOptions(headers={"X-Call": "c", "x-drop": None}, query={"page": 2})
        )
        one = server.received["/x"][-1]
        assert [one.headers.get(name) for name in ("x-tenant", "x-trace", "x-call", "x-drop")] == ["a", "t", "c", None]
        assert one.target == "/x?page=2"
        client.with_options(default_headers={"X-Only": "o"}).send(Request(GET))
        assert "x-tenant" not in server.received["/x"][-1].headers


@pytest.mark.parametrize(
    "line", [b"HTTP/1.1 200 " + b"a?a" * 30_000, b"a?a=" * 30_000, b"\xff" * 1000], ids=["status", "line", "bytes"]
)
def test_hostile_status_lines_cost_little(send: Call, server: FaultServer, line: bytes) -> None:
    server.on("/x", raw(line + b"\r\n\r\n"))
    started = time.process_time()
    problem = ""
    try:
        send(max_retries=0)
    except ClientError as error:
        problem = str(error)
    assert len(problem) < 1000
    assert time.process_time() - started < 2
