"""Where something is in the document. Finding the line takes a while, so it is only searched on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from ..diagnostics import Location


class Find(Protocol):
    """Finds a place; `steps` lead from it to a part of it."""

    def __call__(self, *steps: str) -> Location:
        """Return file, line, column and JSON pointer; for a part that the document lacks, those of its container."""
        ...


class Origin:
    """The place of an operation, a parameter or a component in the document.

    All origins are equal, so that two operations are if they mean the same, wherever they are.
    """

    __slots__ = ("_find",)

    def __init__(self, find: Find) -> None:
        """Keep the function that finds it."""
        self._find = find

    def where(self, *steps: str) -> Location:
        """Return its file, line, column and JSON pointer, or those of the part that `steps` lead to."""
        return self._find(*steps)

    def __eq__(self, other: object) -> bool:
        """Return whether the other is an origin, too."""
        return isinstance(other, Origin)

    def __hash__(self) -> int:
        """Return the hash of all origins."""
        return hash(Origin)

    def __reduce__(self) -> tuple[type[Origin], tuple[KnownPlace]]:
        """Pickle the place that is found, not the document, so that an Api can go to another process."""
        return Origin, (KnownPlace(self.where()),)


class KnownPlace(Struct, frozen=True):
    """A known place, the same for all parts."""

    location: Location

    def __call__(self, *_: str) -> Location:
        """Return the place."""
        return self.location


class SchemaOrigin(Struct, frozen=True):
    """The place of a schema in the document: in a component or an operation, and the keys that lead to it
    from there.
    """

    start: Origin
    parent: SchemaOrigin | None = None
    """The origin of the schema around it; None at the start."""
    keys: tuple[str, ...] = ()
    """The keys that lead to it from its parent."""

    def where(self) -> Location:
        """Return file, line, column and JSON pointer of the schema, or of the nearest thing that contains it."""
        steps: list[str] = []
        here: SchemaOrigin | None = self
        while here is not None:
            steps[:0] = here.keys
            here = here.parent
        return self.start.where(*steps)

    def down(self, *keys: str) -> SchemaOrigin:
        """Return the origin of a schema within this one."""
        return SchemaOrigin(self.start, self, keys)
