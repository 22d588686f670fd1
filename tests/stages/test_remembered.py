"""What is remembered of texts saves work, and however it is spoilt, the same comes out or the gate refuses it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator import format, pipeline, source
from generator.config import Settings
from generator.diagnostics import Report
from generator.document import LIMITS
from generator.inputs import Inputs

if TYPE_CHECKING:
    from collections.abc import Mapping

from tests.publishing.support import PETS


def generated(tmp_path: Path, cache: Path | None) -> tuple[Mapping[str, str] | None, Report]:
    (tmp_path / "openapi.yaml").write_text(PETS)
    report = Report()
    document = source.read(tmp_path / "openapi.yaml", report, LIMITS)
    assert document
    made = pipeline.generate(Inputs(document, Settings(), "pets"), report, None, cache)
    return (made.files if made else None), report


def test_what_was_formatted_is_not_formatted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = generated(tmp_path, tmp_path / "cache")
    monkeypatch.setattr(format, "parts", None)
    assert generated(tmp_path, tmp_path / "cache")[0] == first


@pytest.mark.parametrize("content", ["", "\x00", "5" * 64 + "\n", f"{hashlib.sha256(b'').hexdigest()}\nx = 1\n"])
def test_a_broken_file_is_no_memory(tmp_path: Path, content: str) -> None:
    cache = tmp_path / "cache"
    whole, _ = generated(tmp_path, cache)
    for file in cache.rglob("*"):
        if file.is_file():
            file.write_text(content)
    assert generated(tmp_path, cache)[0] == whole


def test_a_false_memory_that_would_import_something_meets_the_gate(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    generated(tmp_path, cache)
    for file in cache.rglob("*"):
        # Of a whole module: what only was formatted by itself begins with code.
        if file.is_file() and (text := file.read_text().partition("\n")[2]).startswith("#"):
            text += "\nimport os\n"
            file.write_text(f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}")
    files, report = generated(tmp_path, cache)
    assert files is None
    assert {one.code for one in report} == {"gate"}


def test_a_place_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("a file")
    assert generated(tmp_path, cache)[0] == generated(tmp_path, None)[0]
