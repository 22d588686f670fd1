"""A statement as a row of leaves: its tokens, and the parentheses that might be put around its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

_TOKEN = re.compile(
    r"""[ \n]*(?:
        (?P<name>lambda:(?=[ \n])|[A-Za-z_]\w*(?![\w"']))
      | (?P<string>"(?:[^"\\\n]|\\.)*"|'[^'\\\n]*"[^'\\\n]*')
      | (?P<number>\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.])|0x[\dA-F]+(?!\w))
      | (?P<sign>->|[()\[\]{},.]|[:=|\-](?!=)|\*(?![*=]))
    )""",
    re.ASCII | re.VERBOSE,
)
_KEYWORDS = frozenset(
    {
        *("and", "as", "assert", "async", "break", "continue", "def", "del", "elif", "else", "except", "finally"),
        *("for", "global", "if", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "try", "while"),
        *("with", "yield", "class", "return", "from", "import"),
    }
)
"""Words that a statement of the kinds known here has at its beginning, or not at all."""
_IMPORT = re.compile(r"from ([.\w]+) import (.*)", re.DOTALL)
_IMPORTED = re.compile(r"\w+(?: as \w+)?", re.ASCII)
_HEAD = re.compile(r"(async def|def|class|return)(?= )")
_PAIRS = {"(": ")", "[": "]", "{": "}"}


_CLOSING = frozenset(_PAIRS.values())
_UNSPACED_BEFORE = frozenset({",", ":", "."})
_UNSPACED_AFTER = frozenset({"(", "[", "{", ".", "-", "*"})


class Role(Enum):
    """What a bracket is for."""

    CALL = auto()
    SUBSCRIPT = auto()
    PARAMETERS = auto()
    DISPLAY = auto()
    """A list, a dictionary, a tuple, or an expression in parentheses that it needs."""
    IMPORT = auto()
    OPTIONAL = auto()
    """Parentheses that may be written or not."""


@dataclass(slots=True, eq=False)
class Leaf:
    """A token with the space before it. Parentheses that are not written have no value."""

    value: str
    sign: str = ""
    """The token where it is an operator or a bracket, written or not; `""` of names and literals."""
    space: str = ""
    role: Role | None = None
    opening: Leaf | None = None
    """Of a closing bracket: the one that it closes."""
    magic: bool = False
    """Of a closing bracket: the comma before it keeps it on a line of its own."""
    level: int = 0
    """How many brackets of its line it is in, as of the last line that it was part of."""
    added: bool = False
    """A comma that the document did not have."""
    is_string: bool = False


_ATTACHED = frozenset({Role.CALL, Role.SUBSCRIPT, Role.PARAMETERS})


class _UnknownError(Exception):
    """The statement is of a kind that is not known here."""


def scan(statement: str) -> list[Leaf] | None:
    """Return the leaves of a statement, None where it is of a kind that is not known here."""
    try:
        if found := _IMPORT.fullmatch(statement):
            return _import(found[1], found[2])
        head = _HEAD.match(statement)
        kind = head[0] if head else ""
        leaves = [Leaf(word, space=" " if place else "") for place, word in enumerate(kind.split())]
        leaves += _tokens(statement, len(kind), kind)
        return _with_optional_parentheses(leaves, kind)
    except _UnknownError:
        return None


def _import(module: str, names: str) -> list[Leaf]:
    names = names.strip()
    if names.startswith("("):
        names = names[1:].removesuffix(")").strip()
    has_comma = names.endswith(",")
    items = [" ".join(item.split()) for item in names.removesuffix(",").split(",")]
    if not all(map(_IMPORTED.fullmatch, items)):
        raise _UnknownError
    opening = Leaf("", "(", " ", Role.IMPORT)
    inner = [leaf for item in items for leaf in (Leaf(item, space=" "), Leaf(",", ","))]
    inner[0].space = ""
    closing = Leaf("", ")", "", Role.IMPORT, opening, magic=has_comma)
    return [
        *(Leaf("from"), Leaf(module, space=" "), Leaf("import", space=" ")),
        *(opening, *(inner if has_comma else inner[:-1]), closing),
    ]


def _tokens(text: str, start: int, kind: str) -> list[Leaf]:
    """Return the tokens of a text with canonical spaces between them and its brackets matched."""
    leaves: list[Leaf] = []
    opened: list[Leaf] = []
    text = text.rstrip()
    at = start
    previous: Leaf | None = Leaf(kind.rpartition(" ")[2]) if kind else None
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _UnknownError
        at = found.end()
        if found.lastgroup == "sign":
            leaf = _sign(found["sign"], previous, opened, kind)
        else:
            leaf = _word(found, previous, opened)
        leaves.append(leaf)
        previous = leaf
    if opened or not leaves:
        raise _UnknownError
    _mark_magic(leaves)
    return leaves


def _word(found: re.Match[str], previous: Leaf | None, opened: Sequence[Leaf]) -> Leaf:
    """Return the leaf of a name or of a literal."""
    value = found[found.lastgroup or ""]
    is_string = found.lastgroup == "string"
    if value in _KEYWORDS or (previous is not None and _is_value(previous)):
        raise _UnknownError
    space = ""
    if previous is not None and previous.sign not in _UNSPACED_AFTER:
        space = _around_equals(opened) if previous.sign == "=" else " "
    return Leaf(value, "", space, is_string=is_string)


def _sign(value: str, previous: Leaf | None, opened: list[Leaf], kind: str) -> Leaf:
    """Return the leaf of an operator or a bracket, which it opens or closes."""
    if value in _CLOSING:
        if not opened or _PAIRS[opened[-1].sign] != value:
            raise _UnknownError
        opening = opened.pop()
        return Leaf(value, value, "", opening.role, opening)
    leaf = Leaf(value, value, "", _role(value, previous, opened, kind))
    if previous is None or value in _UNSPACED_BEFORE or previous.sign in _UNSPACED_AFTER or leaf.role in _ATTACHED:
        pass
    elif "=" in (value, previous.sign):
        leaf.space = _around_equals(opened)
    else:
        leaf.space = " "
    if value in _PAIRS:
        opened.append(leaf)
    return leaf


_BEFORE_VALUES = frozenset({"return", "await", "lambda:", "def", "class"})


def _is_value(leaf: Leaf) -> bool:
    return not leaf.sign and leaf.value not in _BEFORE_VALUES


def _around_equals(opened: Sequence[Leaf]) -> str:
    return " " if not opened or opened[-1].role is Role.PARAMETERS else ""


def _role(sign: str, previous: Leaf | None, opened: Sequence[Leaf], kind: str) -> Role | None:
    """Return what an opening bracket is for; refuse operators that mean something else than they do in our code."""
    follows_value = previous is not None and (previous.sign in (")", "]") or _is_value(previous))
    inner = opened[-1].role if opened else None
    role: Role | None = None
    match sign:
        case "(" if follows_value:
            return Role.PARAMETERS if kind.endswith("def") and not opened and not _sign_of(previous) else Role.CALL
        case "[" if follows_value:
            return Role.SUBSCRIPT
        case "(" | "[" | "{":
            is_refused = _value_of(previous) == "await" if sign == "(" else sign == "{" and kind.endswith("def")
            role = Role.DISPLAY
        case "-":
            is_refused = follows_value
        case "*":
            is_refused = inner is not Role.PARAMETERS or _sign_of(previous) not in ("(", ",")
        case ".":
            is_refused = not follows_value or _value_of(previous)[:1].isdigit()
        case ":":
            is_refused = inner not in (None, Role.PARAMETERS, Role.DISPLAY)
        case _:
            is_refused = False
    if is_refused or (sign == "{" and follows_value):
        raise _UnknownError
    return role


def _sign_of(leaf: Leaf | None) -> str:
    return leaf.sign if leaf is not None else ""


def _value_of(leaf: Leaf | None) -> str:
    return leaf.value if leaf is not None else ""


def _mark_magic(leaves: Sequence[Leaf]) -> None:
    """Mark the closing brackets behind a trailing comma, but for those where the comma has a meaning."""
    commas = [0]
    for place, leaf in enumerate(leaves):
        if leaf.sign in _PAIRS:
            commas.append(0)
        elif leaf.sign == ",":
            commas[-1] += 1
        elif leaf.opening is not None:
            only = commas.pop() == 1
            needed = only and (leaf.role is Role.SUBSCRIPT or (leaf.role is Role.DISPLAY and leaf.sign == ")"))
            leaf.magic = leaves[place - 1].sign == "," and not needed


def _with_optional_parentheses(leaves: list[Leaf], kind: str) -> list[Leaf]:
    """Put parentheses that are not written around each part that black would write some around to break it."""
    _refuse_superfluous(leaves)
    match kind:
        case "class":
            return leaves
        case "return":
            return [leaves[0], *_optional(leaves[1:])]
        case "def" | "async def":
            return _definition(leaves)
        case _:
            return _assignment(leaves)


def _refuse_superfluous(leaves: Sequence[Leaf]) -> None:
    """Refuse parentheses within brackets, which black may take away."""
    for place, leaf in enumerate(leaves[:-2]):
        if leaf.sign in ("[", "{") and leaves[place + 1].sign == "(" and leaves[place + 1].role is Role.DISPLAY:
            after = next(at for at, one in enumerate(leaves) if one.opening is leaves[place + 1]) + 1
            if leaves[after].opening is leaf and not leaves[after - 2].sign == ",":
                raise _UnknownError


def _optional(part: list[Leaf]) -> list[Leaf]:
    """Return a part between optional parentheses: those that it has, unless they make a tuple, or new ones."""
    if not part:
        raise _UnknownError
    first, last = part[0], part[-1]
    if first.role is Role.DISPLAY and first.sign == "(" and last.opening is first:
        if not part[1:-1] or _has_comma(part[1:-1]):
            return part
        if part[1].role is Role.DISPLAY and part[1].sign == "(":
            raise _UnknownError
        first.value = last.value = ""
        first.role = last.role = Role.OPTIONAL
        return part
    opening = Leaf("", "(", first.space, Role.OPTIONAL)
    first.space = ""
    return [opening, *part, Leaf("", ")", "", Role.OPTIONAL, opening)]


def _has_comma(part: Sequence[Leaf]) -> bool:
    depth = 0
    for leaf in part:
        if leaf.sign in _PAIRS:
            depth += 1
        elif leaf.opening is not None:
            depth -= 1
        elif leaf.sign == "," and not depth:
            return True
    return False


def _assignment(leaves: list[Leaf]) -> list[Leaf]:
    """Return `name: annotation = value`, or what there is of it, or an expression."""
    colons, equals = _places(leaves, ":"), _places(leaves, "=")
    if len(colons) > 1 or len(equals) > 1 or _has_comma(leaves):
        raise _UnknownError
    if not colons and not equals:
        return leaves
    end = equals[0] if equals else len(leaves)
    target = leaves[: colons[0] if colons else end]
    if len(target) != 1 or (colons and colons[0] > end):
        raise _UnknownError
    if colons and equals and leaves[-2].sign == "," and leaves[-1].sign == ")" and leaves[-1].role is Role.DISPLAY:
        raise _UnknownError
    annotation = [leaves[1], *_optional(leaves[2:end])] if colons else []
    value = [leaves[end], *_optional(leaves[end + 1 :])] if equals else []
    return [*target, *annotation, *value]


def _definition(leaves: list[Leaf]) -> list[Leaf]:
    """Return the head of a function with parentheses around the annotations of its parameters and its result."""
    start = next((place for place, leaf in enumerate(leaves) if leaf.role is Role.PARAMETERS), None)
    if start is None or leaves[-1].sign != ":":
        raise _UnknownError
    end = next(place for place, leaf in enumerate(leaves) if leaf.opening is leaves[start])
    result = leaves[end + 1 : -1]
    if result and result[0].sign != "->":
        raise _UnknownError
    parameters = [leaf for part in _parted(leaves[start + 1 : end]) for leaf in _parameter(part)]
    returned = [result[0], *_optional(result[1:])] if result else []
    return [*leaves[: start + 1], *parameters, leaves[end], *returned, leaves[-1]]


def _parted(leaves: Sequence[Leaf]) -> list[list[Leaf]]:
    """Return the parameters, each with the comma behind it."""
    parts: list[list[Leaf]] = [[]]
    commas = frozenset(_places(leaves, ","))
    for place, leaf in enumerate(leaves):
        parts[-1].append(leaf)
        if place in commas:
            parts.append([])
    return parts if parts[-1] else parts[:-1]


def _parameter(part: list[Leaf]) -> list[Leaf]:
    comma = [part.pop()] if part[-1].sign == "," else []
    colons, equals = _places(part, ":"), _places(part, "=")
    if colons == [1]:
        end = equals[0] if equals else len(part)
        annotation = part[2:end]
        if _places(annotation, "|") or (annotation and annotation[0].role is Role.DISPLAY):
            annotation = _optional(annotation)
        return [*part[:2], *annotation, *part[end:], *comma]
    if len(part) != 1:
        raise _UnknownError
    return [*part, *comma]


def _places(leaves: Sequence[Leaf], sign: str) -> list[int]:
    """Return where a sign stands outside of all brackets."""
    depth = 0
    found: list[int] = []
    for place, leaf in enumerate(leaves):
        if leaf.sign in _PAIRS:
            depth += 1
        elif leaf.opening is not None:
            depth -= 1
        elif leaf.sign == sign and not depth:
            found.append(place)
    return found
