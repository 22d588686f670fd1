"""Diagnostics about a document: one line for each problem, with its place and what to do.

A user's mistake is a Diagnostic, collected in a Report so that one run reports all of them. A bug is an exception.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST = 2_000
"""Characters of one text that a printer shows: a key of a document may be megabytes long."""

MOST_KEPT = 1_000
"""Problems of one severity that a Report keeps; further ones are counted."""

MOST_SHOWN = 50
"""Problems of one severity that are printed for people."""

_MORE = "more-problems"
LEFT_OUT = " is left out: "
"""The end of every warning by which `--keep-going` leaves out an operation or a path."""

_LONGEST_NAME = 200
"""Characters of a name that is compared with others: the time that it takes grows with their square."""


class Severity(StrEnum):
    """How severe a Diagnostic is: an error refuses the document, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: 1-based line and column (0 if unknown), and the JSON pointer (RFC 6901)."""

    file: str
    line: int = 0
    column: int = 0
    pointer: str = ""

    def __str__(self) -> str:
        """Return `file:line:column #/pointer`, without unknown parts."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place} #{self.pointer}" if self.pointer else place


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a stable kebab-case code, and a message that says what is wrong and what to do."""

    severity: Severity
    code: str
    message: str
    where: Location | None = None
    count: int = 1
    """How many problems it stands for: more than one if it says `and 312 more`."""
    loses: bool = False
    """Whether an operation, a parameter, a response or the like is left out: an error with `--strict`."""


@dataclass(slots=True)
class Report:
    """The diagnostics of one run, in the order they were found; of each severity the first thousand, then a count."""

    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])
    errors: int = 0
    """The number of errors, kept or not."""
    warnings: int = 0

    def error(self, code: str, message: str, where: Location | None = None) -> None:
        """Add an error: the document will be refused."""
        if not self.full:
            self.diagnostics.append(Diagnostic(Severity.ERROR, code, message, where))
        self.errors += 1

    def refuse(self, code: str, messages: Iterable[str]) -> None:
        """Add an error for each message: the document will be refused if there is one."""
        for message in messages:
            self.error(code, message)

    def warning(self, code: str, message: str, where: Location | None = None, *, loses: bool = False) -> None:
        """Add a warning: something falls back to a wider type, is left out (`loses`), or a document is odd."""
        if self.warnings < MOST_KEPT:
            self.diagnostics.append(Diagnostic(Severity.WARNING, code, message, where, loses=loses))
        self.warnings += 1

    def extend(self, other: Report) -> None:
        """Add the diagnostics of another report."""
        self.diagnostics.extend(other.diagnostics)
        self.errors += other.errors
        self.warnings += other.warnings

    def __iter__(self) -> Iterator[Diagnostic]:
        """Yield the diagnostics in the order they were found, at the end the number of those that were only counted."""
        yield from self.diagnostics
        for severity, count in ((Severity.ERROR, self.errors), (Severity.WARNING, self.warnings)):
            kept = sum(diagnostic.severity is severity for diagnostic in self.diagnostics)
            if count > kept:
                yield _more(severity, count - kept)

    @property
    def full(self) -> bool:
        """Whether a further error would only be counted, so that its place and text need not be found."""
        return self.errors >= MOST_KEPT

    @property
    def failed(self) -> bool:
        """Whether there is an error."""
        return self.errors > 0


def _more(severity: Severity, count: int) -> Diagnostic:
    return Diagnostic(severity, _MORE, f"and {count:,} more", count=count)


def ordered(diagnostics: Iterable[Diagnostic], most: int = MOST_KEPT) -> list[Diagnostic]:
    """Return errors before warnings, of each the most precise pointers first, at most `most`; then how many more there
    are.

    A problem deep in a document often causes another one at its container, so it should be looked at first.
    """
    found = list(diagnostics)
    out: list[Diagnostic] = []
    for severity in Severity:
        shown = sorted((one for one in found if one.severity is severity and one.code != _MORE), key=_precision)
        hidden = len(shown[most:]) + sum(one.count for one in found if one.severity is severity and one.code == _MORE)
        out += shown[:most]
        if hidden:
            out.append(_more(severity, hidden))
    return out


_MOST_ALIKE = 3
"""Warnings of one kind that are printed for people one by one."""


def grouped(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics, with many warnings of one kind replaced by the first, which says how many there are."""
    found = ordered(diagnostics)
    kinds = Counter(one.code for one in found if one.severity is Severity.WARNING)
    out: list[Diagnostic] = []
    shown: set[str] = set()
    for one in found:
        if one.severity is Severity.ERROR or one.code == _MORE or kinds[one.code] <= _MOST_ALIKE:
            out.append(one)
        elif one.code not in shown:
            shown.add(one.code)
            more = f"{one.message} (and {kinds[one.code] - 1:,} more warnings of this kind: --format json lists them)"
            out.append(replace(one, message=more, count=kinds[one.code]))
    return out


