"""Writes a table of another markup in place of its lines, so that no line of the page moves.

A table that has room is written as markdown's, a row on a line. One with more rows than lines is written as html's,
which can have several rows on a line.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from itertools import groupby
from typing import TypeAlias

Row: TypeAlias = tuple[int, Sequence[str]]
"""The index of the line on which a row begins, from the first line of the table, and its cells."""


def written(rows: Sequence[Row], length: int, width: int) -> list[str]:
    """Return so many lines with the rows of a table, the first of which is its header, each on its line or below.

    Every row has `width` cells: missing ones are empty, and the last one has what is in excess.
    """
    if not rows:
        return [""] * length
    level = [(line, _level(cells, width)) for line, cells in rows]
    return _piped(level, length) or _html(level, length)


def _level(cells: Sequence[str], width: int) -> list[str]:
    kept = [*cells[: width - 1], " ".join(one for one in cells[width - 1 :] if one)]
    return [*kept, *[""] * (width - len(kept))]


def _piped(rows: Sequence[tuple[int, Sequence[str]]], length: int) -> list[str]:
    """Return the lines of markdown's table, with bars on empty ones, which would end it; none if it has no room."""
    made = [""] * length
    last = -1
    for index, (line, cells) in enumerate(rows):
        last = max(last + 1, line if index else 0)
        if last + (index == 0) >= length:
            return []
        made[last] = "| " + " | ".join(one.replace("|", "\\|") for one in cells) + " |"
        if index == 0:
            last += 1
            made[last] = "|" + "---|" * len(cells)
    return [one or ("|" if at <= last else "") for at, one in enumerate(made)]


def _html(rows: Sequence[tuple[int, Sequence[str]]], length: int) -> list[str]:
    """Return the lines of html's table, each row on its own line."""
    made = [""] * length
    for line, group in groupby(rows, key=lambda one: min(one[0], length - 1)):
        made[line] += "".join(
            f"<tr>{''.join(f'<td>{html.escape(cell, quote=False)}</td>' for cell in cells)}</tr>" for _, cells in group
        )
    made[0] = f"<table>{made[0]}"
    made[-1] += "</table>"
    return made
