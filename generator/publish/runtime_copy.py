"""The runtime as it is published: for one of the HTTP libraries, whole or reduced to what one package needs."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

from ..artifacts import RUNTIME
from ..program_files import RUNTIME_SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..config import Library

_IMPORT = "\nimport httpx\n"
HTTP = "_http.py"
"""The only module that differs with the HTTP library."""
_START = "__init__.py"
_WIDTH = 120
_FIXTURES = "testing/pytest_plugin.py"
"""No module imports it: pytest does, if a package has fakes."""
_ALWAYS = ("Hooks", "RequestOptions", "RetryPolicy", "open_telemetry")
"""Modules that callers may need with any client."""


@cache
def runtime_files(library: Library = "httpx") -> Mapping[str, str]:
    """Return path → text of the runtime, with the import of the HTTP library that is used."""
    found = sorted(RUNTIME_SOURCE.rglob("*.py"))
    files = {path.relative_to(RUNTIME_SOURCE).as_posix(): path.read_bytes().decode("utf-8") for path in found}
    if library != "httpx":
        files[HTTP] = files[HTTP].replace(_IMPORT, f"\nimport {library} as httpx\n")
    return files


def needed_runtime(package: Mapping[str, str], library: Library) -> dict[str, str]:
    """Return path → text of the runtime modules that a package can reach by imports, including those within functions.

    `package` is path → text of its modules. The runtime's `__init__` then exports only what these modules define.
    """
    files = runtime_files(library)
    homes = _homes(files[_START])
    modules = [text for path, text in package.items() if path.endswith(".py")]
    names = {*_ALWAYS, *(name for text in modules for name in _imported_names(text))}
    kept: set[str] = set()
    waiting = [_path(homes[name], files) for name in sorted(names & homes.keys())]
    waiting += [_FIXTURES] if "testing.py" in package else []
    while waiting:
        path = waiting.pop()
        if path not in kept:
            kept.add(path)
            waiting += _imports(path, files)
    kept |= {_package_of(path) for path in kept if "/" in path}
    return {_START: start_of(kept), **{path: files[path] for path in sorted(kept)}}


def start_of(paths: Iterable[str]) -> str:
    """Return the text of the runtime's `__init__` if only these modules are copied."""
    text = runtime_files()[_START]
    there = {path.removesuffix(".py").replace("/", ".") for path in paths}
    return _without(text, {name for name, module in _homes(text).items() if module not in there})


@cache
def _homes(text: str) -> dict[str, str]:
    """Return name → module of what the runtime exports, from the text of its `__init__`."""
    tree = ast.parse(text)
    table = next(
        one.value for one in tree.body if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "_MODULES"
    )
    modules: dict[str, tuple[str, ...]] = ast.literal_eval(table)
    return {name: module for module, names in modules.items() for name in names}


_RELATIVE = re.compile(r"\n *from (\.+)([\w.]*) import (?:\(([^()]*)\)|([^\n(]*))$", re.MULTILINE)
"""A relative import: its dots, its module and its names. The end of the line before is found faster than a start."""


def _relative_imports(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Yield level, module and names of each relative import of a formatted module, at its top or within a function.

    Text alone is looked at: to parse the modules of a large package costs as much as to write them.
    """
    for found in _RELATIVE.finditer(f"\n{text}"):
        names = (found[3] or found[4]).replace("\n", " ").split(",")
        yield len(found[1]), found[2], [name.split()[0] for name in names if name.strip()]


def _imported_names(text: str) -> Iterator[str]:
    for _, module, names in _relative_imports(text):
        if module == RUNTIME:
            yield from names


def _imports(path: str, files: Mapping[str, str]) -> Iterator[str]:
    """Yield the paths of the runtime modules that a runtime module imports, anywhere in its text."""
    here = path.split("/")[:-1]
    for level, dotted, names in _relative_imports(files[path]):
        base = here[: len(here) - level + 1]
        module = [*base, *(dotted.split(".") if dotted else [])]
        if module and "/".join(module) + ".py" in files:
            yield "/".join(module) + ".py"
        else:
            candidates = ("/".join([*module, name]) + ".py" for name in names)
            yield from (one for one in candidates if one in files)


def _path(module: str, files: Mapping[str, str]) -> str:
    path = module.replace(".", "/") + ".py"
    return path if path in files else _START


def _package_of(path: str) -> str:
    return path.rpartition("/")[0] + "/" + _START


def _without(text: str, gone: Iterable[str]) -> str:
    """Return the text of the runtime's `__init__` without some names: their imports, their exports, their modules."""
    removed = set(gone)
    lines = _joined(text)
    kept: list[str] = []
    for line in lines:
        found = re.fullmatch(r"    from (\.[\w.]+) import (.*)", line)
        place = re.fullmatch(r'    ("[\w.]+"): \((.*)\),', line)
        if found:
            names = [name for name in found[2].split(", ") if name not in removed]
            kept += _wrapped(f"    from {found[1]} import ", names, ("(", ")"), always=False) if names else []
        elif place:
            names = [f'"{name}"' for name in re.findall(r'"(\w+)"', place[2]) if name not in removed]
            kept += _wrapped(f"    {place[1]}: ", names, ("(", "),"), always=True) if names else []
        elif not ((export := re.fullmatch(r'    "(\w+)",', line)) and export[1] in removed):
            kept.append(line)
    return "\n".join(kept)


def _wrapped(start: str, names: list[str], brackets: tuple[str, str], *, always: bool) -> list[str]:
    """Return the lines of a list of names after `start`, in brackets if they need several lines, or if `always`."""
    opening, closing = brackets if always else ("", "")
    comma = "," if always and len(names) == 1 else ""
    line = f"{start}{opening}{', '.join(names)}{comma}{closing}"
    if len(line) <= _WIDTH:
        return [line]
    return [f"{start}{brackets[0]}", *(f"        {name}," for name in names), f"    {brackets[1]}"]


def _joined(text: str) -> list[str]:
    """Return the lines of a text, joining those of a bracket that spans several, except for the list of exports."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and lines[-1].startswith("    ") and lines[-1].count("(") > lines[-1].count(")"):
            before = lines[-1]
            inner = line.strip()
            glue = "" if before.endswith("(") or inner.startswith(")") else " "
            lines[-1] = f"{before}{glue}{inner}".replace(",)", ")")
        else:
            lines.append(line)
    return [re.sub(r"import \((.*)\)$", r"import \1", line) for line in lines]
