"""Writes comparisons for programs; the keys are an interface."""

from __future__ import annotations

import json

from ...diagnostics import Location
from ..changes import Change, Comparison, Use
from .report import Comparisons, ordered, summary


def write(found: Comparisons) -> str:
    """Return the comparisons as a JSON array, in ASCII."""
    return json.dumps([to_object(comparison) for comparison in found.comparisons], indent=2)


def to_object(comparison: Comparison) -> dict[str, object]:
    """Return a comparison as a JSON object."""
    return {
        "provider": comparison.provider,
        "semver": comparison.semver,
        "old_version": comparison.old_version,
        "new_version": comparison.new_version,
        "summary": {level.value: count for level, count in summary(comparison.changes).items()},
        "changes": [change_to_object(change) for change in ordered(comparison)],
    }


def change_to_object(change: Change) -> dict[str, object]:
    """Return a change as a JSON object."""
    return {
        "rule": change.rule,
        "level": change.level.value,
        "direction": change.direction.value,
        "message": change.message,
        "symbols": list(change.symbols),
        "operations": [{"method": method, "path": path} for method, path in change.operations],
        "old": _place(change.old),
        "new": _place(change.new),
        "before": change.before,
        "after": change.after,
        "uses": None if change.uses is None else [_use(use) for use in change.uses],
    }


def _place(location: Location | None) -> dict[str, object] | None:
    if location is None:
        return None
    return {
        "file": location.file,
        "line": location.line,
        "column": location.column,
        "pointer": location.pointer,
    }


def _use(use: Use) -> dict[str, object]:
    return {
        "path": use.path,
        "line": use.line,
        "column": use.column,
        "text": use.text,
        "symbol": use.symbol,
        "sure": use.sure,
    }
