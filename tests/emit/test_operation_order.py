"""Where methods stand in their class: a path that moves to another version keeps its place."""

from __future__ import annotations

import re
from typing import Any

from generator.artifacts import Inputs
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.document import Document
from generator.document.loader import Source
from generator.pipeline import generate


def methods(*paths: str) -> list[str]:
    """Return the methods of a resource, as they are in its class."""
    operation: dict[str, Any] = {"tags": ["calls"], "responses": {"204": {"description": "done"}}}
    tree: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}}
    tree["paths"] = {path: {"post": {**operation, "operationId": path.rsplit("/", 1)[1]}} for path in paths}
    report = Report()
    made = generate(Inputs(Source(Document(tree, "api.yaml"), {}), Settings(), "lab"), report)
    assert made is not None, list(report)
    text = next(text for path, text in made.files.items() if path.endswith("calls.py"))
    return re.findall(r"^    def (\w+)\(", text.split("class AsyncCalls")[0], re.MULTILINE)


def test_a_path_that_moves_to_another_version_keeps_its_place() -> None:
    before = methods("/v1/alpha", "/v1/beta", "/v1/gamma")
    assert before == ["alpha", "beta", "gamma"]
    assert methods("/v2/alpha", "/v1/beta", "/v1/gamma") == before
