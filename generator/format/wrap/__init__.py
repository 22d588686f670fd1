"""Breaks a statement that is too long for one line into the lines that black would write.

black needs a millisecond for a statement of a few tokens, and a client of a large API has tens of thousands of them.
The statements of generated code are of few kinds: assignments, annotations, heads of functions and classes, imports,
returns, made of names, literals, calls, subscripts, unions and displays. For those this is black's own way of
splitting (stable style), on the tokens alone; anything else is refused, and black is asked. Tests hold both to the
same result.
"""

from __future__ import annotations

from .brackets import nested
from .line_breaking import broken
from .tokens import scan

__all__ = ["wrap"]


def wrap(statement: str, depth: int, width: int) -> list[str] | None:
    """Return the lines of a statement `depth` levels deep, indented; None where black has to be asked.

    The statement may stand on one line or on many; empty lines and spaces between its tokens mean nothing.
    """
    if known := nested(statement, depth, width):
        return known
    leaves = scan(statement)
    if leaves is None:
        return None
    lines, commas = broken(leaves, depth, width)
    if not commas:
        return lines
    # black breaks what it has broken once more, with the commas that it added.
    again = scan("\n".join(lines).lstrip(" "))
    return None if again is None else broken(again, depth, width)[0]
