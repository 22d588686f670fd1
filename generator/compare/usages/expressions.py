"""Evaluates expressions of a program as far as they involve a client, and notes where they use parts of it."""

from __future__ import annotations

import ast
import builtins
from itertools import takewhile

from .attributes import Members, position_of, symbol_of
from .client_types import (
    ClassType,
    Container,
    Foreign,
    FunctionType,
    Instance,
    Method,
    Own,
    Type,
    Wrapped,
    either,
    items,
)
from .scopes import ProgramScope, members_of
from .sites import Site

_SAME = frozenset(
    {"list", "sorted", "reversed", "iter", "tuple", "set", "frozenset", "aiter", "filter", "copy", "deepcopy"}
)
_INNER = frozenset({"next", "anext", "min", "max"})
_COROUTINES = frozenset({"run", "run_until_complete", "create_task", "wait_for", "shield", "ensure_future"})


class Values(Members):
    """Evaluates expressions."""

    def of(self, node: ast.expr | None, scope: ProgramScope) -> Type | None:
        """Return the type of an expression, as far as known; every part of it is visited once."""
        match node:
            case None:
                return None
            case ast.Name(id=name):
                return self._name(node, name, scope)
            case ast.Attribute():
                return self._attribute(node, scope)
            case ast.Call():
                return self._call(node, scope)
            case ast.Await(value=inner) | ast.Starred(value=inner):
                return self.of(inner, scope)
            case ast.NamedExpr(target=ast.Name(id=name), value=inner):
                value = self.of(inner, scope)
                scope.set(name, value)
                return value
            case ast.IfExp(test=test, body=body, orelse=other):
                self.of(test, scope)
                return either([self.of(body, scope), self.of(other, scope)])
            case ast.BoolOp(values=values):
                return either([self.of(value, scope) for value in values])
            case ast.Subscript(value=inner, slice=index):
                self.of(index, scope)
                holder = self.of(inner, scope)
                return holder if isinstance(index, ast.Slice) else _at(holder)
            case _:
                return self._compound(node, scope)

    def bind(self, target: ast.expr, value: Type | None, scope: ProgramScope) -> None:
        """Bind the targets of an assignment, a loop or a `with`."""
        match target:
            case ast.Name(id=name):
                scope.set(name, value)
            case ast.Starred(value=inner):
                self.bind(inner, value, scope)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                self._bind_each(targets, value, scope)
            case ast.Attribute(value=holder, attr=name):
                for owner in members_of(self.of(holder, scope)):
                    if isinstance(owner, Own):
                        self.facts.learn(owner.path, owner.name, name, value)
                    elif isinstance(owner, Instance):
                        self.field(owner, target, scope, "write")
            case ast.Subscript(value=inner, slice=index):
                self.of(inner, scope)
                self.of(index, scope)
            case _:
                pass

    def _bind_each(self, targets: list[ast.expr], value: Type | None, scope: ProgramScope) -> None:
        if isinstance(value, Container) and value.kind == "pairs":
            for target in targets[:-1]:
                self.bind(target, Foreign(), scope)
            self.bind(targets[-1], value.inner, scope)
            return
        inner = item(value)
        for target in targets:
            self.bind(target, items("list", inner) if isinstance(target, ast.Starred) else inner, scope)

    def _name(self, node: ast.Name, name: str, scope: ProgramScope) -> Type | None:
        known, value = scope.get(name)
        if isinstance(value, ClassType):
            self.site("name", symbol_of(value), node, scope)
        return value if known else Foreign() if name in _BUILTINS else None

    def _attribute(self, node: ast.Attribute, scope: ProgramScope, *, called: bool = False) -> Type | None:
        holder = self.of(node.value, scope)
        reported = self.facts.reported.get((scope.path, node.lineno, node.col_offset, node.attr))
        if reported:
            return self.reported(reported, node, scope, called=called)
        if holder is None and self.guessing:
            self.guess(node, scope)
        return either([self.member(one, node, scope, called=called) for one in members_of(holder)])

    def _call(self, node: ast.Call, scope: ProgramScope) -> Type | None:
        if isinstance(node.func, ast.Attribute):
            function = self._attribute(node.func, scope, called=True)
        elif isinstance(node.func, ast.Name):
            known, function = scope.get(node.func.id)
            if not known:
                return self._builtin(node, node.func.id, scope)
        else:
            function = self.of(node.func, scope)
        values = [self.of(argument, scope) for argument in node.args]
        named = {keyword.arg: self.of(keyword.value, scope) for keyword in node.keywords}
        return either([self._called(one, node, values, named, scope) for one in members_of(function)])

    def _called(
        self,
        function: Type,
        node: ast.Call,
        values: list[Type | None],
        named: dict[str | None, Type | None],
        scope: ProgramScope,
    ) -> Type | None:
        match function:
            case ClassType(kind="alias" | "resource"):
                return None
            case ClassType(kind=kind, name=name):
                self._constructed(function, node, scope)
                return Instance(kind, name)
            case Method():
                return self._called_method(function, node, scope)
            case Wrapped(kind="gives", inner=inner):
                return inner
            case Wrapped(kind="send" | "stream" as kind):
                return _sent(kind, values[0] if values else None)
            case FunctionType(path=path, name=name):
                self.pass_arguments((path, name), values, named, skipped=0)
                return self.facts.returns.get((path, name))
            case Own(path=path, name=name, instance=False):
                self.pass_arguments((path, f"{name}.__init__"), values, named, skipped=1)
                return Own(path, name, instance=True)
            case Foreign():
                return self._foreign(function, node, values, scope)
            case _:
                return None

    def _called_method(self, method: Method, node: ast.Call, scope: ProgramScope) -> Type | None:
        self._arguments(method.call, self.surface.arguments(method.call), node, scope)
        result = self.surface.result(method)
        if method.builds:
            return Wrapped("request", result)
        return Wrapped("stream", result) if method.streams else result

    def pass_arguments(
        self, key: tuple[str, str], values: list[Type | None], named: dict[str | None, Type | None], *, skipped: int
    ) -> None:
        """Note the arguments that a call passes to the program's own function."""
        parameters = self.facts.parameters.get(key, [])[skipped:]
        for name, value in zip(parameters, values, strict=False):
            self.facts.learn_passed(key, name, value)
        for keyword, value in named.items():
            if keyword in parameters:
                self.facts.learn_passed(key, str(keyword), value)

    def _foreign(
        self, function: Foreign, node: ast.Call, values: list[Type | None], scope: ProgramScope
    ) -> Type | None:
        name = _last_name(node.func)
        if name in _LATER and values:
            return self._called_later(name, node, values, scope)
        if (name in _COROUTINES or name in _SAME) and values:
            return values[0]
        if name == "gather":
            return _listed(values)
        return function

    def _called_later(self, name: str, node: ast.Call, values: list[Type | None], scope: ProgramScope) -> Type | None:
        """Note arguments for a method that is called later: `partial(calls.list, status="ended")`."""
        call = ast.copy_location(ast.Call(node.args[0], node.args[1:], node.keywords), node)
        found: list[Type | None] = []
        for one in members_of(values[0]):
            if isinstance(one, Method):
                # The later call may pass more arguments.
                self._arguments(one.call, self.surface.arguments(one.call), call, scope, complete=not _gives_more(name))
                found.append(one if _gives_more(name) else self.surface.result(one))
            else:
                found.append(one)
        return either(found)

    def _builtin(self, node: ast.Call, name: str, scope: ProgramScope) -> Type | None:
        values = [self.of(argument, scope) for argument in node.args]
        for keyword in node.keywords:
            self.of(keyword.value, scope)
        first = values[0] if values else None
        if name in _SAME:
            return values[-1] if name == "filter" else first
        if name in _INNER:
            return item(first)
        if name == "enumerate" and isinstance(first, Container):
            return items("pairs", first.inner)
        return Foreign() if name in _BUILTINS else None

    def _constructed(self, made: ClassType, node: ast.Call, scope: ProgramScope) -> None:
        name = symbol_of(made)
        self._arguments(name, None, node, scope)
        for keyword in node.keywords:
            if keyword.arg and made.kind == "client":
                self.site("argument", f"{name}({keyword.arg})", keyword, scope)
                if isinstance(keyword.value, ast.Constant):
                    self.site("argument", f"{name}({keyword.arg}={keyword.value.value!r})", keyword, scope)
            elif keyword.arg:
                for owner in self.surface.owners(made.name, keyword.arg):
                    self.site("write", f"{owner}.{keyword.arg}", keyword, scope)

    def _arguments(
        self, symbol: str, positional: list[str] | None, node: ast.Call, scope: ProgramScope, *, complete: bool = True
    ) -> None:
        """Note a call and its arguments; without `positional`, the arguments are evaluated but not matched."""
        named = [keyword.arg for keyword in node.keywords if keyword.arg]
        starred = any(isinstance(argument, ast.Starred) for argument in node.args)
        complete = complete and not starred and len(named) == len(node.keywords)
        placed = list(takewhile(lambda one: not isinstance(one, ast.Starred), node.args))
        given = [*(positional or ())[: len(placed)], *named]
        line, column = position_of(node.func)
        self.sites.append(Site("call", symbol, scope.path, line, column, given=frozenset(given), complete=complete))
        for name, place in zip(positional or (), placed, strict=False):
            self.site("argument", f"{symbol}({name})", place, scope)
        for keyword in node.keywords:
            if keyword.arg and positional is not None:
                self.site("argument", f"{symbol}({keyword.arg})", keyword, scope)

    def _compound(self, node: ast.expr, scope: ProgramScope) -> Type | None:
        match node:
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return _listed([self.of(element, scope) for element in elements])
            case ast.Dict(keys=keys, values=values):
                for key in keys:
                    self.of(key, scope)
                found = either([self.of(value, scope) for value in values])
                return items("dict", found)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                inner = self._comprehended(node.generators, scope)
                return _listed([self.of(node.elt, inner)])
            case ast.DictComp():
                inner = self._comprehended(node.generators, scope)
                self.of(node.key, inner)
                found = self.of(node.value, inner)
                return items("dict", found)
            case ast.Lambda(args=arguments, body=body):
                inner = scope.down("<lambda>", scope.owner)
                for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                    inner.names[argument.arg] = None
                self.of(body, inner)
                return None
            case ast.Constant() | ast.JoinedStr():
                self._children(node, scope)
                return Foreign()
            case _:
                self._children(node, scope)
                return None

    def _comprehended(self, generators: list[ast.comprehension], scope: ProgramScope) -> ProgramScope:
        inner = scope.down("<comprehension>", scope.owner)
        for generator in generators:
            self.bind(generator.target, item(self.of(generator.iter, inner)), inner)
            for test in generator.ifs:
                self.of(test, inner)
        return inner

    def _children(self, node: ast.AST, scope: ProgramScope) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.of(child, scope)
            else:
                self._children(child, scope)


