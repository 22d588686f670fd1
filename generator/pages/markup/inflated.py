"""base64 of zlib of JSON, as documentation tools pack an operation into front matter; never more than a bound of it."""

from __future__ import annotations

import base64
import binascii
import zlib

MOST_BYTES = 16 * 1024 * 1024
MOST_PACKED = 8 * 1024 * 1024


def inflated(packed: str) -> str | None:
    """Return the text; None if it is no base64 of zlib (RFC 1950) of UTF-8, or inflates beyond the bound."""
    if len(packed) > MOST_PACKED:
        return None
    try:
        data = base64.b64decode("".join(packed.split()), validate=True)
        stream = zlib.decompressobj()
        text = stream.decompress(data, MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error):
        return None
    if stream.unconsumed_tail or not stream.eof:
        return None
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return None
