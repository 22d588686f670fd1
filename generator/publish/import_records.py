"""Which modules of a package imported before, just as they are now: nobody needs to import them again.

Importing a module runs its own text, and those of the modules that it imports. If all of these are the same to the
byte, in the same surroundings, the same happens. A module is therefore known by a digest of its text and of all that
it imports, straight away or by way of others: one that is as it was, and imports one that is not, is imported again.

That sees what `import` statements say. Where anything is loaded in another way while modules are imported, the process
that imports says so, and then nothing is remembered.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ..artifacts import RUNTIME
from ..seal import seal, unseal
from . import filesystem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_Name: TypeAlias = "tuple[str, ...]"

_IMPORT = re.compile(r"^from (\.+)([\w.]*) import ", re.MULTILINE)
"""An import that runs when its module is imported: those in functions, or for type checkers, are indented."""
_NAMES = re.compile(r"\([^)]*|.*")
_WORD = re.compile(r"\w+")
_SOURCES = tuple(
    Path(__file__).with_name(name) for name in ("import_worker.py", "import_check.py", "import_records.py")
)


@dataclass(frozen=True, slots=True)
class Imported:
    """The modules of one package that were imported."""

    file: Path | None
    """Where that is remembered; None where it cannot be. Deleting it is always safe."""
    target: Path

    def read(self) -> frozenset[str]:
        """Return their digests, nothing where nothing is known."""
        try:
            note = unseal(self.file, self.file.read_bytes()) if self.file else None
            noted: dict[str, Any] = json.loads(note or b"{}")
            digests: list[str] = noted.get("modules", [])
            return frozenset(digests)
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            # Never written, by another version, or not whole: the same as knowing nothing.
            return frozenset()

    def note(self, digests: Collection[str]) -> None:
        """Remember them in place of those before; not being able to costs the next run time, nothing else."""
        if self.file is None:
            return
        record = {"target": str(self.target.resolve()), "modules": sorted(digests)}
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            if (note := seal(self.file, f"{json.dumps(record, indent=1)}\n".encode("ascii"))) is not None:
                filesystem.replace(self.file, note, lasting=False)


def digests_of(files: Mapping[str, str], surroundings: str) -> dict[str, str]:
    """Return path → digest of a module and of all that it imports, for each module of a package."""
    modules = {path: text for path, text in files.items() if path.endswith(".py")}
    texts = {path: _digest(text.encode()) for path, text in modules.items()}
    own = {path: text for path, text in texts.items() if _is_runtime(path)}
    outside = _digest(json.dumps([surroundings, sorted(own.items())]).encode())
    imports = {path: _imports(path, text, modules) for path, text in modules.items() if path not in own}
    found = dict.fromkeys(own, outside)
    for path in imports:
        reached = sorted((one, texts[one]) for one in _reached(path, imports))
        found[path] = _digest(json.dumps([outside, path, reached]).encode())
    return found


def surroundings(package: str, runtime: Path | None, foreign: Iterable[str]) -> str:
    """Return what else an import depends on: the runtime beside the package, what in it is foreign, libraries."""
    sources = sorted(runtime.rglob("*.py")) if runtime else ()
    shared = [(path.name, _content(path)) for path in sources]
    return json.dumps([package, shared, sorted(foreign), _engine()])


@cache
def _engine() -> list[str]:
    libraries = sorted({path.name for entry in sys.path if entry for path in Path(entry).glob("*.dist-info")})
    return [sys.version, *libraries, *map(_content, _SOURCES)]


def _imports(path: str, text: str, modules: Mapping[str, str]) -> set[str]:
    """Return the modules of the package that a module imports when it is imported, and the packages they lie in."""
    folder = tuple(path.split("/")[:-1])
    wanted: set[_Name] = {folder}
    for statement in _IMPORT.finditer(text):
        above = len(statement[1]) - 1
        if above > len(folder):
            continue  # It lies beside the package, and belongs to the surroundings.
        base = (*folder[: len(folder) - above], *(statement[2].split(".") if statement[2] else ()))
        names = _NAMES.match(text, statement.end())
        wanted |= {base, *((*base, name) for name in _WORD.findall(names[0] if names else ""))}
    prefixes = {name[:length] for name in wanted for length in range(len(name) + 1)}
    return {file for name in prefixes if (file := _file(name, modules))} - {path}


def _file(name: _Name, modules: Mapping[str, str]) -> str:
    paths = ("/".join((*name, "__init__.py")), f"{'/'.join(name)}.py")
    return next((path for path in paths if path in modules and not _is_runtime(path)), "")


def _reached(path: str, imports: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = {path}, [path]
    while waiting:
        new = imports[waiting.pop()] - reached
        reached |= new
        waiting += new
    return reached


def _is_runtime(path: str) -> bool:
    # Its modules load one another when they are needed: they are one.
    return path.startswith(f"{RUNTIME}/")


def _content(path: Path) -> str:
    return _digest(path.read_bytes())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
