"""Codecs convert between Python values and bodies, one for each kind of media type.

`encode` raises `RequestError`; `decode` raises `ValueError`, which the client turns into its own errors.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import RequestError
from ..problems import Unreadable, accept, explain
from .json_text import NotJSON, checked_json, has_constants, mended, without_constants
from .streamed_body import StreamedBody

if TYPE_CHECKING:
    from ..models.adapter import Adapter

Encoded: TypeAlias = tuple[str, bytes | StreamedBody]
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
    made_up: bytes | None = None
    """A body of any value, for fakes; None where that depends on the type."""
    symmetric = False
    """Whether `decode` reads what clients send as it reads what servers send."""
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

    def media_type_of(self, value: Any) -> str | None:
        """Return the media type that a value states itself, as a file does by its name; None if it states none."""
        return None

    def media_type(self, chosen: str | None) -> str:
        """Return the content type to send."""
        declared = chosen or self.content_type
        return self.concrete if "*" in declared else declared

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.content_type!r})"


class TypedCodec(Codec):
    """A codec whose values have a declared type."""

    __slots__ = ("_checked", "_class", "_nulls", "_strict", "_tolerant")

    def __init__(self, type_: Any, content_type: str) -> None:
        super().__init__(type_, content_type)
        self._class: Any = type_ if isinstance(type_, type) and hasattr(type_, "model_fields") else None
        self._nulls = essence(content_type) == "application/merge-patch+json"
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
        return self.written(self.valid(value))

    def written(self, value: Any) -> Any:
        """Return the JSON form of a value that `valid` returned, or of a part of one; raise `RequestError` when it has
        none.
        """
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
            return checked_json(self.writer.dump_json(value, nulls=self._nulls))
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


def essence(content_type: str) -> str:
    """Return the media type without parameters, in lower case (RFC 9110, 8.3.1)."""
    return content_type.partition(";")[0].strip().lower()
