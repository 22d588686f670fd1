"""The tests of a mutant, from the record of `reach.py`: those that enter its function, quick ones first."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .copies import ROOT
from .stages import Stages, files_of

_STAGES = ((10.0, 3), (40.0, 10_000))
"""How many seconds the tests of each stage together may take, and how many cases of one test are in it."""
_TELLING = ("laws", "behaviour", "cases", "naming", "normalize", "schema", "emit")
"""Folders of tests that look at results, not only at the way to them."""
_READERS = ("test_limits.py",)
"""Tests that read the modules, and enter none."""
_ABOUT_IT = 0.7
"""The share of a file's functions that tests about it enter, of what any tests enter."""


@dataclass(slots=True)
class _Module:
    """A module of tests, and what of it enters a function."""

    name: str
    seconds: dict[str, float] = field(default_factory=dict)
    """By test; a module that enters the function in a fixture stands here itself."""

    breadth: float = 0.0
    """The share of the functions of the mutant's file that it enters, of the largest share of any module of tests."""

    def rank(self, file: str) -> tuple[int, float]:
        """Return the sort key for a mutant in a file: first the tests that are about this file, since they enter most of
        its functions, then those of its own folder, then laws, then what is quick.
        """
        folder = self.name.partition("/")[0]
        near = 1 if folder == file.partition("/")[0] else 2 if folder in _TELLING else 3
        return 0 if self.breadth >= _ABOUT_IT else near, min(self.seconds.values())


class Reached:
    """Which tests enter which functions."""

    def __init__(self, record: Path) -> None:
        """Read the record of `python -m tests.mutants.reach`."""
        self._entering: dict[str, dict[str, float]] = defaultdict(dict)
        whole: dict[str, float] = defaultdict(float)
        for line in record.read_text("utf-8").splitlines():
            found = json.loads(line)
            test = found["test"].removeprefix("tests/")
            whole[files_of(test)] += found["seconds"]
            for function in found["reached"]:
                self._entering[function][test] = found["seconds"]
        self._whole: Mapping[str, float] = whole
        self._breadth: dict[str, Counter[str]] = defaultdict(Counter)
        """File → module of tests → how many functions of the file it enters."""
        for function, tests in self._entering.items():
            self._breadth[function.partition(":")[0]].update({files_of(test) for test in tests})
        self._moved: dict[str, Mapping[str, float]] = {}
        """The functions that are in another module than when the record was made."""
        for function, tests in self._entering.items():
            file, _, name = function.partition(":")
            if not all(
                re.search(rf"(?:def|class) {one}\b", _text(file)) for one in name.split(".") if one.isidentifier()
            ):
                self._moved[name] = _together([self._moved.get(name, {}), tests])

    def stages(self, file: str, text: str, line: int) -> Stages:
        """Return the tests that enter the function around a line of a module of `generator/`.

        What stands outside of functions is tried with the tests that enter any function of the module.
        """
        name = _function(ast.parse(text), line)
        entering = self._entering.get(f"{file}:{name}") if name else None
        if entering is None:
            entering = _together(found for one, found in self._entering.items() if one.startswith(f"{file}:"))
        entering = _together([entering, self._moved.get(name, {})])
        breadth = self._breadth[file]
        most = max(breadth.values(), default=1)
        modules: dict[str, _Module] = {}
        for test, seconds in entering.items():
            module = files_of(test)
            made = modules.setdefault(module, _Module(module, breadth=breadth[module] / most))
            made.seconds[test] = self._whole[module] if test == module else seconds
        found = tuple(self._filled(sorted(modules.values(), key=lambda one: one.rank(file))))
        return (*found, _READERS) if found else ()

    def _filled(self, modules: list[_Module]) -> Iterator[tuple[str, ...]]:
        """Yield a stage for each limit of time: the quickest tests of the nearest modules; modules stay together."""
        done: set[str] = set()
        for limit, cases in _STAGES:
            stage: list[str] = []
            left = limit
            taken = Counter[str]()
            for module in modules:
                for test, seconds in sorted(module.seconds.items(), key=lambda one: one[1]):
                    function = test.partition("[")[0]
                    if test not in done and seconds <= left and taken[function] < cases:
                        left -= seconds
                        taken[function] += 1
                        stage.append(test)
            done.update(stage)
            if stage:
                yield tuple(stage)


@cache
def _text(file: str) -> str:
    path = ROOT / "generator" / file
    return path.read_text("utf-8") if path.exists() else ""


def _together(found: Iterable[Mapping[str, float]]) -> dict[str, float]:
    return {test: seconds for one in found for test, seconds in one.items()}


def _function(tree: ast.AST, line: int, outer: str = "") -> str:
    """Return the qualified name of the innermost function around a line, or nothing."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.lineno <= line <= (node.end_lineno or line):
                name = f"{outer}{node.name}"
                if isinstance(node, ast.ClassDef):
                    return _function(node, line, f"{name}.")
                return _function(node, line, f"{name}.<locals>.") or name
        elif found := _function(node, line, outer):
            return found
    return ""
