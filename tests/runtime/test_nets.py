"""Nets of unions: each level has two of the level below, so that forty levels have a million million ways down."""

from __future__ import annotations

import json
from typing import Annotated, Any

import pytest
from typing_extensions import TypeAliasType

from generator.runtime.models.adapter import adapter
from generator.runtime.models.model import Model
from generator.runtime.models.one_of import OneOf
from generator.runtime.problems import Unreadable, reading

_LEVELS = 24


class First(Model):
    a: str


class Second(Model):
    b: str


def _net(levels: int, exclusive: Any, shape: Any) -> tuple[Any, Any]:
    """Return the two types at the top of a net of named aliases."""
    one, other = First, Second
    for level in range(levels):
        choice = shape(one) | shape(other)
        one, other = (TypeAliasType(f"{name}{level}", exclusive(choice, one, other)) for name in "AB")
    return one, other


def _same(one: Any) -> Any:
    return one


def _listed(one: Any) -> Any:
    return list[one]


def _exclusive(choice: Any, one: Any, other: Any) -> Any:
    return Annotated[choice, OneOf(one, other)]


def _any(choice: Any, *_: Any) -> Any:
    return choice


@pytest.mark.parametrize(("shape", "exclusive"), [(_same, _exclusive), (_listed, _any)])
def test_a_response_of_a_net_is_read(shape: Any, exclusive: Any) -> None:
    """Neither building its validator nor reading takes time that doubles with each level."""
    document: Any = {"b": "x"}
    for _ in range(_LEVELS if shape is _listed else 0):
        document = [document]
    value, _ = _net(_LEVELS, exclusive, shape)
    with reading() as found:
        read = adapter(value, tolerant=True).read_json(json.dumps(document))
    while isinstance(read, list):
        (read,) = read
    assert read == Second(b="x")
    assert not found.problems
    with pytest.raises(Unreadable), reading():
        adapter(value, tolerant=True).read_json("5")


def test_a_request_of_a_net_is_refused_in_time() -> None:
    """The upper levels fit both members if the lowest fits one: no value fits exactly one."""
    value, _ = _net(_LEVELS, _exclusive, _same)
    for given in ({"b": "x"}, {"c": "x"}, 5):
        with pytest.raises(ValueError, match=r"\w"):
            adapter(value, tolerant=False).validate_python(given)
        assert len(adapter(value, tolerant=False).complaints(given)) < 3


class Level0(Model):
    a: str


def test_classes_below_each_other_are_read_once_for_each_variant() -> None:
    """A class of each level has a union of two classes of the level below."""
    one, other = Level0, Second
    document: Any = {"b": "x"}
    for level in range(_LEVELS):
        fields: dict[str, Any] = {"__annotations__": {"c": one | other}, "__module__": __name__}
        one, other = (type(Model)(f"{name}{level}", (Model,), dict(fields)) for name in ("L", "R"))
        document = {"c": document}
    with reading() as found:
        read = adapter(one | other, tolerant=True).read_json(json.dumps(document))
    for _ in range(_LEVELS):
        read = read.c
    assert read == Second(b="x")
    assert not found.problems
