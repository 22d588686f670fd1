"""Splits multipart bodies of responses into parts (RFC 2046, 5.1.1; RFC 7578, 4), in time linear in the length."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

MOST_PARTS = 10_000
_LONGEST_HEAD = 16_384
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,100})\s*=\s*(?:"((?:[^"\\]|\\.){0,8000})"|([^\s;"]{0,8000}))')
_LONGEST_VALUE = 8_192


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its header fields by name in lower case, and its content, decoded."""

    headers: Mapping[str, str]
    content: bytes

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; plain text if none is given (RFC 2046, 5.1)."""
        return self.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()

    @property
    def name(self) -> str | None:
        """The name of the form field."""
        return parameter(self.headers.get("content-disposition", ""), "name")


def parameter(value: str, name: str) -> str | None:
    """Return a parameter of a header field such as `form-data; name="a"`; None if it is absent."""
    for found in _PARAMETER.finditer(value[:_LONGEST_VALUE]):
        if found[1].lower() == name:
            return re.sub(r"\\(.)", r"\1", found[2]) if found[2] is not None else found[3]
    return None


def parts(content: bytes, content_type: str) -> Iterator[Part]:
    """Yield the parts of a body; raise `ValueError` if it is not multipart, has too many parts, or too long headers."""
    boundary = parameter(content_type, "boundary")
    if not content_type.strip().lower().startswith("multipart/") or not boundary:
        raise ValueError("the body is not multipart")
    delimiter = b"--" + boundary.encode("latin-1", "replace")
    lines = b"\n" + content.replace(b"\r\n" + delimiter, b"\n" + delimiter)
    pieces = lines.split(b"\n" + delimiter, MOST_PARTS + 2)
    if len(pieces) == 1:
        raise ValueError("the body is not multipart")
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return
        if len(pieces) > MOST_PARTS:
            raise ValueError(f"the body has more than {MOST_PARTS} parts")
        yield _part(piece.partition(b"\n")[2])


def _part(piece: bytes) -> Part:
    head, separator, content = _split(piece)
    headers: dict[str, str] = {}
    for line in head.decode("utf-8", errors="replace").splitlines():
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    if not separator:
        return Part({}, piece)
    return Part(headers, _decoded(content, headers.get("content-transfer-encoding", "").strip().lower()))


def _split(piece: bytes) -> tuple[bytes, bytes, bytes]:
    """Return the headers of a part, the empty line after them, and the content."""
    for empty in (b"\r\n", b"\n"):
        if piece.startswith(empty):
            return b"", empty, piece[len(empty) :]
    found = re.compile(rb"\r?\n\r?\n").search(piece, 0, _LONGEST_HEAD)
    if found is None:
        if len(piece) > _LONGEST_HEAD:
            raise ValueError("the head of a part is too long")
        return b"", b"", piece
    return piece[: found.start()], found[0], piece[found.end() :]


def _decoded(content: bytes, encoding: str) -> bytes:
    """Return the content with its transfer encoding decoded (RFC 2045, 6)."""
    if encoding == "base64":
        return binascii.a2b_base64(content)
    return quopri.decodestring(content) if encoding == "quoted-printable" else content
