"""Records: text files of what the program says or writes, by case, whose differences are read like those of golden trees.

A module that makes a record calls `main` when it is run; a test compares each case with `recorded`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

_CASE = "# "


@cache
def recorded(file: Path) -> Mapping[str, list[str]]:
    """Return case → its lines."""
    found: dict[str, list[str]] = {}
    for line in file.read_text("ascii").splitlines():
        if line.startswith(_CASE):
            found[line.removeprefix(_CASE)] = []
        else:
            next(reversed(found.values())).append(line)
    return found


def shown(lines: Iterable[str]) -> list[str]:
    """Return lines as a record has them: ASCII, none that begins like the head of a case, none with blanks at its end."""
    return [f" {ascii(one)[1:-1].rstrip()}".rstrip() for line in lines for one in line.split("\n")]


def main(file: Path, cases: Iterable[tuple[str, Iterable[str]]]) -> None:
    """Write a record anew; of two cases with one name the first counts."""
    found: dict[str, list[str]] = {}
    for name, lines in cases:
        found.setdefault(name, shown(lines))
    text = "".join(f"{line}\n" for name, lines in found.items() for line in (f"{_CASE}{name}", *lines))
    file.write_text(text, "ascii")
    print(f"{file.name}: {text.count(chr(10)):,} lines", file=sys.stderr)
