"""Comments in samples, tables of statuses next to components, headings that name, and the only value of a field."""

from __future__ import annotations

from tests.pages.readers.hand_written import document, field, operation
from tests.pages.support import reading


def test_comments_in_samples_say_what_is_required() -> None:
    text = (
        "# kites\n\n## Fly a kite\n\n```bash\nPOST /kites\n```\n\n**Params:**\n\n```javascript\n{\n"
        '  "line": 30,       // required, in metres\n  "colour": "red",  // optional\n'
        '  "tail": {"bows": 3 // (optional) how many\n  },\n  "wind": 4 // required if it rains\n}\n```\n'
    )
    assert operation(text)["summary"] == "Fly a kite"
    schemas = document(text)["components"]["schemas"]
    (body,) = [one for one in schemas.values() if "line" in one["properties"]]
    assert body["required"] == ["line"]
    assert body["properties"]["line"] == {"type": "integer", "description": "in metres"}
    assert body["properties"]["wind"] == {"type": "integer", "description": "required if it rains"}


def test_comments_in_answers_are_descriptions() -> None:
    text = (
        "# Get a kite\n\n`GET /kites/{id}`\n\n### Response\n\n```json\n{\n"
        '  "state": "up",  // up or down\n  "lines": [{"length": 3}]  // all lines\n}\n```\n'
    )
    (schema,) = [one for one in document(text)["components"]["schemas"].values() if "state" in one["properties"]]
    assert schema["properties"]["state"]["description"] == "up or down"


def test_statuses_of_a_table_next_to_components() -> None:
    text = (
        '---\ntitle: Fly a kite\napi: "POST https://api.kites.dev/kites"\n---\n\n<ParamField body="line" type="integer" />\n\n'
        '<ResponseField name="id" type="string" />\n\n## Errors\n\n| Status | Code | Meaning |\n|---|---|---|\n'
        "| 400 | `NO_WIND` | No wind |\n| 429 | `SLOW` | Too many |\n"
    )
    found = operation(text)["responses"]
    assert {status: one["description"] for status, one in found.items() if status != "200"} == {
        "400": "No wind",
        "429": "Too many",
    }


def test_the_only_value_that_a_field_must_be_set_to() -> None:
    assert field("Must be set to `kite`.", "string") == {"enum": ["kite"]}


def test_a_description_ends_where_the_next_heading_of_a_plain_text_begins() -> None:
    text = "Kites\nPOST /kites\nFlies a kite.\nRequest Body (application/json)\nname — what it is called (string)\n"
    assert operation(text)["description"] == "Flies a kite."


def test_a_block_below_a_label_of_the_body_is_sent() -> None:
    text = '# Fly a kite\n\n`POST /kites`\n\n**Params:**\n\n```json\n{"line": 3}\n```\n\n**Response:**\n\n```json\n{"id": "k"}\n```\n'
    assert [(one.kind, one.value) for one in reading(text).examples] == [
        ("request", {"line": 3}),
        ("response", {"id": "k"}),
    ]


def test_values_on_lines_of_their_own_and_below_a_label_in_another_language() -> None:
    assert field("Kind of kite<br>`DELTA`<br>`BOX`", "String") == {"enum": ["DELTA", "BOX"]}
    assert field("Kind of kite, for example<br>`DELTA`<br>`BOX`", "String") == {}
    text = (
        "---\napi: POST https://api.kites.dev/kites\n---\n\n"
        '<ParamField body="kind" type="string">\nDer Typ\n\nErlaubte Werte:\n\n* `delta` (klein)\n* `box`\n</ParamField>\n'
    )
    (schema,) = document(text)["components"]["schemas"].values()
    assert schema["properties"]["kind"]["enum"] == ["delta", "box"]


def test_a_sample_within_a_component_is_no_part_of_the_description() -> None:
    text = (
        "---\napi: POST https://api.kites.dev/kites\n---\n\n"
        '<ParamField body="lines" type="object[]">\nAll lines.\n\n#### Example\n\n```json\n{"lines": []}\n```\n\nIn metres.\n</ParamField>\n'
    )
    (schema,) = document(text)["components"]["schemas"].values()
    assert schema["properties"]["lines"]["description"] == "All lines.\n\nIn metres."


def test_a_label_in_a_block_of_http_is_no_header() -> None:
    text = "# Fly a kite\n\n```http\nPUT /kites/a\nHeaders:\nX-Wind: 3\n```\n"
    assert [one["name"] for one in operation(text)["parameters"] if one["in"] == "header"] == ["X-Wind"]


def test_fields_that_the_http_domain_calls_json() -> None:
    text = (
        "Kites\n=====\n\n.. http:post:: /kites\n\n   Flies one.\n\n   :json string line: its line\n   :status 201: up\n"
    )
    (schema,) = document(text)["components"]["schemas"].values()
    assert [*schema["properties"]] == ["line"]
