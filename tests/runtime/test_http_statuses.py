"""Clients against a scripted transport: successes, errors, bodies that are too large or too slow."""

from __future__ import annotations

import asyncio
import copy
import gzip
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from generator.runtime import (
    JSON,
    AsyncClient,
    AsyncHTTPClient,
    ClientError,
    DecodeError,
    Operation,
    Request,
    RequestError,
    StatusError,
    TransportError,
    TransportTimeout,
)

from .clock import Clock
from .scripted import (
    ERRORS,
    GET,
    POST,
    PROBLEM,
    Answer,
    BadRequestError,
    OtherError,
    Pet,
    Problem,
    ServerError,
    always,
    client,
)

pytestmark = pytest.mark.usefixtures("clock")


def get(answer: Answer, **options: Any) -> Any:
    """Return the response to `GET`, from both clients."""
    request = Request(GET, path={"id": 1})

    async def aget() -> Any:
        http = AsyncHTTPClient(transport=httpx.MockTransport(answer))
        async with AsyncClient(base_url="http://api.test/v1", errors=ERRORS, http_client=http, **options) as found:
            return await found.send(request)

    try:
        expected = client(answer, **options).send(request)
    except ClientError as error:
        _fails_likewise(aget, error)
        raise
    found = asyncio.run(aget())
    assert (found.status, found.content, found.data) == (expected.status, expected.content, expected.data)
    return expected


def _fails_likewise(call: Callable[[], Any], error: ClientError) -> None:
    with pytest.raises(type(error), match=re.escape(str(error))):
        asyncio.run(call())


def test_a_success() -> None:
    response = get(always(200, b'{"name":"a"}', content_type="application/json", X_Rate="3"))
    assert (response.status, response.data) == (200, Pet(name="a"))
    assert response.header("x-rate", int) == 3
    assert response.header("x-none", int) is None
    with pytest.raises(DecodeError):
        response.header("content-type", int)


@pytest.mark.parametrize(("status", "content", "data"), [(302, b"", None), (202, b'{"name":"a"}', Pet(name="a"))])
def test_successes_that_are_not_declared(status: int, content: bytes, data: object) -> None:
    response = get(always(status, content))
    assert (response.status, response.content, response.data) == (status, content, data)


def test_head_has_no_body() -> None:
    operation: Operation[Pet] = Operation("HEAD", "/x", responses={200: JSON(Pet)})
    assert client(always(200, content_type="application/json")).send(Request(operation)).data is None


@pytest.mark.parametrize(
    ("status", "content", "kind", "body"),
    [
        (400, PROBLEM, BadRequestError, Problem(detail="no").with_extra({"new": 1})),
        (400, b"<html>", BadRequestError, None),
        (400, b"", BadRequestError, None),
        (400, b'{"detail":', BadRequestError, None),
        (400, b'{"detail":1}', BadRequestError, Problem(detail="1")),
        (400, b"[" * 100_000, BadRequestError, None),
        (500, PROBLEM, ServerError, Problem(detail="no").with_extra({"new": 1})),
        (599, PROBLEM, ServerError, Problem(detail="no").with_extra({"new": 1})),
        (404, PROBLEM, OtherError, None),
        (494, PROBLEM, OtherError, None),
        (999, b"", OtherError, None),
        (304, b"", OtherError, None),
        (301, b"", OtherError, None),
    ],
)
def test_error_statuses(status: int, content: bytes, kind: type[StatusError], body: object) -> None:
    with pytest.raises(kind) as caught:
        get(always(status, content, X_Id="1"))
    error = caught.value
    assert (error.status, error.content, error.body, error.headers["x-id"]) == (status, content, body, "1")
    assert "GET /pets/{id}" in str(error)
    assert copy.copy(error).body == body


def test_the_default_response_covers_undeclared_statuses() -> None:
    request = Request(POST, body=Pet(name="a"))
    with pytest.raises(OtherError) as caught:
        client(always(409, PROBLEM)).send(request)
    assert caught.value.body == Problem(detail="no").with_extra({"new": 1})
    assert client(always(202, PROBLEM)).send(request).data == Problem(detail="no").with_extra({"new": 1})
    with pytest.raises(DecodeError) as odd:
        client(always(202, b"?")).send(request)
    assert (odd.value.status, odd.value.content) == (202, b"?")


def test_a_client_without_error_classes_raises_the_base_class() -> None:
    with pytest.raises(StatusError) as caught:
        client(always(418, b"teapot"), errors={}).send(Request(GET, path={"id": 1}))
    assert type(caught.value) is StatusError
    assert "418 I'm a Teapot" in str(caught.value)


@pytest.mark.parametrize(
    ("raised", "kind", "sent"),
    [
        (httpx.ConnectError("no"), TransportError, False),
        (httpx.ConnectTimeout("slow"), TransportTimeout, False),
        (httpx.ReadTimeout("slow"), TransportTimeout, True),
        (httpx.RemoteProtocolError("odd"), TransportError, True),
        (httpx.DecodingError("odd"), DecodeError, None),
        (httpx.LocalProtocolError("odd"), RequestError, None),
        (httpx.StreamClosed(), TransportError, True),
    ],
)
def test_no_error_of_the_http_library_escapes(raised: Exception, kind: type[ClientError], sent: bool | None) -> None:
    def stream() -> Iterator[bytes]:
        raise raised
        yield b""

    def answer(request: httpx.Request) -> httpx.Response:
        if isinstance(raised, httpx.DecodingError | httpx.StreamClosed):
            return httpx.Response(200, content=stream())
        raise raised

    with pytest.raises(kind) as caught:
        client(answer).send(Request(GET, path={"id": 1}))
    assert getattr(caught.value, "sent", None) is sent


def test_an_error_body_that_breaks_off_is_still_the_status() -> None:
    def stream() -> Iterator[bytes]:
        yield b"{"
        raise httpx.ReadError("gone")

    with pytest.raises(BadRequestError) as caught:
        client(lambda _: httpx.Response(400, content=stream())).send(Request(GET, path={"id": 1}))
    assert caught.value.content == b""


def test_compressed_bodies_are_bounded() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(
            200, content=iter([gzip.compress(b" " * 5_000_000)]), headers={"Content-Encoding": "gzip"}
        )

    with pytest.raises(DecodeError, match="larger than 1000000 bytes"):
        client(answer).with_options(max_response_bytes=1_000_000).send(Request(GET, path={"id": 1}))


def test_bodies_that_drip_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock().used(monkeypatch)

    def drip() -> Iterator[bytes]:
        while True:
            clock.now += 1
            yield b" "

    with pytest.raises(TransportTimeout):
        client(lambda _: httpx.Response(200, content=drip()), max_retries=0).send(Request(GET, path={"id": 1}))
