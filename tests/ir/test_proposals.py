"""What the published examples of an operation prove: the states that end a wait."""

from __future__ import annotations

from typing import Any

import pytest

from generator.ir.proposals import Evidence, proposed_polling
from tests.ir.test_lower import api, content

STATES = ["queued", "running", "completed", "failed"]
ENDS = {"state": "/status", "success": ["completed"], "failure": ["failed"], "retry": ["queued", "running"]}


def proposed(schema: Any, *shown: Any, path: str = "/calls/{id}", name: str = "status") -> Any:
    """Return what is proposed for an operation whose response has a property of a schema, with some examples."""
    body = {"type": "object", "properties": {"id": {"type": "string"}, name: schema}}
    responses = {"200": {"description": "", **content(body)}}
    identity = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    found = api({path: {"get": {"parameters": [identity] if "{" in path else [], "responses": responses}}})
    bodies = {("get", path): [{"id": "c", name: one} for one in shown]}
    return [*proposed_polling(found, Evidence(bodies)).values()]


@pytest.mark.parametrize(
    ("schema", "shown", "expected"),
    [
        ({"enum": STATES}, ["running"], [ENDS]),
        ({"type": "string", "enum": STATES}, ["completed"], [ENDS]),
        ({"type": ["string", "null"], "enum": [*STATES, None]}, ["queued"], [ENDS]),
        ({"enum": STATES}, [], []),
        ({"enum": STATES}, ["other"], []),
        ({"enum": [*STATES, "odd"]}, ["running"], []),
        ({"enum": ["completed", "failed"]}, ["failed"], []),
        ({"enum": ["queued", "running"]}, ["queued"], []),
        ({"type": "string"}, ["running"], []),
        ({"type": "integer"}, [3], []),
        ({"type": "array", "items": {"enum": STATES}}, [["running"]], []),
        ({}, ["running"], []),
        ({"enum": [1, 2]}, [1], []),
    ],
)
def test_states_that_an_example_shows_end_a_wait(schema: Any, shown: list[Any], expected: Any) -> None:
    assert proposed(schema, *shown) == expected


@pytest.mark.parametrize("more", [{"path": "/calls"}, {"name": "color"}])
def test_only_one_thing_with_a_state_is_waited_for(more: Any) -> None:
    assert proposed({"enum": STATES}, "running", **more) == []
