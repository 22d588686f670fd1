"""Tables that describe the object of another table's row: their fields belong below that field.

A table does so if the heading above it names the field or its type ("Address object", "Table 3 Version"), or if it
follows another table, with nothing between them, in which one field alone is an object that nothing describes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from .. import cuts
from ..operations import Field


@dataclass(frozen=True, slots=True)
class PlacedFields:
    """A field and its place: `path`, `query`, `header`, `cookie`, `body`, `response`, `response header`; empty if
    nothing says it.
    """

    place: str
    field: Field
    status: str = ""
    group: int = 0
    """The line of the table it is a row of; 0 of a list."""
    words: str = ""
    """The page's words for its type."""


_GENERIC = re.compile(
    r"\b(?:the|an?|table|objects?|fields?|attributes?|propert(?:y|ies)|parameters?|params|structure|schema|details|model|type|of"
    r"|description|response|request|body|elements?|array|list|item|items)\b|[\d.:`*_()\[\]]",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"\s*(?:\*\*|__)?Table\s+\d+.{0,80}", re.IGNORECASE)
_DESCRIBED = re.compile(
    r"\s*(?:An?|The|Each|Every)\s+(?:\*\*|`|_)?([A-Z]\w{1,40})(?:\*\*|`|_)?(?: objects?)? "
    r"(?:has|contains|consists of|is)\b[^.|]{0,60}"
)
"""A sentence above a table: "A **Contact** has"."""
_MOST_TABLES = 200
Heads = Sequence[tuple[int, str, int]]


def nested_tables(
    found: Sequence[PlacedFields], heads: Heads, lines: Sequence[str], first_line: int
) -> list[PlacedFields]:
    """Return the fields; those of a table that describes another field have the names `parent.child`.

    `heads` are line, text and kind of what may announce a table, `lines` those of the text, which begins on
    `first_line`.
    """
    groups = list(cuts.limited(dict.fromkeys(one.group for one in found), _MOST_TABLES, "tables that may be nested"))
    if len(groups) < _SEVERAL:
        return list(found)
    made: list[PlacedFields] = []
    last: dict[int, int] = {one.group: one.field.line for one in found}
    for group in groups:
        rows = [one for one in found if one.group == group]
        earlier = [one for one in made if one.place == rows[0].place and one.status == rows[0].status]
        parent = _named(earlier, _caption(heads, lines, group, first_line)) if earlier and group else None
        if parent is None and earlier and group and _follows(lines, last[earlier[-1].group], group, first_line):
            parent = _only(earlier)
        if parent is not None:
            rows = [_below(parent, one) for one in rows]
        made += rows
    made += [one for one in found if one.group not in groups]
    return made


_SEVERAL = 2


def _below(parent: PlacedFields, one: PlacedFields) -> PlacedFields:
    return replace(one, field=replace(one.field, name=f"{parent.field.name}.{one.field.name}"))


def _caption(heads: Heads, lines: Sequence[str], group: int, first_line: int) -> str:
    """Return the text of what is right above a table: its heading, label or caption."""
    above = next(
        (line for line in reversed(lines[max(0, group - first_line - 3) : group - first_line]) if line.strip()), ""
    )
    if _CAPTION.fullmatch(above):
        return above
    if (named := _DESCRIBED.fullmatch(above)) is not None:
        return named[1]
    at = bisect_left(heads, group, key=lambda one: one[0])
    return heads[at - 1][1] if at else ""


def _named(earlier: Sequence[PlacedFields], title: str) -> PlacedFields | None:
    """Return the one field whose name, or the name of whose type, is the title."""
    name = _key(_GENERIC.sub(" ", title.replace("_", "")))
    if not name:
        return None
    fitting = [one for one in earlier if _may_hold(one.field) and name in _keys(one)]
    return fitting[0] if len(fitting) == 1 else None


def _keys(one: PlacedFields) -> set[str]:
    own = one.field.name.rpartition(".")[2]
    words = _GENERIC.sub(" ", re.sub(r"[<>]", " ", one.words))
    keys = {_key(own), _key(own).removesuffix("s"), f"{_key(own)}s", _key(words)}
    return keys - {"", "string", "integer", "number", "boolean", "json", "map"}


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _may_hold(one: Field) -> bool:
    kind, items = one.schema.get("type"), one.schema.get("items")
    of_objects = not isinstance(items, dict) or items.get("type", "object") == "object"
    return not one.fields and (kind in ("object", None) or (kind == "array" and of_objects))


def _only(earlier: Sequence[PlacedFields]) -> PlacedFields | None:
    """Return the one field that is an object, or a list of objects, and of which nothing is known yet."""
    names = [one.field.name for one in earlier]
    bare = [
        one
        for one in earlier
        if _may_hold(one.field)
        and one.field.schema.get("type") is not None
        and not any(name.startswith(f"{one.field.name}.") for name in names)
    ]
    return bare[0] if len(bare) == 1 else None


def _follows(lines: Sequence[str], end: int, start: int, first_line: int) -> bool:
    """Return whether nothing is between the row on line `end` and the header on line `start`."""
    between = lines[end - first_line + 1 : start - first_line]
    return end < start and not any(line.strip(" |\t") for line in between)


@dataclass(frozen=True, slots=True)
class ShownNames:
    """The names that the samples of an operation show, by where they are."""

    query: Collection[str] = ()
    headers: Collection[str] = ()
    sent: Collection[str] = ()
    """At the top of the body."""
    answered: Collection[str] = ()
    """In answers, those in objects with dots: `data.id`."""


def with_known_places(
    found: Sequence[PlacedFields], path_names: Collection[str], names: ShownNames
) -> list[PlacedFields]:
    """Return the fields, with the places that path and samples give to fields for which the page has none."""
    shown = _answered(found, names.answered)
    made: list[PlacedFields] = []
    lowered = {one.lower() for one in names.headers}
    for one in found:
        name = one.field.name.partition(".")[0].partition("[")[0]
        place = one.place
        if place in ("", "body") and one.field.name in path_names:
            place = "path"
        elif place in ("", "body") and one.field.name in names.query and name not in names.sent:
            place = "query"
        elif not place and one.field.name.lower() in lowered:
            place = "header"
        elif not place and name in names.sent:
            place = "body"
        elif not place and one.group in shown:
            place = "response"
        made.append(replace(one, place=place))
    return _with_their_table(made)


def _answered(found: Sequence[PlacedFields], answered: Collection[str]) -> set[int]:
    """Return the tables without a place of which answers have every name, as far as two of them prove it."""
    groups: dict[int, list[bool]] = {}
    for one in found:
        if not one.place and one.group:
            groups.setdefault(one.group, []).append(one.field.name.replace("[]", "") in answered)
    return {group for group, has in groups.items() if all(has) and len(has) > 1}


def _with_their_table(found: Sequence[PlacedFields]) -> list[PlacedFields]:
    """Return the fields; those without a place are the body's where samples send other rows of their table there."""
    places: dict[int, set[str]] = {}
    for one in found:
        if one.group and one.place not in ("", "path"):
            places.setdefault(one.group, set()).add(one.place)
    alone = {group for group, those in places.items() if those == {"body"}}
    return [replace(one, place="body") if not one.place and one.group in alone else one for one in found]
