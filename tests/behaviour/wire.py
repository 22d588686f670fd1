"""A server that records every byte of a request as it arrived, and answers with the bytes that a test says."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it arrived; the body without its transfer coding."""

    line: str
    """The request line: method, target and version."""
    fields: tuple[tuple[str, str], ...]
    """The header fields as they were written, in order."""
    body: bytes

    @property
    def method(self) -> str:
        """The method."""
        return self.line.split(" ")[0]

    @property
    def target(self) -> str:
        """Path and query, undecoded."""
        return self.line.split(" ")[1]

    @property
    def path(self) -> str:
        """The undecoded path."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str | None:
        """The undecoded query, None if there is no question mark."""
        _, mark, query = self.target.partition("?")
        return query if mark else None

    def header(self, name: str) -> str | None:
        """Return the one field of a name, None if there is none; an AssertionError where there are several."""
        found = [value for key, value in self.fields if key.lower() == name.lower()]
        if len(found) > 1:
            raise AssertionError(f"{name} was sent {len(found)} times: {found}")
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answers."""

    status: int = 200
    content_type: str | None = "application/json"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    pieces: Iterable[bytes] | None = None
    """In place of `body`: sent one by one in chunked transfer coding, while they are made."""
    length: int | None = None
    """What `Content-Length` says where that is not the length of the body: then the connection ends too early."""
    reason: str = "Answer"


Script = Callable[[Sent], Answer]


@dataclass(slots=True)
class Server:
    """A running server: say what it answers, make the call, look at what was sent."""

    url: str = ""
    sent: list[Sent] = field(default_factory=list[Sent])
    dropped: threading.Event = field(default_factory=threading.Event)
    """Set when a client closed the connection before a whole answer was sent."""
    script: Script = lambda sent: Answer(204, None)

    def will(self, answer: Answer | Script) -> None:
        """Forget what was sent so far, and answer this from now on."""
        self.sent.clear()
        self.dropped.clear()
        self.script = answer if callable(answer) else lambda sent: answer

    @property
    def only(self) -> Sent:
        """The one request that arrived since `will`."""
        if len(self.sent) != 1:
            raise AssertionError(f"{len(self.sent)} requests arrived, not one")
        return self.sent[0]


@contextmanager
def serve() -> Iterator[Server]:
    """Run a server on a free port of the loopback interface until the context ends."""
    server = Server()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        threading.Thread(target=_accept, args=(listener, server), daemon=True).start()
        yield server


def _accept(listener: socket.socket, server: Server) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:  # the listener was closed: the test run is over
            return
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_serve, args=(connection, server), daemon=True).start()


def _serve(connection: socket.socket, server: Server) -> None:
    with connection, connection.makefile("rb") as stream:
        while True:
            try:
                if not _exchange(connection, stream, server):
                    return
            except (BrokenPipeError, ConnectionResetError):
                server.dropped.set()
                return


def _exchange(connection: socket.socket, stream: Iterable[bytes], server: Server) -> bool:
    """Read one request and answer it; returns whether the connection stays open."""
    head = []
    for line in stream:
        if line in (b"\r\n", b"\n"):
            break
        head.append(line.decode("latin-1").rstrip("\r\n"))
    if not head:
        return False
    fields = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in head[1:]))
    named = {name.lower(): value for name, value in fields}
    body = _chunks(stream) if "transfer-encoding" in named else stream.read(int(named.get("content-length", 0)))
    sent = Sent(head[0], fields, body)
    server.sent.append(sent)
    return _answer(connection, sent, server.script(sent))


def _chunks(stream: Iterable[bytes]) -> bytes:
    """Read a body in chunked transfer coding (RFC 9112, 7.1)."""
    parts = []
    while size := int(stream.readline().partition(b";")[0], 16):
        parts.append(stream.read(size))
        stream.readline()
    while stream.readline().strip():
        pass
    return b"".join(parts)


def _answer(connection: socket.socket, sent: Sent, answer: Answer) -> bool:
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
    if answer.content_type is not None:
        lines.append(f"Content-Type: {answer.content_type}")
    lines += [f"{name}: {value}" for name, value in answer.headers]
    if answer.pieces is not None:
        lines.append("Transfer-Encoding: chunked")
    elif answer.status not in (204, 304):
        lines.append(f"Content-Length: {len(answer.body) if answer.length is None else answer.length}")
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    if answer.pieces is None:
        connection.sendall(head + (b"" if sent.method == "HEAD" else answer.body))
        return answer.length is None
    connection.sendall(head)
    for piece in answer.pieces:
        connection.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    connection.sendall(b"0\r\n\r\n")
    return True
