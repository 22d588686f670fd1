"""Credentials: where they go, where they never go, and how tokens are got and renewed."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from generator.runtime import (
    APIKey,
    AsyncClient,
    AsyncHTTPClient,
    Basic,
    Bearer,
    Client,
    ClientCredentials,
    CredentialError,
    HTTPClient,
    HTTPScheme,
    MutualTLS,
    OAuth2,
    OpenIDConnect,
    Operation,
    PasswordCredentials,
    RefreshToken,
    Request,
    StatusError,
    TransportError,
)
from generator.runtime.security.schemes import Scheme

SECRET = "s3cr3t-v4lue"


def operation(*security: Mapping[str, list[str]], method: str = "GET") -> Operation[None]:
    """Return an operation that needs credentials."""
    return Operation(method, "/x", security=security, responses={204: None})


def sent(security: tuple[Mapping[str, list[str]], ...], credentials: Mapping[str, Scheme]) -> httpx.Request:
    """Return the request that a client with the credentials sends; both clients send the same."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    async def main() -> None:
        http = AsyncHTTPClient(transport=httpx.MockTransport(answer))
        async with AsyncClient(base_url="http://api.test", credentials=credentials, http_client=http) as client:
            await client.send(Request(operation(*security)))

    http = HTTPClient(transport=httpx.MockTransport(answer))
    Client(base_url="http://api.test", credentials=credentials, http_client=http).send(Request(operation(*security)))
    asyncio.run(main())
    assert seen[0].headers == seen[1].headers
    assert seen[0].url == seen[1].url
    return seen[0]


