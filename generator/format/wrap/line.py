"""A row of leaves on its way to become a line: what of it is in brackets, and where it may be broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .tokens import Leaf

INDENT = 4
COMMA, BAR, DOT = 18, 9, 1
"""How strongly a line is drawn to be broken behind a comma, or before an operator."""

_OPENING = frozenset("([{")


@dataclass(slots=True)
class Line:
    """Leaves with what is known of them together."""

    depth: int
    leaves: list[Leaf]
    inside: bool = False
    """It stands within brackets that were opened on a line before."""
    magic: bool = False
    """A trailing comma wants it to be broken."""
    must_break: bool = False
    delimiters: dict[int, int] = field(default_factory=dict[int, int])
    """Place of a leaf outside of the line's own brackets → the strength of the break behind it."""
    optional: list[Leaf] = field(default_factory=list[Leaf])
    """The parentheses in it that were not written when it was made."""

    def strongest(self, *, but_last: bool = False) -> int:
        """Return the strength of the strongest delimiter, 0 where there is none."""
        last = len(self.leaves) - 1 if but_last else -1
        return max((strength for place, strength in self.delimiters.items() if place != last), default=0)

    def count(self, strength: int) -> int:
        """Return how many delimiters have a strength."""
        return sum(1 for one in self.delimiters.values() if one == strength)

    def fits(self, width: int) -> bool:
        """Say whether it is at most that wide."""
        length = INDENT * self.depth - len(self.leaves[0].space) if self.leaves else 0
        for leaf in self.leaves:
            length += len(leaf.space) + len(leaf.value)
            if length > width:
                return False
        return True

    def __str__(self) -> str:
        """Return the line as it is written: without the space before its first leaf."""
        text = "".join([part for leaf in self.leaves for part in (leaf.space, leaf.value)])
        return " " * (INDENT * self.depth) + text[len(self.leaves[0].space) if self.leaves else 0 :]


def opens(leaf: Leaf) -> bool:
    """Say whether a leaf is an opening bracket, written or not."""
    return leaf.sign in _OPENING


def line_of(leaves: list[Leaf], depth: int, *, inside: bool) -> Line:
    """Return a line of which all leaves are looked at."""
    line = Line(depth, leaves, inside)
    level = 0
    for here, leaf in enumerate(leaves):
        sign = leaf.sign
        if not sign:
            continue
        if leaf.opening is not None:
            if not level:
                continue
            level -= 1
            line.magic = line.magic or leaf.magic
        if not level and here:
            if sign == ",":
                line.delimiters[here] = COMMA
            elif sign == "|":
                line.delimiters[here - 1] = BAR
            elif sign == "." and leaves[here - 1].opening is not None:
                line.delimiters[here - 1] = DOT
        if sign in _OPENING or leaf.opening is not None:
            if not leaf.value:
                leaf.level = level
                line.optional.append(leaf)
            level += leaf.opening is None
    return line


def head_of(leaves: list[Leaf], depth: int) -> Line:
    """Return what stands before brackets, the opening one included: of it, only its own pairs of brackets count."""
    line = Line(depth, leaves)
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for here, leaf in enumerate(leaves):
        if leaf.sign in _OPENING:
            opened.append(here)
        elif leaf.opening is not None and opened:
            pairs.append((opened.pop(), here))
            line.magic = line.magic or leaf.magic
    for start, end in sorted(pairs):
        if not leaves[start].value:
            level = sum(1 for other in pairs if other[0] < start and end < other[1])
            leaves[start].level = leaves[end].level = level
            line.optional += leaves[start], leaves[end]
    return line


def columns(leaves: Sequence[Leaf]) -> int:
    """Return how wide leaves are, one behind the other."""
    return sum(len(leaf.space) + len(leaf.value) for leaf in leaves)
