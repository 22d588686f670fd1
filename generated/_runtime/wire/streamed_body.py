"""What a client knows about a request body that is read while it is sent."""

from __future__ import annotations

from .._http import AsyncByteStream, SyncByteStream


class StreamedBody(SyncByteStream, AsyncByteStream):
    """A request body that is not there as bytes."""

    length: int | None
    """Bytes in total, where that is known before reading."""

    @property
    def spent(self) -> bool:
        """Whether it has been read and cannot be read again."""
        return False
