"""The import block of a generated module, made from the names that its text uses."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import cast

from ..gate.nodes import child_fields
from .line_scanner import names_in_lines

STANDARD: Mapping[str, str] = {
    "builtins": "",
    "AsyncIterable": "collections.abc",
    "Iterable": "collections.abc",
    "Mapping": "collections.abc",
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
    "timedelta": "datetime",
    "Decimal": "decimal",
    "cached_property": "functools",
    "TYPE_CHECKING": "typing",
    "Annotated": "typing",
    "Any": "typing",
    "ClassVar": "typing",
    "Literal": "typing",
    "TypeAlias": "typing",
    "Unpack": "typing",
    "UUID": "uuid",
    "Field": "pydantic",
}
"""Name → module of what generated code may import from outside its package and the runtime."""

_SIBLINGS: Mapping[str, tuple[str, str]] = {
    "models": (".", "models"),
    "all_models": (".", "models as all_models"),
    "STATUS_ERRORS": (".errors", "STATUS_ERRORS"),
    "XML_SCHEMAS": (".xml_schemas", "XML_SCHEMAS"),
}
"""Name → the module of the package that has it, and what is imported from there."""

_IN_LOWER_CASE = frozenset(name for name in (*STANDARD, *_SIBLINGS) if name.islower())

_ANNOTATION_ONLY = "if TYPE_CHECKING:"


@dataclass(frozen=True, slots=True)
class Needs:
    """What the text of a module alone says of its import block."""

    names: Sequence[str]
    """Those that it uses and does not define."""
    bases: Sequence[str]
    """Those that its classes derive from."""
    line: int
    """Behind which the imports go."""


def needs(text: str, lower_case: Set[str] = frozenset()) -> Needs:
    """Return what a module text says of its import block. `lower_case` are models whose names look like arguments."""
    if (found := names_in_lines(text, _IN_LOWER_CASE | lower_case)) is not None:
        return Needs(sorted(found.names), sorted(found.bases), found.line)
    return needs_of_tree(text)


def needs_of_tree(text: str) -> Needs:
    """Return the same, found in the syntax tree: of any module."""
    tree = ast.parse(text)
    bases = {base.id for one in tree.body for base in _bases(one)}
    return Needs(sorted(_missing(tree)), sorted(bases), _line_of_imports(tree))


def with_imports(text: str, needed: Needs, runtime: str, models: Mapping[str, str], deeper: str = "") -> str:
    """Return a module text with the imports that it needs put behind its docstring and future import.

    Names that the module neither defines nor imports are looked up: the standard library and pydantic by `STANDARD`,
    models of other modules by `models` (name → module), and everything else is the runtime's. Models are imported for
    type checkers alone, but for what classes derive from. `deeper` is a dot where the module lies in a folder.
    """
    groups: dict[str, set[str]] = {}
    plain: set[str] = set()
    checking: dict[str, set[str]] = {}
    for name in needed.names:
        if name in STANDARD:
            if STANDARD[name]:
                groups.setdefault(STANDARD[name], set()).add(name)
            else:
                plain.add(name)
        elif name in models:
            (groups if name in needed.bases else checking).setdefault(models[name], set()).add(name)
        elif name in _SIBLINGS:
            module, imported = _SIBLINGS[name]
            groups.setdefault(f"{deeper}{module}", set()).add(imported)
        else:
            groups.setdefault(f"{deeper}{runtime}", set()).add(name)
    if checking:
        groups.setdefault("typing", set()).add("TYPE_CHECKING")
    return _insert(text, needed.line, _block(groups, plain, checking))


def _bases(statement: ast.stmt) -> Iterator[ast.Name]:
    if isinstance(statement, ast.ClassDef):
        yield from (base for base in statement.bases if isinstance(base, ast.Name))


def _missing(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for statement in tree.body:
        _used(statement, found)
    return found - set(dir(builtins)) - set(_bound(tree.body))


def _bound(body: Iterable[ast.stmt]) -> Iterator[str]:
    """Yield the names that statements bind in their own scope."""
    for statement in body:
        match statement:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.ImportFrom(names=names) | ast.Import(names=names):
                yield from (alias.asname or alias.name for alias in names)
            case ast.If(body=inner):
                yield from _bound(inner)
            case _:
                pass


def _used(node: ast.AST, found: set[str], own: Set[str] = frozenset()) -> None:
    """Add the names that code looks up in the scope of its module: a function's own arguments are not."""
    match node:
        case ast.Name(id=name):
            if name not in own and isinstance(node.ctx, ast.Load):
                found.add(name)
            return
        case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts=exported)):
            found.update(one.value for one in exported if isinstance(one, ast.Constant) and isinstance(one.value, str))
            return
        case ast.Call(func=ast.Name(id="TypeAliasType" as name), args=[_, ast.Constant(value=str() as quoted)]):
            found.add(name)
            _used(ast.parse(quoted, mode="eval"), found, own)
            return
        case ast.FunctionDef(args=args, body=body) | ast.AsyncFunctionDef(args=args, body=body):
            for part in (args, *node.decorator_list, *([node.returns] if node.returns else [])):
                _used(part, found, own)
            unpacked = [args.kwarg] if args.kwarg else []
            arguments = (*args.posonlyargs, *args.args, *args.kwonlyargs, *unpacked)
            own = own | {one.arg for one in arguments} | set(_bound(body))
            for statement in body:
                _used(statement, found, own)
            return
        case _:
            pass
    for field in child_fields(type(node)):
        child = getattr(node, field)
        for one in cast(list[ast.AST | None], child) if isinstance(child, list) else (child,):
            if one is not None and not isinstance(one, ast.Constant):
                _used(one, found, own)


def _block(groups: Mapping[str, Set[str]], plain: Set[str], checking: Mapping[str, Set[str]]) -> str:
    lines = [f"import {name}" for name in sorted(plain)]
    sections = (
        sorted(module for module in groups if not module.startswith(".") and module != "pydantic"),
        [module for module in groups if module == "pydantic"],
        sorted((module for module in groups if module.startswith(".")), key=lambda name: (-name.count("."), name)),
    )
    blocks = ["\n".join(lines)] if lines else []
    for section in sections:
        if section:
            blocks.append("\n".join(_line(module, groups[module]) for module in section))
    if lines and len(blocks) > 1 and sections[0]:
        blocks[:2] = ["\n".join(blocks[:2])]
    if checking:
        imports = "\n".join(f"    {_line(module, checking[module])}" for module in sorted(checking))
        blocks.append(f"{_ANNOTATION_ONLY}\n{imports}")
    return "\n\n".join(blocks)


def _line(module: str, names: Set[str]) -> str:
    ordered = sorted(names, key=lambda name: (0 if name.isupper() else 1 if name[0].isupper() else 2, name))
    return f"from {module} import {', '.join(ordered)}"


def _line_of_imports(tree: ast.Module) -> int:
    end = 0
    for node in tree.body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_docstring and not (isinstance(node, ast.ImportFrom) and node.module == "__future__"):
            break
        end = node.end_lineno or end
    return end


def _insert(text: str, end: int, block: str) -> str:
    if not block:
        return text
    lines = text.split("\n")
    start = next((place for place in range(end, len(lines)) if lines[place]), end)
    # Both formatters agree on one empty line behind imports, and leave two behind a condition as they are.
    apart = ["", ""] if block.rpartition("\n\n")[2].startswith(_ANNOTATION_ONLY) else [""]
    return "\n".join([*lines[:end], "", block, *apart, *lines[start:]])
