"""Writes a changelog: for people in the format of Keep a Changelog, and for programs."""

from __future__ import annotations

from collections.abc import Sequence

from ..changelog_sections import ChangelogEntry, History
from ..changes import Change, Level
from .groups import grouped
from .json import change_to_object
from .markdown import escape, marked

_SHORT = 12


def write(histories: Sequence[History]) -> str:
    """Return the changelog as markdown: a chapter for each provider, newest entry first."""
    lines = ["# Changelog", ""]
    for history in histories:
        lines += [f"## {escape(history.provider)}", ""]
        for entry in history.entries:
            lines += _entry(entry)
    if not histories:
        lines += ["Nothing that a caller could notice has changed.", ""]
    return "\n".join(lines).rstrip()


def to_objects(histories: Sequence[History]) -> list[dict[str, object]]:
    """Return the changelog as JSON objects."""
    return [
        {"provider": history.provider, "entries": [_object(entry) for entry in history.entries]}
        for history in histories
    ]


def _entry(entry: ChangelogEntry) -> list[str]:
    version = f"[{escape(entry.version)}] - " if entry.version else ""
    lines = [f"### {version}{entry.date} (`{entry.commit[:_SHORT]}`)", ""]
    for section, changes in entry.sections().items():
        lines += [f"#### {section.value}", "", *(_item(change) for change in grouped(changes)), ""]
    return lines


def _item(change: Change) -> str:
    grave = {Level.BREAKING: "**Breaking:** ", Level.RISKY: "**Risky:** "}.get(change.level, "")
    return f"- {grave}{marked(change.message)}"


def _object(entry: ChangelogEntry) -> dict[str, object]:
    return {
        "version": entry.version,
        "date": entry.date,
        "commit": entry.commit,
        "semver": entry.comparison.semver,
        "sections": {
            section.value: [change_to_object(change) for change in changes]
            for section, changes in entry.sections().items()
        },
    }
