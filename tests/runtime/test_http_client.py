"""Clients against a scripted transport: statuses, errors, redirects, retries, servers, options."""

from __future__ import annotations

import asyncio
import copy
import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

import httpx
import pytest

from generator.runtime import (
    JSON,
    AsyncClient,
    AsyncHTTPClient,
    Binary,
    Client,
    ClientError,
    DecodeError,
    HTTPClient,
    Model,
    Operation,
    Request,
    RequestError,
    Resource,
    Server,
    ServerVariable,
    StatusError,
    Text,
    Timeout,
    TransportError,
    TransportTimeout,
)
from generator.runtime.http import retries

from .clock import Clock


class Pet(Model):
    """A model."""

    name: str


class Problem(Model):
    """An error body."""

    detail: str


class BadRequestError(StatusError):
    """400."""

    body: Problem | None


class ServerError(StatusError):
    """5XX."""


class OtherError(StatusError):
    """default."""


GET: Operation[Pet] = Operation(
    "GET",
    "/pets/{id}",
    responses={200: JSON(Pet), 204: JSON(Pet), 400: JSON(Problem), "5XX": JSON(Problem), 302: None},
)
POST: Operation[Pet] = Operation("POST", "/pets", body=JSON(Pet), responses={201: JSON(Pet), "default": JSON(Problem)})
ERRORS: dict[int | str, type[StatusError]] = {400: BadRequestError, "5XX": ServerError, "default": OtherError}

Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return seconds slept; nothing really sleeps."""
    return Clock().used(monkeypatch).pauses


def client(answer: Answer, **options: Any) -> Client:
    """Return a client whose server is a function."""
    http = HTTPClient(transport=httpx.MockTransport(answer))
    return Client(**{"base_url": "http://api.test/v1", "errors": ERRORS, "http_client": http, **options})


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


def always(status: int, content: bytes = b"", **headers: str) -> Answer:
    """Return a server that always answers the same."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(status, content=content, headers=named)


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


PROBLEM = b'{"detail":"no","new":1}'


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


# -- retries ----------------------------------------------------------------------------------------------------------


