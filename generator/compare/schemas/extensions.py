"""Compares extensions of schemas: `x-extensible-enum`, `x-sunset`, `x-stability-level`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...openapi.json_values import json_contains
from ...openapi.references import is_mapping, is_sequence
from ..stability import OPEN_ENUM, STABILITY, STABILITY_LEVEL, SUNSET, day_of, level_of
from .schema_pairs import SchemaPair, listed


def compare_extensions(old: Any, new: Any, pair: SchemaPair) -> str:
    """Compare extensions as the documents have them; return the removal date of a newly deprecated value."""
    before: Mapping[str, Any] = old if is_mapping(old) else {}
    after: Mapping[str, Any] = new if is_mapping(new) else {}
    _values(before.get(OPEN_ENUM), after.get(OPEN_ENUM), pair)
    levels = level_of(before.get(STABILITY_LEVEL)), level_of(after.get(STABILITY_LEVEL))
    if levels[0] != levels[1]:
        less = STABILITY.index(levels[1]) < STABILITY.index(levels[0])
        name = "stability-decreased" if less else "stability-increased"
        pair.report(name, f"`{levels[0]}`", f"`{levels[1]}`", **_steps(STABILITY_LEVEL, before, after))
    days = day_of(before.get(SUNSET)), day_of(after.get(SUNSET))
    if after.get("deprecated") is not True:
        return ""
    if before.get("deprecated") is True and days[0] != days[1]:
        pair.report("sunset-date-changed", days[0] or "no day", days[1] or "no day", **_steps(SUNSET, before, after))
    return days[1]


def _steps(key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {"old_steps": (key,) if key in before else (), "new_steps": (key,) if key in after else ()}


def _values(old: Any, new: Any, pair: SchemaPair) -> None:
    before: list[Any] = old if is_sequence(old) else []
    after: list[Any] = new if is_sequence(new) else []
    gone = [value for value in before if not json_contains(after, value)]
    added = [value for value in after if not json_contains(before, value)]
    steps = ((OPEN_ENUM,) if before else ()), ((OPEN_ENUM,) if after else ())
    if gone and after:
        pair.report("x-extensible-enum-value-removed", listed(gone), "", old_steps=steps[0], new_steps=steps[1])
    if added and before:
        pair.report("x-extensible-enum-value-added", "", listed(added), old_steps=steps[0], new_steps=steps[1])
