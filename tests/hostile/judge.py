"""What becomes of one text in one place of a document: refused with its line, or a package that only says it.

Each document is read, generated and held by the gate in this process, but not formatted: how code is broken into lines
changes nothing here, and takes most of the time.
"""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest import mock

from generator import pipeline
from generator.artifacts import Inputs
from generator.config import Settings
from generator.diagnostics import Report, to_terminal
from generator.document.loader import Source, load
from tests.hostile.corpus import HARMLESS, Spot
from tests.hostile.test_injection import inspect

if TYPE_CHECKING:
    from pathlib import Path

UNSEEN = frozenset({"empty", "space", "invisible"})
"""Payloads of which nothing is left to be seen: a docstring is not written."""


def judged(name: str, spot: Spot, text: str) -> Mapping[str, str] | None:
    """Return the package that is made with a text in a place, None if it is refused; AssertionError if wrong."""
    files = sound(spot.document(text), f"{name} in {spot.name}")
    if files is not None and spot.is_prose and name not in UNSEEN:
        assert shape(files) == harmless(spot), (name, spot.name)
    return files


def sound(document: Mapping[str, Any], what: str) -> Mapping[str, str] | None:
    """Return the package of a document, None if it is refused; both as they must be."""
    files, report = made(document)
    assert (files is None) == report.failed, what
    for one in report:
        assert one.code != "gate", (what, one)
        assert one.severity == "warning" or (one.where and one.where.line), (what, one)
        assert len(to_terminal(one).splitlines()) == 1
    for path, source in (files or {}).items():
        inspect(path, source)
    return files


def made(document: Mapping[str, Any]) -> tuple[Mapping[str, str] | None, Report]:
    report = Report()
    loaded = load(json.dumps(document).encode(), "openapi.json", report)
    if loaded is None:
        return None, report
    inputs = Inputs(Source(loaded), Settings(), "shop", None, "._runtime", False)
    with mock.patch.object(pipeline, "format_modules", lambda texts, *_: dict(texts)):
        generated = pipeline.generate(inputs, report)
    return (generated.files if generated else None), report


def written(files: Mapping[str, str], folder: Path) -> None:
    """Write a package to a folder."""
    for path, source in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source, "utf-8")


def shape(files: Mapping[str, str]) -> Counter[str]:
    """Return how often each kind of node stands in each file."""
    return Counter(
        f"{path} {type(node).__name__}"
        for path, text in files.items()
        if path.endswith(".py")
        for node in ast.walk(ast.parse(text))
    )


@cache
def harmless(spot: Spot) -> Counter[str]:
    """Return the shape of the package that has a harmless word in a place."""
    files, report = made(spot.document(HARMLESS))
    assert files is not None, list(report)
    return shape(files)
