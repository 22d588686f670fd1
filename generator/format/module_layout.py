"""Lays out generated modules as black does, without asking black: most of what the templates write.

A module is cut into its definitions, and a class into its methods. What consists of shapes that are known here (lines
that fit, statements that `wrapping` can break, docstrings that are indented) is laid out here; for everything else
black is asked, a definition at a time. Tests hold both to the same result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from .already_formatted import is_laid_out
from .wrap import wrap

_CLASS = re.compile(r"class \w+(?:\([\w., =\"]+\))?:")
_ANY_CLASS = re.compile(r"class \w+(?:\(.+\))?:")
_IMPORTING = ("from ", "import ")
_CHECKING = "if TYPE_CHECKING:"
_ELSE = "else:"
_DECORATOR = re.compile(r" *@\w+")
_FUNCTION = ("def ", "async def ")
_CLOSING = (")", "]", "}")
_APART = 3
"""Lines from one statement to the next with two empty ones between them."""
_CONTINUED = re.compile(r"(?<!\\)(?:\\\\)*\\\n")
_INDENT = 4
_MARGIN = " " * _INDENT
_QUOTES = '"""'


@dataclass(frozen=True, slots=True)
class Part:
    """Statements of a module, or a method: as black lays them out, or, where `settled` is not set, as they were."""

    text: str
    settled: bool
    is_method: bool = False


def parts(text: str, width: int) -> list[Part] | None:
    """Return what a module is made of; None where its structure is not known here.

    Between parts of a module belong two empty lines, before a method one.
    """
    if "\t" in text or "'''" in text or not text.strip("\n"):
        return None
    if "\\\n" in text and _CONTINUED.search(text):
        return None
    try:
        return list(_Module(text.strip("\n").split("\n"), width).parts())
    except _UnknownError:
        return None


class _UnknownError(Exception):
    """The shape of what is looked at is not known here."""


_Layout: TypeAlias = Callable[[int, int, int], Iterator[str]]
"""Yields the lines of what stands between two lines, that deep."""


