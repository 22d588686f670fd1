"""Client logic without waiting: generators that yield actions, and the two drivers that perform them.

A flow yields an action and is sent its result. `run` performs the actions, `arun` awaits them; everything else is
shared between the synchronous and the asynchronous client.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
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
from .locks import Lock

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Send:
    """Send a request; the result is the response, its body unread. Errors of the HTTP library are raised as
    they are.
    """

    request: HTTPRequest
    until: float | None = None
    """When the headers of the response must have arrived, on the clock of `time.monotonic`."""
    anonymous: bool = False
    """Leave out what the caller's HTTP client adds for authentication."""


@dataclass(slots=True, eq=False)
class Read:
    """Read the body of a response and close it; the result is the bytes."""

    response: HTTPResponse
    limit: int | None
    """The most bytes, after decoding the content encoding."""
    until: float | None = None
    """When the body must be complete."""


@dataclass(slots=True, eq=False)
class Close:
    """Close a response without reading the rest of it."""

    response: HTTPResponse


@dataclass(slots=True, eq=False)
class Pause:
    """Wait."""

    seconds: float


@dataclass(slots=True, eq=False)
class Call:
    """Call a function, which may be asynchronous; the result is what it returns."""

    function: Callable[[], object]
    what: str = "credential"


@dataclass(slots=True, eq=False)
class Exclusive:
    """Run a flow while no other thread or task runs a flow under the same lock; the result is what it returns."""

    lock: Lock
    flow: Callable[[], Flow[Any]]


Action: TypeAlias = Send | Read | Close | Pause | Call | Exclusive
Flow: TypeAlias = Generator[Action, Any, T]


def run(flow: Flow[T], http: HTTPClient) -> T:
    """Perform the actions of a flow, and return what it returns."""
    try:
        action = next(flow)
        while True:
            try:
                result = _perform(action, http)
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
                result = await _aperform(action, http)
            except Exception as error:  # as in `run`
                action = flow.throw(error)
            else:
                action = flow.send(result)
    except StopIteration as stop:
        return cast(T, stop.value)


def _perform(action: Action, http: HTTPClient) -> object:
    match action:
        case Send():
            return _send(action, http)
        case Read(response, limit, until):
            token = EXPIRES.set(until)
            try:
                return read(response, limit, until)
            finally:
                EXPIRES.reset(token)
        case Close(response):
            response.close()
        case Pause(seconds):
            time.sleep(seconds)
        case Call(function, what):
            result = function()
            if inspect.isawaitable(result):
                if inspect.iscoroutine(result):
                    result.close()
                raise CredentialError(f"an asynchronous {what} needs the asynchronous client")
            return result
        case Exclusive(lock, flow):
            with lock.thread:
                return run(flow(), http)
    return None


async def _aperform(action: Action, http: AsyncHTTPClient) -> object:
    match action:
        case Send():
            return await aheld(action.until, lambda: _asend(action, http))
        case Read(response, limit, until):
            return await aheld(until, lambda: aread(response, limit, until))
        case Close(response):
            await response.aclose()
        case Pause(seconds):
            import anyio

            await anyio.sleep(seconds)
        case Call(function):
            result = function()
            return await cast(Awaitable[object], result) if inspect.isawaitable(result) else result
        case Exclusive(lock, flow):
            async with lock.task:
                return await arun(flow(), http)
    return None


def _send(action: Send, http: HTTPClient) -> HTTPResponse:
    if isinstance(http, OwnClient):
        token = EXPIRES.set(action.until)
        try:
            return http.deliver(action.request)
        finally:
            EXPIRES.reset(token)
    if adds_nothing(http, action.request):
        return OwnClient.deliver_by(http, action.request)
    options: dict[str, Any] = {"auth": None} if action.anonymous else {}
    return http.send(action.request, stream=True, follow_redirects=False, **options)


async def _asend(action: Send, http: AsyncHTTPClient) -> HTTPResponse:
    if isinstance(http, OwnAsyncClient):
        return await http.deliver(action.request)
    if adds_nothing(http, action.request):
        return await OwnAsyncClient.deliver_by(http, action.request)
    options: dict[str, Any] = {"auth": None} if action.anonymous else {}
    return await http.send(action.request, stream=True, follow_redirects=False, **options)


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
