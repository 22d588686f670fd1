"""Which parts of a package two processes write."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from generator import pipeline
from generator.artifacts import Inputs
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.loader import Source, load
from generator.emit.package import divided


def inputs(operations: dict[str, int], models: int) -> Inputs:
    answers = {"200": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}}
    paths: dict[str, Any] = {
        f"/{tag}/{number}": {"get": {"operationId": f"get{number}", "tags": [tag], "responses": answers}}
        for tag, count in operations.items()
        for number in range(count)
    }
    schemas = {f"M{number}": {"type": "object", "properties": {"a": {"type": "string"}}} for number in range(models)}
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    document = load(json.dumps({**tree, "components": {"schemas": schemas}}).encode(), "t.json", Report())
    assert document
    return Inputs(Source(document), Settings(), "t", runtime="._runtime")


@pytest.mark.parametrize(
    ("operations", "models", "there", "here"),
    [
        ({}, 3, [None], []),
        ({"a": 5}, 0, [None], ["a"]),
        ({"a": 5, "b": 5}, 0, [None, "a"], ["b"]),
        ({"a": 5, "b": 5}, 100, [None, "a", "b"], []),
        ({"a": 60, "b": 30, "c": 20, "d": 10}, 0, [None, "a"], ["b", "c", "d"]),
    ],
)
def test_two_processes_have_about_as_much_to_do(
    operations: dict[str, int], models: int, there: list[str | None], here: list[str | None]
) -> None:
    described = pipeline.describe(inputs(operations, models), Report())
    assert described
    assert divided(*described) == (there, here)


@pytest.mark.parametrize("operations", [{}, {"a": 5}, {"a": 5, "b": 5, "client": 3}])
def test_divided_or_not_the_same_is_written(operations: dict[str, int]) -> None:
    report = Report()
    given = inputs(operations, 2)
    with ThreadPoolExecutor(2) as executor:
        shared = pipeline.generate(given, report, executor)
    alone = pipeline.generate(given, report)
    assert not report.failed, list(report)
    assert shared
    assert alone
    assert shared.files == alone.files
    assert "client.py" in shared.files