@pytest.mark.parametrize(
    ("scheme", "header", "value"),
    [
        (Bearer("t"), "authorization", "Bearer t"),
        (Bearer(lambda: "t"), "authorization", "Bearer t"),
        (OpenIDConnect(lambda: "t"), "authorization", "Bearer t"),
        (OAuth2("t"), "authorization", "Bearer t"),
        (Basic(("Aladdin", "open sesame")), "authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        (Basic("Aladdin:open sesame"), "authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        (Basic(lambda: ("Aladdin", "open sesame")), "authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        (Basic(("ü", "ü")), "authorization", "Basic w7w6w7w="),
        (HTTPScheme("x=1", "digest"), "authorization", "Digest x=1"),
        (APIKey("k", "header", "X-Key"), "x-key", "k"),
        (APIKey("eyJ+/a==:%z", "cookie", "key"), "cookie", "key=eyJ+/a==:%z"),
    ],
)
def test_schemes(scheme: Scheme, header: str, value: str) -> None:
    assert sent(({"it": []},), {"it": scheme}).headers[header] == value


def test_a_key_in_the_query() -> None:
    assert sent(({"it": []},), {"it": APIKey("a b&c", "query", "key")}).url.query == b"key=a%20b%26c"
    assert sent(({"it": []},), {"it": APIKey(lambda: "k", "query", "key")}).url.query == b"key=k"


def test_alternatives_and_combinations() -> None:
    credentials = {"a": APIKey(None, "header", "A"), "b": APIKey("2", "header", "B"), "c": APIKey("3", "header", "C")}
    request = sent(({"a": []}, {"a": [], "b": []}, {"b": [], "c": ["scope"]}, {"c": []}), credentials)
    assert (request.headers.get("a"), request.headers["b"], request.headers["c"]) == (None, "2", "3")
    assert "b" not in sent(({"a": []}, {}), credentials).headers
    assert sent(({}, {"b": []}), credentials).headers["b"] == "2"
    assert "b" not in sent((), credentials).headers
    assert sent(({"tls": [], "b": []},), {**credentials, "tls": MutualTLS()}).headers["b"] == "2"


def test_a_missing_credential_is_named() -> None:
    client = Client(
        base_url="http://api.test", credentials={"a": Bearer(None, environment="NO_SUCH_KEY", argument="api_key")}
    )
    with pytest.raises(CredentialError, match="`api_key` to the client, or set the environment variable NO_SUCH_KEY"):
        client.send(Request(operation({"a": []})))
    with pytest.raises(CredentialError, match="other"):
        client.send(Request(operation({"other": []})))


def test_the_environment_is_read_when_the_client_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_KEY", "from-environment")
    scheme = Bearer(None, environment="API_KEY")
    monkeypatch.delenv("API_KEY")
    assert sent(({"a": []},), {"a": scheme}).headers["authorization"] == "Bearer from-environment"
    monkeypatch.setenv("LOGIN", "user:pass")
    assert sent(({"a": []},), {"a": Basic(None, environment="LOGIN")}).headers["authorization"] == "Basic dXNlcjpwYXNz"
    monkeypatch.setenv("API_KEY", "")
    assert not Bearer(None, environment="API_KEY").available


@pytest.mark.parametrize("value", [f"{SECRET}\n", f"{SECRET}\r\nX: 1", f"{SECRET}ü", lambda: f"{SECRET}\n", lambda: 3])
def test_unusable_credentials_are_not_shown(value: Any) -> None:
    with pytest.raises(CredentialError) as caught:
        sent(({"a": []},), {"a": Bearer(value)})
    assert SECRET not in str(caught.value)


async def token() -> str:
    """Return an asynchronous credential."""
    return "t"


def test_asynchronous_credentials() -> None:
    async def main() -> str:
        http = AsyncHTTPClient(
            transport=httpx.MockTransport(lambda request: httpx.Response(204, headers=dict(request.headers)))
        )
        client = AsyncClient(base_url="http://api.test", credentials={"a": Bearer(token)}, http_client=http)
        return (await client.send(Request(operation({"a": []})))).headers["authorization"]

    assert asyncio.run(main()) == "Bearer t"
    with pytest.raises(CredentialError, match="asynchronous client"):
        Client(base_url="http://api.test", credentials={"a": Bearer(token)}).send(Request(operation({"a": []})))


def test_secrets_are_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    credentials: dict[str, Scheme] = {
        "h": APIKey(SECRET, "header", "X-Key"),
        "q": APIKey(SECRET, "query", "api key"),
        "b": Basic(("u", SECRET)),
        "o": OAuth2(ClientCredentials("id", SECRET), token_urls={}),
        "p": OAuth2(PasswordCredentials("u", SECRET)),
        "r": OAuth2(RefreshToken(SECRET)),
    }
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(403, text=f"bad key {SECRET}")

    http = HTTPClient(transport=httpx.MockTransport(answer))
    client = Client(base_url="http://api.test", credentials=credentials, http_client=http)
    with pytest.raises(StatusError) as caught:
        client.send(Request(operation({"h": [], "q": [], "b": []})))
    assert SECRET in str(seen[0].url)
    grants = [ClientCredentials("id", SECRET), PasswordCredentials("u", SECRET), RefreshToken(SECRET)]
    shown = [
        caplog.text,
        repr(client),
        str(caught.value),
        repr(caught.value),
        repr(seen[0]),
        repr(seen[0].headers),
        repr(credentials),
        repr(grants),
    ]
    assert "api%20key=[secret]" in caplog.text
    assert [text for text in shown if SECRET in text] == []


def test_credentials_stay_with_their_origin() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(302, headers={"Location": "http://evil.test/"})

    http = HTTPClient(transport=httpx.MockTransport(answer), follow_redirects=True)
    client = Client(base_url="http://api.test", credentials={"a": APIKey("k", "header", "X-Key")}, http_client=http)
    for path in ("/x", "http://evil.test/x", "//evil.test/x", "\\\\evil.test/x", "@evil.test/x"):
        with pytest.raises(StatusError):
            client.send(Request(Operation("GET", path, security=[{"a": []}], responses={204: None})))
    assert {request.url.host for request in seen} == {"api.test"}


class Provider:
    """A server with a token endpoint."""

    def __init__(self, **answer: Any) -> None:
        self.answer = {"token_type": "Bearer", "expires_in": 3600, **answer}
        self.forms: list[dict[str, list[str]]] = []
        self.authorizations: list[str | None] = []
        self.valid: set[str] = set()
        self.refuse_refresh = False
        self.delay = 0.0
        self._lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != "/token":
            good = request.headers.get("authorization", "").removeprefix("Bearer ") in self.valid
            return httpx.Response(204 if good else 401)
        form = parse_qs(request.content.decode())
        time.sleep(self.delay)
        with self._lock:
            self.forms.append(form)
            self.authorizations.append(request.headers.get("authorization"))
            if self.refuse_refresh and form["grant_type"] == ["refresh_token"]:
                return httpx.Response(400, json={"error": "invalid_grant"})
            name = f"token-{len(self.forms)}"
            self.valid.add(name)
        return httpx.Response(200, json={"access_token": name, **self.answer})

    @property
    def grants(self) -> list[str]:
        return [form["grant_type"][0] for form in self.forms]

    def client(self, value: Any, **urls: str) -> Client:
        http = HTTPClient(transport=httpx.MockTransport(self))
        scheme = OAuth2(value, token_urls=urls or {"clientCredentials": "/token", "password": "https://id.test/token"})
        return Client(base_url="http://api.test/v1", credentials={"o": scheme}, http_client=http)


SECURED = operation({"o": ["read"]}, method="POST")


def test_client_credentials() -> None:
    provider = Provider()
    client = provider.client(ClientCredentials("i d", "s:e", scopes=("a", "b")))
    client.send(Request(SECURED))
    client.send(Request(SECURED))
    assert provider.forms == [{"grant_type": ["client_credentials"], "scope": ["a b"]}]
    assert provider.authorizations == ["Basic aStkOnMlM0Fl"]


def test_credentials_in_the_body() -> None:
    provider = Provider()
    provider.client(ClientCredentials("id", "secret", authentication="post")).send(Request(SECURED))
    assert provider.forms == [{"grant_type": ["client_credentials"], "client_id": ["id"], "client_secret": ["secret"]}]
    assert provider.authorizations == [None]


def test_password_and_refresh() -> None:
    provider = Provider(expires_in=0, refresh_token="r")
    client = provider.client(PasswordCredentials("u", "p"))
    client.send(Request(SECURED))
    client.send(Request(SECURED))
    assert provider.forms == [
        {"grant_type": ["password"], "username": ["u"], "password": ["p"]},
        {"grant_type": ["refresh_token"], "refresh_token": ["r"]},
    ]
    provider.refuse_refresh = True
    client.send(Request(SECURED))
    assert provider.grants == ["password", "refresh_token", "refresh_token", "password"]


def test_refresh_token() -> None:
    provider = Provider(expires_in="60", refresh_token="next")
    client = provider.client(RefreshToken("first", client_id="id"), refresh="/token")
    client.send(Request(SECURED))
    provider.valid.clear()
    client.send(Request(SECURED))
    assert [form["refresh_token"] for form in provider.forms] == [["first"], ["next"]]
    provider.refuse_refresh = True
    provider.valid.clear()
    with pytest.raises(CredentialError):
        client.send(Request(SECURED))


def test_a_rejected_token_is_renewed_once() -> None:
    provider = Provider()
    client = provider.client(ClientCredentials("i", "s"))
    client.send(Request(SECURED))
    provider.valid.clear()
    client.send(Request(SECURED))
    assert len(provider.forms) == 2
    provider.valid = _Never()
    with pytest.raises(StatusError):
        client.send(Request(SECURED))
    assert len(provider.forms) == 3


class _Never(set[str]):
    def add(self, element: str) -> None:
        """Keep nothing."""


@pytest.mark.parametrize("expiry", [None, 3600])
def test_threads_and_tasks_share_a_token(expiry: int | None) -> None:
    provider = Provider(expires_in=expiry)
    provider.delay = 0.02
    client = provider.client(ClientCredentials("i", "s"))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: client.send(Request(SECURED)), range(16)))
        provider.valid.clear()
        list(pool.map(lambda _: client.send(Request(SECURED)), range(16)))
    assert len(provider.forms) == 2

    async def main() -> None:
        http = AsyncHTTPClient(transport=httpx.MockTransport(provider))
        scheme = OAuth2(ClientCredentials("i", "s"), token_urls={"clientCredentials": "/token"})
        async with AsyncClient(base_url="http://api.test", credentials={"o": scheme}, http_client=http) as client:
            await asyncio.gather(*(client.send(Request(SECURED)) for _ in range(16)))

    asyncio.run(main())
    assert len(provider.forms) == 3


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={}),
        httpx.Response(200, json={"access_token": "a\nb"}),
        httpx.Response(400, json={"error": SECRET}),
        httpx.Response(302, headers={"Location": "http://evil.test"}),
    ],
)
def test_a_token_endpoint_that_gives_no_token(answer: httpx.Response) -> None:
    http = HTTPClient(transport=httpx.MockTransport(lambda _: answer))
    scheme = OAuth2(ClientCredentials("i", SECRET), token_urls={"clientCredentials": "/token"})
    client = Client(base_url="http://api.test", credentials={"o": scheme}, http_client=http)
    with pytest.raises(CredentialError) as caught:
        client.send(Request(SECURED))
    assert SECRET not in str(caught.value)


