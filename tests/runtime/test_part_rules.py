"""Bodies of several parts: which may be sent again, how they are read back, and values that arrive as text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.runtime import File, Model, Multipart, RequestError, Upload
from generator.runtime.wire.headers import read_header
from generator.runtime.wire.multipart_reader import parameter, parts
from generator.runtime.wire.uploads import StreamBody


class Form(Model):
    first: Upload
    second: Upload | None = None


class Once(io.RawIOBase):
    """A file without a position, as a pipe is."""

    def __init__(self, content: bytes) -> None:
        self._left = content

    def read(self, size: int = -1) -> bytes:
        found, self._left = self._left, b""
        return found

    def seekable(self) -> bool:
        return False


def _iterator() -> Iterator[bytes]:
    yield b"one"


def _file(tmp_path: Path) -> Path:
    path = tmp_path / "one.txt"
    path.write_bytes(b"one")
    return path


SOURCES = {
    "bytes": (lambda _: b"one", True),
    "path": (_file, True),
    "file": (lambda _: io.BytesIO(b"one"), True),
    "list": (lambda _: File([b"on", b"e"]), True),
    "iterator": (lambda _: File(_iterator()), False),
    "pipe": (lambda _: Once(b"one"), False),
}


@pytest.mark.parametrize("first", SOURCES)
@pytest.mark.parametrize("second", SOURCES)
def test_a_body_is_sent_again_only_if_each_of_its_parts_can_be_read_again(
    first: str, second: str, tmp_path: Path
) -> None:
    (one, once), (other, again) = SOURCES[first], SOURCES[second]
    _, content = Multipart(Form).encode(Form(first=one(tmp_path), second=other(tmp_path)))
    if isinstance(content, bytes):
        return
    assert isinstance(content, StreamBody)
    assert not content.spent
    sent = b"".join(content)
    assert sent.count(b"one") >= 2
    assert content.spent == (not (once and again))
    if content.spent:
        with pytest.raises(RequestError, match="cannot be sent twice"):
            b"".join(content)
    else:
        assert b"".join(content) == sent


@pytest.mark.parametrize("start", [0, 3, 10])
def test_a_file_is_sent_from_where_it_stands_and_its_length_says_so(start: int) -> None:
    file = io.BytesIO(b"0123456789")
    file.seek(start)
    body = StreamBody([file])
    assert (body.length, b"".join(body), b"".join(body)) == (10 - start, b"0123456789"[start:], b"0123456789"[start:])


CONTENT = st.lists(
    st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b"\x00", b"\xff", b"--", b"--bound", b": ", b"\r\n\r\n"]), max_size=8
).map(b"".join)


@given(st.lists(CONTENT, min_size=1, max_size=3), st.sampled_from([b"\r\n", b"\n"]))
def test_the_content_of_parts_comes_back_byte_for_byte(contents: list[bytes], end: bytes) -> None:
    body = b"".join(
        b"--xyz" + end + b'Content-Disposition: form-data; name="f"' + end + end + one + end for one in contents
    )
    found = [part.content for part in parts(body + b"--xyz--" + end, "multipart/form-data; boundary=xyz")]
    # Which of two line ends is the delimiter's own cannot be known where both kinds are used.
    expected = [one.removesuffix(b"\r") if end == b"\n" else one for one in contents]
    assert found == expected


@pytest.mark.parametrize("name", ["boundary", "Boundary", "BOUNDARY"])
@pytest.mark.parametrize("value", ["xyz", '"xyz"', '"x\\yz"'])
def test_names_of_parameters_are_read_in_any_case(name: str, value: str) -> None:
    """RFC 9110, 5.6.6; a quoted text has escapes (5.6.4)."""
    assert parameter(f"multipart/form-data; charset=utf-8; {name}={value}", "boundary") == "xyz"
    assert parameter(f"multipart/form-data; x{name}={value}", "boundary") is None


@pytest.mark.parametrize(
    ("value", "type_", "explode", "expected"),
    [
        ("a,1,b,2", dict[str, int], False, {"a": 1, "b": 2}),
        ("a=1,b=2", dict[str, int], True, {"a": 1, "b": 2}),
        ("a,x%2Cy,b,%25", dict[str, str], False, {"a": "x,y", "b": "%"}),
        ("a=x%2Cy,b%3D=1", dict[str, str], True, {"a": "x,y", "b=": "1"}),
        ("", dict[str, int], False, {}),
        ("1, 2", list[int], False, [1, 2]),
        ('"a", b', list[str], False, ["a", "b"]),
        (' "a b" ', str, False, "a b"),
        ("true", bool, False, True),
    ],
    ids=str,
)
def test_values_of_headers(value: str, type_: Any, explode: bool, expected: object) -> None:
    assert read_header(value, type_, explode) == expected
