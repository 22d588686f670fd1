"""Collections and recordings: payloads come out, secrets do not."""

from __future__ import annotations

import base64
import json

import pytest

from generator.diagnostics import Report
from generator.pages import registry
from generator.pages.reading import Page, Reading
from generator.pages.samples.secrets import redacted, redacted_text

SECRETS = (
    "sk_live_9aZ8bY7cX6dW5eV4",
    "s3ssion-Cookie-Value",
    "hunter2hunter2",
    "qWeRtY12345678901234567890AbCd",
    "ada@lamps.dev",
)


def read(text: str, name: str = "page") -> tuple[Reading | None, Report]:
    report = Report()
    return registry.read(Page(text, name), report), report


def recording() -> str:
    basic = base64.b64encode(b"ada:hunter2hunter2").decode()
    entry = {
        "request": {
            "method": "POST",
            "url": "https://user:hunter2hunter2@api.lamps.dev/v1/lamps?api_key=sk_live_9aZ8bY7cX6dW5eV4&page=1",
            "headers": [
                {"name": "Authorization", "value": f"Basic {basic}"},
                {"name": "Cookie", "value": "sid=s3ssion-Cookie-Value; theme=dark"},
            ],
            "cookies": [{"name": "sid", "value": "s3ssion-Cookie-Value"}],
            "queryString": [{"name": "api_key", "value": "sk_live_9aZ8bY7cX6dW5eV4"}],
            "postData": {
                "mimeType": "application/json",
                "text": json.dumps(
                    {
                        "room": "kitchen",
                        "password": "hunter2hunter2",
                        "owner": "ada@lamps.dev",
                        "echo": "s3ssion-Cookie-Value",
                    }
                ),
            },
        },
        "response": {
            "status": 201,
            "headers": [{"name": "Set-Cookie", "value": "sid=s3ssion-Cookie-Value"}],
            "cookies": [],
            "content": {
                "mimeType": "application/json",
                "encoding": "base64",
                "text": base64.b64encode(
                    json.dumps({"id": 7, "access_token": "qWeRtY12345678901234567890AbCd", "max_tokens": 5}).encode()
                ).decode(),
            },
        },
    }
    page = {
        "request": {"method": "GET", "url": "https://lamps.dev/", "headers": []},
        "response": {"status": 200, "content": {"text": "<html>"}},
    }
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "x"}, "entries": [page, entry]}})


def test_a_recording_gives_payloads_and_no_secret() -> None:
    reading, report = read(recording())
    assert reading is not None
    assert not report.failed
    assert reading.document is None
    assert [(one.method, one.path, one.kind, one.status) for one in reading.examples] == [
        ("post", "/v1/lamps", "request", None),
        ("post", "/v1/lamps", "response", "201"),
    ]
    assert reading.examples[0].value == {
        "room": "kitchen",
        "password": "<redacted>",
        "owner": "<redacted>",
        "echo": "<redacted>",
    }
    assert reading.examples[1].value == {"id": 7, "access_token": "<redacted>", "max_tokens": 5}
    told = repr(reading.examples) + repr(reading.findings) + repr(reading.origins)
    assert not [one for one in SECRETS if one in told]


@pytest.mark.parametrize(
    "text",
    [
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
        "Bearer abcdef123456",
        "xoxb-1234567890-abcdefghij",
        "AKIAIOSFODNN7EXAMPLE",
        "https://a.dev/x?token=abcdef",
        "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_values_that_look_like_secrets_are_removed(text: str) -> None:
    assert "<redacted>" in redacted_text(text)


def test_values_that_do_not_look_like_secrets_stay() -> None:
    value = {
        "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
        "name": "a-rather-long-name-of-a-thing",
        "total_tokens": 12,
        "n": 5,
    }
    assert redacted(value) == value


def test_secrets_in_saved_answers_of_a_collection_are_hidden() -> None:
    collection = {
        "info": {"name": "Lamps", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [
            {
                "name": "Sign in",
                "request": {
                    "method": "POST",
                    "url": {
                        "raw": "https://api.lamps.dev/login",
                        "protocol": "https",
                        "host": ["api", "lamps", "dev"],
                        "path": ["login"],
                    },
                    "body": {"mode": "raw", "raw": '{"user": "ada", "password": "hunter2hunter2"}'},
                },
                "response": [{"name": "OK", "code": 200, "body": '{"token": "qWeRtY12345678901234567890AbCd"}'}],
            }
        ],
    }
    reading, _ = read(json.dumps(collection))
    assert reading is not None
    told = repr(reading)
    told = told.replace(repr(reading.page), "")
    assert not [one for one in SECRETS if one in told]
    assert reading.document is not None
    assert list(reading.document["paths"]) == ["/login"]


@pytest.mark.parametrize(
    "text", ['{"log": {"entries": 5}}', '{"log": {"entries": [{"request": 1}]}}', '{"log":{"version":"1.2","entries":[']
)
def test_broken_recordings_are_reported(text: str) -> None:
    reading, report = read(text)
    assert (reading is None and report.failed) or (reading is not None and not reading.examples)
