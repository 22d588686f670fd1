"""Streamed responses: events (WHATWG HTML, 9.2 Server-sent events), JSON Lines, and bytes, item by item."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Generic, Self, TypeAlias, TypeVar, cast

from .._http import TRANSPORT_ERRORS, Headers, HTTPResponse
from ..errors import ClientError, DecodeError, RequestError, TransportError
from ..problems import explain
from ..wire.codecs import Codec, Encoded, JSONLines, TypedCodec
from .flow import UnreadableBody, translated
from .response import Reader, content_type_of

T_co = TypeVar("T_co", covariant=True)

Progress: TypeAlias = Callable[[int, int | None], object]
"""Called with the bytes so far, and the bytes in total where the server says how many."""

LONGEST_ITEM = 64 * 2**20
"""Bytes that one event or line may have."""


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One event as it was sent."""

    data: str
    event: str = "message"
    id: str = ""
    """The last event id, also where this event does not set one."""
    retry: int | None = None
    """The reconnection time that the server last asked for, in milliseconds."""


class EventStream(TypedCodec):
    """`text/event-stream`. Without a type the items are `ServerSentEvent`.

    With a type, the data of each event is JSON of that type (plain text where the type is `str`), and an event whose
    data is `[DONE]` ends the stream. With `envelope` the type describes the event itself: an object with `data`,
    `event`, `id`, `retry` (OpenAPI 3.2, 4.14.3); `json_data` where `data` in it holds JSON.
    """

    __slots__ = ("_envelope", "_json_data")

    concrete = "text/event-stream"
    streaming = True
    itemwise = True

    def __init__(
        self,
        type_: Any = ServerSentEvent,
        *,
        content_type: str = "text/event-stream",
        envelope: bool = False,
        json_data: bool = False,
    ) -> None:
        super().__init__(type_, content_type)
        self._envelope = envelope
        self._json_data = json_data

    def encode(self, value: Any, content_type: str | None = None) -> Encoded:
        """Requests are never event streams."""
        raise RequestError("an event stream cannot be sent")

    def decode(self, content: bytes, content_type: str) -> list[Any]:
        """All items of a stream that has ended."""
        splitter = EventSplitter()
        return [self.decode_event(event) for event in splitter.feed(content) if not self.ends(event)]

    def ends(self, event: ServerSentEvent) -> bool:
        """Whether an event says that there are no more."""
        return event.data == "[DONE]" and self.type is not ServerSentEvent and self.type is not str

    def decode_event(self, event: ServerSentEvent) -> Any:
        """The item that an event is."""
        if self.type is ServerSentEvent:
            return event
        if not self._envelope:
            return event.data if self.type is str else self.reader.validate_json(event.data)
        data: Any = _json(event.data) if self._json_data else event.data
        fields: dict[str, Any] = {"data": data, "event": event.event, "id": event.id, "retry": event.retry}
        return self.reader.validate_python({name: item for name, item in fields.items() if item not in (None, "")})


class LineSplitter:
    """Lines out of chunks, decoded as bytes: ended by LF, CR or CRLF, wherever the chunks are cut."""

    def __init__(self, ends: bytes = rb"\r\n|\n|\r") -> None:
        self._rest: list[bytes] = []
        self._size = 0
        self._ends = re.compile(ends)
        self._after_cr = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """The lines that are complete now."""
        if self._after_cr and chunk:
            chunk, self._after_cr = chunk.removeprefix(b"\n"), False
        first, *others = self._ends.split(chunk)
        self._keep(first)
        if not others:
            return []
        lines = [b"".join(self._rest), *others[:-1]]
        self._after_cr = chunk.endswith(b"\r") and self._ends.match(b"\r") is not None
        self._rest, self._size = [], 0
        self._keep(others[-1])
        return lines

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > LONGEST_ITEM:
            raise ValueError(f"an item is longer than {LONGEST_ITEM} bytes")
        if part:
            self._rest.append(part)

    def end(self) -> bytes:
        """What is left when the stream has ended."""
        rest = b"".join(self._rest)
        self._rest, self._size = [], 0
        return rest


