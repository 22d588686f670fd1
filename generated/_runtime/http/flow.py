"""Client logic without waiting: generators that yield actions, and the two drivers that perform them.

A flow yields an action and is sent its result. `run` performs the actions, `arun` awaits them; everything else is
shared between the synchronous and the asynchronous client.
"""

from __future__ import annotations

import inspect
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Generator
from typing import Any, TypeAlias, TypeVar, cast

from .._http import (
    EXPIRES,
    AsyncHTTPClient,
    HTTPClient,
    HTTPRequest,
    HTTPResponse,
    OwnAsyncClient,
    OwnClient,
    adds_nothing,
)
from ..errors import CredentialError, TransportTimeout
from .bodies import aread, read

T = TypeVar("T")


class Action(ABC):
    """Something that takes time. A call makes several, so they are plain classes: those are made fastest."""

    __slots__ = ()

    @abstractmethod
    def perform(self, http: HTTPClient) -> object:
        """Do it with the HTTP client, and return the result."""

    @abstractmethod
    async def aperform(self, http: AsyncHTTPClient) -> object:
        """Do the same without blocking the event loop."""


Flow: TypeAlias = Generator[Action, Any, T]


def run(flow: Flow[T], http: HTTPClient) -> T:
    """Perform the actions of a flow, and return what it returns."""
    try:
        action = next(flow)
        while True:
            try:
                result = action.perform(http)
            except Exception as error:  # the flow decides: it retries, cleans up, or lets it pass
                action = flow.throw(error)
            else:
                action = flow.send(result)
    except StopIteration as stop:
        return cast(T, stop.value)


async def arun(flow: Flow[T], http: AsyncHTTPClient) -> T:
    """Perform the actions of a flow like `run`, but await each action."""
    try:
        action = next(flow)
        while True:
            try:
                result = await action.aperform(http)
            except Exception as error:  # as in `run`
                action = flow.throw(error)
            else:
                action = flow.send(result)
    except StopIteration as stop:
        return cast(T, stop.value)


class Send(Action):
    """Send a request; the result is the response, its body unread. Errors of the HTTP library are raised as
    they are.
    """

    __slots__ = ("_anonymous", "_request", "_until")

    def __init__(self, request: HTTPRequest, until: float | None = None, anonymous: bool = False) -> None:
        """`until` is when the headers of the response must have arrived, on the clock of `time.monotonic`.

        `anonymous` leaves out what the caller's HTTP client adds for authentication.
        """
        self._request = request
        self._until = until
        self._anonymous = anonymous

    def perform(self, http: HTTPClient) -> HTTPResponse:
        """Return the response."""
        token = EXPIRES.set(self._until)
        try:
            if isinstance(http, OwnClient):
                return http.deliver(self._request)
            if adds_nothing(http, self._request):
                return OwnClient.deliver_by(http, self._request)
            return http.send(self._request, stream=True, follow_redirects=False, **self._options)
        finally:
            EXPIRES.reset(token)

    async def aperform(self, http: AsyncHTTPClient) -> HTTPResponse:
        """Return the response."""
        return await aheld(self._until, lambda: self._delivered(http))

    async def _delivered(self, http: AsyncHTTPClient) -> HTTPResponse:
        if isinstance(http, OwnAsyncClient):
            return await http.deliver(self._request)
        if adds_nothing(http, self._request):
            return await OwnAsyncClient.deliver_by(http, self._request)
        return await http.send(self._request, stream=True, follow_redirects=False, **self._options)

    @property
    def _options(self) -> dict[str, Any]:
        return {"auth": None} if self._anonymous else {}


class Read(Action):
    """Read the body of a response and close it; the result is the bytes."""

    __slots__ = ("_limit", "_response", "_until")

    def __init__(self, response: HTTPResponse, limit: int | None, until: float | None = None) -> None:
        """`limit` is the most bytes, after decoding the content encoding; `until` is when the body must be complete."""
        self._response = response
        self._limit = limit
        self._until = until

    def perform(self, http: HTTPClient) -> bytes:
        """Return the bytes."""
        token = EXPIRES.set(self._until)
        try:
            return read(self._response, self._limit, self._until)
        finally:
            EXPIRES.reset(token)

    async def aperform(self, http: AsyncHTTPClient) -> bytes:
        """Return the bytes."""
        return await aheld(self._until, lambda: aread(self._response, self._limit, self._until))


class Close(Action):
    """Close a response without reading the rest of it."""

    __slots__ = ("_response",)

    def __init__(self, response: HTTPResponse) -> None:
        self._response = response

    def perform(self, http: HTTPClient) -> None:
        """Close it."""
        self._response.close()

    async def aperform(self, http: AsyncHTTPClient) -> None:
        """Close it."""
        await self._response.aclose()


class Pause(Action):
    """Wait for some seconds."""

    __slots__ = ("_seconds",)

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def perform(self, http: HTTPClient) -> None:
        """Wait."""
        time.sleep(self._seconds)

    async def aperform(self, http: AsyncHTTPClient) -> None:
        """Wait."""
        import anyio

        await anyio.sleep(self._seconds)


class Call(Action):
    """Call a function, which may be asynchronous; the result is what it returns."""

    __slots__ = ("_function", "_what")

    def __init__(self, function: Callable[[], object], what: str = "credential") -> None:
        self._function = function
        self._what = what

    def perform(self, http: HTTPClient) -> object:
        """Return the result; raise `CredentialError` if it would have to be awaited."""
        result = self._function()
        if inspect.isawaitable(result):
            if inspect.iscoroutine(result):
                result.close()
            raise CredentialError(f"an asynchronous {self._what} needs the asynchronous client")
        return result

    async def aperform(self, http: AsyncHTTPClient) -> object:
        """Return the result, awaited if possible."""
        result = self._function()
        return await cast(Awaitable[object], result) if inspect.isawaitable(result) else result


def held(until: float | None, function: Callable[[], T]) -> T:
    """Return the function's result; the connections of our own client end at the given time."""
    if until is None:
        return function()
    token = EXPIRES.set(until)
    try:
        return function()
    finally:
        EXPIRES.reset(token)


async def aheld(until: float | None, function: Callable[[], Awaitable[T]]) -> T:
    """Return the function's result; at the given time, cancel it and raise `TransportTimeout`."""
    if until is None:
        return await function()
    import anyio

    with anyio.move_on_after(until - time.monotonic()):
        return await function()
    raise TransportTimeout("the time for the response is over")
