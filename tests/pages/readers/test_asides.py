"""Webhooks and objects that hand-written pages describe, next to operations or alone."""

from __future__ import annotations

from typing import Any

import pytest

from generator.pages.reading import OriginKind
from tests.pages.support import merge, reading, refusal

_FIELDS = "| Field | Type | Description |\n|---|---|---|\n"
_ENDED = f"""# Webhooks

We send a `POST` request to your URL. Each has an `X-Acme-Signature` header. Respond with a `200`.

## Verify signatures

| Header | Description |
|---|---|
| X-Acme-Signature | HMAC |

## Events

### call.ended

Sent when a call has ended.

{_FIELDS}| event | string | `call.ended` |
| seconds | integer | Length |
| url | string | null | Recording |

```json
{{"event": "call.ended", "seconds": 3, "url": null}}
```

### Call started

```json
{{"event": "call.started", "to": "+1"}}
```
"""


def document(text: str) -> dict[str, Any]:
    return dict(reading(text).document or {})


def test_a_page_of_webhooks() -> None:
    found = document(_ENDED)
    assert (found["paths"], list(found["webhooks"])) == ({}, ["call.ended", "call.started"])
    ended = found["webhooks"]["call.ended"]["post"]
    assert [one["name"] for one in ended["parameters"]] == ["X-Acme-Signature"]
    assert (ended["description"], list(ended["responses"])) == ("Sent when a call has ended.", ["200"])
    assert ended["requestBody"]["content"]["application/json"]["example"]["seconds"] == 3
    schema = found["components"]["schemas"]["CallEnded"]["properties"]
    assert schema["event"]["enum"] == ["call.ended"]
    assert schema["url"]["type"] == ["string", "null"]


def test_a_webhook_of_a_sample_is_marked() -> None:
    found = reading(_ENDED)
    assert found.origin("/components/schemas/CallStarted/properties/to").kind is OriginKind.SAMPLE
    assert found.origin("/webhooks/call.started/post").kind is OriginKind.SAMPLE


@pytest.mark.parametrize(
    "call",
    ["POST https://your-server.com/webhook", "POST /your-endpoint", "POST https://your-app.example.com/hooks/acme"],
)
def test_an_address_of_the_readers_own_is_no_operation(call: str) -> None:
    text = f'# Webhooks\n\n{call}\n\n## ended\n\n```json\n{{"type": "call.ended", "id": 1}}\n```\n'
    found = document(text)
    assert (found["paths"], list(found["webhooks"])) == ({}, ["call.ended"])


def test_a_request_with_headers_shows_the_payload() -> None:
    text = '## Webhook\n\n```http\nPOST /hook HTTP/1.1\nHost: your-app.com\nX-Sign: a\n\n{"event": "call.ended"}\n```\n'
    assert list(document(text)["webhooks"]) == ["call.ended"]


def test_webhooks_next_to_operations_are_no_answers() -> None:
    text = f"# Calls\n\n## Get a recording\n\nGET /calls/{{id}}/recording\n\n#{_ENDED}"
    found = document(text)
    assert list(found["paths"]["/calls/{id}/recording"]["get"]["responses"]) == ["default"]
    assert list(found["webhooks"]) == ["call.ended", "call.started"]


def test_operations_about_webhooks_stay_operations() -> None:
    text = (
        "# Webhooks\n\n## Create a webhook\n\nPOST /webhooks\n\n### Body\n\n" + _FIELDS + "| url | string | Address |\n"
    )
    found = document(text)
    assert ("webhooks" in found, list(found["paths"])) == (False, ["/webhooks"])


@pytest.mark.parametrize("title", ["The Call object", "Call object", "Call model", "`Call` object reference"])
def test_a_page_of_an_object(title: str) -> None:
    text = f"# {title}\n\nA call.\n\n## Attributes\n\n{_FIELDS}| id | string | Id |\n| agent | object | Agent |\n| agent.name | string | Name |\n"
    found = document(text)
    assert (found["paths"], list(found["components"]["schemas"])) == ({}, ["Call"])
    call = found["components"]["schemas"]["Call"]
    assert (call["description"], list(call["properties"]["agent"]["properties"])) == ("A call.", ["name"])


def test_pages_of_objects_and_webhooks_are_merged() -> None:
    operation = "# Get a bot\n\nGET https://api.acme.dev/bots\n\n## Response\n\n" + _FIELDS + "| id | string | Id |\n"
    made = merge(operation, f"# The Call object\n\n{_FIELDS}| id | string | Id |\n", _ENDED).document
    assert list(made["paths"]) == ["/bots"]
    assert list(made["webhooks"]) == ["call.ended", "call.started"]
    assert {"Call", "CallEnded", "CallStarted"} <= set(made["components"]["schemas"])


def test_a_page_about_webhooks_without_fields_is_refused() -> None:
    assert "no reader knows this page" in refusal(
        "# Webhooks\n\nWe send webhooks.\n\n| Plan | Price |\n|---|---|\n| Free | 0 |\n"
    )


def test_components_describe_objects_and_webhooks() -> None:
    text = (
        '---\ntitle: "The Agent object"\n---\n\n<ResponseField name="id" type="string" required>Id.</ResponseField>\n'
        '<ResponseField name="at" type="string" format="date-time" />\n'
    )
    agent = document(text)["components"]["schemas"]["Agent"]
    assert (agent["required"], agent["properties"]["at"]["format"]) == (["id"], "date-time")
    text = (
        '---\ntitle: "Webhook events"\n---\n\n## call.failed\n\n<ResponseField name="event" type="string">Always `call.failed`.'
        '</ResponseField>\n<ResponseField name="call" type="object"><Expandable><ResponseField name="id" type="string" />'
        "</Expandable></ResponseField>\n"
    )
    found = document(text)
    assert list(found["webhooks"]) == ["call.failed"]
    failed = found["components"]["schemas"]["CallFailed"]["properties"]
    assert (failed["event"]["enum"], list(failed["call"]["properties"])) == (["call.failed"], ["id"])
