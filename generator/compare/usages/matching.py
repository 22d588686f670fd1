"""Finds the places of the user's program that a change affects.

Names are followed by the client's own types: through assignments, attributes, loops, annotations, returned values and
the program's own modules. If the type of a value is unknown, a name that could hardly mean anything else counts as an
uncertain use.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from ..changes import Change, Direction, Use
from .client_types import Surface
from .program import Program
from .scopes import ProgramFacts
from .sites import Kind, Site
from .statements import Statements
from .stubs import stubs

if TYPE_CHECKING:
    from ...artifacts import Described
    from .program import Module

Report: TypeAlias = tuple[str, int, int, str]
"""Path, line, 1-based column in bytes and symbol of a use that a type checker tells."""
Check: TypeAlias = Callable[[Mapping[str, str], Program], Iterable[Report]]
"""Checks a program against the stubs of a package."""

_FRAMES = 50_000
_PASSES = 3
"""How often the program is read: each time, what was learnt before leads further."""
_REQUIRED = re.compile(
    r"\b(new-required|became-required|added-required|new-request-path-parameter|required-property(-with-default)?-added)\b"
)
_BY_NAME = re.compile(r"^model-|^api-schema-|-renamed$")
"""Rules of changes that concern only who names a class."""
_READS: frozenset[Kind] = frozenset({"read", "name", "import"})
_FIELD = re.compile(r"[A-Z]\w*\.\w+")
_ARGUMENT = re.compile(r"(.+)\((\w+)\)")


def find_uses(
    changes: Iterable[Change], described: Described | None, program: Program, check: Check | None = None
) -> tuple[Change, ...]:
    """Return the changes with the places of a program that each affects; `described` is the client it was written for.

    Without `described`, the provider is new, so nothing can use it yet. `check` runs a type checker, if one is
    installed.
    """
    if described is None:
        return tuple(replace(change, uses=()) for change in changes)
    changes = tuple(changes)
    surface = Surface(described)
    symbols = {symbol for change in changes for symbol in change.symbols}
    reported = check(stubs(surface, symbols), Program(_concerned(surface.package, program))) if check else ()
    index = _Index(find_sites(surface, program, reported), program, surface)
    return tuple(replace(change, uses=index.uses(change)) for change in changes)


def find_sites(surface: Surface, program: Program, reported: Iterable[Report] = ()) -> list[Site]:
    """Return every place of a program that names something of a client; `reported` comes from a type checker."""
    modules = _concerned(surface.package, program)
    facts, found = ProgramFacts(), list[Site]()
    for path, line, column, symbol in reported:
        facts.reported[path, line, column - 1, symbol.rpartition(".")[2]] = symbol
    with _frames():
        for _ in range(_PASSES):
            reader = Statements(surface, program, facts)
            for module in modules:
                reader.module(module, guessing=_mentions(module, surface.package))
            found = reader.values.sites
    return found


@contextmanager
def _frames() -> Generator[None]:
    """Raise the recursion limit to the depth that Python itself can parse."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


