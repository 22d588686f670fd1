"""Regular expressions of ECMA-262, the dialect of JSON Schema (Core, 6.4), in Python.

A pattern runs on Rust's engine, whose time is linear in the text, wherever possible. Only look-around and
back-references need Python's `re`, which can take exponential time on a hostile text: translating a pattern estimates
how many steps it may cost. A pattern that can take exponential time is refused. One whose cost is a power of the text's
length runs only on texts short enough to stay fast; longer texts count as matching.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import NamedTuple


def translate_pattern(pattern: str) -> str | None:
    """Return the pattern in the form that `search_pattern` runs; None if it is invalid or cannot be run safely."""
    found = _compiled(pattern)
    return None if found is None else found.text


def search_pattern(pattern: str) -> Callable[[str], bool]:
    """Return a function that tests whether the pattern matches anywhere in a text; raise ValueError if it is invalid.

    A text that is too long for a backtracking pattern counts as matching.
    """
    found = _compiled(pattern)
    if found is None:
        raise ValueError(f"not a pattern that can be run: {pattern!r}")
    return found.search


def linear_pattern(pattern: str) -> str | None:
    """Return the pattern for Rust's engine, for use in a core schema; None if that engine cannot run it."""
    found = _compiled(pattern)
    return found.text if found is not None and found.linear else None


class _Compiled(NamedTuple):
    text: str
    linear: bool
    search: Callable[[str], bool]


@cache
def _compiled(pattern: str) -> _Compiled | None:
    # Imported late: only patterns need pydantic_core, and the generator mostly evaluates schemas without them.
    from pydantic_core import SchemaError, SchemaValidator, core_schema

    linear = _Translation(pattern, python=False)
    text = linear.run()
    if text is not None and not linear.backtracks:
        schema = core_schema.str_schema(pattern=text, regex_engine="rust-regex", strict=True)
        with suppress(SchemaError):  # too large for the linear engine, or a property that it does not know
            return _Compiled(text, True, SchemaValidator(schema).isinstance_python)
    backtracking = _Translation(pattern, python=True)
    text = backtracking.run()
    longest = backtracking.longest()
    if text is None or longest < _SHORTEST:
        return None
    try:
        expression = re.compile(text, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None

    def search(value: str) -> bool:
        return len(value) > longest or expression.search(value) is not None

    return _Compiled(text, False, search)


_STEPS = 1e7
"""The most steps of Python's engine that one search may cost: a fraction of a second."""
_SHORTEST = 64
"""Characters of a text on which a pattern must be fast enough to be run at all."""
_MANY = 300
"""Repetitions from which on the length of the text is the better estimate."""
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
_QUANTIFIER = re.compile(r"([*+?]|\{(\d+)(,(\d*))?\})\??", re.ASCII)
_CODE = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}")
_LOW_SURROGATE = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")
_SURROGATES = range(0xD800, 0xE000)
_PROPERTY = re.compile(r"[pP]\{[A-Za-z0-9_=]+\}")


class _Unsupported(Exception):
    """The pattern contains something that neither engine has, or is malformed."""


class _Power(NamedTuple):
    """A bound: `factor` times the length of the text to the power of `degree`."""

    factor: float
    degree: int = 0

    def plus(self, other: _Power) -> _Power:
        return _Power(self.factor + other.factor, max(self.degree, other.degree))

    def times(self, other: _Power) -> _Power:
        try:
            return _Power(float(self.factor) * float(other.factor), self.degree + other.degree)
        except OverflowError:
            return _Power(math.inf, self.degree + other.degree)

    def to_the(self, exponent: int) -> _Power:
        try:
            return _Power(float(self.factor) ** exponent, self.degree * exponent)
        except OverflowError:
            return _Power(math.inf, self.degree * exponent)


_ONE, _LENGTH, _ENDLESS = _Power(1), _Power(1, 1), _Power(math.inf, 1)


class _Work(NamedTuple):
    """The cost of a part of a pattern on a backtracking engine: in how many ways it may match, and in how
    many steps.
    """

    ways: _Power = _ONE
    steps: _Power = _ONE

    def then(self, following: _Work) -> _Work:
        """Return the work of both parts in a row: for each match of this part, the other is tried."""
        return _Work(self.ways.times(following.ways), self.steps.plus(self.ways.times(following.steps)))

    def either(self, other: _Work) -> _Work:
        """Return the work of two branches."""
        return _Work(self.ways.plus(other.ways), self.steps.plus(other.steps))

    def repeated(self, least: int, most: int | None) -> _Work:
        """Return the work of this part repeated, without an upper bound if `most` is None."""
        if self.ways == _ONE and (most is None or (most > _MANY and self == _CHARACTER)):
            # Not more often than the text is long: each repetition consumes a character.
            return _Work(_ONE if least == most else _LENGTH, self.steps.times(_LENGTH))
        if most is None:
            return _Work(_ENDLESS, _ENDLESS)
        times = _Power(max(most, 1))
        ways = _Power(most - least + 1).times(self.ways.to_the(most))
        return _Work(ways, self.steps.times(times).times(self.ways.to_the(max(most - 1, 0))))


