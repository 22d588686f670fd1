"""Hooks: functions that are called before a request, after a response, on a retry, on a deviation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from .._http import Headers
from ..errors import request_id
from ..problems import Problems


@dataclass(slots=True)
class Attempt:
    """One request and its outcome; hooks get the same object before the request and after the response."""

    method: str
    template: str
    """The path as in the API description, with parameters in braces."""
    url: str
    """Without user information, query and fragment."""
    number: int
    """0 for the first attempt of a call."""
    headers: Headers
    """The headers of the request, which a hook may add to; `repr` shows only their names."""
    status: int | None = None
    """The status of the response; None before there is one."""
    error: BaseException | None = None
    """The exception that was raised in place of a response."""
    seconds: float = 0.0
    """Seconds from the request until the headers of the response arrived."""
    request_id: str | None = None
    """The server's id of this request."""
    response_headers: Headers | None = field(default=None, repr=False)
    notes: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)
    """Space in which hooks can keep values until the response."""

    def answered(self, status: int, headers: Headers, seconds: float) -> None:
        """Record the outcome."""
        self.status, self.response_headers, self.seconds = status, headers, seconds
        self.request_id = request_id(headers)


@dataclass(frozen=True, slots=True)
class Retry:
    """A request that is about to be sent again."""

    method: str
    template: str
    number: int
    """The number of the attempt that failed, 0 for the first."""
    pause: float
    """Seconds until the next attempt."""
    status: int | None
    error: Exception | None


@dataclass(frozen=True, slots=True)
class Deviation:
    """A success, or an item of a stream, that differs from what the API description declares, and was delivered."""

    method: str
    template: str
    status: int
    problems: Problems
    """The differences; at most 1,000, and how many `more` there are."""


Told: TypeAlias = object | Awaitable[object]
"""The result of a hook, which is ignored. The asynchronous client awaits it if possible."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Functions that a client calls; each is optional, and may be asynchronous for the asynchronous client.

    An exception that a hook raises ends the call, and is raised as it is.
    """

    before_request: Callable[[Attempt], Told] | None = None
    after_response: Callable[[Attempt], Told] | None = None
    on_retry: Callable[[Retry], Told] | None = None
    on_deviation: Callable[[Deviation], Told] | None = None
