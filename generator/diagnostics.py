"""What the generator has to say about a document: one line a problem, with its place and what to do.

A user's mistake is a Diagnostic, collected in a Report so that one run tells all of them. A bug is an exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How grave a Diagnostic is: an error refuses the document, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: 1-based line and column (0 where unknown) and the JSON pointer (RFC 6901) as a URI fragment."""

    file: str
    line: int = 0
    column: int = 0
    pointer: str = ""

    def __str__(self) -> str:
        """Return `file:line:column #/pointer`, leaving out what is not known."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place} #{self.pointer}" if self.pointer else place


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: a stable kebab-case code, and a message that says what is wrong and what to do."""

    severity: Severity
    code: str
    message: str
    where: Location | None = None


@dataclass(slots=True)
class Report:
    """The diagnostics of one run, in the order they were found."""

    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def error(self, code: str, message: str, where: Location | None = None) -> None:
        """Add an error: the document will be refused."""
        self.diagnostics.append(Diagnostic(Severity.ERROR, code, message, where))

    def warning(self, code: str, message: str, where: Location | None = None) -> None:
        """Add a warning: something falls back to a wider type, or a document is odd."""
        self.diagnostics.append(Diagnostic(Severity.WARNING, code, message, where))

    def __iter__(self) -> Iterator[Diagnostic]:
        """Iterate over the diagnostics in the order they were found."""
        return iter(self.diagnostics)

    @property
    def failed(self) -> bool:
        """True as soon as one error was found."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)


class Refused(Exception):  # noqa: N818 - a verdict on the input, not a fault of the program
    """A document cannot be generated; its Report has the reasons."""
