"""Find differences between a provider's pages, samples and document, with their places and possible corrections.

In: readings, payloads, the document with its overlay applied. Out: `Drift`s, and overlay actions as text. Imports what
readers share, of `pages`, and `spec`; touches neither disk nor network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import addresses, document, pages, payloads
from .evidence import Drift, DriftSubject

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Drift", "DriftSubject", "drifts"]


def drifts(subject: DriftSubject) -> Sequence[Drift]:
    """Return all differences, those of one place together, in the order of the document."""
    found = [
        *payloads.drifts(subject),
        *document.drifts(subject),
        *addresses.drifts(subject),
        *pages.drifts(subject),
    ]
    unique: dict[tuple[str, str, str], Drift] = {}
    for one in found:
        unique.setdefault((one.code, one.pointer, one.text), one)
    return sorted(unique.values(), key=lambda one: (one.pointer, one.code, one.text))
