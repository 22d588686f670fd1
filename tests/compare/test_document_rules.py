"""Every rule that is not about schemas, and what is no change at all."""

from __future__ import annotations

import pytest

from generator.compare.rules.operations import OTHER

from . import connection_changes as connection
from . import document_changes as document
from .operation_changes import OPERATIONS, Row, edited
from .pairs import compared, told
from .parameter_changes import PARAMETERS
from .reported import lines, recorded

TABLES = {
    "Operations": OPERATIONS,
    "Parameters": PARAMETERS,
    "Request bodies": document.BODIES,
    "Responses": document.RESPONSES,
    "Models": document.MODELS,
    "Credentials": connection.CREDENTIALS,
    "Servers": connection.SERVERS,
    "The document": connection.DOCUMENT,
}
"""Section of the rules → rows."""
ROWS = [(section, row) for section, rows in TABLES.items() for row in rows]


@pytest.mark.parametrize(("section", "row"), ROWS, ids=[f"{section}: {row.name}" for section, row in ROWS])
def test_a_change_of_a_document(section: str, row: Row) -> None:
    """All changes are reported, and nothing else, with the texts and places on record; the symbols are as expected."""
    comparison = compared(edited(row.old), edited(row.new), row.today, row.settings)
    expected = [tuple(one.split()) for one in filter(None, row.rules.split(";"))]
    assert sorted(told(comparison.changes)) == sorted(expected)
    if row.symbols:
        first = next(one for one in comparison.changes if one.rule == expected[0][0])
        assert first.symbols == row.symbols
    assert lines(comparison.changes) == recorded()[f"{section}: {row.name}"]


def test_every_rule_has_a_row() -> None:
    """No rule is without an example."""
    exampled = {one.split()[0] for _, row in ROWS for one in filter(None, row.rules.split(";"))}
    known = {entry[0] for entries in OTHER.values() for entry in entries}
    assert known <= exampled
