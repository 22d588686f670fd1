"""One declaration as it is written, not yet held against its operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from ..diagnostics import Location

Outcome: TypeAlias = Literal["success", "failure", "retry"]
"""What a response means for a wait."""


@dataclass(frozen=True, slots=True)
class KeyPlaces:
    """The places of the keys of a declaration, found already."""

    known: Mapping[str, Location]

    def __call__(self, key: str) -> Location:
        """Return the place of a key, else the place of the whole declaration."""
        return self.known.get(key, self.known[""])


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration: its values by key, and where each of them stands."""

    values: Mapping[str, Any]
    source: str
    """The name of the setting or extension: `[pagination]`, `x-fern-pagination`."""
    find: Callable[[str], Location] = field(compare=False)
    """Returns the place of a key; for an empty text, the place of the whole declaration."""
    is_general: bool = False
    """Whether it is for all operations that it fits, so that none is wrong that it does not fit."""
    binding: bool = True
    """Whether a mistake in it refuses the document: one of a stranger's extension does not."""

    def text(self, key: str) -> str | None:
        """Return a text, None if there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None
