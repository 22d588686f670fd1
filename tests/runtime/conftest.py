"""The whole suite of the runtime runs on the other HTTP library, too.

With `CLIENTWRIGHT_HTTP=httpx2` in the environment, `import httpx` gives httpx2 wherever it stands: in the runtime and
in its tests. `test_both_libraries.py` starts such a run.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest

_LIBRARY = os.environ.get("CLIENTWRIGHT_HTTP", "httpx")

if _LIBRARY != "httpx":
    sys.modules["httpx"] = importlib.import_module(_LIBRARY)


def _once() -> None:
    """Read the certificates of the machine once: each client would, and that takes longer than most of these tests."""
    transports = importlib.import_module(f"{sys.modules['httpx'].__name__}._transports.default")
    make, made = transports.create_ssl_context, {}

    def create_ssl_context(*arguments: object, **options: object) -> object:
        key = repr((arguments, sorted(options.items())))
        if key not in made:
            made[key] = make(*arguments, **options)
        return made[key]

    transports.create_ssl_context = create_ssl_context


importlib.import_module("httpx")
_once()


@pytest.fixture(params=("sync", "asyncio", "trio"))
def mode(request: pytest.FixtureRequest) -> str:
    """How a client is used."""
    return str(request.param)


@pytest.fixture
def server() -> Iterator[Any]:
    """A server of each test's own: a call that one test gave up may reach its server only while the next one runs."""
    from .faults import serving

    with serving() as found:
        yield found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock for the runtime that moves only in pauses: nothing waits, and the time is exact."""
    from .clock import Clock

    return Clock().used(monkeypatch)


@pytest.fixture
def send(mode: str, server: Any) -> Any:
    """Send a request with a client of its own, and return the response."""
    from .fault_calls import sender

    return sender(mode, server)


@pytest.fixture
def items(mode: str, server: Any) -> Any:
    """Return the items of a stream, and the error that ended it."""
    from .fault_calls import reader

    return reader(mode, server)
