"""How parameters, forms and parts of multipart bodies are written: rare combinations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.runtime import File, Form, Multipart, RequestError
from generator.runtime.models.adapter import adapter
from generator.runtime.models.types import Duration
from generator.runtime.wire.forms import Encoding
from generator.runtime.wire.json_values import duration
from generator.runtime.wire.parameters import Style, cookies, form_pairs, header, query, query_reserved
from generator.runtime.wire.paths import PathTemplate

FORM = Form(dict[str, Any])


# -- parameters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("%2F%2f%e2%82%AC", "%2F%2f%e2%82%AC"),
        ("%zz%2", "%25zz%252"),
        ("a/b?c=d", "a/b?c=d"),
        ("a&b+c#d e", "a%26b%2Bc%23d%20e"),
        ("100%", "100%25"),
    ],
)
def test_reserved_characters_and_triples_of_either_case_are_kept(value: str, written: str) -> None:
    assert query_reserved(value) == written
    assert query({"q": value}, {"q": Style("form", allow_reserved=True)}) == f"q={written}"


@given(st.text(max_size=20))
@example("%2f")
@example("%")
def test_reserved_characters_never_end_the_query_and_keep_their_meaning(value: str) -> None:
    written = query_reserved(value)
    assert not set("&#+ ") & set(written)
    assert unquote(written) == unquote(value)
    # Written without `allowReserved` a text is a text, triples and all.
    assert parse_qsl(query({"q": value}, {}), keep_blank_values=True) == [("q", value)]


@pytest.mark.parametrize(
    ("value", "style", "pairs"),
    [
        ("", Style("form"), ["q="]),
        (0, Style("form"), ["q=0"]),
        (False, Style("form"), ["q=false"]),
        (["", 0, False], Style("form"), ["q=", "q=0", "q=false"]),
        (["a", None, "b"], Style("form", explode=False), ["q=a,b"]),
        ({"a": None, "b": 0}, Style("form"), ["b=0"]),
        ({"a": 1, "b": 2}, Style("form", explode=False), ["q=a,1,b,2"]),
        ([], Style("form"), []),
        ([], Style("form", allow_empty_value=True), ["q="]),
        ({"a": [None, 1, None, 2]}, Style("deepObject"), ["q%5Ba%5D%5B0%5D=1", "q%5Ba%5D%5B1%5D=2"]),
        ({"a": {"b": None, "c": 1}}, Style("deepObject"), ["q%5Ba%5D%5Bc%5D=1"]),
        (["a", "b"], Style("pipeDelimited", explode=False), ["q=a%7Cb"]),
        (["a", "b"], Style("spaceDelimited", explode=False), ["q=a%20b"]),
    ],
    ids=str,
)
def test_values_that_are_false_and_values_that_are_missing(value: Any, style: Style, pairs: list[str]) -> None:
    assert list(form_pairs("q", value, style)) == pairs


@pytest.mark.parametrize("value", ["", 0, False, "0"])
def test_a_value_that_is_false_is_sent(value: Any) -> None:
    text = "false" if value is False else str(value)
    assert query({"q": value}, {}) == f"q={text}"
    assert cookies({"c": value}, {}) == [f"c={text}"]
    assert header("h", value) == text


@pytest.mark.parametrize("value", [" a", "a ", "\ta", "a\t", " ", "a\nb", "a\rb", "a\0b", "a\x7fb"])
def test_a_header_has_no_blanks_at_its_ends_and_no_control_characters(value: str) -> None:
    with pytest.raises(RequestError):
        header("h", value)
    if value.strip(" \t") not in (value, value.lstrip(" \t")):
        with pytest.raises(RequestError):
            cookies({"c": value}, {"c": Style("cookie")})


@pytest.mark.parametrize(
    ("style", "value", "path"),
    [
        (Style("matrix"), "", "/;v/x"),
        (Style("matrix"), "a", "/;v=a/x"),
        (Style("matrix", explode=True), ["a", "b"], "/;v=a;v=b/x"),
        (Style("matrix"), ["a", "b"], "/;v=a,b/x"),
        (Style("label"), "a", "/.a/x"),
        (Style("label", explode=True), ["a", "b"], "/.a.b/x"),
        (Style("simple"), "a/b", "/a%2Fb/x"),
        (Style("simple", explode=True), {"a": 1}, "/a=1/x"),
        (Style("simple"), {"a": 1}, "/a,1/x"),
    ],
    ids=str,
)
def test_styles_of_a_path(style: Style, value: Any, path: str) -> None:
    assert PathTemplate("/{v}/x").expand({"v": value}, {"v": style}) == path


CLIMBING = [".", "..", "%2e%2e", "%2E.", "a/../b", "a%2f..%2fb", "a%2F%2e%2E", "..\\b", "a%5c..", "a%5C%2e."]


@pytest.mark.parametrize("value", CLIMBING)
@pytest.mark.parametrize("style", [Style("simple"), Style("simple", allow_reserved=True)], ids=["plain", "reserved"])
def test_a_path_value_never_climbs(value: str, style: Style) -> None:
    for given_value in (value, [value], {"k": value}, {value: "k"}):
        if value != "." or given_value == value:
            with pytest.raises(RequestError):
                PathTemplate("/{v}/x").expand({"v": given_value}, {"v": style})


@pytest.mark.parametrize("value", ["..a", "a..b", "...", "a/.b", "a.b"])
def test_dots_that_do_not_leave_the_path_segment(value: str) -> None:
    assert PathTemplate("/{v}/x").expand({"v": value}, {}) == f"/{value.replace('/', '%2F')}/x"


# -- forms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "encoding", "written"),
    [
        ({"a": ""}, None, b"a="),
        ({"a": ["", "x"]}, None, b"a=&a=x"),
        ({"a": None}, None, b""),
        ({"a": [None, "x", None]}, None, b"a=x"),
        ({"a": False, "b": 0}, None, b"a=false&b=0"),
        ({"a": None}, Encoding(content_type="application/json"), b"a=null"),
        ({"a": [None]}, Encoding(content_type="application/json"), b"a=%5Bnull%5D"),
        ({"a": None}, Encoding(content_type="text/plain"), b""),
        ({"a": "b c&d=e"}, None, b"a=b+c%26d%3De"),
        ({"a": "b/c d%2f"}, Encoding(allow_reserved=True), b"a=b/c+d%2f"),
        ({"a": ["x", "y"]}, Encoding(style="form", explode=False), b"a=x,y"),
        ({"a": {"k": "v"}}, Encoding(style="deepObject"), b"a%5Bk%5D=v"),
        ({}, None, b""),
    ],
    ids=str,
)
def test_fields_of_a_form(value: dict[str, Any], encoding: Encoding | None, written: bytes) -> None:
    codec = FORM if encoding is None else Form(dict[str, Any], encoding={"a": encoding})
    assert codec.encode(value) == ("application/x-www-form-urlencoded", written)


def test_an_empty_field_is_read() -> None:
    assert FORM.decode(b"a=&b=1&b=&c", "") == {"a": "", "b": ["1", ""], "c": ""}


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.text(max_size=6), max_size=4))
def test_a_form_is_sent_and_read_back(value: dict[str, str]) -> None:
    assert FORM.decode(FORM.encode(value)[1], "") == value


# -- parts ------------------------------------------------------------------------------------------------------------


def part(value: Any, encoding: Encoding | None = None) -> tuple[str, str]:
    """Return the file name and the media type of the one part of a body."""
    _, content = Multipart(Any, encoding={"f": encoding} if encoding else {}).encode({"f": value})
    assert isinstance(content, bytes)
    head = content.split(b"\r\n\r\n")[0].decode().splitlines()[1:]
    lines = dict(line.split(": ", 1) for line in head)
    return lines["Content-Disposition"].partition('filename="')[2].rstrip('"'), lines["Content-Type"]


@pytest.mark.parametrize(
    ("value", "declared", "written"),
    [
        (File(b"x", "a.png"), None, ("a.png", "image/png")),
        (File(b"x"), None, ("upload", "application/octet-stream")),
        (File(b"x", "a.png"), "text/csv", ("a.png", "text/csv")),  # the declared type before the file name
        (File(b"x", "a.png", "image/x-own"), "text/csv", ("a.png", "image/x-own")),  # the caller's before both
        (File(b"x", "a.png"), "image/jpeg, image/png", ("a.png", "image/png")),
        (File(b"x", "a.gif"), "image/jpeg, image/png", ("a.gif", "image/jpeg")),
        (File(b"x", "a.png"), "image/*", ("a.png", "image/png")),
        (File(b"x", "a.txt"), "image/*, audio/wav", ("a.txt", "audio/wav")),
        (File(b"x", "a.png"), "*/*", ("a.png", "image/png")),
        (File(b"x", "imagex.txt"), "text/*", ("imagex.txt", "text/plain")),
        (("a.png", b"x", "text/own"), "image/png", ("a.png", "text/own")),
    ],
    ids=str,
)
def test_the_media_type_of_a_file(value: Any, declared: str | None, written: tuple[str, str]) -> None:
    assert part(value, Encoding(content_type=declared) if declared else None) == written


@pytest.mark.parametrize("value", [File(b"x"), File(b"x", "a.txt"), b"x"])
def test_a_file_of_no_declared_type_is_refused(value: Any) -> None:
    with pytest.raises(RequestError, match=r"left open by the API \(image/\*\): give it as `File"):
        part(value, Encoding(content_type="image/*"))


@pytest.mark.parametrize("name", ["a\r\nX-Evil: 1", "a\nb", "a\rb", 'a"b', 'a"; filename="b', "ü\n"])
def test_names_in_multipart_cannot_add_headers(name: str) -> None:
    _, content = Multipart(Any).encode({name: File(b"x", name)})
    assert isinstance(content, bytes)
    head = content.split(b"\r\n\r\n")[0].decode()
    lines = head.split("\r\n")
    assert [line.partition(":")[0] for line in lines[1:]] == ["Content-Disposition", "Content-Type"]
    assert lines[1].count('"') == 4
    assert "\n" not in "".join(lines)
    assert "\r" not in "".join(lines)
    for value in ({"a\0": b"x"}, {"a": File(b"x", "b\0")}):
        with pytest.raises(RequestError, match="NUL"):
            Multipart(Any).encode(value)


# -- durations --------------------------------------------------------------------------------------------------------


@given(st.timedeltas(timedelta(days=-10_000), timedelta(days=10_000)))
@example(timedelta(seconds=-5))
@example(timedelta(days=-1, microseconds=1))
@example(timedelta())
def test_a_duration_comes_back_whatever_its_sign(value: timedelta) -> None:
    reader = adapter(Duration, tolerant=False)
    for written in (duration(value), reader.dump_python(value)):
        assert reader.validate_python(written) == value
        assert written.startswith("-P" if value < timedelta() else "P")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (timedelta(seconds=-90), "-PT1M30S"),
        (timedelta(days=-1), "-P1D"),
        (timedelta(days=-1, hours=12), "-PT12H"),
        (timedelta(milliseconds=-1500), "-PT1.5S"),
        (timedelta(days=2, seconds=10), "P2DT10S"),
        (timedelta(), "PT0S"),
    ],
)
def test_durations_as_texts(value: timedelta, text: str) -> None:
    assert duration(value) == adapter(Duration, tolerant=False).dump_python(value) == text
