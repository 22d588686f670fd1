"""What a description says of how long a thing stays as it is."""

from __future__ import annotations

import re

OPEN_ENUM, SUNSET, STABILITY_LEVEL = "x-extensible-enum", "x-sunset", "x-stability-level"
EXTENSIONS = frozenset({OPEN_ENUM, SUNSET, STABILITY_LEVEL})
"""The extensions that the comparison knows."""

STABILITY = ("draft", "alpha", "beta", "stable")
"""Levels of `x-stability-level`, the least stable first; without one, a thing is stable."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_of(value: object) -> str:
    """Return the day that a value begins with, as `2027-01-31`; empty where there is none."""
    found = _DAY.match(str(value)) if value is not None else None
    return found.group() if found else ""


def level_of(value: object) -> str:
    """Return the level of stability that a value names."""
    return value if isinstance(value, str) and value in STABILITY else "stable"
