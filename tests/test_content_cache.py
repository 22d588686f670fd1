"""What is remembered of texts saves work, and however it is spoilt, the same comes out or the gate refuses it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator import pipeline
from generator.artifacts import Inputs
from generator.config import Settings
from generator.diagnostics import Report
from generator.document import loader
from generator.document.document import LIMITS
from generator.emit import package

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.format.ruff import Formatter

from tests.publish.support import PETS


def sealed(content: object) -> str:
    text = json.dumps(content)
    return f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}"


def generated(
    tmp_path: Path, cache: Path | None, published: Mapping[str, str] | None = None
) -> tuple[Mapping[str, str] | None, Report]:
    (tmp_path / "openapi.yaml").write_text(PETS)
    report = Report()
    document = loader.read(tmp_path / "openapi.yaml", report, LIMITS)
    assert document
    inputs = Inputs(document, Settings(), "pets")
    made = pipeline.generate(inputs, report, None, cache, (published or {}).get)
    return (made.files if made else None), report


def formatted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that are formatted from now on."""
    found: list[str] = []
    original = package.format_modules

    def noted(files: Mapping[str, str], formatter: Formatter) -> dict[str, str]:
        found.extend(files.values())
        return original(files, formatter)

    monkeypatch.setattr(package, "format_modules", noted)
    return found


def test_what_is_published_is_neither_formatted_nor_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    first, _ = generated(tmp_path, cache)
    assert first
    texts = formatted(monkeypatch)
    monkeypatch.setattr("generator.gate.check._check_file", lambda *_: ["looked at"])
    again, report = generated(tmp_path, cache, first)
    assert again == first
    assert not list(report)
    assert not texts


def test_what_is_no_longer_published_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    first, _ = generated(tmp_path, cache)
    assert first
    for published in ({}, {**first, "client.py": first["client.py"] + "# edited"}, {**first, "client.py": ""}):
        texts = formatted(monkeypatch)
        assert generated(tmp_path, cache, published)[0] == first
        assert [text for text in texts if "class Pets(Client)" in text]


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
    files = list((cache / "finished").iterdir())
    assert {file.name for file in files} == {"pets.client.json", "pets.models.json", "pets.resources.json"}
    for file in files:
        file.write_text(content)
    assert generated(tmp_path, cache, whole)[0] == whole


def test_a_false_memory_meets_the_gate(tmp_path: Path) -> None:
    """Whatever is said to have become of a text, it is published already, or it is looked at."""
    cache = tmp_path / "cache"
    whole, _ = generated(tmp_path, cache)
    assert whole
    spoilt = {path: text + "\nimport os\n" if path.endswith(".py") else text for path, text in whole.items()}
    false = {
        hashlib.sha256(text.encode()).hexdigest(): hashlib.sha256(spoilt[path].encode()).hexdigest()
        for path, text in whole.items()
    }
    # The texts of `published` are read once to be taken over, and once more by the gate: here, they change in between.
    for file in (cache / "finished").iterdir():
        known = json.loads(file.read_text().partition("\n")[2])
        file.write_text(sealed({key: false[digest] for key, digest in known.items()}))
    asked: dict[str, int] = {}

    def changing(path: str) -> str:
        asked[path] = asked.get(path, 0) + 1
        return spoilt[path] if asked[path] == 1 else whole[path]

    report = Report()
    document = loader.read(tmp_path / "openapi.yaml", report, LIMITS)
    assert document
    assert pipeline.generate(Inputs(document, Settings(), "pets"), report, None, cache, changing) is None
    assert {one.code for one in report} == {"gate"}


def test_a_place_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.write_text("a file")
    assert generated(tmp_path, cache)[0] == generated(tmp_path, None)[0]
