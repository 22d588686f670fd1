"""Laws of the runtime that no single example shows: over every path of a call, every cut of a text, every time zone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest

from generator.runtime import (
    APIKey,
    AsyncClient,
    AsyncHTTPClient,
    Client,
    ClientCredentials,
    ClientError,
    Hooks,
    HTTPClient,
    OAuth2,
    Operation,
    Request,
    RequestOptions,
    RetryPolicy,
    StatusError,
)
from generator.runtime.http.retries import retry_after
from generator.runtime.problems import pointer, steps

from .clock import Clock

SECRET = "s3cr3t-v4lue-that-is-long"
READ: Operation[Any] = Operation("GET", "/x", responses={200: None})
SECURED: Operation[Any] = Operation("GET", "/x", security=[{"o": []}], responses={200: None})


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body of a response that counts itself among the open ones."""

    def __init__(self, server: Server, content: bytes = b"{}") -> None:
        self._server, self._content, self._is_open = server, content, True
        server.open += 1

    def __iter__(self) -> Iterator[bytes]:
        yield self._content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content

    def close(self) -> None:
        self._server.open -= self._is_open
        self._is_open = False

    async def aclose(self) -> None:
        self.close()


class Server:
    """Answers in turn, and looks whether an answer is still open when the next request comes."""

    def __init__(self, *answers: tuple[int, dict[str, str]]) -> None:
        self.answers = list(answers)
        self.open = 0
        self.requests: list[httpx.Request] = []
        self.open_at_request: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/token":
            return httpx.Response(200, json={"access_token": f"t{len(self.requests)}", "expires_in": 3600})
        self.requests.append(request)
        self.open_at_request.append(self.open)
        status, headers = self.answers[min(len(self.requests), len(self.answers)) - 1]
        return httpx.Response(status, headers=headers, stream=_Body(self))


def call(server: Server, how: str, operation: Operation[Any] = READ, **options: Any) -> Exception | None:
    """Make a call with the client of a kind; return what it raised."""
    options = {"base_url": "http://api.test", **options}
    transport = httpx.MockTransport(server)
    try:
        if how == "sync":
            with Client(http_client=HTTPClient(transport=transport), **options) as client:
                client.send(Request(operation))
            return None

        async def main() -> None:
            async with AsyncClient(http_client=AsyncHTTPClient(transport=transport), **options) as client:
                await client.send(Request(operation))

        asyncio.run(main())
    except Exception as error:
        return error
    return None


def _stop(*_: Any) -> None:
    raise RuntimeError("a hook")


BUSY, FINE = (503, {}), (200, {})
PATHS: dict[str, tuple[tuple[tuple[int, dict[str, str]], ...], dict[str, Any], int]] = {
    "a success": ((FINE,), {}, 1),
    "an error": (((404, {}),), {}, 1),
    "retries": ((BUSY, BUSY, FINE), {}, 3),
    "retries that are not enough": ((BUSY,), {}, 3),
    "a pause that is too long": (((503, {"Retry-After": "999"}),), {}, 1),
    "redirects": (((307, {"Location": "/y"}), (302, {"Location": "/z"}), FINE), {"follow_redirects": "server"}, 3),
    "endless redirects": (((307, {"Location": "/x"}),), {"follow_redirects": "server"}, 10),
    "a redirect that is not followed": (((307, {"Location": "http://evil.test"}),), {"follow_redirects": "server"}, 1),
    "a token that is refused": (((401, {}), FINE), {"operation": SECURED}, 2),
    "a token that is refused again": (((401, {}),), {"operation": SECURED}, 2),
    "a hook after the answer that fails": ((FINE,), {"hooks": [Hooks(after_response=_stop)]}, 1),
    "a hook before a retry that fails": ((BUSY, FINE), {"hooks": [Hooks(on_retry=_stop)]}, 1),
}


