"""Writes one line for each change, most severe first, and a closing sentence."""

from __future__ import annotations

from ...diagnostics import printable
from ..changes import Change, Comparison, Level
from .groups import grouped
from .report import Comparisons, counted, ordered, places, sentence, used, verdict

_COLOURS = {Level.BREAKING: "31;1", Level.RISKY: "33", Level.SAFE: "32", Level.DOCS: "2"}
_MOST_WORDS = 20
"""Changes of words alone that are listed for one provider."""
_WIDTH = max(len(level.value) for level in Level)


def write(found: Comparisons, *, coloured: bool = False) -> str:
    """Return plain text, `coloured` for a terminal; texts of the descriptions cannot control the terminal."""
    blocks = [_block(comparison, found, coloured) for comparison in found.comparisons if comparison.changes]
    refused = [f"{printable(refusal.provider)}: could not be compared" for refusal in found.refusals]
    if refused:
        blocks.append("\n".join(dict.fromkeys(refused)))
    return "\n\n".join([*blocks, sentence(verdict(found))])


def _block(comparison: Comparison, found: Comparisons, coloured: bool) -> str:
    lines = [_painted(_title(comparison), "1", coloured)]
    words = 0
    for change in grouped(ordered(comparison)):
        words += change.count if change.level is Level.DOCS else 0
        if words <= _MOST_WORDS or change.level is not Level.DOCS:
            lines += _lines(change, found, coloured)
    if words > _MOST_WORDS:
        rest = f"and {words - _MOST_WORDS:,} more changes of words alone (every other format has them)"
        lines.append(f"  {_painted(Level.DOCS.value.ljust(_WIDTH), _COLOURS[Level.DOCS], coloured)}  {rest}")
    return "\n".join(lines)


def _title(comparison: Comparison) -> str:
    old, new = printable(comparison.old_version), printable(comparison.new_version)
    versions = f" {old} → {new}" if old and new and old != new else f" {new or old}" if new or old else ""
    step = f": {comparison.semver}" if comparison.semver != "none" else ""
    return f"{printable(comparison.provider)}{versions}{step} ({counted(comparison.changes)})"


def _lines(change: Change, found: Comparisons, coloured: bool) -> list[str]:
    level = _painted(change.level.value.ljust(_WIDTH), _COLOURS[change.level], coloured)
    where = printable(places(change))
    lines = [f"  {level}  {printable(change.message)}  [{printable(change.rule)}]{f'  {where}' if where else ''}"]
    usage = used(change, found.used_in)
    return [*lines, f"  {' ' * _WIDTH}  {printable(usage)}"] if usage else lines


def _painted(text: str, code: str, coloured: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if coloured else text
