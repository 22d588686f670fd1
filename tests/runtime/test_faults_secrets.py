"""What servers could learn: redirects that lead away, echoed secrets, token endpoints."""

from __future__ import annotations

import pickle
import traceback
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from generator.runtime import (
    JSON,
    APIKey,
    Basic,
    Bearer,
    CredentialError,
    Operation,
    Request,
    RequestError,
    StatusError,
    TransportError,
)
from generator.runtime import (
    AsyncStreamingClient as AsyncClient,
)
from generator.runtime import (
    StreamingClient as Client,
)

from .clock import Clock
from .fault_calls import GET, SECRET, SECURED, Call, Item, oauth
from .faults import FaultServer, raw, reply, serving

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


def test_a_redirect_is_named_without_user_and_query(send: Call, server: FaultServer) -> None:
    server.on("/x", reply(302, b"", None, Location="https://user:pass-word@elsewhere.test/a@b?sig=signature#f"))
    with pytest.raises(StatusError, match=r"to https://elsewhere\.test/a@b, which is not followed") as caught:
        send()
    assert "pass-word" not in str(caught.value)


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
        ([{"a": [], "b": []}], "pass `a` and `b` to the client$"),
        ([{"a": []}, {"b": []}], "pass `a` or `b` to the client$"),
    ],
)
def test_missing_credentials_are_named(security: Any, words: str) -> None:
    credentials = {name: APIKey(None, "header", name, argument=name) for name in "ab"}
    operation: Operation[Any] = Operation("GET", "/x", security=security, responses={})
    with pytest.raises(CredentialError, match=words):
        Client(base_url="http://a", credentials=credentials).send(Request(operation))


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_base_url_without_scheme_is_refused_where_it_is_given(kind: Any) -> None:
    with pytest.raises(RequestError, match="is not an absolute http"):
        kind(base_url="api.acme.test")


# -- tokens -----------------------------------------------------------------------------------------------------------


def test_a_token_endpoint_that_is_busy_is_asked_again(send: Call, server: FaultServer, clock: Clock) -> None:
    server.on("/token", reply(503, Retry_After="0"), raw(b"HTT"), reply(200, b'{"access_token":"t","expires_in":NaN}'))
    server.on("/x", reply(200))
    send(SECURED, **oauth())
    assert len(server.received["/token"]) == 3
    assert server.received["/x"][-1].headers["authorization"] == "Bearer t"


def test_a_token_endpoint_says_why(send: Call, server: FaultServer) -> None:
    refusal = b'{"error":"invalid_client","error_description":"the-client-secret has expired"}'
    server.on("/token", reply(400, refusal))
    with pytest.raises(CredentialError, match=r"`oauth`: 400 invalid_client: \[secret\] has expired") as caught:
        send(SECURED, **oauth())
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
        assert send(SECURED, **oauth()).status == 200


def test_a_token_without_an_end_is_asked_for_once(server: FaultServer) -> None:
    server.on("/token", reply(200, b'{"access_token":"t","expires_in":NaN}'))
    server.on("/x", reply(200))
    with Client(base_url=server.url, **oauth()) as client:
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
