"""A workspace with published providers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .driven import PETS, SHOPS, provider, run_json


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two published providers."""
    folder = tmp_path_factory.mktemp("published")
    provider(folder, "pets", PETS)
    provider(folder, "shops", SHOPS)
    result = run_json(folder, "generate")
    assert [row["status"] for row in result["providers"]] == ["written", "written"]
    assert "__init__.py" in result["runtime"]["added"]
    return folder


@pytest.fixture
def workspace(published: Path, tmp_path: Path) -> Path:
    """The same, to be changed at will."""
    folder = tmp_path / "workspace"
    shutil.copytree(published, folder)
    return folder
