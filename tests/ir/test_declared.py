"""Declarations of pages and states: every extension that is read, what is checked, and what documents prove."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import pipeline
from generator.artifacts import Described, Inputs
from generator.commands.settings_draft import draft, evidence
from generator.config import Settings, load_settings
from generator.diagnostics import Report
from generator.document import loader
from generator.ir.paging import Pagination, RequestPlace

_CALL = {
    "type": "object",
    "required": ["id", "status"],
    "properties": {
        "id": {"type": "string"},
        "status": {"type": "string", "enum": ["queued", "in_progress", "completed", "failed"]},
    },
}
_PAGE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "data": {"type": "array", "items": {"$ref": "#/components/schemas/Call"}},
        "next_cursor": {"type": ["string", "null"]},
        "has_more": {"type": "boolean"},
        "total": {"type": "integer"},
        "limit": {"type": "integer"},
        "links": {"type": "object", "properties": {"next": {"type": "string"}, "pages": {"type": "integer"}}},
    },
}


def _document(**operation: Any) -> dict[str, Any]:
    answer = {"200": {"description": "", "content": {"application/json": {"schema": deepcopy(_PAGE)}}}}
    one = {
        "200": {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Call"}}}}
    }
    parameters = [
        {"name": "cursor", "in": "query", "schema": {"type": "string"}},
        {"name": "offset", "in": "query", "schema": {"type": "integer"}},
        {"name": "page", "in": "query", "schema": {"type": "integer", "default": 0}},
        {"name": "X-Page", "in": "header", "schema": {"type": "integer"}},
    ]
    identity = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    listed = {"operationId": "listCalls", "tags": ["calls"], "parameters": parameters, "responses": answer, **operation}
    get = {"operationId": "getCall", "tags": ["calls"], "parameters": [identity], "responses": one}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example"}],
        "paths": {"/calls": {"get": listed}, "/calls/{id}": {"get": get}},
        "components": {"schemas": {"Call": deepcopy(_CALL)}},
    }


def _described(tree: dict[str, Any], tmp_path: Path, toml: str = "") -> tuple[Described | None, list[str]]:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(tree, indent=1), "utf-8")
    report = Report()
    chosen = load_settings(toml, "provider.toml", report) if toml else Settings()
    source = loader.read(path, report)
    assert source is not None
    described = pipeline.describe(Inputs(source, chosen, "shop"), report) if chosen else None
    said = [
        f"{one.where.file.rpartition('/')[2]}:{one.where.line}: {one.severity}[{one.code}]: {one.message}"
        for one in report
        if one.where
    ]
    return described, said


def _pagination(described: Described | None) -> Pagination | None:
    assert described is not None
    return next(one for one in described.api.operations if one.path == "/calls").pagination


_QUERY = RequestPlace("query", "cursor")


@pytest.mark.parametrize(
    ("extension", "said", "style", "parameter", "items", "following"),
    [
        ("x-fern-pagination", {"cursor": "$request.cursor", "next_cursor": "$response.next_cursor", "results": "$response.data"}, "cursor", _QUERY, "/data", "/next_cursor"),
        ("x-fern-pagination", {"offset": "$request.page", "results": "$response.data"}, "page", RequestPlace("query", "page"), "/data", None),
        ("x-fern-pagination", {"offset": "$request.offset", "results": "$response.data", "step": "$request.limit"}, "offset", RequestPlace("query", "offset"), "/data", None),
        ("x-fern-pagination", {"next_uri": "$response.links.next", "results": "$response.data"}, "url", None, "/data", "/links/next"),
        ("x-speakeasy-pagination", {"type": "cursor", "inputs": [{"name": "cursor", "in": "parameters", "type": "cursor"}], "outputs": {"results": "$.data", "nextCursor": "$.next_cursor"}}, "cursor", _QUERY, "/data", "/next_cursor"),
        ("x-speakeasy-pagination", {"type": "cursor", "inputs": [{"name": "cursor", "in": "parameters", "type": "cursor"}], "outputs": {"results": "$.data", "nextCursor": "$.data[(@.length-1)].id"}}, "cursor", _QUERY, "/data", "/data/-1/id"),
        ("x-speakeasy-pagination", {"type": "offsetLimit", "inputs": [{"name": "page", "in": "parameters", "type": "page"}], "outputs": {"results": "$.data", "numPages": "$.links.pages"}}, "page", RequestPlace("query", "page"), "/data", None),
        ("x-speakeasy-pagination", {"type": "url", "outputs": {"results": "$['data']", "nextUrl": "$.links.next"}}, "url", None, "/data", "/links/next"),
        ("x-redoclyPagination", {"style": "cursor", "cursorParam": "cursor", "nextCursor": "/next_cursor", "hasMore": "/has_more", "items": "/data"}, "cursor", _QUERY, "/data", "/next_cursor"),
        ("x-redocly-pagination", {"style": "link", "items": "/data"}, "link", None, "/data", None),
        ("x-ms-pageable", {"nextLinkName": "links.next", "itemName": "data"}, "url", None, "/data", "/links/next"),
        ("x-clientwright-pagination", {"style": "page", "items": "/data", "parameter": "header.x-page"}, "page", RequestPlace("header", "x-page"), "/data", None),
    ],
)  # fmt: skip
def test_extensions(
    extension: str,
    said: Any,
    style: str,
    parameter: RequestPlace | None,
    items: str,
    following: str | None,
    tmp_path: Path,
) -> None:
    described, problems = _described(_document(**{extension: said}), tmp_path)
    found = _pagination(described)
    assert problems == []
    assert found is not None
    assert (found.style, found.parameter, found.items, found.next) == (style, parameter, items, following)
    assert found.source == extension
    assert described is not None
    assert described.names.iterators == {("get", "/calls"): "list_all"}


def test_a_dot_may_be_part_of_a_name(tmp_path: Path) -> None:
    tree = _document(**{"x-ms-pageable": {"nextLinkName": "odata.nextLink", "itemName": "data"}})
    schema = tree["paths"]["/calls"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    schema["properties"]["odata.nextLink"] = {"type": "string"}
    found = _pagination(_described(tree, tmp_path)[0])
    assert found is not None
    assert found.next == "/odata.nextLink"


def test_ferns_contract_of_the_whole_document(tmp_path: Path) -> None:
    tree = _document(**{"x-fern-pagination": True})
    tree["x-fern-pagination"] = {
        "cursor": "$request.cursor", "next_cursor": "$response.next_cursor", "results": "$response.data",
    }  # fmt: skip
    found = _pagination(_described(tree, tmp_path)[0])
    assert found is not None
    assert found.next == "/next_cursor"


def test_the_marks_of_typespec(tmp_path: Path) -> None:
    tree = _document(**{"x-ms-list": True})
    operation = tree["paths"]["/calls"]["get"]
    operation["parameters"][0]["x-ms-list-continuation-token"] = True
    schema = operation["responses"]["200"]["content"]["application/json"].pop("schema")
    schema["properties"]["data"]["x-ms-list-page-items"] = True
    schema["properties"]["next_cursor"]["x-ms-list-continuation-token"] = True
    tree["components"]["schemas"]["Page"] = schema
    operation["responses"]["200"]["content"]["application/json"]["schema"] = {"$ref": "#/components/schemas/Page"}
    found = _pagination(_described(tree, tmp_path)[0])
    assert found is not None
    assert (found.style, found.parameter, found.items, found.next) == ("cursor", _QUERY, "/data", "/next_cursor")


@pytest.mark.parametrize("said", [{"nextLinkName": None, "itemName": "data"}, False])
def test_extensions_that_declare_no_pages_are_accepted(said: Any, tmp_path: Path) -> None:
    extension = "x-ms-pageable" if said else "x-fern-pagination"
    described, problems = _described(_document(**{extension: said}), tmp_path)
    assert (_pagination(described), problems) == (None, [])


@pytest.mark.parametrize(
    ("extension", "said", "problem"),
    [
        ("x-fern-pagination", {"cursor": "$request.nope", "next_cursor": "$response.next_cursor", "results": "$response.data"}, "`nope` is not a parameter of GET /calls"),
        ("x-fern-pagination", {"type": "custom"}, "does not describe pages in a form that is known"),
        ("x-speakeasy-pagination", "cursor", "does not describe pages in a form that is known"),
        ("x-redoclyPagination", {"style": "link", "items": "/next_cursor"}, "`/next_cursor` in the response of GET /calls is not an array"),
    ],
)  # fmt: skip
def test_an_extension_that_does_not_fit_is_left_out(extension: str, said: Any, problem: str, tmp_path: Path) -> None:
    described, problems = _described(_document(**{extension: said}), tmp_path)
    assert _pagination(described) is None
    assert len(problems) == 1
    assert problem in problems[0]
    assert "warning[" in problems[0]
    line = next(
        number
        for number, text in enumerate((tmp_path / "openapi.json").read_text().split("\n"), 1)
        if extension in text
    )
    assert problems[0].startswith(f"openapi.json:{line}:")


_RIGHT = 'style = "cursor"\nitems = "/data"\nparameter = "cursor"\nnext = "/next_cursor"\n'


@pytest.mark.parametrize(
    ("table", "line", "problem"),
    [
        (_RIGHT.replace('"cursor"\nnext', '"query.curser"\nnext'), 4, "`query.curser` is not a parameter of GET /calls; did you mean query.cursor?"),
        (_RIGHT.replace("/data", "/dat"), 3, "`/dat` is nowhere in the response of GET /calls; did you mean data?"),
        (_RIGHT.replace("/data", "/links"), 3, "`/links` in the response of GET /calls is not an array"),
        (_RIGHT.replace("/next_cursor", "/links"), 5, "`/links` in the response is object, not string or integer"),
        (_RIGHT + 'more = "/total"\n', 6, "`/total` in the response is integer, not boolean"),
        (_RIGHT + 'total = "/total"\n', 6, "`total` means nothing where `style` is `cursor`"),
        ('style = "url"\nitems = "/data"\n', 1, "`next` is missing"),
        ('style = "curser"\n', 2, "`style` is not a pagination style"),
        ("items = 5\n", 2, "`items` is no JSON pointer"),
        ('items = "/data"\n', 1, "`style` is missing"),
        ("kind = 5\n", 2, "unknown key 'kind'"),
        (_RIGHT + 'method = "get"\n', 0, "get is taken already"),
    ],
)  # fmt: skip
def test_mistakes_in_pagination(table: str, line: int, problem: str, tmp_path: Path) -> None:
    described, problems = _described(_document(), tmp_path, f"[pagination.listCalls]\n{table}")
    assert described is None
    assert len(problems) == 1
    assert problem in problems[0]
    assert problems[0].startswith(f"provider.toml:{line}:" if line else "openapi.json:")


@pytest.mark.parametrize(
    ("table", "line", "problem"),
    [
        ('state = "/status"\nsuccess = ["complete"]\n', 3, "'complete' is not a value of `/status`; did you mean completed?"),
        ('state = "/status"\nsuccess = ["completed"]\nretry = ["completed"]\n', 4, "'completed' is both a success and a retry"),
        ('state = "/stat"\nsuccess = ["completed"]\n', 2, "`/stat` is nowhere in the response"),
        ('success = ["completed"]\n', 1, "`state` is missing"),
        ('state = "/status"\n', 1, "`success` is missing"),
        ('statuses = { 404 = "gone" }\n', 2, "`statuses` must be a table"),
        ('state = "/status"\nsuccess = ["completed"]\ndelay = 0\n', 4, "`delay` must be a number of seconds above 0"),
    ],
)  # fmt: skip
def test_mistakes_in_polling(table: str, line: int, problem: str, tmp_path: Path) -> None:
    described, problems = _described(_document(), tmp_path, f"[polling.getCall]\n{table}")
    assert described is None
    assert len(problems) == 1
    assert problem in problems[0]
    assert problems[0].startswith(f"provider.toml:{line}:")


def test_settings_of_an_unknown_operation_are_a_warning(tmp_path: Path) -> None:
    described, problems = _described(_document(), tmp_path, f"[pagination.listCall]\n{_RIGHT}")
    assert described is not None
    assert problems == [
        "provider.toml:1: warning[unused-setting]: [pagination] 'listCall' matches nothing in the document; did you mean"
        " listCalls?"
    ]


def test_states_that_no_list_has(tmp_path: Path) -> None:
    toml = '[polling.getCall]\nstate = "/status"\nsuccess = ["completed"]\nretry = ["queued"]\n'
    described, problems = _described(_document(), tmp_path, toml)
    assert described is not None
    assert "failed, in_progress in none of the lists" in problems[0]


def test_a_declaration_for_all_applies_where_it_fits(tmp_path: Path) -> None:
    described, problems = _described(_document(), tmp_path, f'[pagination."*"]\n{_RIGHT}')
    assert problems == []
    assert described is not None
    assert described.names.iterators == {("get", "/calls"): "list_all"}
    excluded = f'[pagination."*"]\n{_RIGHT}\n[pagination."GET /calls"]\nstyle = "none"\n'
    assert _pagination(_described(_document(), tmp_path, excluded)[0]) is None


def test_page_numbers_begin_where_the_parameter_says(tmp_path: Path) -> None:
    for toml, first in (("", 0), ("first = 1\n", 1)):
        table = f'[pagination.listCalls]\nstyle = "page"\nitems = "/data"\nparameter = "page"\n{toml}'
        found = _pagination(_described(_document(), tmp_path, table)[0])
        assert found is not None
        assert found.first == first


@pytest.mark.parametrize(
    ("style", "schema", "first"),
    [
        ("page", {}, 1),
        ("page", {"default": 0}, 0),
        ("page", {"default": 1}, 1),
        ("page", {"default": 2}, 1),
        ("page", {"minimum": 0}, 0),
        ("page", {"minimum": 1}, 1),
        ("page", {"default": 5, "minimum": 0}, 0),
        ("page", {"default": 1, "minimum": 0}, 1),
        ("offset", {}, 0),
        ("offset", {"minimum": 1}, 1),
        ("offset", {"default": 2}, 0),
    ],
)
def test_pages_begin_with_one_and_offsets_with_zero(style: str, schema: Any, first: int, tmp_path: Path) -> None:
    """Unless the parameter's default or least value is the other of the two."""
    tree = _document()
    tree["paths"]["/calls"]["get"]["parameters"][2]["schema"] = {"type": "integer", **schema}
    table = f'[pagination.listCalls]\nstyle = "{style}"\nitems = "/data"\nparameter = "page"\n'
    found = _pagination(_described(tree, tmp_path, table)[0])
    assert found is not None
    assert found.first == first


