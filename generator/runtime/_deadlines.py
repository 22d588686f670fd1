"""Connections of the synchronous client that end at a deadline, however slowly the bytes arrive.

The HTTP library has a timeout only for each read, so a server that sends a byte in time before each would never be
late.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from ._http import EXPIRES


def hold_to_deadlines(pool: object) -> None:
    """Make the connections of a pool end at `EXPIRES`; the library has no setting for the backend of its transports."""
    backend = getattr(pool, "_network_backend", None)
    if hasattr(backend, "connect_tcp") and not isinstance(backend, TimedBackend):
        errors = sys.modules[type(pool).__module__.partition(".")[0]]
        vars(pool).update(_network_backend=TimedBackend(backend, errors))


class TimedBackend:
    """Opens connections that end at `EXPIRES`, in place of the given network backend."""

    def __init__(self, backend: Any, errors: Any) -> None:
        """`errors` is the module with the library's exceptions."""
        self._backend = backend
        self._errors = errors

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *more: Any, **options: Any) -> Any:
        """Connect to a host."""
        timeout = _remaining(timeout, self._errors.ConnectTimeout)
        return TimedStream(self._backend.connect_tcp(host, port, timeout, *more, **options), self._errors)

    def connect_unix_socket(self, path: str, timeout: float | None = None, *more: Any, **options: Any) -> Any:
        """Connect to a socket of this machine."""
        timeout = _remaining(timeout, self._errors.ConnectTimeout)
        return TimedStream(self._backend.connect_unix_socket(path, timeout, *more, **options), self._errors)

    def sleep(self, seconds: float) -> None:
        """Wait between attempts to connect."""
        self._backend.sleep(seconds)


class TimedStream:
    """A connection whose reads and writes end at `EXPIRES`."""

    def __init__(self, stream: Any, errors: Any) -> None:
        """`errors` is the module with the library's exceptions."""
        self._stream = stream
        self._errors = errors

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        """Return bytes that have arrived."""
        return self._stream.read(max_bytes, _remaining(timeout, self._errors.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._stream.write(buffer, _remaining(timeout, self._errors.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(self, *arguments: Any, **options: Any) -> TimedStream:
        """Return the connection, encrypted."""
        return TimedStream(self._stream.start_tls(*arguments, **options), self._errors)

    def get_extra_info(self, info: str) -> Any:
        """Return what the library asks about the connection."""
        return self._stream.get_extra_info(info)


def _remaining(timeout: float | None, late: type[Exception]) -> float | None:
    """Return the timeout, or the remaining time if that is less; raise `late` if no time is left."""
    expires = EXPIRES.get()
    if expires is None:
        return timeout
    left = expires - time.monotonic()
    if left <= 0:
        raise late("the time for the whole response is over")
    return left if timeout is None else min(timeout, left)
