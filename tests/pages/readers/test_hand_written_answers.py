"""What pages that people write say of operations, answers and rows, and the findings about contradictions in them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.pages.reading import OriginKind
from tests.pages.readers.hand_written import document, field, operation
from tests.pages.support import merge, reading

_ROWS = "| Field | Type |\n|---|---|\n"


def test_operations_of_http_blocks_next_to_stated_ones() -> None:
    text = "# Calls\n\n## Make\n\n```http\nPOST /calls HTTP/1.1\nHost: api.acme.dev\n```\n\n## Change\n\n`PATCH /calls/{id}`\n"
    assert {path: list(item) for path, item in document(text)["paths"].items()} == {
        "/calls": ["post"],
        "/calls/{id}": ["patch"],
    }


def test_variants_below_headings_of_their_own() -> None:
    parts = f"#### Phone\n\n{_ROWS}| number | string |\n\n#### Sip\n\n{_ROWS}| uri | string |\n"
    text = f"POST /calls\n\n### Body\n\n| Field | Type | Description |\n|---|---|---|\n| to | object | One of [Phone](#p) or [Sip](#s) |\n\n{parts}"
    (schema,) = document(text)["components"]["schemas"].values()
    assert [(one["title"], list(one["properties"])) for one in schema["properties"]["to"]["anyOf"]] == [
        ("Phone", ["number"]),
        ("Sip", ["uri"]),
    ]


def test_answers_of_a_type_of_the_page() -> None:
    objects = f"## The Call object\n\n{_ROWS}| id | string |\n| recordings | array of [Recording](#r) |\n\n### Recording\n\n{_ROWS}| url | url |\n"
    text = f"# Calls\n\n## Get a call\n\nGET /calls/{{id}}\n\nReturns the [Call](#the-call-object).\n\n## End a call\n\nDELETE /calls/{{id}}\n\nResponse: `200` with the Call object.\n\n{objects}"
    found = document(text)
    assert list(found["components"]["schemas"]) == ["Call", "Recording"]
    assert found["components"]["schemas"]["Call"]["properties"]["recordings"]["items"] == {
        "$ref": "#/components/schemas/Recording"
    }
    for item in found["paths"]["/calls/{id}"].values():
        (answer,) = item["responses"].values()
        assert answer["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Call"}


def test_regions_in_a_table_and_a_scheme_of_its_own() -> None:
    table = "| Region | Base URL |\n|---|---|\n| US | https://us.acme.dev/v2 |\n| EU | https://eu.acme.dev/v2 |\n"
    found = document(
        f"# Calls\n\n{table}\nAuthentication: send your token as `Authorization: Token <t>`.\n\nGET /calls\n"
    )
    assert [one["url"] for one in found["servers"]] == ["https://us.acme.dev/v2", "https://eu.acme.dev/v2"]
    assert [one["name"] for one in found["components"]["securitySchemes"].values()] == ["Authorization"]


def test_statuses_next_to_codes_of_their_own() -> None:
    table = "| HTTP | code | When |\n|---|---|---|\n| 400 | bad_to | Malformed |\n"
    responses = operation(f"POST /calls\n\n### Errors\n\n{table}")["responses"]
    assert responses["400"]["description"] == "Malformed"


def test_answers_in_xml() -> None:
    shown = "```xml\n<?xml version='1.0'?>\n<Response><Balance>1</Balance></Response>\n```\n"
    (answer,) = operation(f"GET /balance\n\n### Response\n\n{shown}\n{_ROWS}| Balance | decimal |\n")[
        "responses"
    ].values()
    assert list(answer["content"]) == ["application/xml"]


@pytest.mark.parametrize(
    ("row", "kind", "expected"),
    [
        ("`off` (default), `mono` or `dual`", "string", {"enum": ["off", "mono", "dual"], "default": "off"}),
        ("RFC 3339 timestamp", "string", {"format": "date-time"}),
        ("ISO 8601", "string", {}),
        ("One of: alloy, nova", "string", {"enum": ["alloy", "nova"]}),
        ("queued | ended", "string", {"enum": ["queued", "ended"]}),
        ("`a`, `b`", "array", {"items": {"enum": ["a", "b"]}}),
    ],
)
def test_another_row(row: str, kind: str, expected: dict[str, Any]) -> None:
    made = field(row.replace(" | ", " \\| "), kind)
    made.get("items", {}).pop("type", None)
    assert made == expected


def test_types_behind_a_dash() -> None:
    text = "POST /calls\n\n### Body\n\n- **`to`** — string. The callee.\n- **`url`** — string, optional. An address.\n- **note**: free. Text.\n"
    (schema,) = document(text)["components"]["schemas"].values()
    assert schema["properties"]["to"] == {"type": "string", "description": "The callee."}
    assert "type" not in schema["properties"]["note"]


def test_columns_for_null_and_constraints() -> None:
    rows = "| a | ?string | | no |\n| b | datetime | | yes |\n| c | array\\<enum\\> | `x`, `y` | no |\n"
    text = f"GET /pots\n\n### Response\n\n| Name | Type | Constraints | Nullable |\n|---|---|---|---|\n{rows}"
    (schema,) = document(text)["components"]["schemas"].values()
    assert [one["type"] for one in schema["properties"].values()] == [["string", "null"], ["string", "null"], "array"]
    assert schema["properties"]["c"]["items"] == {"type": "string", "enum": ["x", "y"]}


def test_an_id_in_the_address_of_a_sample_is_a_parameter() -> None:
    found = reading("# Check\n\n```bash\ncurl https://api.acme.dev/v1/calls/call_8f2\n```\n")
    assert list((found.document or {})["paths"]) == ["/v1/calls/{call_id}"]
    assert found.origin("/paths/~1v1~1calls~1{call_id}/get").kind is OriginKind.GUESS
    kept = reading("# Check\n\n```bash\ncurl https://api.acme.dev/v1/calls/active\n```\n")
    assert list((kept.document or {})["paths"]) == ["/v1/calls/active"]


def test_a_description_of_two_words_is_no_field() -> None:
    text = "POST /calls\n\nRequest Body\n\nto stringrequired\nCallee number\n\nkind string\nPossible values: [a, b]\n\nDefault value: a\n"
    (schema,) = document(text)["components"]["schemas"].values()
    assert list(schema["properties"]) == ["to", "kind"]
    assert (schema["required"], schema["properties"]["kind"]["enum"]) == (["to"], ["a", "b"])


def test_fields_in_paragraphs() -> None:
    text = (
        "`PATCH /agents/{id}`\n\n**Auth:** API key in header `xi-key`\n\n## Body parameters\n\n`name` (string, optional) \u2013 Name.\n\n"
        "`config` (object)\n\n&nbsp;&nbsp;`language` (enum: `en`, `de`; default `en`)\n\n`speed` (number, 0\u20131, default 0.5)\n\n"
        "`events` (array of enum `a` | `b`)\n\nErrors: `404` not found, `429` rate limited.\n"
    )
    found = document(text)
    (schema,) = found["components"]["schemas"].values()
    made = schema["properties"]
    assert made["config"]["properties"]["language"] == {"type": "string", "enum": ["en", "de"], "default": "en"}
    assert (made["speed"]["default"], made["events"]["type"]) == (0.5, "array")
    assert [one["name"] for one in found["components"]["securitySchemes"].values()] == ["xi-key"]
    assert {"404", "429"} <= set(operation(text)["responses"])


def test_a_field_that_a_table_lists_twice_is_a_finding() -> None:
    rows = "| to | string |\n| to | integer |\n"
    text = f"POST /pots\n\n### Body\n\n| Field | Type |\n|---|---|\n{rows}"
    assert [one.code for one in reading(text).findings] == ["described-twice"]


def test_a_default_that_contradicts_its_type_is_repaired() -> None:
    text = "POST /pots\n\n### Body\n\n| Field | Type | Default |\n|---|---|---|\n| n | integer | none at all |\n"
    (made,) = [one.document for one in merge(text).readings]
    (schema,) = (made or {})["components"]["schemas"].values()
    assert schema["properties"]["n"] == {"type": "integer"}
    (read_again,) = merge(text).readings
    assert ["default" in one.text for one in read_again.repairs] == [True]


def test_a_sample_of_another_operation_is_a_finding() -> None:
    text = "# Make a pot\n\nMakes it.\n\nPOST /v1/pots\n\n```bash\ncurl -X PUT https://api.acme.dev/v2/pan -d '{\"a\": 1}'\n```\n"
    found = reading(text)
    assert [(one.code, "`PUT /v2/pan`" in one.text) for one in found.findings] == [("other-call", True)]
    assert (operation(text)["summary"], found.examples) == ("Make a pot", ())


def test_a_default_in_prose_that_contradicts_the_values_is_repaired() -> None:
    text = "POST /pots\n\n### Body\n\n| Field | Type | Description |\n|---|---|---|\n| m | string | One of `a`, `b`. Default: `c` |\n"
    (made,) = merge(text).readings
    assert [one.text for one in made.repairs] == ['the default `"c"` is none of the values of `enum` and was left out']


def test_a_nullable_object_in_lines() -> None:
    text = "Make a call\n\nPOST /calls\n\nRequest Body\n\nto\nstring\nRequired\nCallee.\n\nrecording\nnullable object\nSettings.\n"
    (schema,) = document(text)["components"]["schemas"].values()
    assert schema["properties"]["recording"]["type"] == ["object", "null"]
