"""The positions of the values of a YAML text, in three flat arrays that are filled while the text is read."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from ..diagnostics import Location
from .document import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yaml.events import Event

_COLUMN_BITS = 28
_LAST_COLUMN = (1 << _COLUMN_BITS) - 1


def packed(event: Event) -> int:
    """Return the 1-based line and column of an event's start as one integer."""
    mark = event.start_mark
    if mark is None:
        return 1 << _COLUMN_BITS | 1
    return (mark.line + 1) << _COLUMN_BITS | min(mark.column + 1, _LAST_COLUMN)


def unpacked(mark: int) -> tuple[int, int]:
    """Return the line and column of a packed mark."""
    return mark >> _COLUMN_BITS, mark & _LAST_COLUMN


class YAMLPositions:
    """The positions of all values, numbered in the order of the text; a container comes before its members."""

    def __init__(self) -> None:
        """Begin with no values; the builder appends them."""
        self.marks = array("Q")
        """Number → packed place: of a member its key's, of anything else its own."""
        self.sizes = array("L")
        """Number → how many values it and its descendants are."""
        self.keys: dict[int, tuple[str, ...]] = {}
        """Number of a mapping → its keys in the order of their values."""
        self._members: dict[int, dict[str, int]] = {}

    def locate(self, file: str, tokens: Sequence[str]) -> Location:
        """Return the position of a value, or of its nearest ancestor that the text has."""
        if not self.marks:
            return Location(file)
        number = known = 0
        for token in tokens:
            members = self._members.get(number)
            if members is None:
                members = self._members[number] = self.members(number)
            child = members.get(token)
            if child is None:
                break
            number = child
            known += 1
        return Location(file, *unpacked(self.marks[number]), join(tokens[:known]))

    def members(self, number: int) -> dict[str, int]:
        """Return key (or index) → number of each member of a container; empty for a scalar."""
        keys = self.keys.get(number)
        numbers: list[int] = []
        child, end = number + 1, number + self.sizes[number]
        while child < end:
            numbers.append(child)
            child += self.sizes[child]
        return dict(zip(keys if keys is not None else map(str, range(len(numbers))), numbers, strict=False))

    def repeat(self, number: int, last: int) -> None:
        """Append the descendants of a value once more, below `last`, the value that was appended last."""
        size = self.sizes[number]
        self.marks.extend(self.marks[number + 1 : number + size])
        self.sizes.extend(self.sizes[number + 1 : number + size])
        self.sizes[last] = size
        for offset in range(size):
            keys = self.keys.get(number + offset)
            if keys is not None:
                self.keys[last + offset] = keys
