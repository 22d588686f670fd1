"""Components that are variants of themselves: none is checked without end, and none takes more than a moment."""

from __future__ import annotations

import time
from typing import Any

import pytest

from generator.schema.strongly_connected import cycles
from tests.normalize.trees import codes, document, ref, run, schemas

Tree = dict[str, Any]
TEXT = {"type": "string"}


def part(name: str, **more: Any) -> Tree:
    kept = {key: more.pop(key) for key in ("oneOf", "anyOf", "discriminator") if key in more}
    return {"type": "object", "properties": {name: TEXT, **more}, **kept}


def subclass(base: str, name: str) -> Tree:
    return {"allOf": [ref(base), part(name)]}


def union(*names: str) -> list[Tree]:
    return [ref(name) for name in names]


def test_a_base_that_lists_its_subclasses_is_their_union_and_they_have_its_fields() -> None:
    out = schemas(
        {"Pet": part("name", oneOf=union("Cat", "Dog")), "Cat": subclass("Pet", "c"), "Dog": subclass("Pet", "d")}
    )
    assert out == {
        "Pet": {"oneOf": union("Cat", "Dog")},
        "PetBase": part("name"),
        "Cat": {"allOf": [ref("PetBase"), part("c")]},
        "Dog": {"allOf": [ref("PetBase"), part("d")]},
    }


def test_a_variant_that_is_not_a_subclass_has_the_fields_too() -> None:
    out = schemas({"Pet": part("name", anyOf=union("Cat", "Toy")), "Cat": subclass("Pet", "c"), "Toy": part("t")})
    assert out["Pet"] == {"anyOf": union("Cat", "PetToy")}
    assert sorted(out["PetToy"]["properties"]) == ["name", "t"]
    assert out["Toy"] == part("t")


def test_a_subclass_of_a_subclass_is_a_variant() -> None:
    out = schemas(
        {"Pet": part("name", oneOf=union("Cat", "Lion")), "Cat": subclass("Pet", "c"), "Lion": subclass("Cat", "roar")}
    )
    assert out["Pet"] == {"oneOf": union("Cat", "Lion")}
    assert out["Lion"]["allOf"][0] == ref("Cat")


def test_a_base_that_lists_itself_is_one_of_its_variants() -> None:
    tag = {"propertyName": "name", "mapping": {"pet": ref("Pet")["$ref"], "cat": ref("Cat")["$ref"]}}
    out = schemas({"Pet": part("name", oneOf=union("Pet", "Cat"), discriminator=tag), "Cat": subclass("Pet", "c")})
    assert out["Pet"]["oneOf"] == union("PetBase", "Cat")
    assert out["Pet"]["discriminator"]["mapping"] == {"pet": ref("PetBase")["$ref"], "cat": ref("Cat")["$ref"]}


def test_a_union_within_all_of_is_parted_too() -> None:
    pet = {"allOf": [part("name"), {"oneOf": union("Cat", "Dog")}]}
    out = schemas({"Pet": pet, "Cat": subclass("Pet", "c"), "Dog": subclass("Pet", "d")})
    assert out["Pet"] == {"oneOf": union("Cat", "Dog")}
    assert out["Dog"] == {"allOf": [ref("PetBase"), part("d")]}


@pytest.mark.parametrize(
    "pet",
    [
        {**part("name", oneOf=union("Cat", "Dog")), "nullable": True},
        part("name", oneOf=[*union("Cat", "Dog"), {"type": "null"}]),
    ],
)
def test_a_base_that_may_be_null_is_a_union_that_may(pet: Tree) -> None:
    given = {
        "Pet": pet,
        "Cat": subclass("Pet", "c"),
        "Dog": subclass("Pet", "d"),
        "Zoo": {"properties": {"pet": ref("Pet")}},
    }
    canonical, report = run(document(given, version="3.0.3"))
    assert canonical is not None
    assert codes(report) == ["no-paths"] or not codes(report)
    out = canonical.tree["components"]["schemas"]
    assert out["Pet"] == {"oneOf": union("Cat", "Dog")}
    assert out["Cat"] == {"allOf": [ref("PetBase"), part("c")]}
    assert out["Zoo"]["properties"]["pet"] == {"anyOf": [ref("Pet"), {"type": "null"}]}


