"""No client is ever next to a runtime that it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.publish import filesystem
from generator.publish.publisher import HEADER, PublishError, Trial
from tests.publish.support import publish_clients, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with Trial() as one:
        yield one


def runtime(name: str) -> dict[str, str]:
    return {"__init__.py": "", "core.py": f"{name} = 1\n"}


def client(name: str) -> dict[str, str]:
    return {"__init__.py": f"{HEADER}\nfrom .._runtime.core import {name}\n"}


OLD = {"_runtime": runtime("Old"), "cats": client("Old"), "dogs": client("Old")}
NEW = {"_runtime": runtime("New"), "cats": client("New"), "dogs": client("New")}


def files(packages: dict[str, dict[str, str]]) -> dict[str, str]:
    return {f"{name}/{path}": text for name, one in packages.items() for path, text in one.items()}


@pytest.fixture
def folder(tmp_path: Path, trial: Trial) -> Path:
    """Two clients and the runtime that they fit."""
    folder = tmp_path / "generated"
    assert not any(isinstance(one, OSError) for one in publish_clients(folder, OLD, trial).values())
    assert tree(folder) == files(OLD)
    return folder


def test_a_runtime_and_its_clients_change_in_one_step(
    folder: Path, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "notes.md").write_text("mine")
    (folder / "own").mkdir()
    (folder / "own" / "__init__.py").write_text("import nothing_of_ours\n")
    exchange, steps = filesystem.exchange, list[str]()

    def watched(one: Path, other: Path) -> bool:
        steps.append(other.name)
        return exchange(one, other)

    monkeypatch.setattr(filesystem, "exchange", watched)
    assert all(publish_clients(folder, NEW, trial).values())
    assert steps == ["generated"]
    assert tree(folder) == files(NEW) | {"notes.md": "mine", "own/__init__.py": "import nothing_of_ours\n"}
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == ["generated"]


def test_an_unchanged_client_must_work_with_the_new_runtime(folder: Path, trial: Trial) -> None:
    results = publish_clients(folder, {"_runtime": runtime("New"), "cats": client("New")}, trial)
    assert [getattr(one, "code", None) for one in results.values()] == ["runtime-mismatch", "runtime-mismatch"]
    assert "dogs, which stays as it is" in str(results["cats"])
    assert tree(folder) == files(OLD)


def test_an_unchanged_client_that_works_with_the_new_runtime_stays(folder: Path, trial: Trial) -> None:
    both = {"__init__.py": "", "core.py": "Old = New = 1\n"}
    assert all(publish_clients(folder, {"_runtime": both, "cats": client("New")}, trial).values())
    assert tree(folder) == files({"_runtime": both, "cats": client("New"), "dogs": client("Old")})


def test_a_client_that_was_broken_before_does_not_stop_a_new_runtime(folder: Path, trial: Trial) -> None:
    (folder / "dogs" / "__init__.py").write_text(f"{HEADER}\nfrom nowhere import nothing\n")
    assert all(publish_clients(folder, {"_runtime": runtime("New"), "cats": client("New")}, trial).values())
    assert (folder / "cats" / "__init__.py").read_text() == client("New")["__init__.py"]


def test_a_new_client_that_cannot_be_imported_is_left_out(folder: Path, trial: Trial) -> None:
    both = {"__init__.py": "", "core.py": "Old = New = 1\n"}
    results = publish_clients(folder, {"_runtime": both, "cats": client("New"), "dogs": client("Nothing")}, trial)
    assert [isinstance(one, PublishError) for one in results.values()] == [False, False, True]
    assert tree(folder) == files({"_runtime": both, "cats": client("New"), "dogs": client("Old")})


def test_neither_a_broken_runtime_nor_its_clients_are_published(folder: Path, trial: Trial) -> None:
    broken = {"__init__.py": "", "core.py": "New = 1 / 0\n"}
    results = publish_clients(folder, {**NEW, "_runtime": broken}, trial)
    assert str(results["_runtime"]).startswith(
        "the module generated._runtime.core cannot be imported: ZeroDivisionError"
    )
    assert str(results["cats"]).startswith("the runtime that it needs cannot be published: the module")
    assert tree(folder) == files(OLD)


def test_the_first_runtime_comes_before_its_clients(tmp_path: Path, trial: Trial) -> None:
    folder = tmp_path / "generated"
    broken = {"__init__.py": "", "core.py": "New = 1 / 0\n"}
    assert not any(
        not isinstance(one, OSError) for one in publish_clients(folder, {**NEW, "_runtime": broken}, trial).values()
    )
    assert not folder.exists()
    (folder / "_runtime").mkdir(parents=True)
    (folder / "_runtime" / "core.py").mkdir()
    assert all(isinstance(one, OSError) for one in publish_clients(folder, NEW, trial).values())
    assert tree(folder) == {}
