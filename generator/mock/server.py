"""Serves the mock over HTTP, on the loopback interface."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

from ..diagnostics import did_you_mean, printable
from .answers import MockAnswer, PublishedAnswer, answer, error_answer, preference, problem_document
from .credentials import challenge, missing_credentials
from .incoming import IncomingRequest, RequestDifference, Route, routes
from .pages import Rule, Turn
from .polls import FinalStates
from .requests import differences
from .values import Sampler

Tree: TypeAlias = Mapping[str, Any]
Log: TypeAlias = Callable[[str], None]

_LARGEST = 64 * 1024 * 1024
"""Bytes of a request body that are read at the most."""


@dataclass(slots=True)
class Mock:
    """A provider's description, ready to answer requests."""

    tree: Tree
    find_published: Callable[[Route], list[PublishedAnswer]] = lambda _: []
    """Returns the answers that the provider publishes for an operation; asked at its first request."""
    rules: Mapping[tuple[str, str], Rule | FinalStates] = field(
        default_factory=dict[tuple[str, str], "Rule | FinalStates"]
    )
    """`(method, path)` → how its responses are divided into pages, or which of them end a wait."""
    asks_credentials: bool = True
    """Whether a request without the credentials of its operation is refused."""
    routes: list[Route] = field(init=False)
    sampler: Sampler = field(init=False)
    _published: dict[int, list[PublishedAnswer]] = field(init=False, default_factory=dict[int, list[PublishedAnswer]])
    """Operations by the identity of their tree."""

    def __post_init__(self) -> None:
        """Find the operations."""
        self.routes = routes(self.tree)
        self.sampler = Sampler(self.tree.get("components", {}).get("schemas", {}))

    def respond(self, request: IncomingRequest) -> MockAnswer:
        """Return the answer to a request: 404 or 405 if it is not described, 401 without its credentials, 422 if it
        does not fit the description.
        """
        found = _nearest([one for one in self.routes if one.template.match(request.path) is not None])
        if not found:
            paths = {_plain(route.path) for route in self.routes}
            return problem_document(404, f"no operation has the path {request.path}{did_you_mean(request.path, paths)}")
        chosen = next((route for route in found if route.method == request.method), None)
        if chosen is None:
            methods = ", ".join(sorted({route.method for route in found}))
            # RFC 9110, 15.5.6: a 405 says which methods there are.
            title = f"{request.path} takes {methods}, not {request.method}"
            return problem_document(405, title, headers={"Allow": methods})
        chosen, wrong = self._fitting(chosen, found, request)
        if self.asks_credentials and (lacking := missing_credentials(self.tree, chosen, request)):
            title = f"{chosen.method} {chosen.path} asks for credentials"
            return problem_document(401, title, lacking, {"WWW-Authenticate": challenge(self.tree, chosen)})
        if wrong:
            return error_answer(chosen, wrong)
        wanted = preference(request.headers.get("prefer", ""))
        rule = self.rules.get((chosen.method.lower(), chosen.path))
        turn = rule if rule is None or isinstance(rule, FinalStates) else Turn(rule, request)
        return answer(
            chosen, self.published(chosen), self.sampler, wanted, request.headers.get("accept", ""), turn=turn
        )

    def published(self, route: Route) -> list[PublishedAnswer]:
        """Return the answers that the provider publishes for an operation."""
        key = id(route.operation)
        if key not in self._published:
            self._published[key] = self.find_published(route)
        return self._published[key]

    def _fitting(
        self, chosen: Route, found: Sequence[Route], request: IncomingRequest
    ) -> tuple[Route, Sequence[RequestDifference]]:
        """Return the operation that a request fits, or fits best, and the differences.

        Paths that only differ in what follows `?` or `#` are one path: a parameter tells their operations apart.
        """
        others = [one for one in found if one.method == chosen.method and _plain(one.path) == _plain(chosen.path)]
        judged = ((one, differences(one, request, self.sampler)) for one in others)
        return min(judged, key=lambda one: len(one[1]))


def _nearest(found: Sequence[Route]) -> Sequence[Route]:
    """Return the operations whose paths are longest: the path of a server may come first, and what another operation
    takes for that is a part of the path.
    """
    longest = max((_plain(one.path).strip("/").count("/") for one in found), default=0)
    return [one for one in found if _plain(one.path).strip("/").count("/") == longest]


def _plain(path: str) -> str:
    return re.split(r"[?#]", path, maxsplit=1)[0]


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
    lines = sorted((route.path, route.method) for route in mock.routes)
    return "\n".join(f"  {printable(method):6} {printable(path)}" for path, method in lines)


def as_json(mock: Mock, address: str) -> str:
    """Return the operations that the mock serves, and its address, as JSON."""
    operations = [{"method": route.method, "path": route.path} for route in mock.routes]
    return json.dumps({"command": "mock", "address": address, "operations": operations})
