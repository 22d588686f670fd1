"""Which grant is sent to a token endpoint, how often it is asked, and which secrets of a function stay hidden."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from generator.runtime import (
    APIKey,
    Client,
    ClientCredentials,
    ClientError,
    CredentialError,
    HTTPClient,
    OAuth2,
    Operation,
    PasswordCredentials,
    Request,
    RetryPolicy,
    TransportError,
)

from .clock import Clock

SECURED: Operation[Any] = Operation("GET", "/x", security=[{"o": []}], responses={204: None})
URLS = {"clientCredentials": "/token", "password": "/token"}

Answer = httpx.Response | Exception


def token(**more: Any) -> httpx.Response:
    return httpx.Response(200, json={"access_token": "t", "expires_in": 0, **more})


REFUSED = httpx.Response(400, json={"error": "invalid_grant"})


def client(endpoint: Callable[[httpx.Request], httpx.Response], grant: Any) -> Client:
    def answer(request: httpx.Request) -> httpx.Response:
        return endpoint(request) if request.url.path == "/token" else httpx.Response(204)

    http = HTTPClient(transport=httpx.MockTransport(answer))
    credentials = {"o": OAuth2(grant, token_urls=URLS)}
    return Client(base_url="http://api.test", credentials=credentials, http_client=http)


@pytest.mark.parametrize(
    ("answers", "grants"),
    [
        ([token(), token()], "PP"),
        ([token(refresh_token=""), token()], "PP"),
        ([token(refresh_token=None), token()], "PP"),
        ([token(refresh_token=7), token()], "PP"),
        ([token(refresh_token="a"), token(), token()], "Paa"),
        ([token(refresh_token="a"), token(refresh_token="b"), token()], "Pab"),
        ([token(refresh_token="a"), token(refresh_token=""), token()], "Paa"),
        ([token(refresh_token="a"), REFUSED, token(), token()], "PaPP"),
        ([token(refresh_token="a"), REFUSED, token(refresh_token="b"), token()], "PaPb"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refresh_token_is_used_until_it_is_replaced_or_refused(answers: list[httpx.Response], grants: str) -> None:
    left, sent = iter(answers), ""

    def endpoint(request: httpx.Request) -> httpx.Response:
        nonlocal sent
        form = parse_qs(request.content.decode(), keep_blank_values=True)
        sent += "P" if form["grant_type"] == ["password"] else form["refresh_token"][0] or "-"
        return next(left)

    caller = client(endpoint, PasswordCredentials("u", "p"))
    while len(sent) < len(answers):
        caller.send(Request(SECURED))
    assert sent == grants


def _untrusted() -> httpx.ConnectError:
    error = httpx.ConnectError("certificate verify failed")
    error.__cause__ = ssl.SSLCertVerificationError("certificate verify failed")
    return error


@pytest.mark.parametrize(
    ("answer", "times", "kind"),
    [
        (httpx.ConnectError("away"), 3, TransportError),
        (httpx.ReadError("broken off"), 3, TransportError),
        (_untrusted(), 1, TransportError),
        (httpx.Response(503), 3, CredentialError),
        (httpx.Response(429, headers={"Retry-After": "1"}), 3, CredentialError),
        (httpx.Response(429, headers={"Retry-After": "61"}), 1, CredentialError),
        (httpx.Response(500), 1, CredentialError),
        (REFUSED, 1, CredentialError),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_token_endpoint_is_asked_again_only_if_that_may_help(
    answer: Answer, times: int, kind: type[ClientError], monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock().used(monkeypatch)
    asked = 0

    def endpoint(_: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        if isinstance(answer, Exception):
            raise answer
        return answer

    caller = client(endpoint, ClientCredentials("i", "s")).with_options(retries=RetryPolicy(attempts=3))
    with pytest.raises(kind):
        caller.send(Request(SECURED))
    assert asked == times


@pytest.mark.parametrize("calls", [1, 8, 20])
def test_a_key_that_a_function_repeats_hides_no_earlier_one(calls: int) -> None:
    """The latest eight different keys stay hidden, however often one of them is used."""
    keys: Iterator[str] = iter(["first-key", *["second-key"] * calls])
    operation: Operation[Any] = Operation("GET", "/x", security=[{"k": []}], responses={204: None})
    http = HTTPClient(transport=httpx.MockTransport(lambda _: httpx.Response(204)))
    credentials = {"k": APIKey(lambda: next(keys), "header", "X-Key")}
    caller = Client(base_url="http://api.test", credentials=credentials, http_client=http)
    for _ in range(calls + 1):
        caller.send(Request(operation))
    assert set(credentials["k"].secrets) == {"first-key", "second-key"}


@pytest.mark.parametrize("scopes", [(), ("a",), ("a", "b:c")])
@pytest.mark.parametrize("kind", [ClientCredentials, PasswordCredentials])
def test_scopes_are_asked_for_if_there_are_any(kind: Any, scopes: tuple[str, ...]) -> None:
    """An empty `scope` is none of OAuth's (RFC 6749, 3.3); some servers grant nothing then."""
    asked: list[dict[str, list[str]]] = []

    def endpoint(request: httpx.Request) -> httpx.Response:
        asked.append(parse_qs(request.content.decode(), keep_blank_values=True))
        return token()

    client(endpoint, kind("u", "p", scopes=scopes)).send(Request(SECURED))
    assert asked[0].get("scope") == ([" ".join(scopes)] if scopes else None)
