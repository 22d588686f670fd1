"""Separates columns of Fern pages that an extraction of text glued together: `line_idstringRequiredformat: "uuid"`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..markdown import unescaped
from ..type_words import schema_of

if TYPE_CHECKING:
    from collections.abc import Collection

_REQUIRED = re.compile(r"(Required|Optional|required|optional|REQUIRED|OPTIONAL)")
_NAME = re.compile(r"[A-Za-z_$@][\w.$@\[\]-]*")
_LONGEST = 400
_ENDS = re.compile(r"(Deprecated|deprecated|Read-only|read-only|Write-only|write-only|Nullable|nullable)$")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one field."""

    name: str
    type: str
    """The words for its type; empty where there are none."""
    required: bool | None
    """None if the line does not say."""
    deprecated: bool = False
    nullable: bool = False
    rest: str = ""
    """The text after `Required` or `Optional`: constraints, a default."""


def unglued(line: str, known: Collection[str] = (), named: Collection[str] = ()) -> Columns | None:
    """Return the columns of a line; None if it is none of a name, words for a type, and `Required` or `Optional`.

    `known` are names that samples of the page have: of two ways to part name and type, one with such a name is taken;
    else the one with the longest words for the type. `named` are schemas that the page names.
    """
    line = unescaped(line.strip())
    if not line or len(line) > _LONGEST:
        return None
    for match in [*_REQUIRED.finditer(line), None]:
        head, rest = (line[: match.start()], line[match.end() :]) if match else (line, "")
        required = match[1].casefold() == "required" if match else None
        parted = _parted(head, known, named)
        if parted is not None:
            name, words, marks = parted
            rest, after = _marks(rest)
            marks |= after
            return Columns(name, words, required, "deprecated" in marks, "nullable" in marks, rest.strip())
    return None


def _parted(head: str, known: Collection[str], named: Collection[str]) -> tuple[str, str, set[str]] | None:
    """Return the name, the words for the type, and the marks after them."""
    head, marks = _marks(head.strip())
    found: list[tuple[str, str]] = []
    for at in range(1, len(head)):
        name, words = head[:at].rstrip(), head[at:].strip()
        if _NAME.fullmatch(name) and not words[:1].isspace() and schema_of(words, named) is not None:
            found.append((name, words))
    found = [one for one in found if one[0] in known] or found
    if not found:
        return None
    name, words = max(found, key=lambda one: len(one[1]))
    return name, words, marks


def _marks(text: str) -> tuple[str, set[str]]:
    marks: set[str] = set()
    while match := _ENDS.search(text):
        marks.add(match[1].casefold())
        text = text[: match.start()].rstrip()
    return text, marks
