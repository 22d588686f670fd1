"""Find the lines of the caller's own program that use what changed. The program is read, never run.

In: the caller's files and a `Comparison`. Out: call sites, each with the change that concerns it.
Imports `compare`; writes nothing and runs nothing.
"""

from __future__ import annotations

from .matching import find_uses
from .program import Program, parse

__all__ = ["Program", "find_uses", "parse"]
