"""Canonical schemas as nodes: which shape each becomes, when two are the same, and where the document has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator.ir.schema_reader import SchemaNodeReader, read_schema
from generator.ir.schemas import (
    ANYTHING,
    Anything,
    Array,
    Class,
    Discriminator,
    Enumeration,
    Map,
    Never,
    Notes,
    Reference,
    Scalar,
    Types,
    Union,
    is_only_null,
    lineage,
    parts,
    resolved,
)
from tests.ir.test_lower import api

PET = {"$ref": "#/components/schemas/Pet"}
TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("json", "shape"),
    [
        (True, Anything),
        ({}, Anything),
        ({"minimum": 3}, Anything),
        (False, Never),
        (PET, Reference),
        ({**PET, "description": "a pet"}, Reference),
        (TEXT, Scalar),
        ({"type": ["string", "null"]}, Scalar),
        ({"type": "null"}, Scalar),
        ({"type": "string", "enum": ["a"]}, Enumeration),
        ({"const": 1}, Enumeration),
        ({"type": "array", "items": PET}, Array),
        ({"type": "object", "additionalProperties": PET}, Map),
        ({"type": "object"}, Map),
        ({"type": ["string", "integer"]}, Types),
        ({"oneOf": [PET, {"type": "null"}]}, Union),
        ({"anyOf": [PET, TEXT], "type": "string"}, Union),
        ({"type": "object", "properties": {"a": TEXT}}, Class),
        ({"allOf": [PET, {"type": "object", "properties": {"a": TEXT}}]}, Class),
        ({"type": "string", "allOf": [{"minLength": 3}]}, Scalar),
    ],
)
def test_every_canonical_schema_has_one_shape(json: Any, shape: type) -> None:
    assert type(read_schema(json)) is shape


def test_schemas_with_different_notes_are_equal() -> None:
    described = {**TEXT, "description": "a name", "default": "x", "deprecated": True, "readOnly": True}
    node = read_schema(described)
    assert node == read_schema(TEXT)
    assert hash(node) == hash(read_schema(TEXT))
    assert node.notes == Notes(description="a name", default="x", deprecated=True, read_only=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"const": 1}, {"const": True}),
        ({"const": 1}, {"const": 1.0}),
        ({"enum": [0]}, {"enum": [False]}),
        ({"type": "number", "minimum": 1}, {"type": "number", "minimum": 1.0}),
        ({"type": "number", "minimum": 1}, {"type": "number", "maximum": 1}),
        ({"type": "string", "pattern": "a"}, {"type": "string", "pattern": "b"}),
        ({"type": "array", "items": TEXT}, {"type": "array", "items": TEXT, "uniqueItems": True}),
        ({"type": "object", "additionalProperties": False}, {"type": "object"}),
        ({"oneOf": [PET, TEXT]}, {"anyOf": [PET, TEXT]}),
        ({"type": "string", "format": "date"}, TEXT),
        ({}, False),
    ],
)
def test_schemas_that_generated_code_writes_differently_are_not_the_same(one: Any, other: Any) -> None:
    assert read_schema(one) != read_schema(other)


def test_a_class_lists_only_what_it_adds_to_its_base() -> None:
    added = {"type": "object", "properties": {"b": TEXT, "a": PET}, "required": ["b"]}
    node = read_schema({"allOf": [PET, added]})
    assert isinstance(node, Class)
    assert (node.base, [*node.properties], sorted(node.required)) == ("Pet", ["a", "b"], ["b"])
    schemas = {"Pet": read_schema({"type": "object", "properties": {"c": TEXT}}), "Dog": node}
    assert [name for name, _ in lineage("Dog", schemas)] == ["Dog", "Pet"]


@pytest.mark.parametrize(
    ("keywords", "extra"),
    [
        ({}, None),
        ({"additionalProperties": True}, ANYTHING),
        ({"additionalProperties": False}, read_schema(False)),
        ({"additionalProperties": TEXT}, read_schema(TEXT)),
        ({"patternProperties": {"^x": TEXT}, "additionalProperties": False}, ANYTHING),
    ],
)
def test_the_undeclared_properties_of_a_class(keywords: Mapping[str, Any], extra: object) -> None:
    node = read_schema({"type": "object", "properties": {"a": TEXT}, **keywords})
    assert isinstance(node, Class)
    assert node.extra == extra


def test_variants_take_the_type_next_to_the_union() -> None:
    node = read_schema({"type": "string", "oneOf": [{"pattern": "a"}, {"pattern": "b"}]})
    assert isinstance(node, Union)
    assert [one.type for one in node.variants if isinstance(one, Scalar)] == ["string", "string"]
    assert [one.json for one in node.variants] == [{"pattern": "a"}, {"pattern": "b"}]


def test_a_discriminator_names_components() -> None:
    discriminator = {
        "propertyName": "kind",
        "mapping": {"d": "#/components/schemas/Dog"},
        "defaultMapping": PET["$ref"],
    }
    node = read_schema({"oneOf": [PET], "discriminator": discriminator})
    assert isinstance(node, Union)
    assert node.discriminator == Discriminator("kind", (("d", "Dog"),), "Pet")


@pytest.mark.parametrize(
    ("json", "asserted"),
    [
        (TEXT, {}),
        ({"type": "string", "minLength": 3}, {}),
        ({"type": "string", "pattern": "a", "minimum": 3}, {"pattern": "a"}),
        ({"minLength": 3, "description": "any"}, {"minLength": 3}),
        ({"type": "array", "contains": TEXT, "uniqueItems": False}, {"contains": TEXT}),
        ({"type": "array", "prefixItems": [TEXT]}, {"prefixItems": [TEXT]}),
        ({"type": "object", "additionalProperties": False}, {"additionalProperties": False}),
        ({"type": "integer", "if": {"minimum": 3}}, {}),
        ({"oneOf": [PET, TEXT], "not": {"const": "x"}}, {"not": {"const": "x"}}),
        ({"enum": ["a", "b"], "type": "string"}, {}),
        ({"enum": ["a", "b"], "pattern": "a"}, {"pattern": "a"}),
    ],
)
def test_keywords_without_a_python_type_are_asserted(json: Any, asserted: Mapping[str, Any]) -> None:
    assert read_schema(json).asserted.keywords == asserted


def test_references_in_assertions_are_collected_too() -> None:
    reader = SchemaNodeReader()
    reader.read({"type": "array", "items": PET, "contains": {"$ref": "#/components/schemas/Dog"}}, None)
    assert sorted(reader.references) == ["Dog", "Pet"]


def test_parts_and_null() -> None:
    node = read_schema({"type": "array", "prefixItems": [PET], "items": TEXT})
    assert [*parts(node)] == [read_schema(PET), read_schema(TEXT)]
    assert resolved(read_schema(PET), {"Pet": node}) is node
    nulls = ({"type": "null"}, {"const": None}, {"oneOf": [{"type": "null"}, {"enum": [None]}]})
    assert all(is_only_null(read_schema(one)) for one in nulls)
    assert not any(is_only_null(read_schema(one)) for one in (PET, {"type": ["string", "null"]}, {}))


def test_a_schema_knows_its_place_in_the_document() -> None:
    read = api({}, components={"schemas": {"A": {"type": "object", "properties": {"b": TEXT}}}})
    node = read.schemas["A"]
    assert isinstance(node, Class)
    places = [one.where for one in (node, node.properties["b"])]
    assert [place.pointer for place in places if place] == [
        "/components/schemas/A",
        "/components/schemas/A/properties/b",
    ]
