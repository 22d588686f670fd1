"""Recognises text that black leaves as it is, so that black need not be asked: most of what the templates write.

It says yes only to the few shapes that it knows: lines that fit, brackets that are opened and closed as black does it,
docstrings that are indented. Everything else goes to black. Tests compare its answer with what black does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_STRING = re.compile(r'"[^"]*"')
_CODE = re.compile(r"[A-Za-z_0-9 \[\](){},.:=|@*>\-\"]*")
"""What a line of code consists of once its strings are empty."""
_ODD = re.compile(
    r"  |,[^ )\]}]|[(\[{] | [)\]},:]|(?<![:\w]) :|(?<!\w)\d+[A-Za-z_]|--|\.\d|\d\.|[\w\])]\*|"
    r"(?:=|return|in|await) \((?!await )|:[^ ]|\bnot\b|\bif\b|\blambda\b|\*\*|@|;"
)
"""What black might write in another way: spaces, numbers, parentheses that are not needed."""
_ONE_TUPLE = re.compile(r'\((?:"",|""(?:, "")+)\)')
_MAGIC = re.compile(r",[)\]}]")
_PAIRS = {"(": ")", "[": "]", "{": "}"}
_HEADER = re.compile(r"class \w+(?:\([\w., =\"]+\))?:")
_STATEMENT = re.compile(
    r"(?!(?:class|def|async|if|for|while|with|import|from|try|match|type) )(?:\w+: |\w+ = |return |pass$)"
)
_UNSPACED = re.compile(r"^\w+=|^\w+: [^()\[\]]*[^ ]=")
"""An assignment; within brackets, arguments are written so."""
_SPACED = re.compile(r"[(\[{][^)\]}]* = ")
_ASSIGNED = re.compile(r"[^\"]*\w = ")
"""An argument that is written as an assignment."""
_WRAPPED = (
    (re.compile(r"(?:async )?def \w+\("), re.compile(r"\) -> [\w\[\], |.\"]+:")),
    (re.compile(r"return self\._client\.send\("), re.compile(r"\)\.data")),
    (re.compile(r"return \("), re.compile(r"\)\.data")),
    (re.compile(r"await self\._client\.send\("), re.compile(r"\)")),
)
_METHOD = "class _:"
_CLOSING = frozenset(_PAIRS.values())
_INDENT = 4
_QUOTES = '"""'


def is_settled(piece: str, width: int) -> bool:
    """Say whether black is known to leave a piece as it is, but for empty lines around it."""
    outside = "".join(piece.split(_QUOTES)[::2])
    if "\t" in piece or "\\\n" in piece or "'" in outside or "\\" in outside:
        return False
    lines = piece.strip("\n").split("\n")
    if lines[0] == _METHOD:
        return len(lines) > 1 and _is_function(lines[1:], _INDENT, width)
    if lines[0].startswith("class "):
        return _is_class(lines, width)
    return _is_function(lines, 0, width) or _ends(lines, 0, 0, width) == len(lines)


def _is_class(lines: list[str], width: int) -> bool:
    """Fields and their texts, empty lines between them or not; behind the text of the class there must be one."""
    if len(lines) == 1 or not lines[1] or not _HEADER.fullmatch(lines[0]) or len(lines[0]) > width:
        return False
    at = 1
    if lines[1].startswith(" " * _INDENT + _QUOTES):
        end = _text_end(lines, 1, _INDENT, width)
        if end is None or (end < len(lines) and lines[end]):
            return False
        at = end + 1
    while at < len(lines):
        if not lines[at]:
            at += 1
        end = _ends(lines, at, _INDENT, width)
        if end is None:
            return False
        at = end
    return True


def _is_function(lines: list[str], indent: int, width: int) -> bool:
    """Say whether that is a function of a text, or none, and statements close to each other."""
    if not lines[0].startswith((" " * indent + "def ", " " * indent + "async def ")):
        return False
    wrapped = _wrapped(lines, 0, indent, width)
    at = wrapped[0] if wrapped else _code_end(lines, 0, indent, width)
    if at is None or not lines[at - 1].endswith(":") or at == len(lines):
        return False
    while at < len(lines):
        end = _ends(lines, at, indent + _INDENT, width)
        if end is None:
            return False
        at = end
    return True


