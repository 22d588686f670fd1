"""`--keep-going`: everything that does not depend on a broken part is delivered, and what is left out is reported."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from generator.artifacts import Inputs
from generator.commands.summary import Row, Status, table
from generator.config import Settings
from generator.diagnostics import LEFT_OUT, Report
from generator.document.document import Document
from generator.document.loader import Source, read

Tree = dict[str, Any]
ALL = {("get", "/pets"), ("post", "/pets"), ("get", "/pets/{id}"), ("delete", "/pets/{id}"), ("get", "/owners")}


def _answer(schema: Tree) -> Tree:
    return {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}


def document() -> Tree:
    pet = {"$ref": "#/components/schemas/Pet"}
    identity = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    body = {"content": {"application/json": {"schema": pet}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://pets.example"}],
        "security": [{"key": []}],
        "paths": {
            "/pets": {
                "get": {"operationId": "list", "tags": ["pets"], "responses": _answer({"type": "array", "items": pet})},
                "post": {"operationId": "add", "tags": ["pets"], "requestBody": body, "responses": _answer(pet)},
            },
            "/pets/{id}": {
                "parameters": [identity],
                "get": {"operationId": "read", "responses": _answer(pet)},
                "delete": {"operationId": "drop", "responses": {"204": {"description": ""}}},
            },
            "/owners": {"get": {"operationId": "owners", "responses": _answer({"$ref": "#/components/schemas/Owner"})}},
        },
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
            "schemas": {
                "Pet": {"type": "object", "properties": {"name": {"type": "string"}, "tag": {"enum": ["a", "b"]}}},
                "Owner": {"type": "object", "properties": {"pets": {"type": "array", "items": pet}}},
            },
        },
    }


def _set(*keys: str | int, value: Any) -> Callable[[Tree], None]:
    def change(tree: Any) -> None:
        for key in keys[:-1]:
            tree = tree[key]
        tree[keys[-1]] = value

    return change


NOWHERE = {"$ref": "#/components/schemas/Nowhere"}
POST = ("paths", "/pets", "post")


def described(tree: Tree, *, keep_going: bool) -> tuple[set[tuple[str, str]] | None, Report]:
    report = Report()
    inputs = Inputs(Source(Document(tree, "pets.json"), {}), Settings(), "pets", keep_going=keep_going)
    found = pipeline.describe(inputs, report)
    return ({operation.key for operation in found.api.operations} if found else None), report


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        (_set(*POST, "responses", value=_answer(NOWHERE)), set()),
        (_set(*POST, "responses", value={"200": {"$ref": "#/components/responses/Nowhere"}}), {("post", "/pets")}),
        (_set(*POST, "requestBody", value={"$ref": "#/components/requestBodies/Nowhere"}), {("post", "/pets")}),
        (_set(*POST, "requestBody", value=3), {("post", "/pets")}),
        (_set(*POST, "parameters", value=[{"$ref": "#/components/parameters/Nowhere"}]), {("post", "/pets")}),
        (_set(*POST, "parameters", value=[{"in": "query"}]), {("post", "/pets")}),
        (_set(*POST, "responses", value=["200"]), {("post", "/pets")}),
        (_set(*POST, "responses", value={"20": {"description": ""}}), set()),
        (_set(*POST, "operationId", value="list"), set()),
        (_set(*POST, value=[]), {("post", "/pets")}),
        (_set("paths", "/pets/{id}", "parameters", value=[]), set()),
        (_set("paths", "/pets/{id}", value=7), {("get", "/pets/{id}"), ("delete", "/pets/{id}")}),
        (_set("paths", "/owners", value={"$ref": "#/paths/nowhere"}), {("get", "/owners")}),
        (_set("components", "schemas", "Pet", "properties", "tag", value=NOWHERE), set()),
        (_set("components", "schemas", "Pet", value="none"), set()),
        (_set("components", "securitySchemes", value=[]), set()),
        (_set("info", value=None), set()),
        (_set("info", value="Pets"), set()),
        (_set("servers", value=[{}]), set()),
    ],
)
def test_keep_going_generates_everything_that_is_not_broken(
    change: Callable[[Tree], None], lost: set[tuple[str, str]]
) -> None:
    tree = document()
    change(tree)
    strict, refusal = described(copy.deepcopy(tree), keep_going=False)
    assert (strict is None) == refusal.failed
    assert strict is None or strict == ALL
    found, report = described(tree, keep_going=True)
    assert found == ALL - lost, list(report)
    assert len(list(report)) > 0
    told = {f"{one.message} {one.where}" for one in report if LEFT_OUT in one.message}
    assert all(any(path in text or path.replace("/", "~1") in text for text in told) for _, path in lost)
    assert bool(told) == bool(lost)


def test_keep_going_without_valid_paths_gives_models_only() -> None:
    tree = document()
    tree["paths"] = 3
    assert described(tree, keep_going=False)[0] is None
    found, report = described(tree, keep_going=True)
    assert found == set()
    assert [one.code for one in report if LEFT_OUT in one.message] == ["invalid-paths"]


def test_only_references_to_an_unreadable_file_are_lost(tmp_path: Path) -> None:
    tree = document()
    tree["paths"]["/owners"] = {"$ref": "../owners.json"}
    tree["components"]["schemas"]["Pet"]["properties"]["chip"] = {"$ref": "chip.json#/Chip"}
    tree["components"]["schemas"]["Owner"] = {"$ref": "missing.json"}
    (tmp_path / "pets.json").write_text(json.dumps(tree))
    (tmp_path / "chip.json").write_text('{"Chip": {')
    assert read(tmp_path / "pets.json", Report()) is None
    report = Report()
    source = read(tmp_path / "pets.json", report, keep_going=True)
    assert source is not None
    found = pipeline.describe(Inputs(source, Settings(), "pets", keep_going=True), report)
    assert found is not None
    assert {operation.key for operation in found.api.operations} == ALL - {("get", "/owners")}
    assert {one.code for one in report} >= {"ref-outside-folder", "ref-file", "json-syntax", "dangling-reference"}


def test_the_summary_says_how_much_is_left_out() -> None:
    tree = document()
    for change in (_set(*POST, "requestBody", value=3), _set("paths", "/owners", value=7)):
        change(tree)
    found, report = described(tree, keep_going=True)
    row = Row("pets", Status.WRITTEN, len(found or ()), diagnostics=tuple(report))
    assert row.left_out == 2
    assert "2 left out" in table([row])
