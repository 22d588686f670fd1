"""The reference of clients, the programs for their calls and what searches find are what is on record."""

from __future__ import annotations

from .. import recording
from .shown import RECORD, cases


def test_the_reference_is_on_record() -> None:
    """If it is to change: `python -m tests.reference.shown`, and read the difference."""
    assert {name: recording.shown(lines) for name, lines in cases()} == recording.recorded(RECORD)
