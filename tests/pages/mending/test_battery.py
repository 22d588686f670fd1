"""What mending makes of odd values is what is on record."""

from __future__ import annotations

from ... import recording
from .battery import RECORD, cases


def test_what_becomes_of_each_field_is_on_record() -> None:
    """If it is to change: `python -m tests.pages.mending.battery`, and read the difference."""
    found = {name: recording.shown(lines) for name, lines in cases()}
    assert found == recording.recorded(RECORD)
