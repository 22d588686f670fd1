"""Waiting for a state: what ends it, how long the pauses are, and what is raised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest

from generator.runtime import (
    JSON,
    AsyncClient,
    AsyncHTTPClient,
    AsyncPoller,
    Client,
    ClientError,
    HTTPClient,
    Model,
    Operation,
    Poller,
    PollingRule,
    Request,
    RequestError,
    RequestOptions,
    StatusError,
    TransportTimeout,
    Until,
    WaitError,
    WaitFailedError,
    WaitTimeoutError,
)

from .clock import Clock


class Call(Model):
    """What is waited for."""

    status: str | None = None
    round: int = 0


GET: Operation[Call] = Operation("GET", "/calls/1", responses={200: JSON(Call), 404: None})
RULE: PollingRule[Call] = PollingRule(
    state="/status", success=("ended",), failure=("failed", "canceled"), retry=("queued",), delay=2, deadline=60
)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock().used(monkeypatch)


def wait(
    mode: str,
    answers: Callable[[int], httpx.Response],
    rule: PollingRule[Call] = RULE,
    until: Until[Call] | None = None,
    deadline: float | None = None,
    options: RequestOptions | None = None,
) -> Call:
    """Wait against a server that answers by the number of the request."""
    count = 0

    def answer(_: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        return answers(count - 1)

    transport, request = httpx.MockTransport(answer), Request(GET)
    if mode == "sync":
        with HTTPClient(transport=transport) as http:
            client = Client(base_url="https://api.test", http_client=http, max_retries=0)
            return Poller(client, request, rule, options).wait(until, deadline)

    async def main() -> Call:
        async with AsyncHTTPClient(transport=transport) as http:
            client = AsyncClient(base_url="https://api.test", http_client=http, max_retries=0)
            return await AsyncPoller(client, request, rule, options).wait(until, deadline)

    return anyio.run(main, backend=mode)


def _states(*states: Any, **headers: str) -> Callable[[int], httpx.Response]:
    """Return answers with states, the last one for all further requests."""

    def answer(number: int) -> httpx.Response:
        state = states[min(number, len(states) - 1)]
        status, body = (state, None) if isinstance(state, int) else (200, {"status": state, "round": number})
        return httpx.Response(status, json=body, headers={name.replace("_", "-"): one for name, one in headers.items()})

    return answer


def test_a_success_is_returned(mode: str, clock: Clock) -> None:
    found = wait(mode, _states("queued", "something new", None, "ended"))
    assert found.round == 3
    assert len(clock.pauses) == 3
    for pause, most in zip(clock.pauses, (2, 3, 4.5), strict=True):
        assert most / 2 <= pause <= most


def test_a_failure_has_the_model(mode: str, clock: Clock) -> None:
    with pytest.raises(WaitFailedError, match="GET /calls/1: the state is 'canceled', which is a failure") as raised:
        wait(mode, _states("queued", "canceled"))
    assert raised.value.state == "canceled"
    assert isinstance(raised.value.result, Call)
    assert raised.value.result.round == 1
    assert isinstance(raised.value, WaitError | ClientError)


def test_a_deadline_has_the_latest_state(mode: str, clock: Clock) -> None:
    with pytest.raises(WaitTimeoutError, match="the state is still 'queued' after 20 s") as raised:
        wait(mode, _states("queued"), deadline=20)
    assert raised.value.state == "queued"
    assert raised.value.result.round >= 3
    assert 18 <= clock.now - 1000 < 20


def test_retry_after_is_kept(mode: str, clock: Clock) -> None:
    wait(mode, _states("queued", "ended", Retry_After="7"))
    assert clock.pauses == [7]
    with pytest.raises(WaitTimeoutError, match="the server asks for a pause of 70 s"):
        wait(mode, _states("queued", Retry_After="70"))
    assert len(clock.pauses) == 1


def test_the_program_says_what_it_waits_for(mode: str, clock: Clock) -> None:
    assert wait(mode, _states("queued", "ringing", "ended"), until=lambda call: call.status == "ringing").round == 1
    with pytest.raises(WaitFailedError):
        wait(mode, _states("queued", "failed"), until=lambda call: call.status == "ringing")


@pytest.mark.parametrize(
    ("statuses", "answers", "round_"),
    [
        ({404: "retry"}, (404, 404, "ended"), 2),
        ({202: "retry", 200: "success"}, (202, "queued"), 1),
    ],
)
def test_http_statuses(
    mode: str, clock: Clock, statuses: dict[int, Any], answers: tuple[Any, ...], round_: int
) -> None:
    rule: PollingRule[Call] = PollingRule(state="/status", success=("ended",), statuses=statuses)
    assert wait(mode, _states(*answers), rule).round == round_


def test_waiting_for_something_that_is_gone(mode: str, clock: Clock) -> None:
    gone: PollingRule[Call] = PollingRule(statuses={404: "success", 410: "failure"})
    assert wait(mode, _states("queued", 404), gone) is None
    with pytest.raises(WaitFailedError, match="the state is 410") as raised:
        wait(mode, _states("queued", 410), gone)
    assert isinstance(raised.value.__cause__, StatusError)


def test_other_errors_are_raised_as_they_are(mode: str, clock: Clock) -> None:
    with pytest.raises(StatusError, match="500"):
        wait(mode, _states("queued", 500))


@pytest.mark.parametrize("deadline", [0, -1, float("nan"), True])
def test_a_deadline_is_a_number_of_seconds(deadline: float) -> None:
    with pytest.raises(RequestError, match="deadline"):
        wait("sync", _states("ended"), deadline=deadline)


@pytest.mark.parametrize(("state", "ends"), [(True, True), (1, False), ("true", False)])
def test_a_boolean_is_no_number(state: Any, ends: bool, clock: Clock) -> None:
    class Job(Model):
        done: bool | int | str

    get: Operation[Job] = Operation("GET", "/jobs/1", responses={200: JSON(Job)})
    rule: PollingRule[Job] = PollingRule(state="/done", success=(True,), deadline=5)
    with HTTPClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, json={"done": state}))) as http:
        poller = Poller(Client(base_url="https://api.test", http_client=http), Request(get), rule)
        if ends:
            assert poller.wait().done is True
        else:
            with pytest.raises(WaitTimeoutError):
                poller.wait()


def test_the_deadline_cuts_an_attempt_short() -> None:
    """No clock is faked here: the server drips, and each attempt has a longer deadline of its own."""
    rule: PollingRule[Call] = PollingRule(state="/status", success=("ended",), delay=0.01)

    async def main(options: RequestOptions, deadline: float) -> None:
        async def slow(_: httpx.Request) -> httpx.Response:
            await anyio.sleep(600)
            raise AssertionError

        async with AsyncHTTPClient(transport=httpx.MockTransport(slow)) as http:
            client = AsyncClient(base_url="https://api.test", http_client=http)
            await AsyncPoller(client, Request(GET), rule, options).wait(deadline=deadline)

    with pytest.raises(WaitTimeoutError, match=r"no state came after 0\.1 s"):
        anyio.run(main, RequestOptions(deadline=300), 0.1)
    with pytest.raises(TransportTimeout):
        anyio.run(main, RequestOptions(deadline=0.02), 300)


def test_the_longer_of_both_pauses_counts(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.runtime.polling.wait._RANDOM.random", lambda: 0.0)
    rule: PollingRule[Call] = PollingRule(state="/status", success=("ended",), delay=4, longest_delay=10, deadline=600)
    wait("sync", _states("queued", "queued", "queued", "queued", "ended", Retry_After="5"), rule)
    assert clock.pauses == [5, 6, 9, 10]


def test_a_delay_above_the_longest_stays(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.runtime.polling.wait._RANDOM.random", lambda: 0.0)
    rule: PollingRule[Call] = PollingRule(state="/status", success=("ended",), delay=50, longest_delay=30, deadline=600)
    wait("sync", _states("queued", "queued", "queued", "ended"), rule)
    assert clock.pauses == [50, 50, 50]


def test_an_error_that_means_success_has_no_result_and_one_that_means_retry_has_a_pause(clock: Clock) -> None:
    class Problem(Model):
        why: str

    described: Operation[Call] = Operation("GET", "/calls/1", responses={200: JSON(Call), 404: JSON(Problem)})
    answers = [
        httpx.Response(409, json={"why": "x"}, headers={"Retry-After": "7"}),
        httpx.Response(404, json={"why": "gone"}),
    ]
    rule: PollingRule[Any] = PollingRule(statuses={404: "success", 409: "retry"})
    with HTTPClient(transport=httpx.MockTransport(lambda _: answers.pop(0))) as http:
        client = Client(base_url="https://api.test", http_client=http, max_retries=0)
        assert Poller(client, Request(described), rule).wait() is None
    assert clock.pauses == [7]
