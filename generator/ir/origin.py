"""Where the document has something. Finding the line takes a while, so it is looked for when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from ..diagnostics import Location


class Find(Protocol):
    """Finds a place; `steps` lead from it to a part of what is there."""

    def __call__(self, *steps: str) -> Location:
        """Return file, line, column and JSON pointer; of a part that the document lacks, those of what holds it."""
        ...


class Origin:
    """Where the document has an operation, a parameter or a component."""

    __slots__ = ("_find",)

    def __init__(self, find: Find) -> None:
        """Remember how to find it."""
        self._find = find

    def where(self, *steps: str) -> Location:
        """Return file, line, column and JSON pointer of it, or of the part that `steps` lead to."""
        return self._find(*steps)

    def __reduce__(self) -> tuple[type[Origin], tuple[Found]]:
        """Pickle what is found: the document stays behind when an Api goes to another process."""
        return Origin, (Found(self.where()),)


@dataclass(frozen=True, slots=True)
class Found:
    """A place that is known, for all of its parts."""

    location: Location

    def __call__(self, *_: str) -> Location:
        """Return it."""
        return self.location


class SchemaOrigin(NamedTuple):
    """Where the document has a schema: in a component or an operation, and the keys that lead to it from there."""

    start: Origin
    steps: tuple[str, ...] = ()

    def where(self) -> Location:
        """Return file, line, column and JSON pointer of the schema, or of the nearest thing around it."""
        return self.start.where(*self.steps)

    def down(self, *keys: str) -> SchemaOrigin:
        """Return the origin of a schema within this one."""
        return SchemaOrigin(self.start, (*self.steps, *keys))
