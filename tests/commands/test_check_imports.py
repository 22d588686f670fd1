"""`check` imports every module that it finds as generated, also those that the gate shows to be importable."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.commands.check import check_all
from generator.commands.generate import RunOptions, generate_all
from generator.commands.workspace import Workspace
from generator.publish.import_check import ImportRequest, Trial
from tests.publish.support import PETS

if TYPE_CHECKING:
    from collections.abc import Callable

OPTIONS = RunOptions(workers=1)


def say_nothing(_done: int, _total: int) -> None:
    pass


def find_a_problem(_trial: Trial, _request: ImportRequest) -> Callable[[], str | None]:
    return lambda: "the module x cannot be imported: y"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "specs" / "pets").mkdir(parents=True)
    (tmp_path / "specs" / "pets" / "openapi.yaml").write_text(PETS)
    found = Workspace(tmp_path)
    assert [row.status for row in generate_all(found, ["pets"], OPTIONS, say_nothing)] == ["written", "written"]
    return found


def test_what_is_as_generated_is_imported(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = Trial.ask

    def noted(trial: Trial, request: ImportRequest) -> Callable[[], str | None]:
        asked.extend(request.modules)
        return ask(trial, request)

    monkeypatch.setattr(Trial, "ask", noted)
    assert [row.status for row in check_all(workspace, ["pets"], OPTIONS, say_nothing)] == ["unchanged"]
    modules = (workspace.generated / "pets").rglob("*.py")
    names = {".".join(path.relative_to(workspace.root).with_suffix("").parts) for path in modules}
    assert set(asked) == {name.removesuffix(".__init__") for name in names}


def test_a_client_that_cannot_be_imported_is_an_error(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Trial, "ask", find_a_problem)
    (row,) = check_all(workspace, ["pets"], OPTIONS, say_nothing)
    assert row.status == "different"
    assert [one.code for one in row.diagnostics if one.severity == "error"] == ["cannot-import"]


def test_what_somebody_changed_is_not_imported(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_trial: Trial, request: ImportRequest) -> Callable[[], str | None]:
        raise AssertionError(request)

    monkeypatch.setattr(Trial, "ask", refuse)
    client = workspace.generated / "pets" / "client.py"
    client.write_text(client.read_text() + "\nprint()\n")
    (row,) = check_all(workspace, ["pets"], OPTIONS, say_nothing)
    assert row.status == "different"
    client.write_text(client.read_text().removesuffix("\nprint()\n"))
    runtime = workspace.generated / "_runtime" / "errors.py"
    runtime.write_text(runtime.read_text() + "\nprint()\n")
    assert [row.status for row in check_all(workspace, ["pets"], OPTIONS, say_nothing)] == ["different", "unchanged"]
