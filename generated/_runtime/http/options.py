"""Options that a caller may choose, for all calls of a client or for one call."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict, cast

from .._http import DEFAULT_TIMEOUT, Timeout
from ..errors import RequestError
from .retries import RetryPolicy, is_number_from

if TYPE_CHECKING:
    from .hooks import Hooks

UNSET: Any = object()
"""Stands for an option that was not given, where None is a value."""

MOST_BYTES = 256 * 2**20
"""Bytes that the body of a response may have, unless another limit is given."""
LONGEST_ITEM = 64 * 2**20
"""Bytes that one event or line of a stream may have, unless another limit is given."""

Redirects: TypeAlias = Literal["never", "server", "anywhere"]
"""Which redirects are followed: none; those that stay below the server's own address; others too, which then get no
header of the client but `Accept` and `User-Agent`, so no credential."""

_POLICY = RetryPolicy()
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection", "host", "content-encoding"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOptions:
    """Options of one call, which replace those of its client; every method takes them as `options`."""

    timeout: float | Timeout | None = UNSET
    """Seconds for each read and write of the transport; None for no limit."""
    deadline: float | None = None
    """Seconds for the whole call: attempts, pauses, headers, body; for a stream, until its first item."""
    retries: RetryPolicy | int | None = None
    """Which requests are sent again, or the most retries."""
    headers: Mapping[str, str | None] | None = field(default=None, repr=False)
    """Headers that are added or replaced; the value None leaves out a default header of the client."""
    query: Mapping[str, object] | None = field(default=None, repr=False)
    """Query parameters that are added; they replace those of the same names, but for credentials."""
    idempotency_key: str | None = field(default=None, repr=False)
    """The idempotency key of this call, sent where the operation takes it, else in the header `Idempotency-Key`."""


class ClientOptions(TypedDict, total=False):
    """Further options of a client; `with_options` takes them, too."""

    retries: RetryPolicy | int
    """Which requests are sent again, or the most retries."""
    deadline: float | None
    """Seconds for a whole call, see `RequestOptions`."""
    default_headers: Mapping[str, str]
    """Headers of every request, in place of earlier default headers."""
    hooks: Hooks | Sequence[Hooks]
    """Functions that are called before a request, after a response, on a retry, on a deviation."""
    follow_redirects: Redirects
    """Which redirects are followed; default `never`."""
    strict_responses: bool
    """Whether a response that is not as declared raises `DecodeError`; otherwise what can be read of it is returned,
    and what cannot is in `Response.problems`."""
    max_response_bytes: int
    """The most bytes of a response, decompressed: default 256 MiB. A stream has no limit as a whole."""
    max_item_bytes: int
    """The most bytes of one event or line of a stream: default 64 MiB."""
    max_response_seconds: float
    """Seconds that one response may take from the request to the end of its body: default 600."""


@dataclass(slots=True, eq=False, repr=False)
class Options:
    """All options of a call; `changed` and `for_call` give others."""

    timeout: Timeout | float | None = field(default_factory=lambda: DEFAULT_TIMEOUT)
    retries: RetryPolicy = _POLICY
    headers: Mapping[str, str | None] = field(default_factory=dict[str, "str | None"])
    query: Mapping[str, object] = field(default_factory=dict[str, object])
    idempotency_key: str | None = None
    deadline: float | None = None
    hooks: tuple[Hooks, ...] = ()
    follow_redirects: Redirects = "never"
    strict_responses: bool = False
    max_response_bytes: int | None = None
    max_item_bytes: int = LONGEST_ITEM
    max_response_seconds: float = 600.0
    timeouts: dict[str, float | None] = field(init=False)
    """The timeout in the form that the HTTP library takes with a request."""

    def __post_init__(self) -> None:
        """Check the values; raises `RequestError`."""
        self.timeouts = _timeouts(self.timeout)
        checked_seconds(self.deadline, "deadline")
        checked_seconds(self.max_response_seconds, "max_response_seconds")
        for name in ("max_response_bytes", "max_item_bytes"):
            value = getattr(self, name)
            if value is not None and not is_number_from(value, 0):
                raise RequestError(f"`{name}` must be a number of bytes")
        if self.follow_redirects not in ("never", "server", "anywhere"):
            raise RequestError("`follow_redirects` must be 'never', 'server' or 'anywhere'")
        key = cast("object", self.idempotency_key)
        if key is not None and not (isinstance(key, str) and key.strip()):
            raise RequestError("`idempotency_key` must be text, and not empty")
        for name in self.headers:
            if name.lower() in _FRAMING:
                raise RequestError(f"the header {name!r} is set by the client itself")

    @property
    def limit(self) -> int:
        """The most bytes of a body that is read as a whole."""
        return MOST_BYTES if self.max_response_bytes is None else self.max_response_bytes

    def changed(self, changes: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Options:
        """Return the options with some replaced; `headers` are added to the headers of before."""
        values = {name: value for name, value in changes.items() if value is not UNSET}
        if "retries" in values:
            values["retries"] = policy(values["retries"], self.retries)
        if "hooks" in values:
            hooks: Hooks | Iterable[Hooks] = values["hooks"]
            values["hooks"] = tuple(hooks) if isinstance(hooks, Iterable) else (hooks,)
        own = values.pop("default_headers", self.headers)
        return replace(self, **values, headers=merged_headers(own, headers))

    def for_call(self, options: RequestOptions) -> Options:
        """Return these options with those of one call applied."""
        return replace(
            self,
            timeout=self.timeout if options.timeout is UNSET else options.timeout,
            deadline=self.deadline if options.deadline is None else options.deadline,
            retries=self.retries if options.retries is None else policy(options.retries, self.retries),
            headers=merged_headers(self.headers, options.headers),
            query={**self.query, **(options.query or {})},
            idempotency_key=options.idempotency_key,
        )

    def over_at(self, moment: float) -> Options:
        """Return the options of a call that has to be over at a moment, on the clock of `time.monotonic`."""
        left = max(moment - time.monotonic(), 0.001)
        return replace(self, deadline=left if self.deadline is None else min(left, self.deadline))

    def until(self) -> float | None:
        """Return when a call that begins now must be over, on the clock of `time.monotonic`; None without a
        deadline.
        """
        return None if self.deadline is None or math.isinf(self.deadline) else time.monotonic() + self.deadline


def policy(retries: RetryPolicy | int | Mapping[str, Any], current: RetryPolicy) -> RetryPolicy:
    """Return a retry policy: a number is the most retries, a mapping replaces some values of the `current` policy."""
    if isinstance(retries, RetryPolicy):
        return retries
    if isinstance(retries, Mapping):
        return replace(current, **retries)
    if not is_number_from(retries, 0):
        raise RequestError("`retries` must be a RetryPolicy or a number from 0")
    return replace(current, attempts=retries + 1)


def merged_headers(
    first: Mapping[str, str | None], second: Mapping[str, str | None] | None
) -> Mapping[str, str | None]:
    """Return the headers of both, with names compared regardless of case; those of `second` win."""
    if not second:
        return first
    replaced = {name.lower() for name in second}
    return {**{name: value for name, value in first.items() if name.lower() not in replaced}, **second}


def checked_seconds(value: object, name: str) -> None:
    """Raise `RequestError` unless the value is None or a positive number."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        raise RequestError(f"`{name}` must be a number of seconds above 0")


def _timeouts(timeout: Timeout | float | None) -> dict[str, float | None]:
    if not isinstance(timeout, Timeout):
        checked_seconds(timeout, "timeout")
    found: dict[str, float | None] = Timeout(timeout).as_dict()
    for value in found.values():
        checked_seconds(value, "timeout")
    return {name: None if value is not None and math.isinf(value) else value for name, value in found.items()}
