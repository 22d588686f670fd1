"""The reference of clients, the programs for their calls and what searches find are what is on record."""

from __future__ import annotations

import pytest

from .. import recording
from .shown import RECORD, client, searches, texts


@pytest.mark.parametrize("name", texts())
def test_the_reference_of_a_client_is_on_record(name: str) -> None:
    """If it is to change: `python -m tests.reference.shown`, and read the difference."""
    known = recording.recorded(RECORD)
    found = {case: recording.shown(lines) for case, lines in client(name)}
    assert found == {case: known.get(case) for case in found}
    assert len(found) > 3


def test_what_searches_find_is_on_record() -> None:
    known = recording.recorded(RECORD)
    found = {case: recording.shown(lines) for case, lines in searches()}
    assert found == {case: known.get(case) for case in found}