def test_subclasses_of_a_base_without_fields_keep_their_own() -> None:
    out = schemas({"Pet": {"oneOf": union("Cat", "Dog")}, "Cat": subclass("Pet", "c"), "Dog": subclass("Pet", "d")})
    assert out == {"Pet": {"oneOf": union("Cat", "Dog")}, "Cat": part("c"), "Dog": part("d")}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"A": {"oneOf": [ref("A"), TEXT]}}, {"A": TEXT}),
        ({"A": part("a", oneOf=[ref("A")])}, {"A": part("a")}),
        ({"A": part("a", anyOf=[ref("B")]), "B": part("b", anyOf=[ref("A")])}, {"A": part("a"), "B": part("b")}),
        ({"A": {"allOf": [part("a"), {"oneOf": [ref("A")]}]}}, {"A": part("a")}),
    ],
)
def test_a_variant_that_leads_back_to_its_union_is_left_out_with_a_warning(given: Tree, expected: Tree) -> None:
    canonical, report = run(document(given))
    assert canonical is not None
    assert canonical.tree["components"]["schemas"] == expected
    assert set(codes(report) or ["none"]) <= {"union-cycle", "no-paths"}
    assert all(one.where is not None and one.where.pointer.startswith("/components/schemas/") for one in report)


@pytest.mark.parametrize(
    "given",
    [
        {"A": part("a", parent={"allOf": [ref("A")], "properties": {"child": ref("A")}})},
        {"A": {"properties": {"x": {"allOf": [{"properties": {"x": ref("A")}, "allOf": [ref("A")]}]}}}},
        {"A": {"properties": {"x": {"properties": {"x": ref("A")}, "allOf": [{"allOf": [ref("A")]}]}}}},
    ],
)
def test_schemas_of_the_same_parts_are_merged_once(given: Tree) -> None:
    canonical, report = run(document(given))
    assert canonical is not None
    assert set(codes(report)) <= {"no-paths", "all-of-conflict"}
    assert len(canonical.tree["components"]["schemas"]) <= 5


@pytest.mark.parametrize(
    "given",
    [
        {"A": {"type": "array", "items": {"anyOf": [{"properties": {}, "anyOf": [ref("A"), ref("A")]}, TEXT]}}},
        {"A": {"type": "array", "items": {"minItems": 1, "oneOf": [ref("A"), {"allOf": [ref("A"), {"maxItems": 2}]}]}}},
    ],
)
def test_generating_an_unnamed_array_of_itself_ends(given: Tree) -> None:
    canonical, report = run(document(given))
    assert canonical is not None
    assert set(codes(report)) <= {"no-paths", "too-deep", "all-of-conflict"}


def test_merging_has_an_end() -> None:
    inner = {
        "additionalProperties": ref("A"),
        "oneOf": [ref("B"), part("q", z=ref("A"))],
        "properties": {"y": ref("B")},
    }
    middle = {
        "properties": {"y": inner, "x": {"allOf": [ref("A"), ref("B")]}},
        "allOf": [ref("B"), {"anyOf": [ref("A")]}],
    }
    given = {"A": {"properties": {"x": middle}, "allOf": [middle]}, "B": {"properties": {"y": middle, "x": inner}}}
    start = time.process_time()
    run(document(given))
    assert time.process_time() - start < 20


def test_circles_of_a_graph() -> None:
    graph = {"a": "b", "b": "ca", "c": "d", "d": "", "e": "e", "f": "gx", "g": "f"}
    assert sorted(map(sorted, cycles(graph))) == [["a", "b"], ["e"], ["f", "g"]]
    line = {str(one): [str(one + 1)] for one in range(50_000)}
    assert cycles(line) == []
    assert [len(group) for group in cycles({**line, "50000": ["0"]})] == [50_001]
