"""Rules of a call that concern several modules: idempotency keys, expiring tokens, bodies that end early, successes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
import trio

from generator.runtime import (
    JSON,
    AsyncStreamingClient,
    Binary,
    Client,
    ClientCredentials,
    ClientError,
    DecodeError,
    HTTPClient,
    Model,
    OAuth2,
    Operation,
    RefreshToken,
    Request,
    RequestError,
    RequestOptions,
    RetryPolicy,
    StatusError,
    StreamingClient,
    Timeout,
    TransportError,
)
from generator.runtime.http.idempotency import Key
from generator.runtime.http.transmission import said

from .clock import Clock
from .faults import Answer, raw, reply, serving

Handler = Callable[[httpx.Request], httpx.Response]


def client(handler: Handler, **options: Any) -> Client:
    http = HTTPClient(transport=httpx.MockTransport(handler))
    return Client(**{"base_url": "http://api.test", "http_client": http, **options})


OPEN: Operation[Any] = Operation("GET", "/x", responses={200: None})


# -- idempotency keys -------------------------------------------------------------------------------------------------


def keyed(place: str) -> Operation[Any]:
    return Operation("POST", "/x", body=JSON(Any), responses={200: JSON(Any)}, idempotency=(place, "key"))


@pytest.mark.parametrize("place", ["header", "body", "undeclared"])
@pytest.mark.parametrize(("value", "again"), [("k", True), (" k ", True), ("", False), ("  ", False), (None, False)])
def test_null_or_empty_idempotency_keys_do_not_count(place: str, value: str | None, again: bool) -> None:
    """A POST is sent again only under a key: one that is null, empty or blank does not count."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(503)

    operation = keyed(place) if place != "undeclared" else Operation("POST", "/x", body=JSON(Any), responses={})
    name = "key" if place != "undeclared" else "Idempotency-Key"
    given = {"body": {"key": value}} if place == "body" else {"headers": {name: value.strip() if value else value}}
    policy = RetryPolicy(first_pause=0, generate_keys=False)
    with pytest.raises(StatusError):
        client(answer, retries=policy).send(Request(operation, **{"body": {"a": 1}, **given}))
    assert len(asked) == (3 if again else 1)


@pytest.mark.parametrize("value", ["", " ", "\t"])
def test_an_empty_key_of_the_options_is_refused(value: str) -> None:
    with pytest.raises(RequestError, match="idempotency_key"):
        client(lambda _: httpx.Response(200)).send(
            Request(keyed("header"), body={}), options=RequestOptions(idempotency_key=value)
        )


@pytest.mark.parametrize(
    ("content", "kind", "written"),
    [
        (b"{}", "application/json", b'{"key":"v"}'),
        (b"{ }", "application/json", b'{"key":"v"}'),
        (b'{"a":1}', "application/json", b'{"key":"v","a":1}'),
        (b'{"a":1}', "application/vnd.x+json; charset=utf-8", b'{"key":"v","a":1}'),
        (b"[1]", "application/json", b"[1]"),
        (b"", "application/x-www-form-urlencoded", b"key=v"),
        (b"a=1", "application/x-www-form-urlencoded", b"key=v&a=1"),
        (b"{}", "text/plain", b"{}"),
    ],
)
def test_an_idempotency_key_is_written_into_the_body(content: bytes, kind: str, written: bytes) -> None:
    assert Key("v", None, "key").entered(content, kind) == written


# -- tokens -----------------------------------------------------------------------------------------------------------

SECURED: Operation[Any] = Operation("GET", "/x", security=[{"o": []}], responses={200: None})


