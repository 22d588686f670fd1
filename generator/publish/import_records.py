"""Records which modules of a package have imported successfully, so that unchanged ones are not imported again.

Importing a module runs its own text and the texts of the modules that it imports. If all of these are the same to the
byte, in the same surroundings, the same happens. A module is therefore identified by a digest of its text and of all
that it imports, directly or indirectly: an unchanged module that imports a changed one is imported again.

This covers what `import` statements say. If anything is loaded in another way while modules are imported, the importing
process reports it, and nothing is recorded.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..artifacts import RUNTIME
from ..content_cache import digest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .record import PackageRecord

_Name: TypeAlias = "tuple[str, ...]"

_MODULES = "modules"
"""The section of a package's record: the digests of the modules that imported."""
_IMPORT = re.compile(r"\nfrom (\.+)([\w.]*) import ")
"""An import that runs when its module is imported: those in functions, or for type checkers, are indented."""
_NAMES = re.compile(r"\([^)]*|.*")
_WORD = re.compile(r"\w+")
_SOURCES = tuple(
    Path(__file__).with_name(f"{name}.py")
    for name in ("import_worker", "import_check", "import_records", "guarded_process", "own_runtime")
)


def imported(record: PackageRecord) -> frozenset[str]:
    """Return the digests of the modules that imported; empty without a record."""
    try:
        return frozenset(str(one) for one in record.read(_MODULES) or ())
    except TypeError:
        # Written by another version: the same as no record.
        return frozenset()


def note_imported(record: PackageRecord, digests: Iterable[str]) -> None:
    """Record the digests of modules that imported, in place of the earlier ones."""
    record.note(**{_MODULES: sorted(digests)})


def digests_of(files: Mapping[str, str], surroundings: str) -> dict[str, str]:
    """Return path → digest for each module of a package; the digest covers the module and all that it imports."""
    modules = {path: text for path, text in files.items() if path.endswith(".py")}
    texts = {path: digest(text) for path, text in modules.items()}
    own = {path: text for path, text in texts.items() if _is_runtime(path)}
    outside = digest(json.dumps([surroundings, sorted(own.items())]))
    imports = {path: _imports(path, text, modules) for path, text in modules.items() if path not in own}
    found = dict.fromkeys(own, outside)
    for path in imports:
        reached = sorted((one, texts[one]) for one in _reached(path, imports))
        found[path] = digest(json.dumps([outside, path, reached]))
    return found


def surroundings(package: str, runtime: Path | None, foreign: Iterable[str]) -> str:
    """Return what else an import depends on: the runtime next to the package, files in it that are not ours, the
    libraries.
    """
    sources = sorted(runtime.rglob("*.py")) if runtime else ()
    shared = [(path.name, _content(path)) for path in sources]
    return json.dumps([package, shared, sorted(foreign), _engine()])


@cache
def _engine() -> list[str]:
    libraries = sorted({path.name for entry in sys.path if entry for path in Path(entry).glob("*.dist-info")})
    return [sys.version, *libraries, *map(_content, _SOURCES)]


def _imports(path: str, text: str, modules: Mapping[str, str]) -> set[str]:
    """Return the modules of the package that a module's import statements load, and the packages they are in."""
    folder = tuple(path.split("/")[:-1])
    wanted: set[_Name] = {folder}
    text = f"\n{text}"
    for statement in _IMPORT.finditer(text):
        above = len(statement[1]) - 1
        if above > len(folder):
            continue  # It is next to the package, and belongs to the surroundings.
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
    # Its modules load one another on demand, so they share one digest.
    return path.startswith(f"{RUNTIME}/")


def _content(path: Path) -> str:
    return digest(path.read_bytes())
