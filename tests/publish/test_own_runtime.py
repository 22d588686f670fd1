"""The program's own runtime is imported from its bytecode, and any other as it is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.program_files import RUNTIME_SOURCE
from generator.publish.import_check import ImportRequest, Trial
from generator.publish.own_runtime import compile_runtime, own_modules
from generator.publish.runtime_copy import runtime_files

MODULE = "errors.py"


def imported_from(folder: Path, text: str) -> str | None:
    """Import a package in whose runtime MODULE has a text; return the problem: the file that it was loaded from."""
    for path, own in runtime_files().items():
        target = folder / "acme" / "_runtime" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text if path == MODULE else own, "utf-8")
    (folder / "acme" / "__init__.py").write_text("from ._runtime.errors import __file__\nraise ValueError(__file__)\n")
    with Trial() as trial:
        return trial.ask(ImportRequest(["acme"], [folder]))()


def test_a_copy_is_loaded_from_the_program(tmp_path: Path) -> None:
    problem = imported_from(tmp_path, runtime_files()[MODULE])
    assert problem is not None
    assert problem.endswith(f"ValueError: {RUNTIME_SOURCE / MODULE}")


def test_another_text_is_loaded_as_it_is(tmp_path: Path) -> None:
    problem = imported_from(tmp_path, runtime_files()[MODULE] + "\n")
    assert problem is not None
    assert problem.endswith(f"ValueError: {tmp_path / 'acme' / '_runtime' / MODULE}")


def test_a_module_that_a_package_does_not_have_is_missed(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    (folder / "_runtime").mkdir(parents=True)
    (folder / "_runtime" / "__init__.py").write_text(runtime_files()["__init__.py"], "utf-8")
    (folder / "__init__.py").write_text("from ._runtime import Model\n", "utf-8")
    with Trial() as trial:
        problem = trial.ask(ImportRequest(["acme"], [tmp_path]))()
    assert problem is not None
    assert "No module named 'acme._runtime." in problem


def test_which_modules_are_the_programs() -> None:
    files = {f"_runtime/{path}": text for path, text in runtime_files().items()} | {"a.py": "", "_runtime/x.py": ""}
    files["_runtime/__init__.py"] += "\n"
    expected = {f"_runtime/{path}" for path in runtime_files()} - {"_runtime/__init__.py"}
    assert own_modules("acme", files) == expected
    assert own_modules("_runtime", runtime_files()) == {*runtime_files()}


def test_no_bytecode_is_written_if_python_must_not(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[object] = []
    monkeypatch.setattr("py_compile.compile", lambda *arguments, **_options: written.append(arguments))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compile_runtime()
    assert written == []
