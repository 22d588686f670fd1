"""Reads the statements of a program: what they bind to which names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from .attributes import symbol_of
from .client_types import (
    Class,
    ClientPackage,
    Container,
    Foreign,
    Function,
    Instance,
    Own,
    OwnModule,
    Surface,
    Type,
    either,
    items,
)
from .expressions import Values, item
from .program import Module
from .scopes import Facts, Scope, members_of

if TYPE_CHECKING:
    from .program import Program

Defined: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_GIVES_YIELDED = frozenset({"contextmanager", "asynccontextmanager", "fixture"})
_LISTS = frozenset(
    {"list", "List", "Sequence", "Iterable", "Iterator", "Collection", "AsyncIterator", "AsyncIterable", "Generator"}
    | {"AsyncGenerator", "set", "Set", "frozenset", "tuple", "Tuple", "deque"}
)
_DICTS = frozenset({"dict", "Dict", "Mapping", "MutableMapping", "defaultdict"})
_TRANSPARENT = frozenset({"Optional", "Annotated", "Final", "ClassVar", "Awaitable", "Nullable", "Union"})


class Statements:
    """Reads the modules of a program, one pass at a time."""

    def __init__(self, surface: Surface, program: Program, facts: Facts) -> None:
        """Begin a pass."""
        self.surface, self.program, self.facts = surface, program, facts
        self.values = Values(surface, program, facts)

    def module(self, module: Module, *, guessing: bool) -> None:
        """Read a module; with `guessing`, names alone may count as uses."""
        self.values.guessing = guessing
        scope = Scope(module.path)
        self.facts.exports[module.path] = scope.names
        self._body(module.tree.body, scope, module)

    def _body(self, body: list[ast.stmt], scope: Scope, module: Module) -> None:
        for statement in body:
            self._statement(statement, scope, module)

    def _statement(self, node: ast.stmt, scope: Scope, module: Module) -> None:
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

    def _assignment(self, node: ast.Assign | ast.AnnAssign, scope: Scope) -> None:
        if isinstance(node, ast.AnnAssign):
            known = self.annotated(node.annotation, scope)
            given = self.values.of(node.value, scope)
            self.values.bind(node.target, given if known is None else known, scope)
            return
        known = self.values.of(node.value, scope)
        for target in node.targets:
            self.values.bind(target, known, scope)

    def _with(self, node: ast.With | ast.AsyncWith, scope: Scope, module: Module) -> None:
        for one in node.items:
            known = self.values.of(one.context_expr, scope)
            if one.optional_vars:
                self.values.bind(one.optional_vars, known, scope)
        self._body(node.body, scope, module)

    def _match(self, node: ast.Match, scope: Scope, module: Module) -> None:
        known = self.values.of(node.subject, scope)
        for case in node.cases:
            self._pattern(case.pattern, known, scope)
            self.values.of(case.guard, scope)
            self._body(case.body, scope, module)

    def _other(self, node: ast.stmt, scope: Scope, module: Module) -> None:
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
                    caught = self.annotated(kind, scope, recorded=False)
                    self.values.of(kind, scope)
                    if name:
                        scope.set(name, caught)
                    self._body(body, scope, module)
                case _:
                    pass

    def _narrow(self, test: ast.Call, scope: Scope) -> None:
        """Bind x to the class in `isinstance(x, CreateCallRequest)` if nothing else is known about x."""
        match test:
            case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=name), kind]):
                if scope.get(name)[1] is None:
                    scope.set(name, self.annotated(kind, scope, recorded=False))
            case _:
                pass

    def _pattern(self, pattern: ast.pattern, value: Type | None, scope: Scope) -> None:
        match pattern:
            case ast.MatchClass():
                self._class_pattern(pattern, scope)
            case ast.MatchAs(pattern=inner, name=name):
                if inner:
                    self._pattern(inner, value, scope)
                if isinstance(inner, ast.MatchClass):
                    value = self.annotated(inner.cls, scope, recorded=False)
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

    def _class_pattern(self, pattern: ast.MatchClass, scope: Scope) -> None:
        self.values.of(pattern.cls, scope)
        known = self.annotated(pattern.cls, scope, recorded=False)
        for one in pattern.patterns:
            self._pattern(one, None, scope)
        for name, one in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
            self._pattern(one, self._matched_field(known, name, one, scope), scope)

    def _matched_field(self, holder: Type | None, name: str, node: ast.pattern, scope: Scope) -> Type | None:
        for one in members_of(holder):
            if isinstance(one, Instance) and one.kind == "model":
                owners = self.surface.owners(one.name, name)
                for owner in owners:
                    self.values.site("read", f"{owner}.{name}", node, scope)
                return self.surface.field_type(owners[-1], name) if owners else None
        return None

    def _function(self, node: Defined, scope: Scope, module: Module) -> None:
        for decorator in node.decorator_list:
            self.values.of(decorator, scope)
        inner = scope.down(node.name, scope.owner)
        key = (module.path, inner.name)
        self._parameters(node, inner, key)
        returned = self.annotated(node.returns, scope)
        self._body(node.body, inner, module)
        decorators = {_last(decorator) for decorator in node.decorator_list}
        result = returned if returned is not None else either(inner.returns)
        if decorators & _GIVES_YIELDED and isinstance(result, Container):
            result = result.inner if returned is not None else result
        self.facts.returns[key] = result
        if "fixture" in decorators:
            self.facts.fixtures[node.name] = result
        found: Type | None = Function(*key)
        if decorators & {"property", "cached_property"}:
            found = result
        if scope.owner and scope.name == scope.owner:
            self.facts.learn(module.path, scope.owner, node.name, found)
        else:
            scope.set(node.name, found)

    def _parameters(self, node: Defined, inner: Scope, key: tuple[str, str]) -> None:
        """Bind parameters by their annotation, their default, the value of a fixture, or what calls pass."""
        arguments = node.args
        listed = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        decorators = {_last(decorator) for decorator in node.decorator_list}
        bound = (
            inner.owner is not None and inner.name == f"{inner.owner}.{node.name}" and "staticmethod" not in decorators
        )
        self.facts.parameters[key] = [one.arg for one in listed][1 if bound and node.name != "__init__" else 0 :]
        for default in (*arguments.defaults, *arguments.kw_defaults):
            self.values.of(default, inner)
        for index, one in enumerate(listed):
            known = self.annotated(one.annotation, inner)
            if one.annotation is None or _is_any(one.annotation):
                known = None
            if bound and index == 0 and inner.owner:
                known = Own(inner.path, inner.owner, instance="classmethod" not in decorators)
            elif known is None:
                known = self.facts.passed.get((*key, one.arg)) or self.facts.fixtures.get(one.arg)
            inner.names[one.arg] = known
        for rest in filter(None, (arguments.vararg, arguments.kwarg)):
            self.annotated(rest.annotation, inner)
            inner.names[rest.arg] = Foreign()

    def _class(self, node: ast.ClassDef, scope: Scope, module: Module) -> None:
        for decorator in (*node.decorator_list, *(keyword.value for keyword in node.keywords)):
            self.values.of(decorator, scope)
        inner = scope.down(node.name)
        inner.owner = inner.name
        bases = [self.values.of(base, scope) for base in node.bases]
        key = (module.path, inner.name)
        self.facts.bases[key] = [one for base in bases for one in members_of(base) if isinstance(one, Own | Class)]
        client = next((one for one in self.facts.bases[key] if isinstance(one, Class)), None)
        scope.set(node.name, client or Own(module.path, inner.name))
        self._body(node.body, inner, module)
        for name, value in inner.names.items():
            self.facts.learn(module.path, inner.name, name, value)

    def annotated(self, node: ast.expr | None, scope: Scope, *, recorded: bool = True) -> Type | None:
        """Return the type that an annotation gives a value, and note the classes that it names."""
        if node is None:
            return None
        if recorded:
            self._note_names(node, scope)
        return either(self._meanings(node, scope))

    def _note_names(self, node: ast.expr, scope: Scope) -> None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            parsed = _parsed(node.value)
            for one in ast.walk(parsed) if parsed else ():
                if isinstance(one, ast.Name):
                    value = scope.get(one.id)[1]
                    if isinstance(value, Class):
                        self.values.site("name", symbol_of(value), node, scope)
        else:
            self.values.of(node, scope)

    def _meanings(self, node: ast.expr, scope: Scope) -> list[Type | None]:
        match node:
            case ast.Constant(value=str() as text):
                parsed = _parsed(text)
                return self._meanings(parsed, scope) if parsed else []
            case ast.BinOp(left=left, right=right):
                return [*self._meanings(left, scope), *self._meanings(right, scope)]
            case ast.Tuple(elts=elements):
                return [meaning for element in elements for meaning in self._meanings(element, scope)]
            case ast.Subscript(value=outer, slice=inner):
                return self._generic(_last(outer), inner, scope)
            case ast.Name() | ast.Attribute():
                return [_instance(one) for one in members_of(self._named(node, scope))]
            case _:
                return []

    def _generic(self, outer: str, inner: ast.expr, scope: Scope) -> list[Type | None]:
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

    def _named(self, node: ast.expr, scope: Scope) -> Type | None:
        """Return the type of a dotted name, without noting it."""
        before = len(self.values.sites)
        found = self.values.of(node, scope)
        del self.values.sites[before:]
        return found

    def _imported(self, node: ast.Import | ast.ImportFrom, scope: Scope, module: Module) -> None:
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
            if isinstance(value, Class):
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

    def _all(self, base: Type, scope: Scope) -> None:
        """Bind the names that `from … import *` imports."""
        if isinstance(base, OwnModule):
            found = self.program.at(base.path)
            scope.names.update(self.facts.exports.get(found.path, {}) if found else {})
        elif isinstance(base, ClientPackage):
            names = (*self.surface.clients, *self.surface.schemas, *self.surface.errors)
            scope.names.update((name, one) for name in names if (one := self.values.in_package(base.path, name)))


def _instance(value: Type) -> Type:
    """Return the type of a value that is annotated with a class."""
    match value:
        case Class(kind=kind, name=name):
            return Instance(kind, name)
        case Own(path=path, name=name):
            return Own(path, name, instance=True)
        case _:
            return value


def _last(node: ast.expr) -> str:
    """Return the last name of a dotted name, of a called function, or of a subscripted value."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=function):
            return _last(function)
        case _:
            return ""


def _is_any(node: ast.expr) -> bool:
    return _last(node) in ("Any", "object")


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
