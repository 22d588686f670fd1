"""An operation as the templates write it: its arguments, its request, its result, and derived methods."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from ...text.python_source import WIDTH
from ..expression import NONE, Expression, compose, name, subscript, union

_OPTIONS = ("options", "request_options", "call_options", "client_request_options")
"""Possible names of the argument for the options of a call."""


class MethodArgument(Struct, frozen=True, dict=True):
    """One argument of a method."""

    name: str
    type: Expression
    """The type, without the None that leaves it out."""
    required: bool
    description: str = ""
    keyword: bool = True
    default: str = ""

    @cached_property
    def annotation(self) -> Expression:
        """The type with the None that leaves it out, if it may be left out."""
        return self.type if self.required else union([self.type, NONE])


class HeadParameter(Struct, frozen=True):
    """One parameter as the head of a function declares it."""

    name: str
    annotation: Expression
    default: str


class HeadParameters(Struct, frozen=True):
    """The parameters of a function, as the head of it declares them."""

    positional: tuple[HeadParameter, ...]
    keywords: tuple[HeadParameter, ...] = ()
    """The keyword-only arguments."""


class Signature(Struct, frozen=True, dict=True):
    """An operation as the templates write it."""

    method: str
    builder: str
    constant: str
    http_method: str
    path: str
    options: Mapping[str, Expression]
    """Keyword → argument of `Operation`, apart from method, path and responses."""
    responses: tuple[tuple[str, Expression], ...]
    """Status key, as source, and codec of each response."""
    values: Mapping[str, str]
    """Keyword → source of the arguments of `Request`, apart from the operation."""
    arguments: tuple[MethodArgument, ...]
    """The path parameters, the body, then the keyword-only arguments."""
    result: Expression
    description: str
    hidden: tuple[str, ...]
    """The attributes of the method's class: a type with such a name is written in another way."""
    streams: bool = False
    """Whether the method returns a stream of items."""
    iterator: DerivedMethod | None = None
    """The method that iterates over the items of all its pages."""
    waiting: DerivedMethod | None = None
    """The method that waits for a final state of the result."""

    @property
    def is_long(self) -> bool:
        """Whether the arguments of `Request` do not fit on one line: then each has a line of its own."""
        arguments = [self.constant, *(f"{keyword}={value}" for keyword, value in self.values.items())]
        return len(f"    return Request({', '.join(arguments)})") > WIDTH

    @property
    def options_name(self) -> str:
        """The argument for the options of the call; renamed if a parameter has its name."""
        taken = {one.name for one in self.arguments}
        return next(name for name in _OPTIONS if name not in taken)

    @property
    def builder_parameters(self) -> HeadParameters:
        """The parameters of the request builder."""
        if not any(one.keyword for one in self.arguments):
            whole = _parameters(self.arguments, (), WIDTH)
            line = ", ".join(f"{one.name}: {one.annotation}{_given(one.default)}" for one in whole.positional)
            if len(_INDENT + line) <= WIDTH:
                return whole
        return _parameters(self.arguments, (), WIDTH - len(f"{_INDENT},"))

    @cached_property
    def method_parameters(self) -> HeadParameters:
        """The parameters of the method after `self`; the last one has the options of the call."""
        options = MethodArgument(self.options_name, name("RequestOptions"), required=False, default="None")
        return _parameters((*self.arguments, options), self.hidden, WIDTH - len(f"{_INDENT}{_INDENT},"))

    def returns(self, prefix: str = "") -> Expression:
        """Return the type that the method returns; `prefix` is the beginning of a stream's class name."""
        result = subscript(f"{prefix}Stream", self.result) if self.streams else self.result
        return result.within(self.hidden)


_INDENT = "    "


def _parameters(arguments: Sequence[MethodArgument], hidden: Collection[str], room: int) -> HeadParameters:
    """Return the parameters for arguments, in a class that has names `hidden`, each on a line with `room` columns."""
    return HeadParameters(
        tuple(_parameter(one, hidden, room) for one in arguments if not one.keyword),
        tuple(_parameter(one, hidden, room) for one in arguments if one.keyword),
    )


def _parameter(argument: MethodArgument, hidden: Collection[str], room: int) -> HeadParameter:
    """Return the parameter for an argument.

    black puts a union that is too long for its line in brackets, and ruff keeps them.
    """
    annotation = argument.annotation.within(hidden)
    if annotation.members:
        line = f"{argument.name}: {annotation.text}{_given(argument.default)}"
        if len(line) > room or ",]" in annotation.text:
            annotation = compose("(", annotation, ")")
    return HeadParameter(argument.name, annotation, argument.default)


def _given(default: str) -> str:
    return f" = {default}" if default else ""


class DerivedMethod(Struct, frozen=True):
    """A method that sends the requests of an operation, as the templates write it."""

    head: Signature
    """Its name, its arguments, and what it returns."""
    constant: str
    rule: Mapping[str, Expression]
    """Keyword → argument of its rule."""
    of: Expression
    """The type that the rule is about: of an item, or of a result."""
    arguments: str = ""
    """The arguments of a wait."""

    @property
    def method(self) -> str:
        """Its name."""
        return self.head.method

    @property
    def description(self) -> str:
        """Its docstring."""
        return self.head.description

    def paginator(self, prefix: str = "") -> Expression:
        """Return the type of the iterator."""
        hidden = self.head.hidden
        return subscript(f"{prefix}Paginator", self.of.within(hidden), self.head.result.within(hidden))
