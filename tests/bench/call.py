"""CPU time of a call: this runtime next to untyped httpx, on the same transport. `python tests/bench/call.py`."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[2]))

from generator.runtime import JSON, Bearer, Client, HTTPClient, Model, Operation, Request

CONTENT = b'{"status":"ok","data":{"call_id":"c-1","trace_id":"t-1"}}'
LIST = b"[" + b",".join(b'{"id":%d,"name":"name %d","tags":["a","b"],"score":1.5}' % (n, n) for n in range(900)) + b"]"


class Parameter(Model):
    """A parameter of a call."""

    name: str
    value: str


class Create(Model):
    """A call to make."""

    agent_id: int
    parameters: list[Parameter]


class Data(Model):
    """What a call is known by."""

    call_id: str
    trace_id: str


class Created(Model):
    """A call that was made."""

    status: str
    data: Data


class Item(Model):
    """An item of a list."""

    id: int
    name: str
    tags: list[str]
    score: float


CREATE: Operation[Created] = Operation(
    "POST", "/v1/call", security=[{"key": []}], body=JSON(Create), responses={200: JSON(Created)}
)
ITEMS: Operation[list[Item]] = Operation("GET", "/v1/items", responses={200: JSON(list[Item])})


def answer(request: httpx.Request) -> httpx.Response:
    """The server."""
    content = CONTENT if request.method == "POST" else LIST
    return httpx.Response(200, content=content, headers={"Content-Type": "application/json"})


def costs(calls: Sequence[Callable[[], object]], times: int) -> list[float]:
    """Return the microseconds of CPU that each call takes: the best of nine rounds, in which they take turns."""
    best = [float("inf")] * len(calls)
    for call in calls:
        call()
    for _ in range(9):
        for number, call in enumerate(calls):
            gc.collect()
            start = time.process_time()
            for _ in range(times):
                call()
            best[number] = min(best[number], (time.process_time() - start) / times * 1e6)
    return best


def clients() -> tuple[Client, Client]:
    """Return a client with its own HTTP client, whose transport answers at once, and one that is given such a one."""
    transport = httpx.MockTransport(answer)
    own = Client(base_url="http://api.test", credentials={"key": Bearer("k")})
    vars(own.open()).update(_transport=transport, _mounts={})
    http = HTTPClient(transport=transport)
    return own, Client(base_url="http://api.test", credentials={"key": Bearer("k")}, http_client=http)


def main() -> None:
    """Print the table."""
    untyped = httpx.Client(
        transport=httpx.MockTransport(answer), base_url="http://api.test", headers={"Authorization": "Bearer k"}
    )
    own, given = clients()
    body = {"agent_id": 456, "parameters": [{"name": "customer_phone", "value": "+14155552671"}]}

    def post(client: Client) -> object:
        parameter = Parameter(name="customer_phone", value="+14155552671")
        return client.send(Request(CREATE, body=Create(agent_id=456, parameters=[parameter]))).data.data.trace_id

    rows: list[tuple[str, int, list[Callable[[], object]]]] = [
        (
            "small POST",
            1000,
            [lambda: untyped.post("/v1/call", json=body).json(), lambda: post(own), lambda: post(given)],
        ),
        (
            "list of 900",
            50,
            [
                lambda: untyped.get("/v1/items").json(),
                lambda: own.send(Request(ITEMS)).data,
                lambda: given.send(Request(ITEMS)).data,
            ],
        ),
    ]
    for name, times, calls in rows:
        before, ours, theirs = costs(calls, times)
        print(
            f"{name:12}  httpx {before:8.1f} us   own client {ours:8.1f} us, {ours / before:.2f}"
            f"   client given {theirs:8.1f} us, {theirs / before:.2f}"
        )
    start = time.process_time()
    for _ in range(1000):
        Operation("GET", "/x", responses={200: JSON(Created)})
    print(f"1,000 operations constructed in {(time.process_time() - start) * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
