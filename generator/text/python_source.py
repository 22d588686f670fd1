"""Writes text of a document into Python source (literals, docstrings, comments, identifiers); nothing else does.

Literals are ASCII. Docstrings and comments keep the letters of any language, but no character that is invisible or that
changes how the rest of the line is shown (CVE-2021-42574, "Trojan Source").
"""

from __future__ import annotations

import json
import keyword
import math
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from .casing import is_identifier
from .wrap import wrap

WIDTH = 100
"""Columns of a line of generated code."""

_LONG = 1 << 256
"""The magnitude from which on an integer is written in hexadecimal: Python limits how many decimal digits it reads."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_REORDERING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def literal(value: object) -> str:
    """Return Python source, in ASCII, that evaluates to a JSON value or to a tuple of such values.

    Raises:
        TypeError: the value has another type.
        ValueError: the value is NaN.
    """
    match value:
        case None | bool():
            return repr(value)
        case str():
            return _string(value)
        case int():
            return repr(value) if abs(value) < _LONG else hex(value)
        case float():
            return _number(value)
        case _:
            return _collection(value)


def _collection(value: object) -> str:
    match value:
        case tuple():
            items = [literal(item) for item in cast(tuple[object, ...], value)]
            return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
        case list():
            return f"[{', '.join(literal(item) for item in cast(list[object], value))}]"
        case Mapping():
            return (
                "{"
                + ", ".join(
                    f"{literal(key)}: {literal(item)}" for key, item in cast(Mapping[object, object], value).items()
                )
                + "}"
            )
        case _:
            raise TypeError(f"{type(value).__name__} has no literal")


def _string(value: str) -> str:
    source = ascii(value)
    inner = source[1:-1]
    return f'"{inner}"' if source[0] == "'" and '"' not in inner and "\\'" not in inner else source


def _number(value: float) -> str:
    if math.isnan(value):
        raise ValueError("NaN has no literal")
    return repr(value) if math.isfinite(value) else f"{'-' if value < 0 else ''}1e999"


def shown(value: object) -> str:
    """Return a JSON value as documentation shows it."""
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=4096)
def docstring(text: str, indent: int = 0) -> str:
    """Return a docstring, indented, with its quotes, on several lines if needed; empty for a text without words.

    It evaluates to `visible(text)`, wrapped at `WIDTH` columns.
    """
    lines = wrap(visible(text), WIDTH - indent)
    if not lines:
        return ""
    margin = " " * indent
    body = [line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"') for line in lines]
    if body[0].startswith('"'):
        body[0] = " " + body[0]
    if len(body) == 1 and len(body[0]) + indent + 6 <= WIDTH:
        return f'{margin}"""{body[0]}{" " if body[0].endswith(chr(34)) else ""}"""'
    return "\n".join([f'{margin}"""{body[0]}', *(f"{margin}{line}".rstrip() for line in body[1:]), f'{margin}"""'])


def comment(text: str, indent: int = 0) -> str:
    """Return a text as comment lines, indented; empty for a text without words."""
    lines = wrap(visible(text), WIDTH - indent - 2)
    return "\n".join(f"{' ' * indent}# {line}".rstrip() for line in lines)


def identifier(text: str) -> str:
    """Return a name unchanged if generated code may use it.

    Raises:
        ValueError: it is a keyword, or has characters that no generated name has. That is a bug, or an attack.
    """
    if not is_identifier(text) or keyword.iskeyword(text):
        raise ValueError(f"{text!a} is not an identifier")
    return text


def visible(text: str) -> str:
    """Return a text without invisible characters; those that reorder a line are written as `<U+202E>`."""
    if _is_plain(text):
        return text
    text = _LINE_ENDS.sub("\n", text).expandtabs(4)
    if _is_plain(text):
        return text
    return "".join(one if one == "\n" or one.isprintable() else _visible(one) for one in text)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.replace("\n", "").isprintable()


def _visible(character: str) -> str:
    match unicodedata.category(character):
        case "Zs":
            return " "
        case "Cf" if unicodedata.bidirectional(character) in _REORDERING:
            return f"<U+{ord(character):04X}>"
        case "Cs" | "Co":
            return "\ufffd"
        case "Cn":
            return character
        case _:
            return ""
