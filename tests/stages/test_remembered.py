"""What is remembered of texts saves work, and however it is spoilt, the same comes out or the gate refuses it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator import imports, pipeline, render, source
from generator.config import Settings
from generator.diagnostics import Report
from generator.document import LIMITS
from generator.inputs import Inputs
from generator.remembered import Facts

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


def facts(cache: Path) -> Path:
    return cache / "imports" / "pets.json"


def sealed(content: object) -> str:
    text = json.dumps(content)
    return f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}"


def test_a_text_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = generated(tmp_path, tmp_path / "cache")
    looked: list[str] = []

    def noted(text: str) -> imports.Needs:
        looked.append(text)
        return imports.needs(text)

    monkeypatch.setattr(render, "needs", noted)
    again, _ = generated(tmp_path, tmp_path / "cache")
    assert not looked
    assert again == first == generated(tmp_path, None)[0]
    assert looked


@pytest.mark.parametrize(
    "content",
    [
        "",
        "\x00",
        "5" * 64 + "\n{}",
        sealed([]),
        sealed(5),
        sealed({"a": 1}),
        f"{hashlib.sha256(b'[' * 100_000).hexdigest()}\n" + "[" * 100_000,
    ],
)
def test_a_broken_file_is_no_memory(tmp_path: Path, content: str) -> None:
    cache = tmp_path / "cache"
    whole, _ = generated(tmp_path, cache)
    facts(cache).write_text(content)
    assert generated(tmp_path, cache)[0] == whole


@pytest.mark.parametrize("fact", [None, 5, "x", [], [[], [], "1"], [[5], [], 1], [["a b"], [], 1], [{}, {}, 1]])
def test_a_fact_of_another_form_is_no_fact(tmp_path: Path, fact: object) -> None:
    cache = tmp_path / "cache"
    whole, _ = generated(tmp_path, cache)
    known = json.loads(facts(cache).read_text().partition("\n")[2])
    facts(cache).write_text(sealed(dict.fromkeys(known, fact)))
    assert generated(tmp_path, cache)[0] == whole


def test_a_false_fact_that_would_import_something_meets_the_gate(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    generated(tmp_path, cache)
    known = json.loads(facts(cache).read_text().partition("\n")[2])
    facts(cache).write_text(sealed({key: [["os", *names], bases, line] for key, (names, bases, line) in known.items()}))
    files, report = generated(tmp_path, cache)
    assert files is None
    assert {one.code for one in report} == {"gate"}


def test_a_place_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("a file")
    assert generated(tmp_path, cache)[0] == generated(tmp_path, None)[0]


def test_what_was_not_asked_for_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    first = Facts(file, "engine")
    first.remember("old", 1)
    first.remember("new", 2)
    first.save()
    second = Facts(file, "engine")
    assert second.recall("new") == 2
    second.save()
    third = Facts(file, "engine")
    assert (third.recall("new"), third.recall("old")) == (2, None)
    assert Facts(file, "another engine").recall("new") is None
