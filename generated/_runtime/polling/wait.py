"""Waits for a state, sync and async; both classify responses in the same way."""

from __future__ import annotations

import time
from random import SystemRandom
from typing import Any, Generic, TypeVar, cast

from ..errors import DecodeError, ResponseError, StatusError, TransportTimeout, WaitFailedError, WaitTimeoutError
from ..http.client import AsyncClient, Client
from ..http.options import RequestOptions, checked_seconds
from ..http.request import Request
from ..http.response import Response
from ..http.retries import retry_after
from ..paging.values import find
from ..problems import shown, steps
from .rule import Outcome, PollingRule, State, Until

R = TypeVar("R")

_RANDOM = SystemRandom()
_GROWTH = 1.5
_LAST = 0.9
"""The part of the remaining time after which the last attempt is made."""


class Poller(Generic[R]):
    """Sends one request again and again, until a response ends the wait."""

    def __init__(
        self, client: Client, request: Request[R], rule: PollingRule[R], options: RequestOptions | None = None
    ) -> None:
        """`options` apply to each attempt."""
        self._client, self._request, self._rule, self._options = client, request, rule, options

    def wait(self, until: Until[R] | None = None, deadline: float | None = None) -> R:
        """Return the first response that is a success.

        `until` decides that instead of the rule; `deadline` is in seconds. Raises `WaitFailedError` for a failure,
        `WaitTimeoutError` when the deadline has passed, and what the operation raises.
        """
        waiting = Waiting(self._request, self._rule, until, deadline)
        while True:
            try:
                waiting.answered(self._client.send(self._request, options=self._options, latest=waiting.deadline))
            except (StatusError, TransportTimeout) as error:
                waiting.refused(error)
            if waiting.is_over:
                return waiting.result
            time.sleep(waiting.pause())


class AsyncPoller(Generic[R]):
    """The asynchronous `Poller`."""

    def __init__(
        self, client: AsyncClient, request: Request[R], rule: PollingRule[R], options: RequestOptions | None = None
    ) -> None:
        """`options` apply to each attempt."""
        self._client, self._request, self._rule, self._options = client, request, rule, options

    async def wait(self, until: Until[R] | None = None, deadline: float | None = None) -> R:
        """See `Poller.wait`."""
        import anyio

        waiting = Waiting(self._request, self._rule, until, deadline)
        while True:
            try:
                waiting.answered(await self._client.send(self._request, options=self._options, latest=waiting.deadline))
            except (StatusError, TransportTimeout) as error:
                waiting.refused(error)
            if waiting.is_over:
                return waiting.result
            await anyio.sleep(waiting.pause())


class Waiting(Generic[R]):
    """The state of one wait."""

    def __init__(
        self, request: Request[R], rule: PollingRule[R], until: Until[R] | None, deadline: float | None
    ) -> None:
        """`deadline` is in seconds, None for the rule's; raises `RequestError` for an invalid number."""
        checked_seconds(deadline, "deadline")
        self._rule, self._until = rule, until
        self._name = f"{request.operation.method} {request.operation.template}"
        self._seconds = rule.deadline if deadline is None else deadline
        self.deadline = time.monotonic() + self._seconds
        """When the wait must be over, on the clock of `time.monotonic`."""
        self._delay = rule.delay
        self._asked: float | None = None
        self._is_last = False
        self._latest: Any = None
        self._state: Any = None
        self.is_over = False

    @property
    def result(self) -> R:
        """The latest response."""
        return cast("R", self._latest)

    def answered(self, response: Response[R]) -> None:
        """Classify a response; raise `WaitFailedError` if it is a failure."""
        self._asked = retry_after(response.headers, response.status)
        outcome = self._rule.statuses.get(response.status)
        try:
            self._latest = response.data
        except DecodeError:  # a body that is declared, and did not come
            if outcome is None:
                raise
            self._latest = None
        self._state = response.status if self._rule.state is None or outcome is not None else self._found()
        outcome = outcome or self._outcome()
        if self._until is not None and outcome != "failure":
            outcome = "success" if self._latest is not None and self._until(self._latest) else "retry"
        self._decide(outcome)

    def refused(self, error: StatusError | TransportTimeout) -> None:
        """Classify an error; raise it unless its status has a meaning of its own."""
        if isinstance(error, TransportTimeout):
            if time.monotonic() < self.deadline - 0.001:
                raise error
            raise self._late("") from error
        outcome = self._rule.statuses.get(error.status)
        if outcome is None:
            raise error
        self._asked = retry_after(error.headers, error.status)
        self._latest, self._state = (None if outcome == "success" else error.body), error.status
        self._decide(outcome, error)

    def pause(self) -> float:
        """Return the seconds until the next attempt; raise `WaitTimeoutError` if there is none before the deadline."""
        left = self.deadline - time.monotonic()
        if left <= 0 or self._is_last:
            raise self._late("")
        if self._asked is not None and self._asked >= left:
            raise self._late(f"; the server asks for a pause of {self._asked:.0f} s")
        own = self._delay * (1 - _RANDOM.random() / 2)
        self._delay = min(self._delay * _GROWTH, max(self._rule.longest_delay, self._rule.delay))
        pause = max(own, self._asked or 0.0)
        self._is_last = pause >= left
        return left * _LAST if self._is_last else pause

    def _found(self) -> State:
        found = find(self._latest, steps(self._rule.state or ""))
        if isinstance(found, float) and found.is_integer():
            found = int(found)
        return found if isinstance(found, str | int) else None

    def _outcome(self) -> Outcome:
        rule = self._rule
        known: tuple[tuple[Outcome, tuple[State, ...]], ...] = (("success", rule.success), ("failure", rule.failure))
        for outcome, states in known:
            if any(
                state == self._state and isinstance(state, bool) is isinstance(self._state, bool) for state in states
            ):
                return outcome
        return "retry"

    def _decide(self, outcome: Outcome, error: ResponseError | None = None) -> None:
        self.is_over = outcome == "success"
        if outcome == "failure":
            message = f"{self._name}: the state is {shown(self._state)}, which is a failure"
            raise WaitFailedError(message, self._state, self._latest) from error

    def _late(self, why: str) -> WaitTimeoutError:
        state = "no state came" if self._state is None else f"the state is still {shown(self._state)}"
        message = f"{self._name}: {state} after {self._seconds:g} s{why}"
        return WaitTimeoutError(message, self._state, self._latest)
