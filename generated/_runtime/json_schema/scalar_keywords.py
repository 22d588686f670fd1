"""Keywords of JSON Schema that look at one value only: its type, its limits, its length."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any, NamedTuple, Protocol

from .outcomes import Failure
from .patterns import search_pattern
from .values import JSON, identity, is_multiple, is_number


class Place(Protocol):
    """A value, and the place where it stands."""

    @property
    def instance(self) -> JSON:
        """The value."""
        ...

    def fail(self, message: str) -> Failure:
        """Return a failure at this place."""
        ...


Check = Callable[[Place, Any], None]
"""Raises `Failure` if the value at a place does not fit the value of a keyword."""


_TYPES: Mapping[str, Callable[[JSON], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "number": is_number,
    "integer": lambda value: is_number(value) and value % 1 == 0,
}


def _type(place: Place, types: str | list[str]) -> None:
    allowed = [types] if isinstance(types, str) else types
    if not any(_TYPES[name](place.instance) for name in allowed):
        raise place.fail(f"should be {' or '.join(allowed)}")


def _enum(place: Place, values: list[JSON]) -> None:
    if identity(place.instance) not in map(identity, values):
        texts = ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
        raise place.fail(f"should be one of {texts}" if len(values) > 1 else f"should be {texts}")


def _const(place: Place, value: JSON) -> None:
    _enum(place, [value])


def _bound(fits: Callable[[float, float], bool], what: str) -> Callable[[Place, float], None]:
    def check(place: Place, limit: float) -> None:
        if is_number(place.instance) and not fits(place.instance, limit):
            raise place.fail(f"should be {what} {limit}")

    return check


def _multiple_of(place: Place, divisor: float) -> None:
    if is_number(place.instance) and not is_multiple(place.instance, divisor):
        raise place.fail(f"should be a multiple of {divisor}")


def _size(
    kind: type[str | list[JSON] | dict[str, JSON]], fits: Callable[[int, float], bool], what: str
) -> Callable[[Place, float], None]:
    def check(place: Place, limit: float) -> None:
        if isinstance(place.instance, kind) and not fits(len(place.instance), limit):
            raise place.fail(f"should have {what} {limit}")

    return check


def _pattern(place: Place, pattern: str) -> None:
    if isinstance(place.instance, str) and not search_pattern(pattern)(place.instance):
        raise place.fail(f"should match the pattern {pattern!r}")


SCALARS: Mapping[str, Check] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "minimum": _bound(lambda value, limit: value >= limit, "at least"),
    "exclusiveMinimum": _bound(lambda value, limit: value > limit, "more than"),
    "maximum": _bound(lambda value, limit: value <= limit, "at most"),
    "exclusiveMaximum": _bound(lambda value, limit: value < limit, "less than"),
    "multipleOf": _multiple_of,
    "minLength": _size(str, lambda size, limit: size >= limit, "a length of at least"),
    "maxLength": _size(str, lambda size, limit: size <= limit, "a length of at most"),
    "pattern": _pattern,
}
"""The keywords about scalars, cheap ones first."""
SIZES: Mapping[str, Check] = {
    "minItems": _size(list, lambda size, limit: size >= limit, "a number of items of at least"),
    "maxItems": _size(list, lambda size, limit: size <= limit, "a number of items of at most"),
    "minProperties": _size(dict, lambda size, limit: size >= limit, "a number of properties of at least"),
    "maxProperties": _size(dict, lambda size, limit: size <= limit, "a number of properties of at most"),
}


class ScalarChecks(NamedTuple):
    """What a schema checks that has only keywords about scalars."""

    plain: frozenset[type]
    """The Python types whose values need no further check."""
    checks: tuple[tuple[Check, Any], ...]
    """The functions of the keywords, and the values of these."""

    def passes(self, value: JSON) -> bool:
        """Return whether a value fits."""
        if type(value) in self.plain:
            return True
        place = _Value(value)
        try:
            for check, argument in self.checks:
                check(place, argument)
        except Failure:
            return False
        return True


class _Value(NamedTuple):
    """A value of which nobody asks where it stands."""

    instance: JSON

    def fail(self, message: str) -> Failure:
        return Failure(message)


def scalar_checks(schema: Mapping[str, Any], keywords: Set[str]) -> ScalarChecks | None:
    """Return the checks of a schema with these keywords; None if others than those about scalars are among them."""
    if not keywords <= SCALARS.keys():
        return None
    plain = frozenset(_plain(schema["type"])) if keywords == {"type"} else frozenset[type]()
    return ScalarChecks(plain, tuple((check, schema[one]) for one, check in SCALARS.items() if one in keywords))


def _plain(types: str | list[str]) -> Iterator[type]:
    for name in [types] if isinstance(types, str) else types:
        yield from _PLAIN.get(name, ())


_PLAIN: Mapping[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
}
"""Types of JSON → Python types of which every value is one; a float may be no number."""
