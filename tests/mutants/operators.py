"""Mutants by rule: in each module, places drawn by a seed where an operator, a constant or a condition is another one."""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Sequence
from pathlib import Path

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


def mutants(path: Path, count: int, seed: int = 17) -> list[tuple[str, str, int]]:
    """Return what each mutant of a module changes, its whole text, and the line that it changes."""
    tree = ast.parse(path.read_text("utf-8"))
    places = _places(tree)
    chosen = random.Random(f"{seed} {path.name}").sample(places, min(count, len(places)))
    return [_mutant(tree, *place) for place in sorted(chosen)]


def sample(paths: Sequence[Path], count: int, seed: int) -> list[tuple[Path, str, str, int]]:
    """Return mutants drawn from all places of some modules: the module, what changes in it, its whole text, and the line.

    A module with much logic has many places, so it is drawn from often.
    """
    trees = {path: ast.parse(path.read_text("utf-8")) for path in paths}
    places = [(path, place) for path in paths for place in _places(trees[path])]
    chosen = random.Random(f"{seed} sample").sample(places, min(count, len(places)))
    return [(path, *_mutant(trees[path], *place)) for path, place in sorted(chosen)]


def _places(tree: ast.Module) -> list[tuple[int, int]]:
    """Return each node of a tree that can be another one, by its number, with each way to change it."""
    annotations = {id(inner) for node in ast.walk(tree) for one in _annotations(node) for inner in ast.walk(one)}
    return [
        (number, way)
        for number, node in enumerate(ast.walk(tree))
        if not _is_about_types(node) and id(node) not in annotations
        for way in range(_ways(node))
    ]


def _is_about_types(node: ast.AST) -> bool:
    """Return whether a node is a test of TYPE_CHECKING: nothing runs there."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _annotations(node: ast.AST) -> list[ast.expr]:
    """Return the annotations of a function, an argument or a variable: texts that nothing evaluates."""
    found = [getattr(node, name, None) for name in ("annotation", "returns")]
    return [one for one in found if isinstance(one, ast.expr)]


def _ways(node: ast.AST) -> int:
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _COMPARED:
            return 1
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return 1
        case ast.If() | ast.IfExp():
            return 2
        case ast.Constant(value=bool()):
            return 1
        case ast.Constant(value=int()):
            return 1
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.BitOr() | ast.BitAnd()):
            return 1
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            return 1
        case _:
            return 0


def _mutant(tree: ast.Module, number: int, way: int) -> tuple[str, str, int]:
    changed = copy.deepcopy(tree)
    node = list(ast.walk(changed))[number]
    before = ast.unparse(node).splitlines()[0][:70]
    line = getattr(node, "lineno", 0)
    new = _changed(node, way)
    if new is not node:
        _put(changed, node, new)
    ast.fix_missing_locations(changed)
    return f"{line}: {before} -> {ast.unparse(new).splitlines()[0][:70]}", ast.unparse(changed), line


def _changed(node: ast.AST, way: int) -> ast.AST:
    match node:
        case ast.Compare(ops=[operator]):
            node.ops = [_COMPARED[type(operator)]()]
        case ast.BoolOp(op=operator):
            node.op = ast.Or() if isinstance(operator, ast.And) else ast.And()
        case ast.UnaryOp(operand=operand):
            return operand
        case ast.If() | ast.IfExp():
            node.test = ast.Constant(bool(way))
        case ast.Constant(value=bool() as value):
            node.value = not value
        case ast.Constant(value=int() as value):
            node.value = value + 1
        case ast.BinOp(op=operator):
            others: dict[type[ast.operator], ast.operator] = {
                ast.Add: ast.Sub(),
                ast.Sub: ast.Add(),
                ast.BitOr: ast.BitAnd(),
                ast.BitAnd: ast.BitOr(),
            }
            node.op = others[type(operator)]
        case _:
            return ast.Pass()
    return node


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                setattr(parent, name, [new if one is old else one for one in value])
