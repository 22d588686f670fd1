"""What servers do with time: drips, deadlines, pauses, outages; and what is sent again."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from generator.runtime import (
    JSON,
    Operation,
    Request,
    RequestError,
    RequestOptions,
    RetryPolicy,
    StatusError,
    Timeout,
    TransportError,
    TransportTimeout,
)
from generator.runtime import (
    StreamingClient as Client,
)

from .clock import Clock
from .fault_calls import GET, POST, Call, Item
from .faults import FaultServer, dripping, raw, reply, wait

# -- time -------------------------------------------------------------------------------------------------------------

_HEAD = b"HTTP/1.1 200 OK\r\n"
_DRIPPING_HEADERS = dripping(_HEAD, b"X: 1\r\n")
_DRIPPING_BODY = dripping(_HEAD + b"Content-Length: 60000\r\n\r\n", b" ")
_ENDLESS_103 = dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n")


@pytest.mark.parametrize("answer", [_DRIPPING_HEADERS, _DRIPPING_BODY, _ENDLESS_103], ids=["headers", "body", "103"])
@pytest.mark.parametrize("how", ["deadline", "call", "max_response_seconds"])
def test_a_dripping_response_ends_at_the_deadline(send: Call, server: FaultServer, answer: Any, how: str) -> None:
    server.on("/x", answer)
    for seconds in (0.3, 5):
        options: dict[str, Any] = {"call": RequestOptions(deadline=seconds)} if how == "call" else {how: seconds}
        with pytest.raises(TransportTimeout) as caught:
            send(POST, body=1, **options)
        if caught.value.sent:
            break  # else the machine is so busy that not even the request was sent
    what = "the response took longer than" if how == "max_response_seconds" else "the deadline of"
    assert f"{what} {seconds} s" in str(caught.value)
    assert str(caught.value).startswith("POST /x: ")
    assert str(caught.value).endswith("; the call may have been placed")
    assert caught.value.elapsed is not None
    assert caught.value.request is not None
    assert (caught.value.request.method, caught.value.request.operation) == ("POST", "POST /x")


@pytest.mark.parametrize("answer", [_DRIPPING_HEADERS, _DRIPPING_BODY, _ENDLESS_103], ids=["headers", "body", "103"])
def test_a_dripping_response_of_a_given_client_ends_at_the_deadline(server: FaultServer, answer: Any) -> None:
    """The client that is given is the library's own, and serves others, too: for them nothing ends earlier."""
    server.on("/x", answer)
    server.on("/slow", dripping(_HEAD + b"Content-Length: 4\r\n\r\n", b"1", 0.02))
    with httpx.Client(base_url=server.url) as http:
        first, second = (Client(base_url=server.url, http_client=http, deadline=0.3, max_retries=0) for _ in range(2))
        for client in (first, second, first):
            with pytest.raises(TransportTimeout) as caught:
                client.send(Request(GET))
            assert caught.value.elapsed is not None
            assert caught.value.elapsed < 5
        assert http.get("/slow").content == b"1111"


def test_a_deadline_covers_attempts_and_pauses(send: Call, server: FaultServer) -> None:
    server.on("/x", reply(503, retry_after_ms="300"))
    with pytest.raises((StatusError, TransportTimeout)):
        send(retries=RetryPolicy(attempts=90, first_pause=0), deadline=1)
    assert 1 <= len(server.received["/x"]) <= 4


def test_a_deadline_of_a_stream_is_for_the_first_item(items: Call, server: FaultServer) -> None:
    head = _HEAD + b"Content-Type: text/event-stream\r\n\r\n"
    event = b'data: {"text":"a"}\n\n'

    def after_the_deadline(connection: Any, _: Any) -> None:
        connection.sendall(head + event)
        wait(connection, seconds + 0.1)
        connection.sendall(event)
        connection.shutdown(2)

    for seconds in (0.5, 5):
        server.on("/x", after_the_deadline)
        found, error = items(deadline=seconds)
        if found:
            break  # else the machine is so busy that nothing came in time
    assert (found, error) == ([Item(text="a")] * 2, None)
    server.on("/x", dripping(head, b": wait\n"))
    found, error = items(deadline=0.3)
    assert (found, type(error)) == ([], TransportTimeout)


def test_timeouts_say_how_long_and_for_what(send: Call, server: FaultServer) -> None:
    server.on("/x", raw(b"", pause=3))
    with pytest.raises(TransportTimeout, match=r"^POST /x: no answer within 0.2 s; the call may have been placed$"):
        send(POST, body=1, timeout=Timeout(60, read=0.2))
    with pytest.raises(TransportTimeout, match=r"^GET /x: no answer within 0.2 s$"):
        send(timeout=Timeout(60, read=0.2), max_retries=0)


