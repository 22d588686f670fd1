"""A given HTTP client: whatever it adds to requests is kept."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import httpx
import pytest

from generator.runtime import JSON, AsyncClient, Client, ClientError, Operation, Request

GET: Operation[Any] = Operation("GET", "/x", responses={200: JSON(Any)})


def answer(request: httpx.Request) -> httpx.Response:
    headers = {"Set-Cookie": "sid=1"} if "cookie" not in request.headers else {}
    return httpx.Response(
        200, json={key: request.headers.get(key) for key in ("cookie", "authorization")}, headers=headers
    )


def call(http: httpx.Client, times: int = 1) -> Any:
    client = Client(base_url="http://api.test", http_client=http)
    return [client.send(Request(GET)).data for _ in range(times)][-1]


def test_cookies_of_answers_are_kept() -> None:
    http = httpx.Client(transport=httpx.MockTransport(answer))
    assert call(http, 2) == {"cookie": "sid=1", "authorization": None}
    assert http.cookies["sid"] == "1"


def test_cookies_of_answers_are_kept_async() -> None:
    async def run() -> Any:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
            client = AsyncClient(base_url="http://api.test", http_client=http)
            await client.send(Request(GET))
            return (await client.send(Request(GET))).data["cookie"]

    assert asyncio.run(run()) == "sid=1"


def test_authentication_and_hooks_of_a_given_client_apply() -> None:
    seen: list[str] = []
    hooks: Any = {
        "request": [lambda request: seen.append("request")],
        "response": [lambda response: seen.append("response")],
    }
    http = httpx.Client(transport=httpx.MockTransport(answer), auth=("a", "b"), event_hooks=hooks)
    assert call(http)["authorization"] == "Basic YTpi"
    assert seen == ["request", "response"]


def test_a_class_of_the_programs_own_sends() -> None:
    class Counting(httpx.Client):
        sent = 0

        def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
            Counting.sent += 1
            return super().send(request, **options)

    call(Counting(transport=httpx.MockTransport(answer)), 2)
    assert Counting.sent == 2


def test_a_replaced_send_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """As programs that trace requests replace it."""
    traced: list[str] = []
    send = httpx.Client.send

    def tracing(self: httpx.Client, request: httpx.Request, **options: Any) -> httpx.Response:
        traced.append(request.url.path)
        return send(self, request, **options)

    monkeypatch.setattr(httpx.Client, "send", tracing)
    call(httpx.Client(transport=httpx.MockTransport(answer)))
    assert traced == ["/x"]


def test_the_log_of_a_given_client_is_written(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger=httpx.__name__)
    call(httpx.Client(transport=httpx.MockTransport(answer)))
    assert any("HTTP Request: GET" in message for message in caplog.messages)


class _Own(httpx.Client):
    """A class of the program's own."""


class _OwnAsync(httpx.AsyncClient):
    """A class of the program's own."""


ADDED: dict[str, dict[str, Any]] = {
    "nothing": {},
    "redirects": {"follow_redirects": True},
    "authentication": {"follow_redirects": True, "auth": ("a", "b")},
    "hooks": {"follow_redirects": True, "event_hooks": {}},
}


def moved(request: httpx.Request) -> httpx.Response:
    return httpx.Response(302, headers={"Location": "http://elsewhere.test/y"})


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("added", ADDED)
def test_a_given_client_follows_no_redirect_by_itself(added: str, own: bool, asynchronous: bool) -> None:
    """Where a redirect may lead, and with which headers, is for our rules to say."""
    asked: list[str] = []

    def answer_once(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return moved(request)

    options = {**ADDED[added], "transport": httpx.MockTransport(answer_once)}

    async def wait() -> None:
        async with (_OwnAsync if own else httpx.AsyncClient)(**options) as http:
            await AsyncClient(base_url="http://api.test", http_client=http).send(Request(GET))

    def send() -> None:
        http = (_Own if own else httpx.Client)(**options)
        Client(base_url="http://api.test", http_client=http).send(Request(GET))

    sending = (lambda: asyncio.run(wait())) if asynchronous else send
    with pytest.raises(ClientError):
        sending()
    assert asked == ["http://api.test/x"]