def _ends(lines: list[str], start: int, indent: int, width: int) -> int | None:
    """Return where a statement of a body ends, None where black might change it."""
    line = lines[start][indent:]
    if line.startswith(_QUOTES):
        return _text_end(lines, start, indent, width) if indent else None
    if not _STATEMENT.match(line) or _UNSPACED.match(line):
        return None
    if line.startswith("return ") and (wrapped := _wrapped(lines, start, indent, width)):
        return wrapped[0]
    end = _code_end(lines, start, indent, width)
    if end is None or _SPACED.search(_STRING.sub('""', line)):
        return None
    return None if any(_ASSIGNED.match(one) for one in lines[start + 1 : end]) else end


def _text_end(lines: list[str], start: int, indent: int, width: int) -> int | None:
    """Return where a docstring ends, None where black might change it."""
    first = lines[start][indent + len(_QUOTES) :]
    if not first or first[0] in ' "':
        return None
    if first.endswith(_QUOTES):
        inner = first[: -len(_QUOTES)]
        return None if _QUOTES in inner or inner[-1:] in ' "\\' or len(lines[start]) > width else start + 1
    if _QUOTES in first or first.endswith(" "):
        return None
    found = [len(lines[start])]
    for at in range(start + 1, len(lines)):
        line = lines[at]
        if line == " " * indent + _QUOTES:
            # Black moves the text to where the indented line of least depth stands.
            return at + 1 if lines[at - 1] and min(found[1:], default=0) == indent else None
        if _QUOTES in line or line.endswith(" "):
            return None
        if line:
            found.append(len(line) - len(line.lstrip(" ")))
    return None


def _wrapped(lines: list[str], start: int, indent: int, width: int) -> tuple[int, str] | None:
    """Return where something ends whose brackets hold a line of their own as all of it is too long for one, and all.

    None where that is not so.
    """
    first = lines[start][indent:]
    tail = next((tail for head, tail in _WRAPPED if head.fullmatch(first)), None)
    if tail is None or start + 2 >= len(lines):
        return None
    within = _wrapped(lines, start + 1, indent + _INDENT, width) or (start + 2, lines[start + 1].lstrip(" "))
    end, inner = within
    code = _code(lines[start + 1], width) if end == start + 2 else "()"
    margin = " " * (indent + _INDENT)
    if not lines[start + 1].startswith(margin) or not code or code[-1] == "," or not _is_balanced(code):
        return None
    last = lines[end][indent:] if end < len(lines) else ""
    if not tail.fullmatch(last) or (last.endswith(":") and ", " not in inner) or lines[end][:indent].strip():
        return None
    whole = f"{first}{inner}{last}"
    fits = indent + len(whole) <= width or len(lines[end]) > width or not lines[end].isascii()
    return None if fits else (end + 1, whole)


@dataclass(slots=True)
class _Bracket:
    """One that is open at the end of a line."""

    opening: str
    called: bool
    """A comma behind its only item keeps it open: not that of a tuple, nor that of a type."""
    items: int = 0

    def is_closed_by(self, code: str) -> bool:
        return code[0] == _PAIRS[self.opening] and self.items > (0 if self.called else 1)


def _code_end(lines: list[str], start: int, indent: int, width: int) -> int | None:
    """Return where a statement ends, None where black might change it."""
    opened: list[_Bracket] = []
    for at in range(start, len(lines)):
        code = _code(lines[at], width)
        if not code:
            return None
        closes = code[0] in _CLOSING
        if lines[at][: -len(lines[at].lstrip(" "))] != " " * (indent + _INDENT * (len(opened) - closes)):
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


def _code(line: str, width: int) -> str:
    """Return a line without its indentation and what is in its strings, empty where black might change it."""
    text = _STRING.sub('""', line).lstrip(" ")
    if len(line) > width or not line.isascii() or not _CODE.fullmatch(text) or _ODD.search(text):
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
