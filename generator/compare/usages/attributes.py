"""Resolves attributes of a client, of its values, and of a program's own classes, and notes where they are used."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .client_types import (
    ClassType,
    ClientPackage,
    ClientResource,
    Container,
    Foreign,
    Instance,
    Method,
    Own,
    OwnModule,
    Surface,
    Type,
    Wrapped,
    items,
)
from .scopes import ProgramFacts, ProgramScope
from .sites import Kind, Site

if TYPE_CHECKING:
    from .program import Program

_MAKES_MODEL = frozenset({"model_validate", "model_validate_json", "model_construct"})
_GIVES_ITEM = frozenset({"pop", "get", "setdefault", "popitem"})
_SAME_ATTRIBUTES = frozenset({"model_copy", "copy", "with_options"})
_DISTINCT = 8
"""Characters of a field's name that by itself says whose it is; or an underscore within."""


class Members:
    """Resolves attributes; the places that it finds are in `sites`."""

    def __init__(self, surface: Surface, program: Program, facts: ProgramFacts) -> None:
        """Start a pass over the program."""
        self.surface, self.program, self.facts = surface, program, facts
        self.sites: list[Site] = []
        self.guessing = False
        """Whether the module has to do with the client, so that a name alone may speak for it."""

    def site(self, kind: Kind, symbol: str, node: ast.AST, scope: ProgramScope, *, sure: bool = True) -> None:
        """Note a place."""
        line, column = position_of(node)
        given = node.value if isinstance(node, ast.keyword) else node
        value = repr(given.value) if isinstance(given, ast.Constant) else ""
        self.sites.append(Site(kind, symbol, scope.path, line, column, sure, value=value))

    def member(self, holder: Type, node: ast.Attribute, scope: ProgramScope, *, called: bool) -> Type | None:
        """Return what an attribute is; `called` means that the call itself will be noted."""
        name = node.attr
        match holder:
            case Foreign():
                return holder
            case ClientPackage(path=path):
                found = self.in_package(path, name)
                if isinstance(found, ClassType):
                    self.site("name", symbol_of(found), node, scope)
                return found
            case OwnModule(path=path):
                return self.exported(path, name)
            case Own():
                return self._own(holder, name)
            case ClassType(kind="model") if name in _MAKES_MODEL:
                return Wrapped("gives", Instance("model", holder.name))
            case Instance(kind="client"):
                return self._of_client(name, node, scope, called=called)
            case ClientResource(attribute=attribute):
                return self._of_resource(f"{attribute}.{name}", node, scope, called=called)
            case Instance():
                return self.field(holder, node, scope, "read")
            case Wrapped(kind="response", inner=inner):
                return inner if name == "data" else None
            case Container():
                return _container(holder, name)
            case _:
                return None

    def _of_client(self, name: str, node: ast.Attribute, scope: ProgramScope, *, called: bool) -> Type | None:
        if name in self.surface.resources:
            return ClientResource(name)
        if name in ("send", "stream"):
            return Wrapped(name)
        if name in _SAME_ATTRIBUTES:
            return Wrapped("gives", Instance("client", self.surface.client))
        return self._method(name, node, scope, called=called)

    def _of_resource(self, path: str, node: ast.Attribute, scope: ProgramScope, *, called: bool) -> Type | None:
        if path in self.surface.resources:
            return ClientResource(path)
        return self._method(path, node, scope, called=called)

    def _method(self, call: str, node: ast.Attribute, scope: ProgramScope, *, called: bool) -> Type | None:
        method = self.surface.method(call)
        if method and not called:
            self.site("name", method.call, node, scope)
        if method and method.twin in self.surface.derived:
            self.site("name", method.twin, node, scope)
        return method

    def field(self, holder: Instance, node: ast.Attribute, scope: ProgramScope, kind: Kind) -> Type | None:
        """Return the type of a field of a model or error, and note its use."""
        if holder.kind == "error":
            return self.surface.error_body(holder.name) if node.attr == "body" else None
        if node.attr in _SAME_ATTRIBUTES:
            return Wrapped("gives", holder)
        owners = self.surface.owners(holder.name, node.attr)
        for owner in owners:
            self.site(kind, f"{owner}.{node.attr}", node, scope)
        return self.surface.field_type(owners[-1], node.attr) if owners else None

    def _own(self, holder: Own, name: str, depth: int = 0) -> Type | None:
        """Return an attribute of a class of the program, or of its bases."""
        key = (holder.path, holder.name)
        found = self.facts.members.get(key, {}).get(name)
        if found is not None or depth > len(self.facts.bases):
            return found
        for base in self.facts.bases.get(key, ()):
            if isinstance(base, Own):
                found = self._own(base, name, depth + 1)
            elif isinstance(base, ClassType) and base.kind == "client" and name in self.surface.resources:
                found = ClientResource(name)
            if found is not None:
                return found
        return None

    def reported(self, symbol: str, node: ast.Attribute, scope: ProgramScope, *, called: bool) -> Type | None:
        """Return what an attribute is whose symbol a type checker reported."""
        owner, _, _ = symbol.rpartition(".")
        if self.surface.is_model(owner):
            kind: Kind = "write" if isinstance(node.ctx, ast.Store) else "read"
            return self.field(Instance("model", owner), node, scope, kind)
        return self._method(symbol, node, scope, called=called)

    def guess(self, node: ast.Attribute, scope: ProgramScope) -> None:
        """Note a use that only names suggest: two parts of a call, or a field with a distinctive name."""
        if isinstance(node.value, ast.Attribute):
            method = self.surface.method(f"{node.value.attr}.{node.attr}")
            if method:
                self.site("name", method.call, node, scope, sure=False)
                return
        if "_" in node.attr.strip("_") or len(node.attr) >= _DISTINCT:
            for owner in self.surface.named_fields.get(node.attr, ()):
                self.site("read", f"{owner}.{node.attr}", node, scope, sure=False)

    def in_package(self, path: tuple[str, ...], name: str) -> Type | None:
        """Return what a module of the client has under a name."""
        surface = self.surface
        match path:
            case () | ("client",) if name in surface.clients:
                # What changes for one of the two clients changes for both: symbols have the name of the first.
                return ClassType("client", surface.client)
            case ():
                return ClientPackage((name,))
            case ("models", *_) if name in surface.schemas:
                return ClassType("model", name)
            case ("models",):
                return ClientPackage((*path, name))
            case ("errors",) if name in surface.errors:
                return ClassType("error", name)
            case (module,) if (module, name) in surface.builders:
                return Method(surface.builders[module, name], builds=True)
            case (_,) if name in surface.resource_classes:
                return ClassType("resource", name)
            case _:
                return None

    def exported(self, path: tuple[str, ...], name: str) -> Type | None:
        """Return what a module of the program has under a name; that may be a module, too."""
        module = self.program.at(path)
        names = self.facts.exports.get(module.path, {}) if module else {}
        if names.get(name) is not None:
            return names[name]
        if self.program.at((*path, name)) or (*path, name) in self.facts.ways:
            return OwnModule((*path, name))
        if name == self.surface.package:
            return ClientPackage()
        # A module of the program may have the name of the client, in the folder that the client is imported from.
        own = self.surface.package in path
        return self.in_package(path[path.index(self.surface.package) + 1 :], name) if own else None


def symbol_of(value: ClassType) -> str:
    """Return the symbol of a class in changes."""
    return f"errors.{value.name}" if value.kind == "error" else value.name


def position_of(node: ast.AST) -> tuple[int, int]:
    """Return the 1-based line and column of a node; for an attribute, those of its name."""
    if isinstance(node, ast.Attribute):
        line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
        return line, max(end - len(node.attr.encode()), 0) + 1
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0) + 1


def _container(holder: Container, name: str) -> Type | None:
    if name == "items":
        return Wrapped("gives", items("pairs", holder.inner))
    if name == "values":
        return Wrapped("gives", items("list", holder.inner))
    return Wrapped("gives", holder.inner) if name in _GIVES_ITEM else Foreign()
