"""Each limit and each default is a decision: none changes without a line in the record."""

from __future__ import annotations

from . import recording
from .limits import RECORD, cases


def test_limits_and_defaults_are_on_record() -> None:
    """If one is to change: `python -m tests.limits`, and look at what the documentation says of it."""
    assert {name: recording.shown(lines) for name, lines in cases()} == recording.recorded(RECORD)
