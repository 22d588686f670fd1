"""Recognises statements that are laid out as black does it, by their lines alone.

It says yes only to what it knows: lines that fit, brackets that are opened and closed as black does it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

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
    if _code_end(lines, indent, width) != len(lines):
        return False
    if is_head:
        return lines[-1].endswith(":")
    if _SPACED.search(_STRING.sub('""', line)):
        return False
    return not any(_ASSIGNED.match(one) for one in lines[1:])


@dataclass(slots=True)
class _Bracket:
    """One that is open at the end of a line."""

    opening: str
    called: bool
    """A comma behind its only item keeps it open: not that of a tuple, nor that of a type."""
    items: int = 0

    def is_closed_by(self, code: str) -> bool:
        return code[0] == _PAIRS[self.opening] and self.items > (0 if self.called else 1)


def _code_end(lines: Sequence[str], indent: int, width: int) -> int | None:
    """Return where a statement ends, None where black might change it."""
    opened: list[_Bracket] = []
    for at, line in enumerate(lines):
        code = _code(line) if len(line) <= width else ""
        if not code:
            return None
        closes = code[0] in _CLOSING
        if len(line) - len(line.lstrip(" ")) != indent + _INDENT * (len(opened) - closes):
            return None
        if closes:
            if not opened or not opened.pop().is_closed_by(code) or not _is_tail(code[1:], within=bool(opened)):
                return None
            code = code[1:]
        elif opened:
            opened[-1].items += 1
            if code[-1] != "," and code[-1] not in _PAIRS:
                return None
        if code and code[-1] in _PAIRS:
            opened.append(_Bracket(code[-1], code[-1] == "{" or (code[-1] == "(" and code[-2:-1].isidentifier())))
            code = code[:-1]
        if not _is_balanced(code):
            return None
        if not opened:
            return at + 1
    return None


@lru_cache(maxsize=1 << 14)
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
