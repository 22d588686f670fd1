"""What pages that people write say in headings, sentences and cells: names, errors, statuses, fields, limits."""

from __future__ import annotations

from typing import Any

import pytest

from generator.pages.reading import OriginKind
from tests.pages.readers.hand_written import document, field, operation
from tests.pages.support import drift_of, reading

_ERROR = '```json\n{"error": {"code": "declined"}}\n```\n'
_MADE = '```json\n{"id": "c"}\n```\n'


@pytest.mark.parametrize(
    "before",
    [
        "#### Errors\n\n",
        "#### Errors\n\n| Status | Meaning |\n|---|---|\n| 402 | declined |\n\n",
        "#### Errors\n\n**Example:**\n\n",
        "## Errors\n\nAll errors look like this:\n\n",
        "Error response:\n\n",
        "### Failure\n\n",
        "If something goes wrong:\n\n",
        "For anything other than 200, there is a problem:\n\n",
        "It then says\n\n",
    ],
)
def test_an_error_is_no_answer_of_a_success(before: str) -> None:
    text = f"## Create a charge\n\n`POST /v1/charges`\n\nReturns `201 Created`:\n\n{_MADE}\n{before}{_ERROR}"
    found = reading(text)
    assert [(one.status, one.value) for one in found.examples] == [("201", {"id": "c"})]
    assert "error-without-status" in [one.code for one in found.findings]


def test_an_error_takes_the_status_next_to_it() -> None:
    text = f"## Create a charge\n\n`POST /v1/charges`\n\n### 409 Conflict\n\n**Example:**\n\n{_ERROR}"
    assert [one.status for one in reading(text).examples] == ["409"]


def test_fields_of_errors_are_no_fields_of_a_success() -> None:
    table = "| Field | Type |\n|---|---|\n| error | object |\n"
    text = f"## Create a charge\n\n`POST /v1/charges`\n\n### Response\n\n{_MADE}\n### Errors\n\n{table}"
    schemas = document(text)["components"]["schemas"]
    assert [list(one["properties"]) for one in schemas.values()] == [["error"], ["id"]]
    assert list(operation(text)["responses"]) == ["default", "200"]


def test_an_operation_about_problems_has_answers() -> None:
    text = f"## Report a problem\n\n`POST /v1/problems`\n\n### Response\n\n{_MADE}"
    assert [one.value for one in reading(text).examples] == [{"id": "c"}]


@pytest.mark.parametrize("behind", [False, True])
def test_one_operation_is_named_by_its_own_heading(behind: bool) -> None:
    said = "Makes one. It is yours."
    parts = ["# Payments", "Payments are great.", "## Create a customer", "POST /v1/customers"]
    parts.insert(4 if behind else 3, said)
    found = operation("\n\n".join(parts) + "\n")
    assert (found["operationId"], found["description"]) == ("create-customer", said)


def test_a_heading_of_a_part_names_no_operation() -> None:
    found = operation("# Create a customer\n\nMakes one.\n\n## HTTP request\n\nPOST /v1/customers\n")
    assert (found["operationId"], found["description"]) == ("create-customer", "Makes one.")


@pytest.mark.parametrize(
    "line", ["Response: `204 No Content`", "**Response:** `204`", "Returns: 204", "Status: `204 No Content`"]
)
def test_a_status_on_a_line(line: str) -> None:
    responses = operation(f"## Delete a pot\n\n`DELETE /pots/{{id}}`\n\n{line}\n")["responses"]
    assert list(responses) == ["204"]
    assert "content" not in responses["204"]


def test_fields_in_a_sentence() -> None:
    text = "POST /bookings\n\nFields: `sailing_id` (integer, required), `vehicle` (string or null),\n`seats` (integer, default 1).\n"
    (schema,) = document(text)["components"]["schemas"].values()
    assert schema["properties"]["vehicle"]["type"] == ["string", "null"]
    assert schema["properties"]["seats"] == {"type": "integer", "default": 1}
    assert schema["required"] == ["sailing_id"]


