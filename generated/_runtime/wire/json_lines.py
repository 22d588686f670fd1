"""Bodies of JSON texts, one after the other."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import Any, cast

from ..errors import RequestError
from ..problems import shown
from .codecs import Encoded, TypedCodec, essence
from .uploads import StreamBody, is_value


class JSONLines(TypedCodec):
    """JSON Lines, NDJSON, and RFC 7464 sequences: a sequence of JSON texts."""

    __slots__ = ()

    concrete = "application/jsonl"
    streaming = True
    lines = True
    itemwise = True
    symmetric = True

    def __init__(self, type_: Any, *, content_type: str = "application/jsonl") -> None:
        super().__init__(type_, content_type)

    def encode(self, value: Any, content_type: str | None = None) -> Encoded:
        """Return the items of an iterable, which is read while it is sent unless it is a list or tuple.

        Without an item type, text that already holds the lines is sent as it is.
        """
        sent = self.media_type(content_type)
        start = b"\x1e" if self._sequence else b""
        match value:
            case str() | bytes() | bytearray() if self.type is Any:
                return sent, value.encode() if isinstance(value, str) else bytes(value)
            case _ if isinstance(value, bytes | bytearray) or is_value(value):
                raise RequestError(f"the body must be an iterable of items, not {shown(value)}")
            case _ if hasattr(value, "read"):
                raise RequestError(f"the body must be an iterable of items, not {shown(value)}: read its lines")
            case list() | tuple():
                return sent, b"".join(self._lines(cast(Iterable[object], value), start))
            case AsyncIterable():
                return sent, StreamBody([self._alines(cast(AsyncIterable[object], value), start)])
            case Iterable():
                return sent, StreamBody([self._lines(cast(Iterable[object], value), start)])
            case _:
                raise RequestError(f"the body must be an iterable of items, not {shown(value)}")

    @property
    def separator(self) -> bytes:
        """The separator of items: a line feed, or the record separator of RFC 7464, which precedes each item."""
        return b"\x1e" if self._sequence else b"\n"

    @property
    def _sequence(self) -> bool:
        return essence(self.content_type).endswith(("/json-seq", "+json-seq"))

    def _lines(self, items: Iterable[object], start: bytes) -> Iterator[bytes]:
        for item in items:
            yield start + self.json(item) + b"\n"

    async def _alines(self, items: AsyncIterable[object], start: bytes) -> AsyncIterator[bytes]:
        async for item in items:
            yield start + self.json(item) + b"\n"

    def decode(self, content: bytes, content_type: str) -> list[Any]:
        """Return all items."""
        return [self.decode_item(item) for item in content.split(self.separator) if item.strip()]

    def decode_item(self, line: bytes) -> Any:
        """One item."""
        return self.read_json(line.strip(b"\x1e \t\r\n"))
