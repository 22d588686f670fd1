"""Credentials: where each scheme puts them, which alternative is chosen, and how OAuth 2 tokens are got and renewed."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

import pytest

from .packages import document, generated, runtime
from .wire import Answer, Sent, Server

PATHS = """
paths:
  /default: {get: {operationId: standard, tags: [s], responses: &r {204: {description: Nothing}}}}
  /anonymous: {get: {operationId: anonymous, tags: [s], security: [], responses: *r}}
  /optional: {get: {operationId: optional, tags: [s], security: [{bearer: []}, {}], responses: *r}}
  /query: {get: {operationId: query, tags: [s], security: [{keyQuery: []}], parameters: [{name: q, in: query, schema: {type: string}}], responses: *r}}
  /cookie: {get: {operationId: cookie, tags: [s], security: [{keyCookie: []}], parameters: [{name: c, in: cookie, schema: {type: string}}], responses: *r}}
  /basic: {get: {operationId: basic, tags: [s], security: [{basic: []}], responses: *r}}
  /bearer: {get: {operationId: bearer, tags: [s], security: [{bearer: []}], responses: *r}}
  /other: {get: {operationId: other, tags: [s], security: [{other: []}], responses: *r}}
  /openid: {get: {operationId: openid, tags: [s], security: [{openid: [profile]}], responses: *r}}
  /oauth: {get: {operationId: oauth, tags: [s], security: [{oauth: [read, write]}], responses: *r}}
  /code: {get: {operationId: code, tags: [s], security: [{code: []}], responses: *r}}
  /mutual: {get: {operationId: mutual, tags: [s], security: [{mutual: []}], responses: *r}}
  /both: {get: {operationId: both, tags: [s], security: [{keyHeader: [], keyQuery: []}], responses: *r}}
  /either: {get: {operationId: either, tags: [s], security: [{basic: []}, {keyHeader: [], keyQuery: []}, {bearer: []}], responses: *r}}
security: [{keyHeader: []}]
components:
  securitySchemes:
    keyHeader: {type: apiKey, in: header, name: X-API-Key}
    keyQuery: {type: apiKey, in: query, name: api key}
    keyCookie: {type: apiKey, in: cookie, name: session}
    basic: {type: http, scheme: Basic}
    bearer: {type: http, scheme: bearer, bearerFormat: JWT}
    other: {type: http, scheme: DPoP}
    openid: {type: openIdConnect, openIdConnectUrl: 'https://example.com/.well-known/openid-configuration'}
    mutual: {type: mutualTLS}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: /token, refreshUrl: /refresh, scopes: {read: Read, write: Write}}, password: {tokenUrl: /token, scopes: {}}}}
    code: {type: oauth2, flows: {authorizationCode: {authorizationUrl: 'https://example.com/a', tokenUrl: /token, scopes: {}}}}
