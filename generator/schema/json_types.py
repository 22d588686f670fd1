"""The types of JSON Schema (2020-12 Validation, 6.1.1), and the types of a value or a schema."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from typing import Any, Protocol

TYPES = frozenset({"null", "boolean", "object", "array", "number", "string", "integer"})
"""The values of `type`."""


class Warn(Protocol):
    """Takes code and message of a warning, and the keys that lead from the current schema to the place."""

    def __call__(self, code: str, message: str, *keys: str) -> None:
        """Report the warning."""
        ...


_NUMERIC = frozenset({"float", "double", "unixtime", "unix-time"}) | {
    f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)
}
"""Formats of numbers (OpenAPI Format Registry)."""


class ImpliedType(str):
    """A type that the schema does not state: its keywords are about values of this type, and allow others."""

    __slots__ = ()


def types_of(schema: Mapping[str, Any]) -> list[str]:
    """Return the types that a schema allows by `type`; empty if it does not say."""
    given = schema.get("type")
    return [given] if isinstance(given, str) else list(given or ())


def is_of(value: Any, kind: str) -> bool:
    """Return whether a JSON value is of a type of JSON Schema (2020-12 Validation, 6.1.1): 1.0 is an integer."""
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


def format_applies(kind: str, format_name: Any) -> bool:
    """Return whether a format applies to values of a JSON type (JSON Schema 2020-12 Validation, 7.1)."""
    return kind in (("integer", "number") if format_name in _NUMERIC else ("string", "number"))


def number_of(value: Any) -> int | float | None:
    """Return a number, also from a text; None if it is no number, or beyond a double."""
    if isinstance(value, str):
        try:
            value = float(value) if not value.strip().lstrip("+-").isdigit() else int(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # A number in quotes was not checked when the document was read, so it may be beyond a double.
    return value if abs(value) <= sys.float_info.max else None


_SHOWN = 40


def shown(value: Any) -> str:
    """Return a value for a message, as JSON but for quotes, shortened if it is long."""
    text = repr(value) if isinstance(value, str) else json.dumps(value, default=repr)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."
