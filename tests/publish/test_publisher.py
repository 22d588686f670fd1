"""Publishing: all or nothing, only what changed, never over a file that is not ours, and never an edit lost."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.emit.templates import HEADER as RENDERED
from generator.publish import filesystem, lock
from generator.publish.journal import Work, candidates
from generator.publish.publisher import HEADER, PublishError, differences
from tests.publish.support import ROOT, A, B, publish, publish_clients, tree


def no_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filesystem, "exchange", lambda *_: False)


def test_the_header_is_the_one_that_is_rendered() -> None:
    assert HEADER == RENDERED


def test_first_publishing_writes_everything(target: Path) -> None:
    published = publish({"__init__.py": A, "v1/b.py": B, "py.typed": ""}, target)
    assert published.added == ("__init__.py", "py.typed", "v1/b.py")
    assert tree(target) == {"__init__.py": A, "v1/b.py": B, "py.typed": ""}
    assert [path.name for path in target.parent.iterdir()] == ["pets"]


def test_where_no_thread_can_start_files_are_flushed_one_by_one(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: set[int] = set()
    real = filesystem.os.fsync

    def no_thread(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    def fsync(descriptor: int) -> None:
        flushed.add(os.fstat(descriptor).st_ino)
        real(descriptor)

    monkeypatch.setattr(threading.Thread, "start", no_thread)
    monkeypatch.setattr(filesystem.os, "fsync", fsync)
    publish({"a.py": A, "b.py": B}, target)
    assert tree(target) == {"a.py": A, "b.py": B}
    assert {(target / name).stat().st_ino for name in ("a.py", "b.py")} <= flushed


def test_only_changed_files_are_written(target: Path) -> None:
    publish({"a.py": A, "b.py": B, "c.py": A}, target)
    os.utime(target / "a.py", (1, 1))
    identity = (target / "a.py").stat().st_ino
    published = publish({"a.py": A, "b.py": A, "d.py": B}, target)
    assert (published.added, published.changed, published.removed) == (("d.py",), ("b.py",), ("c.py",))
    assert tree(target) == {"a.py": A, "b.py": A, "d.py": B}
    assert (target / "a.py").stat().st_mtime == 1
    assert (target / "a.py").stat().st_ino == identity


def test_nothing_is_touched_when_nothing_changed(target: Path) -> None:
    publish({"a.py": A}, target)
    before = [path.stat() for path in (target, target.parent)]
    assert not publish({"a.py": A}, target)
    after = [path.stat() for path in (target, target.parent)]
    assert [(one.st_ino, one.st_mtime_ns) for one in after] == [(one.st_ino, one.st_mtime_ns) for one in before]


def test_foreign_files_are_kept(target: Path, tmp_path: Path) -> None:
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


def test_bytecode_stays_with_its_module(target: Path) -> None:
    publish({"a.py": A, "b.py": B, "c/d.py": B}, target)
    for name in ("__pycache__/a.cpython-311.pyc", "__pycache__/b.cpython-311.pyc", "c/__pycache__/d.cpython-311.pyc"):
        (target / name).parent.mkdir(exist_ok=True)
        (target / name).write_text("")
    assert publish({"a.py": A, "b.py": A}, target).removed == ("c/d.py",)
    assert sorted(tree(target)) == ["__pycache__/a.cpython-311.pyc", "a.py", "b.py"]


def test_a_foreign_file_at_a_generated_path_refuses_the_package(target: Path) -> None:
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
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(PublishError, match="symbolic link"):
        publish({"a.py": B}, tmp_path / "dangling")
    (real / "sub").symlink_to(tmp_path)
    with pytest.raises(PublishError, match="sub is in the way"):
        publish({"a.py": A, "sub/b.py": B}, real)
    (real / "b.py").mkdir()
    with pytest.raises(PublishError, match=r"b\.py is in the way"):
        publish({"a.py": A, "b.py": B}, real)
    (real / "c.py").symlink_to(tmp_path / "outside.py")
    with pytest.raises(PublishError, match=r"c\.py is in the way"):
        publish({"a.py": A, "c.py": B}, real)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(PublishError, match="is a file"):
        publish({"a.py": A}, tmp_path / "file")
    assert tree(real) == {"a.py": A}
    assert not (tmp_path / "outside.py").exists()


def test_a_link_on_the_way_is_followed(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "linked").symlink_to(real)
    publish({"a.py": A}, tmp_path / "linked" / "pets")
    publish({"a.py": B}, tmp_path / "linked" / "pets")
    publish_clients(tmp_path / "linked", {"dogs": {"__init__.py": A}})
    assert tree(real) == {"pets/a.py": B, "dogs/__init__.py": A}
    assert (tmp_path / "linked").is_symlink()


def test_a_link_in_place_of_the_work_folder_is_refused(target: Path, tmp_path: Path) -> None:
    target.parent.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (target.parent / ".pets.publishing").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic link"):
        publish({"a.py": A}, target)
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("path", ["../a.py", "/a.py", "x/../../a.py", "", "a\\b.py", "./a.py"])
def test_paths_stay_within_the_package(target: Path, path: str) -> None:
    with pytest.raises(PublishError, match="leads out of the package"):
        publish({path: A}, target)


def test_the_runtime_has_no_header_and_is_ours(target: Path) -> None:
    publish({"_runtime/core.py": "x = 1\n", "_runtime/old.py": "x = 1\n", "a.py": A}, target)
    (target / "_runtime" / "notes.md").write_text("mine")
    published = publish({"_runtime/core.py": "x = 2\n", "a.py": A}, target)
    assert (published.changed, published.removed) == (("_runtime/core.py",), ("_runtime/old.py",))
    assert (target / "_runtime" / "notes.md").read_text() == "mine"


def test_a_package_without_files_is_removed(target: Path) -> None:
    publish({"a.py": A}, target)
    (target / "__pycache__").mkdir()
    (target / "__pycache__" / "a.cpython-311.pyc").write_text("")
    publish({}, target)
    assert not list(target.parent.iterdir())


def test_differences_are_unified_diffs(target: Path, tmp_path: Path) -> None:
    publish({"a.py": A, "c.py": A}, target)
    found = differences({"a.py": B, "b.py": B}, target)
    assert [(one.path, one.kind) for one in found] == [("a.py", "changed"), ("b.py", "added"), ("c.py", "removed")]
    assert found[0].diff.splitlines()[:2] == ["--- a/a.py", "+++ b/a.py"]
    assert "-A = 1\n+B = 1\n" in found[0].diff
    assert found[1].diff.startswith("--- /dev/null\n+++ b/b.py\n")
    assert differences({"a.py": A, "c.py": A}, target) == ()
    assert len(differences({"a.py": A}, tmp_path / "none")) == 1


def test_a_client_that_cannot_be_published_does_not_affect_others(tmp_path: Path) -> None:
    folder = tmp_path / "generated"
    publish_clients(folder, {"dogs": {"__init__.py": A}})
    (folder / "dogs" / "b.py").write_text("mine")
    results = publish_clients(
        folder, {"cats": {"__init__.py": A}, "dogs": {"__init__.py": A, "b.py": B}, "pets": {"__init__.py": A}}
    )
    assert isinstance(results["dogs"], PublishError)
    assert tree(folder) == {"cats/__init__.py": A, "dogs/__init__.py": A, "dogs/b.py": "mine", "pets/__init__.py": A}


# Without what Linux has: how Windows and old file systems do it.


def test_without_an_exchange_folders_are_renamed(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_exchange(monkeypatch)
    publish({"a.py": A}, target)
    publish({"a.py": B}, target)
    assert tree(target.parent) == {"pets/a.py": B}


def test_windows_waits_for_other_readers_of_a_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There a folder cannot be written to the disk or exchanged, and one that is in use cannot be renamed at once."""
    monkeypatch.setattr(filesystem, "_WINDOWS", True)
    monkeypatch.setattr(filesystem, "_PAUSE", 0)
    publish({"a.py": A}, target)
    rename, refused = os.rename, [3]

    def busy(old: Path, new: Path) -> None:
        if refused[0]:
            refused[0] -= 1
            raise PermissionError(errno.EACCES, "in use")
        rename(old, new)

    monkeypatch.setattr(os, "rename", busy)
    publish({"a.py": B}, target)
    assert refused == [0]
    assert tree(target.parent) == {"pets/a.py": B}


