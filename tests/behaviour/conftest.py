"""A server, and both clients of whatever package a test asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from .packages import Caller, Package
from .wire import Answer, Server, serve

Make = Callable[..., Caller]
Callers = Callable[[Package], Caller]


@pytest.fixture(scope="session")
def running() -> Iterator[Server]:
    with serve() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.will(Answer(204, None))
    return running


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def _callers() -> Iterator[dict[Any, Caller]]:
    callers: dict[Any, Caller] = {}
    yield callers
    for caller in callers.values():
        caller.close()


@pytest.fixture
def caller(_callers: dict[Any, Caller], server: Server, mode: str) -> Callers:
    """Return the client of a package, shared by all tests that give it no options."""

    def get(package: Package) -> Caller:
        key = (package.module.__name__, mode)
        if key not in _callers:
            _callers[key] = Caller(package, mode == "async", {"base_url": server.url})
        return _callers[key]

    return get


@pytest.fixture
def fresh(server: Server, mode: str) -> Iterator[Make]:
    """Return a client of its own with the given options of the constructor."""
    made: list[Caller] = []

    def make(package: Package, **options: Any) -> Caller:
        made.append(Caller(package, mode == "async", {"base_url": server.url, **options}))
        return made[-1]

    yield make
    for one in made:
        one.close()
