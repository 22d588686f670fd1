"""What a hostile server answers, and what a hostile value would do to a request, ends as an error of the client."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import httpx
import pytest

from generator.runtime import (
    XML,
    Basic,
    ClientError,
    EventStream,
    HTTPClient,
    Model,
    Multipart,
    Operation,
    Request,
    RequestError,
    Text,
)
from generator.runtime import (
    StreamingClient as Client,
)
from generator.runtime.json_schema import patterns


class Thing(Model):
    name: str


_THING: Operation[Any] = Operation("GET", "/things/{id}", responses={200: Text()})


def ask(operation: Operation[Any], answer: httpx.Response, **request: Any) -> Any:
    transport = httpx.MockTransport(lambda _: answer)
    with Client(base_url="https://api.example.com", http_client=HTTPClient(transport=transport)) as client:
        return client.send(Request(operation, **request)).data


@pytest.mark.parametrize("value", ["x" * 100_000, "\ud800", "..", "a/../b", "%2e%2e", ".", ""])
def test_path_values_that_cannot_be_sent(value: str) -> None:
    with pytest.raises(RequestError):
        ask(_THING, httpx.Response(200), path={"id": value})


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\0b", "\ud800"])
def test_header_values_that_cannot_be_sent(value: str) -> None:
    with pytest.raises(RequestError):
        ask(_THING, httpx.Response(200), path={"id": "1"}, headers={"X-A": value})


@pytest.mark.parametrize("charset", ["zlib_codec", "hex", "rot13", "base64", "undefined", "idna", "../x", "mbcs"])
def test_charsets_that_do_not_decode_text(charset: str) -> None:
    answer = httpx.Response(200, content=b"abc", headers={"content-type": f"text/plain; charset={charset}"})
    with suppress(ClientError):
        assert ask(_THING, answer, path={"id": "1"}) == "abc"


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0" encoding="zlib_codec"?><Thing/>',
        '<!DOCTYPE t [<!ENTITY e SYSTEM "file:///etc/passwd">]><Thing><name>&e;</name></Thing>',
        '<!DOCTYPE t [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Thing><name>&b;</name></Thing>',
        "<a>" * 100_000,
        "<Thing " + " ".join(f"xmlns:n{n}='{n}'" for n in range(20_000)) + ">" + "<a/>" * 20_000 + "</Thing>",
    ],
    ids=["encoding", "entity", "bomb", "depth", "namespaces"],
)
def test_hostile_xml(text: str) -> None:
    operation: Operation[Any] = Operation("GET", "/x", responses={200: XML(Thing)})
    started = time.process_time()
    with pytest.raises(ClientError):
        ask(operation, httpx.Response(200, content=text.encode(), headers={"content-type": "application/xml"}))
    assert time.process_time() - started < 5


_MULTIPART = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("codec", "content_type", "content"),
    [
        (Multipart(dict[str, object]), _MULTIPART, b"--x\r\nContent-Type: " + b'"' * 50_000 + b"\r\n\r\nv\r\n--x--"),
        (Multipart(dict[str, object]), _MULTIPART, b"--x\r\nA: b" + b"; a" * 5_000 + b"\r\n\r\nv\r\n--x--"),
        (Multipart(dict[str, object]), f"multipart/form-data{'; a' * 20_000}; boundary=x", b"--x\r\n\r\nv\r\n--x--"),
        (Multipart(dict[str, object]), _MULTIPART, b"--x\r\n\r\nv\r\n" * 100_000),
        (Text(), "text/plain; charset=punycode", b"a-" * 400_000),
        (XML(dict[str, object]), "application/xml", b"<L>" + b"<l/>" * 100_000 + b"</L>"),
    ],
    ids=["quotes", "parameters", "content type", "parts", "punycode", "elements"],
)
def test_answers_that_take_long_to_read(codec: Any, content_type: str, content: bytes) -> None:
    operation: Operation[Any] = Operation("GET", "/x", responses={200: codec})
    started = time.process_time()
    with suppress(ClientError):
        ask(operation, httpx.Response(200, content=content, headers={"content-type": content_type}))
    assert time.process_time() - started < 4


def test_events_of_empty_lines_are_bounded() -> None:
    operation: Operation[Any] = Operation("GET", "/x", responses={200: EventStream(Thing)})
    answer = httpx.Response(200, content=b"data\n" * 2_000, headers={"content-type": "text/event-stream"})
    http = HTTPClient(transport=httpx.MockTransport(lambda _: answer))
    client = Client(base_url="https://a", http_client=http, max_item_bytes=1_000)
    with pytest.raises(ClientError), client.stream(Request(operation)) as stream:
        list(stream)


@pytest.mark.parametrize(
    "pattern",
    [
        *("^(a+)+$", "^(?=.*a)(a|b|ab)*c$", "(?!x)((a|aa)b?)+$", "(x+x+)+\\1y", "(?=a)(a|a){40}b", "(?=(a+)+$)b"),
        *("(?!x)a*a*a*b", "(?!x)a*a*a*a*a*b", "(?=a)(a{0,20}){20}b", "(?=a)" + "a?" * 30 + "a" * 30, "(?!x)(a?){40}b"),
        *("((?=a)){999999999}", "(?=a)a{0,99999999999}", "((a{1000}){1000}){1000}", "(?=(?=(?=a*)*)*)*b", "(?<!a)a+b"),
        *(
            "^(?!(?:.*(a|b|c|d)){20})x",
            "(?:(?!b)a|a)*c",
            "^(?=.*a.*a.*a.*b)",
            "(?=a)[\\s\\S]{0,60000}b",
            "(?=a)(){9999999}",
        ),
    ],
)
@pytest.mark.parametrize("text", ["ab" * 30 + "a" * 60 + "!", "a" * 60 + "!", "a" * 2_000, "a" * 100_000], ids=len)
def test_patterns_that_backtrack(pattern: str, text: str) -> None:
    started = time.process_time()
    if patterns.translate_pattern(pattern) is not None:
        patterns.search_pattern(pattern)(text)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("pattern", "fitting", "other"),
    [
        (r"^(?=.*[a-z])(?=.*\d).{8,}$", "abcdefg1", "abcdefgh"),
        (r"^(?!.*--)[a-z0-9-]+(\.[a-z0-9-]+)?$", "a-b.c", "a--b"),
        ("^(?:(?!foo).)*$", "food".replace("foo", "fo"), "a food"),
        (r"^(\w+) \1$", "ab ab", "ab ac"),
        ("(?<!a)b", "cb", "ab"),
    ],
)
def test_patterns_that_look_around_still_hold(pattern: str, fitting: str, other: str) -> None:
    search = patterns.search_pattern(pattern)
    assert search(fitting)
    assert not search(other)


@pytest.mark.parametrize("credential", [("user", "pass-word-9"), "user:pass-word-9"])
def test_an_error_that_echoes_the_request_shows_no_credential(credential: Any) -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500, content=f"{dict(request.headers)} pass-word-9")

    operation: Operation[Any] = Operation("GET", "/x", security=[{"basic": []}])
    http = HTTPClient(transport=httpx.MockTransport(echo))
    with Client(base_url="https://a", credentials={"basic": Basic(credential)}, http_client=http) as client:
        with pytest.raises(ClientError) as raised:
            client.send(Request(operation))
        for text in (str(raised.value), repr(raised.value), repr(client)):
            assert "pass-word-9" not in text
            assert "dXNlcjpwYXNzLXdvcmQtOQ" not in text
