"""Checks the arguments of an operation by their declared types: parameters are as strict as models."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeAlias, Union, cast, get_args, get_origin, get_type_hints

from ..errors import RequestError
from ..wire.parameters import ParameterStyle, header

if TYPE_CHECKING:
    from .request import Request

Builder: TypeAlias = "Callable[..., Request[Any]]"

_PLAIN = (str, int, bool)
"""Types whose instances are all valid."""


class Argument:
    """One parameter: its Python name, its wire name, and the values that it accepts."""

    __slots__ = ("_plain", "_required", "_type", "name", "wire_name")

    def __init__(self, name: str, wire_name: str, type_: Any, style: ParameterStyle | None) -> None:
        """`type_` is the annotation in the signature; a type of the style is narrower, and is used instead."""
        self.name, self.wire_name = name, wire_name
        rest, allows_none = _without_none(type_)
        self._required = not allows_none
        self._type = style.type if style is not None and style.type is not None else rest
        self._plain: Any = self._type if self._type in _PLAIN else None

    def checked(self, value: object) -> object:
        """Return the value as it is written; raise `RequestError` if it does not fit the declared type.

        None stays: it leaves the parameter out, or is written as null, as its style defines.
        """
        if type(value) is self._plain:
            return value
        if value is None:
            if self._required:
                raise RequestError(f"{self}: is required, and must not be None")
            return None
        return self._validated(_unwrapped(value))

    def _validated(self, value: object) -> object:
        from ..models.adapter import adapter
        from ..models.given import checked

        try:
            value = checked(value)
            return cast("object", adapter(self._type, tolerant=False).validate_python(value))
        except ValueError as error:
            from ..models.complaints import explained

            raise RequestError(explained(error, self._type, value, within=str(self))) from None

    def __str__(self) -> str:
        return self.name if self.name == self.wire_name else f"{self.name} ({self.wire_name})"


@dataclass(slots=True, eq=False, repr=False)
class ClientHeader:
    """A header of every request, with the client's value."""

    argument: str
    value: object
    """None leaves the header out."""
    type: Any
    required: bool = False
    """Whether None is refused, unless the type allows it."""

    def text(self, name: str) -> str | None:
        """Return the text of the header of that name; None leaves it out. Raises `RequestError` if the value does not
        fit the declared type, or is None and the header is required.
        """
        if self.value is None and not self.required:
            return None
        value = Argument(self.argument, name, self.type, None).checked(self.value)
        return None if value is None else header(name, value)


Arguments: TypeAlias = "Mapping[str, Argument]"
"""Wire name → parameter, for one location."""


def arguments_of(builder: Builder, styles: Mapping[str, Mapping[str, ParameterStyle]]) -> Mapping[str, Arguments]:
    """Return the parameters of the requests that a builder makes, by location: `path`, `query`, `headers`, `cookies`.

    The builder shows which argument is which parameter: it is called with the names of its own arguments.
    """
    types, request = _probed(builder)
    return {
        location: {
            wire_name: Argument(one.name, wire_name, types[one.name], styles[location].get(wire_name))
            for wire_name, one in cast("Mapping[str, object]", getattr(request, location)).items()
            if isinstance(one, _Placeholder)
        }
        for location in styles
    }


def required_body(builder: Builder) -> str | None:
    """Return the name of the argument that holds the request body; None if there is none, or if it may be None."""
    types, request = _probed(builder)
    body = request.body
    return body.name if isinstance(body, _Placeholder) and not _without_none(types[body.name])[1] else None


def _probed(builder: Builder) -> tuple[Mapping[str, Any], Request[Any]]:
    """Return the types of a builder's arguments, and the request that it makes of their names."""
    types = get_type_hints(builder, include_extras=True)
    return types, builder(**{name: _Placeholder(name) for name in inspect.signature(builder).parameters})


def checked_values(arguments: Arguments | None, values: Mapping[str, object]) -> Mapping[str, object]:
    """Return the values of parameters, each checked against its type; raise `RequestError` for the first
    invalid one.
    """
    if not arguments or not values:
        return values
    return {
        name: value if (known := arguments.get(name)) is None else known.checked(value)
        for name, value in values.items()
    }


def _unwrapped(value: object) -> object:
    """Return a value with the members of enumerations, also those in lists and objects, replaced by their values."""
    match value:
        case Enum():
            return cast("object", value.value)
        case str() | bytes() | bytearray() | memoryview():
            return cast("object", value)
        case Sequence() | Set():
            given = [*cast("Iterable[object]", value)]
            items = [_unwrapped(item) for item in given]
            return items if _differ(items, given) else cast("object", value)
        case Mapping():
            known = cast("Mapping[object, object]", value)
            members = {key: _unwrapped(item) for key, item in known.items()}
            return members if _differ(members.values(), known.values()) else known
        case _:
            return value


def _differ(one: Iterable[object], other: Iterable[object]) -> bool:
    return any(left is not right for left, right in zip(one, other, strict=True))


class _Placeholder:
    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


def _without_none(type_: Any) -> tuple[Any, bool]:
    """Return a type without None, and whether it allowed None."""
    if get_origin(type_) not in (Union, UnionType):
        return type_, type_ is NoneType or type_ is Any
    members: tuple[Any, ...] = get_args(type_)
    rest: Any = None
    for one in members:
        if one is not NoneType:
            rest = one if rest is None else rest | one
    return rest, NoneType in members
