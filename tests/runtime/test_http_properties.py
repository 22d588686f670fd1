"""Pauses, redirects, secrets, headers and cookies, for arbitrary texts of servers and callers."""

from __future__ import annotations

import gc
import warnings
from contextlib import suppress
from urllib.parse import quote, unquote

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.runtime import JSON, APIKey, Client, ClientError, Operation, Request, RetryPolicy
from generator.runtime._http import SafeHeaders, new_request
from generator.runtime.http.redirects import redirected, target
from generator.runtime.http.retries import retry_after
from generator.runtime.http.servers import Base
from generator.runtime.secrets import redacted

LATIN = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=80)
SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=6, max_size=40)


@settings(deadline=None)
@given(LATIN, st.sampled_from(["retry-after", "retry-after-ms", "x-ratelimit-reset"]))
def test_a_pause_is_none_or_not_negative(value: str, name: str) -> None:
    headers = httpx.Headers([(name.encode(), value.encode("latin-1"))])
    seconds = retry_after(headers, 429)
    assert seconds is None or seconds >= 0


@settings(deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 100), st.floats(0, 100))
def test_backoff_stays_in_its_range(attempt: int, first: float, longest: float) -> None:
    assert 0 <= RetryPolicy(first_pause=first, longest_pause=longest).backoff(attempt) <= longest


@settings(deadline=None)
@given(SECRETS, LATIN, LATIN)
def test_no_form_of_a_secret_is_left(secret: str, before: str, after: str) -> None:
    for form in (secret, quote(secret, safe=""), secret[:-1], secret[1:]):
        if len(form) >= 6 and form not in before + after + "[secret]":
            assert form not in redacted(f"{before} {form} {after}", [secret])


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_redirect_with_credentials_stays_below_the_base(location: str) -> None:
    headers = SafeHeaders({"Authorization": "Bearer k", "Host": "api.test"}, encoding="utf-8")
    request = new_request("GET", httpx.URL("https://api.test/v1/x"), headers, b"", {})
    response = httpx.Response(307, headers=[(b"location", location.encode())])
    for allowed in ("server", "anywhere"):
        following = redirected(request, response, Base("https://api.test/v1"), allowed)
        if following is None:
            continue
        assert following.url.scheme == "https"
        below = following.url.host == "api.test" and unquote(following.url.path).startswith(("/v1/", "/v1"))
        assert below or "authorization" not in following.headers
    assert target(request.url, response) is None or len(location) > 0


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=3), st.text(max_size=20))
def test_headers_and_keys_of_callers_arrive_or_are_refused(headers: dict[str, str], key: str) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={})

    http = httpx.Client(transport=httpx.MockTransport(answer))
    operation: Operation[object] = Operation("GET", "/x", security=[{"k": []}, {}], responses={200: JSON(object)})
    try:
        credentials = {"k": APIKey(key, "cookie", "session")}
        client = Client(base_url="http://a", http_client=http, default_headers=headers, credentials=credentials)
        client.send(Request(operation))
    except ClientError as error:
        problem = str(error)
    else:
        problem = ""
    ordinary = "cookie session header is not a name with control characters outside ASCII"
    assert len(key) < 6 or key in ordinary or key not in problem
    for request in seen:
        _is_what_was_given(request, headers, key)


def _is_what_was_given(request: httpx.Request, headers: dict[str, str], key: str) -> None:
    for name, value in headers.items():
        assert request.headers[name] == value or len({one.lower() for one in headers}) < len(headers)
    assert all(b"\n" not in value and b"\r" not in value for _, value in request.headers.raw)
    if key:
        assert request.headers["cookie"] == f"session={key}"


def test_no_connection_is_left_open() -> None:
    from .faults import reply, serving

    with serving() as server, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ResourceWarning)
        server.on("/x", reply(200), reply(503), reply(200, b"[" * 10), reply(404), reply(200))
        operation: Operation[object] = Operation("GET", "/x", responses={200: JSON(object)})
        with Client(base_url=server.url, retries=RetryPolicy(first_pause=0)) as client:
            for _ in range(20):
                with suppress(ClientError):
                    client.send(Request(operation))
        del client
        gc.collect()
    assert [str(one.message) for one in caught if "unclosed" in str(one.message)] == []
    assert server.connections == 2  # a response that is not read to its end costs its connection
