"""Items of a streamed body: events, lines, or bytes as they arrive."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from .._http import Headers
from ..errors import StreamError
from ..http.response import ResponseReader
from ..problems import NO_PROBLEMS, LenientReading, Problems, Unreadable, explain, reading
from ..secrets import shown
from ..wire.codecs import Codec
from ..wire.json_lines import JSONLines
from .events import EventSplitter, EventStream, LineSplitter, ServerSentEvent

_IDLE = frozenset({"ping", "heartbeat", "keepalive", "keep-alive", "keep_alive"})
"""Names of events that only keep the connection open, unless they are declared."""
_EXCERPT = 300
_EXAMINED = 2000


class StreamEnd(Exception):
    """The stream itself has said that it is over."""


class BadItem(ValueError):
    """An item that is not as declared."""

    def __init__(self, message: str, content: bytes, event: ServerSentEvent | None = None) -> None:
        super().__init__(message)
        self.content = content
        self.event = event


class Items:
    """Splits chunks into items by the codec, each with its event if it is one."""

    def __init__(
        self,
        codec: Codec | None,
        reader: ResponseReader,
        status: int,
        headers: Headers,
        longest: int,
        *,
        strict: bool = False,
    ) -> None:
        self._strict = strict
        self.problems = NO_PROBLEMS
        """The first deviations of the items so far."""
        self._untold = NO_PROBLEMS
        self._codec = codec
        self._status, self._headers = status, headers
        self._reader = reader
        self.events = EventSplitter(longest)
        self._lines = LineSplitter(codec.separator if isinstance(codec, JSONLines) else b"\n", longest)

    def feed(self, chunk: bytes) -> Iterator[tuple[Any, ServerSentEvent | None]]:
        """Yield the items that are now complete; raise `BadItem`, `StreamError`, or `StreamEnd` at the stream's own
        end.
        """
        match self._codec:
            case EventStream():
                for event in self.events.feed(chunk):
                    if self._codec.ends(event):
                        raise StreamEnd
                    if not self._codec.is_idle(event):
                        yield from self._decoded(self._codec, event)
            case JSONLines():
                for line in self._lines.feed(chunk):
                    if line.strip():
                        yield self._line(self._codec, line), None
            case _:
                if chunk:
                    yield chunk, None

    def end(self) -> Iterator[Any]:
        """Yield the item that only the end of the stream completes."""
        if isinstance(self._codec, JSONLines) and (rest := self._lines.end()).strip():
            yield self._line(self._codec, rest)

    def _decoded(self, codec: EventStream, event: ServerSentEvent) -> Iterator[tuple[Any, ServerSentEvent]]:
        if event.event == "error" and not codec.raw and not codec.is_declared_error(event):
            raise self._reported(event)
        try:
            found = self._item(codec, event)
        except (ValueError, RecursionError) as error:
            problem = explain(error) if isinstance(error, ValueError) else "nested too deeply"
            name = shown(event.event, _EXCERPT)
            raise BadItem(f"an event named {name!r}: {problem}", event.data.encode(), event) from error
        if found is not None:
            yield found[0], event

    def _item(self, codec: EventStream, event: ServerSentEvent) -> tuple[Any] | None:
        """Return the item of an event; None for an event that only keeps the connection open.

        An event with a name of its own is an item only if it fits: it may be something else.
        """
        if event.event == "message" or codec.raw:
            with self.reading():
                return (codec.decode_event(event),)
        try:
            return (codec.decode_event(event),)
        except (ValueError, RecursionError):
            if event.event.lower() in _IDLE:
                return None
        with self.reading() as found:
            item = codec.decode_event(event)
        if any(not problem.converted for problem in found.problems):
            raise Unreadable(found.problems)
        return (item,)

    def _reported(self, event: ServerSentEvent) -> StreamError:
        """Return the error that the server reports in the stream."""
        content = event.data.encode()
        excerpt = shown(self._reader.redact(event.data[:_EXAMINED]), _EXCERPT)
        message = f"the server reports an error in the stream: {excerpt}"
        error = StreamError(message, self._status, self._headers, content)
        error.event = event
        for codec in self._reader.errors():
            try:
                error.body = codec.decode(content, "")
            except (ValueError, RecursionError):  # the next codec may fit
                continue
            break
        return error

    @contextmanager
    def reading(self) -> Generator[LenientReading]:
        """Read items that deviate as far as possible while the context lasts, unless the caller is strict."""
        if self._strict:
            yield LenientReading()
            return
        with reading() as found:
            yield found
        self.problems = self.problems.joined(found.problems)
        self._untold = self._untold.joined(found.problems)

    def untold(self) -> Problems:
        """Take the problems of the items since the last call."""
        found, self._untold = self._untold, NO_PROBLEMS
        return found

    def _line(self, codec: JSONLines, line: bytes) -> Any:
        try:
            with self.reading():
                return codec.decode_item(line)
        except (ValueError, RecursionError) as error:
            problem = explain(error) if isinstance(error, ValueError) else "nested too deeply"
            raise BadItem(f"a line: {problem}", line) from error
