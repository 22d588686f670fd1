"""Clients against a scripted transport: servers, options, closing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from generator.runtime import (
    JSON,
    Client,
    HTTPClient,
    Operation,
    Request,
    RequestError,
    Resource,
    Server,
    ServerVariable,
    Text,
    Timeout,
)

from .scripted import GET, Pet, Problem, Script, always, client

pytestmark = pytest.mark.usefixtures("clock")


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
