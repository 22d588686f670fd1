"""Bodies of bytes."""

from __future__ import annotations

import mimetypes
import os
from typing import cast

from ..errors import RequestError
from .codecs import Codec, Encoded, essence
from .uploads import BinaryContent, File, StreamBody


class Binary(Codec):
    """Bytes of any media type."""

    __slots__ = ()

    streaming = True
    made_up = b"bytes"

    def __init__(self, *, content_type: str = "application/octet-stream") -> None:
        super().__init__(bytes, content_type)

    def encode(self, value: BinaryContent | File, content_type: str | None = None) -> Encoded:
        """Return the bytes as they are; files and iterators are read while they are sent."""
        file = value if isinstance(value, File) else None
        content = file.content if file else value
        sent = self._sent(content_type or (file.content_type if file else None), value)
        if isinstance(content, str):
            content = content.encode()
        if isinstance(content, bytearray | memoryview):
            content = bytes(content)
        return sent, content if isinstance(content, bytes) else StreamBody([cast("BinaryContent", content)])

    def _sent(self, chosen: str | None, value: object) -> str:
        """Return the media type to send: the caller's choice, else the declared type, for a range by the
        file's name.
        """
        if chosen is not None:
            return chosen
        wanted = essence(self.content_type)
        if "*" not in wanted:
            return self.content_type
        start = wanted.partition("*")[0]
        guessed = self.media_type_of(value)
        if guessed is not None and guessed.startswith(start):
            return guessed
        if self.concrete.startswith(start):
            return self.concrete
        raise RequestError(f"the body is of a type that the API leaves open ({wanted}): give `content_type`")

    def media_type_of(self, value: object) -> str | None:
        """Return the media type of a `File`, or the one that the name of a file stands for."""
        content = value.content if isinstance(value, File) else value
        if isinstance(value, File) and value.content_type:
            return value.content_type
        name: object = value.name if isinstance(value, File) else None
        if name is None:
            is_path = isinstance(content, os.PathLike)
            name = os.fspath(cast("os.PathLike[str]", content)) if is_path else getattr(content, "name", None)
        return mimetypes.guess_type(str(name))[0] if isinstance(name, str | bytes) else None

    def decode(self, content: bytes, content_type: str) -> bytes:
        """Return the bytes as they are."""
        return content
