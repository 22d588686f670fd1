"""Tables of other markup: every cell is read, on its own line, also where a table has more rows than lines."""

from __future__ import annotations

import pytest

from generator.pages.markup import asciidoc, restructured
from generator.pages.text.tables import tables

_HEAD = ("Field", "Type")
_ASCIIDOC: dict[str, tuple[str, list[tuple[int, tuple[str, ...]]]]] = {
    "room": ("[cols=2]\n|===\n|Field |Type\n|a |b\n|===", [(2, _HEAD), (4, ("a", "b"))]),
    "a row too many": (
        "[cols=2]\n|===\n|Field |Type |a |b |c |d\n|===",
        [(3, _HEAD), (3, ("a", "b")), (3, ("c", "d"))],
    ),
    "rows on two lines": (
        "[cols=2]\n|===\n|Field |Type |a |b |c |d\n|e |f <g> & `h`|i |j\n|===",
        [(3, _HEAD), (3, ("a", "b")), (3, ("c", "d")), (4, ("e", "f <g> & `h`|i")), (4, ("j", ""))],
    ),
    "an incomplete row": (
        '[cols="1,1"]\n|===\n|Field |Type\n|a |b\n|c\n|===',
        [(2, _HEAD), (4, ("a", "b")), (5, ("c", ""))],
    ),
    "text before a bar": (
        '[cols="2*a"]\n|===\n|Field |Type\n|a\nand |b\nor c\n|===',
        [(2, _HEAD), (4, ("a and", "b or c"))],
    ),
    "repeated": ("|===\n|Field |Type\n|a |b\n2*|c\n|===", [(1, _HEAD), (3, ("a", "b")), (4, ("c", "c"))]),
    "spanned": ("|===\n|Field |Type\n2+|a\n.2+|b |c\n|===", [(1, _HEAD), (3, ("a", "")), (4, ("b", "c"))]),
}


@pytest.mark.parametrize("case", _ASCIIDOC)
def test_every_cell_of_asciidoc_is_read(case: str) -> None:
    """Rows that do not fit in the table's lines share a line."""
    text, rows = _ASCIIDOC[case]
    made = asciidoc.as_markdown(f"= A\n{text}\nafter")
    assert made.count("\n") == text.count("\n") + 2
    assert made.endswith("\nafter")
    assert _rows(made, first=2) == rows


_RESTRUCTURED: dict[str, tuple[str, list[tuple[int, tuple[str, ...]]]]] = {
    "a grid without room": (
        "+---+---+\n| F | T |\n+---+---+\n| a | b |\n| c | d |\n+---+---+",
        [(1, ("F", "T")), (4, ("a c", "b d"))],
    ),
    "a list": (
        ".. list-table::\n\n   * - F\n     - T\n   * - a\n     - b\n   * - c",
        [(2, ("F", "T")), (5, ("a", "b")), (7, ("c", ""))],
    ),
    "a list without room": (
        ".. list-table::\n   * - F\n   * - a\n   * - b",
        [(2, ("F",)), (3, ("a",)), (4, ("b",))],
    ),
    "a row that is too long": (
        ".. list-table::\n\n   * - F\n     - T\n   * - a\n     - b\n     - c",
        [(2, ("F", "T")), (5, ("a", "b c"))],
    ),
}


@pytest.mark.parametrize("case", _RESTRUCTURED)
def test_every_cell_of_restructured_text_is_read(case: str) -> None:
    """Rows that do not fit in the table's lines are not left out."""
    text, rows = _RESTRUCTURED[case]
    made = restructured.as_markdown(f"{text}\n\nafter")
    assert made.count("\n") == text.count("\n") + 2
    assert made.endswith("\nafter")
    assert _rows(made, first=1) == rows


def _rows(text: str, first: int) -> list[tuple[int, tuple[str, ...]]]:
    """Return the line and the cells of each row that is not empty, lines counted from `first` as 1."""
    (table,) = tables(text)
    return [(one.line - first + 1, one.cells) for one in (table.header, *table.rows) if any(one.cells)]