class EventSplitter:
    """Events out of chunks."""

    def __init__(self) -> None:
        self._lines = LineSplitter()
        self._started = False
        self._data: list[str] = []
        self._size = 0
        self._event = ""
        self._id = ""
        self._retry: int | None = None

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """The events that are complete now."""
        for line in self._lines.feed(chunk):
            text = line.decode("utf-8", errors="replace")
            if not self._started:
                self._started, text = True, text.removeprefix("\ufeff")
            if text:
                self._field(text)
            elif (event := self._dispatch()) is not None:
                yield event

    def _field(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "data":
                self._data.append(value)
                self._size += len(value) + 1
                if self._size > LONGEST_ITEM:
                    raise ValueError(f"an event is longer than {LONGEST_ITEM} bytes")
            case "event":
                self._event = value
            case "id" if "\0" not in value:
                self._id = value
            case "retry" if value.isascii() and value.isdigit():
                self._retry = int(value)
            case _:
                pass  # a comment, or a field that nobody knows

    def _dispatch(self) -> ServerSentEvent | None:
        data, event = self._data, self._event
        self._data, self._event, self._size = [], "", 0
        return ServerSentEvent("\n".join(data), event or "message", self._id, self._retry) if data else None


class _End(Exception):
    """The stream itself said that it is over."""


def _events(codec: EventStream, chunk: bytes, splitter: EventSplitter) -> Iterator[Any]:
    for event in splitter.feed(chunk):
        if codec.ends(event):
            raise _End
        yield codec.decode_event(event)


class _Items:
    """Items out of chunks, by the codec."""

    def __init__(self, codec: Codec | None) -> None:
        self._codec = codec
        self._events = EventSplitter()
        self._lines = LineSplitter(codec.separator if isinstance(codec, JSONLines) else b"\n")

    def feed(self, chunk: bytes) -> Iterator[Any]:
        """The items that are complete now."""
        match self._codec:
            case EventStream():
                yield from _events(self._codec, chunk, self._events)
            case JSONLines():
                for line in self._lines.feed(chunk):
                    if line.strip():
                        yield self._codec.decode_item(line)
            case _:
                if chunk:
                    yield chunk

    def end(self) -> Iterator[Any]:
        """The item that only the end of the stream completes."""
        if isinstance(self._codec, JSONLines) and (rest := self._lines.end()).strip():
            yield self._codec.decode_item(rest)


class BaseStream(Generic[T_co]):
    """What both kinds of streams have in common."""

    def __init__(self, response: HTTPResponse, reader: Reader) -> None:
        self._response = response
        self.status: int = response.status_code
        """The status code."""
        self.headers: Headers = response.headers
        """The headers of the response."""
        codecs = reader.codecs(self.status, self.headers) or ()
        self._codec = next((codec for codec in codecs if codec.streaming), None)
        self._whole = codecs[0] if codecs and self._codec is None else None

    @property
    def total(self) -> int | None:
        """The length of the body in bytes, where the server says it and does not compress."""
        length = self.headers.get("content-length", "")
        return int(length) if length.isdigit() and "content-encoding" not in self.headers else None

    def _failed(self, error: Exception) -> ClientError | None:
        """The client's own error for what went wrong while reading, None for an error of another origin."""
        if isinstance(error, UnreadableBody | ValueError):
            return DecodeError(f"an item is not as declared: {explain(error)}", self.status, self.headers, b"")
        own = translated(error) if isinstance(error, TRANSPORT_ERRORS) else None
        return self._failed(own) if isinstance(own, UnreadableBody) else own

    def _check_length(self, received: int) -> None:
        if self.total is not None and received < self.total:
            raise TransportError(f"the body ended after {received} of {self.total} bytes")

    def _decode_whole(self, content: bytes) -> Any:
        if self._whole is None:
            return content
        return self._whole.decode(content, content_type_of(self.headers))

    def __repr__(self) -> str:
        return f"{type(self).__name__}(status={self.status})"


class Stream(BaseStream[T_co]):
    """A response that is read item by item. Leaving the `with` statement early closes the connection."""

    def __iter__(self) -> Iterator[T_co]:
        """The items, as they arrive; raises `DecodeError` for one that is not as declared."""
        items = _Items(self._codec)
        try:
            if self._whole is not None:
                yield self._decode_whole(b"".join(self._response.iter_bytes()))
                return
            for chunk in self._response.iter_bytes():
                yield from items.feed(chunk)
            yield from items.end()
        except _End:
            return
        except (*TRANSPORT_ERRORS, ValueError) as error:
            raise self._failed(error) or error from error
        finally:
            self.close()

    def iter_bytes(self) -> Iterator[bytes]:
        """The body in chunks as they arrive, content encodings undone."""
        try:
            yield from self._response.iter_bytes()
        except TRANSPORT_ERRORS as error:
            raise self._failed(error) or error from error
        finally:
            self.close()

    def save(self, target: str | os.PathLike[str] | IO[bytes], *, progress: Progress | None = None) -> int:
        """Write the body to a file; returns the bytes written. A path is replaced only when all has arrived."""
        with _Target(target) as file:
            written = 0
            for chunk in self.iter_bytes():
                file.write(chunk)
                written += len(chunk)
                if progress is not None:
                    progress(written, self.total)
            self._check_length(written)
        return written

    def close(self) -> None:
        """Close the connection."""
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncStream(BaseStream[T_co]):
    """As `Stream`, asynchronous: `async with` and `async for`."""

    async def __aiter__(self) -> AsyncIterator[T_co]:
        """See `Stream.__iter__`."""
        items = _Items(self._codec)
        try:
            if self._whole is not None:
                yield self._decode_whole(b"".join([chunk async for chunk in self._response.aiter_bytes()]))
                return
            async for chunk in self._response.aiter_bytes():
                for item in items.feed(chunk):
                    yield item
            for item in items.end():
                yield item
        except _End:
            return
        except (*TRANSPORT_ERRORS, ValueError) as error:
            raise self._failed(error) or error from error
        finally:
            await self.aclose()

    async def iter_bytes(self) -> AsyncIterator[bytes]:
        """The body in chunks as they arrive, content encodings undone."""
        try:
            async for chunk in self._response.aiter_bytes():
                yield chunk
        except TRANSPORT_ERRORS as error:
            raise self._failed(error) or error from error
        finally:
            await self.aclose()

    async def save(self, target: str | os.PathLike[str] | IO[bytes], *, progress: Progress | None = None) -> int:
        """See `Stream.save`."""
        with _Target(target) as file:
            written = 0
            async for chunk in self.iter_bytes():
                file.write(chunk)
                written += len(chunk)
                if progress is not None:
                    progress(written, self.total)
            self._check_length(written)
        return written

    async def aclose(self) -> None:
        """Close the connection."""
        await self._response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class _Target:
    """A file to write to: one that is open, or a path that appears when all is written."""

    def __init__(self, target: str | os.PathLike[str] | IO[bytes]) -> None:
        self._file = cast(IO[bytes], target) if hasattr(target, "write") else None
        self._path = None if self._file is not None else Path(cast("str | os.PathLike[str]", target))
        self._opened: IO[bytes] | None = None

    def __enter__(self) -> IO[bytes]:
        if self._path is None or self._file is not None:
            return cast(IO[bytes], self._file)
        self._opened = self._partial(self._path).open("wb")
        return self._opened

    def __exit__(self, kind: object, *_: object) -> None:
        if self._opened is None or self._path is None:
            return
        self._opened.close()
        if kind is None:
            self._partial(self._path).replace(self._path)
        else:
            self._partial(self._path).unlink(missing_ok=True)

    @staticmethod
    def _partial(path: Path) -> Path:
        return path.with_name(f"{path.name}.part")


def _json(text: str) -> Any:
    import json

    return json.loads(text)
