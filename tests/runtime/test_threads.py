"""Threads that share what is made on first use; a free-threaded Python shows most, with a lock threads change quickly."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from generator.runtime import JSON, Client, Model, Nullable, Operation, Request
from generator.runtime.http.retries import RetryBudget

THREADS = 12


@pytest.fixture(autouse=True)
def _changing() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def together(work: Callable[[int], object]) -> None:
    """Call a function with the number of each thread, in all threads at once; raise what the first failure is."""
    failures: list[BaseException] = []
    barrier = threading.Barrier(THREADS)

    def one(number: int) -> None:
        barrier.wait()
        try:
            work(number)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def _echo(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=request.content, headers={"Content-Type": "application/json"})


@pytest.mark.parametrize("turn", range(5))
def test_the_first_use_of_a_class_may_be_in_many_threads(turn: int) -> None:
    class Thing(Model):
        number: int
        note: Nullable[str] = None

    operation: Operation[Thing] = Operation("POST", "/x", body=JSON(Thing), responses=lambda: {200: JSON(Thing)})
    client = Client(base_url="http://a.test", http_client=httpx.Client(transport=httpx.MockTransport(_echo)))

    def call(number: int) -> None:
        assert client.send(Request(operation, body=Thing(number=number + turn))).data == Thing(number=number + turn)

    together(call)


def test_one_thread_at_a_time_builds_a_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pydantic removes the schema of a class before it builds another: what comes meanwhile would find none."""

    class Thing(Model):
        number: int

    building: list[int] = []
    most: list[int] = []
    build = vars(BaseModel)["model_rebuild"].__func__

    def slowly(cls: type[BaseModel], **options: Any) -> bool | None:
        building.append(1)
        most.append(len(building))
        time.sleep(0.005)
        try:
            return build(cls, **options)
        finally:
            building.pop()

    monkeypatch.setattr(BaseModel, "model_rebuild", classmethod(slowly))
    together(lambda number: Thing(number=number))
    assert max(most) == 1


def test_no_call_is_lost_from_the_budget() -> None:
    budget = RetryBudget()
    taken: list[bool] = []

    def calls(_: int) -> None:
        for _ in range(100):
            budget.call()

    together(calls)
    together(lambda _: taken.extend(budget.take(0.1) for _ in range(20)))
    assert sum(taken) == 10 + THREADS * 10
