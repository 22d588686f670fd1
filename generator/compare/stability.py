"""Reads what a description says about how long something stays as it is."""

from __future__ import annotations

import re

OPEN_ENUM, SUNSET, STABILITY_LEVEL = "x-extensible-enum", "x-sunset", "x-stability-level"
EXTENSIONS = frozenset({OPEN_ENUM, SUNSET, STABILITY_LEVEL})
"""The extensions that the comparison knows."""

STABILITY = ("draft", "alpha", "beta", "stable")
"""Levels of `x-stability-level`, the least stable first; without one, a thing is stable."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def day_of(value: object) -> str:
    """Return the date at the beginning of a value, as `2027-01-31`; empty if there is none."""
    found = _DAY.match(str(value)) if value is not None else None
    return found.group() if found else ""


def level_of(value: object) -> str:
    """Return the stability level that a value names."""
    return value if isinstance(value, str) and value in STABILITY else "stable"
