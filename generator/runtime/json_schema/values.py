"""JSON values in Python, compared and counted as JSON Schema does."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Hashable

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"
"""A JSON document, parsed."""


def identity(value: JSON) -> Hashable:
    """Return a key that is equal for equal JSON values (Core, 4.2.2): 1 is 1.0, 0 is not false, properties have no
    order.
    """
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
    """Return whether the value is a JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_multiple(value: float, divisor: float) -> bool:
    """Return whether a number is an exact multiple, both taken as decimals: 19.99 is a multiple of 0.01."""
    return Fraction(repr(value)) % Fraction(repr(divisor)) == 0
