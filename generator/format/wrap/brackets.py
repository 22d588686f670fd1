"""Breaks what most long statements are: brackets within brackets, and nothing else that a line could be broken at.

For calls, displays and what is in them, black breaks at the last brackets of a line and behind the commas in them.
That needs no look at single tokens: the text is read once and written once. What could be broken in any other way is
refused, and `splits` decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PART = re.compile(r'([^"()\[\]{},\n]*)("(?:[^"\\\n]|\\.)*"|[()\[\]{}]|,|\Z)(?:\n *| (?![ ,:)\]}\n]))?', re.ASCII)
"""Text, what ends it, and the space behind that."""
_VALUE = r"(?:[A-Za-z_][\w.]*|-?\d+(?:\.\d+)?)"
_BEGINNING = re.compile(rf"(?:\w+=|{_VALUE}: )?(?:lambda: )?(?:{_VALUE})?", re.ASCII)
"""What an item begins with."""
_BEHIND_TEXT = re.compile(rf": (?:lambda: )?(?:{_VALUE})?", re.ASCII)
_TARGET = re.compile(rf"(\w+(?:: {_VALUE}(?:\[[\w., \[\]]*[\w\]]\])?)? = )(?:{_VALUE})?(?=[(\[{{])", re.ASCII)
"""What is assigned to, up to the bracket that can be broken at."""
_SENDING = re.compile(
    r"return (\(await )?(self\._client\.send\()(\w+\()(\w+(?:=\w+)?(?:, \w+(?:=\w+)?)+)\)\)(?(1)\))\.data", re.ASCII
)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_MARGIN = " " * 4


class _OtherError(Exception):
    """The statement may be broken in another way."""


@dataclass(slots=True)
class _Item:
    """What stands between commas: text, and the brackets that it may be broken at, the last ones with something in."""

    flat: str = ""
    head: str = ""
    """What stands before the brackets and what opens them, empty where there are none."""
    within: list[_Item] = field(default_factory=list["_Item"])
    ends_in_comma: bool = False
    is_call: bool = False
    is_magic: bool = False
    """A comma at the end of brackets wants it to be broken."""
    tail: str = ""


def nested(statement: str, depth: int, width: int) -> list[str] | None:
    """Return the lines of a statement, indented; None where it may be broken in another way than is known here."""
    if not statement.isascii():
        return None
    if statement.startswith("return "):
        return _sending(statement, depth, width)
    target = _TARGET.match(statement)
    if target is None:
        return None
    try:
        return _assignment(statement, target, _MARGIN * depth, width)
    except _OtherError:
        return None


def _assignment(statement: str, target: re.Match[str], margin: str, width: int) -> list[str]:
    lines: list[str] = []
    item = _Reader(statement, target.end()).item(target[0][target.end(1) - target.start() :])
    head = f"{margin}{target[1]}{item.head}"
    if len(head) <= width or not item.is_magic:
        item.head, item.flat = target[1] + item.head, target[1] + item.flat
        _write(item, "", margin, width, lines)
        return lines
    # Too wide to be broken at its own brackets alone: it is put into parentheses.
    head = f"{margin}{target[1]}("
    if len(head) > width:
        raise _OtherError
    _write(item, "", margin + _MARGIN, width, lines)
    if max(map(len, lines)) > width:
        raise _OtherError
    return [head, *lines, f"{margin})"]


def _sending(statement: str, depth: int, width: int) -> list[str] | None:
    """Return the lines of what sends a request: the statement that is written most often."""
    found = _SENDING.fullmatch(statement)
    margin = _MARGIN * depth
    if found is None or len(margin) + len(statement) <= width:
        return None
    inner = _MARGIN * (depth + 1 + bool(found[1]))
    first = f"{margin}return {found[2]}"
    opened = [f"{margin}return (", f"{margin}{_MARGIN}await {found[2]}"] if found[1] else [first]
    closed = [f"{margin}{_MARGIN})", f"{margin}).data"] if found[1] else [f"{margin}).data"]
    call = f"{inner}{found[3]}{found[4]})"
    if found[1] and len(opened[1]) + len(call) - len(inner) + 1 <= width:
        return None
    if len(call) <= width:
        return [*opened, call, *closed]
    arguments = f"{inner}{_MARGIN}{found[4]}"
    several = [arguments]
    if len(arguments) > width:
        several = [f"{inner}{_MARGIN}{one}," for one in found[4].split(", ")]
    lines = [*opened, f"{inner}{found[3]}", *several, f"{inner})", *closed]
    return lines if max(map(len, lines)) <= width else None


class _Reader:
    """Reads the items of a statement."""

    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    def item(self, target: str) -> _Item:
        """Read what is assigned: brackets, and nothing behind them."""
        opening = self.text[self.at]
        if opening == "(" and not target:
            raise _OtherError
        self.at = _space_end(self.text, self.at + 1)
        item = _Item()
        self._group(item, target, opening, is_call=bool(target))
        if self.text[self.at :].strip():
            raise _OtherError
        item.flat = target + item.flat
        return item

    def _group(self, item: _Item, before: str, opening: str, *, is_call: bool) -> None:
        """Read what is in brackets, and add it to an item."""
        within: list[_Item] = []
        closing = _CLOSING[opening]
        comma = True
        while True:
            one, end = self._next()
            if one.flat:
                within.append(one)
            if end == closing:
                comma = not one.flat
                break
            if end != "," or not one.flat:
                raise _OtherError
        comma = comma and bool(within)
        is_tuple = opening == "(" and not is_call
        is_one = is_tuple and len(within) == 1
        if (is_one and not comma) or (opening == "[" and is_call and comma):
            raise _OtherError
        if opening != "(" and len(within) == 1 and within[0].flat.startswith("("):
            raise _OtherError
        if item.is_magic:
            # What is broken would not be the last brackets.
            raise _OtherError
        flat = f"{opening}{', '.join([one.flat for one in within])}{',' if comma else ''}{closing}"
        item.flat += flat
        item.is_magic = (comma and not is_one) or any(one.is_magic for one in within)
        if within:
            item.head, item.tail = before + opening, closing
            item.within, item.ends_in_comma, item.is_call = within, comma, is_call
            if is_one or (opening == "[" and is_call):
                item.within = []
        else:
            item.tail += flat

    def _next(self) -> tuple[_Item, str]:
        """Read an item, and what ends it: a comma, or a closing bracket."""
        item = _Item()
        first = True
        shape = _BEGINNING
        while True:
            found = _PART.match(self.text, self.at)
            if found is None:
                raise _OtherError
            text, end = found[1], found[2]
            if text and not shape.fullmatch(text):
                raise _OtherError
            before = item.flat + text
            item.flat = before
            item.tail += text
            self.at = found.end()
            if end in _CLOSING:
                is_call = bool(text) and text[-1] not in " =-"
                if end == "{" and is_call:
                    raise _OtherError
                if is_call and not (text[-1].isalpha() or text[-1] in "_0123456789"):
                    raise _OtherError
                self._group(item, before, end, is_call=is_call)
                shape = _NOTHING
            elif end in (",", ")", "]", "}"):
                if text[-1:] in (" ", "=") or text.endswith("lambda"):
                    raise _OtherError
                return item, end
            elif not end or (text and text[-1] not in " ="):
                raise _OtherError
            else:
                item.flat += end
                item.tail += end
                shape = _BEHIND_TEXT if first and not text else _NOTHING
            first = False


_NOTHING = re.compile("")


def _space_end(text: str, at: int) -> int:
    """Return where an indented line goes on that ends here."""
    if text.startswith("\n", at):
        at += 1
        while text.startswith(" ", at):
            at += 1
    return at


def _write(item: _Item, end: str, margin: str, width: int, lines: list[str]) -> None:
    """Add the lines of an item, with what stands behind it."""
    if not item.head or (not item.is_magic and len(margin) + len(item.flat) + len(end) <= width):
        # Where there is nothing to break it at, a line is as wide as it is.
        lines.append(f"{margin}{item.flat}{end}")
        return
    if not item.within or len(margin) + len(item.head) > width or len(margin) + len(item.tail) + len(end) > width:
        raise _OtherError
    lines.append(margin + item.head)
    inner = margin + _MARGIN
    within = item.within
    if len(within) == 1 and not item.ends_in_comma:
        _write(within[0], "", inner, width, lines)
    elif (
        item.is_call
        and not item.ends_in_comma
        and not any(one.is_magic for one in within)
        and len(inner) + sum(len(one.flat) + 2 for one in within) - 2 <= width
    ):
        lines.append(inner + ", ".join([one.flat for one in within]))
    else:
        for one in within:
            _write(one, ",", inner, width, lines)
    lines.append(f"{margin}{item.tail}{end}")
