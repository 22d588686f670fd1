"""Reads the statements of a program: what they bind to which names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from .annotations import Annotations, is_alias, is_any, last_name
from .attributes import symbol_of
from .client_types import (
    ClassType,
    ClientPackage,
    Container,
    Foreign,
    FunctionType,
    Instance,
    Own,
    OwnModule,
    Surface,
    Type,
    either,
)
from .expressions import Values, item
from .program import Module
from .scopes import ProgramFacts, ProgramScope, members_of

if TYPE_CHECKING:
    from .program import Program

Defined: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_GIVES_YIELDED = frozenset({"contextmanager", "asynccontextmanager", "fixture"})


class Statements:
    """Reads the modules of a program, one pass at a time."""

    def __init__(self, surface: Surface, program: Program, facts: ProgramFacts) -> None:
        """Begin a pass."""
        self.surface, self.program, self.facts = surface, program, facts
        self.values = Values(surface, program, facts)
        self.annotations = Annotations(self.values)

    def module(self, module: Module, *, guessing: bool) -> None:
        """Read a module; with `guessing`, names alone may count as uses."""
        self.values.guessing = guessing
        scope = ProgramScope(module.path)
        self.facts.exports[module.path] = scope.names
        self._body(module.tree.body, scope, module)

    def _body(self, body: list[ast.stmt], scope: ProgramScope, module: Module) -> None:
        for statement in body:
            self._statement(statement, scope, module)

    def _statement(self, node: ast.stmt, scope: ProgramScope, module: Module) -> None:
        values = self.values
        match node:
            case ast.Import() | ast.ImportFrom():
                self._imported(node, scope, module)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, scope, module)
            case ast.ClassDef():
                self._class(node, scope, module)
            case ast.Assign() | ast.AnnAssign():
                self._assignment(node, scope)
            case _ if type(node).__name__ == "TypeAlias":
                # `type Calls = list[Call]`, which Python 3.11 does not have.
                name, value = cast("Any", node).name, cast("Any", node).value
                self.values.bind(name, self.annotations.alias(value, scope, declared=True), scope)
            case ast.For() | ast.AsyncFor():
                values.bind(node.target, item(values.of(node.iter, scope)), scope)
                self._body([*node.body, *node.orelse], scope, module)
            case ast.With() | ast.AsyncWith():
                self._with(node, scope, module)
            case ast.Return(value=value) | ast.Expr(value=ast.Yield(value=value)):
                scope.returns.append(values.of(value, scope))
            case ast.Match():
                self._match(node, scope, module)
            case _:
                self._other(node, scope, module)

    def _assignment(self, node: ast.Assign | ast.AnnAssign, scope: ProgramScope) -> None:
        if isinstance(node, ast.AnnAssign):
            self._annotated(node, scope)
            return
        known = self.annotations.alias(node.value, scope, declared=False) or self.values.of(node.value, scope)
        for target in node.targets:
            self.values.bind(target, known, scope)

    def _annotated(self, node: ast.AnnAssign, scope: ProgramScope) -> None:
        if is_alias(node.annotation):
            self.values.bind(node.target, self.annotations.alias(node.value, scope, declared=True), scope)
            return
        known = self.annotations.of(node.annotation, scope)
        given = self.values.of(node.value, scope)
        self.values.bind(node.target, given if known is None else known, scope)

    def _with(self, node: ast.With | ast.AsyncWith, scope: ProgramScope, module: Module) -> None:
        for one in node.items:
            known = self.values.of(one.context_expr, scope)
            if one.optional_vars:
                self.values.bind(one.optional_vars, known, scope)
        self._body(node.body, scope, module)

    def _match(self, node: ast.Match, scope: ProgramScope, module: Module) -> None:
        known = self.values.of(node.subject, scope)
        for case in node.cases:
            self._pattern(case.pattern, known, scope)
            self.values.of(case.guard, scope)
            self._body(case.body, scope, module)

    def _other(self, node: ast.stmt, scope: ProgramScope, module: Module) -> None:
        """Read a statement that binds nothing itself: first its expressions, then the statements within."""
        if isinstance(node, ast.If) and isinstance(node.test, ast.Call):
            self._narrow(node.test, scope)
        for child in ast.iter_child_nodes(node):
            match child:
                case ast.expr():
                    self.values.of(child, scope)
                case ast.stmt():
                    self._statement(child, scope, module)
                case ast.ExceptHandler(type=kind, name=name, body=body):
                    caught = self.annotations.of(kind, scope, recorded=False)
                    self.values.of(kind, scope)
                    if name:
                        scope.set(name, caught)
                    self._body(body, scope, module)
                case _:
                    pass

    def _narrow(self, test: ast.Call, scope: ProgramScope) -> None:
        """Bind x to the class in `isinstance(x, CreateCallRequest)` if nothing else is known about x."""
        match test:
            case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), kind]):
                if scope.get(name)[1] is None:
                    scope.set(name, self.annotations.of(kind, scope, recorded=False))
            case _:
                pass

    def _pattern(self, pattern: ast.pattern, value: Type | None, scope: ProgramScope) -> None:
        match pattern:
            case ast.MatchClass():
                self._class_pattern(pattern, scope)
            case ast.MatchAs(pattern=inner, name=name):
                if inner:
                    self._pattern(inner, value, scope)
                if isinstance(inner, ast.MatchClass):
                    value = self.annotations.of(inner.cls, scope, recorded=False)
                if name:
                    scope.set(name, value)
            case ast.MatchOr(patterns=patterns):
                for one in patterns:
                    self._pattern(one, value, scope)
            case ast.MatchSequence(patterns=patterns) | ast.MatchMapping(patterns=patterns):
                for one in patterns:
                    self._pattern(one, item(value), scope)
            case ast.MatchValue(value=inner):
                self.values.of(inner, scope)
            case _:
                pass

    def _class_pattern(self, pattern: ast.MatchClass, scope: ProgramScope) -> None:
        self.values.of(pattern.cls, scope)
        known = self.annotations.of(pattern.cls, scope, recorded=False)
        for one in pattern.patterns:
            self._pattern(one, None, scope)
        for name, one in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
            self._pattern(one, self._matched_field(known, name, one, scope), scope)

    def _matched_field(self, holder: Type | None, name: str, node: ast.pattern, scope: ProgramScope) -> Type | None:
        for one in members_of(holder):
            if isinstance(one, Instance) and one.kind == "model":
                owners = self.surface.owners(one.name, name)
                for owner in owners:
                    self.values.site("read", f"{owner}.{name}", node, scope)
                return self.surface.field_type(owners[-1], name) if owners else None
        return None

    def _function(self, node: Defined, scope: ProgramScope, module: Module) -> None:
        for decorator in node.decorator_list:
            self.values.of(decorator, scope)
        inner = scope.down(node.name, scope.owner)
        key = (module.path, inner.name)
        self._parameters(node, inner, key)
        returned = self.annotations.of(node.returns, scope)
        self._body(node.body, inner, module)
        decorators = {last_name(decorator) for decorator in node.decorator_list}
        result = returned if returned is not None else either(inner.returns)
        if decorators & _GIVES_YIELDED and isinstance(result, Container):
            result = result.inner if returned is not None else result
        self.facts.returns[key] = result
        if "fixture" in decorators:
            self.facts.fixtures[node.name] = result
        found: Type | None = FunctionType(*key)
        if decorators & {"property", "cached_property"}:
            found = result
        if scope.owner and scope.name == scope.owner:
            self.facts.learn(module.path, scope.owner, node.name, found)
        else:
            scope.set(node.name, found)

    def _parameters(self, node: Defined, inner: ProgramScope, key: tuple[str, str]) -> None:
        """Bind parameters by their annotation, their default, the value of a fixture, or what calls pass."""
        arguments = node.args
        listed = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        decorators = {last_name(decorator) for decorator in node.decorator_list}
        bound = (
            inner.owner is not None and inner.name == f"{inner.owner}.{node.name}" and "staticmethod" not in decorators
        )
        self.facts.parameters[key] = [one.arg for one in listed][1 if bound and node.name != "__init__" else 0 :]
        for default in (*arguments.defaults, *arguments.kw_defaults):
            self.values.of(default, inner)
        for index, one in enumerate(listed):
            known = self.annotations.of(one.annotation, inner)
            if one.annotation is None or is_any(one.annotation):
                known = None
            if bound and index == 0 and inner.owner:
                known = Own(inner.path, inner.owner, instance="classmethod" not in decorators)
            elif known is None:
                known = self.facts.passed.get((*key, one.arg)) or self.facts.fixtures.get(one.arg)
            elif _may_be_a_protocol(known):
                known = either([known, self.facts.passed.get((*key, one.arg))])
            inner.names[one.arg] = known
        for rest in filter(None, (arguments.vararg, arguments.kwarg)):
            self.annotations.of(rest.annotation, inner)
            inner.names[rest.arg] = Foreign()

    def _class(self, node: ast.ClassDef, scope: ProgramScope, module: Module) -> None:
        for decorator in (*node.decorator_list, *(keyword.value for keyword in node.keywords)):
            self.values.of(decorator, scope)
        inner = scope.down(node.name)
        inner.owner = inner.name
        bases = [self.values.of(base, scope) for base in node.bases]
        key = (module.path, inner.name)
        self.facts.bases[key] = [one for base in bases for one in members_of(base) if isinstance(one, Own | ClassType)]
        client = next((one for one in self.facts.bases[key] if isinstance(one, ClassType)), None)
        scope.set(node.name, client or Own(module.path, inner.name))
        self._body(node.body, inner, module)
        for name, value in inner.names.items():
            self.facts.learn(module.path, inner.name, name, value)
        self._fields(node, key)

    def _fields(self, node: ast.ClassDef, key: tuple[str, str]) -> None:
        """Let calls pass the fields of a class without a constructor of its own, as data classes have them."""
        if any(isinstance(one, ast.FunctionDef) and one.name == "__init__" for one in node.body):
            return
        names = [
            one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        ]
        maker = (key[0], f"{key[1]}.__init__")
        self.facts.parameters[maker] = ["self", *names]
        for name in names:
            if (passed := self.facts.passed.get((*maker, name))) is not None:
                self.facts.learn(*key, name, passed)

    def _imported(self, node: ast.Import | ast.ImportFrom, scope: ProgramScope, module: Module) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                parts = tuple(alias.name.split("."))
                if isinstance(self._module(parts), ClientPackage):
                    self.values.site("import", self.surface.package, alias, scope)
                if alias.asname:
                    scope.names[alias.asname] = self._module(parts)
                else:
                    scope.names[parts[0]] = self._top(parts)
            return
        base = self._base(node, module)
        for alias in node.names:
            if alias.name == "*":
                self._all(base, scope)
                continue
            value = self._member(base, alias.name)
            scope.names[alias.asname or alias.name] = value
            if isinstance(value, ClassType):
                self.values.site("import", symbol_of(value), alias, scope)
            elif value == ClientPackage():
                self.values.site("import", self.surface.package, alias, scope)
        if isinstance(base, ClientPackage):
            self.values.site("import", self.surface.package, node, scope)

    def _base(self, node: ast.ImportFrom, module: Module) -> Type:
        parts = tuple(node.module.split(".")) if node.module else ()
        if not node.level:
            return self._module(parts)
        folder = module.folder[: len(module.folder) - node.level + 1]
        return self._module((*folder, *parts), exact=True)

    def _module(self, parts: tuple[str, ...], *, exact: bool = False) -> Type:
        """Return what a dotted module is: part of the program, of the client, or neither."""
        own = self.program.at(parts) if exact else self.program.find(parts)
        if own:
            return OwnModule(own.parts if isinstance(own, Module) else own)
        if self.surface.package in parts:
            return ClientPackage(parts[parts.index(self.surface.package) + 1 :])
        return OwnModule(parts) if exact else Foreign()

    def _top(self, parts: tuple[str, ...]) -> Type:
        """Return what `import a.b.c` binds `a` to; record modules that contain the client."""
        if parts[0] == self.surface.package:
            return ClientPackage()
        if self.surface.package in parts:
            end = parts.index(self.surface.package)
            self.facts.ways.update(parts[:length] for length in range(1, end + 1))
            return OwnModule(parts[:1])
        return self._module(parts[:1])

    def _member(self, base: Type, name: str) -> Type | None:
        match base:
            case ClientPackage(path=path):
                return self.values.in_package(path, name)
            case OwnModule(path=path):
                return self.values.exported(path, name)
            case Foreign() if name == self.surface.package:
                return ClientPackage()
            case _:
                return base

    def _all(self, base: Type, scope: ProgramScope) -> None:
        """Bind the names that `from … import *` imports."""
        if isinstance(base, OwnModule):
            found = self.program.at(base.path)
            scope.names.update(self.facts.exports.get(found.path, {}) if found else {})
        elif isinstance(base, ClientPackage):
            names = (*self.surface.clients, *self.surface.schemas, *self.surface.errors)
            scope.names.update((name, one) for name in names if (one := self.values.in_package(base.path, name)))


def _may_be_a_protocol(known: Type) -> bool:
    """Return whether a value may be of any class that has what an own or a foreign one asks for."""
    return all(isinstance(one, Own | Foreign) for one in members_of(known))
