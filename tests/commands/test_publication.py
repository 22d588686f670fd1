"""What `generate` reports about publishing, and what of the workspace it repairs, in this process."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.artifacts import RUNTIME
from generator.commands.check import check_all
from generator.commands.generate import RunOptions, generate_all, remove_stale
from generator.commands.publication import Content, Publication
from generator.commands.summary import Row, Status
from generator.commands.workspace import Workspace
from generator.diagnostics import Diagnostic
from generator.publish import filesystem
from generator.publish.import_check import ImportRequest, Trial
from generator.publish.publisher import HEADER

OPTIONS = RunOptions(workers=1)
PETS = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "https://pets.example.com"}],
    "paths": {"/pets": {"get": {"operationId": "list-pets", "responses": {"204": {"description": "None."}}}}},
}


def silent(_done: int, _total: int) -> None:
    pass


def nothing_found(_trial: Trial, _request: ImportRequest) -> Callable[[], None]:
    return lambda: None


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace with a published provider."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "specs" / "pets").mkdir(parents=True)
    (folder / "specs" / "pets" / "openapi.json").write_text(json.dumps(PETS))
    with pytest.MonkeyPatch.context() as patch:
        # What is imported on trial is not the question here.
        patch.setattr(Trial, "ask", nothing_found)
        rows = generate_all(Workspace(folder), ("pets",), OPTIONS, silent)
        assert [(row.provider, row.status) for row in rows] == [(RUNTIME, "written"), ("pets", "written")]
        yield folder


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Workspace:
    """The same, to be changed at will."""
    shutil.copytree(made, tmp_path / "workspace")
    return Workspace(tmp_path / "workspace")


def statuses(rows: list[Row]) -> list[tuple[str, str]]:
    return [(row.provider, row.status.value) for row in rows]


def test_a_runtime_is_repaired_although_no_client_changed(workspace: Workspace) -> None:
    assert statuses(generate_all(workspace, ("pets",), OPTIONS, silent)) == [("pets", "unchanged")]
    module = workspace.generated / RUNTIME / "problems.py"
    text = module.read_text()
    module.write_text("broken = True\n")
    rows = generate_all(workspace, ("pets",), OPTIONS, silent)
    assert statuses(rows) == [(RUNTIME, "written"), ("pets", "unchanged")]
    assert rows[0].changed == rows[0].edited == ("problems.py",)
    assert module.read_text() == text


def test_what_is_recorded_of_a_provider_goes_with_it(workspace: Workspace) -> None:
    record = workspace.cache / "packages" / "pets.json"
    assert record.exists()
    shutil.rmtree(workspace.specs / "pets")
    (workspace.generated / "mine").mkdir()
    (workspace.generated / "mine" / "__init__.py").write_text("")
    assert statuses(remove_stale(workspace)) == [("pets", "removed")]
    assert not record.exists()
    assert sorted(one.name for one in workspace.generated.iterdir()) == [RUNTIME, "mine"]


@pytest.mark.parametrize("path", ["notes.txt", "models/mine.py", "deep/er/data.json"])
def test_check_names_files_that_were_not_generated(path: str, workspace: Workspace) -> None:
    assert statuses(check_all(workspace, ("pets",), OPTIONS, silent)) == [("pets", "unchanged")]
    file = workspace.generated / "pets" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine")
    (row,) = check_all(workspace, ("pets",), OPTIONS, silent)
    assert (row.status, row.added, row.changed, row.removed) == ("different", (), (), (path,))
    assert row.diff == f"Only in {workspace.generated / 'pets'}: {path} (not generated: remove it by hand)\n"


@pytest.mark.parametrize("strict", [False, True])
def test_a_provider_with_examples_that_fit_is_as_published(strict: bool, workspace: Workspace) -> None:
    (workspace.specs / "pets" / "examples").mkdir()
    generate_all(workspace, ("pets",), OPTIONS, silent)
    (row,) = check_all(workspace, ("pets",), RunOptions(workers=1, strict=strict), silent)
    assert (row.status, row.diagnostics) == ("unchanged", ())


class Published:
    """A publication of clients, and what it announces."""

    def __init__(self, folder: Path) -> None:
        self.announced: list[Diagnostic] = []
        self.output = folder / "generated"
        self.publication = Publication(
            self.output, "generated", folder / "edited", folder / "records", Trial(), self.announced.append
        )

    def publish(self, files: dict[str, str]) -> Row:
        (row,) = self.publication.publish([(Row("pets", Status.WRITTEN), Content(files))])
        return row


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Published:
    monkeypatch.setattr(Trial, "ask", nothing_found)
    return Published(tmp_path)


def modules(count: int, text: str) -> dict[str, str]:
    return {f"m{number:02}.py": f"{HEADER}\n{text}\n" for number in range(count)}


@pytest.mark.parametrize(("count", "lines", "more"), [(1, 1, ""), (20, 20, ""), (21, 21, "1 more"), (25, 21, "5 more")])
def test_edited_files_are_named_once_and_then_counted(count: int, lines: int, more: str, published: Published) -> None:
    published.publish(modules(count, "A = 1"))
    for path in modules(count, ""):
        (published.output / "pets" / path).write_text(f"{HEADER}\nedited = True\n")
    row = published.publish(modules(count, "A = 2"))
    assert len(row.edited) == count
    assert len(published.announced) == lines
    assert published.announced[-1].message.partition(" files were edited")[0] == (
        more or published.announced[-1].message
    )
    assert row.printed == tuple(published.announced)


def test_an_edit_is_announced_once_if_publishing_is_tried_twice(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is mounted from elsewhere is only noticed when the package is to take its place."""
    published.publish(modules(1, "A = 1"))
    (published.output / "pets" / "m00.py").write_text(f"{HEADER}\nedited = True\n")
    exchange = filesystem.exchange

    def exchanging(one: Path, other: Path) -> bool:
        if not one.is_relative_to(published.output):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return exchange(one, other)

    monkeypatch.setattr(filesystem, "exchange", exchanging)
    row = published.publish(modules(1, "A = 2"))
    assert (row.status, row.edited) == ("written", ("m00.py",))
    assert [one.code for one in published.announced] == ["edited-by-hand"]


def test_a_removal_says_what_became_of_it(published: Published) -> None:
    published.publish(modules(1, "A = 1"))
    row = published.publication.remove("pets")
    assert (row.status, row.removed) == ("removed", ("m00.py",))
    assert published.publication.remove("pets").status == "removed"
    published.publish(modules(1, "A = 1"))
    os.rename(published.output / "pets", published.output / "elsewhere")
    (published.output / "pets").symlink_to("elsewhere")
    row = published.publication.remove("pets")
    assert (row.status, [one.code for one in row.diagnostics]) == ("refused", ["cannot-publish"])
    assert (published.output / "elsewhere" / "m00.py").exists()
