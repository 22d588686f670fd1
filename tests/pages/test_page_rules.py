"""What readers of pages make of words: fields, types, credentials, paths; several pages as one document; contradictions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.document.document import join
from generator.document.json_path import Budget, select
from generator.pages.credentials import credential
from generator.pages.drift.document import drifts
from generator.pages.drift.evidence import DriftSubject, json_path, name_filter
from generator.pages.field_lists import fields, items
from generator.pages.operations import Field
from generator.pages.reading import Page, Reading, Verbatim
from generator.pages.spec.merging import Merged, merged
from generator.pages.text.visible import visible
from generator.pages.type_words import schema_of

KEYS = st.text(st.sampled_from("a1'\\\"/~.$[]{}ä \n"), min_size=1, max_size=6)


@given(st.lists(KEYS, min_size=1, max_size=3))
def test_the_path_of_a_pointer_leads_to_its_value_whatever_the_keys_hold(keys: list[str]) -> None:
    """RFC 9535, 2.3.1: a name in quotes escapes quotes, backslashes and control characters."""
    tree: Any = "here"
    for key in reversed(keys):
        tree = {key: tree, "other": 1}
    if any(key.isdigit() for key in keys):
        return  # a number may be an index
    assert [*select(json_path(join(tuple(keys))), tree, Budget(10_000))] == [tuple(keys)]


@given(KEYS)
def test_the_filter_of_a_name_takes_the_parameter_of_that_name_alone(name: str) -> None:
    tree = [{"name": "first"}, {"name": name}, {"name": f"{name}x"}]
    assert [*select(f"${name_filter(name)}", tree, Budget(10_000))] == [(1,)]


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        ("string", {"type": "string"}),
        ("nullable string", {"type": ["string", "null"]}),
        ("optional string", {"type": "string"}),
        ("string[]", {"type": "array", "items": {"type": "string"}}),
        ("list of integers", {"type": "array", "items": {"type": "integer"}}),
        ("any", {}),
        ("Pet", {"$ref": "#/components/schemas/Pet"}),
        ("a~/b", {"$ref": "#/components/schemas/a~0~1b"}),
        ("a/~b", {"$ref": "#/components/schemas/a~1~0b"}),
        ("nonsense", None),
        ("", None),
    ],
)
def test_words_for_types(words: str, schema: Any) -> None:
    assert schema_of(words, ["Pet", "a~/b", "a/~b"]) == schema


LISTED = """
- `name` (string, required) — The name.
  - Allowed values: `a`, `b`
- `kind` (string, nullable)
  - Allowed values: `x`
- `count` (integer, default: 7)
- `code` (string, default: 7)
- `tags` (list of strings)
  - Allowed values: `t`
- `owner` (object)
  - `id` (integer, required)
  - `home` (object)
    - `city` (string)
  - `age` (integer)
