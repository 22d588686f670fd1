"""Targets to which tests publish packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A package with its own runtime, in a folder that does not exist yet."""
    return tmp_path / "out" / "pets"
