"""Lines of rendered pages whose columns are glued, as lines of their own: `callIdstring · uuidRequiredExample: c-1`.

GitBook writes a type, a format and limits with dots between them, and right behind them whether the field is required.
"""

from __future__ import annotations

import re

from ..fern.columns import unglued

_SECTIONS = re.compile(r"^[ \t#*]*(?:Body|(?:Path|Query|Header) parameters)[ \t*]*$", re.MULTILINE)
_ANSWERS = re.compile(r"^[ \t#*]*Responses[ \t*]*$", re.MULTILINE)
_GLUED = re.compile(
    r"^[ \t]*[A-Za-z_$@][\w$@.\[\]-]{0,80}(?:string|integer|number|boolean|object|array|any)[^\n]{0,100}"
    r"(?:Required|Optional)[^\n]{0,200}$",
    re.MULTILINE,
)
_FORMAT = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_TYPE_AGAIN = frozenset({"string", "integer", "number", "boolean", "object", "array"})
_COLUMNS = re.compile(
    r"(?P<head>[^·\n]{2,120}?)(?P<dots>(?: · [^·\n]{1,60}?){0,6})(?P<mark>Required|Optional)(?P<rest>[^\n]{0,500})"
)
_PARTS = re.compile(r"(?=\b(?:Example|Default|Pattern|Possible values):)")


def is_glued(text: str) -> bool:
    """Return whether a page has sections and glued columns as GitBook's have them."""
    return _SECTIONS.search(text) is not None and _ANSWERS.search(text) is not None and _GLUED.search(text) is not None


def parted_columns(line: str) -> list[str]:
    """Return the columns of a line as lines: name, type, format, limits, mark and what is behind; else the line."""
    match = _COLUMNS.fullmatch(line)
    columns = unglued(f"{match['head']}{match['mark']}") if match is not None else None
    if match is None or columns is None or columns.name.endswith("."):
        return [line]
    made = [columns.name, columns.type, match["mark"].lower()]
    for part in match["dots"].split(" · ")[1:]:
        if part in ("enum", "nullable") or re.match(r"(?:min|max): ?-?\d", part):
            made.append(part)
        elif _FORMAT.fullmatch(part) and part not in _TYPE_AGAIN:
            made.append(f"Format: {part}")
    if columns.nullable:
        made.append("nullable")
    return made + [part.strip() for part in _PARTS.split(match["rest"]) if part.strip()]
