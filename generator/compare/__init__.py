"""Compare two descriptions of an API: what changed, for whom, and whether it breaks them.

In: the old and the new side, each an `Api` with its `Names`. Out: a `Comparison` of changes.
Imports the stages up to `emit`; reads no file and no git, and prints nothing.
"""

from __future__ import annotations

from ..artifacts import Described
from .changes import Change, Comparison, Direction, Level, Use
from .comparison import compare

__all__ = ["Change", "Comparison", "Described", "Direction", "Level", "Use", "compare"]
