"""A document as YAML text, with a comment at each value whose origin is not a statement of the page.

The style is that of the documents that publishing tools write: two spaces a level, sequences indented, text folded at
80 columns. Every text is written so that YAML reads it back as that text; control characters become escapes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...diagnostics import printable
from ...document.document import escape
from ...openapi.json_values import is_mapping, is_sequence

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = re.compile(r"[A-Za-z_/$][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\"\\]*")
_INDICATOR = re.compile(r": |:$| #|^[-?:,\[\]{}#&*!|>'\"%@`]|[,\[\]{}] *$|^\s|\s$")
_RESERVED = re.compile(
    r"(?:true|false|null|yes|no|on|off|y|n|~|\.nan|[-+]?\.inf|[-+]?[\d._]+(?:e[-+]?\d+)?|0x[\da-f]+|0o[0-7]+|=|<<)",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}-\d")
_WIDTH = 80
_NARROWEST = 40
_LONGEST_KEY = 1_000
"""Characters of a key on one line with its value (YAML 1.2.2, 7.4.2: 1024)."""


def text(tree: Mapping[str, Any], comments: Mapping[str, str]) -> str:
    """Return the text of a document; `comments` are by the pointer of the value that each is about."""
    return "\n".join(_Writer(comments).mapping(tree, 0, "")) + "\n"


class _Writer:
    def __init__(self, comments: Mapping[str, str]) -> None:
        self.comments = comments

    def mapping(self, tree: Mapping[str, Any], indent: int, pointer: str) -> list[str]:
        lines: list[str] = []
        for key, value in tree.items():
            place = f"{pointer}/{escape(str(key))}"
            written = _key(str(key))
            if len(written) > _LONGEST_KEY:
                lines += [f"{' ' * indent}? {written}", *self._after(f"{' ' * indent}:", value, indent, place)]
            else:
                lines += self._after(f"{' ' * indent}{written}:", value, indent, place)
        return lines

    def _after(self, head: str, value: Any, indent: int, pointer: str) -> list[str]:
        comment = self._comment(pointer)
        if is_mapping(value) and value:
            return [f"{head}{comment}", *self.mapping(value, indent + 2, pointer)]
        if is_sequence(value) and value:
            return [f"{head}{comment}", *self._items(value, indent + 2, pointer)]
        if isinstance(value, str):
            return _scalar(head, value, indent, comment)
        return [f"{head} {json.dumps(value)}{comment}"]

    def _items(self, items: Sequence[Any], indent: int, pointer: str) -> list[str]:
        lines: list[str] = []
        dash = f"{' ' * indent}-"
        for index, item in enumerate(items):
            place = f"{pointer}/{index}"
            if is_mapping(item) and item:
                first, *rest = self.mapping(item, indent + 2, place)
                lines += [f"{dash} {first.lstrip()}{self._comment(place)}", *rest]
            elif is_sequence(item) and item:
                first, *rest = self._items(item, indent + 2, place)
                lines += [f"{dash} {first.lstrip()}", *rest]
            else:
                lines += self._after(dash, item, indent, place)
        return lines

    def _comment(self, pointer: str) -> str:
        found = self.comments.get(pointer)
        return f"  # {printable(found)}" if found else ""


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_$/][\w./{}$+*-]*", key) and not _RESERVED.fullmatch(key) else _quoted(key)


def _scalar(head: str, value: str, indent: int, comment: str) -> list[str]:
    width = max(_NARROWEST, _WIDTH - indent - 2)
    if _is_foldable(value) and len(value) > width:
        pad = " " * (indent + 2)
        return [f"{head} >-{comment}", *(f"{pad}{line}" for line in _folded(value, width))]
    if re.fullmatch(r"\d+\.\d+\.\d+", value):
        return [f"{head} {value}{comment}"]
    plain = _PLAIN.fullmatch(value) and not _INDICATOR.search(value) and not _RESERVED.fullmatch(value)
    if plain and not _DATE.match(value) and value.isprintable():
        return [f"{head} {value}{comment}"]
    return [f"{head} {_quoted(value)}{comment}"]


def _is_foldable(value: str) -> bool:
    return value.isprintable() and not value.startswith(" ") and "  " not in value and not value.endswith(" ")


def _quoted(value: str) -> str:
    if value.isprintable():
        doubled = value.replace("'", "''")
        return f"'{doubled}'"
    return f'"{"".join(map(_escaped, value))}"'


def _escaped(character: str) -> str:
    """Return a character of a double-quoted scalar (YAML 1.2.2, 5.7); half of a surrogate pair is no character."""
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    return "\\uFFFD" if code in range(0xD800, 0xE000) else f"\\U{code:08x}"


def _folded(value: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in value.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
