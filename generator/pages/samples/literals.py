"""Literals of several languages as JSON values: JSON with comments, Python, JavaScript, PHP, Ruby and Swift.

Nothing is ever run: what is no literal (a variable, a call, an interpolation) ends the reading with None.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ...document.document import JSON

if TYPE_CHECKING:
    from collections.abc import Callable

_DEEPEST = 100
_SPACE = re.compile(r"(?:\s+|//[^\n]*|#[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NUMBER = re.compile(r"-?(?:\d[\d_]*)(?:\.\d+)?(?:[eE][+-]?\d+)?[lLfFdDn]?(?![\w.])")
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_WORDS: dict[str, JSON] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "None", "nil", "NULL", "undefined"), None),
}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0", "\n": ""}
_CLOSING = {"{": "}", "[": "]", "(": ")"}
_LONGEST_NUMBER = 300
_SURROGATES = range(0xD800, 0xE000)
_HIGH_SURROGATES = range(0xD800, 0xDC00)


class NoLiteralError(Exception):
    """The text is no literal, or one that has something else in it."""


def literal(text: str, start: int = 0) -> tuple[JSON, int]:
    """Return the value of the literal that begins at an offset, and the offset after it; raise NoLiteralError."""
    return _Literals(text).value(start, 0)


def string(text: str, start: int) -> tuple[str, int]:
    """Return the value of a quoted string (several, if joined with `+` or `.`), and the offset after it."""
    value, at = _Literals(text).value(start, 0)
    if not isinstance(value, str):
        raise NoLiteralError
    return value, at


def whole(text: str) -> JSON:
    """Return the value of a text that is one literal and nothing else; raise NoLiteralError."""
    try:
        value: JSON = json.loads(text, parse_constant=_refuse)
        return value
    except (ValueError, RecursionError):
        value, at = literal(text)
        if text[_after_space(text, at) :].strip().strip(";"):
            raise NoLiteralError from None
        return value


def _refuse(name: str) -> None:
    raise ValueError(name)


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


class _Literals:
    def __init__(self, text: str) -> None:
        self._text = text

    def value(self, at: int, depth: int) -> tuple[JSON, int]:
        if depth > _DEEPEST:
            raise NoLiteralError
        at = self._skip(at)
        character = self._text[at : at + 1]
        if character in "{[" and character:
            return self._container(at, depth)
        if character in "\"'`" and character:
            return self._joined(at)
        if number := _NUMBER.match(self._text, at):
            return self._number(number)
        return self._word(at, depth)

    def _skip(self, at: int) -> int:
        return _after_space(self._text, at)

    def _word(self, at: int, depth: int) -> tuple[JSON, int]:
        match = _WORD.match(self._text, at)
        if match is None:
            raise NoLiteralError
        if match[0] in _WORDS:
            return _WORDS[match[0]], match.end()
        after = self._skip(match.end())
        if match[0] == "array" and self._text[after : after + 1] == "(":
            return self._container(after, depth)
        raise NoLiteralError

    def _number(self, match: re.Match[str]) -> tuple[JSON, int]:
        digits = match[0].rstrip("lLfFdDn").replace("_", "")
        if len(digits) > _LONGEST_NUMBER or re.match(r"-?0\d", digits):
            raise NoLiteralError
        return json.loads(digits), match.end()

    def _container(self, at: int, depth: int) -> tuple[JSON, int]:
        opening = self._text[at]
        closing, members, items = _CLOSING[opening], dict[str, JSON](), list[JSON]()
        at = self._skip(at + 1)
        if opening == "[" and re.compile(r":\s*\]").match(self._text, at):
            return {}, self._text.index("]", at) + 1
        while self._text[at : at + 1] != closing:
            key, at = self._key(at)
            value, at = self.value(at, depth + 1)
            if key is None:
                items.append(value)
            else:
                members[key] = value
            at = self._skip(at)
            if self._text[at : at + 1] == ",":
                at = self._skip(at + 1)
            elif self._text[at : at + 1] != closing:
                raise NoLiteralError
        if members and items:
            raise NoLiteralError
        empty: JSON = {} if opening == "{" else []
        return members or items or empty, at + 1

    def _key(self, at: int) -> tuple[str | None, int]:
        """Return the key that begins at the offset, and where its value begins; None if an item begins there."""
        text = self._text
        if text.startswith(":", at) and (symbol := re.compile(r":(\w+)\s*=>").match(text, at)):
            return symbol[1], symbol.end()
        if text[at : at + 1] in ('"', "'"):
            key, after = self._quoted(at)
        elif match := re.compile(r"[A-Za-z_$][\w$-]*|\d+").match(text, at):
            key, after = match[0], match.end()
        else:
            return None, at
        after = self._skip(after)
        mark = next((mark for mark in ("=>", ":") if text.startswith(mark, after)), None)
        return (None, at) if mark is None else (key, after + len(mark))

    def _joined(self, at: int) -> tuple[JSON, int]:
        """Return strings that are one after the other, perhaps joined by `+` or `.`, as one."""
        value, at = self._quoted(at)
        while True:
            after = self._skip(at)
            if self._text[after : after + 1] in ("+", "."):
                after = self._skip(after + 1)
            if self._text[after : after + 1] not in ('"', "'"):
                return value, at
            more, at = self._quoted(after)
            value += more

    def _quoted(self, at: int) -> tuple[str, int]:
        text = self._text
        for mark in ('"""', "'''"):
            if text.startswith(mark, at):
                end = text.find(mark, at + 3)
                if end < 0:
                    raise NoLiteralError
                return text[at + 3 : end], end + 3
        quote, at = text[at], at + 1
        read: Callable[[int], tuple[str, int]] = self._escape
        parts: list[str] = []
        while at < len(text) and text[at] != quote:
            if text[at] == "\\":
                part, at = read(at + 1)
                parts.append(part)
            elif quote == "`" and text.startswith("${", at):
                raise NoLiteralError
            else:
                parts.append(text[at])
                at += 1
        if at >= len(text):
            raise NoLiteralError
        return "".join(parts), at + 1

    def _escape(self, at: int) -> tuple[str, int]:
        character = self._text[at : at + 1]
        if character == "u" and (match := re.compile(r"u([0-9a-fA-F]{4})").match(self._text, at)):
            code = int(match[1], 16)
            low = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})").match(self._text, match.end())
            if code in _HIGH_SURROGATES and low:
                pair = match[0][1:], low[1]
                return bytes.fromhex("".join(pair)).decode("utf-16-be"), low.end()
            if code in _SURROGATES:
                raise NoLiteralError
            return chr(code), match.end()
        return _ESCAPES.get(character, character), at + 1
