"""What the runtime does with many values is on record: a row for each value, in `recorded/`.

`make records` writes the records anew: read their difference like that of a golden tree.
"""

from __future__ import annotations

import pytest

from . import answer_tables, body_tables, call_tables, list_tables, model_tables, records, schema_tables, wire_tables

_MODULES = (answer_tables, body_tables, call_tables, list_tables, model_tables, schema_tables, wire_tables)

_TABLES = {
    f"{module.__name__.rpartition('.')[2].removesuffix('_tables')}-{name.replace('_', '-')}": table
    for module in _MODULES
    for name, table in records.tables(module).items()
}


@pytest.mark.parametrize("name", sorted(_TABLES))
def test_what_is_on_record_still_happens(name: str) -> None:
    records.check(name, _TABLES[name])
