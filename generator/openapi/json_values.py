"""Kinds and equality of JSON values: `true` is not equal to 1, nor `false` to 0 (JSON Schema 2020-12, 4.2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from ..runtime.json_schema.values import identity


def json_equal(first: Any, second: Any) -> bool:
    """Return whether two JSON values are equal: 1 equals 1.0, and the order of properties does not matter."""
    return first is second or (first == second and bool(identity(first) == identity(second)))


def json_contains(values: Iterable[Any], value: Any) -> bool:
    """Return whether one of the values is equal to a value."""
    return any(json_equal(one, value) for one in values)


def containers(values: Any) -> list[Any]:
    """Return the objects and arrays among the values."""
    return [value for value in values if isinstance(value, CONTAINERS)]


CONTAINERS = (dict, list)
"""The types of objects and arrays. A tuple, since a union would be made anew for each value."""


def is_mapping(value: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether a JSON value is an object."""
    return isinstance(value, dict)


def flags_of(node: Mapping[str, Any], keys: Iterable[str]) -> dict[str, bool]:
    """Return the flags of an object that are given, also those in quotes, which are warned of elsewhere."""
    return {key: flag for key in keys if (flag := _flag(node.get(key))) is not None}


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else _QUOTED.get(value.lower()) if isinstance(value, str) else None


_QUOTED = {"true": True, "false": False}


def is_true(value: Any) -> bool:
    """Return whether a flag is set, also in quotes."""
    return _flag(value) is True


def is_sequence(value: Any) -> TypeGuard[list[Any]]:
    """Return whether a JSON value is an array."""
    return isinstance(value, list)
