"""Written files stay in their folder, follow no link, and do not change other hard links of a file."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from generator.paths import OutsidePathError
from generator.written_files import copy_folder, make, remove, replace, replace_all

if TYPE_CHECKING:
    from pathlib import Path

OUTSIDE = ("../a", "a/../../b", "/etc/canary", "a\\b", "", "a/\x00", "C:/a")


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for write in (make, replace):
        with pytest.raises(OutsidePathError):
            write(folder, name, b"x")
    with pytest.raises(OutsidePathError):
        remove(folder, name)
    assert list(tmp_path.rglob("*")) == [folder]


def test_links_are_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "key").write_bytes(b"secret")
    (folder / "in").symlink_to(outside)
    (folder / "key").symlink_to(outside / "key")
    (folder / "dangling").symlink_to(outside / "new")
    (folder / "loop").symlink_to("loop")
    for name in ("in/key", "in/new", "in/deep/new", "key", "dangling", "loop", "loop/a"):
        with pytest.raises(OSError, match=r"link|exists"):
            replace(folder, name, b"x")
        with pytest.raises(OSError, match=r"link|exists"):
            make(folder, name, b"x")
        with pytest.raises(OSError, match=r"link|exists"):
            remove(folder, name)
    with pytest.raises(OutsidePathError):
        copy_folder(outside, folder, "in/copy")
    assert [path.name for path in outside.iterdir()] == ["key"]
    assert (outside / "key").read_bytes() == b"secret"


def test_make_does_not_replace_an_existing_file(tmp_path: Path) -> None:
    make(tmp_path, "a/b", b"first")
    with pytest.raises(FileExistsError):
        make(tmp_path, "a/b", b"second")
    with pytest.raises(NotADirectoryError):
        make(tmp_path, "a/b/c", b"third")
    assert (tmp_path / "a" / "b").read_bytes() == b"first"


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    file, other = tmp_path / "a", tmp_path / "other name"
    file.write_bytes(b"old")
    file.chmod(0o640)
    os.link(file, other)
    replace(tmp_path, "a", b"new")
    assert (file.read_bytes(), other.read_bytes()) == (b"new", b"old")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "other name"]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OSError, match="directory"):
        replace(tmp_path, "a", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_of_several_files_none_is_written_if_one_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "c").mkdir()
    with pytest.raises(OSError, match=r"\w"):
        replace_all(tmp_path, {"a": b"new", "b": b"new", f"{'d' * 300}": b"new"})
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "c"]
    assert (tmp_path / "a").read_bytes() == b"old"
    replace_all(tmp_path, {"a": b"new", "c/b": b"new"})
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "c" / "b").read_bytes()) == (b"new", b"new")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    for name in OUTSIDE:
        with pytest.raises(OutsidePathError):
            replace_all(tmp_path, {"a": b"x", name: b"x"})
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_private_file_is_for_its_owner(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    replace(folder, "key", b"x", private=True)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "key").stat().st_mode) == 0o600


def test_only_files_are_removed(tmp_path: Path) -> None:
    make(tmp_path, "a/b", b"x")
    assert not remove(tmp_path, "a")
    assert not remove(tmp_path, "c")
    assert remove(tmp_path, "a/b")
    assert list((tmp_path / "a").iterdir()) == []
