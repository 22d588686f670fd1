"""Which inline schemas are one class, what stays at the place of a schema, and how large unions grow."""

from __future__ import annotations

from typing import Any

import pytest

from tests.normalize.trees import document, schemas, settled

Schema = dict[str, Any]
STRING: Schema = {"type": "string"}


def owner(**more: Any) -> Schema:
    """Return an inline class of two properties, the second with further keywords."""
    return {"type": "object", "properties": {"name": STRING, "born": {"type": "string", **more}}}


def with_property(name: str, schema: Schema) -> Schema:
    return {"type": "object", "properties": {"name": STRING, "born": STRING, name: schema}}


SAME: dict[str, tuple[Schema, Schema]] = {
    "equal": (owner(), owner()),
    "other order": (owner(), {"properties": dict(reversed(owner()["properties"].items())), "type": "object"}),
    "other examples": (owner(example="a"), owner(example="b")),
    "with and without examples": (owner(examples=["a"]), owner()),
    "examples of a property called default": (
        with_property("default", {**STRING, "examples": ["a"]}),
        with_property("default", STRING),
    ),
    "examples of a property called example": (
        with_property("example", {**STRING, "examples": ["a"]}),
        with_property("example", {**STRING, "examples": ["b"]}),
    ),
    "examples of the whole": ({**owner(), "example": {"name": "a"}}, owner()),
}
DIFFERENT: dict[str, tuple[Schema, Schema]] = {
    "another type": (owner(), owner(type="integer")),
    "another limit": (owner(maxLength=5), owner(maxLength=6)),
    "another format": (owner(format="date"), owner(format="date-time")),
    "another value": (owner(enum=["a"]), owner(enum=["b"])),
    "true is not 1": (owner(enum=[True], type="boolean"), owner(enum=[1], type="integer")),
    "a property called example": (with_property("example", STRING), with_property("example", {"type": "integer"})),
    "a property called examples": (with_property("examples", STRING), owner()),
    "a default with a member called example": (
        {**owner(), "properties": {"name": STRING, "born": {"default": {"example": 1}}}},
        {**owner(), "properties": {"name": STRING, "born": {"default": {"example": 2}}}},
    ),
    "a constant with a member called examples": (
        owner(const={"examples": 1}, type="object"),
        owner(const={}, type="object"),
    ),
    "what is required": ({**owner(), "required": ["name"]}, owner()),
    "what else is allowed": ({**owner(), "additionalProperties": False}, owner()),
}


def shared(first: Schema, second: Schema) -> bool:
    tree = schemas(
        {
            "Cat": {"type": "object", "properties": {"owner": first}},
            "Dog": {"type": "object", "properties": {"owner": second}},
        }
    )
    refs = [tree[name]["properties"]["owner"]["$ref"] for name in ("Cat", "Dog")]
    return refs[0] == refs[1]


@pytest.mark.parametrize("case", SAME)
def test_inline_schemas_that_mean_the_same_are_one_class(case: str) -> None:
    assert shared(*SAME[case])


@pytest.mark.parametrize("case", DIFFERENT)
def test_inline_schemas_that_differ_in_meaning_are_two_classes(case: str) -> None:
    assert not shared(*DIFFERENT[case])


def body(schema: Schema) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}, "responses": {}}


@pytest.mark.parametrize(
    ("names", "classes"),
    [(("addCat", "writeReport"), 2), (("addCat", "changeCat"), 1), (("addCat", "changeCat", "writeReport"), 2)],
)
def test_bodies_without_a_word_in_common_have_names_of_their_own(names: tuple[str, ...], classes: int) -> None:
    """People construct them by their names: the body of `writeReport` is no `AddCatRequest`."""
    paths = {f"/{name}": {"post": {"operationId": name, **body(owner())}} for name in names}
    tree = settled(document(paths=paths))
    assert len([name for name in tree["components"]["schemas"] if name.endswith("Request")]) == classes


PLAIN = {"type": "object", "properties": {"id": STRING, "size": {"type": "integer"}}}


@pytest.mark.parametrize(("name", "is_it"), [("Owner", True), ("CatOwner", True), ("Unrelated", False)])
def test_an_inline_schema_is_a_component_only_if_its_place_says_so(name: str, is_it: bool) -> None:
    tree = schemas({name: PLAIN, "Cat": {"type": "object", "properties": {"owner": PLAIN}}})
    assert (tree["Cat"]["properties"]["owner"]["$ref"].rpartition("/")[2] == name) is is_it


MANY = [f"value-{number}" for number in range(40)]


@pytest.mark.parametrize("keyword", ["readOnly", "writeOnly", "deprecated"])
@pytest.mark.parametrize(
    "schema", [PLAIN, {"type": "string", "enum": MANY}, STRING], ids=["class", "enumeration", "text"]
)
def test_what_is_said_of_a_property_stays_with_it(schema: Schema, keyword: str) -> None:
    tree = schemas({"Cat": {"type": "object", "properties": {"owner": {**schema, keyword: True}}}})
    assert tree["Cat"]["properties"]["owner"][keyword] is True


@pytest.mark.parametrize(("keyword", "value"), [("description", "words"), ("default", "value-3")])
def test_what_is_said_of_a_place_stays_with_it_where_its_enumeration_has_a_name(keyword: str, value: str) -> None:
    tree = schemas(
        {"Cat": {"type": "object", "properties": {"kind": {"type": "string", "enum": MANY, keyword: value}}}}
    )
    assert tree["Cat"]["properties"]["kind"][keyword] == value


@pytest.mark.parametrize(("many", "most"), [(2, 10), (4, 30), (12, 60)])
def test_two_unions_that_must_both_hold_do_not_multiply_without_end(many: int, most: int) -> None:
    unions = [
        {"oneOf": [{"type": "object", "properties": {f"{letter}{number}": STRING}} for number in range(many)]}
        for letter in "ab"
    ]
    assert len(schemas({"Both": {"allOf": unions}})) <= most


def test_a_subclass_that_is_no_class_is_no_variant_of_its_base() -> None:
    base = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": STRING},
        "discriminator": {"propertyName": "kind"},
    }
    part = {"type": "object", "properties": {"lives": {"type": "integer"}}}
    ref = {"$ref": "#/components/schemas/Pet"}
    tree = schemas(
        {
            "Pet": base,
            "Cat": {"allOf": [ref, part]},
            "Alias": {"allOf": [ref]},
            "Odd": {"allOf": [ref, {"type": "string"}]},
            "Holder": {"type": "object", "properties": {"pet": ref}},
        }
    )
    union = tree[tree["Holder"]["properties"]["pet"]["$ref"].rpartition("/")[2]]
    assert {one["$ref"].rpartition("/")[2] for one in union["oneOf"]} >= {"Cat", "Pet"}
    for one in union["oneOf"]:
        assert tree[one["$ref"].rpartition("/")[2]].get("type", "object") == "object"
