"""Modules that templates wrote, changed in one place: each change is one that no template makes.

The place is drawn by a seed, so that the same modules give the same texts every time.
"""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

RUN = "__import__('os').system('touch canary')"

_EXPRESSIONS = (
    f"eval({RUN!r})",
    f"exec({RUN!r})",
    "__import__('os')",
    "open('canary', 'w')",
    "getattr(str, 'x')",
    "().__class__.__base__",
    "[x for x in (1,)]",
    "(lambda: 1)()",
    "(x := 1)",
    "f'{1}'",
    "b'x'",
    "1 + 1",
    "not 1",
    "1 if 2 else 3",
    "1 < 2",
    "{1, 2}",
    "{**{}}",
    "[*[1]]",
    "'a'.format",
    "1j",
    "(yield)",
)
_STATEMENTS = (
    "import os",
    "import os.path",
    "from os import system",
    "from . import _private",
    "from .. import other",
    "from .._runtime.errors import x",
    f"exec({RUN!r})",
    "x = eval",
    "x: int = 1 + 1",
    "del x",
    "assert x",
    "raise x",
    "for x in y: pass",
    "while x: pass",
    "with x: pass",
    "try:\n    pass\nfinally:\n    pass",
    "if x: pass",
    "global x",
    "match x:\n    case 1: pass",
    "def __del__(self): pass",
    "def f(): pass",
    "class Evil: pass",
    "class Evil(metaclass=type): pass",
    "lambda: 1",
    "x += 1",
    "print('x')",
    "__path__ = []",
)


def mutants(modules: Mapping[str, str], count: int, seed: int = 16) -> Iterator[tuple[str, str, str]]:
    """Yield (path, text, what was changed) of so many changed modules."""
    draw = random.Random(seed)
    made = 0
    while made < count:
        path = draw.choice(sorted(modules))
        kind = draw.choice(_KINDS)
        tree = ast.parse(modules[path])
        if kind(tree, draw):
            yield path, ast.unparse(ast.fix_missing_locations(tree)) + "\n", kind.__name__.strip("_")
            made += 1


def samples(folder: Path) -> dict[str, str]:
    """Return the modules of a golden tree."""
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.py"))}


def _an_expression(tree: ast.Module, draw: random.Random) -> bool:
    """Put code where an expression stands that is no docstring."""
    places = [
        (node, name, index)
        for node in ast.walk(tree)
        if not isinstance(node, ast.Expr | ast.keyword | ast.Attribute)
        for name, value in ast.iter_fields(node)
        for index, one in enumerate(value if isinstance(value, list) else [value])
        if isinstance(one, ast.expr) and not isinstance(getattr(one, "ctx", None), ast.Store)
    ]
    if not places:
        return False
    node, name, index = draw.choice(places)
    new = ast.parse(draw.choice(_EXPRESSIONS), mode="eval").body
    if isinstance(getattr(node, name), list):
        getattr(node, name)[index] = new
    else:
        setattr(node, name, new)
    return True


def _a_statement(tree: ast.Module, draw: random.Random) -> bool:
    """Put a statement between others, behind the head of the module."""
    bodies = [node.body for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list)]
    body = draw.choice(bodies)
    first = 2 if body is tree.body else 1
    body.insert(draw.randint(min(first, len(body)), len(body)), ast.parse(draw.choice(_STATEMENTS)).body[0])
    return True


def _a_decorator(tree: ast.Module, draw: random.Random) -> bool:
    defined = [one for one in ast.walk(tree) if isinstance(one, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)]
    if defined:
        draw.choice(defined).decorator_list.append(ast.Name("eval", ast.Load()))
    return bool(defined)


def _a_base(tree: ast.Module, draw: random.Random) -> bool:
    classes = [one for one in ast.walk(tree) if isinstance(one, ast.ClassDef)]
    if classes:
        draw.choice(classes).bases.append(ast.parse(draw.choice(("dict", "eval('1')", "a.b")), mode="eval").body)
    return bool(classes)


def _an_argument(tree: ast.Module, draw: random.Random) -> bool:
    """Give a call one more argument, by place, by name or unpacked."""
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call)]
    if calls:
        found, new = draw.choice(calls), ast.parse("a(*b)", mode="eval").body
        match draw.randrange(3):
            case 0:
                found.keywords.append(ast.keyword("hook", ast.Name("eval", ast.Load())))
            case 1:
                found.keywords.append(ast.keyword(None, ast.Dict([ast.Constant("a")], [ast.Constant(1)])))
            case _:
                assert isinstance(new, ast.Call)
                found.args.append(new.args[0])
    return bool(calls)


def _a_called_name(tree: ast.Module, draw: random.Random) -> bool:
    """Call something else by name."""
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
    if calls:
        name = draw.choice(("eval", "exec", "print", "open", "compile", "type", "getattr", "vars", "breakpoint"))
        draw.choice(calls).func = ast.Name(name, ast.Load())
    return bool(calls)


def _an_attribute(tree: ast.Module, draw: random.Random) -> bool:
    """Look at an attribute that no template looks at."""
    found = [one for one in ast.walk(tree) if isinstance(one, ast.Attribute)]
    if found:
        one = draw.choice(found)
        others = ("__class__", "__init__", "_private", "__globals__", "__dict__")
        one.attr = draw.choice([name for name in others if name != one.attr])
    return bool(found)


def _an_import(tree: ast.Module, draw: random.Random) -> bool:
    """Import from elsewhere, or something else, or under another name."""
    found = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom) and one.module != "__future__"]
    if not found:
        return False
    statement = draw.choice(found)
    match draw.randrange(4):
        case 0:
            statement.module, statement.level = "os", 0
        case 1:
            statement.names.append(ast.alias("_private"))
        case 2:
            statement.level += 2
        case _:
            statement.names[0] = ast.alias(statement.names[0].name, "eval")
    return True


def _a_string_for_a_type(tree: ast.Module, draw: random.Random) -> bool:
    found = [one for one in ast.walk(tree) if isinstance(one, ast.AnnAssign | ast.arg) and one.annotation]
    if found:
        draw.choice(found).annotation = ast.Constant(RUN)
    return bool(found)


def _a_name(tree: ast.Module, draw: random.Random) -> bool:
    """Call a definition like something of Python's own."""
    defined = [one for one in tree.body if isinstance(one, ast.ClassDef | ast.FunctionDef)]
    if defined:
        draw.choice(defined).name = draw.choice(("eval", "exec", "print", "__init__", "__getattr__", "super"))
    return bool(defined)


def _twice(tree: ast.Module, draw: random.Random) -> bool:
    """Define something twice: the first of them would be lost."""
    places = [
        (node.body, one)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef)
        for one in node.body
        if isinstance(one, ast.ClassDef | ast.FunctionDef)
    ]
    if places:
        body, one = draw.choice(places)
        body.append(copy.deepcopy(one))
    return bool(places)


def _without_future(tree: ast.Module, draw: random.Random) -> bool:
    """Let annotations be evaluated."""
    before = len(tree.body)
    tree.body = [one for one in tree.body if not (isinstance(one, ast.ImportFrom) and one.module == "__future__")]
    return len(tree.body) < before and draw.random() < 0.3


_KINDS: tuple[Callable[[ast.Module, random.Random], bool], ...] = (
    *(_an_expression, _an_expression, _an_expression, _a_statement, _a_statement, _a_decorator, _a_base, _an_argument),
    *(_a_called_name, _an_attribute, _an_import, _a_string_for_a_type, _a_name, _twice, _without_future),
)