def _precision(diagnostic: Diagnostic) -> tuple[int, bool, Location]:
    where = diagnostic.where or Location("")
    return -where.pointer.count("/"), diagnostic.where is None, where


def to_terminal(diagnostic: Diagnostic) -> str:
    """Return one line of plain text: `file:line:column #/pointer: error[code]: message`.

    Text of a document can neither control the terminal nor fake further lines: control and format characters are
    escaped.
    """
    where = f"{printable(str(diagnostic.where))}: " if diagnostic.where is not None else ""
    return f"{where}{diagnostic.severity}[{printable(diagnostic.code)}]: {printable(diagnostic.message)}"


def to_object(diagnostic: Diagnostic) -> dict[str, str | int]:
    """Return severity, code and message, and file, line, column and pointer if known."""
    fields: dict[str, str | int] = {
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "message": diagnostic.message,
    }
    if diagnostic.count > 1:
        fields["count"] = diagnostic.count
    if diagnostic.loses:
        fields["loses"] = True
    where = diagnostic.where
    if where is not None:
        fields["file"] = where.file
        if where.line:
            fields |= {"line": where.line, "column": where.column}
        fields["pointer"] = where.pointer
    return fields


def to_json(report: Iterable[Diagnostic]) -> str:
    """Return a JSON array of the objects that `to_object` returns, in ASCII."""
    return json.dumps([to_object(diagnostic) for diagnostic in ordered(report)], indent=2)


def to_github(diagnostic: Diagnostic) -> str:
    """Return the workflow command that annotates a place on GitHub: `::error file=…,line=…,col=…,title=…::text`."""
    where = diagnostic.where
    properties: dict[str, str] = {}
    if where is not None:
        properties["file"] = where.file
        if where.line:
            properties |= {"line": str(where.line), "col": str(where.column)}
    properties["title"] = diagnostic.code
    written = ",".join(f"{key}={github_property(value)}" for key, value in properties.items())
    message = f"{diagnostic.message} (#{where.pointer})" if where is not None and where.pointer else diagnostic.message
    return f"::{diagnostic.severity} {written}::{github_data(message)}"


def github_data(text: str) -> str:
    """Return a text as the message of a workflow command of GitHub: it cannot end the command or begin another."""
    return printable(text).replace("%", "%25")


def github_property(text: str) -> str:
    """Return a text as the value of a property of a workflow command."""
    return github_data(text).replace(":", "%3A").replace(",", "%2C")


def did_you_mean(text: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """Return `; did you mean …?` with the member of `known` that is most like `text`; empty if none is like it."""
    import difflib

    folded = {name.lower(): name for name in sorted(known, reverse=True) if len(name) <= _LONGEST_NAME}
    found = difflib.get_close_matches(text[:_LONGEST_NAME].lower(), folded, n=1, cutoff=likeness)
    return f"; did you mean {folded[found[0]]}?" if found else ""


def printable(text: str) -> str:
    """Return one line without invisible characters: control, format and separator characters become escapes."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}…"
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
