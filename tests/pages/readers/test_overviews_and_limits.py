"""Overviews of operations, samples that are cut, limits next to types, and tables that describe what is inside."""

from __future__ import annotations

from typing import Any

import pytest

from generator.pages.wording.type_limits import type_limits
from tests.pages.readers.hand_written import document, operation
from tests.pages.support import reading

_ROWS = "| Name | Type |\n|---|---|\n| {} | string |\n"


@pytest.mark.parametrize("head", ["## POST /looms\n", "## Set up a loom\n\n```\nPOST /looms\n```\n"])
def test_an_overview_of_operations_has_none_of_their_parts(head: str) -> None:
    overview = "| Method | URL |\n|---|---|\n| `GET` | `/looms` |\n| `POST` | `/looms` |\n"
    first = f"## GET /looms\n\n### Query parameters\n\n{_ROWS.format('colour')}\n"
    text = f"# Loom API\n\n## Overview\n\n{overview}\n{first}{head}\n### Body\n\n{_ROWS.format('width')}"
    found = document(text)["paths"]["/looms"]
    assert [one["name"] for one in found["get"]["parameters"]] == ["colour"]
    assert "requestBody" in found["post"]
    assert "parameters" not in found["post"]


@pytest.mark.parametrize("number", ["8. ", "1) ", "2.1 ", ""])
def test_numbers_before_the_method(number: str) -> None:
    text = f"# {number}GET /looms\n\n## Purpose\n\nLists looms of a weaver.\n\n# 9. POST /looms\n\n## Purpose\n\nSet up a loom\n"
    found = document(text)["paths"]["/looms"]
    assert found["get"]["description"] == "Lists looms of a weaver."
    assert found["post"]["summary"] == "Set up a loom"


def test_what_a_cut_sample_shows_is_there_and_no_payload() -> None:
    text = (
        '## Get a loom\n\n`GET /looms`\n\n### Response\n\n```json\n{\n  "id": 1,      // the loom\n  "threads": [...],\n'
        '  "owner": {"name": "Ada", ...}\n}\n```\n'
    )
    found = reading(text)
    (schema,) = document(text)["components"]["schemas"].values()
    assert schema["properties"]["id"] == {"type": "integer", "description": "the loom"}
    assert schema["properties"]["owner"]["properties"] == {"name": {"type": "string"}}
    assert [one.value for one in found.examples] == []
    assert "cut-sample" in [one.code for one in found.findings]


def test_a_placeholder_without_quotes_has_no_type() -> None:
    text = '## Get a loom\n\n`GET /looms`\n\n### Response\n\n```json\n{"id": <loom id>}\n```\n'
    assert "schemas" not in document(text).get("components", {})


def test_comments_in_the_body_of_a_request_that_a_shell_block_shows() -> None:
    text = (
        "## Set up a loom\n\n```bash\nPOST /looms\nAuthorization: Bearer {token}\nContent-Type: application/json\n\n"
        '{\n  "width": 3,  # in metres\n  "weaver": "w1"\n}\n```\n'
    )
    (sent,) = [one.value for one in reading(text).examples]
    assert sent == {"width": 3, "weaver": "w1"}


@pytest.mark.parametrize(
    ("words", "kind", "limits"),
    [
        ("integer, min 1, max 100", "integer", {"minimum": 1, "maximum": 100}),
        ("integer, default=3, max=100", "integer", {"maximum": 100}),
        ("number, > 0", "number", {"exclusiveMinimum": 0}),
        ("string, 1-255 characters", "string", {"minLength": 1, "maxLength": 255}),
        ("Min length: 3 characters", "string", {"minLength": 3}),
        ("up to 20 items", "array", {"maxItems": 20}),
        ("between 5 and 9", "integer", {"minimum": 5, "maximum": 9}),
        ("1-5", "string", {}),
        ("max 20 characters", "integer", {}),
        ("max 2.5", "integer", {}),
        ("min 9, max 3", "integer", {}),
        ("max 20", "boolean", {}),
        ("at most 3 if paid", "integer", {}),
    ],
)
def test_limits_next_to_the_words_for_a_type(words: str, kind: str, limits: dict[str, Any]) -> None:
    assert type_limits(words, kind) == limits


