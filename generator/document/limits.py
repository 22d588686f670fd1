"""Limits on what one document may demand: bytes, depth, values, files, aliases, steps of queries (docs/limits.md)."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace


class Limits(Struct, frozen=True):
    """How much one input may demand. Aliases count by what they expand to."""

    bytes: int = 64 * 1024 * 1024
    """The size of all files of a `Source` together."""
    depth: int = 200
    """The number of nested containers."""
    nodes: int = 5_000_000
    """The number of values of any kind, in all files of a `Source` together."""
    files: int = 5_000
    expansion: int = 25
    """How many values per character the aliases of a YAML text may expand to; 20,000 values are always allowed."""

    steps: int = 20_000_000
    """How many values all queries of an overlay together may look at."""

    def expanding(self, text: str) -> Limits:
        """Return the limits for a YAML text, whose aliases may expand to only so many values for its length."""
        return replace(self, nodes=min(self.nodes, max(_EXPANDED, self.expansion * len(text))))


_EXPANDED = 20_000
"""Values that the aliases of a short text may expand to."""

MOST = Limits(
    bytes=4 * 1024**3, depth=400, nodes=1_000_000_000, files=1_000_000, expansion=1_000_000, steps=10_000_000_000
)
"""The most that a person may raise the limits to. Python's own parsers cannot cope with more depth."""

LIMITS = Limits()


def beyond(limit: str, text: str) -> str:
    """Return the message for a document that exceeds a limit."""
    return f"{text}: such a document is refused, unless the limit `{limit}` is raised (docs/limits.md)"