"""
TEXT = document(PATHS)
Make = Callable[..., Any]
BASIC = f"Basic {base64.b64encode(b'us er:pa:ss').decode()}"

PLACES: list[tuple[str, dict[str, Any], str, dict[str, str | None]]] = [
    ("standard", {"key_header": "k"}, "GET /default", {"X-API-Key": "k", "Authorization": None}),
    ("anonymous", {"key_header": "k", "bearer": "b"}, "GET /anonymous", {"X-API-Key": None, "Authorization": None}),
    ("optional", {}, "GET /optional", {"Authorization": None}),
    ("optional", {"bearer": "b"}, "GET /optional", {"Authorization": "Bearer b"}),
    ("query", {"key_query": "k&1 ü".replace("ü", "u")}, "GET /query?api%20key=k%261%20u", {"X-API-Key": None}),
    ("cookie", {"key_cookie": "k"}, "GET /cookie", {"Cookie": "session=k"}),
    ("basic", {"basic": ("us er", "pa:ss")}, "GET /basic", {"Authorization": BASIC}),
    ("basic", {"basic": "us er:pa:ss"}, "GET /basic", {"Authorization": BASIC}),
    ("bearer", {"bearer": "b.c.d"}, "GET /bearer", {"Authorization": "Bearer b.c.d"}),
    ("other", {"other": "proof"}, "GET /other", {"Authorization": "DPoP proof"}),
    ("openid", {"openid": "t"}, "GET /openid", {"Authorization": "Bearer t"}),
    ("oauth", {"oauth": "t"}, "GET /oauth", {"Authorization": "Bearer t"}),
    ("mutual", {}, "GET /mutual", {"Authorization": None}),
    ("both", {"key_header": "h", "key_query": "q"}, "GET /both?api%20key=q", {"X-API-Key": "h"}),
    ("either", {"bearer": "b"}, "GET /either", {"Authorization": "Bearer b", "X-API-Key": None}),
    ("either", {"key_header": "h", "bearer": "b"}, "GET /either", {"Authorization": "Bearer b", "X-API-Key": None}),
    ("either", {"key_header": "h", "key_query": "q", "bearer": "b"}, "GET /either?api%20key=q", {"X-API-Key": "h"}),
    ("either", {"basic": ("us er", "pa:ss"), "bearer": "b"}, "GET /either", {"Authorization": BASIC}),
    ("standard", {"key_header": lambda: "called"}, "GET /default", {"X-API-Key": "called"}),
    ("basic", {"basic": lambda: ("us er", "pa:ss")}, "GET /basic", {"Authorization": BASIC}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "credentials", "line", "headers"), PLACES)
def test_places(
    name: str, credentials: dict[str, Any], line: str, headers: dict[str, str | None], fresh: Make, server: Server
) -> None:
    fresh(generated(TEXT), **credentials)(f"s.{name}")
    assert server.only.line == f"{line} HTTP/1.1"
    assert {key: server.only.header(key) for key in headers} == headers


@pytest.mark.parametrize(
    ("name", "credentials"),
    [("standard", {}), ("both", {"key_header": "h"}), ("either", {"key_query": "q"}), ("bearer", {"key_header": "h"})],
)
def test_a_missing_credential_is_an_error_before_anything_is_sent(
    name: str, credentials: dict[str, Any], fresh: Make, server: Server
) -> None:
    package = generated(TEXT)
    with pytest.raises(package.errors.CredentialError, match="WIRE"):
        fresh(package, **credentials)(f"s.{name}")
    assert server.sent == []


def test_a_parameter_and_a_credential_share_query_and_cookie(fresh: Make, server: Server) -> None:
    call = fresh(generated(TEXT), key_query="k", key_cookie="s")
    call("s.query", q="x")
    call("s.cookie", c="y")
    assert server.sent[0].query is not None
    assert sorted(server.sent[0].query.split("&")) == ["api%20key=k", "q=x"]
    assert sorted((server.sent[1].header("Cookie") or "").split("; ")) == ["c=y", "session=s"]


def test_credentials_from_the_environment(fresh: Make, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    package = generated(TEXT)
    monkeypatch.setenv(f"{package.module.__name__.rpartition('.')[2].upper()}_KEY_HEADER", "from outside")
    fresh(package)("s.standard")
    assert server.only.header("X-API-Key") == "from outside"


def test_a_callable_is_asked_each_time_and_may_be_asynchronous(fresh: Make, server: Server, mode: str) -> None:
    tokens = iter(["one", "two"])

    async def later() -> str:
        return next(tokens)

    call = fresh(generated(TEXT), bearer=later if mode == "async" else lambda: next(tokens))
    call("s.bearer")
    call("s.bearer")
    assert [sent.header("Authorization") for sent in server.sent] == ["Bearer one", "Bearer two"]


def test_the_synchronous_client_cannot_wait_for_an_asynchronous_callable(
    fresh: Make, server: Server, mode: str
) -> None:
    async def later() -> str:
        return "one"

    package = generated(TEXT)
    call = fresh(package, bearer=later)
    if mode == "async":
        call("s.bearer")
        assert server.only.header("Authorization") == "Bearer one"
        return
    with pytest.raises(package.errors.CredentialError):
        call("s.bearer")
    assert server.sent == []


class TokenServer:
    """Answers at `/token` and `/refresh` as RFC 6749 says; everything else with 204, or 401 for a stale token."""

    def __init__(self, *lifetimes: int, refresh: str | None = None) -> None:
        self.lifetimes = list(lifetimes)
        self.refresh = refresh
        self.stale: set[str] = set()
        self.asked: list[tuple[str, dict[str, str], str | None]] = []

    def __call__(self, sent: Sent) -> Answer:
        if sent.path not in ("/token", "/refresh"):
            return Answer(401 if sent.header("Authorization") in self.stale else 204, None)
        form = {key: values[0] for key, values in parse_qs(sent.body.decode()).items()}
        self.asked.append((sent.path, form, sent.header("Authorization")))
        token = {"access_token": f"t{len(self.asked)}", "token_type": "Bearer", "expires_in": self.lifetimes.pop(0)}
        if self.refresh:
            token["refresh_token"] = self.refresh
        return Answer(200, "application/json", json.dumps(token).encode())


def _calls(server: Server) -> list[str | None]:
    return [sent.header("Authorization") for sent in server.sent if sent.path not in ("/token", "/refresh")]


def test_client_credentials(fresh: Make, server: Server) -> None:
    tokens = TokenServer(3600)
    server.will(tokens)
    grant = runtime().ClientCredentials("me", "s:ecret", scopes=("read", "write"))
    call = fresh(generated(TEXT), oauth=grant)
    call("s.oauth")
    call("s.oauth")
    pair = base64.b64encode(b"me:s%3Aecret").decode()
    assert tokens.asked == [("/token", {"grant_type": "client_credentials", "scope": "read write"}, f"Basic {pair}")]
    assert _calls(server) == ["Bearer t1", "Bearer t1"]


def test_an_expired_token_is_replaced(fresh: Make, server: Server) -> None:
    tokens = TokenServer(0, 3600)
    server.will(tokens)
    call = fresh(generated(TEXT), oauth=runtime().ClientCredentials("me", "secret", authentication="post"))
    call("s.oauth")
    call("s.oauth")
    form = {"grant_type": "client_credentials", "client_id": "me", "client_secret": "secret"}
    assert tokens.asked == [("/token", form, None), ("/token", form, None)]
    assert _calls(server) == ["Bearer t1", "Bearer t2"]


def test_a_rejected_token_is_replaced_once(fresh: Make, server: Server) -> None:
    tokens = TokenServer(3600, 3600)
    tokens.stale = {"Bearer t1"}
    server.will(tokens)
    fresh(generated(TEXT), oauth=runtime().ClientCredentials("me", "secret"))("s.oauth")
    assert _calls(server) == ["Bearer t1", "Bearer t2"]


def test_password_then_refresh(fresh: Make, server: Server) -> None:
    tokens = TokenServer(0, 3600, refresh="r1")
    server.will(tokens)
    call = fresh(generated(TEXT), oauth=runtime().PasswordCredentials("user", "pass"))
    call("s.oauth")
    call("s.oauth")
    assert [(path, form["grant_type"]) for path, form, _ in tokens.asked] == [
        ("/token", "password"),
        ("/refresh", "refresh_token"),
    ]
    assert tokens.asked[1][1]["refresh_token"] == "r1"


def test_a_refresh_token_from_elsewhere(fresh: Make, server: Server) -> None:
    tokens = TokenServer(3600)
    server.will(tokens)
    fresh(generated(TEXT), code=runtime().RefreshToken("r0", client_id="me"))("s.code")
    assert tokens.asked == [("/token", {"grant_type": "refresh_token", "refresh_token": "r0", "client_id": "me"}, None)]
    assert _calls(server) == ["Bearer t1"]


def test_credentials_of_an_undeclared_oauth_flow_are_refused(fresh: Make, server: Server) -> None:
    package = generated(TEXT)
    with pytest.raises(package.errors.CredentialError):
        fresh(package, code=runtime().ClientCredentials("me", "secret"))("s.code")
    assert server.sent == []


def test_a_header_parameter_that_is_a_credential(fresh: Make, server: Server) -> None:
    tree = """
    paths:
      /x: {get: {operationId: x, tags: [s], parameters: [{name: authorization, in: header, required: true, schema: {type: string}}], responses: {204: {description: Nothing}}}}
    components: {securitySchemes: {token: {type: http, scheme: bearer}}}
    """
    package = generated(document(tree))
    assert "credential-parameter" in package.warnings
    fresh(package, token="t")("s.x")
    assert server.only.header("Authorization") == "Bearer t"


def test_no_log_shows_a_key_of_the_query(fresh: Make, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    for other in (import_module("generator.runtime"), runtime()):  # two copies of the runtime share the logger
        other.APIKey("s3cret", "query", "another")
    fresh(generated(TEXT), key_query="s3cret")("s.query", q="x")
    assert "GET /query: 204" in caplog.text
    assert "s3cret" not in caplog.text


def test_no_repr_shows_a_secret(fresh: Make) -> None:
    call = fresh(generated(TEXT), bearer="s3cret", oauth=runtime().ClientCredentials("me", "s3cret"))
    assert "s3cret" not in repr(call.client) + repr(vars(call.client))


def test_a_user_name_without_its_password_is_refused(fresh: Any) -> None:
    basic = {"b": {"type": "http", "scheme": "basic"}}
    package = generated(
        document(
            {"/x": {"get": {"operationId": "x", "tags": ["t"], "responses": {"204": {"description": "Nothing"}}}}},
            components={"securitySchemes": basic},
            security=[{"b": []}],
        )
    )
    with pytest.raises(
        package.errors.CredentialError, match=r"`username` is a user name without a password: give both$"
    ):
        fresh(package, username="u")("t.x")
