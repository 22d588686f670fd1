"""What statements of generated code look like, for the gate: the names that they bind, and what makes modules lazy."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from ..text.casing import is_identifier


def without_lazy(node: ast.AST) -> ast.AST:
    """Return a condition without the one `else` that has a place in generated code."""
    if isinstance(node, ast.If) and node.orelse and all(map(is_lazy, node.orelse)):
        return ast.If(node.test, node.body, [])
    return node


def is_lazy(node: ast.stmt) -> bool:
    """Say whether a statement makes something lazy: the modules of a package, or that of the models for the client.

    `__getattr__ = LazyModels(__name__, {"user": ("User",)})`, `__getattr__ = LazyOperations(__name__, "Repos", {…})`,
    names and all; `models = LazyModule(__name__, "models")`; `XML_SCHEMAS = LazySchemas(__name__, {"u": ("User",)})`.
    """
    match node:
        case ast.Assign(
            targets=[ast.Name(id="models" | "all_models")],
            value=ast.Call(
                func=ast.Name(id="LazyModule"),
                args=[ast.Name(id="__name__"), ast.Constant(value="models")],
                keywords=[],
            ),
        ):
            return True
        case ast.Assign(
            targets=[ast.Name(id="__getattr__")],
            value=ast.Call(
                func=ast.Name(id="LazyModels" | "LazyOperations"),
                args=[ast.Name(id="__name__"), *named, ast.Dict(keys=modules, values=exports)],
                keywords=([] | [ast.keyword(arg="inner", value=ast.Tuple())]) as keywords,
            ),
        ):
            inner = [one.value for one in keywords]
            tuples = [one.elts for one in (*exports, *inner) if isinstance(one, ast.Tuple)]
            names = [*named, *modules, *(name for elements in tuples for name in elements)]
            return len(tuples) == len(exports) + len(inner) and all(map(_is_name, names))
        case ast.Assign(
            targets=[ast.Name(id="XML_SCHEMAS")],
            value=ast.Call(
                func=ast.Name(id="LazySchemas"),
                args=[ast.Name(id="__name__"), ast.Dict(keys=modules, values=exports)],
                keywords=[],
            ),
        ):
            tuples = [one.elts for one in exports if isinstance(one, ast.Tuple)]
            texts = all(isinstance(one, ast.Constant) for elements in tuples for one in elements)
            return len(tuples) == len(exports) and texts and all(map(_is_name, modules))
        case _:
            return False


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a body and those within them; what else could hold some has no place in our code."""
    for statement in body:
        yield statement
        for name in ("body", "orelse"):
            yield from statements(getattr(statement, name, ()))


def _is_name(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and is_identifier(node.value)


def assigned(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement itself gives a meaning, imports left out."""
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case _:
            pass


def bound(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement of a module binds: what may be called there."""
    match node:
        case ast.ImportFrom(names=names):
            yield from (alias.name for alias in names)
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            yield name
        case _:
            pass
