"""Client logic without waiting: generators that say what to do, and the two drivers that do it.

A flow yields an action and is sent its result. `run` performs the actions, `arun` awaits them: everything else is
shared between the synchronous and the asynchronous client.
"""

from __future__ import annotations

import inspect
import re
import threading
import time
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, TypeVar, cast

from .._http import (
    LOCAL_ERRORS,
    NOTHING_SENT,
    TRANSPORT_ERRORS,
    AsyncHTTPClient,
    ContentDecodingError,
    HTTPClient,
    HTTPRequest,
    HTTPResponse,
    TimeoutException,
)
from ..errors import ClientError, CredentialError, RequestError, TransportError, TransportTimeout

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request; gives the response, its body unread."""

    request: HTTPRequest


@dataclass(frozen=True, slots=True)
class Read:
    """Read the body of a response and close it; gives the bytes."""

    response: HTTPResponse
    limit: int
    """Bytes, content encodings undone."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Close:
    """Close a response without reading the rest of it."""

    response: HTTPResponse


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Call:
    """Call a function, which may be asynchronous; gives what it returns."""

    function: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Run a flow while no other thread or task runs one under the same lock; gives what it returns."""

    lock: Lock
    flow: Callable[[], Flow[Any]]


Action: TypeAlias = Send | Read | Close | Pause | Call | Exclusive
Flow: TypeAlias = Generator[Action, Any, T]


class UnreadableBody(ClientError):
    """The body cannot be decompressed, or is over the limit; becomes an error with a status where that is known."""


class Lock:
    """One lock for threads, and one for tasks."""

    __slots__ = ("_task", "thread")

    def __init__(self) -> None:
        self.thread = threading.Lock()
        self._task: asyncio.Lock | None = None

    @property
    def task(self) -> asyncio.Lock:
        """The lock for tasks, made when first needed: importing asyncio takes a while."""
        if self._task is None:
            import asyncio

            self._task = asyncio.Lock()
        return self._task


def run(flow: Flow[T], http: HTTPClient) -> T:
    """Perform the actions of a flow; returns what it returns."""
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
    """As `run`, awaiting each action."""
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
        case Send(request):
            try:
                return http.send(request, stream=True, follow_redirects=False)
            except (*TRANSPORT_ERRORS, RuntimeError) as error:
                _raise(error)
        case Read(response, limit, seconds):
            return _read(response, limit, seconds)
        case Close(response):
            response.close()
        case Pause(seconds):
            time.sleep(seconds)
        case Call(function):
            result = function()
            if inspect.isawaitable(result):
                if inspect.iscoroutine(result):
                    result.close()
                raise CredentialError("an asynchronous credential needs the asynchronous client")
            return result
        case Exclusive(lock, flow):
            with lock.thread:
                return run(flow(), http)
    return None


async def _aperform(action: Action, http: AsyncHTTPClient) -> object:
    match action:
        case Send(request):
            try:
                return await http.send(request, stream=True, follow_redirects=False)
            except (*TRANSPORT_ERRORS, RuntimeError) as error:
                _raise(error)
        case Read(response, limit, seconds):
            return await _aread(response, limit, seconds)
        case Close(response):
            await response.aclose()
        case Pause(seconds):
            import asyncio

            await asyncio.sleep(seconds)
        case Call(function):
            result = function()
            return await cast(Awaitable[object], result) if inspect.isawaitable(result) else result
        case Exclusive(lock, flow):
            async with lock.task:
                return await arun(flow(), http)
    return None


def _read(response: HTTPResponse, limit: int, seconds: float) -> bytes:
    if response.is_stream_consumed:
        return checked_size(response.content, limit)
    body = Accumulator(limit, seconds)
    try:
        for chunk in response.iter_bytes():
            body.add(chunk)
    except TRANSPORT_ERRORS as error:
        _raise(error)
    finally:
        response.close()
    return body.content()


async def _aread(response: HTTPResponse, limit: int, seconds: float) -> bytes:
    if response.is_stream_consumed:
        return checked_size(response.content, limit)
    body = Accumulator(limit, seconds)
    try:
        async for chunk in response.aiter_bytes():
            body.add(chunk)
    except TRANSPORT_ERRORS as error:
        _raise(error)
    finally:
        await response.aclose()
    return body.content()


class Accumulator:
    """The body so far, held to a size and a time."""

    __slots__ = ("_chunks", "_deadline", "_limit", "_seconds", "_size")

    def __init__(self, limit: int, seconds: float) -> None:
        self._chunks: list[bytes] = []
        self._size = 0
        self._limit = limit
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds

    def add(self, chunk: bytes) -> None:
        """Add a chunk; raises `UnreadableBody` when it is too much, `TransportTimeout` when it took too long."""
        self._size += len(chunk)
        if self._size > self._limit:
            raise UnreadableBody(f"the response is larger than {self._limit} bytes")
        if time.monotonic() > self._deadline:
            raise TransportTimeout(f"the response took longer than {self._seconds:g} seconds")
        self._chunks.append(chunk)

    def content(self) -> bytes:
        """All of it."""
        return self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)


def checked_size(content: bytes, limit: int) -> bytes:
    """The content; raises `UnreadableBody` when it is larger than the limit."""
    if len(content) > limit:
        raise UnreadableBody(f"the response is larger than {limit} bytes")
    return content


def _raise(error: Exception) -> NoReturn:
    """Raise the client's own error for one of the HTTP library; an error of another origin as it is."""
    if (own := translated(error)) is None:
        raise error
    raise own from error


def _origin(error: Exception) -> str:
    """The method and the server that an error of the HTTP library is about, where it knows."""
    try:
        request = cast("Any", error).request
    except (AttributeError, RuntimeError):  # not about a request, or raised outside of one
        return ""
    return f"{request.method} {request.url.scheme}://{request.url.netloc.decode('ascii', 'replace')}: "


_QUERY = re.compile(r"(?<=[^\s?])\?[^\s'\"]+=[^\s'\"]*")
"""The query of a URL in a message: it may hold a credential."""


def translated(error: Exception) -> ClientError | None:
    """The client's own error for one of the HTTP library; None for an error of another origin."""
    what = _QUERY.sub("?…", f"{_origin(error)}{type(error).__name__}: {error}".rstrip(": "))
    match error:
        case ContentDecodingError():
            return UnreadableBody(what)
        case _ if isinstance(error, LOCAL_ERRORS):
            return RequestError(what)
        case TimeoutException():
            return TransportTimeout(what, sent=not isinstance(error, NOTHING_SENT))
        case _ if isinstance(error, TRANSPORT_ERRORS):
            return TransportError(what, sent=not isinstance(error, NOTHING_SENT))
        case RuntimeError() if "closed" in str(error):
            return RequestError("the client is closed")
        case _:
            return None
