"""The names that a module text uses, found in its lines: what `imports` finds in a syntax tree, many times faster.

The modules of operations and models are most of a package, and their lines are of few kinds: heads of functions and
classes, fields and arguments with their types, calls, literals, and documentation on lines of its own. A large API
repeats most of them, and one that was read is known. A module with anything else is left to the syntax tree, and so is
one in which the same name is an argument here and something imported there.
"""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

_FUTURE = "from __future__ import annotations"
_QUOTES = '"""'
_UNKNOWN = re.compile(r" *(?:if |else:|import |from |__all__)")
"""What needs a look at more than one line: conditions, imports, lists of names."""
_TEXT = r"""\"(?:[^"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"""
_ALIAS = re.compile(rf"(\w+) = (TypeAliasType)\(\"\w+\", ({_TEXT})\)", re.ASCII)
"""A type that is evaluated when it is first needed: the names in its text are looked up then."""
_WORD = re.compile(rf"""{_TEXT}|(?<![\w.])([A-Za-z_]\w*)(=(?!=)|:(?=\ ))?|(["'#@;\\])""", re.ASCII)
"""A text; or a name that is no attribute, with what says that it is an argument or a field; or what is odd here."""
_DEFINED = re.compile(r"(?:async def|def|class) (\w+)", re.ASCII)
_ASSIGNED = re.compile(r" *(\w+) = ", re.ASCII)
_WORDS = frozenset(keyword.kwlist) | {"self"}
_BUILTINS = frozenset(dir(builtins))


class Found(NamedTuple):
    """What a module text says of its names."""

    names: set[str]
    """Those that it uses and does not define."""
    bases: set[str]
    """Those that its classes derive from."""
    line: int
    """Behind which its imports go."""


class _Line(NamedTuple):
    used: frozenset[str]
    bound: str
    """What it gives a meaning in all of the module, empty where nothing."""
    local: frozenset[str]
    """Arguments, and fields."""
    is_class: bool


def names_in_lines(text: str, imported: Collection[str]) -> Found | None:
    """Return what a module text says of its names; None where its lines alone do not tell.

    `imported` are names in lower case that may be imported: where one of them is an argument, too, only a syntax tree
    says which is meant.
    """
    code, start = _code(text)
    if start is None:
        return None
    used: set[str] = set()
    bound: set[str] = set()
    local: set[str] = set()
    bases: set[str] = set()
    for line in code:
        known = _line(line)
        if known is None:
            return None
        used |= known.used
        local |= known.local
        if known.bound:
            bound.add(known.bound)
        if known.is_class:
            bases |= known.used
    if any(name in imported or not name.islower() for name in used & local):
        return None
    return Found(used - local - bound, bases, start)


def _code(text: str) -> tuple[set[str], int | None]:
    """Return the lines that are no documentation, and the number of the line that ends what a module begins with."""
    code: set[str] = set()
    start: int | None = None
    in_text = False
    for number, line in enumerate(text.split("\n"), 1):
        if in_text:
            in_text = not line.endswith(_QUOTES)
        elif _QUOTES in line and (stripped := line.lstrip(" ")).startswith(_QUOTES):
            in_text = len(stripped) < 2 * len(_QUOTES) or not stripped.endswith(_QUOTES)
        elif start is None and line == _FUTURE:
            start = number
        elif line and start is not None:
            code.add(line)
        elif line and not line.startswith("#"):
            return code, None
    return code, start


@lru_cache(maxsize=1 << 15)
def _line(line: str) -> _Line | None:
    """Return what a line of code says, None where more than the line is needed."""
    if not line.isascii() or _UNKNOWN.match(line):
        return None
    if "TypeAliasType" in line:
        return _alias(line)
    at_top = line[0] != " "
    defined = _DEFINED.search(line) if line.lstrip(" ").startswith(("def ", "class ", "async def ")) else None
    assigned = _ASSIGNED.match(line)
    own = defined or assigned
    used: set[str] = set()
    local: set[str] = set()
    bound = own[1] if own and at_top else ""
    for found in _WORD.finditer(line, own.end() if own else 0):
        name, meaning, odd = found.groups()
        if odd:
            return None
        if not name or name in _WORDS:
            continue
        if not meaning:
            used.add(name)
        elif meaning == ":" and at_top and not defined:
            bound = name
        elif meaning == ":":
            local.add(name)
    if assigned and not at_top:
        local.add(assigned[1])
    return _Line(frozenset(used - _BUILTINS), bound, frozenset(local), at_top and line.startswith("class "))


def _alias(line: str) -> _Line | None:
    alias = _ALIAS.fullmatch(line)
    if alias is None:
        return None
    quoted = _line(f"_: {ast.literal_eval(alias[3])}")
    return quoted and _Line(quoted.used | {alias[2]}, alias[1], frozenset(), is_class=False)