_CHARACTER = _Work()


class _Group:
    """An open group: the work of its finished branches, and of the current branch."""

    def __init__(self, *, looks: bool = False) -> None:
        self.looks = looks
        self.finished: _Work | None = None
        self.branch = _Work()

    def next_branch(self) -> None:
        self.finished, self.branch = self.work(), _Work()

    def work(self) -> _Work:
        return self.branch if self.finished is None else self.finished.either(self.branch)

    def closed(self) -> _Work:
        """Return the work of the whole group; a look-around matches in one way or not at all."""
        work = self.work()
        return _Work(_ONE if self.looks else work.ways, work.steps.plus(_ONE))


class _Translation:
    """One pass over a pattern, from left to right."""

    def __init__(self, pattern: str, *, python: bool) -> None:
        self.pattern = pattern
        self.python = python
        self.backtracks = False
        self._at = 0
        self._groups = [_Group()]

    def run(self) -> str | None:
        """Return the translated pattern; None if it is malformed or needs what the engine lacks."""
        parts: list[str] = []
        if flags := _FLAGS.match(self.pattern):
            parts.append(flags[0])
            self._at = flags.end()
        try:
            while self._at < len(self.pattern):
                parts.append(self._next())
        except _Unsupported:
            return None
        return "".join(parts) if len(self._groups) == 1 else None

    def longest(self) -> float:
        """Return the longest text for which one search stays fast; 0 if it can take exponential time."""
        whole = self._groups[0]
        anchored = self.pattern.startswith("^") and whole.finished is None
        factor, degree = whole.work().steps.times(_ONE if anchored else _LENGTH)
        if factor > _STEPS:
            return 0
        return (_STEPS / factor) ** (1 / degree) if degree else math.inf

    def _next(self) -> str:
        character = self.pattern[self._at]
        match character:
            case "(":
                return self._open_group()
            case ")":
                return self._close_group()
            case "|":
                self._groups[-1].next_branch()
                self._at += 1
                return character
            case "^":
                self._at += 1
                return character
            case "$":
                self._at += 1
                return r"\Z" if self.python else "$"
            case _:
                return self._atom(character) + self._quantifier(_CHARACTER)

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
        if found is None or len(self._groups) > (50 if self.python else 200):  # else `re` needs much of the stack
            raise _Unsupported
        self._at = found.end()
        looks = found[2] in {"=", "!", "<=", "<!"}
        self.backtracks = self.backtracks or looks
        self._groups.append(_Group(looks=looks))
        return f"(?P<{found[4]}>" if found[4] else found[0]

    def _close_group(self) -> str:
        if len(self._groups) == 1:
            raise _Unsupported
        self._at += 1
        return ")" + self._quantifier(self._groups.pop().closed())

    def _quantifier(self, work: _Work) -> str:
        """Return the quantifier that follows, empty if there is none, and count its work."""
        found = _QUANTIFIER.match(self.pattern, self._at)
        group = self._groups[-1]
        if found is None:
            group.branch = group.branch.then(work)
            return ""
        self._at = found.end()
        if _QUANTIFIER.match(self.pattern, self._at):
            raise _Unsupported
        group.branch = group.branch.then(work.repeated(*_times(found)))
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
        """Return the character that an escape sequence stands for."""
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
        """Return one character, range or class inside brackets."""
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
        """Return a single character as it is, or a class in the form for brackets."""
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


def _times(quantifier: re.Match[str]) -> tuple[int, int | None]:
    """Return the least and the most repetitions of a quantifier; None means no bound."""
    match quantifier[1]:
        case "*" | "+" as sign:
            return int(sign == "+"), None
        case "?":
            return 0, 1
        case _ if quantifier[3] is None:
            return _number(quantifier[2]), _number(quantifier[2])
        case _:
            return _number(quantifier[2]), _number(quantifier[4]) if quantifier[4] else None


def _number(digits: str) -> int:
    """Return the number, capped: no text has so many characters."""
    return int(digits[-9:]) if len(digits.lstrip("0")) <= len("999999999") else 10**9


def _literal(character: str) -> str:
    return "\\" + character if character in r"\.+*?()|[]{}^$" else character


def _in_class(character: str) -> str:
    return "\\" + character if character in r"\[]^-&~" else character
