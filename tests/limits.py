"""The limits of the program, all numbers that modules name, and what holds where nothing is given: defaults of arguments and
fields, and which classes are frozen. `python -m tests.limits` writes the record.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from . import recording

RECORD = Path(__file__).with_name("limits.txt")
_ROOT = Path(__file__).parents[1] / "generator"
_FOLDERS = (
    *("compare", "publish", "mock", "pages", "document", "commands", "snippets", "reference", "distribution"),
    *("text", "format", "runtime", "normalize", "schema", "ir", "naming", "emit", "openapi"),
)
_OPERATORS = (ast.Mult, ast.Pow, ast.LShift, ast.Add, ast.Sub)


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield the names and numbers of each module."""
    for path in sorted(_ROOT.rglob("*.py")):
        name = path.relative_to(_ROOT).as_posix()
        if name.partition("/")[0] not in _FOLDERS:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        found = [
            f"{target} = {value:,}"
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target, expression in _named(node.targets[0], node.value)
            if (value := _number(expression)) is not None
        ]
        found += [line for node in tree.body for line in _defaults(node, "")]
        if found:
            yield name, found


def _defaults(node: ast.AST, outer: str) -> Iterator[str]:
    """Yield the defaults that are constants, of arguments and fields, and how classes are made."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            arguments = [*node.args.posonlyargs, *node.args.args]
            given = [*zip(arguments[len(arguments) - len(node.args.defaults) :], node.args.defaults, strict=True)]
            given += [
                (one, value) for one, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if value
            ]
            constants = [f"{one.arg}={ast.unparse(value)}" for one, value in given if isinstance(value, ast.Constant)]
            if constants:
                yield f"{outer}{node.name}({', '.join(constants)})"
        case ast.ClassDef():
            made = [ast.unparse(one) for one in (*node.decorator_list, *node.keywords) if _has_flags(one)]
            if made:
                yield f"{outer}{node.name}: {', '.join(made)}"
            for one in node.body:
                if isinstance(one, ast.AnnAssign) and isinstance(one.value, ast.Constant):
                    yield f"{outer}{node.name}.{ast.unparse(one.target)} = {ast.unparse(one.value)}"
                yield from _defaults(one, f"{outer}{node.name}.")
        case _:
            pass


def _has_flags(node: ast.expr | ast.keyword) -> bool:
    return isinstance(node, ast.keyword) or (isinstance(node, ast.Call) and bool(node.keywords))


def _named(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=True):
            yield from _named(one, other)


def _number(expression: ast.expr) -> int | float | None:
    """Return the value of a number, or of an expression of numbers alone."""
    inner = [one for one in ast.walk(expression) if isinstance(one, ast.expr)]
    if not all(isinstance(one, ast.Constant | ast.UnaryOp) or _is_sum(one) for one in inner):
        return None
    value = ast.literal_eval(expression) if len(inner) == 1 else _computed(expression)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _is_sum(node: ast.expr) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, _OPERATORS)


def _computed(expression: ast.expr) -> int | float | None:
    if isinstance(expression, ast.Constant):
        return expression.value if isinstance(expression.value, int | float) else None
    if isinstance(expression, ast.UnaryOp):
        inner = _computed(expression.operand)
        return None if inner is None or not isinstance(expression.op, ast.USub) else -inner
    if not isinstance(expression, ast.BinOp):
        return None
    left, right = _computed(expression.left), _computed(expression.right)
    if left is None or right is None:
        return None
    match expression.op:
        case ast.Mult():
            return left * right
        case ast.Pow():
            return left**right
        case ast.LShift():
            return int(left) << int(right)
        case ast.Add():
            return left + right
        case _:
            return left - right


if __name__ == "__main__":
    recording.main(RECORD, cases())
