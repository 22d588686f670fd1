"""Reads bodies of responses in bounded memory: content codings are undone piece by piece (RFC 9110, 8.4)."""

from __future__ import annotations

import time
import zlib
from collections.abc import AsyncIterator, Iterator

from .._http import Headers, HTTPResponse
from ..errors import ClientError, TransportTimeout

PIECE = 65_536
"""Bytes that are decoded at once."""
_MOST_DIGITS = 18
_GZIP = zlib.MAX_WBITS | 16
_CODINGS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}


class UnreadableBody(ClientError):
    """The body cannot be decompressed, or exceeds the limit; becomes an error with a status if the status is known."""


class Decoder:
    """Undoes the content coding of one body."""

    def __init__(self, headers: Headers) -> None:
        """Raise `UnreadableBody` if the body has several codings, or one that was not asked for."""
        codings = [one.strip().lower() for one in headers.get("content-encoding", "").split(",")]
        codings = [one for one in codings if one not in ("", "identity")]
        if len(codings) > 1:
            raise UnreadableBody(f"the body has {len(codings)} content codings, and one is the most")
        if codings and codings[0] not in _CODINGS:
            raise UnreadableBody("the content coding is none that was asked for (gzip, deflate)")
        self._bits = _CODINGS[codings[0]] if codings else 0
        self._coded = bool(codings)
        self._inflate = zlib.decompressobj(self._bits or zlib.MAX_WBITS)
        self._begun = False

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the decoded bytes, in pieces of bounded size."""
        if not self._coded:
            yield chunk
            return
        while chunk:
            piece = self._inflated(chunk)
            if piece:
                yield piece
            chunk = self._inflate.unconsumed_tail
            if self._inflate.eof:
                chunk = self._inflate.unused_data.lstrip(b"\0")
                if chunk:  # another member (RFC 1952, 2.2)
                    self._inflate = zlib.decompressobj(self._bits)

    def end(self) -> None:
        """Raise `UnreadableBody` if the coded content is cut off."""
        if self._begun and not self._inflate.eof:
            raise UnreadableBody("the compressed body breaks off")

    def _inflated(self, chunk: bytes) -> bytes:
        try:
            piece = self._inflate.decompress(chunk, PIECE)
        except zlib.error as error:
            if self._begun or self._bits != zlib.MAX_WBITS:
                raise UnreadableBody(f"the body cannot be decompressed: {error}") from None
            self._bits = -zlib.MAX_WBITS  # many servers send `deflate` without the header of RFC 1950
            self._inflate = zlib.decompressobj(self._bits)
            self._begun = True
            return self._inflated(chunk)
        self._begun = True
        return piece


class Accumulator:
    """The body so far, limited in size."""

    __slots__ = ("_chunks", "_limit", "_size")

    def __init__(self, limit: int | None) -> None:
        self._chunks: list[bytes] = []
        self._size = 0
        self._limit = limit

    def add(self, chunk: bytes) -> None:
        """Keep a chunk; raise `UnreadableBody` if the body exceeds the limit."""
        self.count(chunk)
        self._chunks.append(chunk)

    def count(self, chunk: bytes) -> None:
        """Count a chunk without keeping it."""
        self._size += len(chunk)
        if self._limit is not None and self._size > self._limit:
            raise UnreadableBody(f"the response is larger than {self._limit} bytes")

    def content(self) -> bytes:
        """Return the whole content."""
        return self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)


def check_length(response: HTTPResponse, limit: int | None) -> None:
    """Raise `UnreadableBody` if the server announces a longer body than the limit (RFC 9110, 8.6)."""
    declared = response.headers.get("content-length", "")
    if limit is None or not (declared.isascii() and declared.isdigit()):
        return
    if len(declared) > _MOST_DIGITS or int(declared) > limit:
        raise UnreadableBody(f"the response is larger than {limit} bytes")


def check_time(until: float | None) -> None:
    """Raise `TransportTimeout` if the time is over."""
    if until is not None and time.monotonic() > until:
        raise TransportTimeout("the response took too long")


def chunks(response: HTTPResponse, limit: int | None, until: float | None = None) -> Iterator[bytes]:
    """Yield the body in decoded pieces, limited in size and time."""
    check_length(response, limit)
    if response.is_stream_consumed:  # a hook of the caller has read it already
        Accumulator(limit).count(response.content)
        yield response.content
        return
    decoder, size = Decoder(response.headers), Accumulator(limit)
    for chunk in response.iter_raw():
        check_time(until)
        for piece in decoder.feed(chunk):
            size.count(piece)
            yield piece
    decoder.end()


async def achunks(response: HTTPResponse, limit: int | None, until: float | None = None) -> AsyncIterator[bytes]:
    """See `chunks`."""
    check_length(response, limit)
    if response.is_stream_consumed:
        Accumulator(limit).count(response.content)
        yield response.content
        return
    decoder, size = Decoder(response.headers), Accumulator(limit)
    async for chunk in response.aiter_raw():
        check_time(until)
        for piece in decoder.feed(chunk):
            size.count(piece)
            yield piece
    decoder.end()


def read(response: HTTPResponse, limit: int | None, until: float | None) -> bytes:
    """Return the whole body, decoded, and close the response."""
    body = Accumulator(None)
    try:
        for chunk in chunks(response, limit, until):
            body.add(chunk)
    finally:
        response.close()
    return body.content()


async def aread(response: HTTPResponse, limit: int | None, until: float | None) -> bytes:
    """See `read`."""
    body = Accumulator(None)
    try:
        async for chunk in achunks(response, limit, until):
            body.add(chunk)
    finally:
        await response.aclose()
    return body.content()
