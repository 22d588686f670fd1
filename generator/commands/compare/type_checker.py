"""Runs mypy, if it is installed: it knows types of the user's code that only a type checker can follow.

The code and the stubs of the client are checked in a temporary folder: no configuration of theirs is read, no plugin
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
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ...compare.usages.stubs import reports
from ...written_files import make, replace

if TYPE_CHECKING:
    from ...compare.usages import Program
    from ...diagnostics import Report

_PATIENCE = 180
_CHECKED = frozenset({0, 1})
"""Exit statuses of mypy after it has checked everything: it found nothing, or something."""
_OPTIONS = (
    *("--config-file=", "--cache-dir=.cache", "--enable-error-code=deprecated", "--check-untyped-defs"),
    *("--ignore-missing-imports", "--follow-imports=silent", "--show-column-numbers", "--hide-error-context"),
    *("--no-error-summary", "--no-color-output", "--no-pretty", "--no-strict-optional", "--allow-redefinition"),
    *("--namespace-packages", "--explicit-package-bases", "--no-warn-unused-configs"),
)


def checker() -> Sequence[str] | None:
    """Return the command that runs mypy; None if it is not installed."""
    if importlib.util.find_spec("mypy") is not None:
        return (sys.executable, "-m", "mypy")
    found = shutil.which("mypy")
    return (found,) if found else None


@dataclass(slots=True)
class _Copy:
    """A copy of the user's program in a folder of its own, under names that a type checker accepts as modules."""

    folder: Path
    original: dict[str, str] = field(default_factory=dict[str, str])
    """Path in the copy → the user's path."""
    _names: dict[tuple[str, ...], str] = field(default_factory=dict[tuple[str, ...], str])

    def write_program(self, program: Program) -> None:
        """Write all modules of the program below `code`."""
        for module in program.modules:
            place = self._path(PurePosixPath(module.path).with_suffix("").parts) + ".py"
            self._write(place, module.text)
            self.original[place] = module.path

    def write_stubs(self, program: Program, package: str, stubs: Mapping[str, str]) -> bool:
        """Write the stubs of a client where the program's imports find it; return False if no import names it."""
        clients = program.clients(package)
        places = {PurePosixPath("stubs", *parts).as_posix() for parts in clients.absolute}
        places |= {self._path(parts) for parts in clients.relative}
        for place in places:
            for path, text in stubs.items():
                self._write(f"{place}/{path}", text)
        return bool(places)

    def roots(self, program: Program) -> list[str]:
        """Return the folders of the copy from which absolute imports start."""
        return sorted({self._path(parts) for parts in program.roots() | {()}})

    def _path(self, parts: tuple[str, ...]) -> str:
        """Return the path of a module or folder of the program in the copy.

        A name that no import can have (`my-app`, `..`, the root of the disk) is replaced by another one, the same for
        everything below it.
        """
        names = (self._name(parts[:length]) for length in range(1, len(parts) + 1))
        return PurePosixPath("code", *names).as_posix()

    def _name(self, parts: tuple[str, ...]) -> str:
        if parts[-1].isidentifier():
            return parts[-1]
        return self._names.setdefault(parts, f"unnamed__{len(self._names)}")

    def _write(self, place: str, text: str) -> None:
        replace(self.folder, place, text.encode("utf-8"))


def check(
    command: Sequence[str], package: str, stubs: Mapping[str, str], program: Program, report: Report
) -> list[tuple[str, int, int, str]]:
    """Return (path, line, column, symbol) of each use of what the stubs mark; nothing, with a warning, if
    mypy fails.
    """
    with tempfile.TemporaryDirectory() as name:
        copy = _Copy(Path(name).resolve())
        try:
            if not copy.write_stubs(program, package, stubs):
                return []
            copy.write_program(program)
            output = _run(command, copy.folder, copy.roots(program), list(copy.original))
        except (OSError, subprocess.SubprocessError) as error:
            report.warning("no-checker", f"mypy failed, so types are not known: {type(error).__name__}")
            return []
    return [
        (copy.original[path], line, column, symbol)
        for path, line, column, symbol in reports(output)
        if path in copy.original
    ]


def _run(command: Sequence[str], folder: Path, roots: Sequence[str], paths: Sequence[str]) -> str:
    """Return what the type checker prints.

    Raises:
        OSError: it cannot be started.
        subprocess.SubprocessError: it does not end in time, or fails before it has checked anything.
    """
    make(folder, "files", "\n".join(paths).encode("utf-8"))
    done = subprocess.run(
        [*command, *_OPTIONS, "@files"],
        cwd=folder,
        env=_environment(("stubs", *roots)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=_PATIENCE,
    )
    if done.returncode not in _CHECKED:
        raise subprocess.CalledProcessError(done.returncode, list(command))
    return done.stdout.decode("utf-8", "replace")


def _environment(path: Sequence[str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MYPY", "PYTHON"))}
    return kept | {"MYPYPATH": os.pathsep.join(path)}
