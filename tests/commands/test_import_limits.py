"""Limits of fetching: endless and slow responses, endless redirects or redirects elsewhere, bombs, and too
many pages.
"""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands.importing import fetching, inputs
from tests.commands.site import serving

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/markdown\r\n"
Server = Callable[[socket.socket], None]


def endless(client: socket.socket) -> None:
    client.sendall(HEAD + b"\r\n")
    while True:
        client.sendall(b"a" * 65_536)


def dripping(client: socket.socket) -> None:
    client.sendall(HEAD + b"\r\n")
    for _ in count():
        client.sendall(b"a")
        time.sleep(0.02)


def dripping_head(client: socket.socket) -> None:
    client.sendall(HEAD)
    for number in count():
        client.sendall(f"X-{number}: a\r\n".encode()[number % 3 :] if number else b"X: a\r\n")
        time.sleep(0.02)


def silent(client: socket.socket) -> None:
    client.recv(1)  # until the client closes the connection


BOMB = gzip.compress(b"\0" * 5_000_000)


def bomb(client: socket.socket) -> None:
    client.sendall(HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB)


def lying(client: socket.socket) -> None:
    client.sendall(HEAD + b"Content-Length: 1000\r\n\r\nshort")


def nonsense(client: socket.socket) -> None:
    client.sendall(b"\0\xff" * 100 + b"\r\n\r\n")


def many_headers(client: socket.socket) -> None:
    client.sendall(HEAD + b"".join(b"X-%d: a\r\n" % number for number in range(100_000)) + b"\r\n")


@contextmanager
def answering(server: Server) -> Iterator[str]:
    """Answer each connection on this machine by a function, until the block ends."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer(client: socket.socket) -> None:
        with client, suppress(OSError):
            client.recv(65_536)
            server(client)

    clients: list[socket.socket] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                clients.append(listening.accept()[0])
                threading.Thread(target=answer, args=(clients[-1],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/page.md"
    finally:
        listening.close()
        for client in clients:  # no thread outlives its test
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "specs").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(fetching, "_MOST_BYTES", 1_000_000)


@pytest.mark.parametrize(
    ("server", "reason"),
    [
        (endless, "larger than 1,000,000 bytes"),
        (dripping, "takes longer"),
        (dripping_head, "takes longer"),
        (silent, "ReadTimeout"),
        (bomb, "compressed"),
        (lying, "RemoteProtocolError"),
        (nonsense, "RemoteProtocolError"),
        (many_headers, "RemoteProtocolError"),
    ],
)
def test_a_bad_answer_is_one_line(server: Server, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if server is silent:
        monkeypatch.setattr(fetching, "_PATIENCE", 0.4)
    elif reason == "takes longer":
        monkeypatch.setattr(fetching, "_SECONDS", 0.3)
        monkeypatch.setattr(fetching, "_GRACE", 0.2)
    with answering(server) as address:
        result = CliRunner().invoke(main, ["import", address, "--provider", "acme"])
    assert result.exit_code == 1
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert "error[cannot-fetch]" in lines[0]
    assert reason in lines[0]
    assert not Path("specs/acme").exists()


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        ({"/page.md": ("redirect", "/page.md")}, "more than 5 redirects"),
        ({"/page.md": ("redirect", "/b.md"), "/b.md": ("redirect", "/page.md")}, "more than 5 redirects"),
        ({"/page.md": ("redirect", "https://evil.invalid/steal")}, "another origin, https://evil.invalid"),
        ({"/page.md": ("redirect", "//evil.invalid/steal")}, "another origin, http://evil.invalid"),
        ({"/page.md": ("redirect", "http://127.0.0.1:1/page.md")}, "another origin"),
        ({"/page.md": ("redirect", "file:///etc/passwd")}, "another origin"),
        ({"/page.md": ("redirect", "http://[::1")}, "Invalid URL in location header"),
        ({"/page.md": 403}, "the server answers 403"),
        ({"/page.md": 500}, "the server answers 500"),
    ],
)
def test_redirects_and_refusals(pages: dict[str, tuple[str, str] | int], reason: str) -> None:
    with serving() as site:
        site.pages.update(pages)
        result = CliRunner().invoke(main, ["import", f"{site.url}/page.md", "--provider", "acme"])
        assert len(site.asked) <= 6
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert reason in result.stderr


def test_an_index_of_too_many_pages_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "_MOST_PAGES", 20)
    links = "".join(f"- [Page {number}](/p{number}.md)\n" for number in range(21))
    with serving() as site:
        site.pages["/llms.txt"] = ("text/plain", f"# Acme\n\n## Docs\n\n{links}")
        result = CliRunner().invoke(main, ["import", f"{site.url}/llms.txt", "--provider", "acme"])
        assert site.asked == ["/llms.txt"]
    assert result.exit_code == 1
    assert "more than 20 pages" in result.stderr


def test_a_page_that_links_itself_is_read_once() -> None:
    with serving() as site:
        site.pages["/all.txt"] = (
            "text/plain",
            "# Acme\n\n## Docs\n\n- [A](/all.txt)\n- [B](/all.txt#b)\n- [C](/c.md)\n",
        )
        result = CliRunner().invoke(main, ["import", f"{site.url}/all.txt", "--provider", "acme"])
        assert site.asked == ["/all.txt", "/all.txt", "/c.md"]
    assert result.exit_code == 1
    assert "none of the pages describes an operation" in result.stderr
