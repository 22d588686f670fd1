"""Keywords that contradict each other: `type` wins, and values are compared by JSON's equality."""

from __future__ import annotations

from typing import Any

import pytest

from tests.normalize.trees import codes, document, ref, run, schemas

Tree = dict[str, Any]
TEXTS = {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}
VERSIONS = ("2.0", "3.0.3", "3.1.0")


def only(schema: Any, version: str = "3.1.0") -> tuple[Any, set[str]]:
    """Return the final form of the component `A`, and the codes of the warnings."""
    tree = document({"A": schema}, version=version)
    if version == "2.0":
        tree = {"swagger": "2.0", "info": tree["info"], "paths": {}, "definitions": {"A": schema}}
    canonical, report = run(tree)
    assert canonical is not None, list(report)
    return canonical.tree["components"]["schemas"]["A"], set(codes(report)) - {"no-paths"}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({**TEXTS, "enum": ["a", "b"]}, TEXTS),
        ({"type": "array", "items": {"type": "string"}, "enum": ["a"]}, {"type": "array", "items": {"type": "string"}}),
        ({"type": "object", "enum": ["a", "b"]}, {"type": "object"}),
        ({"type": "boolean", "enum": ["yes", "no"]}, {"type": "boolean"}),
        ({"type": "integer", "enum": ["low"]}, {"type": "integer"}),
        ({"type": "integer", "const": "low"}, {"type": "integer"}),
        ({"type": "string", "enum": ["a", 1]}, {"type": "string", "enum": ["a", "1"]}),
        ({"type": "string", "const": 1}, {"type": "string", "const": "1"}),
        ({"type": "string", "items": {"type": "string"}}, {"type": "string"}),
    ],
)
def test_a_keyword_that_contradicts_the_type_loses_with_a_warning(version: str, given: Tree, meant: Tree) -> None:
    if version == "3.1.0" and given.get("enum") == ["a", 1]:
        meant = {"type": "string", "enum": ["a"]}
    out, warned = only(given, version)
    assert out == meant
    assert warned & {"enum-type-mismatch", "keyword-without-effect"}


def test_a_variant_excluded_by_the_type_next_to_the_union_is_left_out() -> None:
    out, warned = only({"type": "string", "oneOf": [{"type": "object"}, {"enum": ["a"]}, {"maxLength": 3}]})
    assert [one.get("enum", one.get("maxLength")) for one in out["oneOf"]] == [["a"], 3]
    assert warned == {"keyword-without-effect"}
    assert only({"type": "string", "anyOf": [{"type": "object"}, {"type": "array"}]})[0] == {"type": "string"}


NOTES = {"description": "words", "deprecated": True}


@pytest.mark.parametrize(
    ("given", "left", "warned"),
    [
        ({"anyOf": [{"maxLength": 3}, {"enum": ["a"]}]}, 2, False),
        ({"anyOf": [{"type": "object"}, {"maxLength": 3}, {"enum": ["a"]}]}, 2, True),
        ({"anyOf": [{"type": "object"}, {"type": "array"}]}, 0, True),
        ({"anyOf": [{"type": "object"}, {"type": "null"}], "discriminator": {"propertyName": "kind"}}, 0, True),
        ({"allOf": [{"anyOf": [{"type": "object"}, {"maxLength": 3}, {"enum": ["a"]}]}]}, 2, False),
    ],
)
def test_the_type_next_to_a_union(given: Tree, left: int, warned: bool) -> None:
    """It excludes variants with a warning, but if `allOf` brought the two together; notes stay with the whole."""
    brought = [*given.get("allOf", ()), {"type": "string"}]
    found, told = only(
        {**given, "allOf": brought, **NOTES} if "allOf" in given else {"type": "string", **given, **NOTES}
    )
    assert len(found.get("anyOf", ())) == left
    assert {key: found.get(key) for key in NOTES} == NOTES
    assert ("discriminator" in found) is False
    assert ("keyword-without-effect" in told) is warned


@pytest.mark.parametrize(
    ("members", "left"),
    [
        ([{"enum": [1, 2]}, {"enum": [True, 2]}], [2]),
        ([{"enum": [0, "a"]}, {"enum": [False, "a"]}], ["a"]),
        ([{"enum": [1, 2]}, {"enum": [1.0, 3]}], [1]),
        ([{"enum": [[1], [0]]}, {"enum": [[True], [0]]}], [[0]]),
    ],
)
def test_true_is_not_one_where_enumerations_are_merged(members: list[Tree], left: list[Any]) -> None:
    assert only({"allOf": members})[0]["enum"] == left


def test_two_inline_objects_that_differ_in_true_and_one_are_two_classes() -> None:
    def holder(value: Any) -> Tree:
        part = {"type": "object", "properties": {"x": {"const": value}, "y": {"type": "string"}}}
        return {"type": "object", "properties": {"part": part}}

    out = schemas({"A": holder(1), "B": holder(True)})
    assert out["A"]["properties"]["part"] != out["B"]["properties"]["part"]


def test_null_by_reference_is_null() -> None:
    given = {
        "M": {
            "type": "object",
            "properties": {
                "a": {"oneOf": [ref("E"), ref("Null")]},
                "b": {"anyOf": [ref("E"), ref("Alias")]},
                "c": {"oneOf": [ref("E"), {"allOf": [ref("Constant")]}]},
                "d": {"oneOf": [ref("E"), ref("Both")]},
            },
        },
        "E": {"type": "string", "enum": ["a", "b"]},
        "Null": {"enum": [None]},
        "Alias": ref("Null"),
        "Constant": {"const": None},
        "Both": {"anyOf": [ref("Null"), ref("Constant")]},
    }
    nullable = {"anyOf": [ref("E"), {"type": "null"}]}
    for name, found in schemas(given)["M"]["properties"].items():
        assert sorted(map(str, found.get("oneOf", found.get("anyOf")))) == sorted(map(str, nullable["anyOf"])), name


LIMITS = {
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), "number"),
    **dict.fromkeys(("minLength", "maxLength"), "string"),
    **dict.fromkeys(("minItems", "maxItems"), "array"),
    **dict.fromkeys(("minProperties", "maxProperties"), "object"),
}


@pytest.mark.parametrize("value", [True, None, [], [1], {}, {"a": 1}, "", "x", "1e999", "-"], ids=repr)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_limit_that_is_no_number_is_left_out_with_a_warning(version: str, value: Any) -> None:
    given = {
        keyword.capitalize(): {"type": kind, keyword: value}
        for keyword, kind in LIMITS.items()
        if not (isinstance(value, bool) and keyword.startswith("exclusive"))
    }
    canonical, report = run(document(given, version=version), keep_going=True)
    assert canonical is not None
    found = canonical.tree["components"]["schemas"]
    assert {name: one.keys() - {"type", "items"} for name, one in found.items()} == {key: set[str]() for key in given}
    assert len({one.where.pointer for one in report if one.where}) == len(given)


@pytest.mark.parametrize(("value", "number"), [("3", 3), ("2.5", 2.5), ("-1", -1), ("1e2", 100)])
def test_a_limit_in_quotes_is_a_number(value: str, number: float) -> None:
    assert only({"type": "number", "minimum": value})[0]["minimum"] == number
