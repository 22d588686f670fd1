"""A repository with one provider, and the client that the programs of `test_diff_uses` are written for."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.compare import Described

from .repositories import Repo
from .using_programs import VOICE, described


@pytest.fixture(scope="module")
def voice() -> Described:
    """The client that the programs are written for."""
    return described(VOICE)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with one provider, committed."""
    made = Repo.at(tmp_path / "repo")
    made.provider()
    made.commit("Pets")
    return made
