"""An operation as the templates write it: its arguments, its request, its result, and derived methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...text.python_source import WIDTH
from ..expression import NONE, Expression, Source, compose, joined, name, subscript, union

_OPTIONS = ("options", "request_options", "call_options", "client_request_options")
"""What the argument for the options of a call may be called."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a method."""

    name: str
    type: Expression
    """The type, without the None that leaves it out."""
    required: bool
    description: str = ""
    keyword: bool = True
    default: str = ""

    def declaration(self, hidden: frozenset[str], room: int = WIDTH) -> Expression:
        """Return the argument as declared in the head of a function, on a line with `room` columns.

        black puts a union that is too long for its line in brackets, and ruff keeps them.
        """
        declared = (self.type if self.required else union([self.type, NONE])).within(hidden)
        default = f" = {self.default}" if self.default else ""
        plain = compose(f"{self.name}: ", declared, default)
        if not declared.members or (len(plain.text) <= room and ",]" not in declared.text):
            return plain
        return compose(f"{self.name}: (", declared, f"){default}")


@dataclass(frozen=True, slots=True)
class Signature:
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
    arguments: tuple[Argument, ...]
    """The path parameters, the body, then the keyword-only arguments."""
    result: Expression
    description: str
    hidden: frozenset[str]
    """The attributes of the method's class: a type with such a name is written in another way."""
    streams: bool = False
    """Whether the method returns a stream of items."""
    iterator: DerivedMethod | None = None
    """The method that iterates over the items of all its pages."""
    waiting: DerivedMethod | None = None
    """The method that waits for a final state of the result."""

    @property
    def request(self) -> str:
        """The arguments of `Request` in the request builder: one on each line if they do not fit on one line."""
        arguments = ", ".join([self.constant, *(f"{keyword}={value}" for keyword, value in self.values.items())])
        return f"{arguments}," if len(f"    return Request({arguments})") > WIDTH else arguments

    @property
    def call(self) -> str:
        """The call of the request builder with the arguments of the method."""
        arguments = (f"{one.name}={one.name}" if one.keyword else one.name for one in self.arguments)
        return f"{self.builder}({', '.join(arguments)})"

    @property
    def options_name(self) -> str:
        """The argument for the options of the call; renamed if a parameter has its name."""
        taken = {one.name for one in self.arguments}
        return next(name for name in _OPTIONS if name not in taken)

    @property
    def sent(self) -> str:
        """The arguments of the client's method: the call of the request builder, and the options."""
        return f"{self.call}, options={self.options_name}"

    def parameters(self, owner: str = "") -> Expression:
        """Return the parameters of the request builder, or of a method whose first parameter is `owner`.

        Each is on a line of its own if some are keyword-only.
        """
        hidden = self.hidden if owner else frozenset[str]()
        indent = 8 if owner else 4
        if owner or any(one.keyword for one in self.arguments):
            return compose(joined(self._declared(owner, hidden, WIDTH - indent - 1)), ",")
        declared = joined(self._declared(owner, hidden, WIDTH))
        fits = indent + len(declared.text) <= WIDTH
        return declared if fits else joined(self._declared(owner, hidden, WIDTH - indent - 1))

    def returns(self, prefix: str = "") -> Expression:
        """Return the type that the method returns; `prefix` is the beginning of a stream's class name."""
        result = subscript(f"{prefix}Stream", self.result) if self.streams else self.result
        return result.within(self.hidden)

    def _declared(self, owner: str, hidden: frozenset[str], room: int) -> list[Source]:
        positional = [one.declaration(hidden, room) for one in self.arguments if not one.keyword]
        keywords = [one.declaration(hidden, room) for one in self.arguments if one.keyword]
        if owner:
            options = Argument(self.options_name, name("RequestOptions"), required=False, default="None")
            keywords.append(options.declaration(frozenset()))
        declared: list[Source] = [owner, *positional] if owner else [*positional]
        return [*declared, "*", *keywords] if keywords else declared


@dataclass(frozen=True, slots=True)
class DerivedMethod:
    """A method that sends the requests of an operation, as the templates write it."""

    head: Signature
    """Its name, its arguments, and what it returns."""
    constant: str
    rule: Mapping[str, Expression]
    """Keyword → argument of its rule."""
    of: Expression
    """The type that the rule is about: of an item, or of a result."""
    request: str
    """The call of the request builder."""
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

    @property
    def options(self) -> str:
        """The argument for the options of a call."""
        return self.head.options_name

    def parameters(self) -> Expression:
        """Return its parameters."""
        return self.head.parameters("self")

    def paginator(self, prefix: str = "") -> Expression:
        """Return the type of the iterator."""
        hidden = self.head.hidden
        return subscript(f"{prefix}Paginator", self.of.within(hidden), self.head.result.within(hidden))
