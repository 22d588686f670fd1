"""Codecs convert between Python values and bodies, one for each kind of media type.

`encode` raises `RequestError`; `decode` raises `ValueError`, which the client turns into its own errors.
"""

from __future__ import annotations

import codecs
import mimetypes
import os
import re
from abc import ABC, abstractmethod
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from ..errors import RequestError
from ..models.json_values import text, wire
from ..problems import Unreadable, accept, explain
from .json_text import NotJSON, checked_json, has_constants, mended, without_constants
from .uploads import BinaryContent, File, StreamBody

if TYPE_CHECKING:
    from ..models.adapter import Adapter

Encoded: TypeAlias = tuple[str, bytes | StreamBody]
"""The content type as sent, and the body."""


class Codec(ABC):
    """Writes and reads bodies of one media type, which may be a range such as `image/*`."""

    __slots__ = ("content_type", "type")

    concrete = "application/octet-stream"
    """The media type to send if only a range is declared."""
    streaming = False
    """Whether the body can be read piece by piece (`Client.stream`)."""
    lines = False
    """Whether the items are lines, which servers also send as plain text or JSON."""
    itemwise = False
    """Whether the pieces are items of a declared type, so that `Client.send` prefers another content type."""

    def __init__(self, type_: Any, content_type: str) -> None:
        self.type = type_
        self.content_type = content_type

    @abstractmethod
    def encode(self, value: Any, content_type: str | None = None) -> Encoded:
        """Return the body for a value; `content_type` is the caller's choice within the range."""

    @abstractmethod
    def decode(self, content: bytes, content_type: str) -> Any:
        """Return the value of a body that came with the content type."""

    def media_type(self, chosen: str | None) -> str:
        """Return the content type to send."""
        declared = chosen or self.content_type
        return self.concrete if "*" in declared else declared

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.content_type!r})"


class TypedCodec(Codec):
    """A codec whose values have a declared type."""

    __slots__ = ("_checked", "_class", "_strict", "_tolerant")

    def __init__(self, type_: Any, content_type: str) -> None:
        super().__init__(type_, content_type)
        self._class: Any = type_ if isinstance(type_, type) and hasattr(type_, "model_fields") else None
        self._checked: Callable[[object], object] | None = None
        self._strict: Adapter[Any] | None = None
        self._tolerant: Adapter[Any] | None = None

    @property
    def writer(self) -> Adapter[Any]:
        """The adapter that checks and writes values."""
        if self._strict is None:
            from ..models.adapter import adapter

            self._strict = adapter(self.type, tolerant=False)
        return self._strict

    @property
    def reader(self) -> Adapter[Any]:
        """The adapter that reads values."""
        if self._tolerant is None:
            from ..models.adapter import adapter

            self._tolerant = adapter(self.type, tolerant=True)
        return self._tolerant

    def valid(self, value: Any) -> Any:
        """Return the value as an instance of the declared type; raise `RequestError` if it does not fit."""
        if self._checked is None:
            from ..models.given import checked

            self._checked = checked
        try:
            if self._class is None or not isinstance(value, self._class):
                value = self.writer.validate_python(value)
            return self._checked(value)
        except ValueError as error:
            from ..models.complaints import explained

            raise RequestError(f"not a valid body: {explained(error, self.type, value)}") from None

    def document(self, value: Any) -> Any:
        """Return the JSON form of a value; raise `RequestError` when it has none or is not of the declared type."""
        value = self.valid(value)
        try:
            return self.writer.dump_python(value)
        except ValueError as error:
            raise RequestError(f"not a valid body: {explain(error)}") from None

    def json(self, value: Any) -> bytes:
        """Return the JSON text of a value; raise `RequestError` if it has none or is not of the declared type.

        In a merge patch, null removes a property (RFC 7396, 1), so it is written wherever the caller set it.
        """
        value = self.valid(value)
        try:
            nulls = essence(self.content_type) == "application/merge-patch+json"
            return checked_json(self.writer.dump_json(value, nulls=nulls))
        except ValueError as error:
            raise RequestError(f"not a valid body: {explain(error)}") from None

    def read_json(self, content: bytes, content_type: str = "") -> Any:
        """Return the value of a JSON text that a server sent; raise `ValueError`."""
        if has_constants(content):
            try:
                document, problems = without_constants(content)
            except ValueError:
                pass
            else:
                if problems:
                    accept(problems)
                    return self.reader.read_python(document)
        try:
            return self.reader.read_json(content)
        except Unreadable:
            raise
        except ValueError:
            readable = mended(content)
            if readable is None:
                raise NotJSON(content, content_type) from None
            return self.reader.read_json(readable)


class JSON(TypedCodec):
    """`application/json` and everything `+json` (RFC 8259)."""

    __slots__ = ()

    concrete = "application/json"

    def __init__(self, type_: Any, *, content_type: str = "application/json") -> None:
        super().__init__(type_, content_type)

    def encode(self, value: Any, content_type: str | None = None) -> Encoded:
        """Return JSON text in UTF-8."""
        return self.media_type(content_type), self.json(value)

    def decode(self, content: bytes, content_type: str) -> Any:
        """Return the value; UTF-16 and UTF-32 are recognised, and a byte order mark is skipped."""
        return self.read_json(content, content_type)