@dataclass(slots=True)
class _Module:
    lines: list[str]
    width: int

    def parts(self) -> Iterator[Part]:
        group: list[int] = []
        starts = [*self._starts(0, len(self.lines), 0), len(self.lines)]
        for at, end in pairwise(starts):
            is_definition = self._is_definition(at)
            if group and (is_definition or self._is_apart(group[-1], at)):
                yield self._part(group[0], at, self._statements)
                group = []
            if not is_definition:
                # Statements that are close stay together: imports, an alias and its text.
                if at and not group and (self.lines[at - 1] or self.lines[at].startswith(_QUOTES)):
                    raise _UnknownError
                group.append(at)
            elif self.lines[at].startswith("class "):
                yield from self._class_parts(at, end)
            else:
                yield self._part(at, end, self._function)
        if group:
            yield self._part(group[0], len(self.lines), self._statements)

    def _starts(self, start: int, end: int, indent: int) -> Iterator[int]:
        """Yield the lines on which the statements of a block begin; what is decorated begins with its decorators."""
        in_text = decorated = False
        margin = " " * indent
        for at in range(start, end):
            line = self.lines[at]
            if _QUOTES in line or in_text:
                in_text, begins = self._text_state(line, in_text)
                if not begins:
                    continue
            if not line.startswith(margin) or line[indent : indent + 1] in ("", " ", ")", "]", "}"):
                if line and not line.startswith(margin):
                    raise _UnknownError
                continue
            if line.startswith(_ELSE, indent):
                continue
            if not decorated:
                yield at
            decorated = line.startswith("@", indent)

    def _text_state(self, line: str, in_text: bool) -> tuple[bool, bool]:
        """Return whether the next line is one of a text, and whether a text begins on this one."""
        if in_text:
            if _QUOTES not in line:
                return True, False
            if line.find(_QUOTES) != len(line) - len(_QUOTES):
                raise _UnknownError
            return False, False
        inner = line.lstrip(" ")
        closed = len(inner) > len(_QUOTES) and inner.endswith(_QUOTES)
        if not inner.startswith(_QUOTES) or inner.count(_QUOTES) != 1 + closed:
            raise _UnknownError
        return not closed, True

    def _is_definition(self, at: int) -> bool:
        line = self.lines[at]
        if line.startswith(("class ", "@", *_FUNCTION)):
            if at and self.lines[at - 1]:
                raise _UnknownError
            return True
        if at and line.startswith("#"):
            raise _UnknownError
        return False

    def _is_apart(self, previous: int, at: int) -> bool:
        """Say whether two empty lines are between statements and stay there."""
        if at - previous < _APART or any(self.lines[at - 2 : at]) or self.lines[at].startswith(_QUOTES):
            return False
        # Behind imports and the text of a module there is one.
        is_text = self.lines[previous].startswith(_QUOTES) and all(one[:1] == "#" for one in self.lines[:previous])
        return not is_text and not self.lines[previous].startswith(_IMPORTING)

    def _part(self, start: int, end: int, layout: _Layout, depth: int = 0) -> Part:
        while not self.lines[end - 1]:
            end -= 1
        try:
            return Part("\n".join(layout(start, end, depth)), settled=True, is_method=depth > 0)
        except _UnknownError:
            return Part("\n".join(self.lines[start:end]), settled=False, is_method=depth > 0)

    def _class_parts(self, start: int, end: int) -> Iterator[Part]:
        members = list(self._starts(start + 1, end, _INDENT))
        methods = [at for at in members if self.lines[at].startswith(("@", *_FUNCTION), _INDENT)]
        if not methods:
            yield self._part(start, end, self._class)
            return
        if members[-len(methods) :] != methods or any(self.lines[at - 1] for at in methods):
            raise _UnknownError
        yield self._part(start, methods[0], self._class)
        for at, following in pairwise([*methods, end]):
            yield self._part(at, following, self._function, depth=1)

    def _statements(self, start: int, end: int, depth: int) -> Iterator[str]:
        """Yield the statements at the top of a module, its text and imports among them."""
        if not start:
            start = yield from self._beginning(end)
        after_import = False
        for at, following in self._spans(start, end, 0):
            is_import = self.lines[at].startswith(_IMPORTING)
            if at > start:
                yield from [""] * (1 if after_import and not is_import else min(self._empty_before(at), 2))
            after_import = is_import
            if self.lines[at] == _CHECKING:
                yield from self._checking(at, following)
            else:
                yield from self._statement(at, following, depth)

    def _beginning(self, end: int) -> Generator[str, None, int]:
        """Yield the comment and the text that a module begins with; return where what follows begins."""
        at = 0
        while at < end and self.lines[at].startswith("# "):
            yield self.lines[at].rstrip()
            at += 1
        if at < end and not self.lines[at]:
            raise _UnknownError
        if at < end and self.lines[at].startswith(_QUOTES):
            at = yield from self._docstring(at, end, 0)
            while at < end and not self.lines[at]:
                at += 1
            if at < end:
                yield ""
        return at

    def _checking(self, start: int, end: int) -> Iterator[str]:
        """Yield a condition for type checkers, and what is there in the place of what it holds."""
        yield _CHECKING
        middle = next((at for at in range(start, end) if self.lines[at] == _ELSE), end)
        for first, last in ((start + 1, middle), (middle + 1, end)):
            after_class = False
            for at, following in self._spans(first, last, _INDENT):
                is_class = self.lines[at].startswith("class ", _INDENT)
                if not self.lines[at - 1] and not is_class:
                    raise _UnknownError
                if at > first and (is_class or after_class):
                    yield ""
                yield from self._bare_class(at, following) if is_class else self._statement(at, following, 1)
                after_class = is_class
            if last < end:
                yield from ["", _ELSE] if after_class else [_ELSE]

    def _bare_class(self, start: int, end: int) -> Iterator[str]:
        """Yield a class within a condition that is nothing but its bases and its text."""
        at = self._head_end(start, end, _INDENT)
        yield from _wrapped("\n".join(self.lines[start:at]).strip(" "), 1, self.width)
        at = yield from self._docstring(at, end, 2 * _INDENT)
        if at < end:
            raise _UnknownError

    def _spans(self, start: int, end: int, indent: int) -> Iterator[tuple[int, int]]:
        """Yield where each statement of a block begins and ends, without the empty lines behind it."""
        for at, following in pairwise([*self._starts(start, end, indent), end]):
            last = following
            while not self.lines[last - 1]:
                last -= 1
            yield at, last

    def _empty_before(self, at: int) -> int:
        empty = 0
        while not self.lines[at - empty - 1]:
            empty += 1
        return empty

    def _class(self, start: int, end: int, depth: int) -> Iterator[str]:
        """Yield a class: its text, and behind an empty line its fields and their texts."""
        header = self.lines[start]
        if end > start + 1 and not self.lines[start + 1]:
            raise _UnknownError
        if not _ANY_CLASS.fullmatch(header):
            raise _UnknownError
        is_short = _CLASS.fullmatch(header) and len(header) <= self.width and header.isascii()
        yield from [header] if is_short else _wrapped(header, depth, self.width)
        at = start + 1
        if at < end and self.lines[at].startswith(_MARGIN + _QUOTES):
            at = yield from self._docstring(at, end, _INDENT)
            while at < end and not self.lines[at]:
                at += 1
            if at < end:
                yield ""
        for place, following in self._spans(at, end, _INDENT):
            if place > at and not self.lines[place - 1]:
                yield ""
            yield from self._statement(place, following, depth + 1)

    def _function(self, start: int, end: int, depth: int) -> Iterator[str]:
        """Yield a function: its decorator, its head, a text or none, and statements close to each other."""
        indent = _INDENT * depth
        if _DECORATOR.fullmatch(self.lines[start]):
            yield self.lines[start]
            start += 1
        at = self._head_end(start, end, indent)
        if self.lines[start].startswith("class ", indent):
            raise _UnknownError
        yield from self._statement(start, at, depth)
        if at < end and self.lines[at].startswith(_QUOTES, indent + _INDENT):
            at = yield from self._docstring(at, end, indent + _INDENT)
        if at < end and not self.lines[at]:
            raise _UnknownError
        after_import = False
        for place, following in self._spans(at, end, indent + _INDENT):
            is_import = self.lines[place].startswith(_IMPORTING, indent + _INDENT)
            if after_import and not is_import:
                yield ""
            elif not self.lines[place - 1]:
                raise _UnknownError
            yield from self._statement(place, following, depth + 1)
            after_import = is_import

    def _head_end(self, start: int, end: int, indent: int) -> int:
        if not self.lines[start].startswith(("class ", *_FUNCTION), indent):
            raise _UnknownError
        for at in range(start, end - 1):
            line = self.lines[at]
            if line.endswith(":") and (at == start or line[indent] in _CLOSING):
                return at + 1
        raise _UnknownError

    def _docstring(self, start: int, end: int, indent: int) -> Generator[str, None, int]:
        """Yield a docstring; return where what follows begins."""
        line = self.lines[start]
        first = line[indent + len(_QUOTES) :]
        is_short = first.endswith(_QUOTES)
        inner = first.removesuffix(_QUOTES)
        if not inner or inner[0] in ' "' or inner[-1] == " " or _QUOTES in inner:
            raise _UnknownError
        if is_short:
            if inner[-1] in '"\\':
                raise _UnknownError
            yield line
            return start + 1
        last = next((at for at in range(start + 1, end) if _QUOTES in self.lines[at]), start)
        between = self.lines[start + 1 : last]
        if last == start or self.lines[last] != " " * indent + _QUOTES or any(one.endswith(" ") for one in between):
            raise _UnknownError
        if any(one.endswith("\\") for one in (line, *between)):
            # black leaves a text with such a line as it is.
            raise _UnknownError
        if not between:
            yield f"{line}{_QUOTES}"
            return last + 1
        if not between[-1]:
            raise _UnknownError
        # The text is moved to where its indented line of least depth stands.
        least = min(len(one) - len(one.lstrip(" ")) for one in between if one)
        yield line
        yield from (" " * indent + one[least:] if one else "" for one in between)
        yield self.lines[last]
        return last + 1

    def _statement(self, start: int, end: int, depth: int) -> Sequence[str]:
        """Return the lines of a statement, broken where it is too long."""
        line = self.lines[start]
        indent = _INDENT * depth
        if line.startswith(_QUOTES, indent):
            return self.lines[start:end]
        if is_laid_out(self.lines[start:end], indent, self.width):
            return self.lines[start:end]
        return _wrapped("\n".join(self.lines[start:end]).strip(" "), depth, self.width)


def _wrapped(statement: str, depth: int, width: int) -> list[str]:
    lines = wrap(statement, depth, width)
    if lines is None:
        raise _UnknownError
    return lines
