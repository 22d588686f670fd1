"""mypy, where it is at hand: it knows types of the user's code that only a type checker can follow.

The code and stubs of the client are checked in a folder of their own: no configuration of theirs is read, no plugin
runs, and nothing is imported.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ...compare.usages.stubs import reports

if TYPE_CHECKING:
    from ...compare.usages import Program
    from ...diagnostics import Report

_PATIENCE = 180
_OPTIONS = (
    *("--config-file=", "--cache-dir=.cache", "--enable-error-code=deprecated", "--check-untyped-defs"),
    *("--ignore-missing-imports", "--follow-imports=silent", "--show-column-numbers", "--hide-error-context"),
    *("--no-error-summary", "--no-color-output", "--no-pretty", "--no-strict-optional", "--allow-redefinition"),
    *("--namespace-packages", "--explicit-package-bases", "--no-warn-unused-configs"),
)


def checker() -> Sequence[str] | None:
    """Return the command that runs mypy, None where there is none."""
    if importlib.util.find_spec("mypy") is not None:
        return (sys.executable, "-m", "mypy")
    found = shutil.which("mypy")
    return (found,) if found else None


def check(
    command: Sequence[str], package: str, stubs: Mapping[str, str], program: Program, report: Report
) -> list[tuple[str, int, int, str]]:
    """Return (path, line, column, symbol) of each use of what the stubs mark; with a warning, nothing."""
    homes = program.packages(package)
    if not homes:
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        places = _written(folder, program)
        for home in homes:
            for path, text in stubs.items():
                _write(folder.joinpath("stubs", *home, path), text)
        try:
            output = _run(command, folder, sorted(_root(one) for one in program.roots() | {()}), list(places))
        except (OSError, subprocess.TimeoutExpired) as error:
            report.warning("no-checker", f"mypy could not be asked which types the code has: {type(error).__name__}")
            return []
    return [(places[path], line, column, symbol) for path, line, column, symbol in reports(output) if path in places]


def _run(command: Sequence[str], folder: Path, roots: Sequence[str], paths: Sequence[str]) -> str:
    (folder / "files").write_text("\n".join(paths), "utf-8")
    done = subprocess.run(
        [*command, *_OPTIONS, "@files"],
        cwd=folder,
        env=_environment(("stubs", *roots)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=_PATIENCE,
    )
    return done.stdout.decode("utf-8", "replace")


def _environment(path: Sequence[str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MYPY", "PYTHON"))}
    return kept | {"MYPYPATH": os.pathsep.join(path)}


def _written(folder: Path, program: Program) -> dict[str, str]:
    """Write the program and return path there → path as the user knows it."""
    places: dict[str, str] = {}
    for module in program.modules:
        place = PurePosixPath("code", *_parts(module.path)).as_posix()
        _write(folder / place, module.text)
        places[place] = module.path
    return places


def _root(parts: tuple[str, ...]) -> str:
    return PurePosixPath("code", *_parts("/".join(parts))).as_posix()


def _parts(path: str) -> tuple[str, ...]:
    return tuple("up" if part == ".." else part for part in PurePosixPath(path).parts if part not in ("/", "."))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")
