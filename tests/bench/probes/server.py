"""A server that records what it is sent and answers as the document of the probes says."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_ANSWERS: dict[str, tuple[int, object]] = {
    "/jobs": (202, {"ticket": "t-1"}),
    "/state": (200, {"state": "paused"}),
    "/missing": (404, {"code": "gone"}),
}
"""Status and JSON by path; everything else is 204."""


@dataclass(frozen=True, slots=True)
class Received:
    """A request as it came in."""

    method: str
    target: str
    """Path and query, still encoded."""
    headers: dict[str, str]
    """By name in lower case."""
    body: bytes


@dataclass(slots=True)
class Recorder:
    """A running server."""

    base: str
    received: list[Received] = field(default_factory=list[Received])


@contextmanager
def recorder() -> Iterator[Recorder]:
    """Run a server on a free port of this machine until the block ends."""
    found = Recorder("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            found.received.append(Received(self.command, self.path, headers, body))
            status, value = _ANSWERS.get(self.path.partition("?")[0], (204, None))
            content = b"" if value is None else json.dumps(value).encode()
            self.send_response(status)
            if content:
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer

        def log_message(self, format: str, *args: object) -> None:
            """Print nothing: the tables are what is read."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.base = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield found
        server.shutdown()
        thread.join()
