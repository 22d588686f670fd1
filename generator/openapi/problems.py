"""Collects the diagnostics of the normalize stage: each once, and as an error only if nothing can be left
out instead.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct, field

from ..diagnostics import LEFT_OUT, Location, Report
from .references import Place


class TooComplexError(Exception):
    """A description that demands more work than any honest one."""


class PartProblems(Struct):
    """The problems within one part of a description: code, message and place of each."""

    problems: list[tuple[str, str, Place]] = field(default_factory=list[tuple[str, str, Place]])


class Findings(Struct):
    """Collects problems of a description.

    Problems within an operation are held back in `problems`: whoever reads the operation decides whether it is refused
    or, with `keep_going`, left out.
    """

    report: Report
    keep_going: bool
    problems: list[tuple[str, str, Place]] | None = None
    count: int = 0
    """How often a problem was found, also the same one again."""
    _told: set[tuple[str, str, str, str]] = field(default_factory=set[tuple[str, str, str, str]])
    _places: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """The file and pointer of every place that a diagnostic names."""

    def warning(self, code: str, message: str, place: Place) -> None:
        """Add a warning, unless the same was reported for the same place before."""
        if self._first(code, message, place):
            self.report.warning(code, message, self._noted(place.where()))

    def loss(self, code: str, message: str, place: Place) -> None:
        """Add a warning that something is left out, unless the same was reported for the same place before."""
        if self._first(code, message, place):
            self.report.warning(code, message, self._noted(place.where()), loses=True)

    def error(self, code: str, message: str, place: Place) -> None:
        """Add an error, unless the same was reported for the same place before."""
        if self._first(code, message, place):
            self.report.error(code, message, self._noted(place.where()))

    def broken_schema(self, code: str, message: str, place: Place) -> None:
        """Refuse the description because of a schema; with `keep_going`, warn that any value is accepted in
        its place.
        """
        if self.keep_going:
            self.warning(code, f"{message}; any value is accepted here", place)
        else:
            self.error(code, message, place)

    def broken(self, code: str, message: str, place: Place) -> None:
        """Refuse the part that is being read: an operation, or the description if none is being read."""
        if self.problems is None:
            self.error(code, message, place)
        else:
            self.count += 1
            self.problems.append((code, message, place))

    @contextmanager
    def part(self, name: str) -> Generator[PartProblems]:
        """Hold back the problems of a part of the description; then refuse the part, or leave it out."""
        outer, inner = self.problems, PartProblems()
        self.problems = inner.problems
        yield inner
        self.problems = outer
        if inner.problems and self.keep_going:
            code, message, where = inner.problems[0]
            self.loss(code, f"{name}{LEFT_OUT}{message}", where)
        elif inner.problems:
            for code, message, where in inner.problems:
                self.error(code, message, where)

    def has_reported(self, file: str, pointer: str) -> bool:
        """Return whether a diagnostic names a place."""
        return (file, pointer) in self._places

    def _noted(self, where: Location) -> Location:
        self._places.add((where.file, where.pointer))
        return where

    def _first(self, code: str, message: str, place: Place) -> bool:
        self.count += 1
        key = (code, message, place.resource.document.file, place.pointer())
        if key in self._told:
            return False
        self._told.add(key)
        return True


def kind_of(value: Any) -> str:
    """Return the kind of a JSON value with its article, to end a sentence such as `not a list`."""
    match value:
        case None:
            return "null"
        case dict():
            return "an object"
        case list():
            return "a list"
        case bool():
            return "a boolean"
        case str():
            return f"the text {value[:40]!r}"
        case _:
            return f"the number {value}"
