"""Shared by the menders of a document: its version, its components by name, and the record of repairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...document.document import escape, join, split
from ...openapi.json_values import is_mapping, is_sequence
from ..reading import Repair

if TYPE_CHECKING:
    from ...openapi.object_fields import FixedFields

Tokens = tuple[str | int, ...]


class Dropped:
    """Stands for a value that is left out."""


DROPPED = Dropped()


@dataclass(slots=True)
class Context:
    """One run of mending."""

    tree: Mapping[str, Any]
    line_of: Callable[[str], int]
    version: str
    """`2`, `3.0` or `3`, as `object_fields` has them."""
    shapes: Mapping[str, FixedFields]
    renamed: Mapping[str, str] = field(default_factory=dict[str, str])
    """Pointer of a component → its pointer under the name that it may have."""
    repairs: list[Repair] = field(default_factory=list[Repair])

    @property
    def is_old(self) -> bool:
        """Whether schemas follow OpenAPI 3.0 or 2.0, rather than JSON Schema 2020-12."""
        return self.version != "3"

    def note(self, place: Tokens, text: str) -> None:
        """Put a repair on record."""
        pointer = join(place)
        self.repairs.append(Repair(pointer, self.line_of(pointer), text))

    def target(self, ref: str) -> Any:
        """Return what a reference into the document leads to; DROPPED where it leads nowhere."""
        here: Any = dict(self.tree)
        for token in split(ref):
            if is_mapping(here) and token in here:
                here = here[token]
            elif is_sequence(here) and token.isdecimal() and int(token) < len(here):
                here = here[int(token)]
            else:
                return DROPPED
        return here

    def pointer(self, ref: str) -> str:
        """Return a reference with the name that its target has after mending."""
        tokens = split(ref)
        known = self.renamed.get(join(tokens[:3]))
        if known is None:
            return ref
        return "#" + known + "".join(f"/{escape(token)}" for token in tokens[3:])