def test_without_hard_links_files_are_copied(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish({"a.py": A, "b.py": A}, target)
    os.utime(target / "a.py", (1, 1))

    def unable(*_: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", unable)
    publish({"a.py": A, "b.py": B}, target)
    assert tree(target) == {"a.py": A, "b.py": B}
    assert (target / "a.py").stat().st_mtime == 1


def test_publishing_works_on_a_file_system_without_locks(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unable(_: int) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(lock, "_lock", unable)
    publish({"a.py": A}, target)
    assert tree(target.parent) == {"pets/a.py": A}


# A run that was killed, and one that is still there.


@pytest.mark.parametrize("step", ["before", "between", "after"])
def test_a_run_that_finds_a_journal_finishes_the_exchange(target: Path, step: str) -> None:
    publish({"a.py": A}, target)
    work = Work(candidates(target, shared=False)[0], target, shared=False)
    work.new.mkdir(parents=True)
    work.old.mkdir()
    work.journal.write_text(".\n")
    (work.new / "pets").mkdir()
    (work.new / "pets" / "a.py").write_text(B)
    if step != "before":
        target.rename(work.old / "pets")
    if step == "after":
        (work.new / "pets").rename(target)
    publish({"a.py": B}, target)
    assert tree(target.parent) == {"pets/a.py": B}
    assert [path.name for path in target.parent.iterdir()] == ["pets"]


@pytest.mark.parametrize("journal", ["..\n", "../x\n", "/\n", "", "\n", "\xff", "pets\n", ".\n.\n"])
def test_a_journal_cannot_name_other_folders(target: Path, journal: str) -> None:
    publish({"a.py": A}, target)
    work = Work(candidates(target, shared=False)[0], target, shared=False)
    work.new.mkdir(parents=True)
    work.journal.write_text(journal)
    publish({"a.py": B}, target)
    assert tree(target.parent.parent) == {
        "out/pets/a.py": B,
        "pets.json": (target.parents[1] / "pets.json").read_text(),
    }


def test_the_message_names_the_holder_of_the_lock(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish({"a.py": A}, target)
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    folder = candidates(target, shared=False)[0]
    program = f"""if True:
        import pathlib, time
        from generator.publish.lock import locked
        with locked(pathlib.Path({str(folder)!r})):
            print("locked", flush=True)
            time.sleep(60)
    """
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(OSError, match=f"process {process.pid} is publishing here"):
            publish({"a.py": B}, target)
        process.kill()
    # A dead process holds nothing.
    publish({"a.py": B}, target)
    assert tree(target.parent) == {"pets/a.py": B}


def test_a_lock_is_waited_for(target: Path) -> None:
    publish({"a.py": A}, target)
    folder = candidates(target, shared=False)[0]
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with lock.locked(folder):
            held.set()
            done.wait(0.3)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    publish({"a.py": B}, target)
    thread.join()
    assert tree(target.parent) == {"pets/a.py": B}


def test_many_at_once_take_turns(target: Path) -> None:
    """The lock is made and removed under their hands, and every reader finds the package whole."""
    publish({"a.py": A, "b.py": A}, target)

    def work(letter: str) -> None:
        for number in range(8):
            text = f"{HEADER}\n{letter} = {number}\n"
            publish({"a.py": text, "b.py": text}, target)

    with ThreadPoolExecutor(3) as executor:
        for done in [executor.submit(work, letter) for letter in "ABC"]:
            done.result()
    found = tree(target.parent)
    assert sorted(found) == ["pets/a.py", "pets/b.py"]
    assert found["pets/a.py"] == found["pets/b.py"]


def test_the_journal_of_an_undone_exchange_is_gone(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new tree cannot take the place of the old one: the old one is back, and nothing is left to finish."""
    no_exchange(monkeypatch)
    publish({"a.py": A}, target)
    rename, removed = filesystem.rename, []

    def refused(old: Path, new: Path) -> None:
        if new == target and old.parent.name == "new":
            removed.extend(path.name for path in new.parent.parent.rglob("journal"))
            raise OSError(errno.EACCES, "not now")
        rename(old, new)

    monkeypatch.setattr(filesystem, "rename", refused)
    with pytest.raises(PermissionError, match="not now"):
        publish({"a.py": B}, target)
    assert removed == ["journal"]
    assert tree(target) == {"a.py": A}
    assert not list(target.parent.parent.rglob("journal"))
    assert not any(work.exists() for work in candidates(target, shared=False))
    monkeypatch.setattr(filesystem, "rename", rename)
    publish({"a.py": B}, target)
    assert tree(target) == {"a.py": B}


def test_a_package_that_would_hide_a_module_is_refused(target: Path) -> None:
    publish({"__init__.py": A, "models.py": A}, target)
    (target / "models").mkdir()
    (target / "models" / "notes.txt").write_text("mine")
    publish({"__init__.py": A, "models.py": B}, target)
    (target / "models" / "__init__.py").write_text("import os\n")
    with pytest.raises(PublishError, match=r"models/__init__\.py is in the way: Python would import it in place of"):
        publish({"__init__.py": A, "models.py": A}, target)
    assert (target / "models.py").read_text() == B
