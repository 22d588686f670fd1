"""Faulty servers and environments, over real connections: each call ends with a value or with our own error."""

from __future__ import annotations

import asyncio
import gzip
import io
import multiprocessing
import os
import pickle
import threading
import time
import traceback
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import cache
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
import trio

from generator.runtime import (
    JSON,
    APIKey,
    Basic,
    Bearer,
    Binary,
    ClientCredentials,
    ClientError,
    CredentialError,
    DecodeError,
    EventStream,
    Model,
    OAuth2,
    Operation,
    Request,
    RequestError,
    RequestOptions,
    RetryPolicy,
    StatusError,
    StreamError,
    Timeout,
    TransportError,
    TransportTimeout,
)
from generator.runtime import (
    AsyncStreamingClient as AsyncClient,
)
from generator.runtime import (
    StreamingClient as Client,
)

from .clock import Clock
from .faults import FaultServer, dripping, raw, reply, serving, wait

SECRET = "sk-live-9f8e7d6c5b4a/+="


class Item(Model):
    text: str


class Problem(Model):
    message: str


GET: Operation[Any] = Operation("GET", "/x", responses={200: JSON(Any), 204: None, 400: JSON(Problem)})
POST: Operation[Any] = Operation("POST", "/x", body=JSON(Any), responses={200: JSON(Any)})
EVENTS: Operation[Item] = Operation("GET", "/x", responses={200: EventStream(Item), 400: JSON(Problem)})
SECURED: Operation[Any] = Operation("GET", "/x", security=[{"k": []}], responses={200: JSON(Any), 204: None})