@pytest.fixture
def awake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pauses take no time: one that is wrongly made is a further request, not a test that waits."""
    Clock().used(monkeypatch)


@pytest.mark.parametrize("how", ["sync", "async"])
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.usefixtures("awake")
def test_every_answer_is_closed_before_the_next_request_and_at_the_end(path: str, how: str) -> None:
    answers, options, requests = PATHS[path]
    server = Server(*answers)
    options = {"retries": RetryPolicy(first_pause=0), **options}
    if options.get("operation") is SECURED:
        options = {
            **options,
            "credentials": {"o": OAuth2(ClientCredentials("id", "secret"), token_urls={"clientCredentials": "/token"})},
        }
    call(server, how, **options)
    assert len(server.requests) == requests
    assert server.open_at_request == [0] * requests
    assert server.open == 0


@pytest.mark.parametrize("how", ["sync", "async"])
@pytest.mark.parametrize(
    ("given", "requests"),
    [
        ({}, 3),
        ({"max_retries": 0}, 1),
        ({"max_retries": 1}, 2),
        ({"retries": 0}, 1),
        ({"retries": RetryPolicy(attempts=1)}, 1),
        ({"retries": RetryPolicy(attempts=4, first_pause=0)}, 4),
        ({"retries": RetryPolicy(first_pause=0, statuses=frozenset())}, 1),
        ({"retries": RetryPolicy(first_pause=0, methods=frozenset())}, 1),
    ],
)
def test_options_of_retries_are_used_in_every_place(
    given: dict[str, Any], requests: int, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RetryPolicy, "backoff", lambda *_: 0.0)
    server = Server(BUSY)
    call(server, how, **given)
    assert len(server.requests) == requests
    if "retries" in given:
        of_the_call = Server(BUSY)
        http = HTTPClient(transport=httpx.MockTransport(of_the_call))
        with Client(base_url="http://api.test", http_client=http) as client, pytest.raises(StatusError):
            client.send(Request(READ), options=RequestOptions(**given))
        assert len(of_the_call.requests) == requests


@pytest.mark.parametrize("status", [200, 404])
def test_no_cut_of_an_excerpt_leaves_a_part_of_a_secret(status: int) -> None:
    """What a server echoes is redacted first and cut then, wherever the cut falls."""
    operation: Operation[Any] = Operation("GET", "/x", security=[{"k": []}], responses={201: None})
    filler = 0

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=b"." * filler + SECRET.encode() + b"." * 50)

    http = HTTPClient(transport=httpx.MockTransport(answer))
    with Client(
        base_url="http://api.test", credentials={"k": APIKey(SECRET, "header", "X-Key")}, http_client=http
    ) as client:
        for length in (*range(240, 330), *range(1_960, 2_010), *range(3_960, 4_010)):
            filler = length
            try:
                text = repr(client.send(Request(operation)).problems)
            except ClientError as error:
                text = f"{error} {error!r}"
            for size in range(2, len(SECRET)):
                assert f".{SECRET[:size]}" not in text, (length, text[-80:])


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the system has one time zone a process")
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Auckland"])
@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 8, 6, 59, 50, tzinfo=UTC),  # New York goes to summer time at 7:00
        datetime(2026, 11, 1, 5, 59, 50, tzinfo=UTC),  # and back at 6:00
        datetime(2026, 4, 4, 13, 59, 50, tzinfo=UTC),  # Auckland goes back at 14:00
        datetime(2026, 6, 15, 12, 0, 0, tzinfo=UTC),
    ],
)
def test_a_date_means_the_same_in_every_time_zone(zone: str, moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()

    class Now(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return moment.astimezone(tz) if tz else moment.astimezone().replace(tzinfo=None)

    monkeypatch.setattr("generator.runtime.http.retries.datetime", Now)
    try:
        later = moment + timedelta(seconds=30)
        written = (
            format_datetime(later, usegmt=True),
            format_datetime(later),
            later.strftime("%a, %d %b %Y %H:%M:%S -0000"),
        )
        for text in written:
            assert retry_after(httpx.Headers({"Retry-After": text})) == pytest.approx(30)
        before = format_datetime(moment - timedelta(seconds=30), usegmt=True)
        assert retry_after(httpx.Headers({"Retry-After": before})) == 0
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("path", [(), ("",), ("a", "0"), ("a/b", "c~d", "~1", "~0/")])
def test_a_pointer_taken_apart_is_the_path_it_was_made_of(path: tuple[str, ...]) -> None:
    assert steps(pointer(path)) == path
