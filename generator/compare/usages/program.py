"""The user's own program, parsed: its modules, and how their imports find each other."""

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
        """The parts of the path of its package: what a relative import begins from."""
        return PurePosixPath(self.path).parts[:-1]

    def line(self, number: int) -> str:
        """Return a line of its text, stripped."""
        return self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class ClientPlaces:
    """Where a client lies that a program imports."""

    absolute: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])
    """The parts of its name, as `sys.path` finds it: `("vendor", "acme")`."""
    relative: set[tuple[str, ...]] = field(default_factory=set[tuple[str, ...]])
    """The parts of its path, beginning as the paths of the modules do that import it."""


class Program:
    """All modules that could be parsed."""

    def __init__(self, modules: Iterable[Module]) -> None:
        """Index the modules by where they lie."""
        self.modules = tuple(modules)
        self._by_parts = {module.parts: module for module in self.modules}
        self._by_name: dict[str, list[Module]] = {}
        for module in self.modules:
            self._by_name.setdefault(module.parts[-1] if module.parts else "", []).append(module)

    def clients(self, package: str) -> ClientPlaces:
        """Return where a client lies that is not among these modules, by the imports that name it."""
        places = ClientPlaces()
        for module in self.modules:
            for parts, relative in _imports(module):
                place = parts[: parts.index(package) + 1] if package in parts else ()
                if place and not self.at(place):
                    (places.relative if relative else places.absolute).add(place)
        return places

    def roots(self) -> set[tuple[str, ...]]:
        """Return the folders that absolute imports of the program's own modules begin from."""
        found: set[tuple[str, ...]] = set()
        for module in self.modules:
            for parts, _ in _imports(module):
                for length in range(1, len(parts) + 1):
                    place = self.find(parts[:length])
                    if place:
                        found.add(place[: len(place) - length])
        return found

    def at(self, parts: tuple[str, ...]) -> Module | None:
        """Return the module that lies at a path."""
        return self._by_parts.get(parts)

    def find(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """Return where the module of an absolute import lies; as where the program runs is not known, by its end.

        Empty where there is none, or more than one.
        """
        if not parts:
            return ()
        found = [one for one in self._by_name.get(parts[-1], ()) if one.parts[-len(parts) :] == parts]
        return found[0].parts if len(found) == 1 else ()


def _imports(module: Module) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield what a module imports, as names in parts, and whether they begin from the module's own path."""
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
    """Return the program of path → text; a file that is no Python of this version is a warning."""
    modules: list[Module] = []
    for path, text in files.items():
        try:
            with warnings.catch_warnings():
                # A program's own bad escapes are not what was asked for.
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = error.lineno or 0 if isinstance(error, SyntaxError) else 0
            reason = error.msg if isinstance(error, SyntaxError) else str(error) or "nested too deeply"
            message = f"not searched for uses, as it is no Python that can be read: {reason}"
            report.warning("unreadable-code", message, Location(path, line, 1 if line else 0))
            continue
        modules.append(Module(path, tree, text, tuple(_LINE_END.split(text))))
    return Program(modules)
