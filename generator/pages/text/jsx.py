"""Reads MDX as JSX elements, as far as documentation needs them: tags, attributes, text, each with its line.

No expression is ever evaluated: `{…}` is kept as its text, and is only read as a value if it is a literal. Fenced code
is text, whatever it contains. Tags that are never closed end with the element around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .. import cuts
from ..markdown import fences

MOST_DEPTH = 40
MOST_ELEMENTS = 20_000
_TAG = re.compile(r"<(/?)([A-Z][A-Za-z0-9_.]*)(?=[\s/>])")
_ATTRIBUTE = re.compile(r"\s*([A-Za-z_][\w:.-]*)(\s*=\s*)?")
_LITERAL = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|`([^`$]*)`|(true|false|null)|(-?\d+(?:\.\d+)?))\s*""")


@dataclass(slots=True)
class Element:
    """An element; its content is text and elements in their order."""

    name: str
    line: int
    attributes: dict[str, str | bool] = field(default_factory=dict[str, str | bool])
    """For `name="x"` the text, for `name={…}` the value of a literal in the braces or their text, for `name` True."""
    content: list[Element | JSXText] = field(default_factory=list["Element | JSXText"])

    def text(self) -> str:
        """Return the element's own text, without the text of nested elements."""
        return "".join(one.text for one in self.content if isinstance(one, JSXText))

    def elements(self) -> Iterator[Element]:
        """Yield the elements directly in it."""
        return (one for one in self.content if isinstance(one, Element))

    def all(self, *names: str) -> Iterator[Element]:
        """Yield all elements of these names in it, at any depth, in their order; none that are in one of these."""
        for one in self.elements():
            if one.name in names:
                yield one
            else:
                yield from one.all(*names)

    def attribute(self, name: str) -> str | None:
        """Return an attribute's text; None if there is none."""
        value = self.attributes.get(name)
        return None if isinstance(value, bool) else value

    def states(self, name: str) -> bool | None:
        """Return a switch: True of `required`, `required={true}` and `required="true"`; None if it is absent."""
        value = self.attributes.get(name)
        if value is None or isinstance(value, bool):
            return value
        return {"true": True, "false": False}.get(value.strip().lower())


@dataclass(frozen=True, slots=True)
class JSXText:
    """A piece of text between tags."""

    text: str
    line: int


def parse(text: str, first_line: int = 1) -> Element:
    """Return the page as an element without a name."""
    return _Parser(text, first_line).page()


def has_component(text: str, *names: str) -> bool:
    """Return whether a text has one of these components."""
    return any(match[2] in names for match in _TAG.finditer(text))


class _Parser:
    """One pass over the tags outside of fences."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text, self.first_line = text, first_line
        self.root = Element("", first_line)
        self.open = [self.root]
        self.place = 0
        self.elements = 0
        self.counted, self.line = 0, first_line
        self.shielded = _shielded(text)

    def page(self) -> Element:
        for match in _TAG.finditer(self.shielded):
            if self.elements >= MOST_ELEMENTS:
                cuts.note(f"only the first {MOST_ELEMENTS:,} elements of the page were read")
                break
            if match.start() < self.place:
                continue
            if match[1]:
                self._close(match)
            else:
                self._start(match)
        self._add_text(len(self.text))
        return self.root

    def _line_at(self, offset: int) -> int:
        self.line += self.text.count("\n", self.counted, offset)
        self.counted = offset
        return self.line

    def _add_text(self, end: int) -> None:
        if end > self.place:
            self.open[-1].content.append(JSXText(self.text[self.place : end], self._line_at(self.place)))
            self.place = end

    def _start(self, match: re.Match[str]) -> None:
        attributes, end, closed = _attributes(self.text, match.end())
        if end < 0:
            return
        self._add_text(match.start())
        element = Element(match[2], self._line_at(match.start()), attributes)
        self.elements += 1
        self.open[-1].content.append(element)
        self.place = end
        if closed:
            return
        if len(self.open) < MOST_DEPTH:
            self.open.append(element)
        else:
            cuts.note(f"elements within {MOST_DEPTH} others were read as if they were next to each other")

    def _close(self, match: re.Match[str]) -> None:
        names = [one.name for one in self.open]
        end = self.text.find(">", match.end())
        if match[2] not in names[1:] or end < 0:
            return
        self._add_text(match.start())
        while self.open.pop().name != match[2]:
            pass
        self.place = end + 1


def _shielded(text: str) -> str:
    """Return the text with fences and code spans made harmless, of the same length."""
    lines = text.split("\n")
    for fence in fences(text):
        for index in range(fence.line - 1, fence.end):
            lines[index] = lines[index].replace("<", "\0")
    joined = "\n".join(lines)
    return re.sub(r"`[^`\n]*`", lambda found: found[0].replace("<", "\0"), joined)


def _attributes(text: str, place: int) -> tuple[dict[str, str | bool], int, bool]:
    """Read attributes up to `>`: return them, the offset after it (-1 if it never comes), and whether `/>`
    closed it.
    """
    found: dict[str, str | bool] = {}
    while True:
        rest = _BLANK.match(text, place)
        place = rest.end() if rest else place
        if text.startswith("/>", place):
            return found, place + 2, True
        if text.startswith(">", place):
            return found, place + 1, False
        match = _ATTRIBUTE.match(text, place)
        if match is None:
            behind = _braced(text, place) if text.startswith("{", place) else None
            if behind is None:
                return found, -1, False
            place = behind
            continue
        place = match.end()
        if match[2] is None:
            found[match[1]] = True
            continue
        value, place = _value(text, place)
        if value is None:
            return found, -1, False
        found[match[1]] = value


_BLANK = re.compile(r"\s*")


def _value(text: str, place: int) -> tuple[str | bool | None, int]:
    mark = text[place : place + 1]
    if mark and mark in "\"'":
        end = text.find(mark, place + 1)
        return (None, place) if end < 0 else (text[place + 1 : end], end + 1)
    if mark != "{":
        return None, place
    behind = _braced(text, place)
    if behind is None:
        return None, place
    inner, end = text[place + 1 : behind - 1], behind
    literal = _LITERAL.fullmatch(inner)
    if literal is None:
        return inner, end
    quoted = next((one for one in literal.groups()[:3] if one is not None), None)
    if quoted is not None:
        return quoted, end
    if literal[4] in ("true", "false"):
        return literal[4] == "true", end
    return literal[4] or literal[5], end


def _braced(text: str, place: int) -> int | None:
    """Return the offset after the brace that closes the one here; quotes hide braces."""
    depth = 0
    quote = ""
    for offset in range(place, min(len(text), place + 50_000)):
        mark = text[offset]
        if quote:
            quote = "" if mark == quote and text[offset - 1] != "\\" else quote
        elif mark in "\"'`":
            quote = mark
        elif mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if not depth:
                return offset + 1
    return None
