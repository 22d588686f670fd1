"""Streamed responses: events, JSON Lines, and bytes, item by item."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import IO, Any, Generic, NoReturn, Self, TypeVar

from .._http import TRANSPORT_ERRORS, AsyncHTTPClient, Headers, HTTPClient, HTTPResponse
from ..errors import ClientError, DecodeError, TransportError
from ..http.bodies import UnreadableBody, achunks, check_time, chunks
from ..http.exchange import Exchange
from ..http.flow import aheld, arun, held, run
from ..http.response import content_type_of
from ..problems import Problems, explain
from .events import ServerSentEvent, TypedEvent
from .items import BadItem, Items, StreamEnd
from .saving import Progress, SaveTarget

T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R")

_FAILURES = (*TRANSPORT_ERRORS, ClientError, ValueError, RuntimeError, OSError, RecursionError)


class BaseStream(Generic[T_co]):
    """What the synchronous and the asynchronous stream have in common."""

    def __init__(self, exchange: Exchange, response: HTTPResponse) -> None:
        self._exchange = exchange
        self._response = response
        self.status: int = response.status_code
        """The status code."""
        self.headers: Headers = response.headers
        """The headers of the response."""
        codecs = exchange.reader.codecs(self.status, content_type_of(self.headers)) or ()
        codec = next((codec for codec in codecs if codec.streaming), None)
        self._whole = codecs[0] if codecs and codec is None else None
        options = exchange.options
        strict = exchange.is_strict
        self._items = Items(codec, exchange.reader, self.status, self.headers, options.max_item_bytes, strict=strict)
        self._limit = options.limit if self._whole is not None else options.max_response_bytes
        self._until = exchange.timing.until if self._whole is not None else exchange.timing.deadline

    @property
    def total(self) -> int | None:
        """The length of the body in bytes, if the server announces it and does not compress; else None."""
        length = self.headers.get("content-length", "")
        plain = length.isascii() and length.isdigit() and "content-encoding" not in self.headers
        return int(length[:18]) if plain else None

    @property
    def last_event_id(self) -> str:
        """The id of the last event, from which `resume` continues; empty if events have none."""
        return self._items.events.id

    @property
    def retry(self) -> int | None:
        """Milliseconds that the server asks to wait before the stream is opened again."""
        return self._items.events.retry

    def _pause(self) -> float:
        """Return seconds to wait before the stream is opened again."""
        policy = self._exchange.options.retries
        asked = self.retry / 1000 if self.retry is not None else policy.backoff(0)
        return min(asked, policy.longest_retry_after)

    def _began(self) -> None:
        """Note the first item: from now on, no deadline applies."""
        self._until = None

    def _fail(self, error: Exception) -> NoReturn:
        """Raise our own error for an error while reading."""
        exchange = self._exchange
        if isinstance(error, ClientError) and not isinstance(error, UnreadableBody | TransportError):
            exchange.explain(error)
        try:
            if isinstance(error, BadItem | ValueError | RecursionError) and not isinstance(error, TRANSPORT_ERRORS):
                raise self._undecoded(error) from error
            try:
                exchange.raise_translated(error)
            except UnreadableBody as unreadable:
                raise self._undecoded(unreadable) from error
        except ClientError as own:
            exchange.explain(own)

    def _undecoded(self, error: Exception) -> DecodeError:
        content, event = (error.content, error.event) if isinstance(error, BadItem) else (b"", None)
        problem = "nested too deeply" if isinstance(error, RecursionError) else explain(error)
        found = DecodeError(f"an item is not as declared: {problem}", self.status, self.headers, content)
        found.event = event
        return found

    def _check_length(self, received: int) -> None:
        if self.total is not None and received < self.total:
            raise TransportError(f"the body ended after {received} of {self.total} bytes")

    def _decode_whole(self, content: bytes) -> Any:
        if self._whole is None:
            return content
        with self._items.reading():
            return self._whole.decode(content, content_type_of(self.headers))

    @property
    def problems(self) -> Problems:
        """Where the items so far differ from what is declared; each pointer starts at its item."""
        return self._items.problems

    def __repr__(self) -> str:
        return f"{type(self).__name__}(status={self.status})"


def _typed(item: Any, event: ServerSentEvent | None) -> TypedEvent[Any]:
    return TypedEvent(item) if event is None else TypedEvent(item, event.event, event.id, event.retry)


class Stream(BaseStream[T_co]):
    """A response that is read item by item. Leaving the `with` statement early closes the connection."""

    def __init__(self, exchange: Exchange, response: HTTPResponse, http: HTTPClient) -> None:
        super().__init__(exchange, response)
        self._http = http

    def __iter__(self) -> Iterator[T_co]:
        """Yield the items as they arrive; raise `DecodeError` for an item that is not as declared."""
        for item, _ in self._delivered():
            yield item

    def events(self) -> Iterator[TypedEvent[T_co]]:
        """Yield the items, each with the name and the id of its event."""
        for item, event in self._delivered():
            yield _typed(item, event)

    def _delivered(self) -> Iterator[tuple[Any, ServerSentEvent | None]]:
        for pair in self._read():
            if problems := self._items.untold():
                run(self._exchange.deviations(self.status, problems), self._http)
            yield pair

    def _read(self) -> Iterator[tuple[Any, ServerSentEvent | None]]:
        try:
            if self._whole is not None:
                yield self._decode_whole(b"".join(self._chunks())), None
                return
            for chunk in self._chunks():
                for pair in self._items.feed(chunk):
                    self._began()
                    yield pair
            for item in self._items.end():
                yield item, None
        except StreamEnd:
            return
        except _FAILURES as error:
            self._fail(error)
        finally:
            self.close()

    def _chunks(self) -> Iterator[bytes]:
        body = chunks(self._response, self._limit)
        while (chunk := held(self._until, lambda: next(body, None))) is not None:
            check_time(self._until)
            yield chunk

    def iter_bytes(self) -> Iterator[bytes]:
        """Yield the body in chunks as they arrive, after decoding the content encoding."""
        try:
            for chunk in self._chunks():
                self._began()
                yield chunk
        except _FAILURES as error:
            self._fail(error)
        finally:
            self.close()

    def save(self, target: str | os.PathLike[str] | IO[bytes], *, progress: Progress | None = None) -> int:
        """Write the body to a file, and return the number of bytes. A path is replaced only when everything has
        arrived.
        """
        place, written, complete = SaveTarget(target), 0, False
        file = place.open()
        try:
            for chunk in self.iter_bytes():
                file.write(chunk)
                written += len(chunk)
                if progress is not None:
                    progress(written, self.total)
            self._check_length(written)
            complete = True
        finally:
            place.close(complete)
        return written

    def resume(self) -> Self:
        """Open the stream again after its last event, after the pause that the server asked for.

        The request carries the last event's id as `Last-Event-ID` (WHATWG HTML, 9.2.4). Do this only if the operation
        may be repeated.
        """
        self.close()
        time.sleep(self._pause())
        exchange = self._exchange.again(self.last_event_id)
        return type(self)(exchange, run(exchange.open_stream(), self._http), self._http)

    def close(self) -> None:
        """Close the connection."""
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncStream(BaseStream[T_co]):
    """The asynchronous `Stream`: use `async with` and `async for`."""

    def __init__(self, exchange: Exchange, response: HTTPResponse, http: AsyncHTTPClient) -> None:
        super().__init__(exchange, response)
        self._http = http

    async def __aiter__(self) -> AsyncIterator[T_co]:
        """See `Stream.__iter__`."""
        async for item, _ in self._delivered():
            yield item

    async def events(self) -> AsyncIterator[TypedEvent[T_co]]:
        """See `Stream.events`."""
        async for item, event in self._delivered():
            yield _typed(item, event)

    async def _delivered(self) -> AsyncIterator[tuple[Any, ServerSentEvent | None]]:
        async for pair in self._read():
            if problems := self._items.untold():
                await arun(self._exchange.deviations(self.status, problems), self._http)
            yield pair

    async def _read(self) -> AsyncIterator[tuple[Any, ServerSentEvent | None]]:
        try:
            if self._whole is not None:
                yield self._decode_whole(b"".join([chunk async for chunk in self._chunks()])), None
                return
            async for chunk in self._chunks():
                for pair in self._items.feed(chunk):
                    self._began()
                    yield pair
            for item in self._items.end():
                yield item, None
        except StreamEnd:
            return
        except _FAILURES as error:
            self._fail(error)
        finally:
            await self.aclose()

    async def _chunks(self) -> AsyncIterator[bytes]:
        body = achunks(self._response, self._limit)
        while (chunk := await _next(body, self._until)) is not None:
            yield chunk

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """Yield the body in chunks as they arrive, after decoding the content encoding."""
        try:
            async for chunk in self._chunks():
                self._began()
                yield chunk
        except _FAILURES as error:
            self._fail(error)
        finally:
            await self.aclose()

    async def save(self, target: str | os.PathLike[str] | IO[bytes], *, progress: Progress | None = None) -> int:
        """See `Stream.save`; the file is written in a thread, so that the event loop goes on."""
        place, written, complete = SaveTarget(target), 0, False
        file = await _in_thread(place.open)
        try:
            async for chunk in self.iter_bytes():
                await _in_thread(partial(file.write, chunk))
                written += len(chunk)
                if progress is not None:
                    progress(written, self.total)
            self._check_length(written)
            complete = True
        finally:
            place.close(complete)
        return written

    async def resume(self) -> Self:
        """See `Stream.resume`."""
        import anyio

        await self.aclose()
        await anyio.sleep(self._pause())
        exchange = self._exchange.again(self.last_event_id)
        return type(self)(exchange, await arun(exchange.open_stream(), self._http), self._http)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


async def _next(body: AsyncIterator[bytes], until: float | None) -> bytes | None:
    """Return the next chunk, None at the end; cancel the read at the given time."""

    async def following() -> bytes | None:
        return await anext(body, None)

    return await aheld(until, following)


async def _in_thread(function: Callable[[], R]) -> R:
    from anyio import to_thread

    return await to_thread.run_sync(function)
