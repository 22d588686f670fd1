"""`init` makes a repository that works, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.commands import init
from tests.cli.driven import PETS, run, run_json

EXPECTED = {"Makefile", "pyproject.toml", "tests/test_clients.py", "specs/README.md", ".gitignore"}


def test_a_new_repository_takes_a_provider(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    done = run(tmp_path, "init", str(folder))
    assert done.returncode == 0, done.stderr
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} >= EXPECTED
    (folder / "specs" / "pets").mkdir()
    (folder / "specs" / "pets" / "openapi.yaml").write_text(PETS)
    assert run(folder, "generate").returncode == 0
    assert run(folder, "check").returncode == 0
    assert (folder / "generated" / "pets" / "client.py").is_file()


def test_init_keeps_existing_files(tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text("mine")
    outside = tmp_path / "outside"
    (tmp_path / "pyproject.toml").symlink_to(outside)
    result = run_json(tmp_path, "init")
    assert {"Makefile", "pyproject.toml"} == set(result["kept"])
    assert (tmp_path / "Makefile").read_text() == "mine"
    assert not outside.exists()


def test_a_folder_that_cannot_be_written_to_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "tests").write_text("a file")
    done = run(tmp_path, "init")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be written" in done.stderr


def test_line_ends_are_the_same_on_every_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.linesep", "\r\n")
    init.create(tmp_path)
    assert b"\r" not in (tmp_path / "Makefile").read_bytes()
