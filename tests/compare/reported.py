"""What is recorded of each change in the tables: its symbols, both texts, both places, and its message.

`python -m tests.compare.reported` writes the record; its difference is to be read like that of a golden tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from generator.compare import Change
from generator.compare.rules.kind import Position
from generator.diagnostics import Location

RECORD = Path(__file__).with_name("reported.txt")
_CASE = "# "
RECORDED = (Position.REQUEST_PROPERTY, Position.RESPONSE_BODY)
"""Of schemas, the positions of which changes are recorded: at the others only the beginnings of the places differ."""


def lines(changes: Iterable[Change]) -> list[str]:
    """Return a line for each change."""
    return [
        "  ".join(
            (
                one.rule,
                ", ".join(one.symbols) or "-",
                f"{one.before!a} -> {one.after!a}",
                f"{_place(one.old)} -> {_place(one.new)}",
                ascii(one.message),
            )
        )
        for one in changes
    ]


def _place(place: Location | None) -> str:
    if place is None:
        return "-"
    return f"{place.pointer or '/'}{f' ({place.line}:{place.column})' if place.line else ''}"


@cache
def recorded() -> Mapping[str, list[str]]:
    """Return case → the lines of its changes."""
    found: dict[str, list[str]] = {}
    for line in RECORD.read_text("ascii").splitlines():
        if line.startswith(_CASE):
            found[line.removeprefix(_CASE)] = []
        else:
            next(reversed(found.values())).append(line)
    return found


def main() -> None:
    """Write the record anew."""
    from .operation_changes import edited
    from .pairs import compared
    from .test_document_rules import ROWS
    from .test_schema_rules import cases, change_of

    made = {
        f"{section}: {row.name}": lines(compared(edited(row.old), edited(row.new), row.today, row.settings).changes)
        for section, row in ROWS
    }
    made |= {
        f"{name} at {position}": lines([change_of(name, position)])
        for name, position in cases()
        if position in RECORDED
    }
    text = "".join(f"{line}\n" for case, found in made.items() for line in (f"{_CASE}{case}", *found))
    RECORD.write_text(text, "ascii")


if __name__ == "__main__":
    main()
