"""What a program can name of a client: its classes, methods and fields, and the types they lead to.

Types are read from the expressions in the client's own source, so that `call.data.trace_id` is followed as a type
checker would follow it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from ...emit.expression import NONE, union
from ...emit.operation_view import response_types, result_type, signatures
from ...emit.type_expressions import TypeWriter
from ...emit.views.signature import Signature
from ...ir import schemas as ir
from .derived_calls import derived_calls

if TYPE_CHECKING:
    from ...artifacts import Described
    from ...ir.api import Operation

_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class ClientPackage:
    """The client's package, or a module of it, by path."""

    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassType:
    """A class or alias itself: of the clients (`kind` client), the models, or the errors."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Instance:
    """An instance: `kind` client, model or error; `name` the class."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ClientResource:
    """A resource, such as `client.calls`."""

    attribute: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method that calls the API, or the function that builds its request."""

    call: str
    builds: bool = False
    streams: bool = False
    twin: str = ""
    """The dotted path of the same operation's method without a stream, if there is one."""

    @property
    def name(self) -> str:
        """Its dotted path from the client."""
        return self.twin or self.call


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of the program for a type: what a value has that is annotated with it."""

    inner: Type


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A value that leads to another: `kind` is request, response, stream, gives (when called), or a client's send or
    stream.
    """

    kind: str
    inner: Type | None = None


@dataclass(frozen=True, slots=True)
class Container:
    """A container: `kind` is list, dict (its values), or pairs (of `dict.items()`)."""

    kind: str
    inner: Type