@pytest.mark.parametrize("grant", [ClientCredentials("i", "s"), RefreshToken("r")], ids=["credentials", "refresh"])
@pytest.mark.parametrize(
    ("expires_in", "lives"),
    [(3600, 3570), ("3600", 3570), (100, 70), (40, 20), (10, 5), (None, 10**9), ("soon", 10**9), (0, 0), (-5, 0)],
)
def test_a_token_lives_as_long_as_it_says(
    grant: Any, expires_in: Any, lives: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is renewed half a minute before its end, or at half of its time if that is later; none is asked for earlier."""
    clock = Clock().used(monkeypatch)
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/token":
            return httpx.Response(200)
        asked.append(parse_qs(request.content.decode())["grant_type"][0])
        return httpx.Response(200, json={"access_token": "t", "expires_in": expires_in})

    scheme = OAuth2(grant, token_urls={"clientCredentials": "/token", "refresh": "/token"})
    found = client(answer, credentials={"o": scheme})
    found.send(Request(SECURED))
    if lives:
        clock.now += lives - 0.01
        found.send(Request(SECURED))
        assert len(asked) == 1
    clock.now += 0.02
    found.send(Request(SECURED))
    assert len(asked) == (2 if lives < 10**9 else 1)


# -- bodies that end early --------------------------------------------------------------------------------------------

FILE: Operation[bytes] = Operation("GET", "/x", responses={200: Binary()})
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
SHORT: dict[str, Answer] = {
    "a length": raw(HEAD + b"Content-Length: 10\r\n\r\n1234"),
    "chunks": raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n"),
    "a chunk": raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n9\r\n1234"),
    "nothing": raw(HEAD + b"Content-Length: 10\r\n\r\n"),
}


def saved(mode: str, url: str, target: Path, **options: Any) -> int:
    options = {"base_url": url, "max_retries": 0, **options}
    if mode == "sync":
        with StreamingClient(**options) as found, found.stream(Request(FILE)) as body:
            return body.save(target)

    async def main() -> int:
        async with AsyncStreamingClient(**options) as found, await found.stream(Request(FILE)) as body:
            return await body.save(target)

    return asyncio.run(main()) if mode == "asyncio" else trio.run(main)


@pytest.mark.parametrize("how", SHORT)
def test_save_refuses_a_short_body(mode: str, how: str, tmp_path: Path) -> None:
    """What was there stays; nothing half is left behind."""
    old = tmp_path / "old"
    old.write_bytes(b"before")
    with serving() as server:
        server.on("/x", SHORT[how])
        for target in (old, tmp_path / "new"):
            with pytest.raises(ClientError):
                saved(mode, server.url, target)
        server.on("/x", reply(200, b"0123456789", "application/octet-stream"))
        assert saved(mode, server.url, tmp_path / "whole") == 10
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"old": b"before", "whole": b"0123456789"}


def test_save_finds_a_short_body_that_the_library_accepts(tmp_path: Path) -> None:
    """A transport of the caller's may not notice that a body is shorter than the server says."""

    def answer(_: httpx.Request) -> httpx.Response:
        headers = {"Content-Length": "10", "Content-Type": "application/octet-stream"}
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"1234"))

    http = HTTPClient(transport=httpx.MockTransport(answer))
    found = StreamingClient(base_url="http://api.test", http_client=http, max_retries=0)
    with found.stream(Request(FILE)) as body, pytest.raises(TransportError, match="after 4 of 10 bytes"):
        body.save(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


# -- time -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [60, Timeout(60), None], ids=["a number", "a Timeout", "none"])
def test_no_timeout_is_longer_than_the_rest_of_the_call(given: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock().used(monkeypatch)
    seen: list[dict[str, float]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        clock.now += 4
        return httpx.Response(503)

    with pytest.raises(StatusError):
        client(answer, timeout=given, deadline=10, retries=RetryPolicy(first_pause=0)).send(Request(OPEN))
    assert [one["read"] for one in seen] == pytest.approx([10, 6, 2])
    assert all(len(set(one.values())) == 1 for one in seen)


# -- who reads a success ----------------------------------------------------------------------------------------------


class Pet(Model):
    name: str


class Problem(Model):
    message: str


class Either(Model):
    name: str | None = None
    message: str


PETS: Operation[Any] = Operation("GET", "/x", responses={200: JSON(Pet), "default": JSON(Problem)})


@pytest.mark.parametrize("status", [200, 201, 202, 299])
def test_an_undeclared_success_is_not_read_as_the_error_model(status: int) -> None:
    both = {"name": "Rex", "message": "done"}
    found = client(lambda _: httpx.Response(status, json=both)).send(Request(PETS))
    assert (type(found.data), found.data.name, found.problems) == (Pet, "Rex", ())


@pytest.mark.parametrize("status", [400, 404, 500, 599])
def test_an_undeclared_error_is_read_as_the_error_model(status: int) -> None:
    answer = httpx.Response(status, json={"name": "Rex", "message": "no"})
    with pytest.raises(StatusError) as caught:
        client(lambda _: answer, max_retries=0).send(Request(PETS))
    assert (type(caught.value.body), caught.value.body.message) == (Problem, "no")


class Tag(Model):
    label: str | None = None


def test_a_range_of_media_types_gives_way_to_a_type_with_the_same_suffix() -> None:
    responses = {200: (JSON(Tag, content_type="application/*"), JSON(Pet))}
    operation: Operation[Any] = Operation("GET", "/x", responses=responses)
    answer = httpx.Response(200, json={"name": "Rex"}, headers={"Content-Type": "application/hal+json"})
    assert type(client(lambda _: answer).send(Request(operation)).data) is Pet


@pytest.mark.parametrize("order", [(Pet, Either), (Either, Pet)], ids=["first", "last"])
def test_the_best_member_of_a_union_is_taken(order: tuple[Any, Any]) -> None:
    first, second = order
    operation: Operation[Any] = Operation("GET", "/x", responses={200: JSON(first | second)})
    for body, expected in (
        ({"name": "Rex"}, Pet),
        ({"name": "Rex", "message": "m"}, Either),
        ({"message": "m"}, Either),
    ):
        found = client(lambda _, body=body: httpx.Response(200, json=body)).send(Request(operation))
        assert (type(found.data), found.problems) == (expected, ())


def test_an_empty_success_with_a_declared_body_is_an_error() -> None:
    found = client(lambda _: httpx.Response(200)).send(Request(PETS))
    with pytest.raises(DecodeError):
        _ = found.data


# -- texts ------------------------------------------------------------------------------------------------------------


def test_a_message_is_redacted_before_it_is_cut() -> None:
    secret = "s3cr3t-v4lue-that-is-long"
    for filler in range(240, 330):
        text = said(httpx.ReadError("." * filler + secret + "." * 50), lambda one: one.replace(secret, "[secret]"))
        assert not any(f".{secret[:size]}" in text for size in range(2, len(secret)))
