"""Values of JSON as Python holds them, compared and counted as JSON Schema does."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Hashable

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"
"""A JSON document, parsed."""


def identity(value: JSON) -> Hashable:
    """Equal for values that are equal in JSON (Core, 4.2.2): 1 is 1.0, 0 is not false, properties have no order."""
    match value:
        case bool():
            return ("boolean", value)
        case list():
            return ("array", *map(identity, value))
        case dict():
            return frozenset((key, identity(item)) for key, item in value.items())
        case _:
            return value


def is_number(value: JSON) -> TypeGuard[int | float]:
    """Whether the value is a number of JSON."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_multiple(value: float, divisor: float) -> bool:
    """Whether a number is an exact multiple, both read as decimals: 19.99 is one of 0.01."""
    return Fraction(repr(value)) % Fraction(repr(divisor)) == 0
