"""What commands print, and how they end, is what is on record."""

from __future__ import annotations

import pytest

from .. import recording
from .scenarios import SCENARIOS
from .transcripts import RECORD, transcript


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_prints_what_is_on_record(name: str) -> None:
    """If it is to change: `python -m tests.commands.transcripts`, and read the difference."""
    assert recording.shown(transcript(SCENARIOS[name])) == recording.recorded(RECORD)[name]
