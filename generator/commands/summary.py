"""The results of a run: lines for people, one JSON object for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ..artifacts import RUNTIME
from ..diagnostics import LEFT_OUT, Diagnostic, Severity, ordered, printable, to_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Status(StrEnum):
    """The result for a provider."""

    WRITTEN = "written"
    """Generated and published."""
    UNCHANGED = "unchanged"
    """Published before, and still the same."""
    DIFFERENT = "different"
    """`check`: what is published differs from what the description gives."""
    REMOVED = "removed"
    """Its description is gone, so its package was removed."""
    REFUSED = "refused"
    """The description was refused; what is published was not changed."""
    CRASHED = "crashed"
    """A bug in the generator; what is published was not changed."""


EDITED = "edited-by-hand"
"""The code of the warning about a file that somebody edited, printed before the file is replaced."""

WORKER_LOST = "worker-lost"
"""The code of the warning that a job had to be done here. It says nothing about the document."""

FAILED = frozenset({Status.DIFFERENT, Status.REFUSED, Status.CRASHED})
"""Statuses of rows that make the exit status 1."""


@dataclass(frozen=True, slots=True)
class Row:
    """One provider in the summary. Paths are relative to its package."""

    provider: str
    status: Status
    operations: int = 0
    models: int = 0
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    """The files that somebody edited, or may have edited."""
    diagnostics: tuple[Diagnostic, ...] = ()
    printed: tuple[Diagnostic, ...] = ()
    """The diagnostics that were printed when they were found."""
    seconds: float = 0.0
    crash: str | None = field(default=None, repr=False)
    """The traceback of a crash."""
    diff: str = field(default="", repr=False)
    """`check`: the difference as a unified diff."""

    @property
    def files_changed(self) -> int:
        """The number of files added, changed or removed."""
        return len(self.added) + len(self.changed) + len(self.removed)

    @property
    def left_out(self) -> int:
        """The number of operations and paths that `--keep-going` left out."""
        return sum(LEFT_OUT in diagnostic.message for diagnostic in self.diagnostics)

    def count(self, severity: Severity) -> int:
        """Return the number of diagnostics of one severity."""
        return sum(diagnostic.count for diagnostic in self.diagnostics if diagnostic.severity is severity)


def exit_status(rows: Iterable[Row]) -> int:
    """Return 1 if a provider was refused, crashed or is different, else 0."""
    return int(any(row.status in FAILED for row in rows))


def table(rows: Sequence[Row]) -> str:
    """Return the summary table of a run that generated something."""
    header = ("provider", "operations", "models", "files changed", "warnings", "seconds", "")
    cells = [
        (
            printable(row.provider),
            "" if row.provider == RUNTIME else str(row.operations),
            "" if row.provider == RUNTIME else str(row.models),
            str(row.files_changed),
            str(row.count(Severity.WARNING)),
            f"{row.seconds:.2f}",
            _remark(row),
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in (header, *cells)) for column in range(len(header))]
    return "\n".join(_columns(line, widths) for line in (header, *cells))


def verdict(rows: Sequence[Row]) -> str:
    """Return the result of `check` in a line."""
    found = [f"{printable(row.provider)} {row.status.value}" for row in rows if row.status in FAILED]
    return f"check: {', '.join(found)}" if found else f"check: {len(rows)} as published"


def payload(command: str, rows: Sequence[Row], seconds: float) -> dict[str, object]:
    """Return the object that `--format json` prints."""
    providers = [row for row in rows if row.provider != RUNTIME]
    return {
        "command": command,
        "exit_status": exit_status(rows),
        "providers": [_provider(row) for row in providers],
        "runtime": next((_files(row) for row in rows if row.provider == RUNTIME), None),
        "diagnostics": diagnostics(rows),
        "counts": {
            "providers": len(providers),
            **{status.value: sum(row.status is status for row in providers) for status in Status},
            "operations": sum(row.operations for row in rows),
            "models": sum(row.models for row in rows),
            "files_changed": sum(row.files_changed for row in rows),
            "errors": sum(row.count(Severity.ERROR) for row in rows),
            "warnings": sum(row.count(Severity.WARNING) for row in rows),
        },
        "seconds": round(seconds, 3),
    }


def diagnostics(rows: Iterable[Row]) -> list[dict[str, object]]:
    """Return the diagnostics of all rows as JSON objects."""
    return [
        {"provider": row.provider, **to_object(diagnostic)} for row in rows for diagnostic in ordered(row.diagnostics)
    ]


def _provider(row: Row) -> dict[str, object]:
    return {
        "provider": row.provider,
        **_files(row),
        "operations": row.operations,
        "models": row.models,
        "errors": row.count(Severity.ERROR),
        "warnings": row.count(Severity.WARNING),
        **({"left_out": row.left_out} if row.left_out else {}),
        "seconds": round(row.seconds, 3),
        **({"crash": row.crash} if row.crash else {}),
    }


def _files(row: Row) -> dict[str, object]:
    return {
        "status": row.status.value,
        "added": list(row.added),
        "changed": list(row.changed),
        "removed": list(row.removed),
        **({"edited": list(row.edited)} if row.edited else {}),
        **({"diff": row.diff} if row.diff else {}),
    }


def _remark(row: Row) -> str:
    status = "" if row.status in (Status.WRITTEN, Status.UNCHANGED) and row.files_changed else row.status.value
    return ", ".join(filter(None, (status, f"{row.left_out} left out" if row.left_out else "")))


def _columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *numbers, remark = (
        cell.ljust(width) if index in (0, len(widths) - 1) else cell.rjust(width)
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *numbers, remark]).rstrip()
