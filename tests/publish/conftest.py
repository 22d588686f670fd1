"""Where packages are published to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A package that stands alone, in a folder that is not there yet."""
    return tmp_path / "out" / "pets"
