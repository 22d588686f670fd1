"""The only module that imports the HTTP library.

To run on `httpx2`, the import becomes `import httpx2 as httpx`, which is what `http = "httpx2"` in provider.toml does;
no other module depends on the choice.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from http.cookiejar import CookieJar
from typing import Any, TypeAlias

import httpx

CookieTypes: TypeAlias = httpx.Cookies | CookieJar | dict[str, str] | list[tuple[str, str]]
LIBRARY = httpx.__name__
"""Also the name of the logger that writes a line per request."""

HTTPClient: TypeAlias = httpx.Client
AsyncHTTPClient: TypeAlias = httpx.AsyncClient
HTTPRequest: TypeAlias = httpx.Request
HTTPResponse: TypeAlias = httpx.Response
Headers: TypeAlias = httpx.Headers
URL: TypeAlias = httpx.URL
Timeout: TypeAlias = httpx.Timeout
Cookies: TypeAlias = httpx.Cookies
SyncByteStream: TypeAlias = httpx.SyncByteStream
AsyncByteStream: TypeAlias = httpx.AsyncByteStream

MockTransport: TypeAlias = httpx.MockTransport
ReadError = httpx.ReadError
ReadTimeout = httpx.ReadTimeout
InvalidURL = httpx.InvalidURL
ContentDecodingError = httpx.DecodingError
TimeoutException = httpx.TimeoutException
ConnectFailure = httpx.ConnectError
TIMEOUT_KINDS = (
    (httpx.ConnectTimeout, "connect"),
    (httpx.PoolTimeout, "pool"),
    (httpx.WriteTimeout, "write"),
    (httpx.ReadTimeout, "read"),
)
"""Exception → which of the transport's timeouts it speaks of."""
NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""Errors that are raised before a byte of the request has left this machine."""
TRANSPORT_ERRORS = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict)
"""Everything the library raises."""
LOCAL_ERRORS = (httpx.LocalProtocolError, httpx.InvalidURL, httpx.UnsupportedProtocol)
"""Errors that the caller caused."""
LIBRARY_MODULES = frozenset({LIBRARY, LIBRARY.replace("httpx", "httpcore"), "h11", "h2", "anyio", "trio"})
"""The top-level packages whose exceptions come from the transport."""

DEFAULT_TIMEOUT = httpx.Timeout(60.0, connect=10.0)
"""Seconds: 10 to connect, 60 for each read and write."""

LIBRARY_HEADERS = frozenset({"accept", "accept-encoding", "connection", "user-agent"})
"""The default headers of the library's own clients."""

EXPIRES: ContextVar[float | None] = ContextVar("EXPIRES", default=None)
"""When reads and writes of this thread have to end, on the clock of `time.monotonic`."""


_LOG = logging.getLogger(LIBRARY)
_SENDING = tuple(
    kind.send.__code__
    for kind in (httpx.Client, httpx.AsyncClient)
    if kind.send.__code__.co_filename == kind.build_request.__code__.co_filename
)
"""The library's own `send`: nothing else is left out."""


class NoCookies(httpx.Cookies):
    """A cookie jar that ignores the cookies of responses: looking for them costs a third of a call."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Do nothing."""


_NO_COOKIES = NoCookies()


class OwnClient(httpx.Client):
    """The HTTP client that is used if the caller gives none: it sends no cookies that a server set, so it
    reads none.
    """

    @property
    def cookies(self) -> httpx.Cookies:
        """None, whatever was set."""
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: CookieTypes) -> None:
        """Do nothing."""

    @staticmethod
    def deliver_by(client: httpx.Client, request: httpx.Request) -> httpx.Response:
        """Return what `send` of a client would, if `adds_nothing` says so: without looking for cookies in vain."""
        response = client._transport_for_url(request.url).handle_request(request)
        response.request = request
        if "set-cookie" in response.headers:
            client.cookies.extract_cookies(response)
        return response

    def deliver(self, request: httpx.Request) -> httpx.Response:
        """Send a request as it is, without logging, and return the response with its body unread."""
        response = self._transport_for_url(request.url).handle_request(request)
        response.request = request
        return response

    @staticmethod
    def hold_to_deadlines(client: httpx.Client) -> None:
        """Make the connections of a client end at `EXPIRES`, ours or one that was given, if it has the library's
        transports: the library has no setting for their backend. Nothing else changes for other users of the client.
        """
        from ._deadlines import hold_to_deadlines

        for transport in (client._transport, *client._mounts.values()):
            if type(transport) is httpx.HTTPTransport:
                hold_to_deadlines(getattr(transport, "_pool", None))