def _example(value: Any) -> dict[str, Any]:
    return {"200": {"description": "", "content": {"application/json": {"schema": deepcopy(_PAGE), "example": value}}}}


@pytest.mark.parametrize(
    ("example", "proposed"),
    [
        ({"data": [{"id": "1", "status": "queued"}], "next_cursor": "abc", "has_more": True}, ["style = \"cursor\"", "parameter = \"query.cursor\"", "next = \"/next_cursor\"", "more = \"/has_more\"", "items = \"/data\""]),
        ({"data": [{"id": "1", "status": "queued"}], "links": {"next": "https://shop.example/calls?cursor=2"}}, ["style = \"url\"", "next = \"/links/next\""]),
        ({"data": [{"id": "1", "status": "queued"}], "total": 7}, ["style = \"offset\"", "parameter = \"query.offset\"", "total = \"/total\""]),
        ({"data": [{"id": "1", "status": "queued"}], "next_cursor": None}, []),
        ({"next_cursor": "abc"}, []),
        ({"data": [{"id": "1", "status": "queued"}, {"id": "2", "status": "queued"}], "total": 7, "limit": 1}, []),
        (None, []),
    ],
)  # fmt: skip
def test_pages_that_are_proved(example: Any, proposed: list[str], tmp_path: Path) -> None:
    tree = _document(**({"responses": _example(example)} if example is not None else {}))
    described, _ = _described(tree, tmp_path)
    assert described is not None
    text = draft(described.api, described.names, evidence(described, tmp_path / "examples"))
    assert ("[pagination.listCalls]" in text) == bool(proposed)
    for line in proposed:
        assert line in text
    drafted = load_settings(text, "provider.toml", Report())
    assert drafted is not None
    again, problems = _described(tree, tmp_path, text)
    assert problems == []
    assert (_pagination(again) is not None) == bool(proposed)


