"""The whole suite of the runtime runs on the other HTTP library, too.

With `CLIENTWRIGHT_HTTP=httpx2` in the environment, `import httpx` gives httpx2 wherever it stands: in the runtime and
in its tests. `test_both_libraries.py` starts such a run.
"""

from __future__ import annotations

import importlib
import os
import sys

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