class OwnAsyncClient(httpx.AsyncClient):
    """See `OwnClient`."""

    @property
    def cookies(self) -> httpx.Cookies:
        """None, whatever was set."""
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: CookieTypes) -> None:
        """Do nothing."""

    @staticmethod
    async def deliver_by(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
        """See `OwnClient.deliver_by`."""
        response = await client._transport_for_url(request.url).handle_async_request(request)
        response.request = request
        if "set-cookie" in response.headers:
            client.cookies.extract_cookies(response)
        return response

    async def deliver(self, request: httpx.Request) -> httpx.Response:
        """See `OwnClient.deliver`."""
        response = await self._transport_for_url(request.url).handle_async_request(request)
        response.request = request
        return response

    @staticmethod
    def hold_to_deadlines(client: httpx.AsyncClient) -> None:
        """Do nothing: a task is cancelled at its deadline."""


def adds_nothing(client: httpx.Client | httpx.AsyncClient, request: httpx.Request) -> bool:
    """Return whether a client that was given would hand the request to its transport as it is.

    Not so where it has authentication or hooks of its own, where its log is read, and where it is a class derived from
    the library's, or the library's `send` was replaced, as programs that trace do.
    """
    kind = type(client)
    return (
        (kind is httpx.Client or kind is httpx.AsyncClient)
        and getattr(kind.send, "__code__", None) in _SENDING
        and client.auth is None
        and not any(client.event_hooks.values())
        and not request.url.userinfo
        and not _LOG.isEnabledFor(logging.INFO)
    )


class SafeHeaders(httpx.Headers):
    """Request headers whose `repr` shows names only: any of them may hold a credential."""

    def __repr__(self) -> str:
        return f"SafeHeaders({', '.join(self.keys())})"

    def copied(self) -> SafeHeaders:
        """Return a copy; the library's constructor looks at what it is given."""
        made = SafeHeaders.__new__(SafeHeaders)
        made._list, made._encoding = self._list.copy(), self._encoding
        return made

    def set_length(self, length: int) -> None:
        """Set the length of the body."""
        self._list = [item for item in self._list if item[1] != b"content-length"]
        self._list.append((b"Content-Length", b"content-length", b"%d" % length))

    @staticmethod
    def values_of(headers: httpx.Headers, name: bytes) -> list[str]:
        """Return the values of a field, whose name is in lower case, without looking for an encoding of all fields."""
        return [value.decode("latin-1") for _, key, value in headers._list if key == name]


class SafeRequest(httpx.Request):
    """A request whose `repr` leaves out the query, which may hold a credential."""

    def hold(self, content: bytes) -> None:
        """Set the body, as if it had been read."""
        self.stream: SyncByteStream | AsyncByteStream = httpx.ByteStream(content)
        self._content = content

    def __repr__(self) -> str:
        return f"<Request({self.method!r}, '{self.url.scheme}://{self.url.host}{self.url.path}')>"


def user_agent(package: str) -> str:
    """Return the `User-Agent` of our own HTTP clients: the package, and the library behind it."""
    return f"clientwright-{package or 'client'} python-{LIBRARY}/{httpx.__version__}"


def new_request(
    method: str,
    url: URL,
    headers: SafeHeaders,
    body: bytes | SyncByteStream | AsyncByteStream,
    extensions: dict[str, Any],
) -> SafeRequest:
    """Return a complete request, whose headers are sent as they are."""
    request = SafeRequest.__new__(SafeRequest)  # its constructor would copy what is complete already
    request.method, request.url, request.headers = method, url, headers
    request.extensions = extensions
    if isinstance(body, bytes):
        request.hold(body)
        return request
    request.stream = body
    if isinstance(body, httpx.ByteStream):
        request.read()
    return request