Call = Callable[..., Any]


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """A server of each test's own: a call that one test gave up may reach its server only while the next one runs."""
    with serving() as found:
        yield found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock for the client that moves only in pauses: nothing waits, and the time is exact."""
    return Clock().used(monkeypatch)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def send(request: pytest.FixtureRequest, server: FaultServer) -> Call:
    """Send a request with a client of its own, and return the response."""

    def call(operation: Operation[Any] = GET, /, base: str = "", body: Any = None, **options: Any) -> Any:
        call_options = options.pop("call", None)
        made = Request(operation, body=body, headers=options.pop("headers", {}))
        if request.param == "sync":
            with Client(base_url=server.url + base, **options) as client:
                return client.send(made, options=call_options)

        async def main() -> Any:
            async with AsyncClient(base_url=server.url + base, **options) as client:
                return await client.send(made, options=call_options)

        return run_in(request.param, main)

    return call


@pytest.fixture(params=["sync", "asyncio", "trio"])
def items(request: pytest.FixtureRequest, server: FaultServer) -> Call:
    """Return the items of a stream, and the error that ended it."""

    def call(operation: Operation[Any] = EVENTS, /, **options: Any) -> tuple[list[Any], ClientError | None]:
        found: list[Any] = []

        async def main() -> None:
            async with (
                AsyncClient(base_url=server.url, **options) as client,
                await client.stream(Request(operation)) as stream,
            ):
                async for item in stream:
                    found.append(item)

        try:
            if request.param == "sync":
                with (
                    Client(base_url=server.url, **options) as client,
                    client.stream(Request(operation)) as stream,
                ):
                    found.extend(stream)
            else:
                run_in(request.param, main)
        except ClientError as error:
            return found, error
        return found, None

    return call


def run_in(library: str, main: Callable[[], Awaitable[Any]]) -> Any:
    start: Any = asyncio.run
    return start(main()) if library == "asyncio" else trio.run(main)


# -- bodies -----------------------------------------------------------------------------------------------------------


@cache
def compressed(*layers: str, size: int = 50_000_000) -> bytes:
    data = zlib.compress(b"")
    squeeze = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    data = b"".join(squeeze.compress(b" " * 1_000_000) for _ in range(size // 1_000_000)) + squeeze.flush()
    for _ in layers[1:]:
        data = gzip.compress(data)
    return data


@pytest.mark.parametrize(
    ("codings", "problem"),
    [("gzip", "larger than 1000000 bytes"), ("gzip, gzip", "2 content codings"), ("br", "none that was asked for")],
)
def test_a_decompression_bomb_takes_little_memory(send: Call, server: FaultServer, codings: str, problem: str) -> None:
    import tracemalloc

    server.on("/x", reply(200, compressed(*codings.split(",")), Content_Encoding=codings))
    tracemalloc.start()
    with pytest.raises(DecodeError, match=problem):
        send(max_response_bytes=1_000_000, max_retries=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_declared_length_above_the_limit_is_not_read(send: Call, server: FaultServer) -> None:
    server.on("/x", raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n{", close=False))
    with pytest.raises(DecodeError, match="larger than 1000 bytes"):
        send(max_response_bytes=1000)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b'{"a":') + gzip.compress(b"1}")),
        ("deflate", zlib.compress(b'{"a":1}')),
        ("deflate", zlib.compress(b'{"a":1}')[2:-4]),
        ("identity", b'{"a":1}'),
        ("X-GZIP", gzip.compress(b'{"a":1}')),
    ],
    ids=["members", "zlib", "raw deflate", "identity", "x-gzip"],
)
def test_codings(send: Call, server: FaultServer, coding: str, body: bytes) -> None:
    server.on("/x", reply(200, body, Content_Encoding=coding))
    assert send().data == {"a": 1}


@pytest.mark.parametrize("body", [gzip.compress(b'{"a":1}' * 100)[:-12], b"no gzip"], ids=["cut", "none"])
def test_codings_that_break(send: Call, server: FaultServer, body: bytes) -> None:
    server.on("/x", reply(200, body, Content_Encoding="gzip"))
    with pytest.raises(DecodeError):
        send()


def test_streams_are_bounded_by_item_and_in_all(items: Call, server: FaultServer) -> None:
    event = b'data: {"text":"a"}\n\n'
    squeezed = gzip.compress(b"data: " + b" " * 50_000_000)
    headers = {"content_type": "text/event-stream", "Content_Encoding": "gzip"}
    server.on("/x", reply(200, squeezed, **headers))
    found, error = items(max_item_bytes=1000)
    assert (found, type(error)) == ([], DecodeError)
    server.on("/x", reply(200, gzip.compress(event * 10_000), **headers))
    found, error = items(max_response_bytes=1000)
    assert (bool(found), type(error)) == (False, DecodeError)
    whole: Operation[Any] = Operation("GET", "/x", responses={200: JSON(Any)})
    server.on("/x", reply(200, gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"))
    assert isinstance(items(whole, max_response_bytes=1000)[1], DecodeError)


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
        ({"Retry_After": "9" * 5000}, 0.0),
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


# -- redirects --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "location",
    [
        *(
            "/elsewhere",
            "//evil.test/",
            "javascript:x",
            "http://xn--" + "a" * 70 + "/",
            "http://[",
            "/v1/../x",
            "/v1/%2e%2e/x",
        ),
        *(
            "/v10/x",
            "http://user:pw@127.0.0.1/v1/x",
            "file:///etc/passwd",
            "\\\\evil.test\\x",
            "http://\u00e9vil.test/",
        ),
    ],
)
@pytest.mark.parametrize("followed", ["never", "server"])
def test_redirects_that_leave_the_base_are_not_followed(
    send: Call, server: FaultServer, location: str, followed: str
) -> None:
    server.on("/v1/x", reply(302, b"", None, Location=location))
    server.on("/elsewhere", reply(200))
    server.on("/x", reply(200))
    server.on("/v10/x", reply(200))
    with pytest.raises(StatusError, match=r"302|404"):
        send(SECURED, base="/v1", credentials={"k": Bearer(SECRET)}, follow_redirects=followed)
    reached = [unquote(path) for path, requests in server.received.items() if requests]
    assert all(path.startswith("/v1/") and ".." not in path for path in reached), reached


def test_redirects_elsewhere_carry_no_credential(send: Call, server: FaultServer) -> None:
    with serving() as storage:
        storage.on("/blob", reply(200, b'"bytes"'))
        server.on("/v1/x", reply(302, b"", None, Location=f"{storage.url}/blob?sig=1"))
        options: dict[str, Any] = {"base": "/v1", "credentials": {"k": APIKey(SECRET, "header", "X-Key")}}
        headers = {"X-Tenant": "t"}
        assert send(SECURED, **options, default_headers=headers, follow_redirects="anywhere").data == "bytes"
        [one] = storage.received["/blob"]
        assert one.target == "/blob?sig=1"
        assert set(one.headers) <= {"host", "accept", "accept-encoding", "user-agent"}
        with pytest.raises(StatusError, match="which is not followed"):
            send(SECURED, **options, follow_redirects="server")


def test_a_loop_of_redirects_is_not_retried(send: Call, server: FaultServer) -> None:
    server.on("/x", reply(307, b"", None, Location="/x"))
    with pytest.raises(TransportError, match="more than 10 redirects"):
        send(follow_redirects="server")
    assert len(server.received["/x"]) == 10


# -- secrets ----------------------------------------------------------------------------------------------------------

_ECHOED = [
    SECRET,
    "sk-live-9f8e7d6c5b4a%2F%2B%3D",
    "sk-live-9f8e7d6c5b4a%2f%2b%3d",
    SECRET[:12],
    SECRET[6:],
    f"x{SECRET}x",
]


@pytest.mark.parametrize("scheme", ["bearer", "function", "header", "query", "basic"])
def test_echoed_secrets_are_not_shown(
    send: Call, server: FaultServer, scheme: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = {
        "bearer": lambda: Bearer(SECRET),
        "function": lambda: Bearer(lambda: SECRET),
        "header": lambda: APIKey(SECRET, "header", "X-Key"),
        "query": lambda: APIKey(SECRET, "query", "key"),
        "basic": lambda: Basic(("user", SECRET)),
    }[scheme]()
    caplog.set_level("DEBUG")
    server.on("/x", reply(400, " ".join(_ECHOED).encode()))
    with pytest.raises(StatusError) as caught:
        send(SECURED, credentials={"k": made})
    shown = [str(caught.value), repr(caught.value), repr(caught.value.request), caplog.text, repr(made)]
    shown += [
        repr(value)
        for frame, _ in traceback.walk_tb(caught.value.__traceback__)
        if "/runtime/" in frame.f_code.co_filename and "/tests/" not in frame.f_code.co_filename
        for value in frame.f_locals.values()
        if not isinstance(value, bytes)  # the body, which the error has, too
    ]
    assert [text for text in shown if any(one in text for one in _ECHOED)] == []
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(made)


def test_a_secret_is_not_in_the_locals_of_a_failed_build(server: FaultServer) -> None:
    credentials = {"k": APIKey(SECRET, "query", "key"), "c": APIKey("sk-live-cookie", "cookie", "c")}
    operation: Operation[Any] = Operation("POST", "/x", security=[{"k": [], "c": []}], body=JSON(Item), responses={})
    with Client(base_url=server.url, credentials=credentials) as client, pytest.raises(RequestError) as caught:
        client.send(Request(operation, body={}))
    frames = [frame for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
    texts = [repr(value) for frame in frames[1:] for value in frame.f_locals.values()]
    assert [text for text in texts if "sk-live" in text] == []


@pytest.mark.parametrize("value", [f"{SECRET} ", f" {SECRET}", f"{SECRET}\n", f"{SECRET}\t"])
def test_blanks_around_secrets_are_refused_without_showing_them(
    send: Call, server: FaultServer, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on("/x", reply(200))
    monkeypatch.setenv("LAB_KEY", value.replace("\n", "\r"))
    schemes = [Bearer(value), Bearer(lambda: value), APIKey(value, "header", "X"), Bearer(None, environment="LAB_KEY")]
    for scheme in schemes:
        with pytest.raises(CredentialError) as caught:
            send(SECURED, credentials={"k": scheme})
        assert "sk-live" not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(RequestError) as refused:
        send(default_headers={"X-Key": value})
    assert "sk-live" not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("url", ["http://user:sk-live-pw@127.0.0.1:1", "http://sk-live-user@127.0.0.1:1"])
def test_a_base_url_with_a_user_is_refused(url: str) -> None:
    with pytest.raises(RequestError, match="has a user name or password") as caught:
        Client(base_url=url, credentials={"k": Bearer(SECRET)}).send(Request(SECURED))
    assert "sk-live" not in str(caught.value)


def test_the_query_of_a_base_url_is_not_shown(server: FaultServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    server.on("/x", reply(400, b"no sk-live-query"))
    for options in ({}, {"http_client": httpx.Client()}):
        with pytest.raises(StatusError) as caught:
            Client(base_url=f"{server.url}?key=sk-live-query", **options).send(Request(GET))
        assert server.received["/x"][-1].target == "/x?key=sk-live-query"
        assert "sk-live" not in str(caught.value) + caplog.text + repr(caught.value.request)


def test_a_cookie_credential_goes_out_as_it_is(send: Call, server: FaultServer) -> None:
    server.on("/x", reply(200))
    send(SECURED, credentials={"k": APIKey("eyJ+/a==:%z", "cookie", "session")})
    assert server.received["/x"][-1].headers["cookie"] == "session=eyJ+/a==:%z"
    for value in ("a;b", "a b", 'a"b', "a,b"):
        with pytest.raises(CredentialError, match="a cookie cannot hold"):
            send(SECURED, credentials={"k": APIKey(value, "cookie", "session")})


@pytest.mark.parametrize(
    ("security", "words"),
    [
        ([{"a": [], "b": []}], "`a` to the client and pass `b`"),
        ([{"a": []}, {"b": []}], "`a` to the client, or pass `b`"),
    ],
)
def test_missing_credentials_are_named(security: Any, words: str) -> None:
    credentials = {name: APIKey(None, "header", name, argument=name) for name in "ab"}
    operation: Operation[Any] = Operation("GET", "/x", security=security, responses={})
    with pytest.raises(CredentialError, match=words):
        Client(base_url="http://a", credentials=credentials).send(Request(operation))


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_base_url_without_scheme_is_refused_where_it_is_given(kind: Any) -> None:
    with pytest.raises(RequestError, match="is no absolute http"):
        kind(base_url="api.acme.test")


# -- tokens -----------------------------------------------------------------------------------------------------------

_GRANT = ClientCredentials("id", "the-client-secret")


def _oauth() -> dict[str, Any]:
    return {"credentials": {"k": OAuth2(_GRANT, token_urls={"clientCredentials": "/token"}, argument="oauth")}}


def test_a_token_endpoint_that_is_busy_is_asked_again(send: Call, server: FaultServer, clock: Clock) -> None:
    server.on("/token", reply(503, Retry_After="0"), raw(b"HTT"), reply(200, b'{"access_token":"t","expires_in":NaN}'))
    server.on("/x", reply(200))
    send(SECURED, **_oauth())
    assert len(server.received["/token"]) == 3
    assert server.received["/x"][-1].headers["authorization"] == "Bearer t"


def test_a_token_endpoint_says_why(send: Call, server: FaultServer) -> None:
    refusal = b'{"error":"invalid_client","error_description":"the-client-secret has expired"}'
    server.on("/token", reply(400, refusal))
    with pytest.raises(CredentialError, match=r"`oauth`: 400 invalid_client: \[secret\] has expired") as caught:
        send(SECURED, **_oauth())
    assert (caught.value.status, caught.value.code) == (400, "invalid_client")


@pytest.mark.parametrize(
    "answer",
    [b'{"access_token":"t","expires_in":' + b"9" * 400 + b"}", b"[" * 100_000, b'{"access_token":"t","expires_in":-1}'],
    ids=["digits", "nested", "negative"],
)
def test_odd_answers_of_a_token_endpoint(send: Call, server: FaultServer, answer: bytes) -> None:
    server.on("/token", reply(200, answer))
    server.on("/x", reply(200))
    with suppress(CredentialError):
        assert send(SECURED, **_oauth()).status == 200


def test_a_token_without_an_end_is_asked_for_once(server: FaultServer) -> None:
    server.on("/token", reply(200, b'{"access_token":"t","expires_in":NaN}'))
    server.on("/x", reply(200))
    with Client(base_url=server.url, **_oauth()) as client:
        client.send(Request(SECURED))
        client.send(Request(SECURED))
    assert len(server.received["/token"]) == 1


def test_a_function_is_asked_once_more_after_401(send: Call, server: FaultServer) -> None:
    values = iter(["old", "new", "newer"])
    server.on("/x", reply(401), reply(200))
    assert send(SECURED, credentials={"k": Bearer(lambda: next(values))}).status == 200
    assert [one.headers["authorization"] for one in server.received["/x"]] == ["Bearer old", "Bearer new"]
    server.on("/x", reply(401))
    with pytest.raises(StatusError):
        send(SECURED, credentials={"k": Bearer(lambda: "same")})
    assert len(server.received["/x"]) == 1


# -- processes and event loops ----------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_processes_do_not_share_connections() -> None:
    with serving() as server:

        def echo(connection: Any, request: Any) -> None:
            wait(connection, 0.005)
            reply(200, b'"%s"' % request.headers["x-process"].encode())(connection, request)

        server.on("/x", echo)
        client = Client(base_url=server.url, timeout=10, max_retries=0)

        def answers(name: str) -> set[Any]:
            mine = client.with_options(headers={"X-Process": name})
            return {mine.send(Request(GET)).data for _ in range(20)}

        assert answers("parent") == {"parent"}
        context = multiprocessing.get_context("fork")
        queue: Any = context.Queue()
        children = [context.Process(target=lambda n=n: queue.put((n, answers(f"child {n}")))) for n in range(3)]
        for child in children:
            child.start()
        assert answers("parent") == {"parent"}
        assert dict(queue.get(timeout=300) for _ in children) == {n: {f"child {n}"} for n in range(3)}
        for child in children:
            child.join(300)


def test_one_client_in_one_event_loop_after_the_other(server: FaultServer) -> None:
    server.on("/token", reply(200, b'{"access_token":"t","expires_in":0}'))
    server.on("/x", reply(200))
    client = AsyncClient(base_url=server.url, **_oauth())

    async def four() -> list[int]:
        return [one.status for one in await asyncio.gather(*(client.send(Request(SECURED)) for _ in range(4)))]

    async def one() -> int:
        return (await client.send(Request(SECURED))).status

    for _ in range(3):
        assert asyncio.run(four()) == [200] * 4
        assert trio.run(one) == 200


def test_a_given_client_of_a_dead_event_loop_is_named(server: FaultServer) -> None:
    server.on("/x", reply(200))
    client = AsyncClient(base_url=server.url, http_client=httpx.AsyncClient(), max_retries=0)

    async def one() -> int:
        return (await client.send(Request(GET))).status

    assert asyncio.run(one()) == 200
    problem = ""
    try:
        assert asyncio.run(one()) == 200
    except RequestError as error:
        problem = str(error)
    assert not problem or "event loop" in problem


def test_an_error_of_the_caller_is_not_taken_for_a_closed_client(server: FaultServer) -> None:
    def hook(request: httpx.Request) -> None:
        raise RuntimeError("the audit database is closed")

    http = httpx.Client(event_hooks={"request": [hook]})
    with pytest.raises(RuntimeError, match="the audit database is closed"):
        Client(base_url=server.url, http_client=http).send(Request(GET))


def test_files_do_not_block_the_event_loop(server: FaultServer) -> None:
    turned = threading.Event()
    waited: list[bool] = []

    class Waiting(io.RawIOBase):
        """Each read and write ends when the event loop has turned meanwhile."""

        left = 1

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self._wait()
            self.left -= 1
            return b"x" * 100 if self.left >= 0 else b""

        def write(self, data: Any) -> int:
            self._wait()
            return len(data)

        def _wait(self) -> None:
            turned.clear()
            waited.append(turned.wait(20))

    put: Operation[Any] = Operation("PUT", "/x", body=Binary(), responses={200: JSON(Any)})
    get: Operation[bytes] = Operation("GET", "/x", responses={200: Binary()})
    server.on("/x", reply(200))

    async def main() -> None:
        async def turn() -> None:
            while True:
                turned.set()
                await asyncio.sleep(0.001)

        async with AsyncClient(base_url=server.url) as client:
            turning = asyncio.create_task(turn())
            await client.send(Request(put, body=Waiting()))
            async with await client.stream(Request(get)) as stream:
                await stream.save(Waiting())
            turning.cancel()

    asyncio.run(main())
    assert waited == [True] * 3  # two reads, one write
    received = [(request.method, request.body) for request in server.received["/x"]]
    assert received == [("PUT", b"x" * 100), ("GET", b"")]


# -- given clients, and surroundings ----------------------------------------------------------------------------------


def test_the_jar_of_a_given_client_counts_at_the_time_of_the_call(server: FaultServer) -> None:
    server.on("/login", reply(200, Set_Cookie="sid=abc; Path=/"))
    server.on("/x", reply(200))
    http = httpx.Client()
    client = Client(base_url=server.url, http_client=http)
    http.get(f"{server.url}/login")
    client.send(Request(GET))
    assert server.received["/x"][-1].headers["cookie"] == "sid=abc"
    http.cookies.clear()
    client.send(Request(GET))
    assert "cookie" not in server.received["/x"][-1].headers


@pytest.mark.parametrize("other", ["httpx", "httpx2"])
def test_a_client_of_another_kind_is_refused(other: str) -> None:
    import importlib

    library = importlib.import_module(other)
    if library.__name__ != other:
        pytest.skip("the other library stands in for this one")
    name = httpx.__name__
    wrong: list[tuple[type[Any], Any]] = [(Client, object()), (AsyncClient, object())]
    wrong += [(Client, library.AsyncClient()), (AsyncClient, library.Client())]
    if other != name:
        wrong += [(Client, library.Client()), (AsyncClient, library.AsyncClient())]
    for kind, http in wrong:
        with pytest.raises(RequestError, match=f"`http_client` is a .*{name}"):
            kind(base_url="http://a", http_client=http)


@pytest.mark.parametrize(("variable", "value"), [("NO_PROXY", "localhost,[::1]"), ("ALL_PROXY", "what://u:sk-live@p")])
def test_invalid_environment_variables_refuse_a_client(
    send: Call, server: FaultServer, variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on("/x", reply(200))
    monkeypatch.setenv(variable, value)
    problem = variable
    try:
        assert send().status == 200  # httpx2 reads some of them
    except RequestError as error:
        problem = str(error)
    assert variable in problem
    assert "sk-live" not in problem


def test_addresses_and_headers_that_cannot_be() -> None:
    address: Any = httpx.URL("http://a")
    assert Client(base_url=address)
    make: Any = Client
    for options in ({"base_url": 5}, {"base_url": "http://a", "default_headers": {"Content-Length": "5"}}):
        with pytest.raises(RequestError):
            make(**options)
    with pytest.raises(TypeError, match="unexpected keyword argument 'timeuot'"):
        make(base_url="http://a", timeuot=3)


def test_headers_of_client_and_call_are_combined(send: Call, server: FaultServer) -> None:
    server.on("/x", reply(200))
    with Client(base_url=server.url, default_headers={"X-Tenant": "a", "X-Drop": "1"}) as client:
        client.with_options(headers={"x-trace": "t"}).with_options(timeout=3).send(
            Request(GET), options=RequestOptions(headers={"X-Call": "c", "x-drop": None}, query={"page": 2})
        )
        one = server.received["/x"][-1]
        assert [one.headers.get(name) for name in ("x-tenant", "x-trace", "x-call", "x-drop")] == ["a", "t", "c", None]
        assert one.target == "/x?page=2"
        client.with_options(default_headers={"X-Only": "o"}).send(Request(GET))
        assert "x-tenant" not in server.received["/x"][-1].headers


@pytest.mark.parametrize(
    "line", [b"HTTP/1.1 200 " + b"a?a" * 30_000, b"a?a=" * 30_000, b"\xff" * 1000], ids=["status", "line", "bytes"]
)
def test_hostile_status_lines_cost_little(send: Call, server: FaultServer, line: bytes) -> None:
    server.on("/x", raw(line + b"\r\n\r\n"))
    started = time.process_time()
    problem = ""
    try:
        send(max_retries=0)
    except ClientError as error:
        problem = str(error)
    assert len(problem) < 1000
    assert time.process_time() - started < 2


# -- streams ----------------------------------------------------------------------------------------------------------


def sse(*events: bytes) -> Any:
    return reply(200, b"".join(events), "text/event-stream; charset=utf-8")


GOOD = b'data: {"text":"a"}\n\n'


def test_an_error_event_raises_an_error_with_its_data(items: Call, server: FaultServer) -> None:
    server.on("/x", sse(GOOD, b'event: error\nid: 7\ndata: {"message":"overloaded","code":529}\n\n', GOOD))
    found, error = items()
    assert found == [Item(text="a")]
    assert isinstance(error, StreamError)
    assert "overloaded" in str(error)
    assert (error.event.event, error.event.id, error.body) == (
        "error",
        "7",
        Problem.model_validate({"message": "overloaded", "code": 529}),
    )
    assert error.content == b'{"message":"overloaded","code":529}'


def test_an_error_event_that_is_declared_is_an_item(items: Call, server: FaultServer) -> None:
    class Failed(Model):
        message: str

    operation: Operation[Any] = Operation("GET", "/x", responses={200: EventStream(Item | Failed)})
    server.on("/x", sse(GOOD, b'event: error\ndata: {"message":"no"}\n\n', GOOD))
    found, error = items(operation)
    assert (found, error) == ([Item(text="a"), Failed(message="no"), Item(text="a")], None)


@pytest.mark.parametrize(
    "events",
    [
        (b"event: ping\ndata: {}\n\n", GOOD),
        (b"data:\n\n", b": keep-alive\n\n", GOOD),
        (GOOD, b"data: [DONE] \n\n"),
        (GOOD, b"data:[DONE]\n\n", b"data: never\n\n"),
        (b"retry: " + b"9" * 5000 + b"\n" + GOOD,),
    ],
)
def test_events_that_are_no_items(items: Call, server: FaultServer, events: tuple[bytes, ...]) -> None:
    server.on("/x", sse(*events))
    assert items() == ([Item(text="a")], None)


def test_an_event_that_does_not_fit_is_in_the_error(items: Call, server: FaultServer) -> None:
    server.on("/x", sse(GOOD, b'event: usage\ndata: {"tokens":1}\n\n'))
    found, error = items()
    assert found == [Item(text="a")]
    assert isinstance(error, DecodeError)
    assert (error.event.event, error.event.data) == ("usage", '{"tokens":1}')
    assert "usage" in str(error)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"error": {"message": "quota"}}', "application/json"),
        (b"<html>please log in</html>", "text/html"),
        (b"", "text/html"),
    ],
)
def test_a_success_that_is_no_stream(items: Call, server: FaultServer, body: bytes, kind: str) -> None:
    server.on("/x", reply(200, body, kind))
    found, error = items()
    assert found == []
    assert isinstance(error, DecodeError)
    assert error.content == body
    assert kind in str(error)


def test_names_ids_and_resuming(server: FaultServer) -> None:
    first = b'id: 1\nretry: 20\nevent: add\ndata: {"text":"a"}\n\n'
    server.on("/x", sse(first), sse(b'id: 2\ndata: {"text":"b"}\n\n'))
    with Client(base_url=server.url) as client, client.stream(Request(EVENTS)) as stream:
        [event] = stream.events()
        assert (event.data, event.event, event.id, event.retry) == (Item(text="a"), "add", "1", 20)
        assert (stream.last_event_id, stream.retry) == ("1", 20)
        with stream.resume() as again:
            assert [event.id for event in again.events()] == ["2"]
    assert server.received["/x"][-1].headers["last-event-id"] == "1"
    server.on("/x", sse(first), sse(b'id: 2\ndata: {"text":"b"}\n\n'))

    async def main() -> list[Any]:
        async with AsyncClient(base_url=server.url) as client, await client.stream(Request(EVENTS)) as stream:
            found = [event async for event in stream.events()]
            async with await stream.resume() as again:
                return [*found, *[event async for event in again.events()]]

    for library in ("asyncio", "trio"):
        server.on("/x", sse(first), sse(b'id: 2\ndata: {"text":"b"}\n\n'))
        assert [event.id for event in run_in(library, main)] == ["1", "2"]