def test_a_token_endpoint_that_is_away() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away")

    http = HTTPClient(transport=httpx.MockTransport(answer))
    scheme = OAuth2(ClientCredentials("i", "s"), token_urls={"clientCredentials": "/token"})
    with pytest.raises(TransportError):
        Client(base_url="http://api.test", credentials={"o": scheme}, http_client=http).send(Request(SECURED))


def test_a_grant_without_its_flow() -> None:
    client = Provider().client(PasswordCredentials("u", "p"), clientCredentials="/token")
    with pytest.raises(CredentialError, match="no such flow"):
        client.send(Request(SECURED))


@pytest.mark.parametrize("value", ["Bearer sk_1", "bearer sk_1", "BEARER sk_1"])
def test_a_token_that_begins_with_its_scheme_is_sent_as_it_is(value: str) -> None:
    assert Bearer(value).static == value
    assert Bearer("sk_1").static == "Bearer sk_1"
    assert Bearer("bearer-like").static == "Bearer bearer-like"


def test_user_name_and_password_may_be_two_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Basic(("me", "secret")).static
    assert Basic("me", "secret").static == pair
    monkeypatch.setenv("SHOP_USERNAME", "me")
    monkeypatch.setenv("SHOP_PASSWORD", "secret")
    found = Basic(None, None, environment="SHOP_USERNAME", password_environment="SHOP_PASSWORD")
    assert found.static == pair
    assert "secret" in found.secrets
