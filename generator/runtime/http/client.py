"""The base classes of generated clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, Generic, Self, TypeVar, Unpack

from .._http import DEFAULT_TIMEOUT, URL, AsyncHTTPClient, HTTPClient, OwnAsyncClient, OwnClient, Timeout
from ..errors import RequestError, StatusError
from ..security.schemes import Scheme
from .arguments import ClientHeader
from .connection import Connection
from .exchange import Exchange
from .flow import arun, run
from .options import UNSET, ClientOptions, Options, RequestOptions
from .preparation import Core
from .request import Request
from .response import Response
from .servers import Base, Server, checked_variables

T = TypeVar("T")
HTTP = TypeVar("HTTP", HTTPClient, AsyncHTTPClient)


class BaseClient(Generic[HTTP]):
    """What the synchronous and the asynchronous client have in common."""

    _library: type[HTTP]

    def __init__(
        self,
        *,
        servers: Mapping[str, Server | str] = {},
        server: str | None = None,
        variables: Mapping[str, str] | None = None,
        operation_variables: Sequence[str] = (),
        base_url: str | None = None,
        credentials: Mapping[str, Scheme] = {},
        headers: Mapping[str, ClientHeader] = {},
        errors: Mapping[int | str, type[StatusError]] = {},
        timeout: float | Timeout | None = DEFAULT_TIMEOUT,
        max_retries: int | None = None,
        http_client: HTTP | None = None,
        defaults: Mapping[str, Any] | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """`defaults` are the options that the API's settings define, `operation_variables` the variables of servers
        that only single operations have. Raises `RequestError` for an invalid option.
        """
        _refuse_unknown(type(self).__name__, options)
        self._core = Core(
            servers=servers,
            server=server,
            base_url=_address(base_url),
            variables=checked_variables(variables or {}, servers, operation_variables),
            credentials=credentials,
            headers={name: text for name, one in headers.items() if (text := one.text(name)) is not None},
            errors=errors,
        )
        self._connection: Connection[HTTP] = Connection(http_client, self._library, _package(type(self)))
        if http_client is not None and timeout is DEFAULT_TIMEOUT:
            timeout = http_client.timeout
        self._options = Options().changed({"timeout": timeout, **(defaults or {})}).changed(options)
        if max_retries is not None and "retries" not in options:
            self._options = self._options.changed({"retries": max_retries})

    def with_options(
        self,
        *,
        timeout: float | Timeout | None = UNSET,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        **options: Unpack[ClientOptions],
    ) -> Self:
        """Return a client with other options that shares connections and credentials with this client.

        `headers` are sent with every request in addition to those that are sent already; `default_headers` replace
        them.
        """
        _refuse_unknown("with_options", options)
        changes: dict[str, Any] = {"timeout": timeout, **options}
        if max_retries is not None:
            changes.setdefault("retries", max_retries)
        other = copy(self)
        for name, value in list(vars(other).items()):
            if isinstance(value, Resource | AsyncResource):  # created on first use, and bound to the other client
                delattr(other, name)
        other._options = self._options.changed(changes, headers)
        return other

    def _exchange(
        self,
        request: Request[Any],
        http: HTTP,
        timeout: float | Timeout | None,
        options: RequestOptions | None,
        latest: float | None = None,
    ) -> Exchange:
        """Return one call, ready to be made."""
        chosen = self._options
        if timeout is not UNSET:
            chosen = chosen.changed({"timeout": timeout})
        if options is not None:
            chosen = chosen.for_call(options)
        if latest is not None:
            chosen = chosen.over_at(latest)
        shared = self._connection.shared
        prepared = self._core.prepare(request.operation, http, shared)
        return Exchange(self._core, prepared, request, chosen, http if shared else None)

    def _open(self) -> HTTP:
        """Return the HTTP client, made when first needed."""
        return self._connection.open()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(repr(scheme) for scheme in self._core.credentials.values())})"


def _refuse_unknown(function: str, options: Mapping[str, object]) -> None:
    for name in options:
        if name not in ClientOptions.__annotations__:
            raise TypeError(f"{function}() got an unexpected keyword argument {name!r}")


def _address(base_url: object) -> str | None:
    """Return an address as text; raise `RequestError` for anything else, already here and not only at the
    first call.
    """
    if base_url is None:
        return None
    if isinstance(base_url, str):
        Base.parse(base_url)
        return base_url
    if isinstance(base_url, URL):
        return str(base_url)
    raise RequestError(f"`base_url` must be text, not {type(base_url).__name__}")


def _package(client: type[object]) -> str:
    """Return the package that a client comes from, also for a class that a caller derives from the client."""
    runtime = __name__.removesuffix("http.client")
    modules = [one.__module__ for one in client.__mro__ if issubclass(one, BaseClient)]
    modules = [module for module in modules if not module.startswith(runtime)]
    return modules[-1].rpartition(".")[0].rpartition(".")[2] if modules else ""


class Client(BaseClient[HTTPClient]):
    """A synchronous client. Threads may share it."""

    _library = OwnClient

    def send(
        self,
        request: Request[T],
        *,
        timeout: float | Timeout | None = UNSET,
        options: RequestOptions | None = None,
        latest: float | None = None,
    ) -> Response[T]:
        """Send a request, and return the response if it is a success.

        `latest` is when the call has to be over, on the clock of `time.monotonic`, if its deadline does not end before.
        Raises `StatusError` for an error status, `DecodeError` for a success that is not what is declared,
        `TransportError` if no response arrived, `RequestError` and `CredentialError` if nothing was sent.
        """
        http = self._open()
        return run(self._exchange(request, http, timeout, options, latest).send(), http)

    def close(self) -> None:
        """Close the connections, unless they belong to an `http_client` that the caller gave."""
        for http in self._connection.take():
            http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient(BaseClient[AsyncHTTPClient]):
    """An asynchronous client. Tasks may share it."""

    _library = OwnAsyncClient

    async def send(
        self,
        request: Request[T],
        *,
        timeout: float | Timeout | None = UNSET,
        options: RequestOptions | None = None,
        latest: float | None = None,
    ) -> Response[T]:
        """See `Client.send`."""
        http = self._open()
        return await arun(self._exchange(request, http, timeout, options, latest).send(), http)

    async def aclose(self) -> None:
        """Close the connections, unless they belong to an `http_client` that the caller gave."""
        for http in self._connection.take():
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
