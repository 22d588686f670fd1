"""The user's own program beside a comparison: which of its lines use what changed. It is read, never run."""

from __future__ import annotations

from .matching import find_uses
from .program import Program, parse

__all__ = ["Program", "find_uses", "parse"]
