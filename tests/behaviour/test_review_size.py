"""A change of a document changes as little of the generated code: the numbers of lines and files, exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.descriptions import synthetic
from tests.bench.diffs import changed_by
from tests.bench.edits import EDITS

EXPECTED = {
    "an optional field": "1 in 1",
    "an optional field, described": "2 in 1",
    "a required field": "3 in 1",
    "an enum value": "1 in 1",
    "an operation": "47 in 2",
    "a response status": "3 in 1",
    "a status new to the whole API": "11 in 2",
    "a description reworded": "2 in 1",
    "a schema renamed": "44 in 5",
    "all keys reordered": "0",
    "a field made nullable": "2 in 1",
    "a schema moved": "0",
    "an unrelated inline schema": "5 in 1",
}


@pytest.mark.parametrize("name", EDITS)
def test_a_change_is_as_small_as_its_cause(name: str, tmp_path: Path) -> None:
    assert str(changed_by(EDITS[name], synthetic(3), tmp_path)) == EXPECTED[name]
