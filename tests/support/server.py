"""A real HTTP/1.1 server on a local port, which records what arrives and answers what a test says."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request as it arrived."""

    method: str
    target: str
    """Path and query, undecoded."""
    headers: tuple[tuple[str, str], ...]
    """In order of arrival, names in lower case."""
    body: bytes

    @property
    def path(self) -> str:
        """The undecoded path."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> list[tuple[str, str]]:
        """The decoded pairs of the query."""
        return parse_qsl(self.target.partition("?")[2], keep_blank_values=True)

    @property
    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)

    def header(self, name: str) -> list[str]:
        """Return every value of a header."""
        return [value for key, value in self.headers if key == name.lower()]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answers."""

    status: int = 200
    body: bytes = b""
    content_type: str | None = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class LocalServer:
    """A running server: set `answer`, make the call, look at `arrivals`."""

    url: str
    """Its origin, such as `http://127.0.0.1:40000`."""
    answer: Answer = field(default_factory=Answer)
    arrivals: list[Arrival] = field(default_factory=list[Arrival])

    def will(self, answer: Answer) -> None:
        """Forget what arrived so far, and answer this from now on."""
        self.arrivals.clear()
        self.answer = answer

    @property
    def arrival(self) -> Arrival:
        """The one request since `will`; an AssertionError when there were none or several."""
        if len(self.arrivals) != 1:
            raise AssertionError(f"{len(self.arrivals)} requests arrived, not one")
        return self.arrivals[0]


@contextmanager
def serve() -> Iterator[LocalServer]:
    """Run a server on a free port of the loopback interface until the context ends."""
    state = LocalServer("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            length = int(self.headers.get("Content-Length") or 0)
            body = _chunks(self) if "chunked" in self.headers.get("Transfer-Encoding", "") else self.rfile.read(length)
            headers = tuple((name.lower(), value) for name, value in self.headers.items())
            state.arrivals.append(Arrival(self.command, self.path, headers, body))
            self._reply(state.answer)

        def _reply(self, answer: Answer) -> None:
            self.send_response(answer.status)
            if answer.content_type is not None:
                self.send_header("Content-Type", answer.content_type)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _chunks(handler: BaseHTTPRequestHandler) -> bytes:
    """Read a body in chunked transfer coding (RFC 9112, 7.1)."""
    parts = []
    while size := int(handler.rfile.readline().partition(b";")[0], 16):
        parts.append(handler.rfile.read(size))
        handler.rfile.readline()
    while handler.rfile.readline().strip():
        pass
    return b"".join(parts)
