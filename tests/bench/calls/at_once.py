"""Many calls at once in one event loop, next to untyped httpx: CPU and time of each, in turns."""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import time
from collections.abc import Awaitable, Callable

import httpx

from generator.runtime import AsyncClient, Bearer, Request
from tests.bench.calls.documents import CREATE, CREATED, Create, Parameter
from tests.bench.calls.loopback import serving

ROUNDS = int(os.environ.get("ROUNDS", "7"))
BODY = {"agent_id": 456, "parameters": [{"name": "customer_phone", "value": "+14155552671"}]}


def show(library: str) -> None:
    """Print what some numbers of calls at once cost."""
    for number in (100, 300, 1000):
        with serving(CREATED, delay=0.05) as url:
            asyncio.run(_measure(library, number, url))


async def _measure(library: str, number: int, url: str) -> None:
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=20)
    untyped = httpx.AsyncClient(
        base_url=url, headers={"Authorization": "Bearer k"}, limits=limits, timeout=httpx.Timeout(60, pool=None)
    )
    own = AsyncClient(base_url=url, credentials={"key": Bearer("k")}, timeout=httpx.Timeout(60, pool=None))

    async def by_hand() -> None:
        (await untyped.post("/v1/call", json=BODY)).json()

    async def typed() -> None:
        parameter = Parameter(name="customer_phone", value="+14155552671")
        await own.send(Request(CREATE, body=Create(agent_id=456, parameters=[parameter])))

    costs: dict[str, list[tuple[float, float]]] = {library: [], "own client": []}
    for turn in range(max(2, ROUNDS * 100 // number) + 1):
        for name, call in ((library, by_hand), ("own client", typed)):
            cost = await _cost(call, number)
            if turn:  # the first opens the connections
                costs[name].append(cost)
    pairs = list(zip(costs["own client"], costs[library], strict=True))
    cpu, wall = (statistics.median(ours[which] / theirs[which] for ours, theirs in pairs) for which in (0, 1))
    base = statistics.median(cost for cost, _ in costs[library]) * 1e3
    print(
        f"{number} calls at once, loopback: {library} {base:.0f} ms of CPU, own client {cpu:.2f}, of its time {wall:.2f}"
    )
    await untyped.aclose()
    await own.aclose()


async def _cost(call: Callable[[], Awaitable[None]], number: int) -> tuple[float, float]:
    """Return the CPU seconds and the seconds of some calls at once."""
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(call() for _ in range(number)))
    return time.process_time() - cpu, time.perf_counter() - wall
