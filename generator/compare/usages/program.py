"""The user's own program, parsed: its modules, and how their imports resolve."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ...diagnostics import Location

if TYPE_CHECKING:
    from ...diagnostics import Report

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Module:
    """One file."""

    path: str
    tree: ast.Module = field(repr=False)
    text: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of its path, without `.py` and `__init__`."""
        parts = PurePosixPath(self.path).with_suffix("").parts
        return parts[:-1] if parts[-1:] == ("__init__",) else parts

    @property
    def folder(self) -> tuple[str, ...]:
        """The parts of its package's path, from which relative imports start."""
        return PurePosixPath(self.path).parts[:-1]

    def line(self, number: int) -> str:
        """Return a line of its text, stripped."""
        return self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class ClientPlaces:
    """The places from which a program imports a client."""

    absolute: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])
    """The parts of its absolute name: `("vendor", "acme")`."""
    relative: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])
    """The parts of its path, relative to the same folder as the paths of the importing modules."""


class Program:
    """All modules that could be parsed."""

    def __init__(self, modules: Iterable[Module]) -> None:
        """Index the modules by path."""
        self.modules = tuple(modules)
        self._by_parts = {module.parts: module for module in self.modules}
        self._by_name: dict[str, list[Module]] = {}
        for module in self.modules:
            self._by_name.setdefault(module.parts[-1] if module.parts else "", []).append(module)

    def clients(self, package: str) -> ClientPlaces:
        """Return the places of a client that is not among these modules, by the imports that name it."""
        places = ClientPlaces()
        for module in self.modules:
            for parts, relative in _imports(module):
                place = parts[: parts.index(package) + 1] if package in parts else ()
                if place and not self.at(place):
                    (places.relative if relative else places.absolute).add(place)
        return places

    def roots(self) -> set[tuple[str, ...]]:
        """Return the folders from which absolute imports of the program's own modules start."""
        found: set[tuple[str, ...]] = set()
        for module in self.modules:
            for parts, _ in _imports(module):
                for length in range(1, len(parts) + 1):
                    place = self.find(parts[:length])
                    if place:
                        found.add(place[: len(place) - length])
        return found

    def at(self, parts: tuple[str, ...]) -> Module | None:
        """Return the module at a path."""
        return self._by_parts.get(parts)

    def find(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """Return the path of the module that an absolute import names, matched by its end: the working folder is
        unknown.

        Empty if there is none, or more than one.
        """
        if not parts:
            return ()
        found = [one for one in self._by_name.get(parts[-1], ()) if one.parts[-len(parts) :] == parts]
        return found[0].parts if len(found) == 1 else ()


def _imports(module: Module) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the names that a module imports, in parts, and whether each is relative to the module."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Import(names=names):
                yield from ((tuple(alias.name.split(".")), False) for alias in names)
            case ast.ImportFrom(module=name, names=names, level=level):
                above = module.folder[: len(module.folder) - level + 1] if level else ()
                parts = (*above, *(name.split(".") if name else ()))
                yield from (((*parts, alias.name), bool(level)) for alias in names)
            case _:
                pass


def parse(files: Mapping[str, str], report: Report) -> Program:
    """Return the program for path → text; a file that is not valid Python gives a warning."""
    modules: list[Module] = []
    for path, text in files.items():
        try:
            with warnings.catch_warnings():
                # Warnings about invalid escapes in the program are not our subject.
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = error.lineno or 0 if isinstance(error, SyntaxError) else 0
            reason = error.msg if isinstance(error, SyntaxError) else str(error) or "nested too deeply"
            message = f"not searched for uses, because it cannot be read as Python: {reason}"
            report.warning("unreadable-code", message, Location(path, line, 1 if line else 0))
            continue
        modules.append(Module(path, tree, text, tuple(_LINE_END.split(text))))
    return Program(modules)
