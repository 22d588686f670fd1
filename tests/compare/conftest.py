"""The client that the programs of `test_diff_uses` are written for."""

from __future__ import annotations

import pytest

from generator.compare import Described

from .using_programs import VOICE, described


@pytest.fixture(scope="module")
def voice() -> Described:
    """The client that the programs are written for."""
    return described(VOICE)