def test_a_sentence_with_remarks_lists_no_fields() -> None:
    assert "requestBody" not in operation("POST /bookings\n\nFields: `a` (see below), `b` (a thing).\n")


def test_stated_credentials_win_over_those_of_a_sample() -> None:
    text = (
        "Authenticate with `Authorization: Bearer KEY`.\n\n## List pots\n\n`GET /pots`\n\n"
        '```bash\ncurl -u "$KEY:" https://api.pots.dev/pots\n```\n'
    )
    found = reading(text)
    ((name, scheme),) = (found.document or {})["components"]["securitySchemes"].items()
    assert scheme["scheme"] == "bearer"
    assert found.origin(f"/components/securitySchemes/{name}").kind is OriginKind.PAGE
    assert "drift-sample-credential" in [one.code for one in drift_of(text)]


@pytest.mark.parametrize(
    ("text", "kind", "limits"),
    [
        ("In cents, at least 50", "integer", {"minimum": 50}),
        ("Between 0 and 1000", "number", {"minimum": 0, "maximum": 1000}),
        ("Page size, 1 to 100.", "integer", {"minimum": 1, "maximum": 100}),
        ("Up to 10,000.", "integer", {"maximum": 10000}),
        ("At least 8 characters", "string", {}),
        ("At least 50 if you pay in USD", "integer", {}),
        ("At least 50", "string", {}),
        ("Between 5 and 1", "integer", {}),
        ("Always `authorization_code`", "string", {"enum": ["authorization_code"]}),
        ("Always `a` when closed", "string", {}),
        ("Your own keys and values", "object", {"additionalProperties": True}),
        ("The address", "object", {}),
    ],
)
def test_what_a_cell_says_of_a_value(text: str, kind: str, limits: dict[str, Any]) -> None:
    assert field(text, kind) == limits


def test_own_keys_are_no_drift() -> None:
    table = "| Field | Type | Description |\n|---|---|---|\n| metadata | object | Your own keys and values |\n"
    text = (
        f"## Make a pot\n\n`POST /pots`\n\n### Body\n\n{table}\n```json\n"
        '{"metadata": {"mine": "x"}}\n```\n\n### Response\n\n```json\n{"id": 1}\n```\n'
    )
    assert [one.code for one in drift_of(text)] == []


def test_title_server_and_reason_of_the_tag() -> None:
    text = (
        "# Tollgate API reference\n\nThe API lives at `https://api.tollgate.dev/v1`.\n\n## List gates\n\n"
        "`GET /accounts/{account_id}/gates`\n"
    )
    found = reading(text)
    tree = found.document or {}
    assert tree["info"]["title"] == "Tollgate API"
    assert tree["servers"] == [{"url": "https://api.tollgate.dev/v1"}]
    assert found.origin("/servers/0").kind is OriginKind.PAGE
    note = found.origin("/paths/~1accounts~1{account_id}~1gates/get/tags").note
    assert note.endswith("the version and the account")


def test_a_line_of_blanks_costs_no_time() -> None:
    # With the square of its length this took minutes.
    text = "POST /pots\n\n### Body\n\n" + " " * 100_000 + "x\n"
    assert list(reading(text).document or {}) == ["openapi", "info", "paths"]


def test_emphasis_around_the_brackets_of_an_item() -> None:
    text = "**POST** `/calls`\n\n**Request body**\n\n- `to` *(string, required)*: The callee\n- `at` *(ISO 8601 datetime, optional)*\n"
    (schema,) = document(text)["components"]["schemas"].values()
    assert schema["required"] == ["to"]
    assert schema["properties"]["at"] == {"type": "string", "format": "date-time"}


@pytest.mark.parametrize("sign", ["↳ ", "&nbsp;&nbsp;", "└─ ", "\u00a0\u00a0", "- ", "&emsp;"])
def test_indented_rows_are_nested(sign: str) -> None:
    rows = f"| legs | Leg[] | Legs |\n| {sign}`number` | string | Number |\n| {sign}{sign}local | boolean | Local |\n| cost | number | Cost |\n"
    text = f"GET /calls\n\n## Response\n\n| Field | Type | Description |\n|---|---|---|\n{rows}"
    (schema,) = document(text)["components"]["schemas"].values()
    assert list(schema["properties"]) == ["legs", "cost"]
    items = schema["properties"]["legs"]["items"]
    assert schema["properties"]["legs"]["type"] == "array"
    assert list(items["properties"]) == ["number"]
    assert list(items["properties"]["number"].get("properties", {})) == ["local"]


