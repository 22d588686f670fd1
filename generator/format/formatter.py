"""Formatting by black, a definition at a time.

What black does to a definition does not depend on what stands around it, so a module is cut between its definitions,
and a class between its methods. What the templates write is nearly all laid out without black (`settled`), to the same
result; what was formatted before is remembered by content.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from ..content_cache import Finished, Memory, program
from .module_layout import parts
from .ruff import Formatter, format_by_ruff

LINE_LENGTH = 100
"""Columns of a line of generated code."""

_LONGEST = 100_000
"""Characters of a definition that nobody reads any more, and that black would take many seconds for."""
_SEPARATION = "\n\n\n"
_CLASS = "class _:\n"
_GAP = re.compile(r"(?:[ \t]*\n)*((?:#[^\n]*\n)*)\Z")


def format_modules(
    files: Mapping[str, str],
    cache: Path | None = None,
    formatter: Formatter = "black",
    finished: Finished | None = None,
) -> dict[str, str]:
    """Return path → formatted text for Python modules; a file of another kind is returned as it is.

    `cache` is a folder that remembers what was formatted under a digest of its text, the version and the options of the
    formatter; deleting it is always safe. `finished` knows modules that are published as they were made.

    Raises:
        black.InvalidInput: a text is not Python. That is a bug of the templates.
    """
    memory = Memory(cache, engine(formatter))
    modules = {path: text for path, text in files.items() if path.endswith(".py")}
    done: dict[str, str] = {}
    if finished is not None:
        done = {path: known for path, text in modules.items() if (known := finished.recall(path, text)) is not None}
    pieces = {path: _pieces(text) for path, text in modules.items() if path not in done}
    wanted = dict.fromkeys(piece.source for each in pieces.values() for piece in each if not piece.is_settled)
    formatted = {source: known for source in wanted if (known := memory.recall(source)) is not None}
    missing = [source for source in wanted if source not in formatted]
    for source, result in zip(missing, _BY[formatter](missing), strict=True):
        formatted[source] = result
        memory.remember(source, result)
    for path, each in pieces.items():
        done[path] = _joined((piece, formatted.get(piece.source, piece.source)) for piece in each)
    if finished is not None:
        finished.remember(done)
    return {path: done.get(path, text) for path, text in files.items()}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Source that black formats on its own: statements of a module, or a method in a class that stands for its own."""

    source: str
    is_method: bool = False
    is_settled: bool = False
    """Black would leave it as it is."""


def _joined(pieces: Iterable[tuple[_Piece, str]]) -> str:
    texts: list[str] = []
    for piece, formatted in pieces:
        if piece.is_method:
            texts += "\n\n", formatted.removeprefix(_CLASS).rstrip()
        elif found := formatted.strip("\n"):
            texts += _SEPARATION if texts else "", found
    return "".join([*texts, "\n"]) if texts else ""


def _by_black(pieces: Sequence[str]) -> list[str]:
    import black
    from black.mode import Mode, TargetVersion

    # The target is given because black would infer it from what each piece happens to use.
    mode = Mode(target_versions={TargetVersion.PY311}, line_length=LINE_LENGTH)
    return [black.format_str(piece, mode=mode) if len(piece) < _LONGEST else piece for piece in pieces]


_BY: Mapping[Formatter, Callable[[Sequence[str]], list[str]]] = {"black": _by_black, "ruff": format_by_ruff}


@cache
def engine(formatter: Formatter) -> str:
    """Return what formats modules, with its version and its options."""
    return f"{version(formatter)} {LINE_LENGTH} {formatter} {program()}"


def _pieces(text: str) -> list[_Piece]:
    """Cut a module into what can be formatted by itself."""
    found = [
        _Piece(_CLASS + part.text if part.is_method and not part.settled else part.text, part.is_method, part.settled)
        for part in parts(text, LINE_LENGTH) or ()
    ]
    try:
        for piece in found:
            if not piece.is_settled:
                ast.parse(piece.source)
    except SyntaxError:
        # The module has another structure than it seemed.
        found = []
    return found or _cut(text)


def _cut(text: str) -> list[_Piece]:
    """Cut a module before each statement where black separates what it finds by two empty lines, a class by methods."""
    # Not `splitlines`: Python ends its lines at fewer characters than that.
    lines = [f"{line}\n" for line in text.rstrip("\n").split("\n")]
    body = ast.parse(text).body
    cuts = [
        *_cuts(body, lines),
        *(cut for one in body if isinstance(one, ast.ClassDef) for cut in _methods(one, lines)),
    ]
    edges = [(0, False), *sorted(cuts), (len(lines), False)]
    pieces: list[_Piece] = []
    for (start, is_method), (end, _) in pairwise(edges):
        source = "".join(lines[start:end])
        pieces.append(_Piece(_CLASS + source if is_method else source, is_method))
    return pieces


def _cuts(body: Sequence[ast.stmt], lines: Sequence[str]) -> Iterator[tuple[int, bool]]:
    for index, (previous, following) in enumerate(pairwise(body)):
        if (index == 0 and _is_text(previous)) or (_is_import(previous) and not _is_definition(following)):
            continue
        end, start = previous.end_lineno or 0, _first_line(following)
        gap = _GAP.match("".join(lines[end:start])) if start > end else None
        if gap is None or _is_text(following):
            continue
        empty = start - end - gap[1].count("\n")
        needed = 1 if _is_definition(previous) or _is_definition(following) else 2
        if empty >= needed:
            yield end + empty, False


def _methods(definition: ast.ClassDef, lines: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Yield where the methods of a class begin, but for one that stands close to what is before it."""
    for previous, following in pairwise(definition.body):
        end, start = previous.end_lineno or 0, _first_line(following)
        if _is_function(following) and end < start and not "".join(lines[end:start]).strip():
            yield start, True


def _first_line(statement: ast.stmt) -> int:
    """Return the 0-based line that a statement begins on, its decorators included."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)]) - 1


def _is_function(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)


def _is_definition(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ClassDef) or _is_function(statement)


def _is_import(statement: ast.stmt) -> bool:
    # Black leaves one empty line behind imports, whatever there was.
    return isinstance(statement, ast.Import | ast.ImportFrom)


def _is_text(statement: ast.stmt) -> bool:
    # At the top of a piece, black would take it for the docstring of a module.
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
