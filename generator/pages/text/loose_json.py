"""JSON as documentation pages print it → a value, and what had to be overlooked to read it.

A sample that is JSON (RFC 8259) is read as it is. Every seventh one on real pages is not: it has comments, trailing
commas, keys without quotes, Python's `True`, or `...` where something was cut. Those are read, too, and each liberty
that was taken is named, so that a sample with a cut is never passed off as a whole payload.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum

from ...document.document import JSON

MOST_CHARACTERS = 2_000_000
MOST_DEPTH = 100
_SPACE = re.compile(r"[\s\ufeff\xa0]*")
_COMMENT = re.compile(r"//([^\n]*)|#([^\n]*)|/\*(.*?)\*/|<!--(.*?)-->", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"', re.DOTALL)
_SINGLE = re.compile(r"'((?:[^'\\\n]|\\.)*)'", re.DOTALL)
_CURLY = re.compile(r"[“”]([^“”\n]*)[“”]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_WORD = re.compile(r"[A-Za-z_$][\w$-]*")
_CUT = re.compile(r"\.\.\.|…")
_PLACEHOLDER = re.compile(r"<[^<>\n]{1,80}>|\{\{[^{}\n]{1,80}\}\}")
_WORDS: dict[str, JSON] = {"true": True, "false": False, "null": None, "True": True, "False": False, "None": None}


class Liberty(StrEnum):
    """The deviations from JSON that were tolerated to read a text."""

    COMMENT = "comments"
    COMMA = "a comma too many or too few"
    KEY = "keys without quotes"
    QUOTES = "quotes that JSON does not have"
    WORD = "words that JSON does not have"
    PLACEHOLDER = "placeholders without quotes"
    CUT = "places where something was cut"
    REST = "text behind the value"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment next to a member: what it says, the member's keys from the root, and its 1-based line."""

    text: str
    path: tuple[str | int, ...]
    line: int


@dataclass(frozen=True, slots=True)
class LooseJSON:
    """A value, and how it was read."""

    value: JSON
    liberties: frozenset[Liberty] = frozenset()
    comments: tuple[Comment, ...] = ()
    end: int = 0
    """The offset after the value."""

    @property
    def whole(self) -> bool:
        """Return whether the value is a payload that could be sent or received: nothing was cut or left open."""
        return not self.liberties & {Liberty.CUT, Liberty.PLACEHOLDER}


def read(text: str, line: int = 1) -> LooseJSON | None:
    """Return the value of a text that holds JSON and nothing else but comments; None if it holds none.

    `line` is the page's line on which the text begins.
    """
    found = read_prefix(text, 0, line)
    if found is None:
        return None
    rest = _Scanner(text, found.end, line)
    rest.space()
    if rest.place < len(text):
        return LooseJSON(found.value, found.liberties | {Liberty.REST}, found.comments, found.end)
    return found


def read_prefix(text: str, start: int = 0, line: int = 1) -> LooseJSON | None:
    """Return the value with which a text begins at an offset, whatever follows it; None if there is none."""
    if len(text) - start > MOST_CHARACTERS:
        return None
    try:
        value, end = _STRICT.raw_decode(text, _after_space(text, start))
        return LooseJSON(value, end=end)
    except (ValueError, RecursionError):
        scanner = _Scanner(text, start, line)
    try:
        scanner.space()
        value = scanner.value((), 0)
    except _BrokenError:
        return None
    return LooseJSON(value, frozenset(scanner.liberties), tuple(scanner.comments), scanner.place)


class _BrokenError(Exception):
    """The text is no JSON, not even with every liberty."""


