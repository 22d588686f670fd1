"""What becomes of pages that lost lines or words, and what payloads and schemas say differently, is what is on record."""

from __future__ import annotations

import pytest

from .. import recording
from .evaluate import pages
from .weathered import RECORD, SEEDS, deviations, said


@pytest.mark.parametrize("part", range(5))
@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_becomes_of_weathered_pages_is_on_record(seed: int, part: int) -> None:
    """If it is to change, or a page was added: `python -m tests.pages.weathered`, and read the difference."""
    known = recording.recorded(RECORD)
    found = {f"{path.name} {seed}": recording.shown(said(path, seed)) for path, _ in [*pages()][part::5]}
    assert found == {case: known.get(case) for case in found}


def test_deviations_and_differences_are_on_record() -> None:
    known = recording.recorded(RECORD)
    found = {case: recording.shown(lines) for case, lines in deviations()}
    assert found == {case: known.get(case) for case in found}
