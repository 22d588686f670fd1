"""Reads bodies of responses in bounded memory: content codings are undone piece by piece (RFC 9110, 8.4)."""

from __future__ import annotations

import time
import zlib
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator

from .._http import AsyncByteStream, Headers, HTTPResponse, SafeHeaders, SyncByteStream
from ..errors import ClientError, TransportTimeout

PIECE = 65_536
"""Bytes that are decoded at once."""
_MOST_DIGITS = 18
_GZIP = zlib.MAX_WBITS | 16
_CODINGS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": zlib.MAX_WBITS}


class UnreadableBody(ClientError):
    """The body cannot be decompressed, or exceeds the limit; becomes an error with a status if the status is known."""


class Decoder:
    """Decodes the content coding of one body, if it has one: `coded`."""

    def __init__(self, headers: Headers) -> None:
        """Raise `UnreadableBody` if the body has several codings, or one that was not asked for."""
        declared = ",".join(SafeHeaders.values_of(headers, b"content-encoding"))
        codings = [one.strip().lower() for one in declared.split(",")] if declared else []
        codings = [one for one in codings if one not in ("", "identity")]
        if len(codings) > 1:
            raise UnreadableBody(f"the body has {len(codings)} content codings: at most one is accepted")
        if codings and codings[0] not in _CODINGS:
            raise UnreadableBody("the content coding is not one that was asked for (gzip, deflate)")
        self._bits = _CODINGS[codings[0]] if codings else 0
        self.coded = bool(codings)
        self._begun = False
        if self.coded:
            self._inflate = zlib.decompressobj(self._bits)

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Yield the decoded bytes of a body that is coded, in pieces of bounded size."""
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
    if limit is None:
        return
    declared = ", ".join(SafeHeaders.values_of(response.headers, b"content-length"))
    if not (declared.isascii() and declared.isdigit()):
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
    size = Accumulator(limit)
    if response.is_stream_consumed:
        yield _consumed(response, limit)
        return
    decoder = Decoder(response.headers)
    for chunk in _raw(response):
        check_time(until)
        for piece in decoder.feed(chunk) if decoder.coded else (chunk,):
            size.count(piece)
            yield piece
    decoder.end()


async def achunks(response: HTTPResponse, limit: int | None, until: float | None = None) -> AsyncIterator[bytes]:
    """See `chunks`."""
    check_length(response, limit)
    size = Accumulator(limit)
    if response.is_stream_consumed:
        yield _consumed(response, limit)
        return
    decoder = Decoder(response.headers)
    async for chunk in _araw(response):
        check_time(until)
        for piece in decoder.feed(chunk) if decoder.coded else (chunk,):
            size.count(piece)
            yield piece
    decoder.end()


def read(response: HTTPResponse, limit: int | None, until: float | None) -> bytes:
    """Return the whole body, decoded, and close the response."""
    if response.is_stream_consumed and response.is_closed:
        return _consumed(response, limit)
    try:
        return _whole([*chunks(response, limit, until)])
    finally:
        if not response.is_closed:
            response.close()


async def aread(response: HTTPResponse, limit: int | None, until: float | None) -> bytes:
    """See `read`."""
    if response.is_stream_consumed and response.is_closed:
        return _consumed(response, limit)
    try:
        return _whole([piece async for piece in achunks(response, limit, until)])
    finally:
        if not response.is_closed:
            await response.aclose()


def _consumed(response: HTTPResponse, limit: int | None) -> bytes:
    """Return the body that a hook of the caller, or a transport that answers at once, has read already."""
    content = response.content
    Accumulator(limit).count(content)
    return content


def _raw(response: HTTPResponse) -> Iterable[bytes]:
    """Yield the body as it arrives; the library's own iterator divides it into chunks, which is not needed."""
    stream = response.stream
    return stream if isinstance(stream, SyncByteStream) and not response.is_closed else response.iter_raw()


def _araw(response: HTTPResponse) -> AsyncIterable[bytes]:
    """See `_raw`."""
    stream = response.stream
    return stream if isinstance(stream, AsyncByteStream) and not response.is_closed else response.aiter_raw()


def _whole(pieces: list[bytes]) -> bytes:
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)
