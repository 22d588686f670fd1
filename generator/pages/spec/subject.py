"""Collects what drift compares: the pages, the payloads of pages and files, and the document with its overlay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .examples import DistinctPayload, canonical

if TYPE_CHECKING:
    from ...document.document import JSON


def with_files(payloads: Sequence[DistinctPayload], files: Mapping[str, JSON]) -> tuple[DistinctPayload, ...]:
    """Return the payloads of pages, and those that only files of `examples/` have."""
    known = {canonical(one.value) for one in payloads}
    names = {one.file for one in payloads}
    further = [
        DistinctPayload(name, value, ())
        for name, value in files.items()
        if name not in names and canonical(value) not in known
    ]
    return (*payloads, *further)
