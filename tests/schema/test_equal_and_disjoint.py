"""Schemas of which no value fits two, schemas that are one, and what of a part holds for the whole."""

from __future__ import annotations

from typing import Any

import pytest

from generator.runtime.json_schema.evaluate import Evaluator
from generator.schema.disjoint import disjoint
from generator.schema.json_types import is_of
from tests.normalize.trees import schemas

REF = {"$ref": "#/components/schemas/A"}


@pytest.mark.parametrize(
    ("variants", "expected"),
    [
        ([{"type": "string"}, {"type": "integer"}], True),
        ([{"type": "number"}, {"type": "integer"}], False),
        ([{"type": "integer"}, {"type": "number"}], False),
        ([{"type": ["string", "null"]}, {"type": "null"}], False),
        ([{"enum": ["a"]}, {"enum": ["b"]}], True),
        ([{"enum": ["a", "b"]}, {"enum": ["b"]}], False),
        ([{"enum": ["a"]}, {"type": "string"}], False),
        ([{"enum": ["a"]}, {"enum": ["b"]}, {"enum": ["a"]}], False),
        ([{"enum": ["a"]}, {"enum": ["b"]}, {"type": "string"}], False),
        ([{"const": 1}, {"const": True}], True),
        ([{"const": 1}, {"const": 1.0}], False),
        ([{"const": 1}, {"type": "integer"}], False),
        ([{"const": 1.5}, {"type": "integer"}], False),
        ([{}, {"type": "string"}], False),
        ([REF, {"enum": ["b"]}], True),
        ([REF, {"enum": ["a"]}], False),
    ],
    ids=str,
)
def test_disjoint(variants: list[Any], expected: bool) -> None:
    assert disjoint(variants, {"A": {"enum": ["a"]}}) == expected


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        (True, ["boolean"]),
        (1, ["integer", "number"]),
        (1.0, ["integer", "number"]),
        (1.5, ["number"]),
        ("1", ["string"]),
        (None, ["null"]),
        ([], ["array"]),
        ({}, ["object"]),
    ],
    ids=repr,
)
def test_the_types_of_a_value(value: Any, kinds: list[str]) -> None:
    every = ("array", "boolean", "integer", "null", "number", "object", "string")
    assert [kind for kind in every if is_of(value, kind)] == kinds


def test_a_member_of_all_of_that_nothing_fits_lets_nothing_fit() -> None:
    given = {"A": {"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, False]}}
    tree = schemas({**given, "B": {"type": "object", "properties": {"a": REF}}})
    assert not Evaluator(tree["B"], tree).accepts({"a": {"a": "x"}})


def test_a_flag_of_one_member_is_none_of_the_whole() -> None:
    members = [{"type": "object", "properties": {key: {"type": "string"}}} for key in "ab"]
    for flag in ({"readOnly": True}, {"writeOnly": True}, {"default": {}}):
        tree = schemas({"A": {"allOf": [{**members[0], **flag}, members[1]]}, "B": {"allOf": members, **flag}})
        assert not flag.keys() & tree["A"].keys()
        assert flag.items() <= tree["B"].items()


def test_null_stays_where_variants_turn_out_to_be_one_class() -> None:
    """They differ in their examples, which make no difference."""
    variants = [
        {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "example": {"a": text}}
        for text in "xy"
    ]
    for null in ([], [{"type": "null"}]):
        holder = {"type": "object", "required": ["v"], "properties": {"v": {"anyOf": [*variants, *null]}}}
        tree = schemas({"Holder": holder})
        evaluator = Evaluator(tree["Holder"], tree)
        assert evaluator.accepts({"v": {"a": "x"}})
        assert evaluator.accepts({"v": None}) == bool(null)


@pytest.mark.parametrize(("inline", "shared"), [(1, True), (True, False)])
def test_an_inline_schema_is_a_component_of_its_name_only_if_json_says_so(inline: Any, shared: bool) -> None:
    def kind(value: Any) -> dict[str, Any]:
        return {"type": "object", "properties": {"a": {"const": value}, "b": {"type": "string"}}}

    tree = schemas({"ThingKind": kind(1), "Thing": {"type": "object", "properties": {"kind": kind(inline)}}})
    assert (tree["Thing"]["properties"]["kind"] == {"$ref": "#/components/schemas/ThingKind"}) == shared
