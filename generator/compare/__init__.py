"""Two descriptions of an API → what changed, for whom, and whether it breaks them."""

from __future__ import annotations

from ..artifacts import Described
from .changes import Change, Comparison, Direction, Level, Use
from .comparison import compare

__all__ = ["Change", "Comparison", "Described", "Direction", "Level", "Use", "compare"]
