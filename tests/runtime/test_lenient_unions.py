"""Unions in responses that are not as declared: which variant a value is."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest

from generator.runtime.models.adapter import adapter
from generator.runtime.models.lazy import TypeAliasType
from generator.runtime.models.model import Model, Nullable, Unknown
from generator.runtime.models.tagged_unions import Tagged
from generator.runtime.models.types import Base64

from .deviating import (
    Cat,
    Closed,
    Dog,
    Done,
    Failed,
    Json,
    Large,
    Leaf,
    Left,
    Optional,
    Outcome,
    Right,
    Small,
    Tag,
    Tree,
    Wide,
    read,
)

Alias = TypeAliasType("Alias", "Done | Failed")


class At(Model):
    at: datetime


class Other(Model):
    other: int | None = None


CHOSEN: list[tuple[Any, Any, Any]] = [
    (Done | Failed, {"state": "failed"}, Failed),
    (Done | Failed, {"state": "cached"}, Done),
    (Failed | Done, {"state": "cached", "info": None}, Done),
    (Outcome, {"state": "failed"}, Failed),
    (Alias, {"state": "failed"}, Failed),
    (Small | Large, {"n": 50}, Large),
    (Small | Large, {"n": 5}, Small),
    (Large | Small, {"n": 5}, Small),
    (Closed | Wide, {"id": "a", "x": 1}, Wide),
    (Closed | Wide, {"id": "a"}, Closed),
    (UUID | datetime, "2024-01-01T00:00:00Z", datetime),
    (UUID | datetime, str(UUID(int=5)), UUID),
    (datetime | date, "2024-01-01", date),
    (date | datetime, "2024-01-01T00:00:00Z", datetime),
    (datetime | str, "soon", str),
    (int | str, "5", str),
    (Literal[1, 2] | int | str, "5", str),
    (Base64 | int, 5, int),
    (Tag, {"kind": "cat", "lives": 1}, Cat),
    (Tag, {"kind": "emu"}, Unknown),
    (Optional, {"kind": "emu", "lives": 1}, Unknown),
    (Tree | Leaf, {"value": 1, "color": "red"}, Leaf),
    (Leaf | Tree, {"value": -1, "left": {"color": "red"}}, Tree),
    (Other | At, {"at": "2024-01-01T00:00:00Z"}, At),
    # A response's time may lack its offset.
    (Other | At, {"at": "2024-01-01T00:00:00"}, At),
]


@pytest.mark.parametrize(("type_", "document", "kind"), CHOSEN)
def test_a_conforming_value_is_the_variant_that_it_fits(type_: Any, document: Any, kind: type[Any]) -> None:
    class Held(Model):
        one: type_
        nullable: Nullable[type_]
        several: list[type_]
        mapped: dict[str, list[type_ | None]]

    assert type(read(type_, document)[0]) is kind
    held, problems = read(
        Held, {"one": document, "nullable": document, "several": [document], "mapped": {"a": [document, None]}}
    )
    assert problems == []
    assert {type(one) for one in (held.one, held.nullable, held.several[0], held.mapped["a"][0])} == {kind}


DEVIATING: list[tuple[Any, Any, Any, list[str]]] = [
    (Done | Failed, {"state": "failed", "info": 5}, Failed, ["/info"]),
    (Done | Failed, {"state": "new", "info": "x"}, Done, []),
    (Small | Large, {"n": "50"}, Large, ["/n"]),
    (Small | Large, {}, Small, ["/n"]),
    (Cat | Dog, {"kind": "dog", "lives": 1}, Dog, ["/bark"]),
    (Tag, {"kind": "dog"}, Dog, ["/bark"]),
    (Tag, {"kind": "dog", "bark": []}, Dog, ["/bark"]),
    (Tag, {"kind": "cat", "lives": "9", "toy": {"state": "failed", "info": {}}}, Cat, ["/lives", "/toy/info"]),
    (Tag, {"lives": 1}, Unknown, ["/kind"]),
    (Tag, {"kind": None}, Unknown, ["/kind"]),
    (Tag, {"kind": "emu"}, Unknown, []),
    (Optional, {"kind": "dog", "lives": 1}, Dog, ["/bark"]),
    (Optional, {"lives": "many"}, Cat, ["/kind", "/lives"]),
    (Optional, {"bark": 5}, Dog, ["/kind", "/bark"]),
    (Optional, {"kind": 5, "lives": 1}, Cat, ["/kind"]),
    (Optional, {"kind": "emu", "lives": "x"}, Unknown, []),
    (Tree | Leaf, {"left": {"color": "red", "value": "x"}}, Tree, ["/left/value"]),
]


@pytest.mark.parametrize(("type_", "document", "kind", "places"), DEVIATING)
def test_a_deviating_value_is_the_likeliest_variant(type_: Any, document: Any, kind: Any, places: list[str]) -> None:
    value, problems = read(type_, document)
    assert type(value) is kind
    assert [place for place, *_ in problems] == places
    several, problems = read(list[type_], [document] * 2)
    assert [type(one) for one in several] == [kind] * 2
    assert [place for place, *_ in problems] == [f"/{index}{place}" for index in (0, 1) for place in places]


def test_a_deep_union_is_read_in_time() -> None:
    document: Any = {"value": "x"}
    for _ in range(60):
        document = {"left": document, "right": {"color": 5}}
    tree, problems = read(Tree | Leaf, document)
    assert type(tree) is Tree
    assert len(problems) == 1


@pytest.mark.parametrize(("leaf", "problems"), [({"x": 1}, 0), ({"y": 1}, 0), ({"x": "q", "y": "q"}, 1)])
def test_a_union_that_holds_itself_takes_no_exponential_time(leaf: Any, problems: int) -> None:
    document = leaf
    for _ in range(50):
        document = {"child": document}
    value, found = read(Left | Right, document)
    assert len(found) == problems
    assert json.loads(adapter(Left | Right, tolerant=True).dump_json(value)) == document or problems


class ClipStep(Model):
    kind: Literal["clip"] = "clip"
    seconds: int


class GroupStep(Model):
    kind: Literal["group"] = "group"
    steps: list[AnyStep] | None = None


class PairStep(Model):
    kind: Literal["pair"] = "pair"
    first: AnyStep | None = None


AnyStep = TypeAliasType(
    "AnyStep",
    Annotated[
        ClipStep | GroupStep | PairStep | Unknown,
        Tagged("kind", {"clip": "ClipStep", "group": "GroupStep", "pair": "PairStep"}),
    ],
)


class LooseLeaf(Model):
    size: int


class LooseTree(Model):
    kind: str | None = None
    left: LooseStep | None = None


class LooseBush(Model):
    kind: str | None = None
    left: LooseStep | None = None
    name: str


LooseStep = TypeAliasType(
    "LooseStep",
    Annotated[
        LooseLeaf | LooseTree | LooseBush | Unknown,
        Tagged("kind", {"leaf": "LooseLeaf", "tree": "LooseTree", "bush": "LooseBush"}, optional=True),
    ],
)


class Recipe(Model):
    step: AnyStep | None = None
    loose: LooseStep | None = None


@pytest.mark.parametrize("named", [True, False], ids=["right", "deviating"])
def test_tagged_unions_within_themselves_are_read(named: bool) -> None:
    """The tag chooses the variant on every level, also where the value deviates or its tag is new."""
    clip = {"kind": "clip", "seconds": 3 if named else "3"}
    document = {"step": {"kind": "group", "steps": [{"kind": "pair", "first": clip}, {"kind": "new", "x": 1}]}}
    recipe, found = read(Recipe, document)
    assert len(found) == (0 if named else 1)
    assert isinstance(recipe.step, GroupStep)
    assert recipe.step.steps is not None
    pair, new = recipe.step.steps
    assert isinstance(pair, PairStep)
    assert pair.first == ClipStep(seconds=3)
    assert isinstance(new, Unknown)


def test_untagged_levels_of_a_tagged_union_are_read_in_bounded_time() -> None:
    """Where no tag names a variant, each part of the document is read once for each variant."""
    document: Json = {"size": 1}
    for level in range(40):
        document = {"left": document, "name": str(level)} if level % 2 else {"left": document}
    recipe, found = read(Recipe, {"loose": document})
    assert not found
    depth, step = 0, recipe.loose
    while isinstance(step, LooseTree | LooseBush):
        depth, step = depth + 1, step.left
    assert (depth, step) == (40, LooseLeaf(size=1))
