"""Bodies of text."""

from __future__ import annotations

import codecs
import re
from typing import Any

from ..errors import RequestError
from ..problems import shown
from .codecs import Codec, Encoded
from .json_values import text, wire


class Text(Codec):
    """`text/*`, in the charset that the content type names, by default UTF-8."""

    __slots__ = ()

    concrete = "text/plain"
    made_up = b"text"
    symmetric = True

    def __init__(self, type_: Any = str, *, content_type: str = "text/plain") -> None:
        super().__init__(type_, content_type)

    def encode(self, value: Any, content_type: str | None = None) -> Encoded:
        """Return the text; the charset is named if the text is not plain ASCII. Bytes are sent as they are."""
        sent = self.media_type(content_type)
        if self.type is str and isinstance(value, bytes | bytearray):
            return sent, bytes(value)
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
            if not isinstance(value, str):
                raise RequestError(f"not a valid body: expected text, got {shown(value)}")
            return text(wire(value))
        from ..models.adapter import adapter

        writer = adapter(self.type, tolerant=False)
        try:
            return text(wire(writer.dump_python(writer.validate_python(value))))
        except ValueError as error:
            from ..models.complaints import explained

            raise RequestError(f"not a valid body: {explained(error, self.type, value)}") from None

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
