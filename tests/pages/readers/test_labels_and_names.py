"""Labels in lists and quotations, headers of answers, and which heading names the one operation of a page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.readers.hand_written import document, operation
from tests.pages.support import reading


def answer(text: str, status: str = "200") -> dict[str, Any]:
    return dict(operation(text)["responses"][status])


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (
            ["# Kiln API documentation", "## Endpoints", "### Firing reservation", "#### HTTP method"],
            "Firing reservation",
        ),
        (["# Kilns", "## View kiln", "### HTTP Request"], "View kiln"),
        (["# Clay", "## 4. Data", "### 4.1 Master data", "#### 4.1.2 Glazes list"], "Glazes list"),
        (["# Fire a kiln", "## Endpoint"], "Fire a kiln"),
        (["# Kilns", "## Request"], "Kilns"),
        (["# Kiln API", "## Endpoints"], "Kiln API"),
    ],
)
def test_the_heading_that_names_the_operation(headings: list[str], name: str) -> None:
    text = "\n\n".join([*headings, "`POST /v1/kilns`", '```json\n{"id": 1}\n```'])
    assert operation(text)["summary"] == name


def test_a_title_of_the_api_does_not_name_an_operation_whose_heading_states_it() -> None:
    found = operation("# Kiln API endpoints\n\n## [POST] `/v1/kilns`\n\nFires one.\n")
    assert "summary" not in found
    assert found["operationId"] == "post-v-1-kilns"


@pytest.mark.parametrize("label", ["**Description**: ", "- **Description:** ", "Description: ", "**Purpose:** "])
def test_a_label_gives_the_description_and_a_name(label: str) -> None:
    found = operation(f"## Kilns\n\n#### POST /v1/kilns\n{label}Fire a kiln\n\n**Response**:\n```json\n{{}}\n```\n")
    assert (found["summary"], found["description"]) == ("Fire a kiln", "Fire a kiln")


def test_labels_and_announcements_of_samples_are_no_description() -> None:
    text = "## Kilns\n\n`GET /v1/kilns/{id}`\n\n**Path Parameters**\n\n| Name | Type |\n|---|---|\n| id | string |\n"
    assert "description" not in operation(text)
    text = '# Get a kiln\n\n> The call returns this:\n\n```json\n{"id": 1}\n```\n\nHow hot it is.\n\n`GET /v1/kilns/{id}`\n'
    assert operation(text)["description"] == "How hot it is."


def test_labels_that_are_items_of_a_list() -> None:
    text = (
        "## Fire a kiln\n\n`POST /v1/kilns/{id}/fire`\n\n### Request\n\n- **Header**\n\n"
        "  | Name | Type | Required |\n  | --- | --- | --- |\n  | X-Trace | `string` | ✔ |\n\n"
        "- **Body**\n\n  | Name | Type | Required |\n  | --- | --- | --- |\n  | heat | `integer` | ✔ |\n\n"
        "- **Path parameters**:\n  - `id`: the kiln\n"
    )
    found = operation(text)
    assert [(one["in"], one["name"]) for one in found["parameters"]] == [("path", "id"), ("header", "X-Trace")]
    (schema,) = document(text)["components"]["schemas"].values()
    assert schema["properties"] == {"heat": {"type": "integer"}}


@pytest.mark.parametrize(
    "said",
    [
        "**Response Headers**:\n- `X-Heat: 7`\n",
        "#### Response headers\n\n| Header | Description |\n|---|---|\n| X-Heat | how hot |\n",
        "#### Response\n\n##### Headers\n\n| Name | Type |\n|---|---|\n| X-Heat | integer |\n",
    ],
)
def test_headers_of_an_answer_are_neither_fields_nor_parameters(said: str) -> None:
    text = f'## Fire a kiln\n\n`POST /v1/kilns`\n\n**Response**:\n```json\n{{"id": "k"}}\n```\n\n{said}'
    assert [*answer(text)["headers"]] == ["X-Heat"]
    (schema,) = document(text)["components"]["schemas"].values()
    assert [*schema["properties"]] == ["id"]
    assert "parameters" not in operation(text)


def test_words_for_parts_in_bold_are_no_fields() -> None:
    text = (
        "## Fire a kiln\n\n`POST /v1/kilns`\n\n**Request Headers**:\n- `X-Trace` (string): yours\n\n"
        "**Response**: a Kiln object\n\n- **Body**\n"
    )
    assert [one["name"] for one in operation(text)["parameters"]] == ["X-Trace"]


def test_required_and_optional_fields_below_headings_of_their_own() -> None:
    text = (
        "## Fire a kiln\n\n`POST /v1/kilns`\n\n**Required Fields**:\n- `clay` (string, 1-255 characters)\n\n"
        "**Optional Fields**:\n- `heat` (integer, optional, default=9, max=13): how hot\n- `glaze` (string, default: null)\n"
    )
    (schema,) = document(text)["components"]["schemas"].values()
    assert schema["required"] == ["clay"]
    assert schema["properties"]["heat"]["type"] == "integer"
    assert schema["properties"]["heat"]["default"] == 9
    assert schema["properties"]["glaze"] == {"type": "string"}


def test_a_row_that_says_none_is_no_parameter() -> None:
    text = "## List kilns\n\n`GET /v1/kilns`\n\n**Query parameters:**\n\n| Name | Type | Required |\n|---|---|---|\n| None | - | - |\n"
    assert "parameters" not in operation(text)


def test_segments_that_are_names_of_listed_path_parameters() -> None:
    text = (
        "## Get a kiln\n\n`GET https://api.kilns.dev/KILN_ID/logs`\n\n### URL Parameters\n\n"
        "Parameter | Description\n--------- | -----------\nKILN_ID | Which one\n"
    )
    assert [*document(text)["paths"]] == ["/{KILN_ID}/logs"]
    assert [one["name"] for one in operation(text)["parameters"]] == ["KILN_ID"]


def test_dotted_fields_of_a_body_whose_sample_has_the_object_around_them() -> None:
    text = (
        "## Register a potter\n\n`POST /v1/potters`\n\n#### Request Body\n\n| Field | Type | Required |\n|---|---|---|\n"
        '| `name.first` | String | Yes |\n\n**Example request**\n\n```json\n{"name": {"first": "Jo"}}\n```\n'
    )
    (body,) = operation(text)["requestBody"]["content"].values()
    assert body
    assert reading(text).document is not None
    (schema,) = document(text)["components"]["schemas"].values()
    assert [*schema["properties"]] == ["name"]
    assert schema["properties"]["name"]["required"] == ["first"]