def test_columns_of_limits() -> None:
    text = (
        "## Set up a loom\n\n`POST /looms`\n\n### Body\n\n| Name | Type | Min | Max | Constraints |\n|---|---|---|---|---|\n"
        "| width | integer | 1 | 10,000 | |\n| name | string | - | N/A | Max length: 80 characters |\n"
    )
    (schema,) = document(text)["components"]["schemas"].values()
    assert schema["properties"]["width"] == {"type": "integer", "minimum": 1, "maximum": 10000}
    assert schema["properties"]["name"]["maxLength"] == 80


def test_a_table_that_describes_the_items_of_a_list_and_what_is_around_it() -> None:
    text = (
        '## List looms\n\n`GET /looms`\n\n**Response body** (`data`)\n\n```json\n{"looms": [{"loom": "l", "width": 3}], '
        '"total": 1}\n```\n\n| Field | Type |\n|---|---|\n| loom | string |\n| width | number |\n| total | integer |\n'
    )
    (schema,) = [one for one in document(text)["components"]["schemas"].values() if "total" in one["properties"]]
    assert sorted(schema["properties"]) == ["looms", "total"]


def test_marks_of_a_column_in_korean_and_nested_rows_behind_an_escaped_sign() -> None:
    text = "## A loom\n\n`GET /looms`\n\n| Query | 필수 |\n|---|---|\n| width | O |\n| colour | X |\n"
    assert [one.get("required", False) for one in operation(text)["parameters"]] == [True, False]
    text = "## A loom\n\n`GET /looms`\n\n### Response\n\n| Name | Type |\n|---|---|\n| yarn | object |\n| \\> colour | string |\n"
    (schema,) = [one for one in document(text)["components"]["schemas"].values() if "yarn" in one["properties"]]
    assert "colour" not in schema["properties"]


@pytest.mark.parametrize(
    ("title", "name"),
    [("Créer un métier", "creer-un-metier"), ("Straße sperren", "strasse-sperren"), ("织机 API Key", "get-looms")],
)
def test_names_of_titles_in_other_alphabets(title: str, name: str) -> None:
    assert operation(f"# {title}\n\n`GET /looms`\n")["operationId"] == name


def test_base_urls_in_sentences() -> None:
    for said in ("The API base URL is `https://api.looms.dev`.", "All endpoints are under `https://api.looms.dev`."):
        found = document(f"# Loom API\n\n{said}\n\n## List looms\n\n`GET /looms`\n")
        assert [one["url"] for one in found["servers"]] == ["https://api.looms.dev"]


def test_an_example_request_with_the_base_path_in_front_is_no_further_operation() -> None:
    text = (
        "# Loom API\n\n### Inspect a loom\n\n`GET /looms/(id or name)/json`\n\n**Example request**:\n\n"
        "    GET /v2/looms/8cce3/json HTTP/1.1\n\n### Stop a loom\n\n`POST /looms/(id)/stop`\n\nStops it.\n"
    )
    assert [*document(text)["paths"]] == ["/looms/{id}/json", "/looms/{id}/stop"]


def test_a_guide_whose_samples_call_one_operation_twice_is_split_into_its_operations() -> None:
    def part(name: str, call: str) -> str:
        return f'## {name} <a id="x"></a>\n\n```bash\ncurl {call}\n```\n\n### Body\n\n{_ROWS.format(name.lower())}\n'

    url = "https://api.looms.dev"
    text = "# Guide\n\n" + "".join(
        (
            part("Start", f'-X POST {url}/start -d \'{{"start": "now"}}\''),
            part("Later", f'-X POST {url}/start -d \'{{"later": "1"}}\''),
            part("Stop", f'-X POST {url}/stop -d \'{{"stop": "now"}}\''),
            part("Oil", f'-X POST {url}/oil -d \'{{"oil": "now"}}\''),
        )
    )
    found = document(text)
    assert {path: item["post"]["summary"] for path, item in found["paths"].items()} == {
        "/start": "Start",
        "/stop": "Stop",
        "/oil": "Oil",
    }
    assert "described-twice" in [one.code for one in reading(text).findings]
