"""What phrases, commands and literals of pages mean is what is on record."""

from __future__ import annotations

from .. import recording
from .said import RECORD, cases


def test_what_phrases_mean_is_on_record() -> None:
    """If it is to change: `python -m tests.pages.said`, and read the difference."""
    assert {name: recording.shown(lines) for name, lines in cases()} == recording.recorded(RECORD)
