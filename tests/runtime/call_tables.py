"""What calls send: addresses, pauses, credentials, tokens, whole requests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx

from generator.runtime import (
    FORM,
    JSON,
    ClientCredentials,
    OAuth2,
    Operation,
    PasswordCredentials,
    RefreshToken,
    Request,
    RequestOptions,
    RetryPolicy,
    Server,
    ServerVariable,
)
from generator.runtime.http.options import Options, merged_headers
from generator.runtime.http.redirects import followed, is_below, joined
from generator.runtime.http.retries import retry_after
from generator.runtime.http.servers import Base, checked_variables, same_origin, with_path
from generator.runtime.security.basic import Basic
from generator.runtime.security.http_schemes import Bearer, HTTPScheme
from generator.runtime.security.keys import APIKey

from .made_up import Pet, made_client, policy
from .records import Row, outcome


def addresses() -> Iterator[Row]:
    server = Server(
        "https://{region}.x.test:{port}/{base}",
        {"region": ServerVariable("eu", ("eu", "us")), "port": ServerVariable("1")},
    )
    for chosen in (
        {},
        {"base": "v1"},
        {"region": "us", "base": ""},
        {"region": "asia", "base": "a"},
        {"port": "2", "base": "b", "no": "x"},
    ):
        yield f"server {chosen}", outcome(server.resolve, chosen)
        yield f"variables {chosen}", outcome(checked_variables, chosen, {"a": server}, ("https://b.test/{no}",))
        yield f"with path {chosen}", outcome(with_path, "https://own.test/p", server, chosen)
    urls = (
        *(
            "https://a.test",
            "https://a.test/",
            "http://a.test:80/x/",
            "https://a.test/v1?k=1#f",
            "//a.test",
            "a.test",
            "",
        ),
        *(
            "ftp://a.test",
            "https://u:p@a.test",
            "https://",
            "https://a.test:x",
            " https://a.test ",
            "https://ü.test/ä b",
        ),
        *("HTTPS://A.TEST/V1", "https://a.test:443", "http://[::1]:8/", "file:///x", "https://a.test/a/../b", "/v1"),
    )
    for url in urls:
        yield f"base {url}", outcome(lambda one: tuple(Base.parse(one)), url)
    base = Base.parse("https://a.test/v1")
    targets = (
        *(
            "",
            "x",
            "/x",
            "/v1",
            "/v1/x",
            "/v1x",
            "../x",
            "./x?y=1#z",
            "?y=2",
            "//b.test/v1",
            "https://a.test/v1/x",
            "#f",
        ),
        *(
            "http://a.test/v1/x",
            "https://a.test:443/v1/x",
            "https://a.test:444/v1/x",
            "https://u@a.test/v1/x",
            "mailto:x",
        ),
        *(
            "/v1/../x",
            "/v1/%2e%2e/x",
            "/v1/..%2fx",
            "/V1/x",
            "https://A.TEST/v1/x",
            "/v1/x y",
            "/v1/%zz",
            "https://ü.test/",
        ),
        *("/v1\\..\\x", "x" * 9000, "https://a.test.evil/v1", "/v1/%252e%252e/x", "\n/v1/x", "javascript:x"),
    )
    for target in targets:
        yield from _target(base, target)


def _target(base: Base, target: str) -> Iterator[Row]:
    name, found = target[:40], joined(base.resolve("items"), target)
    yield f"joined {name}", outcome(str, found)
    yield f"below {name}", outcome(lambda: found is not None and is_below(found, base))
    yield f"resolved {name}", outcome(lambda: str(base.resolve(target)))
    yield f"followed {name}", outcome(lambda: str(followed(base.resolve("i"), target, ["a=1&y=3", "k=s"], base)))
    for other in ("https://a.test/", "http://a.test/"):
        yield f"origin {name} {other}", outcome(lambda one: same_origin(base.resolve(target), httpx.URL(one)), other)


def pauses() -> Iterator[Row]:
    texts = (
        "0",
        "1",
        "1.5",
        " 7 ",
        "-1",
        "+1",
        "1e3",
        "",
        "soon",
        "5, 9",
        "0x10",
        "1,5",
        "½",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Wed",
    )
    for name in ("Retry-After", "retry-after-ms", "X-RateLimit-Reset", "RateLimit-Reset", "x-rate-limit-reset"):
        for text in (*texts, "1m30s", "2h", "250ms", "1h0m0.5s", "1000", "m"):
            for status in (429, 503):
                headers = httpx.Headers([(name.encode(), text.encode())])
                yield f"{name}: {text} after {status}", outcome(retry_after, headers, status)
    yield "a long number", outcome(retry_after, httpx.Headers({"retry-after": "9" * 30}))
    both = httpx.Headers({"retry-after": "3", "retry-after-ms": "500", "x-ratelimit-reset": "9"})
    yield "several", outcome(retry_after, both, 429)
    for field in (
        "attempts",
        "first_pause",
        "longest_pause",
        "longest_retry_after",
        "budget",
    ):
        for value in (0, 1, -1, 0.5, True, "x", None, float("nan"), float("inf")):
            yield f"policy {field} {value!r}", outcome(
                lambda name, one: getattr(RetryPolicy(**{name: one}), name), field, value
            )


def credentials() -> Iterator[Row]:
    operation: Operation[Any] = Operation("GET", "/x", security=[{"it": []}], responses={200: None})
    given: tuple[Any, ...] = (
        "k-1",
        "",
        " ",
        None,
        "a\nb",
        "ü",
        7,
        b"k",
        lambda: "made",
        lambda: None,
        "Bearer k",
        "bearer  k",
        "Token k",
        "k" * 9000,
    )
    for value in given:
        name = "function" if callable(value) else f"{value!r:.30}"
        for scheme in (
            APIKey(value, "header", "X-Key"),
            APIKey(value, "query", "key"),
            APIKey(value, "cookie", "sid"),
            Bearer(value),
            HTTPScheme(value, "Token"),
        ):
            yield f"{type(scheme).__name__} {scheme!r} {name}", _authorized(operation, scheme)
    pairs: tuple[Any, ...] = (
        ("u", "p"),
        ("u:x", "p"),
        ("", ""),
        ("ü", "ß"),
        "u:p",
        ("u",),
        ("u", 7),
        None,
        ("a\nb", "c"),
    )
    for pair in pairs:
        yield f"Basic {pair!r}", outcome(lambda one: _authorized(operation, Basic(one)), pair)


def _authorized(operation: Operation[Any], scheme: Any) -> str:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        names = ("authorization", "x-key", "cookie")
        seen.append(f"{request.url.query.decode()} {[(k, request.headers[k]) for k in names if k in request.headers]}")
        return httpx.Response(200)

    with made_client(answer, credentials={"it": scheme}) as client:
        return f"{outcome(client.send, Request(operation))} {seen}"


def tokens() -> Iterator[Row]:
    operation: Operation[Any] = Operation("GET", "/x", security=[{"it": []}], responses={200: None})
    urls = {"clientCredentials": "https://auth.test/token", "password": "/token", "refresh": "https://auth.test/again"}
    grants: dict[str, Any] = {
        "client": ClientCredentials(client_id="i", client_secret="s3cret-value", scopes=("a", "b")),
        "client in body": ClientCredentials(client_id="i", client_secret="s3cret-value", authentication="body"),
        "password": PasswordCredentials(username="u", password="pass-word"),
        "refresh": RefreshToken(refresh_token="r-token"),
    }
    bodies: tuple[tuple[int, Any], ...] = (
        (200, {"access_token": "t-1", "expires_in": 3600}),
        (200, {"access_token": "t-1", "token_type": "mac", "expires_in": "60", "refresh_token": "n"}),
        (200, {"access_token": ""}),
        (200, {"access_token": 7}),
        (200, {}),
        (200, "no json"),
        (200, [1]),
        (400, {"error": "invalid_grant", "error_description": "expired s3cret-value"}),
        (401, {"error": 7}),
        (403, "text"),
        (500, {}),
        (302, {}),
    )
    for name, grant in grants.items():
        for status, body in bodies:
            yield f"{name} {status} {body!r}", _token(operation, OAuth2(grant, token_urls=urls), status, body)
        yield f"{name} without an address", _token(operation, OAuth2(grant), 200, {})


def _token(operation: Operation[Any], scheme: OAuth2, status: int, body: Any) -> str:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.method} {request.url} {request.headers.get('authorization')} {request.content.decode()}")
        if request.method == "GET":
            return httpx.Response(200)
        return httpx.Response(status, content=json.dumps(body) if not isinstance(body, str) else body)

    with made_client(answer, credentials={"it": scheme}, retries=0) as client:
        return f"{outcome(client.send, Request(operation))} {seen}"


def requests() -> Iterator[Row]:
    operation: Operation[Any] = Operation(
        "POST",
        "/a/{id}",
        query={"q": FORM},
        body=JSON(Pet),
        responses={200: None, 201: JSON(Pet)},
        idempotency=("header", "X-Key"),
    )
    cases: dict[str, Request[Any]] = {
        "plain": Request(operation, path={"id": 1}, body=Pet(name="x")),
        "no body": Request(operation, path={"id": 1}),
        "wrong body": Request(operation, path={"id": 1}, body={"nam": 1}),
        "no id": Request(operation),
        "none id": Request(operation, path={"id": None}),
        "query": Request(operation, path={"id": "a b"}, query={"q": [1, 2], "r": None, "s": ""}, body={"name": "x"}),
        "headers": Request(
            operation, path={"id": 1}, headers={"X-A": 1, "X-N": None, "Accept": "text/x"}, body={"name": "x"}
        ),
        "cookies": Request(operation, path={"id": 1}, cookies={"c": "d e"}, body={"name": "x"}),
    }
    given: tuple[RequestOptions, ...] = (
        RequestOptions(),
        RequestOptions(headers={"X-A": "2", "User-Agent": None, "accept": "b/c"}, query={"q": 9, "n": "x"}),
        RequestOptions(idempotency_key="key-1"),
        RequestOptions(headers={"Host": "x"}),
        RequestOptions(headers={"X-B": "a\nb"}),
        RequestOptions(timeout=0),
    )
    for name, request in cases.items():
        for number, chosen in enumerate(given):
            yield f"{name} {number}", _requested(request, chosen)


def _requested(request: Request[Any], chosen: RequestOptions) -> str:
    seen: list[str] = []

    def answer(sent: httpx.Request) -> httpx.Response:
        left_out = ("host", "accept-encoding", "connection", "user-agent")
        headers = sorted((key, value) for key, value in sent.headers.items() if key not in left_out)
        seen.append(f"{sent.method} {sent.url} {headers} {sent.content!r}")
        return httpx.Response(200)

    with made_client(answer, retries=0, default_headers={"X-D": "1"}) as client:
        result = outcome(client.send, request, options=chosen)
    return f"{result} {seen}"


def options() -> Iterator[Row]:
    values = (None, 0, 1, -1, 0.5, True, "x", "", " ", float("nan"), float("inf"), [], {}, {"a": "b"})
    names = ("timeout", "deadline", "max_response_seconds", "max_response_bytes", "max_item_bytes", "follow_redirects")
    for name in (*names, "idempotency_key", "strict_responses"):
        for value in values:
            yield f"{name} {value!r}", outcome(lambda key, one: getattr(Options(**{key: one}), key), name, value)
    for value in (*values, RetryPolicy(attempts=7), {"attempts": 2}):
        name = "a policy" if isinstance(value, RetryPolicy) else repr(value)
        yield f"retries {name}", outcome(lambda one: Options().changed({"retries": one}).retries.attempts, value)
    for header in (
        "Host",
        "content-length",
        "Transfer-Encoding",
        "Connection",
        "X-A",
        "Content-Encoding",
        "Content-Type",
    ):
        yield f"header {header}", outcome(lambda one: Options(headers={one: "x"}).headers, header)
    given = ({}, {"a": "1"}, {"A": None}, {"a": "1", "B": "2"}, None)
    for first in given[:4]:
        for second in given:
            yield f"merged {first} {second}", outcome(merged_headers, first, second)
    yield "limits", outcome(lambda: (Options().limit, Options().max_item_bytes, Options(max_response_bytes=0).limit))
    yield "timeouts", outcome(lambda: (Options().timeouts, Options(timeout=3).timeouts, Options(timeout=None).timeouts))
    yield "defaults", outcome(
        lambda: (policy(RetryPolicy()), Options().max_response_seconds, Options().follow_redirects)
    )
