"""The cache of texts saves work; if it is damaged or forged, the output is the same or the gate refuses it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from generator import pipeline
from generator.artifacts import Inputs
from generator.config import Settings
from generator.content_cache import Before, digest, nothing_published
from generator.diagnostics import Report
from generator.document import loader
from generator.document.limits import LIMITS
from generator.emit.imports import Home
from generator.emit.templates import Module
from generator.schema.intersection import Residual
from generator.schema.json_types import ImpliedType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.artifacts import Generated
    from generator.content_cache import Published
    from generator.format.ruff import Formatter

from generator.seal import seal
from tests.publish.support import PETS, generate, provider
from tests.publish.support import generated as published_files


def generated(
    tmp_path: Path, known: Mapping[str, str] | None = None, published: Published | None = None
) -> tuple[Generated | None, Report]:
    (tmp_path / "openapi.yaml").write_text(PETS)
    report = Report()
    document = loader.read(tmp_path / "openapi.yaml", report, LIMITS)
    assert document
    before = Before(known or {}, published or nothing_published)
    return pipeline.generate(Inputs(document, Settings(), "pets"), report, before), report


def formatted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the texts that are formatted from now on."""
    found: list[str] = []
    original = pipeline.format_modules

    def noted(files: Mapping[str, str], formatter: Formatter) -> dict[str, str]:
        found.extend(files.values())
        return original(files, formatter)

    monkeypatch.setattr(pipeline, "format_modules", noted)
    return found


def test_published_modules_are_neither_formatted_nor_checked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = generated(tmp_path)
    assert first
    texts = formatted(monkeypatch)
    monkeypatch.setattr("generator.gate.check._judge", lambda *_: ("looked at", None))
    again, report = generated(tmp_path, first.made, first.files.get)
    assert again == replace(first, facts={})
    assert not list(report)
    assert not texts


def test_a_module_with_known_content_is_not_even_rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = generated(tmp_path)
    assert first
    monkeypatch.setattr("generator.emit.templates._environment", lambda: pytest.fail("a template is rendered"))
    again, _ = generated(tmp_path, first.made, first.files.get)
    assert again
    assert (again.files, again.made) == (first.files, first.made)


def test_a_module_that_is_known_by_its_text_alone_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = generated(tmp_path)
    assert first
    files = {digest(text) for text in first.files.values()}
    texts = formatted(monkeypatch)
    again, _ = generated(tmp_path, {key: one for key, one in first.made.items() if one in files}, first.files.get)
    assert again
    assert (again.files, again.made) == (first.files, first.made)
    assert not texts


def test_a_module_with_texts_and_lists_of_our_own_classes_has_a_known_content() -> None:
    schemas = {"A": {"type": ImpliedType("object"), "allOf": Residual([{"minProperties": 1}])}}
    plain = {"A": {"type": "object", "allOf": [{"minProperties": 1}]}}
    one, other = (
        Module("xml_schemas.py.jinja", Home("._runtime", {}), {"name": "X", "schemas": given}).content
        for given in (schemas, plain)
    )
    assert one is not None
    assert one == other


def test_a_module_with_a_number_beyond_64_bits_is_known_by_its_text_alone() -> None:
    module = Module("xml_schemas.py.jinja", Home("._runtime", {}), {"name": "X", "schemas": {"A": {"maximum": 2**70}}})
    assert module.content is None


def test_a_package_that_is_no_longer_published_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = generated(tmp_path)
    assert first
    client = first.files["client.py"]
    for published in ({}, {**first.files, "client.py": client + "# edited"}, {**first.files, "client.py": ""}):
        texts = formatted(monkeypatch)
        again, _ = generated(tmp_path, first.made, published.get)
        assert again
        assert again.files == first.files
        assert [text for text in texts if "class Pets(Client)" in text]


@pytest.mark.parametrize("content", ["", "\x00", "[]", "5", '{"texts": 5}', '{"texts": {"a": 1}}', "[" * 100_000])
def test_with_a_broken_record_everything_is_generated(tmp_path: Path, content: str) -> None:
    provider(tmp_path, "pets", PETS)
    assert generate(tmp_path).returncode == 0
    whole = published_files(tmp_path)
    (record,) = (tmp_path / ".cache" / "packages").glob("pets.json")
    record.write_bytes(seal(record, content.encode()) or b"")
    provider(tmp_path, "pets", PETS + "# the same\n")
    assert generate(tmp_path).returncode == 0
    assert published_files(tmp_path) == whole


def test_forged_texts_of_the_cache_are_checked_by_the_gate(tmp_path: Path) -> None:
    """Whatever is said to have become of a text, it is published already, or it is looked at."""
    whole, _ = generated(tmp_path)
    assert whole
    spoilt = {path: text + "\nimport os\n" if path.endswith(".py") else text for path, text in whole.files.items()}
    false = {digest(text): digest(spoilt[path]) for path, text in whole.files.items()}
    # The texts of `published` are read once to be taken over, and once more by the gate: here, they change in between.
    asked: dict[str, int] = {}

    def changing(path: str) -> str:
        asked[path] = asked.get(path, 0) + 1
        return spoilt[path] if asked[path] == 1 else whole.files[path]

    made, report = generated(tmp_path, {key: false.get(one, one) for key, one in whole.made.items()}, changing)
    assert made is None
    assert {one.code for one in report} == {"gate"}


def test_an_unwritable_cache_only_takes_time(tmp_path: Path) -> None:
    provider(tmp_path, "pets", PETS)
    (tmp_path / ".cache").write_text("a file")
    for _ in range(2):
        assert generate(tmp_path).returncode == 0
    first, _ = generated(tmp_path)
    assert first
    assert published_files(tmp_path)["generated/pets/models.py"] == first.files["models.py"].encode()
