"""Listed values are all values in what is only sent, and not in what responses have: over each place and kind of a list."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.laws.packages import Models, models
from tests.laws.strategies import content, reference
from tests.support.compare import same

Schema = dict[str, Any]
OPEN, READ, CLOSED = {"Received", "Both"}, {"Received"}, set[str]()
LISTS: dict[str, tuple[Schema, Any, Any, set[str]]] = {
    "texts": ({"type": "string", "enum": ["a", "b"]}, "a", "new", OPEN),
    "texts without a type": ({"enum": ["a", "b"]}, "b", "new", OPEN),
    "one text": ({"enum": ["a"]}, "a", "new", OPEN),
    "numbers": ({"type": "integer", "enum": [1, 2]}, 2, 3, OPEN),
    "both": ({"enum": ["a", 1]}, 1, 3, OPEN),
    "a constant": ({"const": "a"}, "a", "new", CLOSED),
    "a flag": ({"enum": [True]}, True, False, CLOSED),
    "fractions": ({"enum": [0.5, 1.5]}, 0.5, 2.5, READ),
}
"""Schema, a value of it, a new value of the same type, and the classes that accept it: fractions are only checked when sent."""
PLACES: dict[str, tuple[Callable[[Schema], Schema], Callable[[Any], Any]]] = {
    "property": (lambda one: one, lambda value: value),
    "item": (lambda one: {"type": "array", "items": one}, lambda value: [value]),
    "value of a map": (lambda one: {"type": "object", "additionalProperties": one}, lambda value: {"x": value}),
    "variant": (lambda one: {"anyOf": [one, {"type": "null"}]}, lambda value: value),
    "inline object": (
        lambda one: {"type": "object", "properties": {"y": one, "z": {"type": "string"}}},
        lambda value: {"y": value},
    ),
    "undeclared property": (
        lambda one: {"type": "object", "properties": {"z": {"type": "string"}}, "additionalProperties": one},
        lambda value: {"y": value},
    ),
}
DIRECTIONS = ("Sent", "Received", "Both")


def field(kind: str, place: str) -> str:
    return f"{kind} {place}".replace(" ", "_")


@cache
def made() -> Models:
    """Return a package in which each list is in each place of three classes."""
    schemas: dict[str, Schema] = {}
    for direction in DIRECTIONS:
        properties = {
            field(kind, place): around({**LISTS[kind][0], "title": direction})
            for kind in LISTS
            for place, (around, _) in PLACES.items()
        }
        for number, kind in enumerate(LISTS):
            schemas[f"{direction}List{number}"] = LISTS[kind][0]
            properties[field(kind, "component")] = reference(f"{direction}List{number}")
        schemas[direction] = {"type": "object", "properties": properties, "description": direction}
    sent, received, both = (content(reference(one), "3.1.0") for one in DIRECTIONS)
    paths = {
        "/s": {"put": {"requestBody": sent, "responses": {"204": {"description": ""}}}},
        "/r": {"get": {"responses": {"200": {"description": "", **received}}}},
        "/b": {"put": {"requestBody": both, "responses": {"200": {"description": "", **both}}}},
    }
    info = {"title": "Lists", "version": "1"}
    return models({"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}})


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("kind", LISTS)
def test_a_list_is_open_if_a_response_has_it(kind: str, direction: str) -> None:
    _, listed, new, accepting = LISTS[kind]
    for place in (*PLACES, "component"):
        wrap = PLACES[place][1] if place in PLACES else (lambda value: value)
        known, unknown = ({field(kind, place): wrap(value)} for value in (listed, new))
        # What may be sent is checked strictly, what is received is read as a client reads it.
        strict = direction != "Received"
        assert same(made().back(direction, known, strict=strict), known), place
        accepted = made().accepts(direction, unknown, strict=strict)
        assert accepted is (direction in accepting), (place, unknown)
        if accepted:
            assert same(made().back(direction, unknown, strict=strict), unknown), place
