"""The last look at generated code before it is published: nothing in it that our templates do not write.

An assertion, not a sandbox: text of a document enters code through `python` alone. But a specification is a stranger's
text, and what it becomes is run by whoever imports the client; so every file is parsed once more, and each kind of
node, each import and each name that is called must be one of the few that generated code needs. A problem found here
is a bug of ours or an attack, and either way nothing is published.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..artifacts import RUNTIME
from ..content_cache import Published, nothing_published
from ..naming.reserved import TYPE_NAMES
from ..text.casing import is_identifier
from .files import name_problems, text_problems
from .nodes import child_fields
from .statements import assigned, bound, is_lazy, statements, takes_more, unpacks, without_lazy

_NODES: frozenset[type[ast.AST]] = frozenset(
    {
        *(ast.Module, ast.Expression, ast.Expr, ast.Import, ast.ImportFrom, ast.alias, ast.If, ast.Pass),
        *(ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.arguments, ast.arg, ast.keyword, ast.Return),
        *(ast.Assign, ast.AnnAssign, ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant, ast.Await),
        *(ast.Lambda, ast.Tuple, ast.List, ast.Dict, ast.BinOp, ast.BitOr, ast.UnaryOp, ast.USub, ast.Load, ast.Store),
    }
)
_CHILDREN: Mapping[type[ast.AST], tuple[str, ...]] = {kind: child_fields(kind) for kind in _NODES}
"""Kind of node → its fields that may hold further nodes."""
_PLAIN = _NODES & {
    *(ast.Module, ast.Expression, ast.alias, ast.Pass, ast.arguments, ast.arg, ast.keyword, ast.Return, ast.Await),
    *(ast.Tuple, ast.List, ast.BinOp, ast.BitOr, ast.USub, ast.Load, ast.Store),
}
"""Nodes that are what they should be, whatever is in them."""
_BARE = frozenset({ast.BitOr, ast.USub, ast.Load, ast.Store, type(None)})
"""What a field may hold that has nothing in it, and nothing is in doubt about."""
_WRAPPED: Mapping[type[ast.AST], str] = {ast.arg: "annotation", ast.keyword: "value"}
"""Nodes that were looked at together with what they stand in, and the one field of each that holds a node."""
_CONSTANTS = frozenset({type(None), bool, int, float, str})
_UNCALLABLE = frozenset({"Any", "Literal", "Annotated", "TYPE_CHECKING", "TypeAlias", "ClassVar", "Unpack"})
_IMPORTS: Mapping[str, frozenset[str]] = {
    "__future__": frozenset({"annotations"}),
    "collections.abc": frozenset({"AsyncIterable", "Iterable", "Mapping"}),
    "datetime": frozenset({"date", "datetime", "time", "timedelta"}),
    "decimal": frozenset({"Decimal"}),
    "functools": frozenset({"cached_property"}),
    "pydantic": frozenset({"Field"}),
    "typing": _UNCALLABLE | {"overload"},
    "uuid": frozenset({"UUID"}),
}
"""Module → the names that may be imported from it. Of a package's own modules, any public one."""

_MODULES = frozenset({"builtins"})
_BUILTINS = TYPE_NAMES | {"super"}
_DECORATORS = frozenset({"cached_property", "overload", "property"})
_DUNDERS = frozenset({"__init__", "__all__", "__asserts__", "__pydantic_extra__"})
_ATTRIBUTES = frozenset({"__init__", "_client"})
_TYPED = frozenset({"JSON", "Form", "Multipart", "XML", "JSONLines", "EventStream", "OneOf"})
"""What is called with types as its arguments."""
_FIELD = frozenset(
    {"alias", "ge", "gt", "le", "lt", "min_length", "max_length", "multiple_of", "init", "repr", "allow_inf_nan"}
)
"""What pydantic's `Field` is told: no function that makes or changes a value."""
_MODELS = frozenset({"models", "all_models"})
"""Modules that are imported as such."""
_DEFERRED = frozenset({"path", "query", "headers", "cookies", "body", "responses"})
"""What an `Operation` may be given as a function."""
_RENAMED = {"models": "all_models"}
"""What may be imported under another name."""
_METHODS = frozenset({"send", "stream", "__init__"})
_STANDARD = frozenset[str]().union(*_IMPORTS.values())
_OURS = _STANDARD | _DECORATORS | _MODULES | _MODELS | _TYPED | {"self", "super", "Operation", "TypeAliasType"}
"""Names that no file may give another meaning."""


