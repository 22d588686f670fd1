"""Results of lenient reading, and scalars that arrive in another form than declared without losing anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from pydantic_core import from_json

from ..problems import MOST_PROBLEMS, Problem, Problems, pointer
from .core_schema_nodes import Node, mark, split_choice

OTHER_CONSTANT = 10
"""So much more strongly does a wrong constant speak against a variant than another deviation."""
ABSENT: Any = object()
"""Marks a value that cannot be read."""


class ValueDeviation(NamedTuple):
    """A problem, with its place relative to the value that was read."""

    path: tuple[str | int, ...]
    expected: str
    received: object
    converted: bool = False
    weight: int = 1


class Deviations:
    """What is wrong with a value: the first deviations, and of all of them what is needed to choose a variant."""

    __slots__ = ("are_converted", "count", "first", "weight")

    def __init__(self, *given: ValueDeviation) -> None:
        self.first = list(given)
        """At most `MOST_PROBLEMS`."""
        self.count = len(given)
        self.are_converted = all(one.converted for one in given)
        """Whether every value was converted, so that nothing is absent."""
        self.weight = sum(one.weight if one.converted else 2 * one.weight for one in given)
        """How strongly they speak against a variant of a union."""

    def __bool__(self) -> bool:
        return self.count > 0

    def add(self, within: Deviations, *steps: str | int) -> None:
        """Add the deviations of a part of the value, to which the steps lead."""
        if not within.count:
            return
        if room := MOST_PROBLEMS - len(self.first):
            self.first += [one._replace(path=(*steps, *one.path)) for one in within.first[:room]]
        self.count += within.count
        self.are_converted = self.are_converted and within.are_converted
        self.weight += within.weight

    def problems(self) -> Problems:
        """Return the deviations as a caller sees them."""
        found = [Problem(pointer(path), expected, got, converted) for path, expected, got, converted, _ in self.first]
        return Problems(found, self.count - len(found))


_NONE = Deviations()


class ReadValue(NamedTuple):
    """The result of reading a value: the value, or `ABSENT` if it cannot be read."""

    value: Any
    deviations: Deviations = _NONE
    loose: int = 0
    """How many limits and closed enumerations the value breaks: used only to choose a variant."""
    fields: int = 0
    """How many declared properties the value has."""

    def unlikeness(self, claimed: bool) -> tuple[bool, int, int, int]:
        """Return how little a variant of a union fits; less still if another variant claims the value."""
        return (
            self.value is ABSENT,
            self.deviations.weight + (2 * OTHER_CONSTANT if claimed else 0),
            self.loose,
            -self.fields,
        )


_NUMBER = re.compile(r"[+-]?\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,3})?", re.ASCII)
_BARE_UUID = re.compile(
    r"[{]?([0-9A-Fa-f]{8})-?([0-9A-Fa-f]{4})-?([0-9A-Fa-f]{4})-?([0-9A-Fa-f]{4})-?([0-9A-Fa-f]{12})[}]?"
)
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ]00:00(:00([.,]0+)?)?([Zz]|[+-]\d{2}:?\d{2})?", re.ASCII)
_LONGEST = 820
_BOOLEANS = {"true": True, "false": False, "0": False, "1": True}


def other_forms(value: object) -> Iterator[object]:
    """Yield the values of other JSON types that a scalar may stand for without loss."""
    match value:
        case bool():
            yield "true" if value else "false"
        case int():
            if value in (0, 1):
                yield bool(value)
            yield str(value) if value.bit_length() < _LONGEST else None
        case float():
            yield repr(value)
        case str() if len(value) <= _LONGEST:
            yield from _of_text(value.strip())
        case _:
            pass


def in_text(text: str, kind: type[object]) -> object:
    """Return the object or list that a text holds as JSON: servers send it that encode a value twice. Any other text is
    returned as it is.
    """
    if text.lstrip()[:1] != ("{" if kind is dict else "["):
        return text
    try:
        return cast("object", from_json(text))
    except ValueError:
        return text


def _of_text(text: str) -> Iterator[object]:
    if _NUMBER.fullmatch(text):
        yield int(text) if text.lstrip("+-").isdigit() else float(text)
    if text.lower() in _BOOLEANS:
        yield _BOOLEANS[text.lower()]
    if found := _BARE_UUID.fullmatch(text):
        yield "-".join(found.groups())
    if found := _MIDNIGHT.fullmatch(text):
        yield found[1]


def says(node: Node) -> str:
    """Return in words what a core schema accepts: `an integer`, `one of a, b`."""
    notes = mark(node)
    if "says" in notes:
        return str(notes["says"])
    if "unknown" in notes:
        return "an object"
    match node["type"]:
        case "nullable":
            return f"{says(node['schema'])} or null"
        case "union":
            words = [says(schema) for schema, _ in map(split_choice, node["choices"])]
            return " or ".join(dict.fromkeys(words))
        case "json-or-python" | "definitions" | "custom-error" | "default":
            return says(node.get("json_schema") or node["schema"])
        case "chain":
            return says(node["steps"][0])
        case "function-wrap" | "function-before" | "function-after":
            return says(node["schema"])
        case kind:
            return _WORDS.get(kind, "another value")


_WORDS = {
    "str": "text",
    "bool": "true or false",
    "int": "an integer",
    "float": "a number",
    "none": "null",
    "list": "a list",
    "tuple": "a list",
    "dict": "an object",
    "model": "an object",
    "definition-ref": "an object",
    "tagged-union": "an object",
    "any": "any value",
    "bytes": "bytes",
}
