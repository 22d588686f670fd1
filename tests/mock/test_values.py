"""Values for schemas: an independent validator accepts every one of them."""

from __future__ import annotations

import re
from time import process_time
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.mock.answers import preference
from generator.mock.scalars import text
from generator.mock.values import NoSampleError, Sampler
from generator.runtime.json_schema.pattern_texts import matches, matching

NODE = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}, "id": {"type": "string"}}}
SCHEMAS: dict[str, Any] = {
    "Node": NODE,
    "Endless": {
        "type": "object",
        "required": ["self"],
        "properties": {"self": {"$ref": "#/components/schemas/Endless"}},
    },
    "Cat": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}},
    },
    "Dog": {
        "allOf": [
            {"$ref": "#/components/schemas/Cat"},
            {"required": ["bark"], "properties": {"bark": {"type": "boolean"}}},
        ]
    },
    "Pet": {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {"cat": "#/components/schemas/Cat", "dog": "#/components/schemas/Dog"},
        },
    },
}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": 40},
        {"type": "string", "maxLength": 2},
        {"type": "string", "pattern": "^[A-Z]{3}-\\d{2,4}$"},
        {"type": "string", "pattern": "^\\+[1-9]\\d{6,14}$", "minLength": 10},
        {"type": "string", "format": "date-time"},
        {"type": "string", "enum": ["b", "a"]},
        {"type": ["null", "string"]},
        {"type": "integer", "minimum": 3, "exclusiveMaximum": 4},
        {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5},
        {"type": "integer", "multipleOf": 7, "minimum": 10},
        {"type": "integer", "maximum": -5},
        {"type": "array", "items": {"type": "string"}, "minItems": 3, "uniqueItems": True},
        {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "items": False},
        {"type": "array", "maxItems": 0},
        {"type": "array", "items": False},
        {"type": "array", "prefixItems": [{"type": "integer"}], "maxItems": 0},
        {"type": "array", "items": {"$ref": "#/components/schemas/Endless"}},
        {"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer"}},
        {"type": "object", "required": ["x"], "additionalProperties": {"type": "boolean"}},
        {"not": {"type": "string"}},
        {"const": {"a": [1]}},
        {"anyOf": [{"type": "integer", "minimum": 5}, {"type": "string"}]},
        {"type": "object", "oneOf": [{"required": ["a"]}, {"required": ["b"]}], "properties": {"a": True, "b": True}},
        {"allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}, {"required": ["a", "b"]}]},
        {"$ref": "#/components/schemas/Node"},
        {"$ref": "#/components/schemas/Dog"},
        {"$ref": "#/components/schemas/Cat"},
        True,
        {},
    ],
    ids=str,
)
def test_a_value_is_accepted(schema: Any) -> None:
    value = Sampler(SCHEMAS).value(schema)
    whole = schema if isinstance(schema, bool) else {**schema, "components": {"schemas": SCHEMAS}}
    assert list(Draft202012Validator(whole).iter_errors(value)) == []
    assert Sampler(SCHEMAS).value(schema) == value


def test_a_tag_means_its_variant() -> None:
    value = Sampler(SCHEMAS).value({"$ref": "#/components/schemas/Pet"})
    assert value["kind"] in ("kind", "cat", "dog")


def test_no_sample_for_a_schema_that_accepts_nothing() -> None:
    for schema in (False, {"$ref": "#/components/schemas/Endless"}, {"type": "string", "minLength": 5, "maxLength": 2}):
        with pytest.raises(NoSampleError):
            Sampler(SCHEMAS).value(schema)


def test_hidden_properties_are_left_out() -> None:
    schema = {
        "type": "object",
        "properties": {"secret": {"type": "string", "writeOnly": True}, "id": {"type": "string", "readOnly": True}},
    }
    assert Sampler({}).value(schema) == {"id": "id"}
    assert Sampler({}).value(schema, received=False) == {"secret": "secret"}


def test_a_pattern_that_cannot_be_run_asserts_nothing() -> None:
    pattern = "^(?!\\s*$).+|(\\$(\\.[\\w/_-]+(\\[(\\d+|\\*)\\])*)*)$"
    assert Sampler({}).value({"type": "string", "pattern": pattern}, "name")


def test_all_failures_are_found_at_once() -> None:
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"b": {"type": "integer"}, "c": {"items": {"type": "string"}}},
    }
    found = Sampler({}).failures(schema, {"b": "x", "c": ["y", 1]})
    assert [one.pointer for one in found] == ["/a", "/b", "/c/1"]


@pytest.mark.parametrize(
    "pattern",
    [
        "^(?=a)b",
        "(a)\\1",
        "[",
        "a{99999}b{99999}",
        "(" * 5_000,
        "(?=" * 5_000,
        "(?!x)" * 50_000,
        r"^[^\0-\uffff]$",
        r"^[\b-x]$",
    ],
)
def test_a_pattern_that_cannot_be_spelled_takes_no_time(pattern: str) -> None:
    assert matching(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    ["^[^ -~]+$", r"^[^a1A\-_ .~b]$", r"^[^\w]$", r"^[^\d\s-]{3}$", "(?:a{9}){9}", "^[01][0-9]:[^6-9]$|^never$"],
)
def test_a_text_is_made_for_a_pattern(pattern: str) -> None:
    found = matching(pattern)
    assert found is not None
    assert matches(pattern, found)


