"""Checks generated code before it is published: it may contain nothing that our templates do not write.

This is an assertion, not a sandbox: text of a document enters code through one module of `text` alone. But a
description is a stranger's text, and whoever imports the client runs what it becomes; so every file is parsed once
more, and every node of it must have its place in the grammar of `modules` and `expressions`. A problem found here is a
bug of ours or an attack, and either way nothing is published.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec import Struct, field

from ..content_cache import Published, nothing_published
from .definitions import bound_in_class, without_docstring
from .expressions import BUILTINS
from .files import name_problems, text_problems
from .forms import Violation, refusal
from .frequent import ConstantText, FunctionText, LiteralText, Statement, statements
from .importable import NOTHING_KNOWN, RUNTIME, Facts, can_be_imported, facts_of
from .imports import names_imported
from .modules import MODULES, kind_of
from .scopes import Judged, Meanings, Scope

_FRAMES = 20_000
"""Python's frames for the deepest file: as deep as its own parser reads, several for each node."""
_IS_PYTHON = frozenset(dir(builtins))
_CLASS: Meanings = frozenset({"class", "type", "base"})
_TYPE: Meanings = frozenset({"type"})
_NOTHING: Meanings = frozenset()
_CONSTANTS: Mapping[str, Meanings] = {
    "Operation": frozenset({"operation"}),
    "PaginationRule": frozenset({"a PaginationRule"}),
    "PollingRule": frozenset({"a PollingRule"}),
    "Webhooks": frozenset({"WEBHOOKS"}),
}
"""What is constructed → what a constant means that holds it."""
_CLOSED = frozenset({"models", "xml_schemas"})
"""Folders whose modules import nothing of the package but each other."""


class Examined(Struct, frozen=True):
    """The result of a look at generated files."""

    problems: list[str]
    """The problems, one line each; empty if the files may be published."""
    facts: dict[str, Facts]
    """Module → what its import depends on, for the modules that were looked at and have no problem."""


class _Package(Struct):
    """What the modules of a package have in common."""

    siblings: Mapping[str, frozenset[str]]
    """Folder → the modules that may be imported in it."""
    runtime: str
    """The runtime, as the relative import of a module at the top of the package."""
    judged: Judged = field(default_factory=Judged)


def check(
    files: Mapping[str, str],
    runtime: str = "._runtime",
    passed: Published = nothing_published,
    others: Iterable[str] = (),
) -> list[str]:
    """Return the problems of generated files, one line each; empty if they may be published.

    `runtime` is the relative import of the runtime's package. Modules may import it, each other and `others`: the files
    of the package that are not checked. `passed` returns the text that a module had when it last passed, by a sealed
    record; a module that still has this text is skipped.
    """
    return examine(files, runtime, passed, others).problems


def examine(
    files: Mapping[str, str],
    runtime: str,
    passed: Published = nothing_published,
    others: Iterable[str] = (),
) -> Examined:
    """Return the problems of generated files, and what shows that those without a problem can be imported."""
    package = _Package(_siblings({**dict.fromkeys(others, ""), **files}), runtime)
    found = Examined([*name_problems(files)], {})
    for path, text in files.items():
        if passed(path) != text:
            found.problems.extend(text_problems(path, text))
            if path.endswith(".py"):
                _examine_module(path, text, package, found)
    return found


def importable(
    paths: Collection[str], files: Mapping[str, str], known: Mapping[str, Facts], runtime: str
) -> frozenset[str]:
    """Return the modules among `paths` that can be imported, provided that the runtime and the other modules can be.

    `files` are all files of the package, and `known` the facts of those that passed `examine` in this run. Other
    modules among `paths` are looked at now.
    """
    own = {path: files[path] for path in paths if path.endswith(".py") and not path.startswith(f"{RUNTIME}/")}
    new = examine({path: text for path, text in own.items() if path not in known}, runtime, others=files).facts
    return can_be_imported(files, {**known, **new}) & own.keys()


