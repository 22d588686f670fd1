"""A bug on purpose."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patch:
    """One bug: a text of a file and what it becomes."""

    file: str
    """From `generator/`."""
    old: str
    new: str

    @property
    def name(self) -> str:
        old, new = (" ".join(one.split()) for one in (self.old, self.new))
        return f"{self.file}: {old[:70]} -> {new[:50]}"