def test_a_moment_of_a_certain_length_stays_a_moment() -> None:
    assert text({"format": "date-time", "minLength": 24, "maxLength": 24}) == "2026-01-02T03:04:05.000Z"
    assert text({"format": "date-time", "minLength": 21}) == "2026-01-02T03:04:05.0Z"
    assert text({"format": "date-time", "minLength": 20}) == "2026-01-02T03:04:05Z"


POLICIES: dict[str, Any] = {
    "Policy": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
    "Bandit": {
        "allOf": [
            {"$ref": "#/components/schemas/Policy"},
            {"type": "object", "required": ["slack"], "properties": {"slack": {"type": "number"}}},
        ]
    },
    "AnyPolicy": {
        "oneOf": [{"$ref": "#/components/schemas/Bandit"}, {"$ref": "#/components/schemas/Policy"}],
        "discriminator": {"propertyName": "name", "mapping": {"Bandit": "#/components/schemas/Bandit"}},
    },
}


def test_a_union_of_a_class_and_its_base_takes_either() -> None:
    schema = {
        "type": "object",
        "required": ["policy"],
        "properties": {"policy": {"$ref": "#/components/schemas/AnyPolicy"}},
    }
    sampler = Sampler(POLICIES)
    assert sampler.value(schema)["policy"]["name"]
    assert sampler.failure(schema, {"policy": {"name": "Bandit", "slack": 0.5}}) is None
    assert sampler.failure(schema, {"policy": {"slack": 0.5}}) is not None


def test_an_example_of_the_schema_is_preferred_if_it_fits() -> None:
    schema = {
        "type": "object",
        "examples": [{"id": "not a number"}],
        "properties": {
            "id": {"type": "integer", "examples": [42]},
            "unit": {"type": "string", "enum": ["ms", "s"], "default": "s"},
            "size": {"type": "integer", "default": 10},
            "broken": {"type": "integer", "examples": ["x"]},
        },
    }
    assert Sampler({}).value(schema) == {"id": 42, "unit": "s", "size": 10, "broken": 1}


def test_examples_leave_out_hidden_properties() -> None:
    schema = {
        "examples": [{"id": "1", "secret": "x"}],
        "properties": {"id": {"type": "string", "readOnly": True}, "secret": {"type": "string", "writeOnly": True}},
    }
    assert Sampler({}).value(schema) == {"id": "1"}
    assert Sampler({}).value(schema, received=False) == {"secret": "x"}


def test_a_class_that_holds_itself_ends_without_null() -> None:
    schemas: dict[str, Any] = {
        "Failure": {
            "type": "object",
            "properties": {
                "message": {"type": "string"},
                "inner": {"anyOf": [{"$ref": "#/components/schemas/Failure"}, {"type": "null"}]},
            },
        }
    }
    value = Sampler(schemas).value({"$ref": "#/components/schemas/Failure"})
    while "inner" in value:
        value = value["inner"]
    assert value == {"message": "message"}


def test_nearest_finds_a_value_close_to_a_schema_that_accepts_nothing() -> None:
    twin = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}
    schema = {"oneOf": [{**twin, "properties": {"title": {"type": "string", "examples": ["a"]}}}, twin]}
    with pytest.raises(NoSampleError):
        Sampler({}).value(schema)
    assert Sampler({}).nearest(schema) == {"title": "a"}
    assert Sampler({}).nearest(False) is None


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[a-zA-Z0-9]?((?!-)([A-Za-z0-9-]*[A-Za-z0-9])\.)+[a-zA-Z0-9]+$",
        r"^(?=.*[A-Z])(?=.*\d).{8,}$",
        r"^(?!.*--)[a-z][a-z0-9-]{3,20}$",
        r"^(?![0-9]+$)(?!-)[a-zA-Z0-9-]{0,49}[a-zA-Z0-9]$",
        r"^(?=[^)(\\)]{3}$)[a-z]+(?<!x)$",
    ],
)
def test_a_text_for_a_pattern_that_looks_around(pattern: str) -> None:
    made = Sampler({}).value({"type": "string", "pattern": pattern}, "Domain_Name")
    assert re.search(pattern, made)


def test_the_first_of_a_repeated_preference_counts() -> None:
    """RFC 7240, 2."""
    assert preference("code=404, code=500").code == "404"
    assert preference('example="a\\"b, c"; dynamic=TRUE').example == 'a"b, c'


@pytest.mark.parametrize("keyword", ["required", "oneOf", "minItems"])
def test_samples_without_end_are_given_up(keyword: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 2 to the power of forty objects, of variants in variants, of a million items: one like it is made up."""
    monkeypatch.setattr("generator.mock.values._MOST_VALUES", 500)
    schemas: dict[str, Any] = {"A40": {"type": "string"}, "B40": {"type": "object"}}
    for level in range(40):
        both = [{"$ref": f"#/components/schemas/{one}{level + 1}"} for one in "AB"]
        schema = {"type": "object", "required": ["x", "y"], "properties": {"x": both[0], "y": both[1]}}
        schema = {"oneOf": both} if keyword == "oneOf" else schema
        schemas |= {f"A{level}": schema, f"B{level}": schema}
    items = {"type": "array", "minItems": 1_000}
    schema = {**items, "items": {**items, "items": {**items}}} if keyword == "minItems" else schemas["A0"]
    started = process_time()
    with pytest.raises(NoSampleError):
        Sampler(schemas).value(schema)
    assert process_time() - started < 10
