"""The second page of a mock's list is the last: everything in it says so, wherever that stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .test_documents import ask, mock

SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Lists", "version": "1"},
    "paths": {
        "/calls": {
            "get": {
                "operationId": "list",
                "parameters": [
                    {"name": "page", "in": "query", "schema": {"type": "integer"}},
                    {"name": "after", "in": "query", "schema": {"type": "string"}},
                    {"name": "X-After", "in": "header", "schema": {"type": "string"}},
                ],
                "responses": {"200": {"description": "Calls.", "content": {"application/json": {}}}},
            }
        }
    },
}
CALLS = [{"id": "a"}, {"id": "b"}]


def listed(rule: dict[str, Any], page: object, query: str, required: list[str], **headers: str) -> Any:
    """Return a way to get the answer to a query, of an operation with a rule that answers with a page."""
    texts = {"type": "object", "properties": {"next": {"type": ["string", "null"]}}, "required": required}
    schema = {
        "type": "object",
        "properties": {
            "calls": {"type": "array"},
            "more": {"type": "boolean"},
            "links": texts,
            "pages": {"type": "integer"},
            "total": {"type": "integer"},
        },
    }
    spec = json.loads(json.dumps(SPEC))
    operation = spec["paths"]["/calls"]["get"]
    operation["x-clientwright-pagination"] = {"items": "/calls", **rule}
    operation["responses"]["200"]["content"]["application/json"] = {"schema": schema, "example": page}
    return lambda folder: ask(mock(folder, json.dumps(spec)), "GET", f"/calls{query}", host="127.0.0.1:1", **headers)


NUMBER = {"style": "page", "parameter": "query.page", "more": "/more", "pages": "/pages"}
OFFSET = {"style": "offset", "parameter": "query.page", "total": "/total", "more": "/more"}
CURSOR = {"style": "cursor", "parameter": "query.after", "next": "/links/next", "more": "/more"}
HEADER = {**CURSOR, "parameter": "header.X-After"}
URL = {"style": "url", "next": "/links/next"}
COUNTED = {"calls": CALLS, "more": True, "pages": 9}
SUMMED = {"calls": CALLS, "more": True, "total": 9}
LINKED = {"calls": CALLS, "more": True, "links": {"next": "abc", "self": "x"}}
AT = {"calls": CALLS, "links": {"next": "https://acme.example/calls?after=b", "self": "x"}}
OWN = "http://127.0.0.1:1/calls?{}mock_page=2"


@pytest.mark.parametrize(
    ("rule", "page", "query", "headers", "required", "expected"),
    [
        (NUMBER, COUNTED, "", {}, [], COUNTED),
        (NUMBER, COUNTED, "?page=1", {}, [], COUNTED),
        (NUMBER, COUNTED, "?page=2", {}, [], {"calls": [], "more": False, "pages": 2}),
        (NUMBER, COUNTED, "?page=3", {}, [], {"calls": [], "more": False, "pages": 3}),
        ({**NUMBER, "first": 0}, COUNTED, "?page=1", {}, [], {"calls": [], "more": False, "pages": 2}),
        (OFFSET, SUMMED, "?page=0", {}, [], SUMMED),
        (OFFSET, SUMMED, "?page=2", {}, [], {"calls": [], "more": False, "total": 9}),
        (CURSOR, LINKED, "", {}, [], LINKED),
        (CURSOR, LINKED, "?after=", {}, [], LINKED),
        (CURSOR, LINKED, "?after=abc", {}, [], {"calls": CALLS, "more": False, "links": {"self": "x"}}),
        (CURSOR, LINKED, "?after=abc", {}, ["next"], {**LINKED, "more": False, "links": {"next": None, "self": "x"}}),
        (HEADER, LINKED, "?after=abc", {}, [], LINKED),
        (HEADER, LINKED, "", {"x-after": "abc"}, [], {"calls": CALLS, "more": False, "links": {"self": "x"}}),
        (URL, AT, "", {}, [], {**AT, "links": {"next": OWN.format(""), "self": "x"}}),
        (URL, AT, "?page=7", {}, [], {**AT, "links": {"next": OWN.format("page=7&"), "self": "x"}}),
        (URL, AT, "?mock_page=2", {}, [], {"calls": CALLS, "links": {"self": "x"}}),
    ],
)
def test_the_second_page_is_the_last(
    rule: dict[str, Any],
    page: object,
    query: str,
    headers: dict[str, str],
    required: list[str],
    expected: object,
    tmp_path: Any,
) -> None:
    answer = listed(rule, page, query, required, **headers)(tmp_path)
    assert answer.status == 200
    assert json.loads(answer.content) == expected


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"const": "a"}, "a"),
        ({"const": 5}, "5"),
        ({"const": True}, "true"),
        ({"const": "\u00e9"}, '"\\u00e9"'),
        ({"type": "integer", "minimum": 3}, "3"),
        ({"const": [1, "b"]}, '[1, "b"]'),
        (False, None),
    ],
)
def test_a_required_header_is_ascii_of_any_type(schema: Any, value: str | None, tmp_path: Any) -> None:
    spec = json.loads(json.dumps(SPEC))
    answer = spec["paths"]["/calls"]["get"]["responses"]["200"]
    answer["headers"] = {"X-Value": {"required": True, "schema": schema}, "X-Perhaps": {"schema": {"const": "b"}}}
    headers = ask(mock(tmp_path, json.dumps(spec)), "GET", "/calls").headers
    assert headers.get("X-Value") == value
    assert "X-Perhaps" not in headers