@pytest.mark.parametrize(
    ("link", "proved"),
    [
        ('<https://shop.example/calls?page=2>; rel="next"', True),
        ("<https://shop.example/calls?page=1>; rel=prev", False),
    ],
)
def test_a_link_header_that_is_proved(link: str, proved: bool, tmp_path: Path) -> None:
    answer = _example({"data": [{"id": "1", "status": "queued"}]})
    answer["200"]["headers"] = {"Link": {"schema": {"type": "string"}, "example": link}}
    described, _ = _described(_document(responses=answer), tmp_path)
    assert described is not None
    text = draft(described.api, described.names, evidence(described, tmp_path / "examples"))
    assert ('style = "link"\nitems = "/data"' in text) == proved


@pytest.mark.parametrize(("state", "proved"), [("queued", True), ("other", False), (None, False)])
def test_states_that_are_proved(state: str | None, proved: bool, tmp_path: Path) -> None:
    tree = _document()
    if state is not None:
        folder = tmp_path / "examples"
        folder.mkdir()
        (folder / "getCall.response.200.one.json").write_text(json.dumps({"id": "1", "status": state}))
    described, _ = _described(tree, tmp_path)
    assert described is not None
    text = draft(described.api, described.names, evidence(described, tmp_path / "examples"))
    wanted = '[polling.getCall]\nstate = "/status"\nsuccess = ["completed"]\nfailure = ["failed"]\nretry = ["queued", "in_progress"]\n'
    assert (wanted in text) == proved


