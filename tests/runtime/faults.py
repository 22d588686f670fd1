"""A server that fails on purpose: raw sockets, a function for each path, and what was received."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True)
class Received:
    """One request."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    connection: int
    time: float


Answer = Callable[[socket.socket, Received], object]
"""Writes what it likes to the connection."""


def reply(
    status: int = 200, body: bytes = b"{}", content_type: str | None = "application/json", **headers: str
) -> Answer:
    """Answer in order."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}"]
    lines += [f"Content-Type: {content_type}"] if content_type else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    text = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return lambda connection, _: connection.sendall(text + body)


def raw(*pieces: bytes, pause: float = 0.0, close: bool = True) -> Answer:
    """Answer with bytes as they are."""

    def answer(connection: socket.socket, _: Received) -> None:
        for piece in pieces:
            connection.sendall(piece)
            wait(connection, pause)
        if close:
            connection.shutdown(socket.SHUT_RDWR)

    return answer


def wait(connection: socket.socket, seconds: float) -> None:
    """Wait, but not longer than the client keeps the connection open: no thread outlives its test."""
    readable, *_ = select.select([connection], [], [], seconds)
    if readable and not connection.recv(1, socket.MSG_PEEK):
        raise ConnectionError("the client has closed the connection")


class FaultServer:
    """Answers each path with the functions that it was given for it, the last one again and again.

    Each test has one of its own: a request that an earlier test gave up may arrive late, and must not be counted here.
    """

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._answers: dict[str, list[Answer]] = {}
        self.received: dict[str, list[Received]] = defaultdict(list)
        self.connections = 0
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def on(self, path: str, *answers: Answer) -> None:
        """What a path answers, in turn."""
        self._answers[path] = list(answers)
        self.received[path].clear()

    def close(self) -> None:
        """Stop accepting, and close every connection; only a shutdown wakes the thread that waits for one."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.connections += 1
                self._open.append(connection)
                threading.Thread(target=self._serve, args=(connection, self.connections), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        with suppress(OSError, ValueError), connection, connection.makefile("rb") as file:
            while (request := _read(file, number)) is not None:
                path = request.target.partition("?")[0]
                self.received[path].append(request)
                answers = self._answers.get(path) or [reply(404)]
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
                answer(connection, request)


def _read(file: IO[bytes], number: int) -> Received | None:
    line = file.readline().decode("latin-1")
    if not line:
        return None
    method, target, _ = line.split(" ", 2)
    headers: dict[str, str] = {}
    while (field := file.readline().decode("latin-1").strip()) != "":
        name, _, value = field.partition(":")
        headers[name.lower()] = value.strip()
    body = b""
    if headers.get("transfer-encoding") == "chunked":
        while size := int(file.readline(), 16):
            body += file.read(size)
            file.readline()
        file.readline()
    else:
        length = int(headers.get("content-length", "0"))
        body = file.read(length)
        if len(body) < length:
            return None  # the connection ended before the request did
    return Received(method, target, headers, body, number, time.monotonic())


def dripping(head: bytes, piece: bytes, pause: float = 0.05) -> Answer:
    """Answer with a head, and then with the same bytes until the client has enough."""

    def answer(connection: socket.socket, _: Received) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            wait(connection, pause)

    return answer


@contextmanager
def serving() -> Iterator[FaultServer]:
    """Yield a server for the time of a test."""
    server = FaultServer()
    try:
        yield server
    finally:
        server.close()