def check(
    files: Mapping[str, str],
    runtime: str = "._runtime",
    published: Published = nothing_published,
    beside: Iterable[str] = (),
) -> list[str]:
    """Return the problems of generated files, one line each; empty when they may be published.

    `runtime` is the relative import of the runtime's package. It and `beside`, files of the package that are not among
    these, are all that may be imported. What is `published` to the byte is not looked at: nothing is kept out by
    refusing to write what stands there.
    """
    return [*name_problems(files), *check_texts(files, runtime, published, beside)]


def check_texts(files: Mapping[str, str], runtime: str, published: Published, beside: Iterable[str]) -> list[str]:
    """Return the same for a part of the files: what is wrong with their names shows in all of them together."""
    siblings = _siblings({**dict.fromkeys(beside, ""), **files})
    top = frozenset({*siblings.get("", ()), runtime})
    above = {f".{name}" for name in top & {".models", ".xml_schemas"}} | {f".{runtime}"}
    # A module in a folder sees what lies beside it, and a little of what lies above.
    packages = {folder: frozenset(names | above) if folder else top for folder, names in siblings.items()}
    new = {path: text for path, text in files.items() if published(path) != text}
    return [problem for path, text in new.items() for problem in _check_file(path, text, packages)]


def _siblings(files: Iterable[str]) -> dict[str, set[str]]:
    """Return folder → the modules and packages in it, as what lies there imports them; all of them for the top."""
    found: dict[str, set[str]] = {"": set()}
    for path in files:
        found.setdefault(path.rpartition("/")[0], set())
        if path.endswith(".py"):
            folder, _, module = path.removesuffix(".py").removesuffix("/__init__").rpartition("/")
            found[""].add(f".{folder}.{module}".replace("/", ".") if folder else f".{module}")
            if folder:
                found.setdefault(folder, set()).add(f".{module}")
    return found


def _check_file(path: str, text: str, packages: Mapping[str, frozenset[str]]) -> Iterator[str]:
    yield from text_problems(path, text)
    if not path.endswith(".py"):
        return
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        yield f"{path}: is not Python: {error}"
        return
    yield from _Gate(path, packages.get(path.rpartition("/")[0], frozenset())).problems(tree)


