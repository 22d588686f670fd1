"""Pages that a program copied into markdown, overviews whose rows are all that is said, and words beside operations."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.readers.hand_written import document, operation
from tests.pages.support import reading


def properties(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for schema in document(text)["components"]["schemas"].values():
        found |= schema.get("properties", {})
    return found


def test_rows_of_redoc_without_a_header_and_with_breaks() -> None:
    text = (
        "## [](#operation/fill)Fill a tank\n\npost/tanks\n\n##### Request Body schema: application/json\n\n|     |     |\n"
        "| --- | --- |\n| tank\\_id<br><br>required | string <= 18 characters ^\\\\d+$<br><br>Which one. |\n"
        '| mode | string<br><br>Default: "slow"<br><br>Enum: "slow" "fast"<br><br>How fast. |\n'
        '| days | Array of strings Nullable<br><br>Items Enum: "mon" "tue"<br><br>When. |\n'
    )
    assert operation(text)["summary"] == "Fill a tank"
    found = properties(text)
    assert found["tank_id"]["maxLength"] == 18
    assert found["tank_id"]["pattern"] == "^\\d+$"
    assert found["tank_id"]["description"] == "Which one."
    assert found["mode"] == {"type": "string", "enum": ["slow", "fast"], "default": "slow", "description": "How fast."}
    assert found["days"]["items"] == {"type": "string", "enum": ["mon", "tue"]}


def test_values_that_are_glued_to_a_text() -> None:
    text = (
        "# Fill a tank\n\nPOST /v2/tanks\n\n##### Request Body schema: application/json\nrequired\n\n"
        '| name | stringWhat it is called. |\n| --- | --- |\n| mode | stringHow fast.Enum: "slow" "fast" |\n'
    )
    assert properties(text)["mode"] == {"type": "string", "enum": ["slow", "fast"], "description": "How fast."}


def test_rows_of_an_overview_are_operations_of_their_own() -> None:
    rows = "| Method | Endpoint | Description |\n|---|---|---|\n| POST | `/tanks` | Fill a tank |\n| GET | `/tanks` | List tanks |\n"
    more = "| DELETE | `/tanks/{id}` | Drain a tank |\n"
    text = f"# Tanks\n\n## Endpoints overview\n\n{rows}{more}\n## POST /tanks\n\nFills it.\n\n### Body\n\n| Name | Type |\n|---|---|\n| litres | integer |\n"
    found = document(text)["paths"]
    assert found["/tanks"]["get"]["summary"] == "List tanks"
    assert found["/tanks/{id}"]["delete"]["summary"] == "Drain a tank"
    assert found["/tanks"]["post"]["description"] == "Fills it."
    assert "requestBody" in found["/tanks"]["post"]


def test_one_row_that_states_an_operation_is_no_overview() -> None:
    def part(name: str, method: str) -> str:
        return f"## {name} tanks\n\n| Method | URL |\n|---|---|\n| {method} | /tanks |\n\n### Body\n\n| Name | Type |\n|---|---|\n| litres | integer |\n\n"

    found = document(f"# Tanks\n\n{part('Fill', 'POST')}{part('Replace', 'PUT')}")["paths"]["/tanks"]
    assert ["requestBody" in one for one in found.values()] == [True, True]


def test_an_operation_that_its_heading_and_a_line_state() -> None:
    text = (
        "# Tanks\n\n## POST /fill\n\nFills it.\n\n**Method:** `POST`\n**URL:** `/api/tanks/fill`\n\n### Body\n\n"
        "| Name | Type |\n|---|---|\n| litres | integer |\n\n## GET /level\n\nTells it.\n"
    )
    assert [*document(text)["paths"]] == ["/api/tanks/fill", "/level"]
    assert "requestBody" in document(text)["paths"]["/api/tanks/fill"]["post"]


@pytest.mark.parametrize(
    "line", ["**GET /tanks** - List all tanks", "- `GET /tanks` — List all tanks", "### GET /tanks: List all tanks"]
)
def test_words_behind_an_operation_name_it(line: str) -> None:
    text = f"# Tanks\n\n{line}\n\n**DELETE /tanks/:id** - Drain a tank\n"
    assert document(text)["paths"]["/tanks"]["get"]["summary"] == "List all tanks"


def test_two_samples_of_one_answer() -> None:
    text = (
        "# Tanks\n\n`GET /tanks/{id}`\n\n#### Response codes\n\n| Code | Meaning |\n|---|---|\n| 200 | OK |\n\n"
        '#### Response body\n\nIf it is full:\n\n```\n{"state": "full"}\n```\n\nElse:\n\n```\n{"state": "low", "litres": 3}\n```\n'
    )
    assert [*properties(text)] == ["state", "litres"]


def test_a_sentence_about_the_body_is_no_field() -> None:
    text = "# Tanks\n\n`POST /tanks/{id}/drain`\n\n#### Request Body\n\nEmpty JSON `{}`.\n"
    assert "requestBody" not in operation(text)


def test_a_column_type_that_says_the_place() -> None:
    text = "# A tank\n\n`GET /tanks/{id}`\n\n| Param | Type | Mandatory |\n|---|---|---|\n| id | path | yes |\n| unit | query | no |\n"
    assert [(one["in"], one["name"]) for one in operation(text)["parameters"]] == [("path", "id"), ("query", "unit")]


def test_a_sample_behind_a_quotation() -> None:
    text = (
        "# Tanks\n\n### Get levels\n\n#### HTTP Request\n\n`GET /levels`\n\n#### Request Parameters\n\n| Name | Type |\n|---|---|\n"
        '| unit | string |\n\n> Response Example\n\n```\n{"code": "0", "data": [{"tank": "t", "litres": 3}]}\n```\n\n'
        "#### Response Parameters\n\n| Name | Type |\n|---|---|\n| tank | string |\n| litres | integer |\n| \\> unit | string |\n"
    )
    assert len(reading(text).examples) == 1
    assert [*properties(text)][:1] != ["tank"]
