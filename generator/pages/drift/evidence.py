"""The data of drift: the subject of the comparison, the differences, their places, and the overlay actions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...diagnostics import Location
from ...document.document import split

if TYPE_CHECKING:
    from ..spec.examples import DistinctPayload
    from ..spec.merging import Merged


@dataclass(frozen=True, slots=True)
class Action:
    """An action of an OpenAPI Overlay (1.1, 4.4.3)."""

    target: str
    """RFC 9535."""
    update: Any = None
    remove: bool = False
    guess: str = ""
    """The part of the action that no page states literally; empty if pages state all of it."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference."""

    code: str
    """Begins with `drift-`: `[[accept]]` in provider.toml names it."""
    pointer: str
    """Into the document: what it is about."""
    text: str
    """The statements of both sides, and what to do about them."""
    places: tuple[Location, ...] = ()
    """The places of the other side: lines of pages, and files of payloads."""
    action: Action | None = None
    example: str = ""
    """For a payload: the name that `[[accept]]` takes."""
    at: str = ""
    """For a payload: the JSON pointer into it."""
    note: bool = False
    """Whether it is worth knowing and contradicts nothing."""


@dataclass(frozen=True, slots=True)
class DriftSubject:
    """The subject of the comparison."""

    document: Mapping[str, Any]
    """The document with its overlay applied."""
    merged: Merged
    """The pages; without readings where the document was made by hand."""
    payloads: Sequence[DistinctPayload] = ()
    """The distinct payloads of the pages, and of the files of `examples/`."""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    """Name of a payload's file → its path, as messages name it."""
    where: Callable[[str], Location] = Location
    """The place of a pointer in the document."""

    def places(self, payload: DistinctPayload) -> tuple[Location, ...]:
        """Return where a payload stands: on its pages, or in its file."""
        lines = tuple(Location(reading.page.name, one.line, 1) for one, reading in payload.places)
        return lines or ((Location(self.files[payload.file]),) if payload.file in self.files else ())


def json_path(pointer: str) -> str:
    """Return the JSON path (RFC 9535) of a JSON pointer: `$.paths['/calls'].post`."""
    parts = ["$"]
    for token in split(pointer):
        if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", token):
            parts.append(f".{token}")
        elif re.fullmatch(r"0|[1-9]\d*", token) and not _is_status(token):
            parts.append(f"[{token}]")
        else:
            parts.append(f"['{_escaped(token)}']")
    return "".join(parts)


def name_filter(name: str) -> str:
    """Return a filter of a JSON path that takes the parameter of a name."""
    return f"[?@.name == '{_escaped(name)}']"


def _is_status(token: str) -> bool:
    return len(token) == len("200")


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "".join(one if one.isprintable() else f"\\u{ord(one):04x}" for one in escaped)
