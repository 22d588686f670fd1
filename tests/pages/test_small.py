"""What small pages say is what is on record."""

from __future__ import annotations

from .. import recording
from .small import RECORD, cases


def test_what_small_pages_say_is_on_record() -> None:
    """If it is to change: `python -m tests.pages.small`, and read the difference. The record is no proof that it is right."""
    assert {name: recording.shown(lines) for name, lines in cases()} == recording.recorded(RECORD)
