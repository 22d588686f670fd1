"""A package that changes between the gate and its publication is not published."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publish import transaction
from generator.publish.publisher import HEADER, Publisher

from .support import A, B, package, publish, tree


def overwrite(folder: Path) -> None:
    (folder / "a.py").write_text(f"{HEADER}\nimport os\n")


def replace(folder: Path) -> None:
    (folder / "evil").write_text(f"{HEADER}\nimport os\n")
    os.replace(folder / "evil", folder / "a.py")


def link(folder: Path) -> None:
    (folder / "a.py").unlink()
    (folder / "a.py").symlink_to("/etc/hostname")


def add(folder: Path) -> None:
    (folder / "evil.py").write_text("import os\n")


def add_folder(folder: Path) -> None:
    (folder / "evil").symlink_to("/etc")


@pytest.mark.parametrize("change", [overwrite, replace, link, add, add_folder])
def test_a_file_that_changes_during_the_import_check_is_not_published(
    target: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    publish({"a.py": A, "b.py": A}, target)
    checked = transaction.Run._check

    def check_and_change(self: transaction.Run, staged: transaction.Staged) -> None:
        checked(self, staged)
        assert staged.folder is not None
        change(staged.folder)

    monkeypatch.setattr(transaction.Run, "_check", check_and_change)
    result = Publisher(target).publish(package({"a.py": B, "b.py": A}, target))["pets"]
    assert isinstance(result, OSError)
    assert "nothing is published" in str(result.strerror)
    assert tree(target) == {"a.py": A, "b.py": A}


@pytest.mark.parametrize("path", ["../evil.py", "/evil.py", "a/../../evil.py", "..\\evil.py", "C:/evil.py"])
def test_a_path_that_leaves_the_package_is_not_written(target: Path, path: str) -> None:
    publish({"a.py": A}, target)
    before = sorted(one.relative_to(target.parents[1]) for one in target.parents[1].rglob("*"))
    result = Publisher(target).publish(package({"a.py": A, path: B}, target))["pets"]
    assert isinstance(result, OSError)
    assert sorted(one.relative_to(target.parents[1]) for one in target.parents[1].rglob("*")) == before


def test_the_modes_of_folders_stay(target: Path) -> None:
    publish({"a.py": A, "models/b.py": A}, target)
    target.chmod(0o750)
    (target / "models").chmod(0o700)
    publish({"a.py": B, "models/b.py": B}, target)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (target, target / "models")] == [0o750, 0o700]
