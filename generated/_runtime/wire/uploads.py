"""Bodies that are read while they are sent: files, iterators, and the pieces of multipart bodies."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, TypeAlias, cast

from ..errors import RequestError
from ..problems import shown
from .streamed_body import StreamedBody

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

BinaryContent: TypeAlias = bytes | os.PathLike[str] | IO[bytes] | Iterable[bytes] | AsyncIterable[bytes]
"""Bytes, a path, a file opened in binary mode, or an iterator over bytes."""

CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class File:
    """A file in a multipart body, with the other fields of its part."""

    content: BinaryContent | str
    """The content; text is sent in UTF-8."""
    name: str | None = None
    """The file name; by default the path's own name, or `upload`."""
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Further headers of the part."""


class _UploadSchema:
    """Accepts every type that `Upload` names, as it is."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        writer = core_schema.plain_serializer_function_ser_schema(_placeholder, when_used="json")
        return core_schema.no_info_plain_validator_function(_upload, serialization=writer)

    def __get_pydantic_json_schema__(self, node: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the JSON Schema of a file as OpenAPI writes it: `format: binary`."""
        from pydantic_core import core_schema

        return {**handler(core_schema.str_schema()), "format": "binary"}


Upload: TypeAlias = Annotated[
    File | BinaryContent | str | tuple[str | None, BinaryContent | str] | tuple[str | None, BinaryContent | str, str],
    _UploadSchema(),
]
"""A file to send: its content, `(name, content)`, `(name, content, media type)`, or a `File`."""


def as_file(value: object) -> File | None:
    """Return the file for a value; None if it is no file."""
    match value:
        case File():
            return value
        case tuple():
            return _from_tuple(cast(tuple[object, ...], value))
        case _ if is_binary(value):
            return File(cast(BinaryContent, value))
        case _:
            return None


def _from_tuple(value: tuple[object, ...]) -> File | None:
    match value:
        case (str() | None as name, content) if is_binary(content) or isinstance(content, str):
            return File(cast("BinaryContent | str", content), name)
        case (str() | None as name, content, str() as kind) if is_binary(content) or isinstance(content, str):
            return File(cast("BinaryContent | str", content), name, kind)
        case _:
            return None


def is_binary(value: object) -> bool:
    """Return whether a value is bytes, a path, or a file; iterators are recognised only inside `File`."""
    return isinstance(value, bytes | bytearray | memoryview | os.PathLike) or hasattr(value, "read")


def _upload(value: object) -> object:
    given = value
    file = as_file(value)
    if file is None and isinstance(value, str):
        return value
    if file is None and not isinstance(value, Iterator | AsyncIterator):
        raise ValueError("a file is bytes, a path, a binary file, an iterator over bytes, or a `File`")
    return given if file is not None else File(cast(BinaryContent, given))


def _placeholder(value: object) -> object:
    """Return text as it is, else None: files have no JSON form, and `Multipart` takes them from the model itself."""
    return value if isinstance(value, str) else None


class StreamBody(StreamedBody):
    """A request body read from its pieces while it is sent."""

    def __init__(self, pieces: Sequence[BinaryContent]) -> None:
        self._pieces = [_Piece(piece) for piece in pieces]
        lengths = [piece.length for piece in self._pieces]
        self.length: int | None = None if None in lengths else sum(length for length in lengths if length is not None)
        """Bytes in total, where that is known before reading."""
        self._started = False

    @property
    def spent(self) -> bool:
        """Whether it has been read and cannot be read again."""
        return self._started and not all(piece.repeatable for piece in self._pieces)

    def __iter__(self) -> Iterator[bytes]:
        self._start()
        for piece in self._pieces:
            yield from piece.chunks()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._start()
        for piece in self._pieces:
            async for chunk in piece.achunks():
                yield chunk

    def _start(self) -> None:
        if self.spent:
            raise RequestError("the body was read from an iterator and cannot be sent twice")
        self._started = True


class _Piece:
    """One source of bytes."""

    __slots__ = ("_content", "_position", "length", "repeatable")

    def __init__(self, content: object) -> None:
        if isinstance(content, bytearray | memoryview):
            content = _bytes(cast(object, content))
        self._content: object = content
        self._position: int | None = None
        self.repeatable = True
        self.length: int | None = None
        match content:
            case bytes():
                self.length = len(content)
            case os.PathLike():
                self.length = _size(Path(cast("os.PathLike[str]", content)))
            case _ if hasattr(content, "read"):
                self._measure(cast(IO[bytes], content))
            case Iterable() | AsyncIterable() if not is_value(cast(object, content)):
                self.repeatable = isinstance(content, Sequence)
            case _:
                raise RequestError(
                    f"expected bytes, a path, a binary file or an iterator over bytes, got {shown(content)}"
                )

    def _measure(self, file: IO[bytes]) -> None:
        try:
            self._position = file.tell()
            self.length = file.seek(0, os.SEEK_END) - self._position
            file.seek(self._position)
        except (AttributeError, OSError):
            self._position = None
            self.repeatable = False

    def chunks(self) -> Iterator[bytes]:
        content: object = self._content
        match content:
            case bytes() as data:
                yield data
            case os.PathLike():
                with Path(cast("os.PathLike[str]", content)).open("rb") as file:
                    yield from _blocks(file)
            case _ if hasattr(content, "read"):
                yield from self._file_blocks(cast(IO[bytes], content))
            case Iterable():
                for item in cast(Iterable[object], content):
                    yield _bytes(item)
            case _:
                raise RequestError("an asynchronous iterator needs the asynchronous client")

    async def achunks(self) -> AsyncIterator[bytes]:
        """Yield the bytes; a file is read in threads, so that the event loop is not blocked."""
        content = self._content
        if isinstance(content, bytes):
            yield content
        elif isinstance(content, AsyncIterable):
            async for item in cast(AsyncIterable[object], content):
                yield _bytes(item)
        elif isinstance(content, os.PathLike) or hasattr(content, "read"):
            from anyio import to_thread

            blocks = self.chunks()
            while (block := await to_thread.run_sync(next, blocks, None)) is not None:
                yield block
        else:
            for chunk in self.chunks():
                yield chunk

    def _file_blocks(self, file: IO[bytes]) -> Iterator[bytes]:
        if self._position is not None:
            file.seek(self._position)
        yield from _blocks(file)


def is_value(content: object) -> bool:
    """Return whether something that can be iterated is a value: text, an object or a model."""
    return isinstance(content, str | Mapping) or hasattr(type(content), "model_fields")


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(CHUNK):
        yield _bytes(block)


def _bytes(item: object) -> bytes:
    if isinstance(item, bytes):
        return item
    if isinstance(item, bytearray | memoryview):
        return bytes(cast(bytearray, item))
    raise RequestError(f"the content must consist of bytes, and has {shown(item)}: open files in binary mode")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise RequestError(f"cannot read {path.name!r}: {error.strerror}") from error
