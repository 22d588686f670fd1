"""A documentation site on this machine, from which `import` fetches pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Site:
    """A documentation site on this machine: path → (content type, text), or a status."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pages: dict[str, tuple[str, str] | int] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []


@contextmanager
def serving() -> Iterator[Site]:
    """Run a site until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.headers.append({name.casefold(): value for name, value in self.headers.items()})
            found = site.pages.get(self.path, 404)
            if isinstance(found, int):
                self.send_response(found)
                self.end_headers()
                return
            kind, text = found
            if kind == "redirect":
                self.send_response(302)
                self.send_header("Location", text)
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Set-Cookie", "a=b")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    site = Site(f"http://127.0.0.1:{server.server_port}")
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
