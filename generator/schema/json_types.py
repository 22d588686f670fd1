"""The types of JSON Schema (2020-12 Validation, 6.1.1), and what a value or a schema has of them."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any, Protocol

TYPES = frozenset({"null", "boolean", "object", "array", "number", "string", "integer"})
"""What `type` may say."""


class Warn(Protocol):
    """Takes code and message of a warning, and the keys that lead from the schema at hand to what it is about."""

    def __call__(self, code: str, message: str, *keys: str) -> None:
        """Tell it."""
        ...


def types_of(schema: Mapping[str, Any]) -> list[str]:
    """Return the types that a schema allows by `type`, empty where it says nothing."""
    given = schema.get("type")
    return [given] if isinstance(given, str) else list(given or ())


def is_of(value: Any, kind: str) -> bool:
    """Say whether a JSON value is of a type of JSON Schema (2020-12 Validation, 6.1.1): 1.0 is an integer."""
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "object":
            return isinstance(value, dict)
        case "array":
            return isinstance(value, list)
        case "string":
            return isinstance(value, str)
        case "integer":
            return not isinstance(value, bool) and isinstance(value, int | float) and value == math.floor(value)
        case _:
            return isinstance(value, int | float) and not isinstance(value, bool)


def number_of(value: Any) -> int | float | None:
    """Return a number, also one that is written as a text; None for what is no number, or beyond a double."""
    if isinstance(value, str):
        try:
            value = float(value) if not value.strip().lstrip("+-").isdigit() else int(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # A number in quotes was not measured when the document was read: it may be beyond a double.
    return value if abs(value) <= sys.float_info.max else None


_SHOWN = 40


def shown(value: Any) -> str:
    """Return a value as messages show it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
