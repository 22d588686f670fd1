"""What a JSON value is, and whether two are equal: `true` is not 1, nor `false` 0 (JSON Schema 2020-12, 4.2.2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeGuard

from ..runtime.json_schema.values import identity


def json_equal(first: Any, second: Any) -> bool:
    """Say whether two JSON values are equal; 1 and 1.0 are, and the order of properties means nothing."""
    return first is second or (first == second and bool(identity(first) == identity(second)))


def json_contains(values: Iterable[Any], value: Any) -> bool:
    """Say whether one of the values is equal to a value."""
    return any(json_equal(one, value) for one in values)


def containers(values: Any) -> list[Any]:
    """Return those of the values that are objects or arrays."""
    return [value for value in values if isinstance(value, dict | list)]


def is_mapping(value: Any) -> TypeGuard[dict[str, Any]]:
    """Say whether a JSON value is an object."""
    return isinstance(value, dict)


def is_true(value: Any) -> bool:
    """Say whether a flag is set; one in quotes too, of which a warning tells."""
    return value is True or (isinstance(value, str) and value.lower() == "true")


def is_sequence(value: Any) -> TypeGuard[list[Any]]:
    """Say whether a JSON value is an array."""
    return isinstance(value, list)
