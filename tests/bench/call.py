"""CPU time of calls: this runtime next to untyped httpx, in turns, on the same transport. `python tests/bench/call.py`.

Each figure is the median, over many rounds, of the ratio to `httpx` with `.json()` in the same round, so that what else
the machine does changes both. `CLIENTWRIGHT_HTTP=httpx2` measures on httpx2, `CALLS="list first"` some of the parts.
"""

from __future__ import annotations

import gc
import importlib
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
if (LIBRARY := os.environ.get("CLIENTWRIGHT_HTTP", "httpx")) != "httpx":
    sys.modules["httpx"] = importlib.import_module(LIBRARY)

import httpx

from generator.runtime import Bearer, Client, HTTPClient, Request
from tests.bench.calls import at_once, first_call, loopback
from tests.bench.calls.documents import CREATE, CREATED, LISTS, PLAIN_CREATED, Create, Parameter, PlainCreate

Calls = Mapping[str, Callable[[], object]]
"""Contender → one call; the first is what the others are compared with."""

ROUNDS = 40
PARTS = ("small", "loopback", "list", "first", "concurrent")


def main() -> None:
    """Print the tables."""
    parts = os.environ.get("CALLS", "").split() or PARTS
    print(f"{LIBRARY}, Python {sys.version.split()[0]}: CPU of untyped {LIBRARY} with .json(), and ratios to it")
    if "small" in parts:
        show("small POST, no network", small_posts(_noop(CREATED)), 150)
    if "loopback" in parts:
        with loopback.serving(CREATED) as url:
            show("small POST, loopback", small_posts(None, url), 60)
    if "list" in parts:
        for name, one in LISTS.items():
            show(f"list of {name} ({len(one.content) // 1000} KB)", lists(name), 6)
    if "first" in parts:
        first_call.show(LIBRARY)
    if "concurrent" in parts:
        at_once.show(LIBRARY)


def small_posts(transport: httpx.MockTransport | None, url: str = "http://api.test") -> Calls:
    """Return a small POST by hand, by hand with pydantic, with our own HTTP client, and with one that is given."""
    untyped = httpx.Client(base_url=url, headers={"Authorization": "Bearer k"}, transport=transport)
    own, given = _clients(url, transport)
    body = {"agent_id": 456, "parameters": [{"name": "customer_phone", "value": "+14155552671"}]}

    def by_pydantic() -> object:
        sent = PlainCreate.model_validate(body).model_dump_json(exclude_unset=True)
        response = untyped.post("/v1/call", content=sent, headers={"Content-Type": "application/json"})
        return PLAIN_CREATED.validate_json(response.content).data.trace_id

    def typed(client: Client) -> object:
        parameter = Parameter(name="customer_phone", value="+14155552671")
        return client.send(Request(CREATE, body=Create(agent_id=456, parameters=[parameter]))).data.data.trace_id

    return {
        LIBRARY: lambda: untyped.post("/v1/call", json=body).json()["data"]["trace_id"],
        "with pydantic": by_pydantic,
        "own client": lambda: typed(own),
        "client given": lambda: typed(given),
    }


def lists(name: str) -> Calls:
    """Return a GET of a list in the same four ways."""
    one = LISTS[name]
    transport = _noop(one.content)
    untyped = httpx.Client(base_url="http://api.test", transport=transport)
    own, given = _clients("http://api.test", transport)
    return {
        LIBRARY: lambda: untyped.get("/v1/items").json(),
        "with pydantic": lambda: one.plain.validate_json(untyped.get("/v1/items").content),
        "own client": lambda: own.send(Request(one.operation)).data,
        "client given": lambda: given.send(Request(one.operation)).data,
    }


def show(what: str, calls: Calls, times: int) -> None:
    """Print the cost of each contender, and the share of it that Python's garbage collector takes."""
    rounds: dict[str, list[float]] = {name: [] for name in calls}
    collecting: dict[str, float] = dict.fromkeys(calls, 0.0)
    for call in calls.values():
        for _ in range(5):
            call()
    with _Collector() as collector:
        for _ in range(ROUNDS):
            for name, call in calls.items():
                before, start = collector.seconds, time.process_time()
                for _ in range(times):
                    call()
                rounds[name].append(time.process_time() - start)
                collecting[name] += collector.seconds - before
    first = next(iter(calls))
    parts = [f"{what:28} {first} {statistics.median(rounds[first]) / times * 1e6:7.0f} us"]
    for name, costs in rounds.items():
        ratio = statistics.median(cost / base for cost, base in zip(costs, rounds[first], strict=True))
        share = f"gc {collecting[name] / sum(costs):.0%}"
        parts.append(f"{name} {ratio:.2f} ({share})" if name != first else f"({share})")
    print("  ".join(parts), flush=True)


class _Collector:
    """Counts the CPU seconds of the cyclic garbage collector."""

    def __init__(self) -> None:
        self.seconds = self._start = 0.0

    def __enter__(self) -> _Collector:
        gc.callbacks.append(self._note)
        return self

    def __exit__(self, *_: object) -> None:
        gc.callbacks.remove(self._note)

    def _note(self, phase: str, _: object) -> None:
        if phase == "start":
            self._start = time.process_time()
        else:
            self.seconds += time.process_time() - self._start


def _noop(content: bytes) -> httpx.MockTransport:
    """Return a transport that answers at once."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=content, headers={"Content-Type": "application/json"})

    return httpx.MockTransport(answer)


def _clients(url: str, transport: httpx.MockTransport | None) -> tuple[Client, Client]:
    """Return a client with its own HTTP client, and one that is given such a one."""
    own = Client(base_url=url, credentials={"key": Bearer("k")})
    if transport is not None:
        vars(own._open()).update(_transport=transport, _mounts={})
    http = HTTPClient(transport=transport)
    return own, Client(base_url=url, credentials={"key": Bearer("k")}, http_client=http)


if __name__ == "__main__":
    main()
