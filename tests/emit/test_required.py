"""What a caller has to give: parameters with one possible value have it as their default."""

from __future__ import annotations

from inspect import Parameter, signature
from typing import Any

from tests.behaviour.packages import document, generated


def test_a_required_header_with_one_possible_value_has_it_as_its_default() -> None:
    schemas: dict[str, Any] = {"Version": {"type": "string", "enum": ["2024-06-01"]}}
    parameters = [
        {"name": "X-Version", "in": "header", "required": True, "schema": {"$ref": "#/components/schemas/Version"}},
        {"name": "day", "in": "query", "required": True, "schema": {"format": "date", "const": "2024-06-01"}},
        {"name": "kind", "in": "query", "required": True, "schema": {"enum": ["a", "b"]}},
        {"name": "level", "in": "query", "required": True, "schema": {"const": 3}},
    ]
    operation = {"operationId": "ping", "parameters": parameters, "responses": {"204": {"description": "done"}}}
    text = document({"/calls": {"get": {**operation, "tags": ["calls"]}}}, components={"schemas": schemas})
    taken = signature(generated(text).calls.ping_request).parameters
    defaults = {name: one.default for name, one in taken.items()}
    assert defaults == {"x_version": "2024-06-01", "day": "2024-06-01", "kind": Parameter.empty, "level": 3}


def test_the_docstring_of_a_class_lists_its_required_fields() -> None:
    text: dict[str, Any] = {"type": "string"}
    base = {"type": "object", "required": ["id"], "properties": {"id": text, "note": text}}
    own = {"type": "object", "required": ["to", "kind", "note"], "properties": {"to": text, "kind": {"const": "call"}}}
    schemas: dict[str, Any] = {
        "Base": base,
        "Call": {"description": "A call.", "allOf": [{"$ref": "#/components/schemas/Base"}, own]},
        "Whole": {"type": "object", "required": ["a"], "properties": {"a": text}},
        "Free": {"type": "object", "properties": {"a": text}},
    }
    content = {
        "application/json": {
            "schema": {
                "type": "array",
                "items": {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in schemas]},
            }
        }
    }
    operation = {"operationId": "list", "responses": {"200": {"description": "all", "content": content}}}
    models = generated(document({"/calls": {"get": operation}}, components={"schemas": schemas})).models
    assert models.Base.__dict__["__doc__"] == "Required: `id`."
    assert models.Call.__dict__["__doc__"] == "A call.\n\n    Required: `id`, `note`, `to`.\n    "
    assert "Required" not in str(models.Whole.__dict__.get("__doc__"))
    assert "Required" not in str(models.Free.__dict__.get("__doc__"))
