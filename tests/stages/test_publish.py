"""Publishing: all or nothing, only what changed, and never over a file that is not ours."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from generator import publish as module
from generator.publish import HEADER, PublishError, differences, publish
from generator.render import HEADER as RENDERED

if TYPE_CHECKING:
    from pathlib import Path

A = f"{HEADER}\nA = 1\n"
B = f"{HEADER}\nB = 1\n"


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_the_header_is_the_one_that_is_rendered() -> None:
    assert HEADER == RENDERED


def test_first_publishing_writes_everything(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "pets"
    published = publish({"__init__.py": A, "v1/b.py": B, "py.typed": ""}, target)
    assert published.added == ("__init__.py", "py.typed", "v1/b.py")
    assert tree(target) == {"__init__.py": A, "v1/b.py": B, "py.typed": ""}
    assert [path.name for path in target.parent.iterdir()] == ["pets"]


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    target = tmp_path / "pets"
    publish({"a.py": A, "b.py": B, "c.py": A}, target)
    os.utime(target / "a.py", (1, 1))
    identity = (target / "a.py").stat().st_ino
    published = publish({"a.py": A, "b.py": A, "d.py": B}, target)
    assert (published.added, published.changed, published.removed) == (("d.py",), ("b.py",), ("c.py",))
    assert tree(target) == {"a.py": A, "b.py": A, "d.py": B}
    assert (target / "a.py").stat().st_mtime == 1
    assert (target / "a.py").stat().st_ino == identity


def test_nothing_is_touched_when_nothing_changed(tmp_path: Path) -> None:
    target = tmp_path / "pets"
    publish({"a.py": A}, target)
    before = target.stat()
    assert not publish({"a.py": A}, target)
    assert (target.stat().st_ino, target.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_foreign_files_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "pets"
    publish({"a.py": A, "gone/b.py": B}, target)
    (target / "notes.md").write_text("mine")
    (target / "mine.py").write_text("import a\n")
    (target / "link.py").symlink_to("notes.md")
    (target / "away").symlink_to(tmp_path)
    published = publish({"a.py": B}, target)
    assert (published.changed, published.removed) == (("a.py",), ("gone/b.py",))
    assert (target / "notes.md").read_text() == "mine"
    assert (target / "mine.py").read_text() == "import a\n"
    assert os.readlink(target / "link.py") == "notes.md"
    assert os.readlink(target / "away") == str(tmp_path)
    assert not (target / "gone").exists()


def test_a_foreign_file_in_the_way_refuses_everything(tmp_path: Path) -> None:
    target = tmp_path / "pets"
    publish({"a.py": A}, target)
    (target / "calls.py").write_text("mine\n")
    with pytest.raises(PublishError, match=r"calls\.py is in the way"):
        publish({"a.py": B, "calls.py": B}, target)
    assert tree(target) == {"a.py": A, "calls.py": "mine\n"}


def test_links_and_files_in_place_of_folders_are_refused(tmp_path: Path) -> None:
    real = tmp_path / "real"
    publish({"a.py": A}, real)
    (tmp_path / "linked").symlink_to(real)
    with pytest.raises(PublishError, match="symbolic link"):
        publish({"a.py": B}, tmp_path / "linked")
    (real / "sub").symlink_to(tmp_path)
    with pytest.raises(PublishError, match="sub is in the way"):
        publish({"a.py": A, "sub/b.py": B}, real)
    (real / "b.py").mkdir()
    with pytest.raises(PublishError, match=r"b\.py is in the way"):
        publish({"a.py": A, "b.py": B}, real)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(PublishError, match="is a file"):
        publish({"a.py": A}, tmp_path / "file")
    assert tree(real) == {"a.py": A}


@pytest.mark.parametrize("path", ["../a.py", "/a.py", "x/../../a.py", "", "a\\b.py", "./a.py"])
def test_paths_stay_within_the_package(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="leads out"):
        publish({path: A}, tmp_path / "pets")


def test_the_runtime_has_no_header_and_is_ours(tmp_path: Path) -> None:
    target = tmp_path / "pets"
    publish({"_runtime/core.py": "x = 1\n", "_runtime/old.py": "x = 1\n", "a.py": A}, target)
    published = publish({"_runtime/core.py": "x = 2\n", "a.py": A}, target)
    assert (published.changed, published.removed) == (("_runtime/core.py",), ("_runtime/old.py",))


def test_a_package_without_files_is_removed(tmp_path: Path) -> None:
    target = tmp_path / "pets"
    publish({"a.py": A}, target)
    publish({}, target)
    assert not target.exists()


@pytest.mark.parametrize("exchange", [True, False])
def test_a_failure_leaves_the_old_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool) -> None:
    target = tmp_path / "pets"
    publish({"a.py": A}, target)
    if not exchange:
        monkeypatch.setattr(module, "_exchange", lambda *_: False)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_link", fail)
    with pytest.raises(OSError, match="No space"):
        publish({"a.py": A, "b.py": B}, target)
    assert tree(target) == {"a.py": A}
    assert [path.name for path in tmp_path.iterdir()] == ["pets"]
    monkeypatch.undo()
    publish({"a.py": A, "b.py": B}, target)
    assert tree(target) == {"a.py": A, "b.py": B}


def test_without_an_exchange_the_tree_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_exchange", lambda *_: False)
    target = tmp_path / "pets"
    publish({"a.py": A}, target)
    publish({"a.py": B}, target)
    assert tree(target) == {"a.py": B}
    assert [path.name for path in tmp_path.iterdir()] == ["pets"]


def test_what_a_killed_process_left_is_put_back_or_removed(tmp_path: Path) -> None:
    target = tmp_path / "pets"
    publish({"a.py": A}, target)
    dead = 2**22 + 1
    target.rename(tmp_path / f".pets.old.{dead}.x")
    (tmp_path / f".pets.new.{dead}.x").mkdir()
    assert not publish({"a.py": A}, target)
    assert [path.name for path in tmp_path.iterdir()] == ["pets"]


def test_differences_are_unified_diffs(tmp_path: Path) -> None:
    target = tmp_path / "pets"
    publish({"a.py": A, "c.py": A}, target)
    found = differences({"a.py": B, "b.py": B}, target)
    assert [(one.path, one.kind) for one in found] == [("a.py", "changed"), ("b.py", "added"), ("c.py", "removed")]
    assert found[0].diff.splitlines()[:2] == ["--- a/a.py", "+++ b/a.py"]
    assert "-A = 1\n+B = 1\n" in found[0].diff
    assert found[1].diff.startswith("--- /dev/null\n+++ b/b.py\n")
    assert differences({"a.py": A, "c.py": A}, target) == ()
    assert len(differences({"a.py": A}, tmp_path / "none")) == 1
