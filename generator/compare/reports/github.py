"""Writes annotations on the changed lines of descriptions, which GitHub Actions reads from a step's output."""

from __future__ import annotations

from ...diagnostics import github_data, github_property
from ..changes import Change, Comparison, Level
from .report import Comparisons, ordered, place, used

_COMMANDS = {Level.BREAKING: "error", Level.RISKY: "warning", Level.SAFE: "notice", Level.DOCS: "notice"}


def write(found: Comparisons) -> str:
    """Return a workflow command for each change except changes of documentation, since GitHub shows few of
    each kind.
    """
    return "\n".join(
        _command(comparison, change, found)
        for comparison in found.comparisons
        for change in ordered(comparison)
        if change.level is not Level.DOCS
    )


def _command(comparison: Comparison, change: Change, found: Comparisons) -> str:
    """Annotate the current line of the change; for a removal, the file, with the old line in the text."""
    properties: dict[str, str] = {}
    where = change.new or change.old
    if where:
        properties["file"] = where.file
        if change.new and change.new.line:
            properties |= {"line": str(change.new.line), "col": str(change.new.column)}
    properties["title"] = f"{comparison.provider}: {change.level.value} [{change.rule}]"
    was = f"it was at {place(change.old)}" if change.old and not change.new else ""
    text = "; ".join(part for part in (change.message, used(change, found.used_in), was) if part)
    written = ",".join(f"{key}={github_property(value)}" for key, value in properties.items())
    return f"::{_COMMANDS[change.level]} {written}::{github_data(text)}"
