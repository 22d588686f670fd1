"""A document as read: a tree of plain JSON values that knows the position of each value in the text."""

from __future__ import annotations

import dataclasses
import re
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from msgspec import Struct

from ..diagnostics import Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"
"""Any JSON value."""


def escape(token: str) -> str:
    """Return a key as a reference token of a JSON pointer (RFC 6901, 3)."""
    return token.replace("~", "~0").replace("/", "~1")


def is_within(pointer: str, place: str) -> bool:
    """Return whether a JSON pointer leads to the place that another one leads to, or below it."""
    return pointer == place or pointer.startswith(f"{place}/")


def join(tokens: Iterable[str | int]) -> str:
    """Return the JSON pointer made of unescaped keys and indices (RFC 6901, 3): `/paths/~1pets/0`."""
    return "".join(f"/{escape(str(token))}" for token in tokens)


def split(pointer: str) -> tuple[str, ...]:
    """Return the unescaped reference tokens of a JSON pointer (RFC 6901, 4); a leading `#` is allowed."""
    pointer = pointer.removeprefix("#")
    if not pointer:
        return ()
    return tuple(token.replace("~1", "/").replace("~0", "~") for token in pointer.removeprefix("/").split("/"))


def shortened(text: str, width: int = 40) -> str:
    """Return the text, cut where it is longer than `width` characters."""
    return text if len(text) <= width else f"{text[:width]}…"


class Positions(Protocol):
    """The positions of a document's values in its text."""

    def locate(self, file: str, tokens: Sequence[str]) -> Location:
        """Return the position of a value, or of its nearest ancestor that the text has."""
        ...


class NoPositions:
    """The positions of a tree that was not read from a text: none."""

    def locate(self, file: str, tokens: Sequence[str]) -> Location:
        """Return the file and the pointer, without line and column."""
        return Location(file, pointer=join(tokens))


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """One document. All keys of the tree are strings, no two places share a container, and nobody may change it."""

    tree: dict[str, Any]
    file: str
    """The file's name in messages."""
    positions: Positions = dataclasses.field(default_factory=NoPositions, repr=False, compare=False)
    may_refer: bool = dataclasses.field(default=True, repr=False, compare=False)
    """Whether something in it may refer to another file, or defines an `$id`."""

    def where(self, pointer: str) -> Location:
        """Return the position of a JSON pointer: the key of a member, the first character of an array's item.

        If the document has no such value, this is the position (and the pointer) of the nearest ancestor.
        """
        return self.positions.locate(self.file, split(pointer))


class Parsed(Struct, frozen=True):
    """The result of a parser."""

    tree: JSON
    positions: Positions
    nodes: int
    """The number of values in the tree."""
    may_refer: bool = True
    """Whether something in the tree may refer to another file, or defines an `$id`."""


class Lines:
    r"""The lines of a text: `\n`, `\r\n` and `\r` each end a line."""

    _BREAK = re.compile(r"\r\n?|\n")
    _FEW = 50
    """How many positions are found by counting line ends; after that, the lines are indexed."""

    def __init__(self, text: str) -> None:
        """Keep the text."""
        self._text = text
        self._starts: array[int] | None = None
        self._asked = 0
        self._plain = "\r" not in text

    def place(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column (in characters) of an offset."""
        self._asked += 1
        if self._plain and self._asked <= self._FEW:
            return self._text.count("\n", 0, offset) + 1, offset - self._text.rfind("\n", 0, offset)
        if self._starts is None:
            self._starts = array("Q", [0])
            self._starts.extend(match.end() for match in self._BREAK.finditer(self._text))
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
