"""Decides whether a request is sent again, and after how long. Nothing is repeated that might then be done twice."""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from random import SystemRandom
from typing import NamedTuple

from .._http import Headers
from ..errors import RequestError, TransportError

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"})
"""RFC 9110, 9.2.2, and QUERY."""

TRANSIENT = frozenset({429, 502, 503, 504})
"""Statuses that may go away by themselves."""

_RANDOM = SystemRandom()
_SECONDS = re.compile(r"[0-9]{1,200}(?:\.[0-9]{0,9})?")
_DURATION = re.compile(
    r"(?=.)(?:(\d{1,4})h)?(?:(\d{1,6})m(?!s))?(?:(\d{1,9}(?:\.\d{1,9})?)s)?(?:(\d{1,9})ms)?", re.ASCII
)
_LARGEST = 1e13
"""What a larger number counts as: for ever, in seconds and in milliseconds."""
_LONGEST_TEXT = 200
_EPOCH, _EPOCH_MILLISECONDS = 1e9, 1e12
_WINDOW = 60.0
_RESERVE = 10
"""Retries that the budget allows in any minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """Which requests are sent again: those whose method is listed, and those that carry an idempotency key."""

    attempts: int = 3
    """How often a request is sent at most; 1 means no retries."""
    statuses: frozenset[int] = TRANSIENT
    """Statuses after which a request is sent again."""
    methods: frozenset[str] = IDEMPOTENT
    """Methods that may be repeated; add `POST` if the service promises that nothing happens twice."""
    first_pause: float = 0.5
    """The longest pause in seconds before the second attempt, doubled for each further one; the pause is random."""
    longest_pause: float = 8.0
    """The most seconds that a pause grows to, unless the server asks for more."""
    longest_retry_after: float = 60.0
    """The longest pause in seconds that a server may ask for; if it asks for more, the call fails."""
    budget: float = 0.2
    """The most retries per call in the last minute, ten more allowed; so that retries do not make an outage worse."""
    generate_keys: bool = True
    """Generate an idempotency key for a call if the operation takes one and the caller gives none."""

    def __post_init__(self) -> None:
        """Check the values; raises `RequestError`."""
        object.__setattr__(self, "statuses", frozenset(self.statuses))
        object.__setattr__(self, "methods", frozenset(method.upper() for method in self.methods))
        if not is_number_from(self.attempts, 1):
            raise RequestError("`attempts` of a RetryPolicy must be a number from 1")
        for name in ("first_pause", "longest_pause", "longest_retry_after", "budget"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
                raise RequestError(f"`{name}` of a RetryPolicy must be a number from 0")

    def backoff(self, attempt: int) -> float:
        """Return the seconds to wait after an attempt, the first being 0: exponential backoff with full jitter."""
        return _RANDOM.random() * min(self.first_pause * 2.0 ** min(attempt, 60), self.longest_pause)


def is_number_from(value: object, least: int) -> bool:
    """Return whether a value is a whole number that is not less than another."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


class RetryBudget:
    """Counts calls and retries of the last minute; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._latest = _Second(-1)
        self._seconds: deque[_Second] = deque()
        self._calls = self._retries = 0

    def call(self) -> None:
        """Count a call."""
        with self._lock:
            self._second().calls += 1
            self._calls += 1

    def take(self, share: float) -> bool:
        """Count a retry and return True, if the budget allows another one."""
        with self._lock:
            now = self._second()
            if self._retries >= _RESERVE + share * self._calls:
                return False
            now.retries += 1
            self._retries += 1
            return True

    def _second(self) -> _Second:
        """Return the counts of this second, and forget those of more than a minute ago."""
        second = int(time.monotonic())
        if self._latest.second == second:
            return self._latest
        while self._seconds and self._seconds[0].second <= second - _WINDOW:
            gone = self._seconds.popleft()
            self._calls -= gone.calls
            self._retries -= gone.retries
        self._latest = _Second(second)
        self._seconds.append(self._latest)
        return self._latest


class _Second:
    """The calls and retries of one second."""

    __slots__ = ("calls", "retries", "second")

    def __init__(self, second: int) -> None:
        self.second = second
        self.calls = self.retries = 0


class RetryDecision(NamedTuple):
    """Decides, after an attempt, whether there is another one, and when."""

    policy: RetryPolicy
    budget: RetryBudget
    deadline: float | None
    """When the whole call must have ended, by the monotonic clock."""
    attempt: int
    """The number of the attempt that was made, from 0."""
    repeatable: bool
    """Whether the request may arrive twice: by its method, or by a key that it carries."""
    spent: bool
    """Whether its body was read from a source that cannot be read again."""

    def after_response(self, status: int, headers: Headers) -> float | None:
        """Return the seconds until the next attempt after a response; None if there is no other attempt.

        The policy must name the status.
        """
        if not self.repeatable:
            return None
        asked = retry_after(headers, status) or 0.0
        if asked > self.policy.longest_retry_after:
            return None
        return self._allowed(max(asked, self.policy.backoff(self.attempt)))

    def after_failure(self, error: TransportError) -> float | None:
        """Return the seconds until the next attempt after a failed one; None if there is no other attempt."""
        if not error.transient or (error.sent and not self.repeatable):
            return None
        return self._allowed(self.policy.backoff(self.attempt))

    def _allowed(self, pause: float) -> float | None:
        """Return the pause, if there may be another attempt after it."""
        if self.attempt + 1 >= self.policy.attempts or self.spent:
            return None
        if self.deadline is not None and time.monotonic() + pause >= self.deadline:
            return None
        return pause if self.budget.take(self.policy.budget) else None


def retry_after(headers: Headers, status: int = 0) -> float | None:
    """Return the seconds that the server asks to wait; None if it says nothing that can be understood.

    Reads `retry-after-ms`, `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), and after 429 also the time at
    which the limit is reset; the longest counts. A date in the past is 0.
    """
    values = headers.get_list("retry-after-ms")
    found = [seconds / 1000 for value in values if (seconds := _number(value)) is not None]
    if not found:
        found = [seconds for value in headers.get_list("retry-after") for seconds in _retry_after(value)]
    if not found and status == HTTPStatus.TOO_MANY_REQUESTS:
        names = ("x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset")
        values = [value for name in names for value in headers.get_list(name)]
        found = [seconds for value in values if (seconds := _reset(value)) is not None]
    return max(found, default=None)


def _retry_after(value: str) -> list[float]:
    value = value.strip()[:_LONGEST_TEXT]
    numbers = [_number(part) for part in value.split(",")]
    found = [one for one in numbers if one is not None]
    if found or not value:
        return found
    try:
        moment = parsedate_to_datetime(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return [max(0.0, (moment - datetime.now(UTC)).total_seconds())]
    except (ValueError, OverflowError, TypeError, IndexError):
        return []


def _number(value: str) -> float | None:
    value = value.strip()
    return min(float(value), _LARGEST) if _SECONDS.fullmatch(value) else None


def _reset(value: str) -> float | None:
    """Return the seconds until a limit is reset: from a number, a duration (`1m30s`), or a Unix time."""
    value = value.strip()[:_LONGEST_TEXT]
    number = _number(value)
    if number is None:
        match = _DURATION.fullmatch(value)
        if match is None:
            return None
        hours, minutes, seconds, milliseconds = (float(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + seconds + milliseconds / 1000
    if number >= _EPOCH_MILLISECONDS:
        number /= 1000
    return max(0.0, number - time.time()) if number >= _EPOCH else number
