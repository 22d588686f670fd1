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