def test_indented_rows_of_html() -> None:
    rows = "<tr><td>agent</td><td>object</td></tr><tr><td>&nbsp;&nbsp;<code>id</code></td><td>string</td></tr>"
    text = f"GET /calls\n\n## Response\n\n<table><tr><th>Field</th><th>Type</th></tr>{rows}</table>\n"
    (schema,) = document(text)["components"]["schemas"].values()
    assert list(schema["properties"]["agent"]["properties"]) == ["id"]


def test_base_urls_of_regions() -> None:
    text = "# Calls\n\nBase URL: `https://api.acme.io/v3`\n(EU: `https://eu.api.acme.io/v3`; docs: https://docs.acme.io/v3)\n\nGET /calls\n"
    assert [one["url"] for one in document(text)["servers"]] == ["https://api.acme.io/v3", "https://eu.api.acme.io/v3"]


def test_statuses_under_conditions() -> None:
    text = "DELETE /calls/{id}\n\nReturns `204 No Content`; `404` if the call is unknown, `409` if it has ended.\n"
    assert list(operation(text)["responses"]) == ["204", "404", "409"]


def test_a_file_as_the_answer() -> None:
    (answer,) = operation("GET /calls/{id}/recording\n\nReturns the recording as `audio/wav`.\n")["responses"].values()
    assert answer["content"] == {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}


@pytest.mark.parametrize(
    ("row", "kind", "expected"),
    [
        ("Method of `Url`: `GET` or `POST`.", "string", {"enum": ["GET", "POST"]}),
        ("Can be `a` or `b`", "string", {"enum": ["a", "b"]}),
        ("Events: `a`, `b`", "string", {}),
        ("Items per page (max. 100)", "integer", {"maximum": 100}),
        ("Number of results (1-1000)", "integer", {"minimum": 1, "maximum": 1000}),
        ("Length", "number (seconds)", {}),
        ("Length", "string (date-time)", {"format": "date-time"}),
        ("Length", "integer (int64)", {"format": "int64"}),
    ],
)
def test_a_row(row: str, kind: str, expected: dict[str, Any]) -> None:
    assert field(row, kind) == expected


def test_a_type_with_a_bar_in_a_table() -> None:
    text = "POST /pots\n\n### Body\n\n| Field | Type | Description |\n|---|---|---|\n| one | string | null | What |\n"
    (schema,) = document(text)["components"]["schemas"].values()
    assert schema["properties"]["one"] == {"type": ["string", "null"], "description": "What"}


def test_a_sample_that_is_no_json_is_a_finding() -> None:
    text = '# Make\n\nPOST /pots\n\n### Body\n\n```json\n{"a": 1, ...}\n```\n\n```json\n{"a": \n```\n'
    assert [one.code for one in reading(text).findings] == ["cut-sample", "broken-sample"]


def test_what_is_unknown_names_its_operation() -> None:
    one, _ = reading("# Get\n\nGET /pots/{id}\n").unknowns
    assert one.text == "path parameter `id` of `GET /pots/{id}` is not described"


