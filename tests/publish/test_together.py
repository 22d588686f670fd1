"""A runtime that changes together with clients: everything else in their folder stays as it is, modes and links too."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace

from generator.artifacts import RUNTIME
from generator.publish import filesystem
from generator.publish.import_check import ImportRequest, Trial
from generator.publish.inventory import is_client
from generator.publish.publisher import HEADER, Publisher, PublishError
from generator.publish.runtime_copy import HTTP, runtime_files

from .support import A, B, package, publish, publish_clients, tree

OLD = {RUNTIME: {"__init__.py": "A = 1\n"}, "cats": {"__init__.py": A, "old.py": A}, "dogs": {"__init__.py": A}}
NEW = {RUNTIME: {"__init__.py": "B = 1\n"}, "cats": {"__init__.py": B}}


class Asked:
    """In place of the process that imports modules: it notes what it is asked, and finds no problem but given ones."""

    lazy = False

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = problems
        self.modules: list[str] = []

    def ask(self, request: ImportRequest) -> Callable[[], str | None]:
        self.modules += request.modules
        with_new = len(request.folders) > 1
        return lambda: next((self.problems[one] for one in request.modules if with_new and one in self.problems), None)


def changed(folder: Path, problems: Mapping[str, str] | None = None) -> tuple[dict[str, Any], list[str]]:
    """Publish the old clients, then the new ones; return what became of these, and the modules that were imported."""
    publish_clients(folder, OLD)
    asked = Asked(problems or {})
    return dict(publish_clients(folder, NEW, cast("Trial", asked))), asked.modules


def test_modes_and_links_stay(tmp_path: Path) -> None:
    folder = tmp_path / "generated"
    publish_clients(folder, OLD)
    (folder / "notes" / "deep").mkdir(parents=True)
    (folder / "notes" / "deep" / "a.txt").write_text("mine")
    (folder / "notes" / "script").write_text("mine")
    (folder / "link").symlink_to("notes")
    (folder / "dogs" / "broken").symlink_to("nowhere")
    modes = {".": 0o750, "cats": 0o705, "dogs": 0o701, "notes": 0o700, "notes/deep": 0o711, "notes/script": 0o700}
    for path, mode in modes.items():
        (folder / path).chmod(mode)
    results = publish_clients(folder, NEW)
    assert all(results.values()), results
    assert {path: stat.S_IMODE((folder / path).stat().st_mode) for path in modes} == modes
    assert (os.readlink(folder / "link"), os.readlink(folder / "dogs" / "broken")) == ("notes", "nowhere")
    assert tree(folder) == {
        **{f"{name}/{path}": text for name, files in NEW.items() for path, text in files.items()},
        "dogs/__init__.py": A,
        "notes/deep/a.txt": "mine",
        "notes/script": "mine",
    }


def test_clients_that_stay_are_imported_with_the_new_runtime_and_no_others(tmp_path: Path) -> None:
    """A module that a client no longer has is not imported: the client is replaced."""
    results, modules = changed(tmp_path / "generated")
    assert all(results.values())
    assert sorted(modules) == sorted([f"generated.{RUNTIME}", "generated.cats", "generated.dogs"])


def test_a_runtime_that_a_client_does_not_work_with_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "generated"
    results, _ = changed(folder, {"generated.dogs": "no name B"})
    assert [str(one) for one in results.values()] == [
        "the runtime changes, and dogs, which stays as it is, does not work with the new one (no name B): "
        "generate all clients together"
    ] * 2
    assert tree(folder) == {f"{name}/{path}": text for name, files in OLD.items() for path, text in files.items()}


@pytest.mark.parametrize(
    ("path", "text", "imported"),
    [
        ("", "", []),
        (HTTP, "# another HTTP library, which the trial imports\n", []),
        ("problems.py", "# another version\n", ["generated.cats"]),
    ],
)
def test_modules_that_are_shown_to_be_importable_are_imported_with_another_runtime_alone(
    path: str, text: str, imported: list[str], tmp_path: Path
) -> None:
    """What the gate shows holds for the program's own runtime, whatever HTTP library it has."""
    folder = tmp_path / "generated"
    runtime = {**runtime_files(), **({path: text} if path else {})}
    asked = Asked({})
    shown = replace(package({"__init__.py": A}, folder / "cats"), imports_all=False, importable=frozenset)
    publisher = Publisher(folder, cast("Trial", asked), "generated")
    results = publisher.publish(package(runtime, folder / RUNTIME), shown)
    assert all(results.values()), results
    assert [one for one in asked.modules if "cats" in one] == imported


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EBUSY])
@pytest.mark.parametrize("new", [NEW, {"cats": {"__init__.py": B}}], ids=["together", "one"])
def test_clients_of_a_mounted_folder_are_exchanged_within_it(
    number: int, new: dict[str, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a rename shows that the folder is mounted from elsewhere: then the work folder is inside it."""
    folder = tmp_path / "generated"
    publish_clients(folder, OLD)
    rename, exchange = filesystem.rename, filesystem.exchange

    def leaves(old: Path, other: Path) -> bool:
        return folder in (old, other) or old.is_relative_to(folder) != other.is_relative_to(folder)

    def renaming(old: Path, other: Path) -> None:
        if leaves(old, other):
            raise OSError(number, os.strerror(number))
        rename(old, other)

    def exchanging(one: Path, other: Path) -> bool:
        if leaves(one, other):
            raise OSError(number, os.strerror(number))
        return exchange(one, other)

    monkeypatch.setattr(filesystem, "rename", renaming)
    monkeypatch.setattr(filesystem, "exchange", exchanging)
    results = publish_clients(folder, new)
    assert all(results.values()), results
    assert not [one for one in results.values() if isinstance(one, OSError)]
    assert tree(folder / "cats") == {"__init__.py": B}
    assert sorted(one.name for one in folder.iterdir()) == [RUNTIME, "cats", "dogs"]
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_dir()) == ["generated"]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are counted in /proc")
def test_no_file_stays_open(tmp_path: Path) -> None:
    publish_clients(tmp_path / "generated", OLD)
    before = len(os.listdir("/proc/self/fd"))
    publish_clients(tmp_path / "generated", NEW)
    publish_clients(tmp_path / "generated", OLD)
    assert len(os.listdir("/proc/self/fd")) == before


def test_without_its_runtime_no_client_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each says why, in the words of the system."""
    full = os.strerror(errno.ENOSPC)

    def failing(path: Path, data: bytes) -> None:
        if RUNTIME in path.parts:
            raise OSError(errno.ENOSPC, full)
        path.write_bytes(data)

    monkeypatch.setattr(filesystem, "write", failing)
    results = publish_clients(tmp_path / "generated", OLD)
    errors = {name: (one.strerror, one.errno) for name, one in results.items() if isinstance(one, OSError)}
    needed = f"the runtime that it needs cannot be published: {full}"
    assert errors == {name: (full if name == RUNTIME else needed, errno.ENOSPC) for name in OLD}


@pytest.mark.parametrize("foreign", ["__init__.py", "models/a.py", "py.typed"])
def test_a_link_to_a_generated_file_is_not_ours(foreign: str, target: Path) -> None:
    """It is neither replaced nor written through."""
    files = {"__init__.py": A, "models/a.py": A, "py.typed": ""}
    publish(files, target)
    elsewhere = target.parent / "elsewhere"
    os.replace(target / foreign, elsewhere)
    (target / foreign).symlink_to(elsewhere)
    with pytest.raises(PublishError, match="in the way"):
        publish({**files, "b.py": B, foreign: B if foreign.endswith(".py") else ""}, target)
    assert elsewhere.read_text() == files[foreign]
    assert (target / foreign).is_symlink()
    assert not (target / "b.py").exists()


@pytest.mark.parametrize(
    ("made", "ours"),
    [
        ({"__init__.py": f"{HEADER}\n"}, True),
        ({"__init__.py": ""}, False),
        ({"__init__.py": f"\n{HEADER}\n"}, False),
        ({"a.py": f"{HEADER}\n"}, False),
        ({"__init__.py/a.py": f"{HEADER}\n"}, False),
        ({}, False),
    ],
)
def test_a_package_of_ours_begins_with_the_header(made: dict[str, str], ours: bool, tmp_path: Path) -> None:
    """What is no package of ours is never removed as one whose provider is gone."""
    folder = tmp_path / "pets"
    folder.mkdir()
    for path, text in made.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    (tmp_path / "link").symlink_to(folder)
    assert is_client(folder) is ours
    assert not is_client(tmp_path / "link")
    assert not is_client(tmp_path / "none")


@pytest.mark.parametrize("mask", [0o022, 0o002, 0o077])
def test_new_files_and_folders_have_the_modes_that_the_user_wants(mask: int, target: Path) -> None:
    before = os.umask(mask)
    try:
        publish({"__init__.py": A, "models/a.py": A}, target)
        publish({"__init__.py": B, "models/a.py": A, "calls/b.py": A}, target)
    finally:
        os.umask(before)
    for path in target.rglob("*"):
        expected = (0o777 if path.is_dir() else 0o666) & ~mask
        assert stat.S_IMODE(path.stat().st_mode) == expected, path