def _siblings(files: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return folder → the modules that may be imported in it, as relative imports: `.calls`, `..models`."""
    modules = [path.removesuffix(".py").removesuffix("/__init__") for path in files if path.endswith(".py")]
    folders = {path.rpartition("/")[0] for path in files}
    return {
        folder: frozenset(
            name for module in modules if (name := _relative(module, folder.split("/") if folder else [])) is not None
        )
        for folder in folders
    }


def _relative(module: str, folder: list[str]) -> str | None:
    """Return the relative import of a module from a folder; None if the folder has no reason to import it."""
    parts = module.split("/")
    if parts[: len(folder)] == folder:
        return f".{'.'.join(parts[len(folder) :])}"
    # Modules of operations may import from the folders above, but from no other folder; models import only models.
    above = len(parts) == 1 and folder[0] not in _CLOSED
    return f"{'.' * (len(folder) + 1)}{module}" if above else None


def _examine_module(path: str, text: str, package: _Package, found: Examined) -> None:
    try:
        problem, body = _judge(path, text, package)
        facts = facts_of(path, body, text) if body is not None else NOTHING_KNOWN
    except RecursionError:
        # The module may be good, but nothing shows that Python compiles it wherever it is imported.
        problem, facts = _judge_deep(path, text, package), NOTHING_KNOWN
    if problem is None:
        found.facts[path] = facts
    else:
        found.problems.append(problem)


def _judge_deep(path: str, text: str, package: _Package) -> str | None:
    try:
        with _deep_enough():
            return _judge(path, text, package)[0]
    except RecursionError:
        return f"{path}: it is nested too deeply"


def _judge(path: str, text: str, package: _Package) -> tuple[str | None, Sequence[Statement] | None]:
    """Return the line of a module's problem, or None, and its statements; raise RecursionError if it is too deep."""
    folder = path.rpartition("/")[0]
    kind = kind_of(path)
    depth = "." * len(folder.split("/")) if folder else ""
    modules = package.siblings.get(folder, frozenset())
    scope = Scope({}, {}, BUILTINS, modules, kind, f"{depth}{package.runtime}", judged=package.judged)
    read = statements(text, kind)
    if read is not None and _problem(read, kind, scope) is None:
        return None, read
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, MemoryError) as error:
        return f"{path}: is not Python: {error}", None
    problem = _problem(body, kind, scope)
    return (None if problem is None else f"{path}:{problem.line}: {problem.message}"), body


def _problem(statements: Sequence[Statement], kind: str, scope: Scope) -> Violation | None:
    """Return the first problem of a module, statement by statement: a name is known from its binding on."""
    so_far: dict[str, Meanings] = {}
    whole: dict[str, Meanings] = {}
    scope = Scope(so_far, whole, scope.builtins, scope.modules, scope.kind, scope.runtime, judged=scope.judged)
    for statement in statements:
        for name, meanings, runs in _bound(statement, scope):
            known = whole.get(name)
            if name in _IS_PYTHON or (known is not None and known is not meanings and name in so_far):
                return refusal(statement, f"{name!a} has another meaning already")
            whole[name] = meanings | (known or _NOTHING)
            if runs:
                so_far.setdefault(name, _NOTHING)
    so_far.clear()
    requirement = MODULES[kind]
    body = without_docstring(statements)
    if kind != "package" and not _begins_with_future(body):
        return Violation(1, "annotations would be evaluated: `from __future__ import annotations` must come first")
    for statement in body:
        problem = requirement.problem(statement, scope)
        if problem is not None:
            return problem.at(statement.lineno)
        so_far.update((name, meanings) for name, meanings, runs in _bound(statement, scope) if runs)
    return None


def _begins_with_future(body: Sequence[Statement]) -> bool:
    match body:
        case [ast.ImportFrom(module="__future__", names=[ast.alias(name="annotations")]), *_]:
            return True
        case _:
            return not body


def _bound(statement: Statement, scope: Scope) -> Iterator[tuple[str, Meanings, bool]]:
    """Yield the names that a statement binds, what they mean, and whether they are bound when the module runs."""
    match statement:
        case ast.ImportFrom():
            yield from ((name, meanings, True) for name, meanings in names_imported(statement, scope))
        case ast.Import(names=[ast.alias(name="builtins")]):
            yield "builtins", frozenset({"builtins"}), True
        case ast.ClassDef(name=name):
            yield name, _CLASS, True
        case ast.FunctionDef(name=name) | FunctionText(name=name):
            yield name, frozenset({"builder"}), True
        case ConstantText(name=name, called=called):
            yield name, _CONSTANTS[called], True
        case LiteralText(name=name):
            yield name, _NOTHING, True
        case ast.AnnAssign() | ast.Assign():
            yield from ((name, _assigned(statement), True) for name in bound_in_class(statement))
        case ast.If(body=body, orelse=orelse):
            for one in body:
                # What only type checkers import is no more than the name of a type.
                yield from ((name, meanings & _SEEN, False) for name, meanings, _ in _bound(one, scope))
            for one in orelse:
                yield from _bound(one, scope)
        case _:
            pass


def _assigned(statement: ast.AnnAssign | ast.Assign) -> Meanings:
    """Return what the name means that an assignment at module level binds."""
    match statement:
        case ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return _TYPE
        case ast.AnnAssign(value=ast.Call(func=ast.Name(id=called))) if called in _CONSTANTS:
            return _CONSTANTS[called]
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeAliasType"))):
            return _TYPE
        case ast.Assign(value=ast.Call(func=ast.Name(id="LazyModule"))):
            return frozenset({"models"})
        case _:
            return _NOTHING


_SEEN: Meanings = frozenset({"type", "class", "models"})


@contextmanager
def _deep_enough() -> Generator[None]:
    """Allow recursion as deep as Python's own parser reads."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
