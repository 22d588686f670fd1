"""Serves the mock over HTTP, on the loopback interface."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, TypeAlias

from ..diagnostics import printable
from ..openapi.json_values import is_mapping

if TYPE_CHECKING:
    from .answers import MockAnswer, PublishedAnswer
    from .incoming import IncomingRequest, Route
    from .pages import Rule
    from .polls import FinalStates
    from .values import Sampler

Tree: TypeAlias = Mapping[str, Any]
Log: TypeAlias = Callable[[str], None]

_LARGEST = 64 * 1024 * 1024
"""Bytes of a request body that are read at the most."""


class Mock:
    """A provider's description, ready to answer requests.

    What a request needs is imported and prepared at the first one: the mock starts without it.
    """

    def __init__(
        self,
        tree: Tree,
        find_published: Callable[[Route], list[PublishedAnswer]] = lambda _: [],
        rules: Mapping[tuple[str, str], Rule | FinalStates] | None = None,
    ) -> None:
        """`find_published` returns the answers that the provider publishes for an operation; `rules` says by
        `(method, path)` how its responses are divided into pages, or which of them end a wait.
        """
        self.tree = tree
        self.rules = rules or {}
        self.asks_credentials = True
        """Whether a request without the credentials of its operation is refused."""
        self._find_published = find_published
        self._published: dict[int, list[PublishedAnswer]] = {}
        """Operations by the identity of their tree."""

    def operations(self) -> list[tuple[str, str]]:
        """Return path and method of each operation that is served."""
        paths: Mapping[str, Tree] = self.tree.get("paths", {})
        return sorted(
            (path, method.upper()) for path, item in paths.items() for method, one in item.items() if is_mapping(one)
        )

    @cached_property
    def routes(self) -> list[Route]:
        """The operations in the order in which they are tried."""
        from .incoming import routes

        return routes(self.tree)

    @cached_property
    def sampler(self) -> Sampler:
        """Makes values for the schemas of the description."""
        from .values import Sampler

        return Sampler(self.tree.get("components", {}).get("schemas", {}))

    def published(self, route: Route) -> list[PublishedAnswer]:
        """Return the answers that the provider publishes for an operation."""
        key = id(route.operation)
        if key not in self._published:
            self._published[key] = self._find_published(route)
        return self._published[key]

    def respond(self, request: IncomingRequest) -> MockAnswer:
        """Return the answer to a request."""
        from .responding import respond

        return respond(self, request)


def serve(mock: Mock, port: int, log: Log, ready: Callable[[str], None]) -> None:
    """Answer requests until the process is interrupted; `ready` gets the address once it accepts connections.

    Raises:
        OSError: the port is taken, or may not be used.
    """
    with ThreadingHTTPServer(("127.0.0.1", port), _handler(mock, log)) as server:
        ready(f"http://127.0.0.1:{server.server_address[1]}")
        server.serve_forever(poll_interval=0.1)


def _handler(mock: Mock, log: Log) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "clientwright-mock"
        disable_nagle_algorithm = True
        """Otherwise each body waits 40 ms for the acknowledgement of its headers (RFC 1122, 4.2.3.2 and 4.2.3.4)."""

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65_537)
            if not self.raw_requestline:
                self.close_connection = True
            elif self.parse_request():
                self._answer()
                self.wfile.flush()

        def _answer(self) -> None:
            from .answers import problem_document
            from .incoming import IncomingRequest

            start = time.perf_counter()
            content = self._content()
            path, _, query = self.path.partition("?")
            headers = {name.lower(): value for name, value in self.headers.items()}
            made = (
                problem_document(413, "the body is too large for the mock")
                if content is None
                else mock.respond(IncomingRequest(self.command, path, query, headers, content))
            )
            self._send(made)
            took = (time.perf_counter() - start) * 1_000
            phrase = HTTPStatus(made.status).phrase if made.status in _KNOWN else ""
            note = f" ({made.note})" if made.note else ""
            log(f"{self.command} {path} -> {made.status} {phrase} {took:.0f} ms{note}")

        def _content(self) -> bytes | None:
            if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
                return self._chunked()
            length = self.headers.get("Content-Length", "0")
            size = int(length) if length.isdecimal() else 0
            return self.rfile.read(size) if size <= _LARGEST else None

        def _chunked(self) -> bytes | None:
            parts: list[bytes] = []
            total = 0
            while size := int(self.rfile.readline(100).partition(b";")[0].strip() or b"0", 16):
                total += size
                if total > _LARGEST:
                    return None
                parts.append(self.rfile.read(size))
                self.rfile.readline(100)
            self.rfile.readline(100)
            return b"".join(parts)

        def _send(self, made: MockAnswer) -> None:
            self.send_response(made.status)
            for name, value in made.headers.items():
                if not set(name + value) & {"\r", "\n", "\0"}:
                    self.send_header(name, value)
            if made.content_type:
                self.send_header("Content-Type", made.content_type)
            bodiless = made.status in (204, 304) or made.status in range(100, 200)
            if not bodiless:
                self.send_header("Content-Length", str(len(made.content)))
            if made.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                self.send_header("Connection", "close")
                self.close_connection = True
            self.end_headers()
            if not bodiless and self.command != "HEAD":
                self.wfile.write(made.content)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: every answer is logged once, by `_answer`."""

    return Handler


_KNOWN = frozenset(status.value for status in HTTPStatus)


def listing(mock: Mock) -> str:
    """Return the operations that the mock serves, a line each."""
    return "\n".join(f"  {printable(method):6} {printable(path)}" for path, method in mock.operations())


def as_json(mock: Mock, address: str) -> str:
    """Return the operations that the mock serves, and its address, as JSON."""
    operations = [{"method": method, "path": path} for path, method in mock.operations()]
    return json.dumps({"command": "mock", "address": address, "operations": operations})