def test_statuses_of_the_whole_page_are_of_no_operation() -> None:
    table = "| Code | Meaning |\n|---|---|\n| 401 | Unauthorized |\n| 429 | Slow down |\n"
    text = f"# Pots\n\n## Make\n\nPOST /pots\n\n## Drop\n\nDELETE /pots/{{id}}\n\nReturns 204.\n\n# Errors\n\n{table}"
    found = reading(text)
    assert list((found.document or {})["paths"]["/pots/{id}"]["delete"]["responses"]) == ["204"]
    assert [(one.code, "401, 429" in one.text) for one in found.findings] == [("unplaced-statuses", True)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "POST /pots\n\n### Body\n\n| Field | Type |\n|---|---|\n" + "| a{0} | string |\n" * 5_001,
            "5,000 rows of a table",
        ),
        ("".join(f"## Make {n}\n\nPOST /pots/{n}x\n\n" for n in range(501)), "500 operations"),
        ("POST /pots\n\n" + "".join(f"Base URL: https://a{n}.acme.dev\n\n" for n in range(201)), "200 base URLs"),
        ("# Make\n\nPOST /pots\n\nPOST /" + "x" * 1_000 + "\n", "1,000 characters"),
    ],
)
def test_what_is_cut_is_a_finding(text: str, what: str) -> None:
    """Also where the same text is read again: functions that remember their results note the cuts again."""
    lines = text.replace("{0}", "").split("\n")
    page = "\n".join(line.replace("| a |", f"| a{number} |") for number, line in enumerate(lines))
    found, again = reading(page), reading(page)
    assert any(one.code == "page-cut" and what in one.text for one in found.findings), found.findings
    assert found.findings == again.findings


def test_a_table_whose_names_the_answer_has_is_of_the_answer() -> None:
    shown = '**Success Response** Code: 200\n\n```json\n{"data": {"state": "a", "legs": [{"id": 1}]}}\n```\n\n'
    table = "| Field | Type |\n|---|---|\n| data.state | string |\n| data.legs[].id | integer |\n"
    text = f"GET /calls/{{id}}\n\n{shown}{table}"
    (schema,) = document(text)["components"]["schemas"].values()
    data = schema["properties"]["data"]["properties"]
    assert (data["state"], list(data["legs"]["items"]["properties"])) == ({"type": "string"}, ["id"])
    assert reading(text).origin("/components/schemas/GetCallsIdResponse/properties/data").kind is OriginKind.SAMPLE


def test_a_code_above_an_error_is_its_status() -> None:
    text = f"POST /pots\n\n**Error Response**\n\nCode: 402 Payment Required\n\n{_ERROR}"
    found = reading(text)
    assert (list((found.document or {})["paths"]["/pots"]["post"]["responses"]), found.findings) == (["402"], ())


def test_letters_for_mandatory_and_lengths() -> None:
    rows = "| to | M | String | 15 |\n| note | O | String | 255 |\n"
    text = f"POST /calls\n\n### Body\n\n| Field | Mandatory | Type | Max length |\n|---|---|---|---|\n{rows}"
    (schema,) = document(text)["components"]["schemas"].values()
    assert (schema["required"], schema["properties"]["to"]["maxLength"]) == (["to"], 15)


def test_lists_of_definitions_and_lists_in_lists_of_html() -> None:
    text = (
        "<html><body><h1>Start</h1><p>POST /calls</p><h2>Headers</h2><dl><dt>Authorization</dt><dd>Bearer KEY</dd></dl>"
        "<h2>Body parameters</h2><div><code>to</code> <span>string</span> <span>required</span></div><p>Callee</p>"
        "<h2>Response</h2><ul><li><code>agent</code> (object): Agent<ul><li><code>id</code> (string): Id</li></ul></li></ul>"
        "</body></html>"
    )
    found = document(text)
    assert [one["scheme"] for one in found["components"]["securitySchemes"].values()] == ["bearer"]
    sent, answered = found["components"]["schemas"].values()
    assert (sent["required"], sent["properties"]["to"]["description"]) == (["to"], "Callee")
    assert list(answered["properties"]["agent"]["properties"]) == ["id"]


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("> Rate limit: 10 requests per second. See plans.", "Rate limit: 10 requests per second."),
        ("It is rate limited to 1 request/second per key.", "It is rate limited to 1 request/second per key."),
        ("Requests that are rate limited get 429.", ""),
    ],
)
def test_how_often_an_operation_may_be_called(line: str, kept: str) -> None:
    found = operation(f"# Calls\n\nList them.\n\n## List calls\n\nGET /calls\n\n### Response\n\n{line}\n")
    assert (kept in found.get("description", ""), "per second" in found.get("description", "")) == (
        True,
        "per second" in kept,
    )
