"""Regular expressions of ECMA-262, the dialect of JSON Schema (Core, 6.4), in Python.

A pattern runs on Rust's engine, whose time is linear in the text, wherever it can. Only look-around and
back-references need Python's `re`; such a pattern is refused if it nests unbounded repetitions, for it could then
take exponential time on a text of a stranger's choice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import NamedTuple

from pydantic_core import SchemaError, SchemaValidator, core_schema


def translate_pattern(pattern: str) -> str | None:
    """The pattern as `search_pattern` runs it; None where it is no pattern, or none that can be run safely."""
    found = _compiled(pattern)
    return None if found is None else found.text


def search_pattern(pattern: str) -> Callable[[str], bool]:
    """Says of a text whether the pattern matches anywhere in it; raises ValueError where it cannot be translated."""
    found = _compiled(pattern)
    if found is None:
        raise ValueError(f"not a pattern that can be run: {pattern!r}")
    return found.search


def linear_pattern(pattern: str) -> str | None:
    """The pattern for Rust's engine, for use in a core schema; None where it needs another."""
    found = _compiled(pattern)
    return found.text if found is not None and found.linear else None


class _Compiled(NamedTuple):
    text: str
    linear: bool
    search: Callable[[str], bool]


@cache
def _compiled(pattern: str) -> _Compiled | None:
    linear = _Translation(pattern, python=False)
    text = linear.run()
    if text is not None and not linear.backtracks:
        schema = core_schema.str_schema(pattern=text, regex_engine="rust-regex", strict=True)
        with suppress(SchemaError):  # too large for the linear engine, or a property that it does not know
            return _Compiled(text, True, SchemaValidator(schema).isinstance_python)
    backtracking = _Translation(pattern, python=True)
    text = backtracking.run()
    if text is None or backtracking.explodes:
        return None
    try:
        expression = re.compile(text, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None

    def search(value: str) -> bool:
        return expression.search(value) is not None

    return _Compiled(text, False, search)


_LAST = "\U0010ffff"
_CLASSES = {
    "d": "0-9",
    "D": f"\0-/:-{_LAST}",
    "w": "0-9A-Z_a-z",
    "W": f"\0-/:-@\\[-\\^`{{-{_LAST}",
    "s": "\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff",
    "S": "\0-\x08\x0e-\x1f!-\u009f\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff"
    f"\u3001-\ufefe\uff00-{_LAST}",
}
_ANY_CHARACTER = "[^\n\r\u2028\u2029]"
_CONTROLS = {"t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
_GROUP = re.compile(r"\((\?(:|=|!|<=|<!|[ims]*(-[ims]+)?:|<([A-Za-z_]\w*)>)|(?!\?))", re.ASCII)
_FLAGS = re.compile(r"\(\?[ims]+\)")
_QUANTIFIER = re.compile(r"([*+?]|\{(\d+)(,(\d*))?\})\??")
_CODE = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}")
_LOW_SURROGATE = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")
_SURROGATES = range(0xD800, 0xE000)
_PROPERTY = re.compile(r"[pP]\{[A-Za-z0-9_=]+\}")


class _Unsupported(Exception):
    """The pattern holds something that neither engine has, or is malformed."""


class _Translation:
    """One pass over a pattern, from left to right."""

    def __init__(self, pattern: str, *, python: bool) -> None:
        self.pattern = pattern
        self.python = python
        self.backtracks = False
        self.explodes = False
        self._at = 0
        self._repeats = [False]  # of every open group: whether something in it repeats without bound, or branches

    def run(self) -> str | None:
        """The translated pattern; None where it is malformed or needs what the engine lacks."""
        parts: list[str] = []
        if flags := _FLAGS.match(self.pattern):
            parts.append(flags[0])
            self._at = flags.end()
        try:
            while self._at < len(self.pattern):
                parts.append(self._next())
        except _Unsupported:
            return None
        return "".join(parts) if len(self._repeats) == 1 else None

    def _next(self) -> str:
        character = self.pattern[self._at]
        match character:
            case "(":
                return self._open_group()
            case ")":
                return self._close_group()
            case "|":
                # As hard to undo as a repetition, should the group itself be repeated: `(a|aa)*`.
                self._repeats[-1] = True
                self._at += 1
                return character
            case "^":
                self._at += 1
                return character
            case "$":
                self._at += 1
                return r"\Z" if self.python else "$"
            case _:
                return self._atom(character) + self._quantifier()

    def _atom(self, character: str) -> str:
        if character == "[":
            return self._class()
        if character == "\\":
            return self._escape()
        if _QUANTIFIER.match(self.pattern, self._at):
            raise _Unsupported
        self._at += 1
        return _ANY_CHARACTER if character == "." else _literal(character)

    def _open_group(self) -> str:
        found = _GROUP.match(self.pattern, self._at)
        if found is None:
            raise _Unsupported
        self._at = found.end()
        self._repeats.append(False)
        if found[2] in {"=", "!", "<=", "<!"}:
            self.backtracks = True
        return f"(?P<{found[4]}>" if found[4] else found[0]

    def _close_group(self) -> str:
        if len(self._repeats) == 1:
            raise _Unsupported
        self._at += 1
        inner = self._repeats.pop()
        quantifier = self._quantifier()
        if inner and quantifier and self._repeats[-1]:
            self.explodes = self.explodes or _unbounded(quantifier)
        self._repeats[-1] = self._repeats[-1] or inner
        return ")" + quantifier

    def _quantifier(self) -> str:
        found = _QUANTIFIER.match(self.pattern, self._at)
        if found is None:
            return ""
        self._at = found.end()
        if _QUANTIFIER.match(self.pattern, self._at):
            raise _Unsupported
        self._repeats[-1] = self._repeats[-1] or _unbounded(found[0])
        return found[0]

    def _escape(self) -> str:
        following = self.pattern[self._at + 1 : self._at + 2]
        if following in _CLASSES and following:
            self._at += 2
            return f"[{_CLASSES[following]}]"
        if following in {"b", "B"}:
            self._at += 2
            return f"\\{following}" if self.python else f"(?-u:\\{following})"
        if following.isdigit() and following != "0":
            self.backtracks = True
            self._at += 2
            return f"(?:\\{following})"
        if following == "k" and (name := re.compile(r"<(\w+)>").match(self.pattern, self._at + 2)):
            self.backtracks = True
            self._at = name.end()
            return f"(?P={name[1]})"
        return self._property() or _literal(self._character())

    def _property(self) -> str | None:
        found = _PROPERTY.match(self.pattern, self._at + 1)
        if found is None:
            return None
        if self.python:
            raise _Unsupported
        self._at = found.end()
        return "\\" + found[0]

    def _character(self) -> str:
        """The character that an escape sequence stands for."""
        self._at += 1
        letter = self.pattern[self._at : self._at + 1]
        if code := _CODE.match(self.pattern, self._at):
            self._at = code.end()
            return self._code_point(int(code[1] or code[2] or code[3], 16))
        self._at += 1
        if letter in _CONTROLS:
            return _CONTROLS[letter]
        if letter == "0" and not self.pattern[self._at : self._at + 1].isdigit():
            return "\0"
        if letter == "c" and re.match("[A-Za-z]", self.pattern[self._at : self._at + 1]):
            self._at += 1
            return chr(ord(self.pattern[self._at - 1]) % 32)
        if not letter or (letter.isascii() and letter.isalnum()):
            raise _Unsupported
        return letter

    def _code_point(self, code: int) -> str:
        if low := _LOW_SURROGATE.match(self.pattern, self._at):
            pair = chr(code) + chr(int(low[1], 16))
            self._at = low.end()
            return pair.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if code > ord(_LAST) or code in _SURROGATES:
            raise _Unsupported
        return chr(code)

    def _class(self) -> str:
        self._at += 1
        negated = self.pattern.startswith("^", self._at)
        self._at += negated
        parts: list[str] = []
        while not self.pattern.startswith("]", self._at):
            parts.append(self._member())
        self._at += 1
        if not parts:
            if not negated:
                raise _Unsupported
            return f"[\0-{_LAST}]"
        return f"[{'^' if negated else ''}{''.join(parts)}]"

    def _member(self) -> str:
        """One character, one range or one class inside brackets."""
        first = self._end_of_range()
        if len(first) != 1:
            return first
        if self.pattern.startswith("-", self._at) and not self.pattern.startswith("-]", self._at):
            back = self._at
            self._at += 1
            last = self._end_of_range()
            if len(last) == 1:
                if last < first:
                    raise _Unsupported
                return f"{_in_class(first)}-{_in_class(last)}"
            self._at = back + 1
            return _in_class(first) + r"\-"
        return _in_class(first)

    def _end_of_range(self) -> str:
        """A single character as it is; a class as it is written in brackets."""
        if self._at >= len(self.pattern):
            raise _Unsupported
        if self.pattern[self._at] != "\\":
            self._at += 1
            return self.pattern[self._at - 1]
        following = self.pattern[self._at + 1 : self._at + 2]
        if following and following in _CLASSES:
            self._at += 2
            return _CLASSES[following]
        if following == "b":
            self._at += 2
            return "\b"
        return self._property() or self._character()


def _unbounded(quantifier: str) -> bool:
    return quantifier[0] in "*+" or ",}" in quantifier


def _literal(character: str) -> str:
    return "\\" + character if character in r"\.+*?()|[]{}^$" else character


def _in_class(character: str) -> str:
    return "\\" + character if character in r"\[]^-&~" else character
