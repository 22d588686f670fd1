"""The clients of APIs with responses that can be read piece by piece."""

from __future__ import annotations

from typing import TypeVar

from .._http import Timeout
from ..http.client import AsyncClient, AsyncResource, Client, Resource
from ..http.flow import arun, run
from ..http.options import UNSET, RequestOptions
from ..http.request import Request
from .streaming import AsyncStream, Stream

T = TypeVar("T")


class StreamingClient(Client):
    """A synchronous client that can leave the body of a response to be read."""

    def stream(
        self,
        request: Request[T],
        *,
        timeout: float | Timeout | None = UNSET,
        options: RequestOptions | None = None,
    ) -> Stream[T]:
        """Send a request, and return its response to be read item by item; use it in a `with` statement.

        Raises what `send` raises, before the first item.
        """
        http = self._open()
        exchange = self._exchange(request, http, timeout, options)
        return Stream(exchange, run(exchange.open_stream(), http), http)


class AsyncStreamingClient(AsyncClient):
    """An asynchronous client that can leave the body of a response to be read."""

    async def stream(
        self,
        request: Request[T],
        *,
        timeout: float | Timeout | None = UNSET,
        options: RequestOptions | None = None,
    ) -> AsyncStream[T]:
        """See `StreamingClient.stream`; use it in an `async with` statement."""
        http = self._open()
        exchange = self._exchange(request, http, timeout, options)
        return AsyncStream(exchange, await arun(exchange.open_stream(), http), http)


class StreamingResource(Resource):
    """A group of operations, some of which return streams."""

    _client: StreamingClient


class AsyncStreamingResource(AsyncResource):
    """A group of operations, some of which return streams."""

    _client: AsyncStreamingClient
