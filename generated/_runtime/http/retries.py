"""When a request is sent again, and after how long. Nothing that might be done twice is."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from random import SystemRandom

from .._http import Headers

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"})
"""RFC 9110, 9.2.2, and QUERY."""

RETRIED = frozenset({429, 502, 503, 504})
"""Statuses that may go away by themselves."""

_RANDOM = SystemRandom()
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 8.0
_LONGEST_RETRY_AFTER = 60.0


def after_status(status: int) -> bool:
    """Whether a request that may be repeated is sent again after a response with this status."""
    return status in RETRIED


def pause(attempt: int, headers: Headers | None = None) -> float | None:
    """Seconds until the next attempt, the first being 0; None where the server asks for more than a minute."""
    asked = retry_after(headers) if headers is not None else None
    if asked is not None:
        return asked if asked <= _LONGEST_RETRY_AFTER else None
    longest = min(_FIRST_PAUSE * 2.0**attempt, _LONGEST_PAUSE)
    return longest * (0.5 + _RANDOM.random() / 2)


def retry_after(headers: Headers) -> float | None:
    """Seconds that `Retry-After` asks for, given in seconds or as a date (RFC 9110, 10.2.3)."""
    value = str(headers.get("retry-after", "")).strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None