@dataclass(frozen=True, slots=True)
class UnionType:
    """One of several types."""

    members: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class FunctionType:
    """A function of the program: the file and the dotted name in it."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Own:
    """A class of the program, or an instance of it."""

    path: str
    name: str
    instance: bool = False


@dataclass(frozen=True, slots=True)
class OwnModule:
    """A module of the program, or a folder of modules."""

    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Foreign:
    """A value that certainly has nothing to do with the client."""


Type: TypeAlias = (
    Alias
    | ClientPackage
    | ClassType
    | Instance
    | ClientResource
    | Method
    | Wrapped
    | Container
    | UnionType
    | FunctionType
    | Own
    | OwnModule
    | Foreign
)
"""The known type of a value."""


def either(members: Sequence[Type | None]) -> Type | None:
    """Return the type of a value that may be one of several; unknown ones are left out."""
    known: list[Type] = []
    for member in members:
        known += member.members if isinstance(member, UnionType) else [member] if member else []
    distinct = tuple(dict.fromkeys(known))[:_MOST_MEMBERS]
    return UnionType(distinct) if len(distinct) > 1 else distinct[0] if distinct else None


def items(kind: str, inner: Type | None) -> Type | None:
    """Return a container type; None if containers are nested deeper than in real programs."""
    if inner is None or isinstance(inner, Foreign):
        return inner
    return Container(kind, inner) if _depth(inner) < _DEEPEST else None


_MOST_MEMBERS = 12
_DEEPEST = 3


def _depth(value: Type) -> int:
    match value:
        case Container(inner=inner):
            return 1 + _depth(inner)
        case UnionType(members=members):
            return max(map(_depth, members))
        case _:
            return 0


class Surface:
    """The names of one client. Type expressions are evaluated on demand."""

    def __init__(self, described: Described) -> None:
        """Index the names."""
        self._api, self._names = described.api, described.names
        self._writer = TypeWriter(described.api, described.names).plain
        self.package = self._names.package
        self.clients = {self._names.client: False, self._names.async_client: True}
        """Class → whether it is the asynchronous one."""
        self.client = self._names.client
        self.resources = {one.attribute for one in self._names.resources}
        self.resource_classes = {
            name: one.attribute for one in self._names.resources for name in (one.class_name, one.async_class_name)
        }
        self.modules = {one.module: one.attribute for one in self._names.resources}
        self.errors = frozenset(self._names.errors.values())
        self.schemas = {name: wire for wire, name in self._names.schemas.items()}
        self._operations: dict[str, Operation] = {
            self._names.operations[one.key].call: one for one in self._api.operations
        }
        self._streams = {one.stream_call: one.call for one in self._names.operations.values() if one.stream}
        self.derived = dict(derived_calls(self._api, self._names, self._writer))
        """Method that iterates or waits → the call that it sends, and the type of an item, empty where it waits."""
        self._fields: dict[str, Mapping[str, str]] = {}
        self._types: dict[str, Type | None] = {}
        self._reading: set[str] = set()

    @cached_property
    def builders(self) -> dict[tuple[str, str], str]:
        """`(module, function)` → call, for the functions that build requests."""
        modules = {one.attribute: one.module for one in self._names.resources}
        names = self._names.operations.values()
        return {(modules.get(one.resource or "", ""), one.builder): one.call for one in names}

    def method(self, call: str) -> Method | None:
        """Return the method at a dotted path from the client."""
        if call in self._operations:
            operation = self._operations[call]
            only = [one.streams for one in self._signatures(operation)] == [True]
            return Method(call, streams=only)
        if call in self.derived:
            of, item = self.derived[call]
            return Method(of, streams=bool(item), twin=call)
        plain = self._streams.get(call)
        return Method(plain, streams=True, twin=call) if plain else None

    def methods(self, resource: str) -> list[Method]:
        """Return the methods of a resource, or of the client itself."""
        calls = [
            call for call in (*self._operations, *self._streams, *self.derived) if call.rpartition(".")[0] == resource
        ]
        return [method for method in map(self.method, calls) if method]

    def arguments(self, call: str) -> list[str]:
        """Return the positional arguments of a method, in order."""
        operation = self._operations.get(call)
        found = self._signatures(operation) if operation else ()
        return [one.name for one in found[0].arguments if not one.keyword] if found else []

    def result(self, method: Method) -> Type | None:
        """Return the type that a call of a method returns; for a stream, that of an item."""
        return self.read(self.result_expression(method))

    def result_expression(self, method: Method) -> str:
        """Return the type that a call returns, as an expression of the client's source."""
        if method.twin in self.derived and method.streams:
            return self.derived[method.twin][1]
        return result_type(self._writer, self._operations[method.call], streams=method.streams).text

    def is_model(self, name: str) -> bool:
        """Return whether `models` has a class of that name."""
        return isinstance(self._schema(name), ir.Class)

    def _schema(self, name: str) -> ir.Schema | None:
        return self._api.schemas.get(self.schemas.get(name, ""))

    def base(self, name: str) -> str | None:
        """Return the base class of a model, if it is a model."""
        schema = self._schema(name)
        base = schema.base if isinstance(schema, ir.Class) else None
        return self._names.schemas.get(base) if base else None

    def owners(self, name: str, field: str) -> list[str]:
        """Return a model and its bases up to the one that declares a field; empty if none does."""
        passed: list[str] = []
        current: str | None = name
        while current and current not in passed:
            passed.append(current)
            if field in self.fields(current):
                return passed
            current = self.base(current)
        return []

    def fields(self, name: str) -> Mapping[str, str]:
        """Return attribute → wire name of the fields that a model declares itself."""
        if name not in self._fields:
            wire = self.schemas.get(name, "")
            schema = self._schema(name)
            own = tuple(schema.properties) if isinstance(schema, ir.Class) else ()
            self._fields[name] = {self._names.properties[wire, prop]: prop for prop in own}
        return self._fields[name]

    def field_type(self, name: str, field: str) -> Type | None:
        """Return the type of a field that a model declares itself."""
        return self.read(self.field_expression(name, field))

    def field_expression(self, name: str, field: str) -> str:
        """Return the type of a field that a model declares itself, as an expression."""
        wire = self.schemas[name]
        schema = self._api.schemas[wire]
        prop = schema.properties[self.fields(name)[field]] if isinstance(schema, ir.Class) else ir.ANYTHING
        return self._writer.expression(prop, received=wire in self._api.received).text

    def expression(self, name: str) -> str:
        """Return the type that an alias stands for, as an expression."""
        wire = self.schemas[name]
        return self._writer.expression(self._api.schemas[wire], received=wire in self._api.received).text

    def carriers(self, name: str) -> set[str]:
        """Return the symbols of fields, methods and arguments with a type, also by way of an alias."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            for symbol in self._named_in.get(waiting.pop(), ()):
                if symbol not in found:
                    found.add(symbol)
                    waiting += [symbol] if symbol in self.schemas else []
        return found

    @cached_property
    def _named_in(self) -> dict[str, set[str]]:
        """Name of a class or alias → the symbols whose type contains it."""
        found: dict[str, set[str]] = {}

        def note(symbol: str, expression: str) -> None:
            for name in _NAME.findall(expression):
                if name in self.schemas and name != symbol:
                    found.setdefault(name, set()).add(symbol)

        for name in self.schemas:
            if not self.is_model(name):
                note(name, self.expression(name))
            for field in self.fields(name):
                note(f"{name}.{field}", self.field_expression(name, field))
        for call, operation in self._operations.items():
            for one in self._signatures(operation):
                note(call, one.result.text)
                for argument in one.arguments:
                    note(f"{call}({argument.name})", argument.type.text)
        return found

    def error_body(self, name: str) -> Type | None:
        """Return the type of the `body` of an error."""
        return self.read(self.error_expression(name))

    def error_expression(self, name: str) -> str:
        """Return the type of the `body` of an error, as an expression."""
        statuses = {status for status, error in self._names.errors.items() if error == name}
        responses = [one for operation in self._operations.values() for one in operation.responses]
        wanted = (one for one in responses if one.status in statuses)
        return union(
            sorted({each for one in wanted for each in response_types(self._writer, one) or {NONE}}, key=str)
        ).text

    @cached_property
    def named_fields(self) -> dict[str, list[str]]:
        """Attribute → the models that declare a field of that name."""
        found: dict[str, list[str]] = {}
        for name in self.schemas:
            for field in self.fields(name):
                found.setdefault(field, []).append(name)
        return found

    def read(self, expression: str) -> Type | None:
        """Return the type that an expression of the client's source means."""
        if expression not in self._types:
            self._types[expression] = self.meaning(ast.parse(expression, mode="eval").body)
        return self._types[expression]

    def meaning(self, node: ast.expr) -> Type | None:
        """Return the type that a parsed expression means."""
        match node:
            case ast.Name(id=name):
                return self._named(name)
            case ast.BinOp(left=left, right=right):
                return either([self.meaning(left), self.meaning(right)])
            case ast.Subscript(value=ast.Name(id="list"), slice=inner):
                return items("list", self.meaning(inner))
            case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[_, inner])):
                return items("dict", self.meaning(inner))
            case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[inner, *_])):
                return self.meaning(inner)
            case ast.Subscript(value=ast.Name(id="Nullable"), slice=inner):
                return self.meaning(inner)
            case ast.Subscript(value=ast.Name(id="Literal")):
                return Foreign()
            case _:
                return None

    def _named(self, name: str) -> Type | None:
        if self.is_model(name):
            return Instance("model", name)
        if name not in self.schemas:
            return None if name == "Any" else Foreign()
        # An alias may refer to itself: while it is being read, its type is unknown.
        if name in self._reading:
            return None
        self._reading.add(name)
        found = self.read(self.expression(name))
        self._reading.discard(name)
        return found

    def _signatures(self, operation: Operation) -> tuple[Signature, ...]:
        return signatures(self._api, self._names, operation, frozenset())
