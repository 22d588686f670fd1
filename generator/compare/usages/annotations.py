"""What annotations say about values: classes of the client and of the program, containers of them, and aliases."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from .attributes import symbol_of
from .client_types import Alias, ClassType, Foreign, Instance, Own, Type, either, items
from .scopes import members_of

if TYPE_CHECKING:
    from .expressions import Values
    from .scopes import ProgramScope

_LISTS = frozenset(
    {"list", "List", "Sequence", "Iterable", "Iterator", "Collection", "AsyncIterator", "AsyncIterable", "Generator"}
    | {"AsyncGenerator", "set", "Set", "frozenset", "tuple", "Tuple", "deque"}
)
_DICTS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "defaultdict"})
_TRANSPARENT = frozenset({"Optional", "Annotated", "Final", "ClassVar", "Awaitable", "Nullable", "Union"})
_GENERIC = _LISTS | _DICTS | _TRANSPARENT | {"type", "Type"}


class Annotations:
    """Reads annotations with the names that a scope knows."""

    def __init__(self, values: Values) -> None:
        """Note uses with `values`."""
        self.values = values

    def of(self, node: ast.expr | None, scope: ProgramScope, *, recorded: bool = True) -> Type | None:
        """Return the type that an annotation gives a value, and note the classes that it names."""
        if node is None:
            return None
        if recorded:
            self._note_names(node, scope)
        return either(self._meanings(node, scope))

    def _note_names(self, node: ast.expr, scope: ProgramScope) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            parsed = _parsed(node.value)
            for one in ast.walk(parsed) if parsed else ():
                if isinstance(one, ast.Name):
                    value = scope.get(one.id)[1]
                    if isinstance(value, ClassType):
                        self.values.site("name", symbol_of(value), node, scope)
        else:
            self.values.of(node, scope)

    def _meanings(self, node: ast.expr, scope: ProgramScope) -> list[Type | None]:
        match node:
            case ast.Constant(value=str() as text):
                parsed = _parsed(text)
                return self._meanings(parsed, scope) if parsed else []
            case ast.BinOp(left=left, right=right):
                return [*self._meanings(left, scope), *self._meanings(right, scope)]
            case ast.Tuple(elts=elements):
                return [meaning for element in elements for meaning in self._meanings(element, scope)]
            case ast.Subscript(value=outer, slice=inner):
                return self._generic(last_name(outer), inner, scope)
            case ast.Name() | ast.Attribute():
                return [_instance(one) for one in members_of(self._named(node, scope))]
            case _:
                return []

    def _generic(self, outer: str, inner: ast.expr, scope: ProgramScope) -> list[Type | None]:
        members = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if outer == "type":
            return [self._named(inner, scope)]
        if outer in _DICTS:
            members = members[-1:]
        found = [meaning for member in members for meaning in self._meanings(member, scope)]
        known = either([one for one in found if not isinstance(one, Foreign)])
        if outer in _TRANSPARENT or known is None:
            return found
        return [items("dict" if outer in _DICTS else "list", known)] if outer in _LISTS | _DICTS else [known]

    def _named(self, node: ast.expr, scope: ProgramScope) -> Type | None:
        """Return the type of a dotted name, without noting it."""
        before = len(self.values.sites)
        found = self.values.of(node, scope)
        del self.values.sites[before:]
        return found

    def alias(self, node: ast.expr | None, scope: ProgramScope, *, declared: bool) -> Type | None:
        """Return the alias that an assignment makes, or None if it assigns a value.

        `declared` says that it is annotated as an alias: then a text is one, too.
        """
        if node is None or not (declared or _is_type(node, lambda one: self._named(one, scope))):
            return None
        self._note_names(node, scope)
        meaning = either(self._meanings(node, scope))
        return None if meaning is None else Alias(meaning)


def _is_type(node: ast.expr, named: Callable[[ast.expr], Type | None]) -> bool:
    """Return whether an expression can only be a type: `list[Call]`, `Voice | None`."""
    match node:
        case ast.Subscript(value=outer):
            return last_name(outer) in _GENERIC
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return any(isinstance(one, ClassType | Alias) for side in (left, right) for one in members_of(named(side)))
        case _:
            return False


def is_alias(annotation: ast.expr) -> bool:
    """Return whether an annotation says that what is assigned is a type."""
    return last_name(annotation) in ("TypeAlias", "TypeForm")


def _instance(value: Type) -> Type:
    """Return the type of a value that is annotated with a class."""
    match value:
        case ClassType(kind=kind, name=name):
            return Instance(kind, name)
        case Alias(inner=inner):
            return inner
        case Own(path=path, name=name):
            return Own(path, name, instance=True)
        case _:
            return value


def last_name(node: ast.expr) -> str:
    """Return the last name of a dotted name, of a called function, or of a subscripted value."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=function):
            return last_name(function)
        case _:
            return ""


def is_any(node: ast.expr) -> bool:
    """Return whether an annotation says nothing."""
    return last_name(node) in ("Any", "object")


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
