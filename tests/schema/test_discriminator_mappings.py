"""Which value of a discriminator means which variant, where the document does not map it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.normalize.trees import codes, document, ref, run, schemas

Tree = dict[str, Any]
TAG = {"propertyName": "kind"}


def variant(**kind: Any) -> Tree:
    return {"type": "object", "required": ["kind"], "properties": {"kind": kind, "text": {"type": "string"}}}


def mapping(variants: Tree, tag: Tree = TAG, **more: Any) -> Tree | None:
    union = {"oneOf": [ref(name) for name in variants], "discriminator": tag}
    found = schemas({"U": union, **variants, **more})["U"].get("discriminator")
    return {value: name.rpartition("/")[2] for value, name in found["mapping"].items()} if found else None


@pytest.mark.parametrize(
    ("variants", "expected"),
    [
        ({"A": variant(const="a"), "B": variant(enum=["b"])}, {"a": "A", "b": "B"}),
        ({"A": variant(type="string", enum=["a", "x"]), "B": variant(enum=["b"])}, {"a": "A", "x": "A", "b": "B"}),
        ({"A": variant(enum=["a", None]), "B": variant(const="b")}, {"a": "A", "b": "B"}),
        ({"A": variant(type="string"), "B": variant(const="b")}, {"A": "A", "b": "B"}),
        ({"A": variant(const="a"), "B": variant(enum=["a", "b"])}, {"a": "A", "b": "B"}),
        ({"Cat": variant(enum=["cat", "dog"]), "Dog": variant(enum=["cat", "dog"])}, {"cat": "Cat", "dog": "Dog"}),
        ({"Cat": variant(enum=["Cat", "Dog"]), "Dog": variant(enum=["Cat", "Dog"])}, {"Cat": "Cat", "Dog": "Dog"}),
        ({"A": variant(type="string"), "B": variant(type="string")}, {"A": "A", "B": "B"}),
        ({"A": variant(**{"$ref": "#/components/schemas/K"}), "B": variant(const="b")}, {"k": "A", "b": "B"}),
        (
            {"A": variant(anyOf=[{"const": "a"}, {"const": "c"}]), "B": variant(const="b")},
            {"a": "A", "c": "A", "b": "B"},
        ),
    ],
)
def test_constants_of_the_variants_are_their_tags(variants: Tree, expected: Tree) -> None:
    assert mapping(variants, K={"type": "string", "enum": ["k"]}) == expected


def test_constants_that_a_variant_inherits_are_its_tags() -> None:
    variants = {
        "A": {"allOf": [ref("Base"), {"type": "object", "properties": {"kind": {"const": "a"}}}]},
        "B": {"allOf": [ref("OfB"), {"type": "object", "properties": {"more": {"type": "string"}}}]},
    }
    base = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    assert mapping(variants, Base=base, OfB=variant(const="b")) == {"a": "A", "b": "B"}


def test_constants_add_to_a_written_mapping() -> None:
    tag = {"propertyName": "kind", "mapping": {"A": "#/components/schemas/A", "z": "#/components/schemas/B"}}
    found = mapping({"A": variant(const="a"), "B": variant(enum=["b", "z"])}, tag)
    assert found == {"A": "A", "a": "A", "b": "B", "z": "B"}


@pytest.mark.parametrize(("kind", "warnings"), [({"const": 1}, 0), ({"const": True}, 0), ({"enum": ["x"]}, 1)])
def test_a_discriminator_that_names_no_variant_is_left_out(kind: Tree, warnings: int) -> None:
    """With a warning, unless the variants' own constants distinguish them."""
    union = {"oneOf": [ref("A"), ref("B")], "discriminator": TAG}
    canonical, report = run(document({"U": union, "A": variant(**kind), "B": variant(enum=["x"])}))
    assert canonical is not None
    assert ("discriminator" in canonical.tree["components"]["schemas"]["U"]) is False
    assert codes(report).count("ambiguous-discriminator") == warnings


CAT, DOG = variant(const="cat"), {**variant(const="dog"), "description": "It barks."}
TARGETS: dict[str, tuple[list[Tree], str]] = {
    "a name": ([ref("Cat"), ref("Dog")], "Dog"),
    "a reference": ([ref("Cat"), ref("Dog")], "#/components/schemas/Dog"),
    "a component that may be null": ([ref("Cat"), ref("Perhaps")], "Perhaps"),
    "an inline variant": ([CAT, variant(const="dog")], "#/components/schemas/U/oneOf/1"),
    "an inline variant that another union has": ([CAT, DOG], "#/components/schemas/U/oneOf/1"),
    "an inline variant that a component equals": ([CAT, DOG], "#/components/schemas/U/oneOf/0"),
    "a variant with keywords next to it": (
        [ref("Cat"), {"allOf": [ref("Dog")], "properties": {"kind": {"minLength": 1}}}],
        "Dog",
    ),
    "a variant with another name": ([ref("Cat"), ref("Alias")], "Alias"),
}


@pytest.mark.parametrize("way", TARGETS)
@pytest.mark.parametrize("nullable", [False, True])
def test_every_reference_of_a_discriminator_leads_to_a_variant(way: str, nullable: bool) -> None:
    variants, target = TARGETS[way]
    tag = {**TAG, "mapping": {"hound": target}, "defaultMapping": target}
    null = [{"type": "null"}] if nullable else []
    given = {
        "U": {"oneOf": [*variants, *null], "discriminator": tag},
        "Other": {"type": "object", "properties": {"kennel": {"oneOf": [CAT, DOG]}, "den": {"oneOf": [CAT, DOG]}}},
        "Cat": CAT,
        "Dog": {**DOG, "properties": {**DOG["properties"], "more": {}}},
        "Perhaps": {**variant(const="dog"), "type": ["object", "null"]},
        "Alias": ref("Dog"),
    }
    canonical, report = run(document(given, version="3.2.0"))
    assert canonical is not None
    union = canonical.tree["components"]["schemas"]["U"]
    found = union["discriminator"]
    assert found["mapping"]["hound"] == found["defaultMapping"]
    assert {"$ref": found["defaultMapping"]} in union["oneOf"]
    assert codes(report) == []


def test_a_default_that_is_no_variant_is_left_out_with_a_warning() -> None:
    tag = {**TAG, "defaultMapping": "C"}
    union = {"oneOf": [ref("A"), ref("B")], "discriminator": tag}
    variants = {name: variant(const=name.lower()) for name in "ABC"}
    canonical, report = run(document({"U": union, **variants}, version="3.2.0"))
    assert canonical is not None
    assert "defaultMapping" not in canonical.tree["components"]["schemas"]["U"]["discriminator"]
    assert "invalid-discriminator" in codes(report)


@pytest.mark.parametrize("target", ["Cat", "#/components/schemas/Cat"])
def test_every_reference_of_a_tagged_base_leads_to_a_subclass(target: str) -> None:
    cat = {"allOf": [ref("Pet"), {"type": "object", "properties": {"lives": {"type": "integer"}}}]}
    tag = {**TAG, "mapping": {"tom": target}, "defaultMapping": target}
    holder = {"type": "object", "properties": {"pet": ref("Pet")}}
    pet = {**variant(type="string"), "discriminator": tag}
    tree = schemas({"Pet": pet, "Cat": cat, "Holder": holder}, version="3.2.0")
    union = tree[tree["Holder"]["properties"]["pet"]["$ref"].rpartition("/")[2]]
    found = union["discriminator"]
    assert found["mapping"]["tom"] == found["defaultMapping"] == ref("Cat")["$ref"]
    assert ref("Cat") in union["oneOf"]
