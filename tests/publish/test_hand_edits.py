"""A file that somebody edited is reported, and its text is kept, before it is replaced."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from generator.publish import record
from generator.publish.hand_edits import expect
from generator.publish.publisher import HEADER, HandEdit, Package, Publisher, PublishError
from tests.publish.support import A, B, package, publish, tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

EDITED = f"{HEADER}\nA = 2  # better\n"


def test_an_edit_is_named_and_kept_before_it_is_replaced(target: Path) -> None:
    publish({"a.py": A, "b.py": A}, target)
    (target / "a.py").write_text(EDITED)
    seen: list[tuple[str, str, str]] = []

    def notice(one: Package, found: Sequence[HandEdit]) -> None:
        seen.extend((edit.path, edit.kept.read_text(), (target / edit.path).read_text()) for edit in found)

    published = Publisher(target, notice=notice).publish(package({"a.py": A, "b.py": B}, target))["pets"]
    assert seen == [("a.py", EDITED, EDITED)]
    assert not isinstance(published, OSError)
    assert [(edit.path, edit.certain) for edit in published.edited] == [("a.py", True)]
    assert tree(target) == {"a.py": A, "b.py": B}


@pytest.mark.parametrize("files", [{"a.py": B}, {}], ids=["replaced", "removed"])
def test_a_published_text_is_not_an_edit(target: Path, files: dict[str, str]) -> None:
    publish({"a.py": A, "py.typed": ""}, target)
    assert publish(files, target).edited == ()


def test_removed_and_copied_files_are_kept_too(target: Path) -> None:
    publish({"a.py": A, "b.py": A}, target)
    (target / "a.py").write_text(EDITED)
    (target / "copy.py").write_text(A)
    published = publish({"b.py": A}, target)
    assert published.removed == ("a.py", "copy.py")
    assert [edit.kept.read_text() for edit in published.edited] == [EDITED, A]


def test_two_edits_of_a_file_are_both_kept(target: Path) -> None:
    texts = [f"{HEADER}\nA = {number}\n" for number in (7, 8, 7)]
    publish({"a.py": A}, target)
    for text in texts:
        (target / "a.py").write_text(text)
        publish({"a.py": A}, target)
    kept = target.parents[1] / "edited"
    assert sorted(path.read_text() for path in kept.iterdir()) == sorted(set(texts))


def test_an_edited_file_that_cannot_be_kept_is_not_replaced(target: Path) -> None:
    publish({"a.py": A}, target)
    (target / "a.py").write_text(EDITED)
    (target.parents[1] / "edited").write_text("in the way")
    with pytest.raises(PublishError, match=r"a\.py was edited by hand, and its text cannot be kept"):
        publish({"a.py": B}, target)
    assert tree(target.parent) == {"pets/a.py": EDITED}


def test_without_a_record_it_is_said_that_nothing_is_known(target: Path) -> None:
    publish({"a.py": A}, target)
    (target.parents[1] / "pets.json").unlink()
    published = publish({"a.py": B}, target)
    assert [(edit.path, edit.certain, edit.kept.read_text()) for edit in published.edited] == [("a.py", False, A)]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": {"a.py": 3}}', "\xff"])
def test_a_broken_record_is_no_record(target: Path, text: str) -> None:
    publish({"a.py": A}, target)
    (target.parents[1] / "pets.json").write_text(text)
    assert [edit.certain for edit in publish({"a.py": B}, target).edited] == [False]


def test_records_of_packages_that_are_gone_do_not_pile_up(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "_MOST_RECORDS", 2)
    records = target.parents[1] / "records"
    for name in ("a", "b", "c"):
        one = target.with_name(name)
        Publisher(one).publish(Package(name, {"a.py": A}, one, target, record.PackageRecord(records / f"{name}.json")))
    shutil.rmtree(target.with_name("b"))
    record.forget_gone(records)
    assert sorted(path.name for path in records.iterdir()) == ["a.json", "c.json"]


def git(folder: Path, *arguments: str) -> None:
    names = ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL")
    environment = {f"GIT_{name}": "somebody@example.com" for name in names}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *arguments], cwd=folder, env=os.environ | environment, check=True, capture_output=True)


def test_a_fresh_clone_has_no_record_but_git(target: Path) -> None:
    """What is committed was generated, for all that is known; it cannot get lost."""
    publish({"a.py": A, "b.py": A, "new.py": A}, target)
    git(target.parent, "init", "--quiet")
    git(target.parent, "add", "pets/a.py", "pets/b.py")
    git(target.parent, "commit", "--quiet", "--message", "generated")
    (target.parents[1] / "pets.json").unlink()
    (target / "b.py").write_text(EDITED)
    published = publish({"a.py": B, "b.py": B, "new.py": B}, target)
    assert [(edit.path, edit.certain) for edit in published.edited] == [("b.py", False), ("new.py", False)]


def test_a_committed_edit_that_would_be_undone_is_reported(target: Path) -> None:
    publish({"a.py": A}, target)
    git(target.parent, "init", "--quiet")
    (target / "a.py").write_text(EDITED)
    git(target.parent, "add", "pets")
    git(target.parent, "commit", "--quiet", "--message", "better")
    assert [edit.certain for edit in publish({"a.py": A}, target).edited] == [True]


def test_a_committed_edit_is_reported_if_something_else_changes_too(target: Path) -> None:
    """The other change must not make the commit speak for the edit, which generating again would undo."""
    publish({"a.py": A, "b.py": A}, target)
    git(target.parent, "init", "--quiet")
    (target / "a.py").write_text(EDITED)
    (target / "b.py").write_text(f"{HEADER}\nB = 3\n")
    git(target.parent, "add", "pets")
    git(target.parent, "commit", "--quiet", "--message", "better")
    published = publish({"a.py": A, "b.py": B}, target)
    assert [(edit.path, edit.certain, edit.kept.read_text()) for edit in published.edited] == [("a.py", True, EDITED)]


def test_switching_to_a_branch_that_was_generated_elsewhere_is_no_edit(target: Path) -> None:
    publish({"a.py": A}, target)
    git(target.parent, "init", "--quiet")
    (target / "a.py").write_text(B)
    git(target.parent, "add", "pets")
    git(target.parent, "commit", "--quiet", "--message", "of a colleague")
    assert publish({"a.py": f"{HEADER}\nC = 1\n"}, target).edited == ()


@pytest.mark.parametrize("text", [A, B], ids=["before the exchange", "after the exchange"])
def test_what_a_killed_run_left_is_no_edit_whether_it_is_the_old_text_or_the_new_one(target: Path, text: str) -> None:
    publish({"a.py": A}, target)
    expect(package({"a.py": B}, target))
    (target / "a.py").write_text(text)  # where the run that expected B was killed
    assert publish({"a.py": f"{HEADER}\nA = 3\n"}, target).edited == ()
