"""Equality of JSON values (JSON Schema 2020-12, 4.2.2), which is not Python's: `true` is not 1, nor `false` 0."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..runtime.json_schema.values import identity


def json_equal(first: Any, second: Any) -> bool:
    """Say whether two JSON values are equal; 1 and 1.0 are, and the order of properties means nothing."""
    return first is second or (first == second and bool(identity(first) == identity(second)))


def json_contains(values: Iterable[Any], value: Any) -> bool:
    """Say whether one of the values is equal to a value."""
    return any(json_equal(one, value) for one in values)
