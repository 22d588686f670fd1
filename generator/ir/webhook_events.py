"""Finds the events of webhooks and callbacks, and what distinguishes their messages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct

from ..openapi.media_type_names import is_json
from .api import Api, Operation, OperationKey, ParameterLocation
from .schemas import ANYTHING, Class, Enumeration, Reference, Schema, Union, resolved

Constant: TypeAlias = "str | int | bool"
Tags: TypeAlias = "Mapping[str, tuple[Constant, ...]]"

HEADER = "header:"
"""The beginning of the place of a tag that is a header."""
_DEEPEST = 2
"""Objects within the body that are looked into for a constant."""
_MOST_VARIANTS = 50


class Event(Struct, frozen=True):
    """One event: an operation that the server calls, or several equal callbacks."""

    operation: Operation
    keys: tuple[OperationKey, ...]
    """The keys of all operations of this event."""
    tags: Tags
    """JSON Pointer into the body, or `header:` and a name → the values that only this event may have there."""

    @property
    def name(self) -> str:
        """Its name in the document; for a callback its own name, without expression and operation."""
        return event_name(self.operation)


def events(api: Api, place: str = "", header: str = "") -> tuple[Event, ...]:
    """Return the events of an API by name; `place` and `header` are where the event's name is, by the settings."""
    groups: dict[object, list[Operation]] = {}
    for operation in api.webhooks:
        groups.setdefault((event_name(operation), operation.method, _identity(operation)), []).append(operation)
    found = [
        Event(one[0], tuple(other.key for other in one), _tags(one[0], api.schemas, place, header))
        for one in groups.values()
    ]
    declared = {place, f"{HEADER}{header.lower()}"}
    return tuple(_telling(sorted(found, key=lambda one: (one.name, one.operation.key)), declared))


def event_name(operation: Operation) -> str:
    """Return the name of a webhook, or of a callback without its expression."""
    return operation.callback or operation.path


def _identity(operation: Operation) -> object:
    """Return what callbacks of one name must share to be one event; each webhook's path is its own."""
    if not operation.callback:
        return operation.path
    contents = operation.body.contents if operation.body else ()
    return tuple((one.content_type, one.schema) for one in contents)


def _tags(
    operation: Operation, schemas: Mapping[str, Schema], place: str, header: str
) -> dict[str, tuple[Constant, ...]]:
    found: dict[str, tuple[Constant, ...]] = {}
    name = event_name(operation)
    for media in operation.body.contents if operation.body else ():
        if is_json(media.content_type) and media.schema is not None:
            found = _constants(media.schema, schemas, name)
            break
    for parameter in operation.parameters:
        if parameter.location is ParameterLocation.HEADER:
            values = _values(resolved(parameter.schema, schemas), name)
            if values:
                found[f"{HEADER}{parameter.name.lower()}"] = values
    spelled = _spellings(name, [one for values in found.values() for one in values])
    if place:
        found.setdefault(place, spelled)
    if header:
        found.setdefault(f"{HEADER}{header.lower()}", spelled)
    return found


def _spellings(name: str, constants: Sequence[Constant]) -> tuple[str, ...]:
    """Return the forms in which an event's name is sent: as it is, or without the constant at its end.

    `check-run-completed` with the action `completed` is sent as `check-run`; the runtime ignores `-`, `_` and `.`.
    """
    words = _words(name)
    found = [name]
    for constant in constants:
        end = _words(constant) if isinstance(constant, str) else []
        if end and len(words) > len(end) and words[-len(end) :] == end:
            found.append(name[: -len(str(constant))].rstrip("-_./ "))
    return tuple(dict.fromkeys(found))


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[-_./\s]+", text.lower()) if word]


def _telling(found: Sequence[Event], declared: Collection[str]) -> Iterator[Event]:
    """Yield the events with only those tags that distinguish events, or are at a `declared` place."""
    for event in found:
        others = [one for one in found if one is not event]
        tags = {
            place: values
            for place, values in event.tags.items()
            if not others or place in declared or _tells(place, values, others)
        }
        yield Event(event.operation, event.keys, dict(sorted(tags.items())))


def _tells(place: str, values: tuple[Constant, ...], others: Sequence[Event]) -> bool:
    return any(place in one.tags and set(one.tags[place]).isdisjoint(values) for one in others)


def _constants(schema: Schema, schemas: Mapping[str, Schema], name: str) -> dict[str, tuple[Constant, ...]]:
    """Return JSON Pointer → the only values that a body may have there."""
    found: dict[str, tuple[Constant, ...]] = {}
    for path, inner in _properties(schema, schemas, "", 0):
        if values := _values(inner, name):
            found[path] = values
    return found


_Part: TypeAlias = "Schema | tuple[Constant, ...]"
"""A property, or the constants that the variants of a union have in its place."""


def _properties(
    schema: Schema, schemas: Mapping[str, Schema], path: str, depth: int, within: frozenset[str] = frozenset()
) -> Iterator[tuple[str, _Part]]:
    """Yield the properties of a body and of the objects in it, including inherited ones."""
    while isinstance(schema, Reference):
        if schema.name in within:
            return
        within |= {schema.name}
        schema = resolved(schema, schemas)
    if isinstance(schema, Class):
        if schema.base is not None and schema.base not in within:
            base = schemas.get(schema.base, ANYTHING)
            yield from _properties(base, schemas, path, depth, within | {schema.base})
        for key, inner in schema.properties.items():
            there = f"{path}/{key.replace('~', '~0').replace('/', '~1')}"
            yield there, resolved(inner, schemas)
            if depth < _DEEPEST - 1:
                yield from _properties(inner, schemas, there, depth + 1, within)
    elif isinstance(schema, Union):
        yield from _shared(schema, schemas, path, depth, within)


def _shared(
    schema: Union, schemas: Mapping[str, Schema], path: str, depth: int, within: frozenset[str]
) -> Iterator[tuple[str, tuple[Constant, ...]]]:
    """Yield the places where each variant of a union has a constant, with all these values."""
    if not 0 < len(schema.variants) <= _MOST_VARIANTS:
        return
    tables = [
        {place: values for place, inner in _properties(one, schemas, path, depth, within) if (values := _only(inner))}
        for one in schema.variants
    ]
    for place in tables[0]:
        if all(place in table for table in tables):
            yield place, tuple(value for table in tables for value in table[place])


def _values(part: _Part, name: str) -> tuple[Constant, ...]:
    """Return the values that identify an event: a constant, those of variants, or its own name in an enumeration."""
    if only := _only(part):
        return only
    return (name,) if isinstance(part, Enumeration) and not part.constant and name in part.values else ()


def _only(part: _Part) -> tuple[Constant, ...]:
    """Return the only values that a part may have; empty if others are allowed."""
    if isinstance(part, tuple):
        return part
    values = part.values if isinstance(part, Enumeration) else ()
    return values if len(values) == 1 and isinstance(values[0], str | int | bool) else ()
