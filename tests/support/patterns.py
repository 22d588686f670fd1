"""Patterns of ECMA-262 in Python's `re`, well enough to judge by and to make samples for."""

from __future__ import annotations

import re
from functools import cache

from generator.runtime.json_schema.patterns import search_pattern

_PIECE = re.compile(r"\\[pP]\{(?P<property>\w+)\}|\\(?P<escaped>.)|\(\?<(?P<group>[A-Za-z_]\w*)>|.", re.DOTALL)
_PROPERTIES = {
    **dict.fromkeys(("L", "Letter", "Alphabetic"), "A-Za-z"),
    **dict.fromkeys(("Lu", "Uppercase_Letter"), "A-Z"),
    **dict.fromkeys(("Ll", "Lowercase_Letter"), "a-z"),
    **dict.fromkeys(("N", "Nd", "Number"), "0-9"),
}
"""The letters of ASCII stand for all: what is made of them fits the whole property too."""


@cache
def ecma(pattern: str) -> re.Pattern[str] | None:
    """Return the pattern, to be searched for; None where Python has nothing like it.

    `$` is the very end, `\\d` and `\\w` are of ASCII; a Unicode property is narrowed to its part in ASCII.
    """
    parts: list[str] = []
    inside = False
    for match in _PIECE.finditer(pattern):
        piece = match[0]
        if match["property"]:
            piece = _property(piece, inside)
        elif match["group"]:
            piece = piece if inside else f"(?P<{match['group']}>"
        elif piece == "$" and not inside:
            piece = r"\Z"
        elif piece in "[]":
            piece = r"\[" if inside and piece == "[" else piece
            inside = match[0] == "[" or (inside and match[0] != "]")
        parts.append(piece)
    try:
        return re.compile("".join(parts), re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None


def fits(pattern: str, text: str) -> bool:
    """Return whether a text fits. Only of what Python's `re` does not have, the runtime's own engine has to be
    believed.
    """
    expression = None if any(match["property"] for match in _PIECE.finditer(pattern)) else ecma(pattern)
    if expression is not None:
        return expression.search(text) is not None
    try:
        return search_pattern(pattern)(text)
    except ValueError:
        return True  # no pattern at all, which nobody can hold a text to


def _property(piece: str, inside: bool) -> str:
    members = _PROPERTIES.get(piece[3:-1]) if piece[1] == "p" else None
    if members is None:
        return piece  # which `re` refuses
    return members if inside else f"[{members}]"
