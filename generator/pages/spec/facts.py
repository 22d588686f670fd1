"""The facts of a document, counted by how they are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...document.document import join
from ...openapi.json_values import is_mapping, is_sequence
from ..json_access import entries, members
from ..reading import OriginKind, UnknownFact
from .merging import operations, webhooks

if TYPE_CHECKING:
    from .merging import Merged

_KEYWORDS = ("enum", "default", "format", "const")
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Facts:
    """The number of facts of each kind; `by_page` counts those of each page, by its name."""

    stated: int = 0
    samples: int = 0
    guesses: int = 0
    unknowns: tuple[UnknownFact, ...] = ()
    by_page: Mapping[str, Mapping[OriginKind, int]] = field(default_factory=dict[str, Mapping[OriginKind, int]])

    def __str__(self) -> str:
        """Return "21 facts from the page, 4 from samples, 2 guesses, 1 unknown: request `a` has no type"."""
        pages = "page" if len(self.by_page) == 1 else "pages"
        # Several ones are listed below.
        only = self.unknowns[0].text if len(self.unknowns) == 1 else ""
        return (
            f"{_counted(self.stated, 'fact')} from the {pages}, {self.samples} from samples, "
            f"{_counted(self.guesses, 'guess')}, {len(self.unknowns)} unknown{f': {only}' if only else ''}"
        )


def facts(merged: Merged) -> Facts:
    """Return the counted facts of a document: operations, parameters, fields and their types, servers, …"""
    kinds: Counter[OriginKind] = Counter()
    pages: dict[str, Counter[OriginKind]] = {reading.page.name: Counter() for reading in merged.readings}
    for pointer in _pointers(merged.document):
        reading, origin = merged.origin(pointer)
        kinds[origin.kind] += 1
        if reading is not None:
            pages.setdefault(reading.page.name, Counter())[origin.kind] += 1
    unknowns = tuple(dict.fromkeys(one for reading in merged.readings for one in reading.unknowns))
    return Facts(kinds[OriginKind.PAGE], kinds[OriginKind.SAMPLE], kinds[OriginKind.GUESS], unknowns, pages)


def _pointers(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the pointer of each fact."""
    for key in ("title", "version"):
        if key in members(document, "info"):
            yield f"/info/{key}"
    for index in range(len(entries(document, "servers"))):
        yield f"/servers/{index}"
    for path, method in operations(document):
        yield from _operation(document["paths"][path][method], ("paths", path, method))
    for name, method in webhooks(document):
        yield from _operation(document["webhooks"][name][method], ("webhooks", name, method))
    for name in members(document, "components", "securitySchemes"):
        yield join(("components", "securitySchemes", name))
    for name, schema in members(document, "components", "schemas").items():
        place = ("components", "schemas", name)
        yield join(place)
        yield from _schema(schema, place, 0)


def _operation(operation: Mapping[str, Any], place: tuple[str | int, ...]) -> Iterator[str]:
    yield join(place)
    yield from (join((*place, key)) for key in ("operationId", "tags") if key in operation)
    for index, parameter in enumerate(entries(operation, "parameters")):
        here = (*place, "parameters", index)
        yield join(here)
        yield from _schema(parameter.get("schema") if is_mapping(parameter) else None, (*here, "schema"), 0)
    if is_mapping(body := operation.get("requestBody")):
        here = (*place, "requestBody")
        yield join((*here, "required")) if "required" in body else join(here)
        yield from _content(body, here)
    for status, response in members(operation, "responses").items():
        yield join((*place, "responses", status))
        yield from _content(response, (*place, "responses", status))


def _content(holder: Any, place: tuple[str | int, ...]) -> Iterator[str]:
    content = holder.get("content") if is_mapping(holder) else None
    for media, one in content.items() if is_mapping(content) else ():
        here = (*place, "content", media)
        yield join(here)
        yield from _schema(one.get("schema") if is_mapping(one) else None, (*here, "schema"), 0)


def _schema(schema: Any, place: tuple[str | int, ...], depth: int) -> Iterator[str]:
    """Yield each property, each required name, and each enumeration, default and format below a schema."""
    if not is_mapping(schema) or depth > _DEEPEST:
        return
    yield from (join((*place, key)) for key in _KEYWORDS if key in schema)
    required = schema.get("required")
    yield from (join((*place, "required", index)) for index in range(len(required) if is_sequence(required) else 0))
    for name, one in members(schema, "properties").items():
        yield join((*place, "properties", name))
        yield from _schema(one, (*place, "properties", name), depth + 1)
    for key in ("items", "additionalProperties"):
        yield from _schema(schema.get(key), (*place, key), depth + 1)
    for key in ("oneOf", "anyOf", "allOf"):
        for index, one in enumerate(entries(schema, key)):
            yield from _schema(one, (*place, key, index), depth + 1)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 'es' if what.endswith('s') else 's'}"
