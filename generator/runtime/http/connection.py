"""The HTTP client behind a client: the caller's, or our own for each process and event loop."""

from __future__ import annotations

import os
import threading
from typing import Any, Generic, TypeVar, cast

from .._http import LIBRARY, AsyncHTTPClient, HTTPClient, OwnAsyncClient, OwnClient, user_agent
from ..errors import RequestError
from .event_loops import event_loop, is_closed

HTTP = TypeVar("HTTP", HTTPClient, AsyncHTTPClient)

ACCEPT_ENCODING = "gzip, deflate"
"""The content codings that the standard library decodes in bounded memory."""


class Connection(Generic[HTTP]):
    """The HTTP client: the caller's, or our own, created when first needed.

    Sockets cannot be shared after `fork`, nor between event loops: each process and each loop gets its own HTTP client.
    """

    def __init__(self, given: object, library: type[HTTP], name: str) -> None:
        """`library` is the class of our own HTTP clients; raises `RequestError` if `given` is of another kind."""
        self.shared = given is not None
        """Whether it is somebody else's, who also closes it."""
        self._library: type[HTTP] = library
        self._name = name
        self._asynchronous = issubclass(library, AsyncHTTPClient)
        self._given: HTTP | None = cast("HTTP", _checked(given, library)) if given is not None else None
        if self._given is not None:
            self._hold(self._given)
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._own: list[tuple[object, HTTP]] = []
        self._closed = False

    def open(self) -> HTTP:
        """Return the HTTP client; raise `RequestError` if this is closed."""
        if self._closed or (self._given is not None and self._given.is_closed):
            raise RequestError("the client is closed")
        if self._given is not None:
            return self._given
        if self._process != os.getpid():  # the sockets belong to the parent process
            self._lock, self._own, self._process = threading.Lock(), [], os.getpid()
        loop = event_loop() if self._asynchronous else None
        for known, http in self._own:
            if known is loop:
                return http
        with self._lock:
            for known, http in self._own:
                if known is loop:
                    return http
            made = self._made()
            self._own = [(known, http) for known, http in self._own if not is_closed(known)] + [(loop, made)]
            return made

    def take(self) -> list[HTTP]:
        """Mark as closed, and return the HTTP clients to close: our own of this process and event loop."""
        self._closed = True
        own, self._own = self._own, []
        if self._process != os.getpid():
            return []
        loop = event_loop() if self._asynchronous else None
        return [http for known, http in own if known is loop]

    def _made(self) -> HTTP:
        headers = {"Accept-Encoding": ACCEPT_ENCODING, "User-Agent": user_agent(self._name)}
        try:
            made = self._library(headers=headers)
        except Exception as error:
            raise RequestError(
                f"the HTTP client cannot be made from the environment ({type(error).__name__}): look at"
                f" {', '.join(_variables()) or 'the certificates of this machine'}, or give `http_client`"
            ) from None
        self._hold(made)
        return made

    def _hold(self, http: HTTP) -> None:
        cast("type[OwnClient | OwnAsyncClient]", self._library).hold_to_deadlines(cast("Any", http))


def _variables() -> list[str]:
    """Return the names of the set environment variables that the library reads. Their values may hold passwords."""
    names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
    return [name for one in names for name in (one, one.lower()) if os.environ.get(name)]


def _checked(given: object, library: type[HTTPClient | AsyncHTTPClient]) -> HTTPClient | AsyncHTTPClient:
    """Return the caller's HTTP client; raise `RequestError` if it is of another kind, or of another library."""
    asynchronous = issubclass(library, AsyncHTTPClient)
    wanted = AsyncHTTPClient if asynchronous else HTTPClient
    if isinstance(given, wanted):
        return given
    kind = type(given)
    name = f"{kind.__module__.partition('.')[0]}.{kind.__qualname__}"
    needed = f"{LIBRARY}.{wanted.__name__}"
    if isinstance(given, HTTPClient | AsyncHTTPClient):
        which = "asynchronous" if asynchronous else "synchronous"
        raise RequestError(f"`http_client` is a {name}: the {which} client takes a {needed}")
    if kind.__module__.partition(".")[0] in ("httpx", "httpx2"):
        raise RequestError(
            f"`http_client` is a {name}, and this package is made for {LIBRARY}: give a {needed}, or generate the"
            f' package with `http = "{kind.__module__.partition(".")[0]}"`'
        )
    raise RequestError(f"`http_client` is a {name}: give a {needed}")
