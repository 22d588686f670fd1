"""What `diff` says of every small edit, and its reports, are what is on record."""

from __future__ import annotations

import pytest

from .. import recording
from .edits import PARTS, RECORD, edits, reports, tables


@pytest.mark.parametrize(("name", "part", "parts"), [(name, part, of) for name, of in PARTS for part in range(of)])
def test_what_diff_says_of_edits_is_on_record(name: str, part: int, parts: int) -> None:
    """If it is to change: `python -m tests.compare.edits`, and read the difference."""
    known = recording.recorded(RECORD)
    found = {case: recording.shown(lines) for case, lines in edits(name, part, parts)}
    assert found == {case: known.get(case) for case in found}
    assert len(found) > 20


def test_no_edit_on_record_is_missing() -> None:
    known = {case for case in recording.recorded(RECORD) if case.split()[0] in dict(PARTS) and "uses" not in case}
    assert len(known) > 400


def test_reports_are_on_record() -> None:
    known = recording.recorded(RECORD)
    found = {case: recording.shown(lines) for case, lines in (*reports(), *tables())}
    assert found == {case: known[case] for case in found}