_BUILTINS = frozenset(dir(builtins))
_LATER = frozenset({"partial", "partialmethod", "to_thread", "submit", "run_in_threadpool", "apply_async", "call_soon"})
"""Functions of others that call what they are given first, with the arguments that follow."""


def _gives_more(name: str) -> bool:
    return name.startswith("partial")


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def item(value: Type | None) -> Type | None:
    """Return the type of items in a loop over a value; the keys of a dict are texts."""
    found: list[Type | None] = []
    for one in members_of(value):
        match one:
            case Container(kind="list", inner=inner) | Wrapped(kind="stream", inner=inner):
                found.append(inner)
            case Container(kind="pairs") | Foreign():
                found.append(one)
            case Container():
                found.append(Foreign())
            case _:
                pass
    return either(found)


def _at(value: Type | None) -> Type | None:
    """Return the type of a value's item at an index or key."""
    return either([one.inner if isinstance(one, Container) else one for one in members_of(value) if _is_indexed(one)])


def _is_indexed(value: Type) -> bool:
    return isinstance(value, Container | Foreign)


def _sent(kind: str, request: Type | None) -> Type | None:
    """Return the type of `client.send(request)` or `client.stream(request)`."""
    inner = [one.inner for one in members_of(request) if isinstance(one, Wrapped)]
    return Wrapped("response" if kind == "send" else "stream", either(inner))


def _listed(values: list[Type | None]) -> Type | None:
    return items("list", either(values))
