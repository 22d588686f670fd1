"""Server-sent events (WHATWG HTML, 9.2), read from chunks of bytes that may be cut anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from ..errors import RequestError
from ..http.options import LONGEST_ITEM
from ..wire.codecs import Encoded, TypedCodec

T_co = TypeVar("T_co", covariant=True)

_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One event as it was sent."""

    data: str
    event: str = "message"
    id: str = ""
    """The last event id, also where this event does not set one."""
    retry: int | None = None
    """The reconnection time that the server last asked for, in milliseconds."""


@dataclass(frozen=True, slots=True)
class TypedEvent(Generic[T_co]):
    """One event with its data decoded."""

    data: T_co
    event: str = "message"
    id: str = ""
    """The last event id, also where this event does not set one."""
    retry: int | None = None
    """The reconnection time that the server last asked for, in milliseconds."""


class EventStream(TypedCodec):
    """`text/event-stream`. Without a type the items are `ServerSentEvent`.

    With a type, the data of each event is JSON of that type (plain text if the type is `str`), and an event whose data
    is `[DONE]` ends the stream. With `envelope` the type describes the event itself: an object with `data`, `event`,
    `id`, `retry` (OpenAPI 3.2, 4.14.3); with `json_data`, its `data` holds JSON.
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

    @property
    def raw(self) -> bool:
        """Whether items are whole events, whatever their names: as sent, or as the type describes them."""
        return self._envelope or self.type is ServerSentEvent

    def encode(self, value: Any, content_type: str | None = None) -> Encoded:
        """Raise `RequestError`: requests are never event streams."""
        raise RequestError("an event stream cannot be sent")

    def decode(self, content: bytes, content_type: str) -> list[Any]:
        """Return all items of a finished stream."""
        splitter = EventSplitter()
        return [
            self.decode_event(event)
            for event in splitter.feed(content)
            if not self.ends(event) and not self.is_idle(event)
        ]

    def ends(self, event: ServerSentEvent) -> bool:
        """Return whether an event ends the stream."""
        return event.data.strip() == "[DONE]" and self.type is not ServerSentEvent and self.type is not str

    def is_idle(self, event: ServerSentEvent) -> bool:
        """Return whether an event has no data, so that it only keeps the connection open."""
        return not event.data.strip() and not self.raw and self.type is not str

    def is_declared_error(self, event: ServerSentEvent) -> bool:
        """Return whether an event named `error` is one of the items that the API description declares."""
        try:
            value = self.writer.validate_json(event.data)
        except ValueError:
            return False
        declared = cast("Mapping[str, object] | None", getattr(cast("object", type(value)), "model_fields", None))
        return declared is None or bool(set(declared) & set(value.model_fields_set))

    def decode_event(self, event: ServerSentEvent) -> Any:
        """Return the item of an event."""
        if self.type is ServerSentEvent:
            return event
        if not self._envelope:
            return event.data if self.type is str else self.read_json(event.data.encode("utf-8", "surrogatepass"))
        data: Any = _json(event.data) if self._json_data else event.data
        fields: dict[str, Any] = {"data": data, "event": event.event, "id": event.id, "retry": event.retry}
        return self.reader.read_python({name: item for name, item in fields.items() if item not in (None, "")})


class LineSplitter:
    """Splits chunks into lines of bytes, ended by LF, CR or CRLF; chunks may be cut anywhere."""

    def __init__(self, ends: bytes = rb"\r\n|\n|\r", longest: int = LONGEST_ITEM) -> None:
        self._rest: list[bytes] = []
        self._size = 0
        self._ends = re.compile(ends)
        self._after_cr = False
        self._longest = longest

    def feed(self, chunk: bytes) -> list[bytes]:
        """Return the lines that are now complete; raise `ValueError` for a line that is too long."""
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
        if self._size > self._longest:
            raise ValueError(f"an item is longer than {self._longest} bytes")
        if part:
            self._rest.append(part)

    def end(self) -> bytes:
        """Return the rest of a finished stream."""
        rest = b"".join(self._rest)
        self._rest, self._size = [], 0
        return rest


class EventSplitter:
    """Splits chunks into events."""

    def __init__(self, longest: int = LONGEST_ITEM) -> None:
        self._longest = longest
        self._lines = LineSplitter(longest=longest)
        self._started = False
        self._data: list[str] = []
        self._size = 0
        self._event = ""
        self.id = ""
        """The last event id."""
        self.retry: int | None = None
        """Milliseconds that the server asks to wait before the stream is opened again."""

    def feed(self, chunk: bytes) -> Iterator[ServerSentEvent]:
        """Yield the events that are now complete."""
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
                if self._size > self._longest:
                    raise ValueError(f"an event is longer than {self._longest} bytes")
            case "event":
                self._event = value
            case "id" if "\0" not in value:
                self.id = value
            case "retry" if value.isascii() and value.isdigit():
                self.retry = int(value) if len(value) <= _MOST_DIGITS else self.retry
            case _:
                pass  # a comment, or an unknown field

    def _dispatch(self) -> ServerSentEvent | None:
        data, event = self._data, self._event
        self._data, self._event, self._size = [], "", 0
        return ServerSentEvent("\n".join(data), event or "message", self.id, self.retry) if data else None


def _json(text: str) -> Any:
    import json

    return json.loads(text)
