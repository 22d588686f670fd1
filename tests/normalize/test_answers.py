"""Which published body a fake answers with: that of the first success, in JSON, the files of the provider first."""

from __future__ import annotations

from typing import Any

import pytest

from generator.normalize.answers import LONGEST, published_answers
from tests.normalize.trees import document, settled

KEY = ("get", "/a")


def answered(responses: dict[str, Any], payloads: dict[str, Any] | None = None) -> str | None:
    tree = settled(document(paths={"/a": {"get": {"operationId": "readA", "responses": responses}}}))
    return published_answers(tree, payloads or {}).get(KEY)


def shown(value: Any, kind: str = "application/json") -> dict[str, Any]:
    return {"description": "", "content": {kind: {"schema": {}, "example": value}}}


@pytest.mark.parametrize(
    ("responses", "expected"),
    [
        ({"200": shown({"a": 1})}, '{"a":1}'),
        ({"200": shown(None)}, "null"),
        ({"200": shown([1], "application/vnd.a+json")}, "[1]"),
        ({"200": shown("x", "text/plain")}, None),
        ({"200": {"description": ""}}, None),
        ({"201": shown(1), "202": shown(2)}, "1"),
        ({"204": {"description": ""}, "200": shown(1)}, "1"),
        ({"200": {"description": ""}, "201": shown(1)}, None),
        ({"2XX": shown(1), "201": shown(2)}, "1"),
        ({"404": shown(1), "default": shown(2)}, None),
        ({"200": shown("x" * (LONGEST - 2))}, f'"{"x" * (LONGEST - 2)}"'),
        ({"200": shown("x" * (LONGEST - 1))}, None),
    ],
)
def test_the_published_body_of_the_first_success(responses: dict[str, Any], expected: str | None) -> None:
    assert answered(responses) == expected


@pytest.mark.parametrize(
    ("payloads", "expected"),
    [
        ({"readA.response.200.json": "file"}, '"file"'),
        ({"readA.response.404.json": "file"}, '"tree"'),
        ({"readA.request.json": "file"}, '"tree"'),
        ({"readA.response.200.b.json": "b", "readA.response.200.a.json": "a"}, '"a"'),
    ],
)
def test_files_of_the_provider_come_first(payloads: dict[str, Any], expected: str) -> None:
    assert answered({"200": shown("tree"), "404": shown("lost")}, payloads) == expected
