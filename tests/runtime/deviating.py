"""Models of responses that are not as declared."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field

from generator.runtime.models.adapter import adapter
from generator.runtime.models.model import Model, Unknown
from generator.runtime.models.one_of import OneOf
from generator.runtime.models.tagged_unions import Tagged
from generator.runtime.problems import reading

Json = dict[str, Any]


def read(type_: Any, document: Any) -> tuple[Any, list[tuple[str, Any, bool]]]:
    """Return the value, and the problems: where, what was received, whether it was converted."""
    with reading() as found:
        value = adapter(type_, tolerant=True).read_json(json.dumps(document))
    return value, [(one.pointer, one.received, one.converted) for one in found.problems]


class Done(Model):
    state: Literal["done", "cached"] | str | None = None
    info: str | None = None


class Failed(Model):
    state: Literal["failed", "cancelled"] | str | None = None
    info: str | None = None


class Small(Model):
    n: Annotated[int, Field(le=9)]


class Large(Model):
    n: Annotated[int, Field(ge=10)]


class Closed(Model, extra="forbid"):
    id: str


class Wide(Model):
    __pydantic_extra__: dict[str, int] = Field(init=False)
    id: str


class Cat(Model):
    kind: Literal["cat"]
    lives: int
    toy: Done | Failed | None = None


class Dog(Model):
    kind: Literal["dog"]
    bark: str


class Tree(Model):
    value: int | None = None
    left: Tree | Leaf | None = None
    right: Tree | Leaf | None = None


class Leaf(Model):
    value: Annotated[int | None, Field(ge=0)] = None
    color: Literal["red", "black"] | str


Outcome = Annotated[Done | Failed, OneOf()]
Tag = Annotated[Cat | Dog | Unknown, Tagged("kind", {"cat": "Cat", "dog": "Dog"})]
Optional = Annotated[Cat | Dog | Unknown, Tagged("kind", {"cat": "Cat", "dog": "Dog"}, optional=True)]


class Left(Model):
    x: int | None = None
    child: Left | Right | None = None


class Right(Model):
    y: int | None = None
    child: Left | Right | None = None
