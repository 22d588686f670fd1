"""Documents that validators refuse become documents that an independent validator accepts; good ones stay as they are."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_spec_validator import validate

from generator.pages.mending import mended

CASES = Path(__file__).parents[2] / "cases"


def document(schema: Any = None, version: str = "3.1.0", **operation: Any) -> dict[str, Any]:
    """Return a document with one operation whose answer has the schema."""
    answer: dict[str, Any] = {"description": "Done"}
    if schema is not None:
        answer["content"] = {"application/json": {"schema": schema}}
    made = {"responses": {"200": answer}, **operation}
    return {"openapi": version, "info": {"title": "Teas", "version": "1"}, "paths": {"/teas": {"post": made}}}


def mended_schema(schema: Any, version: str = "3.1.0") -> tuple[Any, list[str]]:
    tree, repairs = mended(document(schema, version), lambda pointer: 1)
    validate(tree)
    answer = tree["paths"]["/teas"]["post"]["responses"]["200"]
    return answer["content"]["application/json"]["schema"], [one.text for one in repairs]


@pytest.mark.parametrize(
    ("version", "given", "expected"),
    [
        ("3.1.0", {"type": "any"}, {}),
        ("3.1.0", {"type": "String"}, {"type": "string"}),
        ("3.1.0", {"type": "file"}, {"type": "string", "format": "binary"}),
        ("3.1.0", {"type": None}, {"type": "null"}),
        ("3.1.0", {"type": "int"}, {"type": "integer"}),
        ("3.1.0", {"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ("3.0.1", {"type": ["string", "null"]}, {"type": "string", "nullable": True}),
        ("3.0.1", {"anyOf": [{"type": "integer"}, {"type": "null"}]}, {"type": "integer", "nullable": True}),
        ("3.0.1", {"type": "string", "examples": ["a", "b"]}, {"type": "string", "example": "a"}),
        ("3.0.1", {"const": "a"}, {"enum": ["a"]}),
        (
            "3.0.1",
            {"type": "number", "exclusiveMinimum": 0},
            {"type": "number", "minimum": 0, "exclusiveMinimum": True},
        ),
        ("3.0.1", {"type": "array"}, {"type": "array", "items": {}}),
        ("3.1.0", {"type": "string", "enum": [{"value": "a"}, {"value": "b"}]}, {"type": "string", "enum": ["a", "b"]}),
        ("3.1.0", {"type": "integer", "enum": ["12", "24"]}, {"type": "integer", "enum": [12, 24]}),
        ("3.1.0", {"type": "string", "enum": []}, {"type": "string"}),
        (
            "3.1.0",
            {"type": "object", "properties": {"a": {"type": "string", "required": True}}},
            {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        ),
        ("3.1.0", {"type": "object", "required": True}, {"type": "object"}),
        ("3.1.0", {"type": "boolean", "default": "false"}, {"type": "boolean", "default": False}),
        ("3.1.0", {"type": "integer", "default": "many"}, {"type": "integer"}),
        ("3.1.0", {"type": "string", "minLength": "3"}, {"type": "string", "minLength": 3}),
        ("3.1.0", {"$ref": "#/components/schemas/Gone"}, {}),
        ("3.1.0", {"allOf": []}, {}),
        ("3.1.0", "circular(Tea)", {}),
    ],
)
def test_schemas(version: str, given: Any, expected: Any) -> None:
    schema, repairs = mended_schema(given, version)
    assert schema == expected
    assert repairs


def test_recursion_as_a_text_becomes_a_reference() -> None:
    given = document({"$ref": "#/components/schemas/Tea"})
    given["components"] = {"schemas": {"Tea": {"type": "object", "properties": {"parent": "circular(Tea)"}}}}
    tree, _ = mended(given, lambda pointer: 1)
    validate(tree)
    assert tree["components"]["schemas"]["Tea"]["properties"]["parent"] == {"$ref": "#/components/schemas/Tea"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"type": "bearer"}, {"type": "http", "scheme": "bearer"}),
        ({"type": "http", "scheme": "bearer", "in": "header", "name": "x"}, {"type": "http", "scheme": "bearer"}),
        ({"type": "oauth2"}, {"type": "oauth2", "flows": {}}),
        ({"type": "apikey", "in": "header", "name": "X-Key"}, {"type": "apiKey", "in": "header", "name": "X-Key"}),
    ],
)
def test_security_schemes(given: Any, expected: Any) -> None:
    made = document(security=[{"one": []}])
    made["components"] = {"securitySchemes": {"one": given}}
    tree, repairs = mended(made, lambda pointer: 1)
    validate(tree)
    assert tree["components"]["securitySchemes"]["one"] == expected
    assert repairs
    assert tree["paths"]["/teas"]["post"]["security"] == [{"one": []}]


def test_an_incomplete_security_scheme_is_left_out_everywhere() -> None:
    made = document(security=[{"one": []}])
    made["components"] = {"securitySchemes": {"one": {"type": "apiKey"}}}
    tree, _ = mended(made, lambda pointer: 1)
    validate(tree)
    assert "security" not in tree["paths"]["/teas"]["post"]


@pytest.mark.parametrize(
    ("url", "variables"),
    [
        ("https://api.example.com", None),
        ("https://{host}/v1", {"host": {"default": "host"}}),
        ("https://{region}.teas.dev", None),
        ("https://{your-domain}.teas.dev", {"your-domain": {"default": "your-domain"}}),
        ("", None),
    ],
)
def test_placeholders_are_no_servers(url: str, variables: Any) -> None:
    made = document()
    made["servers"] = [{"url": url, **({"variables": variables} if variables else {})}, {"url": "https://api.teas.dev"}]
    tree, repairs = mended(made, lambda pointer: 1)
    validate(tree)
    assert tree["servers"] == [{"url": "https://api.teas.dev"}]
    assert repairs


def test_parameters_and_answers() -> None:
    made = document(
        tags=[["teas", "teas/green"]],
        parameters=[
            {"name": "shop", "in": "path", "schema": {"type": "string"}},
            {"name": "limit", "in": "query", "type": "integer"},
            {"in": "query"},
        ],
        requestBody={"content": {"json": {"example": '{"a": 1}'}}},
        responses={"200 OK": {}, "401": None},
    )
    tree, repairs = mended(made, lambda pointer: 1)
    validate(tree)
    operation = tree["paths"]["/teas"]["post"]
    assert operation["tags"] == ["teas/green"]
    assert [one["name"] for one in operation["parameters"]] == ["limit"]
    assert operation["parameters"][0]["schema"] == {"type": "integer"}
    assert operation["requestBody"]["content"] == {"application/json": {"example": {"a": 1}}}
    assert set(operation["responses"]) == {"200", "401"}
    assert all(one.line == 1 for one in repairs)


def test_names_of_components_that_the_standard_does_not_allow() -> None:
    made = document({"$ref": "#/components/schemas/[NB] Tea list"})
    made["components"] = {"schemas": {"[NB] Tea list": {"type": "array", "items": {"type": "string"}}}}
    tree, _ = mended(made, lambda pointer: 1)
    validate(tree)
    assert list(tree["components"]["schemas"]) == ["NB_Tea_list"]


def valid_cases() -> list[Path]:
    found = (
        path
        for path in CASES.glob("[!r]*/spec.yaml")
        if not re.search(r"example\.org|\.(?:test|example)\b", path.read_text())
    )
    return sorted(found)


@pytest.mark.parametrize("path", valid_cases(), ids=lambda path: path.parent.name)
def test_good_documents_stay_as_they_are(path: Path) -> None:
    tree = json.loads(json.dumps(yaml.safe_load(path.read_text()), default=str))
    if not isinstance(tree, dict) or not is_valid(tree):
        return
    before = copy.deepcopy(tree)
    made, repairs = mended(tree, lambda pointer: 1)
    assert made == before == tree
    assert not repairs


def is_valid(tree: dict[str, Any]) -> bool:
    try:
        validate(tree)
    except Exception:
        return False
    return True
