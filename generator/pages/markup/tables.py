"""Lines of markdown's tables, written in place of the lines of a table in another markup."""

from __future__ import annotations

from collections.abc import Sequence


def row(cells: Sequence[str], width: int) -> str:
    """Return a line with so many cells: more are left out, missing ones are empty."""
    padded = [*cells[:width], *[""] * (width - len(cells))]
    return "| " + " | ".join(one.replace("|", "\\|") for one in padded) + " |"


def rule(width: int) -> str:
    """Return the line below a table's header."""
    return "|" + "---|" * width


def barred(lines: Sequence[str], last: int) -> list[str]:
    """Return the lines of a table whose last row is at an index, with a bar on empty ones: these would end it."""
    return [one or ("|" if at <= last else "") for at, one in enumerate(lines)]
