"""When a request is sent again, with a fixed clock: pauses that a server asks for, the deadline, the budget."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from generator.runtime import RetryPolicy, TransportError
from generator.runtime.http.retries import RetryBudget, RetryDecision, retry_after

from .clock import Clock

POLICY = RetryPolicy(attempts=3, first_pause=0.0)
NOW = 1_796_000_000.0
SOON = NOW + 30


def decision(policy: RetryPolicy = POLICY, **changes: Any) -> RetryDecision:
    found: dict[str, Any] = {"deadline": None, "attempt": 0, "repeatable": True, "spent": False, **changes}
    return RetryDecision(policy, RetryBudget(), **found)


@pytest.mark.parametrize(
    ("headers", "status", "seconds"),
    [
        ({}, 503, None),
        ({"Retry-After": "5"}, 503, 5),
        ({"Retry-After": "5, 7, 6"}, 503, 7),
        ({"Retry-After": "0"}, 503, 0),
        ({"Retry-After": "-5"}, 503, None),
        ({"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}, 503, 0),
        ({"Retry-After": "soon"}, 503, None),
        ({"Retry-After": ""}, 503, None),
        ({"Retry-After-Ms": "1500"}, 503, 1.5),
        ({"Retry-After-Ms": "1500", "Retry-After": "9"}, 503, 1.5),
        ({"Retry-After-Ms": "-1", "Retry-After": "9"}, 503, 9),
        ({"X-RateLimit-Reset": "8"}, 429, 8),
        ({"X-RateLimit-Reset": "8"}, 503, None),
        ({"X-RateLimit-Reset": "8", "RateLimit-Reset": "12"}, 429, 12),
        ({"X-RateLimit-Reset": "8", "Retry-After": "2"}, 429, 2),
        ({"X-RateLimit-Reset": "-8"}, 429, None),
        ({"X-RateLimit-Reset": "1m30s"}, 429, 90),
        ({"X-RateLimit-Reset": "2h"}, 429, 7200),
        ({"X-RateLimit-Reset": "250ms"}, 429, 0.25),
        ({"X-RateLimit-Reset": "-1m"}, 429, None),
        ({"X-RateLimit-Reset": f"{SOON:.3f}"}, 429, 30),
        ({"X-RateLimit-Reset": f"{SOON * 1000:.0f}"}, 429, 30),
        ({"X-RateLimit-Reset": "1000000000"}, 429, 0),
        ({"X-RateLimit-Reset": "999999999"}, 429, 999_999_999),
        ({"X-RateLimit-Reset": "1000000000000"}, 429, 0),
    ],
    ids=str,
)
def test_pauses_that_a_server_asks_for(
    headers: dict[str, str], status: int, seconds: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock().used(monkeypatch).time = lambda: NOW
    found = retry_after(httpx.Headers(headers), status)
    assert found == (None if seconds is None else pytest.approx(seconds))


def test_the_longest_of_several_fields_counts() -> None:
    fields = [("Retry-After", "3"), ("Retry-After", "4"), ("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT")]
    assert retry_after(httpx.Headers(fields), 503) == 4


@pytest.mark.parametrize(
    ("asked", "pause"),
    [("2", 2), ("60", 60), ("61", None), ("9" * 20, None), ("9" * 190 + ".9", None), ("9" * 5_000, None)],
)
def test_a_pause_that_is_too_long_ends_the_call(asked: str, pause: float | None) -> None:
    assert decision().after_response(503, httpx.Headers({"Retry-After": asked})) == pause


@pytest.mark.parametrize(
    ("left", "asked", "pause"), [(10, "9", 9), (10, "10", None), (10, "11", None), (0, "0", None), (-1, "0", None)]
)
def test_no_pause_begins_that_the_deadline_would_end(
    left: float, asked: str, pause: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock().used(monkeypatch)
    found = decision(deadline=clock.now + left)
    assert found.after_response(503, httpx.Headers({"Retry-After": asked})) == pause


@pytest.mark.parametrize(("attempt", "again"), [(0, True), (1, True), (2, False), (3, False)])
def test_the_number_of_attempts(attempt: int, again: bool) -> None:
    assert (decision(attempt=attempt).after_response(503, httpx.Headers()) is not None) == again
    assert (decision(attempt=attempt).after_failure(TransportError("x")) is not None) == again


@pytest.mark.parametrize("repeatable", [True, False])
@pytest.mark.parametrize("spent", [True, False])
@pytest.mark.parametrize("sent", [True, False])
@pytest.mark.parametrize("transient", [True, False])
def test_which_requests_are_sent_again(repeatable: bool, spent: bool, sent: bool, transient: bool) -> None:
    error = TransportError("x", sent=sent)
    error.transient = transient
    found = decision(repeatable=repeatable, spent=spent)
    assert (found.after_failure(error) is not None) == (transient and not spent and (repeatable or not sent))
    assert (found.after_response(503, httpx.Headers()) is not None) == (repeatable and not spent)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY", "POST", "PATCH"])
def test_methods_that_may_be_repeated(method: str) -> None:
    assert (method in POLICY.methods) == (method not in ("POST", "PATCH"))  # RFC 9110, 9.2.2


@pytest.mark.parametrize("attempt", [0, 1, 2, 5, 2_000])
def test_the_pause_grows_to_a_limit(attempt: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.runtime.http.retries._RANDOM.random", lambda: 1.0)
    assert RetryPolicy(first_pause=1, longest_pause=20).backoff(attempt) == min(2**attempt, 20)


@pytest.mark.parametrize(
    ("share", "calls", "most"), [(0, 0, 10), (0, 100, 10), (0.2, 5, 11), (0.2, 50, 20), (1, 3, 13)]
)
def test_a_budget_allows_ten_retries_and_a_share_of_the_calls(
    share: float, calls: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock().used(monkeypatch)
    budget = RetryBudget()
    for _ in range(calls):
        budget.call()
    assert [budget.take(share) for _ in range(most + 3)] == [True] * most + [False] * 3


def test_a_budget_counts_the_last_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock().used(monkeypatch)
    budget = RetryBudget()

    def taken() -> int:
        found = 0
        while budget.take(0.5):
            found += 1
        return found

    assert taken() == 10
    for _ in range(8):
        budget.call()
    assert taken() == 4
    clock.now += 30
    for _ in range(2):
        budget.call()
    assert taken() == 1
    clock.now += 31  # what was a minute ago is forgotten: calls and retries
    assert taken() == 10
    clock.now += 31
    assert taken() == 0
    clock.now += 31
    assert taken() == 10
