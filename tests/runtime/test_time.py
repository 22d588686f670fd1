"""What depends on time, on a clock that the tests move: retries, deadlines, the budget, tokens."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx
import pytest

from generator.runtime import (
    JSON,
    AsyncClient,
    AsyncHTTPClient,
    Client,
    ClientCredentials,
    CredentialError,
    HTTPClient,
    OAuth2,
    Operation,
    Request,
    RequestOptions,
    RetryPolicy,
    StatusError,
)
from generator.runtime.http import retries

from .clock import Clock

GET: Operation[Any] = Operation("GET", "/x", responses={200: JSON(Any)})
SECURED: Operation[Any] = Operation("GET", "/x", security=[{"k": []}], responses={200: JSON(Any)})


class Longest:
    """Randomness that always gives the longest pause."""

    def random(self) -> float:
        """Return the limit of random numbers."""
        return 1.0


@dataclass
class Server:
    """Answers each request with the next of some responses, the last one again and again, and takes its time."""

    clock: Clock
    answers: list[httpx.Response]
    seconds: float = 0.0
    paths: list[str] = field(default_factory=list[str])
    times: list[float] = field(default_factory=list[float])

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        self.paths.append(request.url.path)
        self.times.append(self.clock.now - 1000)
        self.clock.now += self.seconds
        answer = self.answers.pop(0) if self.answers[1:] else self.answers[0]
        return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that moves only in pauses; jitter is always the longest."""
    monkeypatch.setattr(retries, "_RANDOM", Longest())
    return Clock().used(monkeypatch)


Send = Callable[..., list[Any]]


@pytest.fixture
def send(mode: str) -> Send:
    """Make calls with one client, after pauses of some seconds, and return the data or the error of each."""

    def sync(server: Server, after: list[float], operation: Operation[Any], call: Any, **options: Any) -> list[Any]:
        with HTTPClient(transport=httpx.MockTransport(server)) as http:
            client = Client(base_url="http://api.test", http_client=http, **options)
            return [_outcome(server, pause, lambda: client.send(Request(operation), options=call)) for pause in after]

    async def asynchronous(
        server: Server, after: list[float], operation: Operation[Any], call: Any, **options: Any
    ) -> list[Any]:
        async with AsyncHTTPClient(transport=httpx.MockTransport(server)) as http:
            client = AsyncClient(base_url="http://api.test", http_client=http, **options)
            return [
                await _aoutcome(server, pause, lambda: client.send(Request(operation), options=call)) for pause in after
            ]

    def calls(
        server: Server,
        *after: float,
        operation: Operation[Any] = GET,
        call: RequestOptions | None = None,
        **options: Any,
    ) -> list[Any]:
        given = list(after or (0.0,))
        if mode == "sync":
            return sync(server, given, operation, call, **options)
        return anyio.run(lambda: asynchronous(server, given, operation, call, **options), backend=mode)

    return calls


def _outcome(server: Server, pause: float, call: Callable[[], Any]) -> Any:
    server.clock.now += pause
    try:
        return call().data
    except (StatusError, CredentialError) as error:
        return error


async def _aoutcome(server: Server, pause: float, call: Callable[[], Awaitable[Any]]) -> Any:
    server.clock.now += pause
    try:
        return (await call()).data
    except (StatusError, CredentialError) as error:
        return error


def busy(**headers: str) -> httpx.Response:
    """Return the response of a server that is busy."""
    return httpx.Response(503, headers={name.replace("_", "-"): value for name, value in headers.items()})


OK = httpx.Response(200, json=1)


def test_pauses_double_up_to_the_longest(clock: Clock, send: Send) -> None:
    server = Server(clock, [*[busy()] * 6, OK])
    assert send(server, retries=RetryPolicy(attempts=7, first_pause=0.5, longest_pause=3)) == [1]
    assert clock.pauses == [0.5, 1, 2, 3, 3, 3]


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "7.25"}, 7.25),
        ({"retry_after": "0"}, 0.5),
        ({"retry_after": "1, 9"}, 9.0),
        ({"retry_after_ms": "2500", "retry_after": "9"}, 2.5),
        ({"retry_after": "60"}, 60.0),
        ({"retry_after": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0.5),
        ({"retry_after": "soon"}, 0.5),
    ],
)
def test_the_server_may_ask_for_a_longer_pause(clock: Clock, send: Send, headers: dict[str, str], pause: float) -> None:
    server = Server(clock, [busy(**headers), OK])
    assert send(server) == [1]
    assert clock.pauses == [pause]


def test_no_attempt_begins_after_the_deadline(clock: Clock, send: Send) -> None:
    server = Server(clock, [busy()], seconds=2)
    [error] = send(server, retries=RetryPolicy(attempts=9), deadline=5)
    assert (error.status, error.elapsed) == (503, 4.5)
    assert server.times == [0, 2.5]


def test_the_deadline_of_a_call_replaces_the_clients_deadline(clock: Clock, send: Send) -> None:
    server = Server(clock, [busy(retry_after="20")])
    send(server, retries=RetryPolicy(attempts=9), deadline=5, call=RequestOptions(deadline=45))
    assert server.times == [0, 20, 40]
    assert clock.pauses == [20, 20]


def test_the_budget_of_retries_counts_the_last_minute(clock: Clock, send: Send) -> None:
    server = Server(clock, [busy()])
    policy = RetryPolicy(attempts=2, budget=0, first_pause=0)
    assert len(send(server, *[0.0] * 15, 59.0, 2.0, retries=policy)) == 17
    # ten retries, five calls without, one still in the same minute, and one in the next
    assert len(server.paths) == 10 * 2 + 5 + 1 + 2


def _token(name: str, **answer: Any) -> httpx.Response:
    return httpx.Response(200, json={"access_token": name, "token_type": "bearer", **answer})


def _oauth() -> dict[str, Any]:
    return {"credentials": {"k": OAuth2(ClientCredentials("id", "s"), token_urls={"clientCredentials": "/token"})}}


@pytest.mark.parametrize(
    ("lifetime", "lasts"), [(3600, 3569.0), (40, 19.0)], ids=["shortly before its end", "half of a short life"]
)
def test_a_token_is_renewed_before_it_ends(clock: Clock, send: Send, lifetime: int, lasts: float) -> None:
    server = Server(clock, [_token("a", expires_in=lifetime), OK, OK, _token("b", expires_in=lifetime), OK])
    assert send(server, 0.0, lasts, 2.0, operation=SECURED, **_oauth()) == [1, 1, 1]
    assert server.paths == ["/token", "/x", "/x", "/token", "/x"]


def test_a_busy_token_endpoint_is_asked_again_after_a_pause(clock: Clock, send: Send) -> None:
    server = Server(clock, [busy(retry_after="7"), _token("a"), OK])
    assert send(server, operation=SECURED, **_oauth()) == [1]
    assert clock.pauses == [7]


def test_a_token_endpoint_does_not_outlast_the_deadline(clock: Clock, send: Send) -> None:
    server = Server(clock, [busy(retry_after="30")])
    [error] = send(server, operation=SECURED, deadline=10, **_oauth())
    assert isinstance(error, CredentialError)
    assert (clock.pauses, server.paths) == ([], ["/token"])