class Script:
    """Answers in turn; an exception is raised."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def ok() -> httpx.Response:
    return httpx.Response(200, json={"name": "a"})


@pytest.mark.parametrize(
    "first",
    [
        httpx.ConnectError(""),
        httpx.ConnectTimeout(""),
        httpx.ReadError(""),
        httpx.ReadTimeout(""),
        httpx.RemoteProtocolError(""),
        httpx.Response(429),
        httpx.Response(502),
        httpx.Response(503),
        httpx.Response(504),
    ],
)
def test_idempotent_requests_are_sent_again(first: Any, pauses: list[float]) -> None:
    script = Script(first, ok())
    assert client(script).send(Request(GET, path={"id": 1})).data == Pet(name="a")
    assert len(pauses) == 1
    assert 0 <= pauses[0] <= 0.5
    with pytest.raises(ClientError):
        client(Script(first, ok()), max_retries=0).send(Request(GET, path={"id": 1}))


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (httpx.ConnectError(""), True),
        (httpx.ConnectTimeout(""), True),
        (httpx.ReadError(""), False),
        (httpx.ReadTimeout(""), False),
        (httpx.Response(429), False),
        (httpx.Response(503), False),
    ],
)
@pytest.mark.parametrize("keyed", [None, "header", "property"])
def test_a_post_is_sent_again_only_if_that_is_safe(first: Any, again: bool, keyed: str | None) -> None:
    operation: Operation[Pet] = Operation(
        "POST",
        "/x",
        body=JSON(Pet),
        responses={200: JSON(Pet)},
        idempotency=("body", "name") if keyed == "property" else None,
    )
    headers = {"Idempotency-Key": "k" if keyed == "header" else None}
    script = Script(first, ok())
    request = Request(operation, body=Pet(name="a"), headers=headers)
    if again or keyed:
        assert client(script).send(request).status == 200
        assert [one.content for one in script.requests] == [b'{"name":"a"}'] * 2
    else:
        with pytest.raises(ClientError):
            client(script).send(request)
        assert len(script.requests) == 1


def test_retries_come_to_an_end(pauses: list[float]) -> None:
    script = Script(*[httpx.Response(503, content=PROBLEM)] * 9)
    with pytest.raises(ServerError):
        client(script, max_retries=5).send(Request(GET, path={"id": 1}))
    assert len(script.requests) == 6
    assert all(pause <= most for pause, most in zip(pauses, (0.5, 1, 2, 4, 8), strict=True))


def test_asynchronous_retries(pauses: list[float]) -> None:
    script = Script(httpx.ConnectError(""), httpx.Response(503), ok())

    async def main() -> int:
        http = AsyncHTTPClient(transport=httpx.MockTransport(script))
        async with AsyncClient(base_url="http://api.test", http_client=http) as found:
            return (await found.send(Request(GET, path={"id": 1}))).status

    assert asyncio.run(main()) == 200
    assert len(pauses) == 2


@pytest.mark.parametrize(("value", "seconds"), [("7", 7.0), ("0", 0.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0)])
def test_retry_after(value: str, seconds: float, pauses: list[float]) -> None:
    client(Script(httpx.Response(429, headers={"Retry-After": value}), ok())).send(Request(GET, path={"id": 1}))
    assert len(pauses) == 1
    assert seconds <= pauses[0] <= max(seconds, 0.5)


def test_a_long_retry_after_is_left_to_the_caller() -> None:
    with pytest.raises(StatusError) as caught:
        client(Script(httpx.Response(429, headers={"Retry-After": "3600"}))).send(Request(GET, path={"id": 1}))
    assert retries.retry_after(caught.value.headers) == 3600


def test_a_spent_body_is_not_sent_again() -> None:
    operation: Operation[None] = Operation("PUT", "/x", body=Binary(), responses={204: None})

    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("gone")

    with pytest.raises(TransportError):
        client(answer).send(Request(operation, body=iter([b"1"])))


# -- redirects --------------------------------------------------------------------------------------------------------


def redirecting(status: int, location: str) -> Script:
    return Script(httpx.Response(status, headers={"Location": location}), ok())


@pytest.mark.parametrize("status", [301, 303, 307, 308])
@pytest.mark.parametrize("location", ["/v2/pets", "http://api.test/v2/pets", "http://API.test:80/v2/pets"])
def test_redirects_below_the_base_are_followed(status: int, location: str) -> None:
    script = redirecting(status, location)
    found = client(script, base_url="http://api.test", follow_redirects="server")
    assert found.send(Request(GET, path={"id": 1}, headers={"X-Key": "k"})).status == 200
    assert script.requests[1].url.path == "/v2/pets"
    assert script.requests[1].headers["x-key"] == "k"


@pytest.mark.parametrize(
    "location", ["http://evil.test/", "https://api.test/", "http://api.test:81/", "//evil.test/", "http://[", ""]
)
def test_other_redirects_are_for_the_caller(location: str) -> None:
    script = redirecting(307, location)
    script.answers = [script.answers[0] if location else httpx.Response(307)] * 2
    for followed in ("never", "server"):
        with pytest.raises(ClientError):
            client(script, follow_redirects=followed).send(Request(GET, path={"id": 1}))
    assert len(script.requests) == 2


@pytest.mark.parametrize(("status", "requests"), [(301, 1), (302, 1), (303, 1), (307, 2), (308, 2)])
def test_a_post_stays_a_post(status: int, requests: int) -> None:
    script = Script(httpx.Response(status, headers={"Location": "/v1/x"}), httpx.Response(201, json={"name": "a"}))
    with nullcontext() if requests > 1 else pytest.raises(StatusError):
        client(script, follow_redirects="server").send(Request(POST, body=Pet(name="a")))
    assert [one.method for one in script.requests] == ["POST"] * requests
    assert {one.content for one in script.requests} == {b'{"name":"a"}'}


def test_endless_redirects() -> None:
    with pytest.raises(TransportError, match="redirects"):
        client(always(307, location="/v1/x"), follow_redirects="server").send(Request(GET, path={"id": 1}))


# -- servers and options ----------------------------------------------------------------------------------------------


def reached(operation: Operation[Any] | None = None, **options: Any) -> str:
    """Return the URL that a client calls."""
    script = Script(httpx.Response(204))
    client(script, **{"base_url": None, **options}).send(
        Request(operation or Operation("GET", "/x", responses={204: None}))
    )
    return str(script.requests[0].url)


SERVERS: dict[str, Server | str] = {
    "global": "https://a.test/v1/",
    "local": Server(
        "https://{region}.a.test:{port}/v2",
        {"region": ServerVariable("eu", ("eu", "us")), "port": ServerVariable("444")},
    ),
}


@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({"servers": SERVERS}, "https://a.test/v1/x"),
        ({"servers": SERVERS, "server": "local"}, "https://eu.a.test:444/v2/x"),
        ({"servers": SERVERS, "server": "local", "variables": {"region": "us"}}, "https://us.a.test:444/v2/x"),
        ({"servers": SERVERS, "base_url": "http://own.test"}, "http://own.test/x"),
        ({"servers": SERVERS, "base_url": "http://own.test/a%20b//"}, "http://own.test/a%20b/x"),
        ({"base_url": "http://own.test/a?key=1"}, "http://own.test/a/x?key=1"),
        ({"http_client": None, "base_url": "http://u:p@own.test"}, None),
    ],
)
def test_servers(options: dict[str, Any], url: str | None) -> None:
    if url is not None:
        assert reached(**options) == url


@pytest.mark.parametrize(
    ("servers", "base_url", "url"),
    [
        (("https://files.test/up",), None, "https://files.test/up/x"),
        (("https://files.test/up",), "http://own.test/v9", "http://own.test/v9/x"),
        (("/up",), None, "https://a.test/up/x"),
        (("/up",), "http://own.test/v9", "http://own.test/up/x"),
        ((Server("https://{r}.test", {"r": ServerVariable("eu")}),), None, "https://eu.test/x"),
    ],
)
def test_servers_of_an_operation(servers: Any, base_url: str | None, url: str) -> None:
    operation: Operation[None] = Operation("GET", "/x", servers=servers, responses={204: None})
    assert reached(operation, servers=SERVERS, base_url=base_url) == url


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"servers": {"a": "/v1"}},
        {"base_url": "ftp://a.test"},
        {"base_url": "http://"},
        {"base_url": "a.test"},
        {"servers": SERVERS, "server": "none"},
        {"servers": SERVERS, "server": "local", "variables": {"region": "xx"}},
    ],
)
def test_servers_that_cannot_be(options: dict[str, Any]) -> None:
    with pytest.raises(RequestError):
        reached(**options)


def test_the_own_http_client_of_a_user_works() -> None:
    seen: list[httpx.Request] = []
    hooks: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204, headers={"Set-Cookie": "session=1"})

    http = httpx.Client(
        transport=httpx.MockTransport(answer),
        headers={"X-Mine": "1", "User-Agent": "me"},
        params={"p": "1"},
        cookies={"c": "1"},
        auth=("user", "pass"),
        timeout=3,
        event_hooks={"request": [lambda request: hooks.append(request.content.decode())]},
        follow_redirects=True,
    )
    operation: Operation[None] = Operation("POST", "/x", body=JSON(int), responses={204: None})
    with Client(base_url="http://api.test", http_client=http) as found:
        found.send(Request(operation, body=1, query={"q": 2}))
        http.headers["X-Mine"] = "2"
        found.send(Request(operation, body=2))
    assert not http.is_closed
    assert str(seen[0].url) == "http://api.test/x?p=1&q=2"
    assert [request.headers["x-mine"] for request in seen] == ["1", "2"]
    assert seen[0].headers["user-agent"] == "me"
    assert seen[0].headers["authorization"].startswith("Basic ")
    assert [request.headers["cookie"] for request in seen] == ["c=1", "c=1; session=1"]
    assert seen[0].extensions["timeout"]["read"] == 3
    assert hooks == ["1", "2"]


def test_options() -> None:
    script = Script(*[httpx.Response(204) for _ in range(4)])
    operation: Operation[None] = Operation("GET", "/x", responses={204: None})
    found = client(script, timeout=Timeout(9, connect=1))
    found.send(Request(operation))
    found.send(Request(operation), timeout=2)
    other = found.with_options(timeout=None, headers={"X-All": "1"})
    other.send(Request(operation))
    found.send(Request(operation))
    timeouts = [request.extensions["timeout"]["read"] for request in script.requests]
    assert timeouts == [9, 2, None, 9]
    assert ["x-all" in request.headers for request in script.requests] == [False, False, True, False]


def test_with_options_makes_its_own_resources() -> None:
    from functools import cached_property

    class Pets(Resource):
        @property
        def client(self) -> Client:
            return self._client

    class Mine(Client):
        @cached_property
        def pets(self) -> Pets:
            return Pets(self)

    mine = Mine(base_url="http://api.test")
    assert mine.pets.client is mine
    other = mine.with_options(timeout=1)
    assert other.pets.client is other


def test_closing() -> None:
    found = Client(base_url="http://api.test")
    found.close()
    found.close()
    with pytest.raises(RequestError, match="closed"):
        found.send(Request(GET, path={"id": 1}))
    http = HTTPClient(transport=httpx.MockTransport(always(204)))
    http.close()
    with pytest.raises(RequestError, match="closed"):
        Client(base_url="http://api.test", http_client=http).send(Request(GET, path={"id": 1}))


def test_an_error_of_the_callers_code_is_raised_unchanged() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        client(answer).send(Request(GET, path={"id": 1}))


def test_accept() -> None:
    script = Script(httpx.Response(204), httpx.Response(204))
    operation: Operation[Any] = Operation(
        "GET", "/x", responses={200: (JSON(Pet), Text(content_type="text/csv")), 204: None, 400: JSON(Problem)}
    )
    client(script).send(Request(operation))
    client(script).send(Request(operation, accept="text/csv"))
    assert [request.headers["accept"] for request in script.requests] == ["application/json, text/csv", "text/csv"]
