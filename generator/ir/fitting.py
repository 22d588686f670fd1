"""Finds the parts of an operation's request and response that declarations name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from ..diagnostics import did_you_mean
from ..openapi.media_type_names import is_json, is_xml
from ..runtime.problems import steps
from .api import Operation, ParameterLocation
from .paging import RequestPlace
from .schema_pointers import at_pointer, properties
from .schemas import ANYTHING, Schema

_LOCATIONS = ("query", "header", "body")
_MOST_SHOWN = 8


class Misfit(Exception):
    """A declaration names something that its operation does not have; `key` is the part of the declaration."""

    def __init__(self, key: str, message: str) -> None:
        """Keep key and message."""
        super().__init__(message)
        self.key = key


class OperationParts(Struct, frozen=True):
    """The parts of an operation."""

    schemas: Mapping[str, Schema]
    operation: Operation

    def in_response(self, pointer: str) -> list[Schema]:
        """Return the schemas at a pointer into the bodies of successes; empty if one of them does not have it."""
        found: list[Schema] = []
        for schema in self._answers():
            there = at_pointer(schema, steps(pointer), self.schemas)
            if not there:
                return []
            found += there
        return found

    def nearest(self, pointer: str) -> str:
        """Return the end of a sentence that names what a response has instead."""
        answers = list(self._answers())
        if not answers:
            return ": it has neither JSON nor XML"
        path = steps(pointer)
        for length in range(len(path) - 1, -1, -1):
            holders = [one for answer in answers for one in at_pointer(answer, path[:length], self.schemas)]
            names = sorted({name for one in holders for name in properties(one, self.schemas)})
            if names:
                near = did_you_mean(path[length], names)
                listed = ", ".join(f"`{name}`" for name in names[:_MOST_SHOWN])
                return near or f": there is {listed}"
        return ""

    def in_request(self, text: str) -> tuple[Schema, RequestPlace]:
        """Return the schema and the place of `query.page`, `header.X-Page`, `body/page` or `page` in a request.

        A name alone is searched in these, in this order. Raises `Misfit` if it is nowhere.
        """
        for location, name in _places(text):
            schema = self._named(location, name)
            if schema is not None:
                return schema, RequestPlace(location, name)
        names = [f"{one.location}.{one.name}" for one in self.operation.parameters if one.location in _LOCATIONS]
        near = did_you_mean(text, names) or (f": there is {', '.join(names[:_MOST_SHOWN])}" if names else "")
        name = f"{self.operation.method.upper()} {self.operation.path}"
        raise Misfit("parameter", f"`{text}` is not a parameter of {name}{near}")

    def _named(self, location: str, name: str) -> Schema | None:
        if location == "body":
            contents = self.operation.body.contents if self.operation.body else ()
            schemas = [one.schema for one in contents if one.schema is not None]
            found = [at_pointer(one, steps(name), self.schemas) for one in schemas]
            return found[0][0] if found and all(found) else None
        for one in self.operation.parameters:
            same = one.name == name or (location == "header" and one.name.lower() == name.lower())
            if one.location == ParameterLocation(location) and same and one.content_type is None:
                return next(iter(at_pointer(one.schema, (), self.schemas)), ANYTHING)
        return None

    def _answers(self) -> Iterator[Schema]:
        for response in self.operation.successes:
            for media in response.contents:
                if _is_structured(media.content_type) and media.schema is not None:
                    yield media.schema


def _is_structured(content_type: str) -> bool:
    return is_json(content_type) or is_xml(content_type)


def _places(text: str) -> Iterator[Any]:
    location, dot, name = text.partition(".")
    if dot and location in ("query", "header"):
        yield location, name
    elif text.startswith("body/"):
        yield "body", text.removeprefix("body")
    yield from (("query", text), ("header", text), ("body", f"/{text}"))
