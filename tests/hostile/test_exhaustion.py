"""Small documents that mean a lot end quickly: with a package, or with one clear line."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.hostile.documents import generate

if TYPE_CHECKING:
    from pathlib import Path

_LEVELS = 40


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def nested(wrapper: str, depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "array", "items": schema} if wrapper == "items" else {wrapper: [schema, {"type": "integer"}]}
    return schema


def lattice(keyword: str) -> dict[str, Any]:
    """Schemas of which each names both of the next level: as a tree, 2 to the power of their levels."""
    schemas: dict[str, Any] = {"A40": {"type": "string"}, "B40": {"type": "object", "properties": {"b": {}}}}
    for level, name in itertools.product(range(_LEVELS), "AB"):
        both = [ref(f"A{level + 1}"), ref(f"B{level + 1}")]
        own = {} if keyword == "anyOf" else {"properties": {f"{name}{level}": {"type": "string"}}}
        schemas[f"{name}{level}"] = {**own, keyword: both}
    return schemas


_HUGE = "9" * 400
CASES: dict[str, dict[str, Any]] = {
    "aliases of two aliases": lattice("anyOf"),
    "unions with properties beside them": lattice("oneOf"),
    "all of both": lattice("allOf"),
    "arrays in arrays": {"A0": nested("items", 90)},
    "unions in unions": {"A0": nested("anyOf", 90)},
    "a union of thousands": {"A0": {"oneOf": [{"const": f"c{n}"} for n in range(3_000)]}},
    "an enumeration of thousands": {"A0": {"type": "string", "enum": list(range(40_000))}},
    "names that differ in symbols": {
        "A0": {"properties": {"a" + "".join(one): {} for one in itertools.product("-.", repeat=11)}}
    },
    "a pattern that backtracks": {
        "A0": {"type": "object", "required": ["a" * 40 + "b"], "patternProperties": {"^(a+)+$": {"type": "string"}}}
    },
    "numbers in quotes": {"A0": {"type": "string", "minLength": _HUGE, "maxLength": _HUGE}},
    "parts of themselves": {
        "A0": {"allOf": [ref("A1"), ref("A2")]},
        "A1": {"allOf": [ref("A2"), ref("A0")]},
        "A2": {"anyOf": [ref("A2"), {"not": ref("A0")}], "if": ref("A1"), "then": ref("A0")},
    },
    "a chain": {**{f"A{n}": {"type": "array", "items": ref(f"A{n + 1}")} for n in range(300)}, "A300": {}},
}


@pytest.mark.parametrize("name", CASES)
def test_small_documents_that_expand_to_much(name: str, tmp_path: Path) -> None:
    content = {"application/json": {"schema": ref("A0")}}
    described = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {"/a": {"post": {"requestBody": {"content": content}, "responses": {"200": {"description": ""}}}}},
        "components": {"schemas": CASES[name]},
    }
    started = time.process_time()
    outcome = generate(described, tmp_path)
    assert time.process_time() - started < 20
    assert outcome.crash is None, outcome.crash
    errors = [one for one in outcome.diagnostics if one.severity == "error"]
    assert (outcome.files is None) == bool(errors)
    assert len(errors) <= 2


def test_aliases_of_yaml(tmp_path: Path) -> None:
    text = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\nx0: &x0 {type: string}\n"
    for level in range(1, 25):
        text += f"x{level}: &x{level} {{properties: {{a: *x{level - 1}, b: *x{level - 1}}}}}\n"
    outcome = generate(text, tmp_path)
    assert [one.code for one in outcome.diagnostics] in (["json-syntax"], ["too-many-nodes"])


def test_parameters_beyond_number(tmp_path: Path) -> None:
    parameters = [{"name": f"p{n}", "in": "query"} for n in range(100_000)]
    operation = {"parameters": parameters, "responses": {"200": {"description": ""}}}
    described = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": operation}}}
    started = time.process_time()
    assert [one.code for one in generate(described, tmp_path).diagnostics] == ["too-many-parameters"]
    assert time.process_time() - started < 20


@pytest.mark.parametrize(("length", "codes"), [(100, []), (101, ["too-complex"]), (1_000, ["too-complex"])])
def test_subclasses_of_subclasses(length: int, codes: list[str], tmp_path: Path) -> None:
    """Each class has the properties of all above it: of a thousand in a row, half a million."""
    schemas: dict[str, Any] = {"A1": {"type": "object", "properties": {"a1": {"type": "string"}}}}
    for n in range(2, length + 1):
        schemas[f"A{n}"] = {"allOf": [ref(f"A{n - 1}"), {"properties": {f"a{n}": {"type": "string"}}}]}
    described = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    errors = [one for one in generate(described, tmp_path).diagnostics if one.severity == "error"]
    assert [one.code for one in errors] == codes
    assert {one.where.pointer for one in errors if one.where} <= {"/components/schemas/A101"}


@pytest.mark.parametrize(
    "operation",
    [
        {"tags": ["subpackage_" + "/".join(["a"] * 5_000)]},
        {"tags": ["subpackage_" + "/".join(one * 90 for one in "abcdefghijkl")]},
        {"tags": ["a" * 90], "operationId": ".".join(one * 90 for one in "abcdefghijkl") + ".get"},
        {"tags": ["a"], "operationId": ".".join(["a"] * 5_000)},
        {"x-fern-sdk-group-name": ["a"] * 5_000, "x-fern-sdk-method-name": "m" * 5_000},
        {"x-speakeasy-group": ".".join(["a"] * 5_000), "x-speakeasy-name-override": "m"},
    ],
)
def test_resources_in_resources(operation: dict[str, Any], tmp_path: Path) -> None:
    """Each resource within another one has the names of all around it: what is too deep is joined."""
    described = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {f"/a{n}": {"get": {**operation, "responses": {"200": {"description": ""}}}} for n in range(2)},
    }
    started = time.process_time()
    outcome = generate(described, tmp_path)
    assert time.process_time() - started < 10
    assert outcome.crash is None, outcome.crash
    assert [
        one for one in outcome.diagnostics if one.severity == "error" and one.code != "duplicate-operation-id"
    ] == []
    assert outcome.files
    assert max(map(len, outcome.files)) < 300


def test_servers_of_many_variables(tmp_path: Path) -> None:
    """A thousand variables of thirty values each are 30,000 addresses of a thousand parts."""
    values = ["x", *(f"x{n}" for n in range(29))]
    described = {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "servers": [
            {
                "url": "https://" + ".".join(f"{{v{n}}}" for n in range(1_000)),
                "variables": {f"v{n}": {"default": "x", "enum": values} for n in range(1_000)},
            }
        ],
        "paths": {"/a": {"get": {"responses": {"200": {"description": ""}}}}},
    }
    started = time.process_time()
    outcome = generate(described, tmp_path)
    assert time.process_time() - started < 10
    assert (outcome.crash, bool(outcome.files)) == (None, True)