- `last` (boolean, default: true)
"""


def test_lists_of_fields_are_read_level_by_level() -> None:
    found = {one.name: one for one in fields(items(LISTED, 1), ())}
    assert [*found] == ["name", "kind", "count", "code", "tags", "owner", "last"]
    assert found["name"].schema == {"type": "string", "enum": ["a", "b"]}
    assert found["kind"].schema == {"type": ["string", "null"], "enum": ["x", None]}
    assert (found["count"].schema["default"], found["code"].schema["default"]) == (7, "7")
    assert found["tags"].schema == {"type": "array", "items": {"type": "string", "enum": ["t"]}}
    assert found["last"].schema["default"] is True
    owner = found["owner"].fields
    assert [(one.name, one.required, [inner.name for inner in one.fields]) for one in owner] == [
        ("id", True, []),
        ("home", None, ["city"]),
        ("age", None, []),
    ]


@pytest.mark.parametrize(
    ("place", "name", "text", "kind"),
    [
        ("header", "Authorization", "Bearer token", "bearer"),
        ("header", "Authorization", "Basic user:password", "basic"),
        ("header", "Authorization", "Your key", "apiKey"),
        ("header", "X-API-Key", "", "apiKey"),
        ("header", "X-Trace", "Your API key", "apiKey"),
        ("header", "X-Trace", "An id", None),
        ("query", "api_key", "", "apiKey"),
        ("query", "access_token", "", None),
        ("query", "page_token", "The API key of the page", None),
        ("path", "api_key", "", None),
    ],
)
def test_which_parameters_are_credentials(place: str, name: str, text: str, kind: str | None) -> None:
    found = credential(place, Field(name, 1, {"type": "string"}, description=text))
    assert (found.kind if found else None) == kind


# -- several pages --------------------------------------------------------------------------------------------------------


def reading(name: str, paths: dict[str, Any], *, document: bool = False, **more: Any) -> Reading:
    tree = {"openapi": "3.1.0", "info": {"title": name, "version": "1"}, "paths": paths, **more}
    return Reading("made", Page("", name), tree, Verbatim("", 1) if document else None)


def operation(summary: str) -> dict[str, Any]:
    return {"get": {"summary": summary, "responses": {"200": {"description": "ok"}}}}


def test_a_document_is_believed_before_a_description() -> None:
    pages = [
        reading("page", {"/a": operation("page")}),
        reading("document", {"/a": operation("document")}, document=True),
    ]
    for readings in (pages, pages[::-1]):
        assert merged(readings).document["paths"]["/a"]["get"]["summary"] == "document"


@pytest.mark.parametrize(
    ("key", "first", "second", "kept"),
    [
        ("servers", [{"url": "https://a.test"}], [{"url": "https://b.test"}], [{"url": "https://b.test"}]),
        ("servers", [{"url": "https://a.test"}], [{"url": "https://a.test"}], None),
        ("security", [{"a": []}], [{"b": []}], [{"b": []}]),
        ("security", [{"a": []}], [{"a": []}], None),
        ("security", [{"a": []}], [], []),
    ],
    ids=str,
)
def test_an_operation_of_another_page_keeps_its_server_and_its_security(
    key: str, first: Any, second: Any, kept: Any
) -> None:
    pages = [
        reading("one", {"/a": operation("a")}, **{key: first}),
        reading("two", {"/b": operation("b")}, **{key: second}),
    ]
    found = merged(pages).document
    assert found[key] == first
    assert found["paths"]["/b"]["get"].get(key) == kept
    assert key not in found["paths"]["/a"]["get"]


# -- contradictions within a document -------------------------------------------------------------------------------------


def told(schemas: dict[str, Any] | None = None, **more: Any) -> list[tuple[str, str]]:
    document = {"paths": {}, "components": {"schemas": schemas or {}}, **more}
    return [(one.code, one.pointer) for one in drifts(DriftSubject(document, Merged(document, ())))]


@pytest.mark.parametrize(
    ("schema", "is_told"),
    [
        ({"properties": {"a": {}}, "required": ["a"]}, False),
        ({"properties": {"a": {}}, "required": ["a", "b"]}, True),
        ({"properties": {"a": {}}, "required": ["b"], "allOf": [{"properties": {"b": {}}}]}, False),
        ({"required": ["b"]}, False),
        ({"properties": {}, "required": ["b"]}, False),
    ],
    ids=str,
)
def test_what_is_required_is_a_property(schema: Any, is_told: bool) -> None:
    assert [code for code, _ in told({"A": schema})] == (["drift-required"] if is_told else [])


@pytest.mark.parametrize(
    ("parameter", "scheme", "is_told"),
    [
        ({"name": "X-Key", "in": "header"}, {"type": "apiKey", "in": "header", "name": "X-Key"}, True),
        ({"name": "x-key", "in": "header"}, {"type": "apiKey", "in": "header", "name": "X-Key"}, True),
        ({"name": "ref", "in": "header"}, {"type": "apiKey", "in": "header", "name": "REF"}, True),
        ({"name": "ref", "in": "query"}, {"type": "apiKey", "in": "header", "name": "ref"}, False),
        ({"name": "authorization", "in": "header"}, {"type": "http", "scheme": "bearer"}, True),
        ({"name": "page", "in": "query"}, {"type": "http", "scheme": "bearer"}, False),
    ],
    ids=str,
)
def test_a_credential_is_no_parameter(parameter: Any, scheme: Any, is_told: bool) -> None:
    paths = {"/a": {"get": {"parameters": [parameter], "security": [{"s": []}], "responses": {}}}}
    found = told(paths=paths, components={"schemas": {}, "securitySchemes": {"s": scheme}})
    assert ("drift-credential-parameter" in [code for code, _ in found]) is is_told


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<pre>a<br>b<br/>c</pre>", "```\na\nb\nc\n```"),
        ('<pre><code class="language-json">{<br>}</code></pre>', "```json\n{\n}\n```"),
        ("<p>a<br>b</p>", "a\nb"),
    ],
)
def test_a_line_break_of_a_page_ends_a_line(html: str, text: str) -> None:
    assert visible(html).strip() == text
