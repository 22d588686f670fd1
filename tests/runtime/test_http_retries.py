"""Clients against a scripted transport: what is sent again, and which redirects are followed."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from typing import Any

import httpx
import pytest

from generator.runtime import (
    JSON,
    AsyncClient,
    AsyncHTTPClient,
    Binary,
    ClientError,
    Operation,
    Request,
    StatusError,
    TransportError,
)
from generator.runtime.http import retries

from .clock import Clock
from .scripted import GET, POST, PROBLEM, Pet, Script, ServerError, always, client


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return seconds slept; nothing really sleeps."""
    return Clock().used(monkeypatch).pauses


def ok() -> httpx.Response:
    return httpx.Response(200, json={"name": "a"})


@pytest.mark.parametrize(
    "first",
    [
        httpx.ConnectError(""),
        httpx.ConnectTimeout(""),
        httpx.ReadError(""),
        httpx.ReadTimeout(""),
        httpx.RemoteProtocolError(""),
        httpx.Response(429),
        httpx.Response(502),
        httpx.Response(503),
        httpx.Response(504),
    ],
)
def test_idempotent_requests_are_sent_again(first: Any, pauses: list[float]) -> None:
    script = Script(first, ok())
    assert client(script).send(Request(GET, path={"id": 1})).data == Pet(name="a")
    assert len(pauses) == 1
    assert 0 <= pauses[0] <= 0.5
    with pytest.raises(ClientError):
        client(Script(first, ok()), max_retries=0).send(Request(GET, path={"id": 1}))


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (httpx.ConnectError(""), True),
        (httpx.ConnectTimeout(""), True),
        (httpx.ReadError(""), False),
        (httpx.ReadTimeout(""), False),
        (httpx.Response(429), False),
        (httpx.Response(503), False),
    ],
)
@pytest.mark.parametrize("keyed", [None, "header", "property"])
def test_a_post_is_sent_again_only_if_that_is_safe(first: Any, again: bool, keyed: str | None) -> None:
    operation: Operation[Pet] = Operation(
        "POST",
        "/x",
        body=JSON(Pet),
        responses={200: JSON(Pet)},
        idempotency=("body", "name") if keyed == "property" else None,
    )
    headers = {"Idempotency-Key": "k" if keyed == "header" else None}
    script = Script(first, ok())
    request = Request(operation, body=Pet(name="a"), headers=headers)
    if again or keyed:
        assert client(script).send(request).status == 200
        assert [one.content for one in script.requests] == [b'{"name":"a"}'] * 2
    else:
        with pytest.raises(ClientError):
            client(script).send(request)
        assert len(script.requests) == 1


def test_retries_come_to_an_end(pauses: list[float]) -> None:
    script = Script(*[httpx.Response(503, content=PROBLEM)] * 9)
    with pytest.raises(ServerError):
        client(script, max_retries=5).send(Request(GET, path={"id": 1}))
    assert len(script.requests) == 6
    assert all(pause <= most for pause, most in zip(pauses, (0.5, 1, 2, 4, 8), strict=True))


def test_asynchronous_retries(pauses: list[float]) -> None:
    script = Script(httpx.ConnectError(""), httpx.Response(503), ok())

    async def main() -> int:
        http = AsyncHTTPClient(transport=httpx.MockTransport(script))
        async with AsyncClient(base_url="http://api.test", http_client=http) as found:
            return (await found.send(Request(GET, path={"id": 1}))).status

    assert asyncio.run(main()) == 200
    assert len(pauses) == 2


@pytest.mark.parametrize(("value", "seconds"), [("7", 7.0), ("0", 0.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)])
def test_retry_after(value: str, seconds: float, pauses: list[float]) -> None:
    client(Script(httpx.Response(429, headers={"Retry-After": value}), ok())).send(Request(GET, path={"id": 1}))
    assert len(pauses) == 1
    assert seconds <= pauses[0] <= max(seconds, 0.5)


def test_a_long_retry_after_is_left_to_the_caller() -> None:
    with pytest.raises(StatusError) as caught:
        client(Script(httpx.Response(429, headers={"Retry-After": "3600"}))).send(Request(GET, path={"id": 1}))
    assert retries.retry_after(caught.value.headers) == 3600


def test_a_spent_body_is_not_sent_again() -> None:
    operation: Operation[None] = Operation("PUT", "/x", body=Binary(), responses={204: None})

    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("gone")

    with pytest.raises(TransportError):
        client(answer).send(Request(operation, body=iter([b"1"])))


# -- redirects --------------------------------------------------------------------------------------------------------


def redirecting(status: int, location: str) -> Script:
    return Script(httpx.Response(status, headers={"Location": location}), ok())


@pytest.mark.parametrize("status", [301, 303, 307, 308])
@pytest.mark.parametrize("location", ["/v2/pets", "http://api.test/v2/pets", "http://API.test:80/v2/pets"])
def test_redirects_below_the_base_are_followed(status: int, location: str) -> None:
    script = redirecting(status, location)
    found = client(script, base_url="http://api.test", follow_redirects="server")
    assert found.send(Request(GET, path={"id": 1}, headers={"X-Key": "k"})).status == 200
    assert script.requests[1].url.path == "/v2/pets"
    assert script.requests[1].headers["x-key"] == "k"


@pytest.mark.parametrize(
    "location", ["http://evil.test/", "https://api.test/", "http://api.test:81/", "//evil.test/", "http://[", ""]
)
def test_other_redirects_are_for_the_caller(location: str) -> None:
    script = redirecting(307, location)
    script.answers = [script.answers[0] if location else httpx.Response(307)] * 2
    for followed in ("never", "server"):
        with pytest.raises(ClientError):
            client(script, follow_redirects=followed).send(Request(GET, path={"id": 1}))
    assert len(script.requests) == 2


@pytest.mark.parametrize(("status", "requests"), [(301, 1), (302, 1), (303, 1), (307, 2), (308, 2)])
def test_a_post_stays_a_post(status: int, requests: int) -> None:
    script = Script(httpx.Response(status, headers={"Location": "/v1/x"}), httpx.Response(201, json={"name": "a"}))
    with nullcontext() if requests > 1 else pytest.raises(StatusError):
        client(script, follow_redirects="server").send(Request(POST, body=Pet(name="a")))
    assert [one.method for one in script.requests] == ["POST"] * requests
    assert {one.content for one in script.requests} == {b'{"name":"a"}'}


def test_endless_redirects() -> None:
    with pytest.raises(TransportError, match="redirects"):
        client(always(307, location="/v1/x"), follow_redirects="server").send(Request(GET, path={"id": 1}))