@dataclass(slots=True)
class _Gate:
    """Walks one file. `known` are the names that it imports or defines itself: the ones that may be called."""

    path: str
    packages: frozenset[str]
    known: set[str] = field(default_factory=set[str])
    deferred: set[int] = field(default_factory=set[int])
    """The functions without a name that have a place: those that defer an argument of `Operation`."""
    bases: set[int] = field(default_factory=set[int])
    """The names of modules that something is taken from: they have no other use."""
    harmless: set[str] = field(default_factory=set[str])
    """Names that may stand anywhere in the file."""
    found: list[str] = field(default_factory=list[str])

    def problems(self, tree: ast.Module) -> list[str]:
        all_statements = list(statements(tree.body))
        imported = (node for node in all_statements if isinstance(node, ast.ImportFrom))
        self.known = {name for node in (*tree.body, *imported) for name in bound(node)}
        self._bindings(tree, all_statements)
        for body in (tree.body, *(node.body for node in all_statements if isinstance(node, ast.ClassDef))):
            self._definitions(body)
        self._visit(tree, frozenset())
        return self.found

    def _bindings(self, tree: ast.Module, all_statements: Iterable[ast.stmt]) -> None:
        """Refuse another meaning for our names: of those in lower case only where all of the file would see it."""
        top = set(map(id, tree.body))
        for node in all_statements:
            for name in _OURS.intersection(assigned(node)):
                everywhere = id(node) in top or not name[0].islower() or isinstance(node, ast.Assign)
                if everywhere and not (isinstance(node, ast.Assign) and is_lazy(node)):
                    self._refuse(node, f"another meaning for {name}")

    def _definitions(self, body: Iterable[ast.stmt]) -> None:
        """Refuse what is defined twice: the first of them would be lost."""
        seen: set[str] = set()
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                if node.name in seen:
                    self._refuse(node, f"{node.name} is defined twice")
                seen.add(node.name)

    def _refuse(self, node: ast.AST, message: str) -> None:
        self.found.append(f"{self.path}:{getattr(node, 'lineno', 0)}: {message}")

    def _visit(self, node: ast.AST, local: frozenset[str]) -> None:
        fields = _CHILDREN.get(type(node))
        if not fields:
            self._leaf(node, local)
            return
        within = local
        if type(node) not in _PLAIN:
            node = without_lazy(node)
            within = self._own(node, local)
        harmless = self.harmless
        for name in fields:
            child: Any = getattr(node, name)
            children: Iterable[Any] = child if child.__class__ is list else (child,)
            # An annotation is read where the function stands: `models: models.Models` is the argument, and the module.
            known = within if name == "body" else local
            for one in children:
                kind: Any = one.__class__
                if kind in _WRAPPED:
                    one = getattr(one, _WRAPPED[kind])  # noqa: PLW2901
                    kind = one.__class__
                # Most of a large file are texts, and names that were seen before.
                if kind is ast.Name:
                    if one.id in harmless:
                        continue
                elif kind in _BARE or (kind is ast.Constant and type(one.value) in _CONSTANTS):
                    continue
                self._visit(one, known)

    def _leaf(self, node: ast.AST, local: frozenset[str]) -> None:
        """Look at a node that has nothing in it."""
        if type(node) not in _CHILDREN:
            self._refuse(node, f"{type(node).__name__} has no place in generated code")
        elif isinstance(node, ast.Name):
            if node.id not in self.harmless:
                self._name(node, node.id, isinstance(node.ctx, ast.Store) or node.id in local)
        else:
            self._value(node)

    def _own(self, node: ast.AST, local: frozenset[str]) -> frozenset[str]:
        """Look at a node without what is in it; return the names of arguments that are known within."""
        kind = type(node)
        if kind is ast.Dict:
            self._value(node)
        elif isinstance(node, ast.Attribute):
            self._attribute(node, local)
        elif isinstance(node, ast.Call):
            self._call(node)
        elif isinstance(node, ast.Subscript):
            if not (isinstance(node.value, ast.Name) and node.value.id == "Literal"):
                self._type(node.slice)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            self._import(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            self._function(node)
            return local | {one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
        else:
            self._statement(node)
            self._value(node)
        return local

    def _name(self, node: ast.AST, name: str, local: bool) -> None:
        if not is_identifier(name) or (name.startswith("__") and name not in _DUNDERS):
            self._refuse(node, f"the name {name!a}")
        elif hasattr(builtins, name) and name not in _BUILTINS and name not in self.known and not local:
            self._refuse(node, f"the builtin {name}")
        elif name in _MODULES | _MODELS:
            if not local and id(node) not in self.bases:
                self._refuse(node, f"the module {name} as a value")
        elif not hasattr(builtins, name) or name in _BUILTINS or name in self.known:
            self.harmless.add(name)

    def _attribute(self, node: ast.Attribute, local: frozenset[str]) -> None:
        if not is_identifier(node.attr) or (node.attr.startswith("_") and node.attr not in _ATTRIBUTES):
            self._refuse(node, f"the attribute {node.attr!a}")
        match node.value:
            case ast.Name(id="self"):
                allowed = "self" in local
            case ast.Name(id=name) if name not in local:
                self.bases.add(id(node.value))
                allowed = name in _MODELS or (name in _MODULES and node.attr in TYPE_NAMES)
            case ast.Attribute(value=ast.Name(id="self"), attr="_client"):
                allowed = True
            case ast.Call(func=ast.Name(id="super")):
                allowed = node.attr == "__init__"
            case ast.Call() | ast.Await():
                allowed = node.attr == "data"
            case _:
                allowed = False
        if not allowed:
            self._refuse(node, f"the attribute {ast.unparse(node)[:80]!a}")

    def _call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Name(id="super") if not node.args and not node.keywords:
                pass
            case ast.Name(id=name) if name in self.known and name not in _UNCALLABLE:
                self._arguments(name, node)
                if name == "TypeAliasType":
                    self._quoted(node)
                elif name == "Operation":
                    self.deferred |= {id(one.value) for one in node.keywords if one.arg in _DEFERRED}
            case ast.Attribute(attr=method, value=ast.Attribute(value=ast.Name(id="self"), attr="_client")) if (
                method in _METHODS
            ):
                pass
            case ast.Attribute(attr="send" | "stream", value=ast.Name(id="self")):
                pass
            case ast.Attribute(attr="__init__", value=ast.Call(func=ast.Name(id="super"))):
                pass
            case function:
                self._refuse(node, f"a call of {ast.unparse(function)[:80]!a}")
        if unpacks(node):
            self._refuse(node, "a call with unpacked keywords")

    def _arguments(self, name: str, node: ast.Call) -> None:
        for argument in node.args if name in _TYPED else ():
            self._type(argument)
        for keyword in node.keywords:
            if keyword.arg == "type":
                self._type(keyword.value)
            elif name == "Field" and keyword.arg not in _FIELD:
                self._refuse(node, f"Field({keyword.arg}=…)")
        if name == "Field" and node.args:
            self._refuse(node, "Field with a default")

    def _quoted(self, node: ast.Call) -> None:
        """Look into the text that `TypeAliasType` evaluates when the type is first needed."""
        text = node.args[1] if len(node.args) > 1 else None
        if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
            self._refuse(node, "TypeAliasType without its text")
            return
        try:
            expression = ast.parse(text.value, mode="eval").body
            self._type(expression)
            self._visit(expression, frozenset())
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self._refuse(node, f"TypeAliasType of what is no expression: {error}")

    def _type(self, node: ast.expr | None) -> None:
        """Refuse text where a type is expected: it would be evaluated."""
        match node:
            case ast.Constant(value=str() as text):
                self._refuse(node, f"text in place of a type: {text[:40]!a}")
            case ast.Tuple(elts=members) | ast.List(elts=members):
                for member in members:
                    self._type(member)
            case ast.BinOp(left=left, right=right):
                self._type(left)
                self._type(right)
            case _:
                pass

    def _import(self, node: ast.ImportFrom | ast.Import) -> None:
        names = {alias.name for alias in node.names}
        if any((alias.asname or alias.name) not in (alias.name, _RENAMED.get(alias.name)) for alias in node.names):
            self._refuse(node, "an import under another name")
        if isinstance(node, ast.Import):
            allowed = names <= _MODULES
        elif node.level:
            module = "." * node.level + (node.module or "")
            hidden = any(name[0] in "_*" or name in _STANDARD | _MODULES for name in names)
            # What the runtime makes public has a capital; a module of it would bring its own imports along.
            foreign = node.module == RUNTIME and any(name[0].islower() for name in names)
            allowed = module in self.packages and not hidden and not foreign
            allowed = allowed or (module in (".", "..") and names == {"models"} and f"{module}models" in self.packages)
        else:
            allowed = names <= _IMPORTS.get(node.module or "", frozenset())
        if not allowed:
            self._refuse(node, f"the import {ast.unparse(node)[:80]!a}")

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        if not is_identifier(node.name) or (node.name.startswith("_") and node.name != "__init__"):
            self._refuse(node, f"the function {node.name!a}")
        for decorator in node.decorator_list:
            if not (isinstance(decorator, ast.Name) and decorator.id in _DECORATORS):
                self._refuse(node, f"the decorator {ast.unparse(decorator)[:80]!a}")
        if takes_more(node):
            self._refuse(node, "a function with unnamed arguments")
        self._type(node.returns)
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            self._type(argument.annotation)
            if not is_identifier(argument.arg) or argument.arg.startswith("_"):
                self._refuse(node, f"the argument {argument.arg!a}")

    def _statement(self, node: ast.AST) -> None:
        match node:
            case ast.ClassDef(keywords=keywords, decorator_list=decorators):
                if decorators or any(keyword.arg != "extra" for keyword in keywords) or not is_identifier(node.name):
                    self._refuse(node, f"the class {node.name!a} with decorators, or options that are not ours")
            case ast.AnnAssign(target=target, annotation=annotation, value=value):
                self._type(annotation)
                if isinstance(annotation, ast.Name) and annotation.id == "TypeAlias":
                    self._type(value)
                self._target(target)
            case ast.Assign(targets=targets):
                for one in targets:
                    self._target(one)
            case ast.If(test=test, orelse=orelse):
                if not (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or orelse:
                    self._refuse(node, "a condition")
            case ast.Lambda(args=args) if id(node) not in self.deferred or ast.unparse(args):
                self._refuse(node, "a function without a name")
            case ast.Expr(value=ast.Call(func=function)) if not isinstance(function, ast.Attribute):
                self._refuse(node, "a call for its effect")
            case ast.Expr(value=value) if not isinstance(value, ast.Constant | ast.Call):
                self._refuse(node, "an expression that does nothing")
            case _:
                pass

    def _value(self, node: ast.AST) -> None:
        match node:
            case ast.Constant(value=value):
                if not (value is ... or type(value) in _CONSTANTS):
                    self._refuse(node, f"a constant of type {type(value).__name__}")
            case ast.UnaryOp(operand=operand) if not isinstance(operand, ast.Constant):
                self._refuse(node, "arithmetic")
            case ast.Dict(keys=keys) if None in keys:
                self._refuse(node, "an unpacked mapping")
            case _:
                pass

    def _target(self, target: ast.expr) -> None:
        if not isinstance(target, ast.Name):
            self._refuse(target, "an assignment to something else than a name")
