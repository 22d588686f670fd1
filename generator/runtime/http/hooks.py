"""What a caller is told while a call is made: before a request, after a response, on a retry, on a deviation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from .._http import Headers
from ..errors import request_id


@dataclass(slots=True)
class Attempt:
    """One request and what came of it: the same object before the request and after the response."""

    method: str
    template: str
    """The path as the API description has it, parameters in braces."""
    url: str
    """Without user information, query and fragment."""
    number: int
    """0 for the first attempt of a call."""
    headers: Headers
    """The request's, which a hook may add to; `repr` shows their names alone."""
    status: int | None = None
    """The status of the response; None before there is one."""
    error: BaseException | None = None
    """What was raised in place of a response."""
    seconds: float = 0.0
    """From the request until the headers of the response were there."""
    request_id: str | None = None
    """What the server calls this request."""
    response_headers: Headers | None = field(default=None, repr=False)
    notes: dict[str, Any] = field(default_factory=dict[str, Any], repr=False)
    """For hooks to keep something until the response."""

    def answered(self, status: int, headers: Headers, seconds: float) -> None:
        """Enter what came back."""
        self.status, self.response_headers, self.seconds = status, headers, seconds
        self.request_id = request_id(headers)


@dataclass(frozen=True, slots=True)
class Retry:
    """A request that is about to be sent again."""

    method: str
    template: str
    number: int
    """Of the attempt that failed, 0 for the first."""
    pause: float
    """Seconds until the next attempt."""
    status: int | None
    error: Exception | None


@dataclass(frozen=True, slots=True)
class Deviation:
    """A success that differs from what the API description declares, and was delivered all the same."""

    method: str
    template: str
    status: int
    problems: tuple[Any, ...]
    """What is different, without the values."""


Told: TypeAlias = object | Awaitable[object]
"""What a hook returns: nothing that counts. The asynchronous client awaits it where it can be awaited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Functions that a client calls; each may be left out, and may be asynchronous for the asynchronous client.

    What a hook raises ends the call, and is raised as it is.
    """

    before_request: Callable[[Attempt], Told] | None = None
    after_response: Callable[[Attempt], Told] | None = None
    on_retry: Callable[[Retry], Told] | None = None
    on_deviation: Callable[[Deviation], Told] | None = None