class _Index:
    """Sites by symbol."""

    def __init__(self, sites: Iterable[Site], program: Program, surface: Surface) -> None:
        self.surface = surface
        self.modules = {module.path: module for module in program.modules}
        self.sites: dict[str, list[Site]] = {}
        for site in sites:
            self.sites.setdefault(site.symbol, []).append(site)

    def uses(self, change: Change) -> tuple[Use, ...]:
        found = [site for symbol in change.symbols for site in self._concerned(change, symbol)]
        for symbol in change.symbols:
            if symbol in self.surface.schemas and not _BY_NAME.search(change.rule):
                found += [
                    replace(site, symbol=symbol)
                    for carrier in sorted(self.surface.carriers(symbol))
                    for site in self._sites(change, carrier)
                ]
        return tuple(self._use(site) for site in _distinct(found))

    def _concerned(self, change: Change, symbol: str) -> Iterator[Site]:
        if _REQUIRED.search(change.rule) and change.direction in (Direction.REQUEST, Direction.BOTH):
            missing = self._missing(symbol)
            if missing is not None:
                yield from missing
                return
        yield from self._sites(change, symbol)

    def _sites(self, change: Change, symbol: str) -> Iterator[Site]:
        kinds = _kinds(change, symbol)
        # The change cuts a long list of values: then every value may be one of them.
        listed = "enum-value-removed" in change.rule and not change.before.endswith(" more")
        gone = change.before if listed else ""
        for site in self.sites.get(symbol, ()):
            # A call with one of the remaining values is not affected.
            stays = bool(gone and site.value) and site.value not in gone
            if (kinds is None or site.kind in kinds) and not stays:
                yield site

    def _missing(self, symbol: str) -> list[Site] | None:
        """Return the calls that lack a newly required argument; None for a symbol that is neither field nor
        argument.
        """
        if match := _ARGUMENT.fullmatch(symbol):
            made, name = match[1], match[2]
        elif _FIELD.fullmatch(symbol) and not symbol.startswith("errors."):
            made, _, name = symbol.partition(".")
        else:
            return None
        calls = [site for site in self.sites.get(made, ()) if site.kind == "call" and name not in site.given]
        return [replace(site, symbol=symbol, sure=site.sure and site.complete) for site in calls]

    def _use(self, site: Site) -> Use:
        module = self.modules[site.path]
        return Use(site.path, site.line, site.column, module.line(site.line), site.symbol, site.sure)


def _kinds(change: Change, symbol: str) -> frozenset[Kind] | None:
    """Return the kinds of place that a change affects; None for all."""
    if _FIELD.fullmatch(symbol) and change.before and change.after and "renamed" not in change.rule:
        if change.direction is Direction.RESPONSE:
            return _READS
        if change.direction is Direction.REQUEST:
            return frozenset({"write"})
    return None


def _distinct(sites: Sequence[Site]) -> list[Site]:
    """Return one site for each place; an import counts only if nothing else in its file uses the imported name."""
    used = {(site.path, site.symbol) for site in sites if site.kind != "import"}
    places: dict[tuple[str, int], Site] = {}
    for site in sites:
        if site.kind == "import" and (site.path, site.symbol) in used:
            continue
        before = places.get((site.path, site.line))
        if before is None or (site.sure and not before.sure):
            places[site.path, site.line] = site
    return sorted(places.values(), key=lambda site: (not site.sure, site.path, site.line))


def _concerned(package: str, program: Program) -> list[Module]:
    """Return the modules that mention the client, and those linked to them by imports or fixtures."""
    concerned = {module.parts for module in program.modules if _mentions(module, package)}
    ties = [(module, _imported(module, program)) for module in program.modules]
    waiting = True
    while waiting and concerned:
        before = len(concerned)
        fixtures = {module.folder for module, _ in ties if module.parts in concerned and _is_conftest(module)}
        for module, imported in ties:
            within = any(module.folder[: len(folder)] == folder for folder in fixtures)
            if module.parts in concerned:
                concerned |= imported
            elif within or imported & concerned:
                concerned.add(module.parts)
        waiting = len(concerned) > before
    return [module for module in program.modules if module.parts in concerned]


def _imported(module: Module, program: Program) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for node in ast.walk(module.tree):
        match node:
            case ast.Import(names=names):
                found |= {program.find(tuple(alias.name.split("."))) for alias in names}
            case ast.ImportFrom(module=name, level=level, names=names):
                parts = tuple(name.split(".")) if name else ()
                above = module.folder[: len(module.folder) - level + 1]
                base = (*above, *parts) if level else program.find(parts)
                found.add(base)
                found |= {(*base, alias.name) for alias in names if base}
            case _:
                pass
    return {parts for parts in found if parts and program.at(parts)}


def _mentions(module: Module, package: str) -> bool:
    return any(package in line for line in module.lines)


def _is_conftest(module: Module) -> bool:
    return module.parts[-1:] == ("conftest",)
