"""Every folder next to this file is a case: a small document in, the package or the diagnostics that it gives.

`spec.yaml` (with `overlay.yaml` and `provider.toml` where there are such) becomes `expected/`, a package without its
runtime; `expected.txt` holds the diagnostics, warnings too. `make golden` writes both anew: read the difference.
"""

from __future__ import annotations

import os
import shutil
import sys
from importlib import import_module, invalidate_caches
from pathlib import Path

import pytest

from generator.commands.job import Job, run
from generator.commands.workspace import ClientSource
from generator.diagnostics import Diagnostic

CASES = Path(__file__).parent
RUNTIME = CASES.parents[1] / "generator" / "runtime"
GOLDEN = os.environ.get("CLIENTWRIGHT_GOLDEN") == "1"


def _name(case: Path) -> str:
    return case.name.replace("-", "_")


def _subject(case: Path) -> ClientSource:
    overlay, settings = case / "overlay.yaml", case / "provider.toml"
    return ClientSource(
        "shop",
        case / "spec.yaml",
        overlay if overlay.is_file() else None,
        settings if settings.is_file() else None,
        case / "expected",
        "shop",
        alone=True,
    )


def _line(diagnostic: Diagnostic, case: Path) -> str:
    text = f"{diagnostic.where or ''}: {diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"
    return text.replace(f"{case}{os.sep}", "").replace(str(case), ".")


@pytest.mark.parametrize(
    "case", [pytest.param(one.parent, id=one.parent.name) for one in sorted(CASES.glob("*/spec.yaml"))]
)
def test_case(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = run(Job(_subject(case)))
    assert outcome.crash is None, outcome.crash
    said = "".join(f"{_line(one, case)}\n" for one in outcome.diagnostics)
    files = dict(outcome.files or {})
    if GOLDEN:
        _rewrite(case, files, said)
    assert said == _text(case / "expected.txt")
    assert files == _tree(case / "expected")
    assert bool(files) != case.name.startswith("refused-")
    if files:
        _import(_name(case), files, tmp_path, monkeypatch)


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _tree(folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        return {}
    return {str(one.relative_to(folder)): one.read_text("utf-8") for one in sorted(folder.rglob("*")) if one.is_file()}


def _rewrite(case: Path, files: dict[str, str], said: str) -> None:
    shutil.rmtree(case / "expected", ignore_errors=True)
    for path, text in files.items():
        target = case / "expected" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    (case / "expected.txt").unlink(missing_ok=True)
    if said:
        (case / "expected.txt").write_text(said, "utf-8")


def _import(name: str, files: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Import every module of the package and build every model, as a user's program would."""
    package = folder / name
    for path, text in files.items():
        (package / path).parent.mkdir(parents=True, exist_ok=True)
        (package / path).write_text(text, "utf-8")
    shutil.copytree(RUNTIME, package / "_runtime", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    invalidate_caches()
    for path in sorted(files):
        if path.endswith(".py"):
            module = import_module(".".join([name, *Path(path).with_suffix("").parts]).removesuffix(".__init__"))
            for value in list(vars(module).values()):
                if isinstance(value, type) and hasattr(value, "model_rebuild") and value.__module__ == module.__name__:
                    value.model_rebuild(force=True)
