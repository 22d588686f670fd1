"""The cache of compiled templates is never in the way."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.emit import templates


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one template, and without any cache."""
    (tmp_path / "a.jinja").write_text("{% for one in range(3) %}{{ one }},{% endfor %}")
    monkeypatch.setattr(templates, "TEMPLATES", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def _rendered() -> str:
    make: Any = templates._environment.__wrapped__
    rendered: str = make().get_template("a.jinja").render()
    return rendered


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data[:30],
        lambda data: data[:30] + b"\xff" * 50,
        lambda _: b"",
    ],
    ids=["half", "all but a byte", "the start", "noise", "empty"],
)
def test_a_damaged_cache_is_rebuilt(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    expected = _rendered()
    [file] = (folder / "__pycache__").iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert _rendered() == expected
    assert file.read_bytes() == whole


def test_a_file_in_place_of_the_cache(folder: Path) -> None:
    expected = _rendered()
    shutil.rmtree(folder / "__pycache__")
    (folder / "__pycache__").write_text("")
    assert _rendered() == expected


def test_a_folder_in_place_of_a_file_of_the_cache(folder: Path) -> None:
    expected = _rendered()
    [file] = (folder / "__pycache__").iterdir()
    file.unlink()
    file.mkdir()
    assert _rendered() == expected
