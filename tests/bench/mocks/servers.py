"""The mock servers: ours, Stoplight's Prism, Scalar's, each in a process of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.bench.descriptions import ROOT
from tests.bench.environments import Environment
from tests.bench.measure import clean

_OTHERS = Environment("mock-servers")
_PATIENCE = 120.0
"""Seconds in which a server must answer for the first time."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mock server."""

    name: str
    command: Callable[[Path, int], list[str | Path]]
    """(document, port) → program and arguments."""
    environment: Environment | None = None

    @property
    def missing(self) -> str:
        """Say why it cannot be run here; nothing if it can."""
        return self.environment.missing if self.environment is not None else ""

    @contextmanager
    def serving(self, document: Path) -> Iterator[tuple[httpx.Client, float] | None]:
        """Yield a client for the server, and the seconds to its first answer; None if it does not start."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        start = time.perf_counter()
        command = self.command(document, port)
        with (
            subprocess.Popen(
                command, cwd=ROOT, env=clean(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as process,
            httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client,
        ):
            try:
                yield (client, time.perf_counter() - start) if _answers(client, process, start) else None
            finally:
                process.terminate()


def _answers(client: httpx.Client, process: subprocess.Popen[bytes], start: float) -> bool:
    while process.poll() is None and time.perf_counter() - start < _PATIENCE:
        try:
            client.get("/")
        except httpx.HTTPError:
            time.sleep(0.01)
        else:
            return True
    return False


def _ours(document: Path, port: int) -> list[str | Path]:
    return [sys.executable, "-m", "generator", "mock", "--spec", document, "--port", str(port), "--keep-going"]


def _prism(document: Path, port: int) -> list[str | Path]:
    return [_OTHERS.programs / "prism", "mock", "-p", str(port), "-h", "127.0.0.1", document]


def _scalar(document: Path, port: int) -> list[str | Path]:
    return ["node", _OTHERS.folder / "scalar.mjs", document, str(port)]


SERVERS = (
    Server("Clientwright", _ours),
    Server("Prism", _prism, _OTHERS),
    Server("Scalar's mock server", _scalar, _OTHERS),
)
