"""What becomes of texts as names, docstrings and TOML is what is on record."""

from __future__ import annotations

from .. import recording
from .spelled import RECORD, cases


def test_what_becomes_of_texts_is_on_record() -> None:
    """If it is to change: `python -m tests.text.spelled`, and read the difference."""
    assert {name: recording.shown(lines) for name, lines in cases()} == recording.recorded(RECORD)
