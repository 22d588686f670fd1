"""Names of the methods that iterate over pages, and of those that wait: they give way, and once published they stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from generator import pipeline
from generator.artifacts import Inputs
from generator.config import Settings, load_settings
from generator.diagnostics import Report
from generator.document import loader
from generator.naming.names import Names
from generator.naming.published import NOTHING_PUBLISHED, PublishedNames, published_names, read, source

_PAGES = {"style": "page", "items": "", "parameter": "query.page"}
_STATES = {"statuses": {"200": "success"}}


def _operation(identity: str, **more: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}
    return {
        "operationId": identity,
        "tags": ["calls"],
        "parameters": [{"name": "page", "in": "query", "schema": {"type": "integer"}}],
        "responses": {"200": {"description": "", "content": content}},
        **more,
    }


def _names(
    paths: dict[str, Any], tmp_path: Path, published: PublishedNames = NOTHING_PUBLISHED, toml: str = ""
) -> tuple[Names | None, PublishedNames | None, list[str]]:
    path = tmp_path / "openapi.json"
    tree = {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "servers": [{"url": "https://a.test"}]}
    path.write_text(json.dumps({**tree, "paths": paths}))
    report = Report()
    settings = load_settings(toml, "provider.toml", report) if toml else Settings()
    document = loader.read(path, report)
    assert document is not None
    assert settings is not None
    found = pipeline.describe(Inputs(document, settings, "shop", published=published), report)
    codes = [one.code for one in report]
    return (found.names, published_names(found.api, found.names), codes) if found else (None, None, codes)


def _calls(names: Names | None) -> dict[str, str]:
    assert names is not None
    iterators = {f"{key[1]} all": names.derived_call(key, names.iterators) for key in names.iterators}
    waits = {f"{key[1]} wait": names.derived_call(key, names.waits) for key in names.waits}
    return {key[1]: one.call for key, one in names.operations.items()} | iterators | waits


_LIST = {"/calls": {"get": _operation("list", **{"x-clientwright-pagination": _PAGES})}}
_GET = {"/calls/{id}": {"get": _operation("get", **{"x-clientwright-polling": _STATES})}}
_NAMESAKES = {"/all": {"get": _operation("list_all")}, "/wait": {"post": _operation("wait")}}


def test_derived_methods_are_named_after_their_operations(tmp_path: Path) -> None:
    names, _, codes = _names({**_LIST, **_GET}, tmp_path)
    assert codes == ["undeclared-path-parameter"]
    assert _calls(names) == {
        "/calls": "calls.list",
        "/calls/{id}": "calls.get",
        "/calls all": "calls.list_all",
        "/calls/{id} wait": "calls.wait",
    }


def test_derived_methods_leave_taken_names_to_operations(tmp_path: Path) -> None:
    found = _calls(_names({**_LIST, **_GET, **_NAMESAKES}, tmp_path)[0])
    assert (found["/all"], found["/wait"]) == ("calls.list_all", "calls.wait")
    assert (found["/calls all"], found["/calls/{id} wait"]) == ("calls.list_all_items", "calls.wait_for_get")


def test_published_derived_methods_keep_their_names(tmp_path: Path) -> None:
    _, published, _ = _names({**_LIST, **_GET}, tmp_path)
    assert published is not None
    import tomllib

    again = read(tomllib.loads(source(published)))
    assert (again.iterators, again.waits) == ({"GET /calls": "calls.list_all"}, {"GET /calls/{id}": "calls.wait"})
    found = _calls(_names({**_LIST, **_GET, **_NAMESAKES}, tmp_path, again)[0])
    assert (found["/calls all"], found["/calls/{id} wait"]) == ("calls.list_all", "calls.wait")
    assert found["/all"] != "calls.list_all"
    assert found["/wait"] != "calls.wait"
    # What the document itself published stays as well: then the other one gives way.
    _, before, _ = _names({**_LIST, **_GET, **_NAMESAKES}, tmp_path)
    assert before is not None
    found = _calls(_names({**_LIST, **_GET, **_NAMESAKES}, tmp_path, before)[0])
    assert (found["/all"], found["/calls all"]) == ("calls.list_all", "calls.list_all_items")


def test_names_that_are_chosen(tmp_path: Path) -> None:
    chosen = '[pagination.list]\nstyle = "page"\nitems = ""\nparameter = "page"\nmethod = "every"\n'
    assert _calls(_names(_LIST, tmp_path, toml=chosen)[0])["/calls all"] == "calls.every"
    _, _, codes = _names({**_LIST, **_GET}, tmp_path, toml=chosen.replace("every", "get"))
    assert "name-clash" in codes
    _, _, codes = _names(_LIST, tmp_path, toml=chosen.replace("every", "import"))
    assert "name-clash" in codes
    _, published, _ = _names(_LIST, tmp_path)
    assert published is not None
    taken = '[operations]\nlist_all = "calls.list_all"\n'
    found = _calls(_names({**_LIST, **_NAMESAKES}, tmp_path, published, taken)[0])
    assert (found["/all"], found["/calls all"]) == ("calls.list_all", "calls.list_all_items")
