"""The parts of a multipart body that a server sent, in time that grows with its length alone (RFC 2046, RFC 7578)."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

_BOUNDARY = re.compile(r";\s*boundary=(?:\"([^\"]{1,200})\"|([^\s\";]{1,200}))", re.IGNORECASE)
_NAME = re.compile(r";\s*name=(?:\"([^\"]*)\"|([^\s\";]+))", re.IGNORECASE)
_LONGEST_HEAD = 8192
_LONGEST_TYPE = 1000


@dataclass(frozen=True, slots=True)
class ReceivedPart:
    """One part: its name, empty where it says none; its media type; its content."""

    name: str
    content_type: str
    content: bytes


def parts(content: bytes, content_type: str) -> Iterator[ReceivedPart]:
    """The parts of a body that came with a content type; raises ValueError where it is no multipart body."""
    found = _BOUNDARY.search(content_type[:_LONGEST_TYPE])
    if found is None or not content_type.lower().startswith("multipart/"):
        raise ValueError("the body is not multipart")
    delimiter = b"\r\n--" + (found[1] or found[2]).encode("latin-1", "replace")
    pieces = (b"\r\n" + content).split(delimiter)
    if not pieces[1:]:
        raise ValueError("the body has no parts: its boundary is nowhere in it")
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return
        yield _part(piece)


def _part(piece: bytes) -> ReceivedPart:
    _, _, rest = piece.partition(b"\r\n")
    head, _, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
    if len(head) > _LONGEST_HEAD:
        raise ValueError("the headers of a part are too long")
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    named = _NAME.search(f";{fields.get('content-disposition', '').partition(';')[2]}")
    kind = fields.get("content-type", "text/plain").partition(";")[0].strip().lower()
    coding = fields.get("content-transfer-encoding", "").lower()
    return ReceivedPart((named[1] or named[2] or "") if named else "", kind, _decoded(content, coding))


def _decoded(content: bytes, coding: str) -> bytes:
    """The content without the coding that mail has and forms should not (RFC 7578, 4.7)."""
    if coding == "base64":
        return binascii.a2b_base64(content)
    return quopri.decodestring(content) if coding == "quoted-printable" else content
