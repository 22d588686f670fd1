"""What was found, for people and for programs: a module a format, each with `write(found) -> str`."""

from __future__ import annotations

from .report import Base, Found, Refusal

__all__ = ["Base", "Found", "Refusal"]