_KEYS = ("style", "type", "items", "results", "cursor", "next_cursor", "inputs", "outputs", "name", "in", "nextLinkName", "itemName", "parameter", "next", "first", "statuses", "state", "success")  # fmt: skip
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 3) | st.sampled_from(["", "cursor", "url", "$response.data", "$.data[", "/data", "/~", "query.cursor", "body/", "header."]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
_EXTENSIONS = ("x-fern-pagination", "x-speakeasy-pagination", "x-redoclyPagination", "x-ms-pageable", "x-ms-list", "x-clientwright-pagination", "x-clientwright-polling")  # fmt: skip


@settings(max_examples=60, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(extension=st.sampled_from(_EXTENSIONS), said=_VALUES)
def test_whatever_an_extension_says_is_no_crash(extension: str, said: Any, tmp_path: Path) -> None:
    described, problems = _described(_document(**{extension: said}), tmp_path)
    ours = "clientwright" in extension
    assert described is not None or (ours and any("error[" in one for one in problems))


def test_an_overlay_is_named_where_it_is_wrong(tmp_path: Path) -> None:
    extension = {"cursor": "$request.cursor", "next_cursor": "$response.nowhere", "results": "$response.data"}
    actions = [{"target": "$.paths['/calls'].get", "update": {"x-fern-pagination": extension}}]
    overlay = {"overlay": "1.0.0", "info": {"title": "Pages", "version": "1"}, "actions": actions}
    paths = {"openapi.json": _document(), "overlay.json": overlay}
    for name, tree in paths.items():
        (tmp_path / name).write_text(json.dumps(tree, indent=1), "utf-8")
    report = Report()
    source, corrections = (loader.read(tmp_path / name, report) for name in paths)
    assert source is not None
    assert corrections is not None
    pipeline.describe(Inputs(source, Settings(), "shop", corrections.main), report)
    (problem,) = report
    assert problem.where is not None
    assert problem.where.file.endswith("overlay.json")
    line = (tmp_path / "overlay.json").read_text().split("\n")[problem.where.line - 1]
    assert "x-fern-pagination" in line
    assert "`/nowhere` is nowhere in the response" in problem.message