class Text(Codec):
    """`text/*`, in the charset that the content type names, by default UTF-8."""

    __slots__ = ()

    concrete = "text/plain"

    def __init__(self, type_: Any = str, *, content_type: str = "text/plain") -> None:
        super().__init__(type_, content_type)

    def encode(self, value: Any, content_type: str | None = None) -> Encoded:
        """Return the text; the charset is named if the text is not plain ASCII."""
        sent = self.media_type(content_type)
        written = self._written(value)
        charset = _charset(sent)
        if charset is None and not written.isascii():
            sent = f"{sent}; charset=utf-8"
        try:
            return sent, written.encode(charset or "utf-8")
        except UnicodeEncodeError:
            raise RequestError(f"the body has characters that {charset} cannot express") from None

    def _written(self, value: Any) -> str:
        if self.type is str:
            return value.decode() if isinstance(value, bytes) else text(wire(value))
        from ..models.adapter import adapter

        writer = adapter(self.type, tolerant=False)
        try:
            return text(wire(writer.dump_python(writer.validate_python(value))))
        except ValueError as error:
            raise RequestError(f"not a valid body: {explain(error)}") from None

    def decode(self, content: bytes, content_type: str) -> Any:
        """Return the text, or the value whose wire form the text is."""
        decoded = content.decode(_charset(content_type) or "utf-8", errors="replace")
        if self.type is str:
            return decoded
        from ..models.adapter import adapter

        typed = adapter(self.type, tolerant=True)
        try:
            return typed.validate_python(decoded)
        except ValueError:
            pass
        try:
            return typed.validate_json(decoded)
        except ValueError:
            return typed.read_python(decoded)


class Binary(Codec):
    """Bytes of any media type."""

    __slots__ = ()

    streaming = True

    def __init__(self, *, content_type: str = "application/octet-stream") -> None:
        super().__init__(bytes, content_type)

    def encode(self, value: BinaryContent | File, content_type: str | None = None) -> Encoded:
        """Return the bytes as they are; files and iterators are read while they are sent."""
        file = value if isinstance(value, File) else None
        content = file.content if file else value
        sent = self._sent(content_type or (file.content_type if file else None), file.name if file else None, content)
        if isinstance(content, str):
            content = content.encode()
        if isinstance(content, bytearray | memoryview):
            content = bytes(content)
        return sent, content if isinstance(content, bytes) else StreamBody([cast("BinaryContent", content)])

    def _sent(self, chosen: str | None, name: str | None, content: object) -> str:
        """Return the media type to send: the caller's choice, else the declared type, for a range by the
        file's name.
        """
        if chosen is not None:
            return chosen
        wanted = essence(self.content_type)
        if "*" not in wanted:
            return self.content_type
        start = wanted.partition("*")[0]
        given = name or (
            os.fspath(cast("os.PathLike[str]", content))
            if isinstance(content, os.PathLike)
            else getattr(content, "name", None)
        )
        guessed = mimetypes.guess_type(str(given))[0] if isinstance(given, str | bytes) else None
        if guessed is not None and guessed.startswith(start):
            return guessed
        if self.concrete.startswith(start):
            return self.concrete
        raise RequestError(f"the body is of a type that the API leaves open ({wanted}): give `content_type`")

    def decode(self, content: bytes, content_type: str) -> bytes:
        """Return the bytes as they are."""
        return content


class JSONLines(TypedCodec):
    """JSON Lines, NDJSON, and RFC 7464 sequences: a sequence of JSON texts."""

    __slots__ = ()

    concrete = "application/jsonl"
    streaming = True
    lines = True
    itemwise = True

    def __init__(self, type_: Any, *, content_type: str = "application/jsonl") -> None:
        super().__init__(type_, content_type)

    def encode(self, value: Any, content_type: str | None = None) -> Encoded:
        """Return the items of an iterable, which is read while it is sent unless it is a list or tuple.

        Without an item type, text that already holds the lines is sent as it is.
        """
        sent = self.media_type(content_type)
        start = b"\x1e" if self._sequence else b""
        match value:
            case str() | bytes() if self.type is Any:
                return sent, value.encode() if isinstance(value, str) else value
            case str() | bytes():
                raise RequestError("the body must be an iterable of items, not one text")
            case list() | tuple():
                return sent, b"".join(self._lines(cast(Iterable[object], value), start))
            case AsyncIterable():
                return sent, StreamBody([self._alines(cast(AsyncIterable[object], value), start)])
            case Iterable():
                return sent, StreamBody([self._lines(cast(Iterable[object], value), start)])
            case _:
                raise RequestError("the body must be an iterable of items")

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


def essence(content_type: str) -> str:
    """Return the media type without parameters, in lower case (RFC 9110, 8.3.1)."""
    return content_type.partition(";")[0].strip().lower()


def _charset(content_type: str) -> str | None:
    """Return the charset parameter, if Python knows it."""
    match = re.search(r";\s*charset\s*=\s*\"?([^\s;\"]+)", content_type, re.IGNORECASE)
    try:
        name = codecs.lookup(match[1]).name if match else None
    except (LookupError, ValueError):
        return None
    return name if name in _CHARSETS or (name or "").startswith(_FAMILIES) else None


_CHARSETS = frozenset(
    {"ascii", "utf-8", "utf-8-sig", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "hz", "tis-620", "ptcp154"}
)
_FAMILIES = ("utf-16", "utf-32", "iso8859", "iso2022", "cp", "koi8", "mac", "euc_", "shift_jis")
"""Charsets of text that Python decodes in linear time: not so `punycode` and `idna`, and `hex` is none of text."""
