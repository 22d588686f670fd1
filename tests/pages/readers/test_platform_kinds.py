"""Kinds of text that platforms write: messages of HTTP, containers, keys of any name, answers that no page describes."""

from __future__ import annotations

from typing import Any

import pytest

from generator.pages import machine_texts
from generator.pages.names import unnumbered
from generator.pages.reading import OriginKind, Page
from generator.pages.samples import http_messages
from tests.pages.readers.hand_written import document, operation
from tests.pages.support import reading


def test_an_answer_that_no_page_describes_is_not_thrown_away() -> None:
    found = reading("# List calls\n\n`GET /v1/calls`\n")
    assert found.document is not None
    content = found.document["paths"]["/v1/calls"]["get"]["responses"]["default"]["content"]
    assert content == {"application/json": {"schema": {}}, "text/plain": {"schema": {"type": "string"}}}
    assert found.origin("/paths/~1v1~1calls/get/responses/default/content").kind is OriginKind.GUESS


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Pass your key in the `X-Acme-Key` header.", ("header", "X-Acme-Key")),
        ("`X-Acme-Token: at_live_1`", ("header", "X-Acme-Token")),
        ("Pass the token from `config.yml` as `?token=` query parameter.", ("query", "token")),
        ("Authenticate with `Idempotency-Key: 1`", None),
    ],
)
def test_keys_of_any_name(said: str, expected: tuple[str, str] | None) -> None:
    schemes = document(f"# A\n\n{said}\n\n`GET /v1/calls`\n").get("components", {}).get("securitySchemes", {})
    assert [(one["in"], one["name"]) for one in schemes.values()] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("`de` \\| `en`", "", {"type": "string", "enum": ["de", "en"]}),
        ("datetime", "RFC 2822", {"type": "string"}),
        ("datetime", "Unix seconds", {}),
        ("datetime", "ISO 8601; `null` until it ends", {"type": ["string", "null"], "format": "date-time"}),
        ("integer", "Pauses; 6 by default.", {"type": "integer", "default": 6}),
        ("string", "Possible values: `call` `sms`", {"type": "string", "enum": ["call", "sms"]}),
    ],
)
def test_words_of_a_row(kind: str, text: str, expected: dict[str, Any]) -> None:
    page = f"POST /pots\n\n### Body\n\n| Field | Type | Description |\n|---|---|---|\n| one | {kind} | {text} |\n"
    (schema,) = document(page)["components"]["schemas"].values()
    assert {key: value for key, value in schema["properties"]["one"].items() if key != "description"} == expected


def test_a_message_of_http_with_its_answer() -> None:
    text = 'POST /v1/calls HTTP/1.1\nHost: api.acme.dev\nContent-Type: application/json\n\n{"to": 1}\n\nHTTP/1.1 201 Created\n\n{}'
    sample = http_messages.read(text, 5)
    assert sample is not None
    assert (sample.method, sample.url, sample.body, sample.media_type) == (
        "post",
        "https://api.acme.dev/v1/calls",
        {"to": 1},
        "application/json",
    )
    assert http_messages.read("GET /v1/calls\n", 1) is None


def test_errors_behind_the_operations_are_about_all_of_them() -> None:
    errors = "## Errors\n\n| Status | Meaning |\n|---|---|\n| 400 | Bad |\n"
    text = f"# API\n\n## Make\n\n`POST /a`\n\nReturns `201`.\n\n## Get\n\n`GET /a/{{id}}`\n\nReturns `200`.\n\n{errors}"
    assert list(document(text)["paths"]["/a/{id}"]["get"]["responses"]) == ["200"]


def test_a_status_with_payload_in_its_name_is_an_answer() -> None:
    text = '# Up\n\n`POST /a`\n\n**413 Payload Too Large**\n\n```json\n{"code": "large"}\n```\n'
    assert list(operation(text)["responses"]) == ["413"]
    assert "requestBody" not in operation(text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("1. Create a call", "Create a call"), ("2.3 End", "End"), ("📞 Call", "Call"), ("3 way call", "3 way call")],
)
def test_numbers_and_signs_before_titles(title: str, expected: str) -> None:
    assert unnumbered(title) == expected


def test_instructions_at_the_end_of_a_page_are_dropped() -> None:
    steering = "# Agent Instructions\nMade with a tool.\n\n## Asking\nYou can query the documentation dynamically."
    page, findings = machine_texts.dropped(Page(f"# Calls\n\n`GET /a`\n\n---\n\n{steering}\n", "page.md"))
    assert [one.code for one in findings] == [machine_texts.CODE]
    assert "Instructions" not in page.text
    assert "Asking" not in page.text


def test_markdown_of_widdershins_without_schemas() -> None:
    text = (
        '<h1 id="a">A v1</h1>\n\n## get\n\n<a id="opIdget"></a>\n\n`GET /a`\n\n|Status|Meaning|\n|---|---|\n|200|OK|\n'
    )
    assert operation(text)["operationId"] == "get"
