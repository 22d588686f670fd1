"""What `diff` says of every small edit, and its reports, are what is on record."""

from __future__ import annotations

import pytest

from .. import recording
from .edits import DOCUMENTS, RECORD, edits, reports, tables


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_diff_says_of_edits_is_on_record(name: str) -> None:
    """If it is to change: `python -m tests.compare.edits`, and read the difference."""
    wanted = {case: lines for case, lines in recording.recorded(RECORD).items() if case.startswith(f"{name} ")}
    assert {case: recording.shown(lines) for case, lines in edits(name)} == wanted
    assert len(wanted) > 50


def test_reports_are_on_record() -> None:
    known = recording.recorded(RECORD)
    found = {case: recording.shown(lines) for case, lines in (*reports(), *tables())}
    assert found == {case: known[case] for case in found}
