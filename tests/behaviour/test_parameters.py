"""Other features of parameters: reserved characters, content, formats, names; in every location that allows them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from .cells import Cell, cells_document, check
from .conftest import Callers
from .packages import generated
from .wire import Server

TEXT = "grün/?#[]@!$&'()*+,;=:% \"☃"
ENCODED = "gr%C3%BCn%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A%25%20%22%E2%98%83"
RESERVED = {"allowReserved": True}
LISTED = {"explode": False}

TEXTS = [
    Cell("text_path", "path", TEXT, ENCODED),
    Cell("text_query", "query", TEXT, f"color={ENCODED}"),
    Cell("text_cookie", "cookie", TEXT, f"color={ENCODED}"),
    Cell("text_list_path", "path", ["a,b", "c d"], "a%2Cb,c%20d", "array"),
    Cell("text_list_query", "query", ["a,b", "c&d"], "color=a%2Cb,c%26d", "array", LISTED),
    Cell("text_list_spaces", "query", ["a b", "c"], "color=a%20b%20c", "array", {"style": "spaceDelimited", **LISTED}),
    Cell("text_keys", "query", {"ä&": 1}, "%C3%A4%26=1", "object"),
    Cell("text_deep", "query", {"ä b": 1}, "color%5B%C3%A4%20b%5D=1", "object", {"style": "deepObject"}),
    Cell("text_label", "path", "a.b c", ".a.b%20c", "string", {"style": "label"}),
    Cell("text_matrix", "path", "a;b", ";color=a%3Bb", "string", {"style": "matrix"}),
    Cell("name_query", "query", "x", "fil%C3%BCr%5B%5D=x", wire="filür[]"),
    Cell("name_dollar", "query", "x", "%24filter=x", wire="$filter"),
    Cell("name_cookie", "cookie", "x", "a-b.c=x", wire="a-b.c"),
    Cell("name_keyword", "query", "x", "class=x", wire="class"),
    Cell("name_self", "query", "x", "self=x", wire="self"),
    Cell("name_number", "query", "x", "2nd=x", wire="2nd"),
    Cell("name_body", "query", "x", "body=x", wire="body"),
    Cell("header_utf8", "header", "grün", "grün".encode().decode("latin-1")),
    Cell("header_latin", "header", "plain text; a=b", "plain text; a=b"),
    Cell("path_beside_text", "path", "1", "1", path="/v{color}.json"),
    Cell("path_colon", "path", "1", "1", path="/{color}:run"),
    Cell("label_empty", "path", "", ".", "string", {"style": "label"}, path="/x{color}"),
]

RESERVED_CELLS = [
    Cell("reserved_query", "query", "a/b?c:d@e!$'()*,;[]", "color=a/b?c:d@e!$'()*,;[]", "string", RESERVED),
    Cell("reserved_triple", "query", "%41 %zz &=#+ü", "color=%41%20%25zz%20%26=%23%2B%C3%BC", "string", RESERVED),
    Cell("reserved_list", "query", ["a/b", "c"], "color=a/b,c", "array", {**RESERVED, **LISTED}),
    Cell("reserved_exploded", "query", ["a/b", "c:d"], "color=a/b&color=c:d", "array", RESERVED),
    Cell("reserved_object", "query", {"a/b": 1}, "a/b=1", "object", RESERVED),
    Cell("empty_value_string", "query", "", "color=", "string", {"allowEmptyValue": True}),
    Cell("empty_value_list", "query", [], "color=", "array", {"allowEmptyValue": True}),
    Cell("empty_value_object", "query", {}, "color=", "object", {"allowEmptyValue": True}),
]
RESERVED_3_2 = [Cell("reserved_path", "path", "a:b@c;d,e", "a:b@c;d,e", "string", RESERVED)]


def _content(kind: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"content": {kind: {"schema": {"type": "object"} if schema is None else schema}}}


JSON_VALUE = {"ä": [1, True, None, "b"]}
JSON_TEXT = "%7B%22%C3%A4%22%3A%5B1%2Ctrue%2Cnull%2C%22b%22%5D%7D"
CONTENT = [
    Cell("content_query", "query", JSON_VALUE, f"color={JSON_TEXT}", more=_content("application/json")),
    Cell("content_suffix", "query", JSON_VALUE, f"color={JSON_TEXT}", more=_content("application/vnd.x+json")),
    Cell("content_path", "path", JSON_VALUE, JSON_TEXT, more=_content("application/json")),
    Cell("content_cookie", "cookie", JSON_VALUE, f"color={JSON_TEXT}", more=_content("application/json")),
    Cell("content_header", "header", {"a": [1, "b"]}, '{"a":[1,"b"]}', more=_content("application/json")),
    Cell("content_string", "query", "a b", "color=%22a%20b%22", more=_content("application/json", {"type": "string"})),
    Cell("content_text", "query", "a b", "color=a%20b", more=_content("text/plain", {"type": "string"})),
    Cell("content_false", "query", False, "color=false", more=_content("application/json", {"type": "boolean"})),
]

INSTANT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
_HEX = "0190a1b2-c3d4-4e5f-8a6b-7c8d9e0f1a2b"
FORMATS: dict[str, tuple[dict[str, Any], Any, str, str]] = {
    "instant": (
        {"type": "string", "format": "date-time"},
        INSTANT,
        "2026-01-02T03:04:05Z",
        "2026-01-02T03%3A04%3A05Z",
    ),
    "date": ({"type": "string", "format": "date"}, date(2026, 1, 2), "2026-01-02", "2026-01-02"),
    "time": ({"type": "string", "format": "time"}, time(3, 4, 5, tzinfo=UTC), "03:04:05Z", "03%3A04%3A05Z"),
    "uuid": ({"type": "string", "format": "uuid"}, UUID(_HEX), _HEX, _HEX),
    "bytes": ({"type": "string", "format": "byte"}, b"\xff\xfe>", "//4+", "%2F%2F4%2B"),
    "base64url": ({"type": "string", "format": "base64url"}, b"\xff\xfe>", "__4-", "__4-"),
    "encoded": ({"type": "string", "contentEncoding": "base64url"}, b"\xff\xfe>", "__4-", "__4-"),
    "duration": ({"type": "string", "format": "duration"}, timedelta(hours=2, seconds=5), "PT2H5S", "PT2H5S"),
    "decimal": ({"type": "string", "format": "decimal"}, Decimal("1.50"), "1.50", "1.50"),
    "unix": ({"type": "integer", "format": "unixtime"}, INSTANT, "1767323045", "1767323045"),
    "http_date": (
        {"type": "string", "format": "http-date"},
        INSTANT,
        "Fri, 02 Jan 2026 03:04:05 GMT",
        "Fri%2C%2002%20Jan%202026%2003%3A04%3A05%20GMT",
    ),
    "enum": ({"type": "string", "enum": ["a b", "c"]}, "a b", "a b", "a%20b"),
    "number_enum": ({"enum": [1, 2]}, 2, "2", "2"),
    "const": ({"const": "fixed"}, "fixed", "fixed", "fixed"),
    "union": ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, 5, "5", "5"),
    "typeless": ({}, True, "true", "true"),
}
FORMAT_CELLS = [
    Cell(f"format_{location}_{name}", location, value, expected, schema)
    for name, (schema, value, plain, encoded) in FORMATS.items()
    for location, expected in (
        ("path", encoded),
        ("query", f"color={encoded}"),
        ("header", plain),
        ("cookie", f"color={encoded}"),
    )
]
LIST_CELLS = [
    Cell(
        f"list_{name}",
        "query",
        [value, value],
        f"color={encoded},{encoded}",
        {"type": "array", "items": schema},
        LISTED,
    )
    for name, (schema, value, _, encoded) in FORMATS.items()
]
DEEP = {"a": {"b": [1, 2]}, "c": "x"}
NESTED = {"type": "object", "properties": {"a": {"type": "object"}, "c": {"type": "string"}}}
OTHERS = [
    Cell("mixed_list", "query", [True, None, 1.5, "x"], "color=true,1.5,x", {"type": "array"}, LISTED),
    Cell(
        "nested_deep",
        "query",
        DEEP,
        "color%5Ba%5D%5Bb%5D%5B0%5D=1&color%5Ba%5D%5Bb%5D%5B1%5D=2&color%5Bc%5D=x",
        NESTED,
        {"style": "deepObject"},
    ),
    Cell("nested_json", "query", DEEP, "a=%7B%22b%22%3A%5B1%2C2%5D%7D&c=x", NESTED),
    Cell("nullable_query", "query", None, None, {"type": ["string", "null"]}, {"required": True}),
    Cell("nullable_header", "header", None, None, {"type": ["string", "null"]}, {"required": True}),
    Cell("nullable_cookie", "cookie", None, None, {"type": ["string", "null"]}, {"required": True}),
    Cell(
        "nullable_json",
        "query",
        None,
        "color=null",
        more={"required": True, **_content("application/json", {"type": ["string", "null"]})},
    ),
    Cell("tuple", "query", (1, 2), "color=1,2", {"type": "array", "items": {"type": "integer"}}, LISTED),
]
WHOLE = [
    Cell("whole_form", "querystring", {"a": "b c", "d": [1, 2]}, "a=b+c&d=1&d=2",
         more=_content("application/x-www-form-urlencoded")),
    Cell("whole_json", "querystring", JSON_VALUE, JSON_TEXT, more=_content("application/json")),
    Cell("whole_text", "querystring", "a b", "a%20b", more=_content("text/plain", {"type": "string"})),
]  # fmt: skip

CELLS = [*TEXTS, *RESERVED_CELLS, *CONTENT, *FORMAT_CELLS, *LIST_CELLS, *OTHERS]
CELLS_3_2 = [*WHOLE, *RESERVED_3_2]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_parameters(cell: Cell, caller: Callers, server: Server) -> None:
    check(cell, caller(generated(cells_document(CELLS))), server)


@pytest.mark.parametrize("cell", CELLS_3_2, ids=lambda cell: cell.name)
def test_parameters_of_openapi_3_2(cell: Cell, caller: Callers, server: Server) -> None:
    check(cell, caller(generated(cells_document(CELLS_3_2, "3.2.0"))), server)
