"""What answers become: each codec with bodies of all kinds, errors and their streams."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import httpx

from generator.runtime import (
    JSON,
    XML,
    Binary,
    Client,
    EventStream,
    HTTPClient,
    JSONLines,
    Multipart,
    Operation,
    Request,
    ServerSentEvent,
    StreamingClient,
    Text,
    errors,
)
from generator.runtime.problems import listed, pointer, shown, steps
from generator.runtime.secrets import redacted, without_queries
from generator.runtime.secrets import shown as shown_text
from generator.runtime.streams.events import EventSplitter, LineSplitter

from .made_up import NotFoundError, Pet, Problem, made_client
from .records import Row, outcome

CODECS: dict[str, Any] = {
    "pet": JSON(Pet),
    "pets": JSON(list[Pet]),
    "text": Text(),
    "number": JSON(int),
    "bytes": Binary(),
    "xml": XML(Any),
    "nothing": None,
    "several": (JSON(Pet), Text()),
    "lines": JSONLines(Pet),
    "events": EventStream(Pet),
    "parts": Multipart(dict[str, Any]),
}

BODIES = (
    b"",
    b'{"name": "a"}',
    b'{"name": 1, "age": "2"}',
    b'{"age": 1}',
    b"[]",
    b"7",
    b'"x"',
    b"<a>1</a>",
    b"{",
    b"\xff",
)

KINDS = ("application/json", "text/plain; charset=utf-8", "application/xml", "application/vnd.x+json", "text/html", "")


def answers() -> Iterator[Row]:
    for name, codec in CODECS.items():
        operation: Operation[Any] = Operation("GET", "/pets/{id}", responses={200: codec, 404: JSON(Problem)})
        for kind in KINDS:
            for body in BODIES:
                headers = {"content-type": kind} if kind else {}
                yield f"{name} {kind} {body!r}", _called(operation, httpx.Response(200, headers=headers, content=body))
    operation = Operation(
        "GET",
        "/pets/{id}",
        responses={200: JSON(Pet), 204: None, "2XX": Text(), 404: JSON(Problem), "default": JSON(Any)},
    )
    for status in (
        200,
        201,
        202,
        203,
        204,
        205,
        206,
        299,
        301,
        304,
        307,
        400,
        401,
        403,
        404,
        409,
        410,
        418,
        422,
        429,
        499,
        500,
        501,
        503,
        599,
    ):
        for body in (b"", b'{"name": "a", "detail": "d"}', b'{"detail": 7}', b"no json", b'"' + b"x" * 900 + b'"'):
            headers = {"content-type": "application/json", "x-request-id": f"r-{status}"}
            yield f"{status} {body[:30]!r}", _called(operation, httpx.Response(status, headers=headers, content=body))


def _called(operation: Operation[Any], response: httpx.Response) -> str:
    def call(*, strict: bool) -> Any:
        made = httpx.Response(response.status_code, headers=response.headers, content=response.content)
        client, answered = _shared(strict)
        answered[:] = [made]
        found = client.send(Request(operation, path={"id": 7}))
        return found.status, found.data, [str(one) for one in found.problems]

    return f"{outcome(call, strict=False)} || {outcome(call, strict=True)}"


@cache
def _shared(strict: bool) -> tuple[Client, list[httpx.Response]]:
    """Return a client, and the list whose first response it gets."""
    answered: list[httpx.Response] = []
    return made_client(lambda request: answered[0], retries=0, strict_responses=strict), answered


def error_values() -> Iterator[Row]:
    headers = httpx.Headers({"x-request-id": "r-1"})
    for made in (
        errors.ClientError("plain"),
        errors.RequestError("bad"),
        errors.CredentialError("no"),
        errors.PaginationError("page", "c-1"),
        errors.WaitFailedError("failed", "ended", {"a": 1}),
        errors.WaitTimeoutError("late", None, None),
        errors.TransportError("lost", sent=False),
        errors.TransportTimeout("slow"),
        errors.DecodeError("undecoded", 200, headers, b"x"),
        errors.StatusError("refused", 404, headers, b"{}", {"a": 1}),
        NotFoundError("refused", 404, httpx.Headers(), b"", None),
    ):
        yield f"{type(made).__name__} repr", outcome(repr, made)
        yield f"{type(made).__name__} str", outcome(str, made)
        yield f"{type(made).__name__} attributes", outcome(
            lambda one: sorted((k, str(v)) for k, v in vars(one).items()), made
        )
    for status in (
        0,
        99,
        100,
        199,
        200,
        204,
        299,
        300,
        301,
        303,
        304,
        306,
        307,
        308,
        399,
        400,
        404,
        429,
        499,
        500,
        599,
        600,
    ):
        yield f"status {status}", outcome(
            lambda one: (
                errors.is_success(one),
                errors.is_error(one),
                errors.is_redirect(one),
                errors.status_range(one),
                errors.phrase(one),
            ),
            status,
        )
    for name in (
        "x-request-id",
        "request-id",
        "X-Correlation-Id",
        "x-amzn-requestid",
        "cf-ray",
        "x-trace-id",
        "traceparent",
        "x-b3-traceid",
    ):
        for value in ("abc", "", " a b ", "x" * 300, "\x01"):
            yield f"{name} {value[:10]!r}", outcome(errors.request_id, httpx.Headers([(name.encode(), value.encode())]))


STREAMS = (
    b"",
    b"\n\n",
    b"data: 1\n\n",
    b"data: a\ndata: b\n\ndata: c\n\n",
    b"\xef\xbb\xbfdata:x\r\n\r\n",
    b"event: ping\ndata\n\n: comment\n\nid: 7\nretry: 10\ndata: y\n\n",
    b"id: a\0b\nretry: 1.5\nretry: \xc2\xb2\ndata: \xff\n\n",
    b"data: unfinished\n",
    b"data: x\rdata: y\r\rdata: z\r\n\r\n",
    b'data: {"name": "a"}\n\nevent: error\ndata: {"message": "no"}\n\ndata: {"name": "b"}\n\n',
    b'data: {"name": 7}\n\ndata: [DONE]\n\ndata: {"name": "late"}\n\n',
    b'event: update\ndata: {"name": "a"}\n\nevent: other\ndata: {"x": 1}\n\nevent: heartbeat\ndata: {}\n\n',
    b'{"name": "a"}\n\n{"name": "b", "age": "1"}\r\n{"name": "c"}',
    b'{"name": "a"}\nbroken\n{"name": "b"}\n',
    b'\x1e{"name": "a"}\n\x1e{"name": "b"}\n',
)


def streams() -> Iterator[Row]:
    for content in STREAMS:
        for size in (1, 3, 1000):
            pieces = [content[start : start + size] for start in range(0, len(content), size)]
            yield f"events by {size} of {content!r}", outcome(_split, pieces)
            yield f"lines by {size} of {content!r}", outcome(_lines, pieces)
        for name, codec in (
            ("pets", EventStream(Pet)),
            ("text", EventStream(str)),
            ("raw", EventStream(ServerSentEvent)),
            ("any", EventStream(Any)),
            ("lines", JSONLines(Pet)),
            ("text lines", JSONLines(Any)),
            ("sequence", JSONLines(Pet, content_type="application/json-seq")),
        ):
            yield f"{name} of {content!r}", _streamed(codec, content)
    yield "a long event", outcome(lambda: list(EventSplitter(10).feed(b"data: 12345\ndata: 678901\n\n")))
    yield "a long line", outcome(lambda: list(EventSplitter(10).feed(b"data: 1234567\n\n")))
    yield "a line of the limit", outcome(lambda: list(EventSplitter(10).feed(b"data: 1234\n\n")))


def _split(pieces: list[bytes]) -> Any:
    splitter = EventSplitter()
    found = [event for piece in pieces for event in splitter.feed(piece)]
    return found, splitter.id, splitter.retry


def _lines(pieces: list[bytes]) -> Any:
    splitter = LineSplitter()
    return [line for piece in pieces for line in splitter.feed(piece)], splitter.end()


def _streamed(codec: Any, content: bytes) -> str:
    operation: Operation[Any] = Operation("GET", "/s", responses={200: codec})
    found: list[Any] = []

    def run(*, strict: bool) -> Any:
        found.clear()
        answer = httpx.Response(200, headers={"content-type": codec.content_type}, content=content)
        http = HTTPClient(transport=httpx.MockTransport(lambda request: answer))
        client = StreamingClient(base_url="http://api.test", http_client=http, strict_responses=strict)
        with client, client.stream(Request(operation)) as stream:
            for item in stream:
                found.append(item)
            return [str(one) for one in stream.problems], stream.last_event_id, stream.retry

    first = f"{outcome(run, strict=False)} {found!r}"
    return f"{first} || {outcome(run, strict=True)} {found!r}"


def texts() -> Iterator[Row]:
    values: tuple[Any, ...] = (
        None,
        True,
        0,
        1.5,
        10**400,
        10**90,
        "a",
        "x" * 99,
        "x" * 100,
        "x" * 101,
        "x" * 500,
        [],
        [1],
        {},
        {"a": 1},
        b"x",
    )
    for value in (
        *values,
        datetime(2024, 1, 1),
        datetime(2024, 1, 1, tzinfo=UTC),
        timedelta(1),
        Decimal(1),
        Pet(name="x"),
    ):
        yield f"shown {value!r:.40}", outcome(shown, value)
    for path in ((), ("a",), ("a", 0, "b/c", "d~e"), ("",)):
        yield f"pointer {path}", outcome(lambda one: (pointer(one), steps(pointer(one))), path)
    for count in (0, 1, 2, 3, 4, 5, 6, 10, 20):
        yield f"listed {count}", outcome(listed, [f"line {number}" for number in range(count)])
    for text in ("", "a b", "a\nb\t c", "x" * 10, "x" * 11, "é\x00\u2028z", "  edge  "):
        yield f"shown text {text!r}", outcome(shown_text, text, 10)
    for text in ("", "see https://a.test/x?key=1&b=2 now", "a?b", "what? no=x", "x?k=v y?l=w"):
        yield f"queries {text}", outcome(without_queries, text)
    secret = "s3cr3t-key/+ü"
    for text in (
        secret,
        f"x{secret}y",
        "s3cr3t",
        "s3cr3t-k",
        "key/+ü",
        "s3cr3t-key%2F%2B%C3%BC",
        "s3cr3t-key%2f%2b%c3%bc",
        "none",
        "3cr3t-key/+",
    ):
        yield f"redacted {text}", outcome(redacted, text, [secret, "ab", "p1", ""])
    for text in ("ab", "cab", "x ab y", "p1-p1", "ab ab"):
        yield f"short {text}", outcome(redacted, text, ["ab", "p1"])


def codings() -> Iterator[Row]:
    plain = b'{"name": "a"}' * 3
    packed = bytes.fromhex("1f8b0800000000000203ab56ca4bcc4d55b252504a54aaadc6c90100c13415fc27000000")
    more = bytes.fromhex("1f8b0800000000000203cbcd2f4a05007cf2528b04000000")
    zipped = bytes.fromhex("789cab56ca4bcc4d55b252504a54aaadc6c90100ecb50b95")
    deflated = bytes.fromhex("ab56ca4bcc4d55b252504a54aaadc6c90100")
    contents = {
        "plain": plain,
        "gzip": packed,
        "gzip twice": packed + more,
        "gzip and zeros": packed + b"\0" * 9,
        "gzip and garbage": packed + b"garbage",
        "gzip cut": packed[:-5],
        "gzip head": packed[:10],
        "zlib": zipped,
        "zlib cut": zipped[:-3],
        "raw deflate": deflated,
        "raw deflate cut": deflated[:-1],
        "nothing": b"",
    }
    operation: Operation[Any] = Operation("GET", "/pets/{id}", responses={200: Text()})
    for coding in (
        "",
        "gzip",
        "GZIP",
        "x-gzip",
        "deflate",
        "identity",
        "br",
        "gzip, gzip",
        "identity, gzip",
        ",",
        "gzip,",
    ):
        for name, content in contents.items():
            for limit in (None, 20):
                yield f"{coding} {name} {limit}", _decoded(operation, coding, content, limit)


def _decoded(operation: Operation[Any], coding: str, content: bytes, limit: int | None) -> str:
    def answer(request: httpx.Request) -> httpx.Response:
        headers = {"content-type": "text/plain", **({"content-encoding": coding} if coding else {})}
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(content))

    given = {} if limit is None else {"max_response_bytes": limit}
    with made_client(answer, retries=0, **given) as client:
        return outcome(lambda: client.send(Request(operation, path={"id": 7})).data)
