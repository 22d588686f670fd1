"""Recognises statements that are laid out as black does it, by their lines alone.

It says yes only to what it knows: lines that fit, brackets that are opened and closed as black does it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_STRING = re.compile(r'"[^"]*"')
_CODE = re.compile(r"[A-Za-z_0-9 \[\](){},.:=|*>\-\"]*")
"""What a line of code consists of once its strings are empty."""
_ODD = re.compile(
    r"  |,[^ )\]}]|[(\[{] | [)\]},:]|(?<![:\w]) :|(?<!\w)\d+[A-Za-z_]|--|\.\d|\d\.|[\w\])]\*|"
    r"(?:=|return|in|await) \((?!await )|:[^ ]|\bnot\b|\bif\b|\blambda\b(?!: )|\*\*|@|;"
)
"""What black might write in another way: spaces, numbers, parentheses that are not needed."""
_ONE_TUPLE = re.compile(r'\((?:"",|""(?:, "")+)\)')
_MAGIC = re.compile(r",[)\]}]")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_IMPORT = re.compile(r"(?:import \w+|from [.\w]+ import \w+(?:, \w+)*)")
_STATEMENT = re.compile(
    r"(?!(?:class|def|async|if|for|while|with|import|from|try|match|type) )(?:\w+: |\w+ = |return |pass$|super\(\)\.)"
)
_UNSPACED = re.compile(r"^\w+=|^\w+: [^()\[\]]*[^ ]=")
"""An assignment; within brackets, arguments are written so."""
_SPACED = re.compile(r"[(\[{][^)\]}]* = ")
_ASSIGNED = re.compile(r"[^\"]*\w = ")
"""An argument that is written as an assignment."""
_CLOSING = frozenset(_PAIRS.values())
_FUNCTION = ("def ", "async def ")
_INDENT = 4


def is_laid_out(lines: Sequence[str], indent: int, width: int) -> bool:
    """Say whether black is known to leave a statement as it is."""
    line = lines[0][indent:]
    if _IMPORT.fullmatch(line):
        return len(lines) == 1 and len(line) + indent <= width
    is_head = line.startswith(_FUNCTION)
    if not is_head and (not _STATEMENT.match(line) or _UNSPACED.match(line)):
        return False
    if _code_end(lines, indent, width, assigning=is_head) != len(lines):
        return False
    if is_head:
        return lines[-1].endswith(":")
    return not _SPACED.search(_STRING.sub('""', line))


@dataclass(slots=True)
class _Bracket:
    """One that is open at the end of a line."""

    opening: str
    called: bool
    """A comma behind its only item keeps it open: not that of a tuple, nor that of a type."""
    items: int = 0

    def is_closed_by(self, closing: str) -> bool:
        return closing == _PAIRS[self.opening] and self.items > (0 if self.called else 1)


class _Shape(NamedTuple):
    """What a line says by itself."""

    depth: int
    """Spaces before it, less those that a closing bracket does not stand behind."""
    closing: str
    """The bracket that it begins with, empty where it does not."""
    rest: str
    """Its code behind that, its strings empty."""
    opening: str
    """The bracket that it ends with, empty where it does not."""
    called: bool
    is_item: bool
    """It ends as one of several things in brackets does."""
    assigns: bool


def _code_end(lines: Sequence[str], indent: int, width: int, *, assigning: bool) -> int | None:
    """Return where a statement ends, None where black might change it. `assigning`: its lines may be assignments."""
    opened: list[_Bracket] = []
    for at, line in enumerate(lines):
        shape = _shape(line) if len(line) <= width else None
        if shape is None or shape.depth != indent + _INDENT * len(opened) or (at and shape.assigns and not assigning):
            return None
        if shape.closing:
            closed = opened and opened.pop().is_closed_by(shape.closing)
            if not closed or not _is_tail(shape.rest, within=bool(opened)):
                return None
        elif opened:
            opened[-1].items += 1
            if not shape.is_item:
                return None
        if shape.opening:
            opened.append(_Bracket(shape.opening, shape.called))
        if not opened:
            return at + 1
    return None


@lru_cache(maxsize=1 << 14)
def _shape(line: str) -> _Shape | None:
    """Return what a line says by itself, None where black might change it."""
    code = _code(line)
    if not code:
        return None
    closing = code[0] if code[0] in _CLOSING else ""
    rest = code[1:] if closing else code
    opening = rest[-1] if rest and rest[-1] in _PAIRS else ""
    if not _is_balanced(rest[:-1] if opening else rest):
        return None
    called = opening == "{" or (opening == "(" and rest[-2:-1].isidentifier())
    depth = len(line) - len(line.lstrip(" ")) + (_INDENT if closing else 0)
    return _Shape(
        depth, closing, rest, opening, called, code[-1] == "," or bool(opening), _ASSIGNED.match(line) is not None
    )


def _code(line: str) -> str:
    """Return a line without its indentation and what is in its strings, empty where black might change it."""
    if not line.isascii() or "\\" in line:
        return ""
    text = _STRING.sub('""', line).lstrip(" ")
    if not _CODE.fullmatch(text) or _ODD.search(text):
        return ""
    text = _without_tuples(text)
    return "" if _MAGIC.search(text) else text


def _is_tail(code: str, *, within: bool) -> bool:
    """Say whether that may follow a closing bracket: within another, or at the end of a statement."""
    if within:
        return code == ","
    return code in ("", " = None") or (code.startswith(" -> ") and code.endswith(":"))


def _without_tuples(code: str) -> str:
    """Return code with its tuples of strings taken for strings: black leaves the comma of a tuple of one."""
    while True:
        shorter = _ONE_TUPLE.sub('""', code)
        if shorter == code:
            return code
        code = shorter


def _is_balanced(code: str) -> bool:
    waiting: list[str] = []
    for one in code:
        if one in _PAIRS:
            waiting.append(_PAIRS[one])
        elif one in ")]}" and (not waiting or waiting.pop() != one):
            return False
    return not waiting
