"""What is made of the fields that tables and samples of an operation list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...operations import Field, PageResponse
from ...reading import Finding, OriginKind
from ...text.nested_tables import PlacedFields
from ...wording.headings import RESPONSE_HEADER
from ...wording.stated_fields import nested

if TYPE_CHECKING:
    from ....document.document import JSON


def variant(title: str, fields: Sequence[Field]) -> Field:
    """Return a variant of a union: an object with these fields."""
    return Field(title, fields[0].line, {"type": "object"}, fields=nested(distinct(fields)))


def with_parents(fields: Sequence[Field], shown: Collection[str]) -> list[Field]:
    """Return the fields, with the objects around `data.id` that the page does not list and its samples show."""
    listed = {one.name.replace("[]", "") for one in fields}
    made: list[Field] = []
    for one in fields:
        parts = one.name.split(".")
        for count in range(1, len(parts)):
            name = ".".join(parts[:count])
            plain = name.replace("[]", "")
            if plain in shown and plain not in listed:
                listed.add(plain)
                kind: dict[str, JSON] = {"type": "array" if name.endswith("[]") else "object"}
                made.append(Field(name.removesuffix("[]"), one.line, kind, origin=OriginKind.SAMPLE))
        made.append(one)
    return made


def wrapping(placed: Sequence[PlacedFields], place: str, sample: JSON) -> tuple[str, frozenset[str]]:
    """Return the one member of a sample that has listed fields of a place which the sample does not have itself, and
    the names of these; the member has `[]` behind it where it is a list.

    Empty where there is none, or where some of the fields are elsewhere. Of `owner.id` the outermost name counts.
    """
    names = frozenset(outermost(one.field.name) for one in placed if one.place == place and one.status[:1] in ("", "2"))
    if not isinstance(sample, dict):
        return "", frozenset()
    lost = names.difference(sample)
    # Where the table has fields of the sample itself, too, all of the others have to be in one member.
    least = len(lost) if lost != names else _SEVERAL
    fitting: list[str] = []
    for key, value in sample.items():
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict) and len(lost & inner.keys()) >= max(least, _SEVERAL):
            fitting.append(f"{key}[]" if isinstance(value, list) else key)
    return (fitting[0], lost) if len(fitting) == 1 else ("", frozenset())


def outermost(name: str) -> str:
    """Return the first name of `owner.id` or `owner[].id`."""
    return name.partition(".")[0].removesuffix("[]")


_SEVERAL = 2


def dotted_names(value: JSON, around: str = "") -> Iterator[str]:
    """Yield the names of a value's members, those of inner objects behind a dot."""
    for one in value if isinstance(value, list) else [value]:
        for name, member in one.items() if isinstance(one, dict) else ():
            yield f"{around}{name}"
            yield from dotted_names(member, f"{around}{name}.")


def guessed(one: PlacedFields) -> PlacedFields:
    """Return a field as a part of the body, marked as a guess."""
    return replace(one, place="body", field=replace(one.field, origin=OriginKind.GUESS))


def merged(values: Sequence[JSON]) -> JSON:
    """Return an object with the members of all samples, the first of each; the first sample if one is no object."""
    merged: dict[str, JSON] = {}
    for value in values:
        if not isinstance(value, dict):
            return values[0]
        for name, member in value.items():
            merged.setdefault(name, member)
    return merged


def as_file(one: Field) -> Field:
    """Return a field without a type that a sample sends as a file."""
    return replace(one, schema={"type": "string", "format": "binary"}, typed=True)


def is_generic(one: PlacedFields) -> bool:
    """Return whether a row says what a field of a request says: a type, or whether it is required."""
    return one.field.typed or one.field.required is not None


def repeated(placed: Sequence[PlacedFields]) -> Iterator[Finding]:
    """Yield the fields that one table lists twice, differently: the first one is taken."""
    known: dict[tuple[int, str, str, str], Field] = {}
    for one in placed:
        if not one.group:
            continue
        first = known.setdefault((one.group, one.place, one.status, one.field.name), one.field)
        if first is not one.field and (first.schema, first.required) != (one.field.schema, one.field.required):
            text = f"the page lists `{one.field.name}` twice, differently; the first one is taken"
            yield Finding("described-twice", text, one.field.line)


def distinct(fields: Sequence[Field]) -> list[Field]:
    """Return the fields, the first of each name."""
    made: dict[str, Field] = {}
    for one in fields:
        made.setdefault(one.name, one)
    return list(made.values())


def with_headers(answers: Mapping[str, PageResponse], placed: Sequence[PlacedFields]) -> dict[str, PageResponse]:
    """Return the responses, by status, with the headers that the page lists: without a status they are a success's."""
    made = dict(answers)
    for one in placed:
        if one.place != RESPONSE_HEADER or one.field.name.casefold() == "content-type":
            continue
        status = one.status or next((name for name in made if name[0] == "2"), "")
        if not status and not made:
            status = "200"
            made[status] = PageResponse(status, one.field.line, status_origin=OriginKind.GUESS)
        if status in made and all(known.name != one.field.name for known in made[status].headers):
            made[status] = replace(made[status], headers=(*made[status].headers, replace(one.field, required=None)))
    return made