def _members(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a key stands twice")
    return members


def _constant(name: str) -> JSON:
    raise ValueError(name)


_STRICT = json.JSONDecoder(object_pairs_hook=_members, parse_constant=_constant)


def _after_space(text: str, offset: int) -> int:
    found = _SPACE.match(text, offset)
    return found.end() if found else offset


@dataclass(slots=True)
class _Scanner:
    """Reads a value from an offset on."""

    text: str
    place: int
    line: int
    """The page's line of the text's first character."""
    liberties: set[Liberty] = field(default_factory=set[Liberty])
    comments: list[Comment] = field(default_factory=list[Comment])
    path: tuple[str | int, ...] = ()
    """The member read last: a comment after it describes it."""

    def space(self) -> None:
        """Skip white space and comments."""
        while True:
            self.place = _after_space(self.text, self.place)
            found = _COMMENT.match(self.text, self.place)
            if found is None:
                return
            self.liberties.add(Liberty.COMMENT)
            said = " ".join((found[1] or found[2] or found[3] or found[4] or "").split())
            line = self.line + self.text.count("\n", 0, found.start())
            self.comments.append(Comment(said, self._spoken_of(found), line))
            self.place = found.end()

    def _spoken_of(self, found: re.Match[str]) -> tuple[str | int, ...]:
        """Return the member that a comment follows; None for a comment on a line of its own."""
        before = self.text[self.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        return self.path if before.strip() else ()

    def value(self, path: tuple[str | int, ...], depth: int) -> JSON:
        """Read the value here."""
        if depth > MOST_DEPTH:
            raise _BrokenError
        match self.text[self.place : self.place + 1]:
            case "{":
                # Nunjucks and Postman write `{{name}}` for a value to be filled in.
                if self._take(_PLACEHOLDER) is not None and (word := self._last(_PLACEHOLDER)):
                    return word
                return self._object(path, depth)
            case "[":
                return self._array(path, depth)
            case "":
                raise _BrokenError
            case _:
                return self._scalar()

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.match(self.text, self.place)

    def _last(self, pattern: re.Pattern[str]) -> str | None:
        found = self._take(pattern)
        if found is None:
            return None
        self.place = found.end()
        self.liberties.add(Liberty.PLACEHOLDER)
        return found[0]

    def _object(self, path: tuple[str | int, ...], depth: int) -> dict[str, JSON]:
        self.place += 1
        members: dict[str, JSON] = {}
        while True:
            self.space()
            if self._closes("}"):
                return members
            if self._cut():
                continue
            key = self._key()
            self.space()
            if self.text[self.place : self.place + 1] != ":" or key in members:
                raise _BrokenError
            self.place += 1
            self.path = (*path, key)
            self.space()
            members[key] = self.value((*path, key), depth + 1)
            self.path = (*path, key)
            self._comma("}")

    def _array(self, path: tuple[str | int, ...], depth: int) -> list[JSON]:
        self.place += 1
        items: list[JSON] = []
        while True:
            self.space()
            if self._closes("]"):
                return items
            if self._cut():
                continue
            here = (*path, len(items))
            items.append(self.value(here, depth + 1))
            self.path = here
            self._comma("]")

    def _closes(self, mark: str) -> bool:
        if self.text[self.place : self.place + 1] != mark:
            return False
        self.place += 1
        return True

    def _cut(self) -> bool:
        """Skip `...` where members or items were left out."""
        found = _CUT.match(self.text, self.place)
        if found is None:
            return False
        self.liberties.add(Liberty.CUT)
        self.place = _after_space(self.text, found.end())
        if self.text[self.place : self.place + 1] == ",":
            self.place += 1
        return True

    def _comma(self, closing: str) -> None:
        self.space()
        mark = self.text[self.place : self.place + 1]
        if mark == ",":
            self.place += 1
            self.space()
            if self.text[self.place : self.place + 1] == closing:
                self.liberties.add(Liberty.COMMA)
        elif mark and mark != closing:
            if "\n" not in self.text[max(0, self.place - 80) : self.place] and not _CUT.match(self.text, self.place):
                raise _BrokenError
            self.liberties.add(Liberty.COMMA)

    def _key(self) -> str:
        found = self._quoted()
        if found is not None:
            return found
        word = _WORD.match(self.text, self.place)
        if word is None:
            raise _BrokenError
        self.place = word.end()
        self.liberties.add(Liberty.KEY)
        return word[0]

    def _quoted(self) -> str | None:
        for pattern, liberty in ((_STRING, None), (_SINGLE, Liberty.QUOTES), (_CURLY, Liberty.QUOTES)):
            found = pattern.match(self.text, self.place)
            if found is None:
                continue
            self.place = found.end()
            if liberty is not None:
                self.liberties.add(liberty)
            return _unescaped(found[1])
        return None

    def _scalar(self) -> JSON:
        found = self._quoted()
        if found is not None:
            return found
        number = _NUMBER.match(self.text, self.place)
        if number is not None:
            self.place = number.end()
            return _number(number[0])
        word = _WORD.match(self.text, self.place)
        if word is not None and word[0] in _WORDS:
            self.place = word.end()
            if not word[0].islower():
                self.liberties.add(Liberty.WORD)
            return _WORDS[word[0]]
        placeholder = self._last(_PLACEHOLDER)
        if placeholder is None:
            raise _BrokenError
        return placeholder


def _number(text: str) -> JSON:
    if len(text) > _LONGEST_NUMBER:
        raise _BrokenError
    return float(text) if any(mark in text for mark in ".eE") else int(text)


_LONGEST_NUMBER = 300


def _unescaped(raw: str) -> str:
    if "\\" not in raw:
        return raw
    try:
        value: str = json.loads(
            '"' + raw.replace('\\"', '"').replace('"', '\\"').replace("\\'", "'") + '"', strict=False
        )
    except ValueError:
        raise _BrokenError from None
    return value
