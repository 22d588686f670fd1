"""Write a comparison for people and for programs: a module for each format, each with `write(found) -> str`.

In: what was found. Out: text for the terminal, markdown, JSON, annotations, HTML.
Imports `compare`, never the comparing modules below it.
"""

from __future__ import annotations

from .report import BaseRevision, Comparisons, Refusal

__all__ = ["BaseRevision", "Comparisons", "Refusal"]
