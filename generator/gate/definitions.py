"""Requirements for functions, with their arguments, and for classes, with the names that they bind."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from ..text.casing import is_identifier
from .expressions import ANNOTATION, DATA, TEXT
from .forms import (
    NO_ITEMS,
    NO_KEYWORDS,
    Each,
    Either,
    ItemRow,
    Keywords,
    Named,
    Node,
    Perhaps,
    Requirement,
    Violation,
    refusal,
)
from .frequent import FieldText, FunctionText, PropertyText, Statement
from .imports import names_imported
from .scopes import ARGUMENT, Meanings, Scope

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_DEFAULT = Perhaps(Either("a default", DATA, Named("default")))
_SELF = "self"
DOCSTRING = Node(ast.Expr, value=TEXT)


def assigned(name: Requirement, value: Requirement) -> Node:
    """Return the form of an assignment to one name."""
    return Node(ast.Assign, targets=ItemRow(Node(ast.Name, id=name)), value=value)


class Function(Struct, frozen=True):
    """A function: its name, its annotated arguments, and the statements of its body after the docstring."""

    kind: type[_Function]
    name: Requirement
    body: Requirement
    """What the list of statements must be, without a docstring."""
    method: bool = True
    """Whether its first argument is `self`."""
    decorators: Requirement = NO_ITEMS
    options: bool = False
    """Whether it may take `**options`."""

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem of its head or its body."""
        if found.__class__ is not self.kind:
            return refusal(found, "a function is expected")
        decorated = self.decorators.problem(found.decorator_list, scope)
        problem = decorated or self.name.problem(found.name, scope) or self._head(found, scope)
        if problem is not None:
            return problem.at(found.lineno)
        if getattr(found, "type_params", None):
            return refusal(found, "a function has no parameters for types")
        local: dict[str, Meanings] = dict.fromkeys(_arguments(found.args), ARGUMENT)
        inner = scope.inside(local)
        for statement in found.body:
            if isinstance(statement, ast.ImportFrom):
                local.update(names_imported(statement, inner))
        return self.body.problem(without_docstring(found.body), inner)

    def _head(self, found: _Function, scope: Scope) -> Violation | None:
        given = found.args
        named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        if given.vararg or (given.kwarg and not self.options):
            return refusal(found, "all its arguments must be named")
        if self.method != bool(named and named[0].arg == _SELF and named[0].annotation is None):
            return refusal(found, "a method takes `self` first, and no other function does")
        if found.returns is None:
            return refusal(found, "it must say what it returns")
        if (problem := ANNOTATION.problem(found.returns, scope)) is not None:
            return problem
        for one in [*named[self.method :], *([given.kwarg] if given.kwarg else [])]:
            if (problem := argument_problem(one, scope, unpacked=one is given.kwarg)) is not None:
                return problem
        defaults = Each(_DEFAULT).problem([*given.defaults, *given.kw_defaults], scope)
        names = list(_arguments(given))
        return defaults or (refusal(found, "two arguments have one name") if len(set(names)) < len(names) else None)


def argument_problem(found: ast.arg, scope: Scope, *, unpacked: bool) -> Violation | None:
    """Return the problem of an argument's name or annotation."""
    if not is_identifier(found.arg) or found.arg.startswith("_") or found.arg == _SELF:
        return refusal(found, "it is no name of an argument")
    match found.annotation:
        case ast.Subscript(value=ast.Name() as name, slice=inner) if unpacked:
            return Named("Unpack").problem(name, scope.later()) or ANNOTATION.problem(inner, scope)
        case None:
            return refusal(found, "an argument has a type")
        case annotation:
            return ANNOTATION.problem(annotation, scope)


class Class(Struct, frozen=True):
    """A class: its name, its bases, its options, and each statement of its body after the docstring."""

    bases: Requirement
    statement: Requirement
    name: Requirement
    options: Keywords = NO_KEYWORDS
    kind: type[Any] = ast.ClassDef

    def problem(self, found: Any, scope: Scope) -> Violation | None:
        """Return the problem of its head or its body, or of a name that is bound twice in it."""
        if found.__class__ is not self.kind:
            return refusal(found, "a class is expected")
        if found.decorator_list or getattr(found, "type_params", None):
            return refusal(found, "a class has no decorators, and no parameters for types")
        head = self.name.problem(found.name, scope) or self.bases.problem(found.bases, scope)
        problem = head or self.options.problem(found.keywords, scope)
        if problem is not None:
            return problem.at(found.lineno)
        names = [name for statement in found.body for name in bound_in_class(statement)]
        if len(set(names)) < len(names):
            return refusal(found, f"{next(one for one in names if names.count(one) > 1)!a} is defined twice in it")
        return Each(self.statement).problem(without_docstring(found.body), scope.within(frozenset(names)))


def without_docstring(body: Sequence[Statement]) -> Sequence[Statement]:
    """Return the statements after a docstring."""
    match body:
        case [ast.Expr(value=ast.Constant(value=str(), kind=None)), *rest]:
            return rest
        case _:
            return body


def bound_in_class(statement: Statement) -> Iterator[str]:
    """Yield the names that a statement of a class binds."""
    match statement:
        case FunctionText(name=name) | PropertyText(name=name) | FieldText(name=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=targets):
            yield from (one.id for one in targets if isinstance(one, ast.Name))
        case _:
            pass


def _arguments(found: ast.arguments) -> Iterator[str]:
    for one in (*found.posonlyargs, *found.args, *found.kwonlyargs, *([found.kwarg] if found.kwarg else [])):
        yield one.arg
