"""What is read from texts, and what queries and overlays make of a tree, is what is on record."""

from __future__ import annotations

from .. import recording
from .read import RECORD, cases


def test_what_is_read_is_on_record() -> None:
    """If it is to change: `python -m tests.document.read`, and read the difference."""
    assert {name: recording.shown(lines) for name, lines in cases()} == recording.recorded(RECORD)