@pytest.mark.parametrize("timeout", [-1, 0, float("nan"), True, "5"])
def test_timeouts_that_cannot_be(timeout: Any) -> None:
    for options in ({"timeout": timeout}, {"deadline": timeout}, {"max_response_seconds": timeout}):
        with pytest.raises(RequestError, match="seconds above 0"):
            Client(base_url="http://a", **options)
        with pytest.raises(RequestError, match="seconds above 0"):
            Client(base_url="http://a").with_options(**options)


# -- retries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "least"),
    [
        ({"Retry_After": "0.4"}, 0.4),
        ({"retry_after_ms": "400"}, 0.4),
        ({"Retry_After": "0, 0.4"}, 0.4),
        ({"X_RateLimit_Reset": "0.4"}, 0.4),
        ({"X_RateLimit_Reset": "400ms"}, 0.4),
        ({"Retry_After": "-1"}, 0.0),
    ],
)
def test_pauses_that_servers_ask_for(
    send: Call, server: FaultServer, clock: Clock, headers: dict[str, str], least: float
) -> None:
    server.on("/x", reply(429, **headers), reply(200))
    assert send().data == {}
    [pause] = clock.pauses
    assert least <= pause < least + 0.5


def test_a_pause_that_is_too_long_fails_at_once(send: Call, server: FaultServer) -> None:
    server.on("/x", reply(429, Retry_After="Fri, 31 Dec 9999 23:59:59 -2359"))
    with pytest.raises(StatusError, match="the server asks for a pause"):
        send()
    server.on("/x", reply(429, Retry_After="3600"))
    with pytest.raises(StatusError, match="the server asks for a pause of 3600 s") as caught:
        send()
    assert caught.value.retry_after == 3600
    assert len(server.received["/x"]) == 1


@pytest.mark.parametrize("operation", [GET, POST])
def test_an_empty_idempotency_key_does_not_count(
    send: Call, server: FaultServer, clock: Clock, operation: Operation[Any]
) -> None:
    server.on("/x", reply(503, Retry_After="0"))
    with pytest.raises(StatusError):
        send(operation, body=1 if operation is POST else None, headers={"Idempotency-Key": ""})
    assert len(server.received["/x"]) == (3 if operation is GET else 1)


KEYED = {
    "header": Operation("POST", "/x", body=JSON(Any), responses={200: JSON(Any)}, idempotency=("header", "X-Key")),
    "body": Operation("POST", "/x", body=JSON(Any), responses={200: JSON(Any)}, idempotency=("body", "key")),
}


@pytest.mark.parametrize("place", KEYED)
def test_a_key_is_made_once_for_a_call(send: Call, server: FaultServer, clock: Clock, place: str) -> None:
    server.on("/x", reply(503, Retry_After="0"), raw(b"HTTP"), reply(200))
    send(KEYED[place], body={"a": 1})
    sent = server.received["/x"]
    keys = [one.headers["x-key"] if place == "header" else one.body for one in sent]
    assert (len(keys), len(set(keys))) == (3, 1)
    server.on("/x", reply(200))
    send(KEYED[place], body={"a": 1}, call=RequestOptions(idempotency_key="mine"))
    [one] = server.received["/x"]
    assert one.headers.get("x-key") == "mine" if place == "header" else one.body == b'{"key":"mine","a":1}'
    server.on("/x", reply(200))
    send(KEYED[place], body={"a": 1}, max_retries=0)
    [one] = server.received["/x"]
    assert ("x-key" not in one.headers, one.body) == (True, b'{"a":1}')


def test_a_post_is_repeated_where_the_policy_says_so(send: Call, server: FaultServer) -> None:
    server.on("/x", reply(418), reply(200))
    policy = RetryPolicy(methods=frozenset({"POST"}), statuses=frozenset({418}), first_pause=0.01)
    assert send(POST, body=1, retries=policy).status == 200
    assert send(POST, body=1, call=RequestOptions(retries=policy)).status == 200


def test_an_outage_is_not_made_worse(server: FaultServer) -> None:
    server.on("/x", reply(503))
    policy = RetryPolicy(attempts=5, first_pause=0.0)
    with Client(base_url=server.url, retries=policy) as client:
        for _ in range(50):
            with pytest.raises(StatusError):
                client.send(Request(GET))
    assert 50 < len(server.received["/x"]) <= 50 + 10 + 0.2 * 50


def test_a_certificate_that_is_refused_is_not_tried_again(send: Call) -> None:
    import ssl

    pauses: list[object] = []
    from generator.runtime import Hooks

    class Refusing(httpx.BaseTransport, httpx.AsyncBaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            try:
                raise ssl.SSLCertVerificationError("self-signed certificate")
            except ssl.SSLCertVerificationError as error:
                raise httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]") from error

    http = httpx.Client(transport=Refusing())
    client = Client(base_url="https://a", http_client=http, hooks=Hooks(on_retry=pauses.append))
    with pytest.raises(TransportError, match=r"CERTIFICATE_VERIFY_FAILED.*; nothing was sent"):
        client.send(Request(GET))
    assert pauses == []
