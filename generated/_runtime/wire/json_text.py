"""JSON as servers really send it: in other encodings, cut off, with NaN; and messages about bodies that are no JSON."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Mapping
from typing import Any, cast

from pydantic_core import from_json

from ..errors import RequestError
from ..problems import Problem, Problems, Step, pointer

_EXCERPT = 80
_ESCAPES = re.compile(
    rb"\\[^u]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)
_ESCAPE_BYTES = 6
_SHORT = 2048
_INITIALS = 64
"""How often the first letter of a word is looked up before the whole word is."""


class NotJSON(ValueError):
    """A body is no JSON; the message shows its beginning."""

    def __init__(self, content: bytes, content_type: str) -> None:
        beginning = content[:_EXCERPT].decode("utf-8", "replace")
        kind = content_type.partition(";")[0].strip().lower()
        is_json = not kind or kind.endswith(("/json", "+json"))
        what = "the body is no JSON" if is_json else f"the body is {kind!r}, no JSON"
        super().__init__(f"{what}: it begins with {beginning!r}" if beginning else what)


def mended(content: bytes) -> bytes | None:
    """Return JSON text in UTF-8 for a text in another encoding or with cut characters; None if it is not such a text.

    A lone surrogate is replaced by U+FFFD (RFC 8259, 8.2), and so are bytes that are not UTF-8.
    """
    try:
        text = _utf8(content).decode("utf-8", "replace").encode()
        text = _ESCAPES.sub(_whole_character, text)
        from_json(text)
    except ValueError:
        return None
    return None if text == content else text


def _whole_character(match: re.Match[bytes]) -> bytes:
    found = match[0]
    return b"\\ufffd" if len(found) == _ESCAPE_BYTES else found


def has_constants(content: bytes) -> bool:
    """Return whether a text may hold NaN or an infinity, which JSON does not have (RFC 8259, 6)."""
    if len(content) < _SHORT:
        return b"NaN" in content or b"Infinity" in content
    return _holds(content, b"NaN") or _holds(content, b"Infinity")


def _holds(content: bytes, word: bytes) -> bool:
    """Return whether a text holds a word. Python finds a single byte many times faster than several."""
    at = -1
    for _ in range(_INITIALS):
        at = content.find(word[:1], at + 1)
        if at < 0 or content.startswith(word, at):
            return at >= 0
    return word in content[at:]


def without_constants(content: bytes) -> tuple[Any, Problems]:
    """Return the JSON document of a text with null in place of NaN and infinities, and where those were."""
    problems: list[Problem] = []

    def clean(value: object, path: tuple[Step, ...]) -> object:
        if isinstance(value, dict):
            return {key: clean(item, (*path, key)) for key, item in cast("dict[str, object]", value).items()}
        if isinstance(value, list):
            return [clean(item, (*path, index)) for index, item in enumerate(cast("list[object]", value))]
        if isinstance(value, float) and not math.isfinite(value):
            problems.append(Problem(pointer(path), "a number of JSON", value))
            return None
        return value

    return clean(json.loads(content), ()), Problems(problems)


def checked_json(content: bytes) -> bytes:
    """Return the JSON text to send; raise `RequestError` if it holds NaN or an infinity."""
    if has_constants(content) and without_constants(content)[1]:
        raise RequestError("not a valid body: NaN and infinities have no JSON form")
    return content


def _utf8(content: bytes) -> bytes:
    """Return JSON text in UTF-8, converted from the Unicode encoding that its first bytes show (RFC 4627,
    section 3).
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding).encode()
    zeros = [byte == 0 for byte in content[:4]]
    shown = _ZEROS.get(tuple(zeros))
    return content.decode(shown).encode() if shown else content


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZEROS: Mapping[tuple[bool, ...], str] = {
    (True, True, True, False): "utf-32-be",
    (False, True, True, True): "utf-32-le",
    (True, False, True, False): "utf-16-be",
    (False, True, False, True): "utf-16-le",
}
