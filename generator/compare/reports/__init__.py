"""A comparison is written for people and for programs: a module a format, each with `write(found) -> str`.

In: what was found. Out: text of the terminal, markdown, JSON, annotations, HTML.
Imports `compare`, never the comparing modules below it.
"""

from __future__ import annotations

from .report import Base, Comparisons, Refusal

__all__ = ["Base", "Comparisons", "Refusal"]
