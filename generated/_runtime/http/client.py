"""The clients that generated clients derive from."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from .._http import (
    DEFAULT_TIMEOUT,
    AsyncHTTPClient,
    Cookies,
    HTTPClient,
    OwnAsyncClient,
    OwnClient,
    Timeout,
    user_agent,
)
from ..errors import RequestError, StatusError
from .exchange import open_stream, send
from .flow import arun, run
from .preparation import Core, Options
from .request import Request
from .response import Response
from .security import Scheme
from .servers import Server

if TYPE_CHECKING:
    from .streaming import AsyncStream, Stream

T = TypeVar("T")
HTTP = TypeVar("HTTP", HTTPClient, AsyncHTTPClient)

_UNSET: Any = object()
_ACCEPT_ENCODING = {"Accept-Encoding": "gzip, deflate"}
"""What the standard library undoes in bounded memory."""


class BaseClient(Generic[HTTP]):
    """What both clients have in common."""

    _library: type[HTTP]

    def __init__(
        self,
        *,
        servers: Mapping[str, Server | str] = {},
        server: str | None = None,
        variables: Mapping[str, str] | None = None,
        base_url: str | None = None,
        credentials: Mapping[str, Scheme] = {},
        errors: Mapping[int | str, type[StatusError]] = {},
        timeout: float | Timeout | None = DEFAULT_TIMEOUT,
        max_retries: int = 2,
        http_client: HTTP | None = None,
    ) -> None:
        self._core = Core(
            servers=servers,
            server=server,
            base_url=base_url,
            variables=variables or {},
            credentials=credentials,
            errors=errors,
        )
        if http_client is not None:
            self._core.cookies = Cookies(http_client.cookies)
            if timeout is DEFAULT_TIMEOUT:
                timeout = http_client.timeout
        self._options = Options(timeout=timeout, max_retries=max_retries)
        self._connection: Connection[HTTP] = Connection(http_client, self._library, _package(type(self)))

    def with_options(
        self,
        *,
        timeout: float | Timeout | None = _UNSET,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        max_response_bytes: int | None = None,
        max_response_seconds: float | None = None,
    ) -> Self:
        """The same client with other options: it shares connections and credentials with this one.

        `timeout` and `max_response_seconds` (for a whole body) are in seconds; `headers` are sent with every request.
        """
        changes: dict[str, Any] = {
            "max_retries": max_retries,
            "headers": headers,
            "max_response_bytes": max_response_bytes,
            "max_response_seconds": max_response_seconds,
        }
        changes = {name: value for name, value in changes.items() if value is not None}
        if timeout is not _UNSET:
            changes["timeout"] = timeout
        other = copy(self)
        for name, value in list(vars(other).items()):
            if isinstance(value, Resource | AsyncResource):  # made on first use, for the client that made it
                delattr(other, name)
        other._options = replace(self._options, **changes)
        return other

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(repr(scheme) for scheme in self._core.credentials.values())})"


class Connection(Generic[HTTP]):
    """The HTTP client: somebody else's, or one of our own, made when first needed."""

    def __init__(self, given: HTTP | None, library: type[HTTP], name: str) -> None:
        self._http: HTTP | None = given
        self.shared = given is not None
        """Whether it is somebody else's, who also closes it."""
        self._library: type[HTTP] = library
        self._name = name
        self._lock = threading.Lock()
        self._closed = False

    def open(self) -> HTTP:
        """The HTTP client."""
        if self._closed:
            raise RequestError("the client is closed")
        if self._http is None:
            with self._lock:
                if self._http is None:
                    headers = {**_ACCEPT_ENCODING, "User-Agent": user_agent(self._name)}
                    self._http = self._library(headers=headers)
        return self._http

    def take(self) -> HTTP | None:
        """Mark as closed; returns the HTTP client to close if it is our own."""
        self._closed = True
        return None if self.shared else self._http


def _package(client: type[object]) -> str:
    """The package that a client comes from, also where a program derives a class of its own from it."""
    modules = [one.__module__ for one in client.__mro__ if issubclass(one, BaseClient) and one.__module__ != __name__]
    return modules[-1].rpartition(".")[0].rpartition(".")[2] if modules else ""


class Client(BaseClient[HTTPClient]):
    """A synchronous client. Threads may share it."""

    _library = OwnClient

    def send(self, request: Request[T], *, timeout: float | Timeout | None = _UNSET) -> Response[T]:
        """Send a request; returns the response if it is a success.

        Raises `StatusError` for an error status, `DecodeError` for a success that is not what is declared,
        `TransportError` where no response arrived, `RequestError` and `CredentialError` where nothing was sent.
        """
        http = self._connection.open()
        options = self._options if timeout is _UNSET else replace(self._options, timeout=timeout)
        prepared = self._core.prepare(request.operation, http, self._connection.shared)
        return run(send(self._core, prepared, request, options), http)

    def stream(self, request: Request[T], *, timeout: float | Timeout | None = _UNSET) -> Stream[T]:
        """Send a request and leave the body of the response to be read item by item; use it in a `with` statement.

        Raises what `send` raises, before the first item.
        """
        from .streaming import Stream

        http = self._connection.open()
        options = self._options if timeout is _UNSET else replace(self._options, timeout=timeout)
        prepared = self._core.prepare(request.operation, http, self._connection.shared)
        response = run(open_stream(self._core, prepared, request, options), http)
        return Stream(response, prepared.reader)

    def close(self) -> None:
        """Close the connections, unless they belong to an `http_client` that was given."""
        http = self._connection.take()
        if http is not None:
            http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient(BaseClient[AsyncHTTPClient]):
    """An asynchronous client. Tasks may share it."""

    _library = OwnAsyncClient

    async def send(self, request: Request[T], *, timeout: float | Timeout | None = _UNSET) -> Response[T]:
        """See `Client.send`."""
        http = self._connection.open()
        options = self._options if timeout is _UNSET else replace(self._options, timeout=timeout)
        prepared = self._core.prepare(request.operation, http, self._connection.shared)
        return await arun(send(self._core, prepared, request, options), http)

    async def stream(self, request: Request[T], *, timeout: float | Timeout | None = _UNSET) -> AsyncStream[T]:
        """See `Client.stream`; use it in an `async with` statement."""
        from .streaming import AsyncStream

        http = self._connection.open()
        options = self._options if timeout is _UNSET else replace(self._options, timeout=timeout)
        prepared = self._core.prepare(request.operation, http, self._connection.shared)
        response = await arun(open_stream(self._core, prepared, request, options), http)
        return AsyncStream(response, prepared.reader)

    async def aclose(self) -> None:
        """Close the connections, unless they belong to an `http_client` that was given."""
        http = self._connection.take()
        if http is not None:
            await http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class Resource:
    """A group of operations."""

    def __init__(self, client: Client) -> None:
        self._client = client


class AsyncResource:
    """A group of operations."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client
