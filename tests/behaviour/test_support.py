"""`docs/openapi-support.md` has a row for every field and a test for every row, and matches the tables."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from .packages import ROOT
from .standards import JSON_SCHEMA, OPENAPI, SWAGGER
from .support import Row, openapi_rows, page, schema_rows, swagger_rows
from .support_rows import OPENAPI_ROWS, SCHEMA_ROWS, SWAGGER_ROWS

ROWS = [*openapi_rows(), *schema_rows(), *swagger_rows()]


def test_the_page_is_current() -> None:
    assert (ROOT / "docs" / "openapi-support.md").read_text("utf-8") == page(), "run `make support`"


def test_every_field_has_one_row() -> None:
    fields = [field for table in (OPENAPI, JSON_SCHEMA, SWAGGER) for names in table.values() for field in names.split()]
    assert len(fields) == len(ROWS)


def test_every_row_is_about_a_field_of_the_standard() -> None:
    known = {f"{group}.{entry.partition('@')[0]}" for group, names in OPENAPI.items() for entry in names.split()}
    assert OPENAPI_ROWS.keys() <= known
    assert SCHEMA_ROWS.keys() <= {name for names in JSON_SCHEMA.values() for name in names.split()}
    assert SWAGGER_ROWS.keys() == {f"{group}.{name}" for group, names in SWAGGER.items() for name in names.split()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.group}-{row.field}")
def test_the_evidence_of_each_row_exists(row: Row) -> None:
    path, _, test = row.evidence.partition("::")
    if test:
        assert test in _tests(path)
    else:
        assert (ROOT / path / "spec.yaml").is_file()


@cache
def _tests(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
