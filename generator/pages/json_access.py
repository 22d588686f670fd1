"""Access to parts of a document that nobody has checked."""

from __future__ import annotations

from typing import Any

from ..openapi.json_values import is_mapping, is_sequence


def members(value: Any, *keys: str) -> dict[str, Any]:
    """Return the object at a way of keys; an empty one where there is none."""
    for key in keys:
        value = value.get(key) if is_mapping(value) else None
    return value if is_mapping(value) else {}


def entries(value: Any, *keys: str) -> list[Any]:
    """Return the array at a way of keys; an empty one where there is none."""
    inner = members(value, *keys[:-1]).get(keys[-1]) if keys else value
    return inner if is_sequence(inner) else []
