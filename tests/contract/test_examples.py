"""Stage `examples`: which payloads are found in a description and next to it, and under which names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from generator.diagnostics import Location, Report
from generator.normalize.examples import examples, file_name

if TYPE_CHECKING:
    from pathlib import Path


def _json(schema: object, **media: object) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema, **media}}}


def _tree(operation: dict[str, Any], **schemas: object) -> dict[str, Any]:
    return {"openapi": "3.1.0", "paths": {"/pets/{id}": {"post": operation}}, "components": {"schemas": schemas}}


def _names(tree: dict[str, Any]) -> dict[str, Any]:
    return {example.name: example.value for example in examples(tree, None, Report())}


def test_media_type_examples_of_request_and_response() -> None:
    """Given: `example` and named `examples`; an externalValue has no value here."""
    tree = _tree(
        {
            "operationId": "addPet",
            "requestBody": _json({}, example={"name": "Rex"}),
            "responses": {
                "200": _json(
                    {}, examples={"full": {"value": 1}, "typed": {"dataValue": 2}, "far": {"externalValue": "x"}}
                )
            },
        }
    )
    assert _names(tree) == {
        "addPet.request.example": {"name": "Rex"},
        "addPet.response.200.full": 1,
        "addPet.response.200.typed": 2,
    }


def test_parameters_and_response_headers() -> None:
    """Given: parameters with `example`, `examples`, `content` and a schema example; a response header."""
    parameters = [
        {"name": "id", "in": "path", "schema": {"type": "string"}, "example": "a"},
        {"name": "tag", "in": "query", "schema": {"type": "string", "examples": ["b", "c"]}},
        {"name": "filter", "in": "query", **_json({}, example={"d": 1})},
    ]
    headers = {"X-Rate": {"schema": {"type": "integer"}, "examples": {"low": {"value": 3}}}}
    tree = _tree({"parameters": parameters, "responses": {"200": {"headers": headers}}})
    assert _names(tree) == {
        "POST /pets/{id}.parameter.path.id.example": "a",
        "POST /pets/{id}.parameter.query.tag.example 1": "b",
        "POST /pets/{id}.parameter.query.tag.example 2": "c",
        "POST /pets/{id}.parameter.query.filter.example": {"d": 1},
        "POST /pets/{id}.header.200.header.X-Rate.low": 3,
    }


def test_schema_examples_at_any_depth_but_not_in_values() -> None:
    """Given: examples in properties and items; the word `example` inside a value is data."""
    pet = {
        "type": "object",
        "properties": {"name": {"type": "string", "examples": ["Rex"]}, "tags": {"items": {"example": "x"}}},
        "example": {"example": 1},
        "default": {"example": 2},
    }
    found = examples(_tree({"responses": {}}, Pet=pet), None, Report())
    assert {(example.name, example.schema, str(example.value)) for example in found} == {
        ("Pet.schema.example", "/components/schemas/Pet", "{'example': 1}"),
        ("Pet/properties/name.schema.example", "/components/schemas/Pet/properties/name", "Rex"),
        ("Pet/properties/tags/items.schema.example", "/components/schemas/Pet/properties/tags/items", "x"),
    }


def test_a_missing_value_has_the_place_of_its_nearest_known_ancestor() -> None:
    """Given: an origin for the operation alone."""
    here = Location("openapi.yaml", 3, 1, "/paths/~1pets~1{id}/post")
    tree = _tree({"requestBody": _json({}, example=1)})
    (example,) = examples(tree, None, Report(), {"/paths/~1pets~1{id}/post": here})
    assert example.where == here


@pytest.mark.parametrize("stem", ["add.Pet", "post_pets_id"])
def test_files_are_found_by_operation_id_and_by_path(tmp_path: Path, stem: str) -> None:
    """Given: an operationId with a dot, and the file-safe form of method and path."""
    tree = _tree({"operationId": "add.Pet", "requestBody": _json({}), "responses": {"4XX": _json({})}})
    (tmp_path / f"{stem}.request.big one.json").write_text('{"a": 1}')
    (tmp_path / f"{stem}.response.4XX.json").write_text("[]")
    report = Report()
    request, response = examples(tree, tmp_path, report)
    assert not list(report)
    assert (request.name, request.value, request.schema) == (
        "add.Pet.request.big one",
        {"a": 1},
        "/paths/~1pets~1{id}/post/requestBody/content/application~1json/schema",
    )
    assert (response.name, response.status, response.content_type) == (
        "add.Pet.response.4XX.example",
        "4XX",
        "application/json",
    )


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("removePet.request.a.json", "{}", "example-name"),
        ("addPet.answer.a.json", "{}", "example-name"),
        ("addPet.request.a.json", '{"a": 1, "a": 2}', "example-json"),
        ("addPet.request.a.json", "[NaN]", "example-json"),
        ("addPet.request.a.json", "{", "example-json"),
    ],
)
def test_files_that_fit_nothing_are_reported(tmp_path: Path, name: str, text: str, code: str) -> None:
    """Given: a wrong operation, a wrong kind, and three files that are not JSON."""
    (tmp_path / name).write_text(text)
    report = Report()
    assert examples(_tree({"operationId": "addPet", "requestBody": _json({})}), tmp_path, report) == ()
    assert [(found.code, str(found.where)) for found in report] == [(code, f"{tmp_path.name}/{name}")]


def test_file_name_is_safe() -> None:
    """Given: a method and path."""
    assert file_name("get /v1/{pet id}/x") == "get_v1_pet_id_x"


def test_the_operation_that_is_meant_is_suggested(tmp_path: Path) -> None:
    """Given: the name of an operation in another style."""
    (tmp_path / "place_call.request.bad.json").write_text("{}")
    report = Report()
    assert examples(_tree({"operationId": "placeCall", "requestBody": _json({})}), tmp_path, report) == ()
    assert [found.message for found in report] == ["no operation 'place_call'; did you mean placeCall?"]
