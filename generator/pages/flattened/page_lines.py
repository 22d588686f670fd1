"""A markdown page of fields on one line → the same with lines: headings and the items of lists on their own.

Extractions write a page as one line. Where the marks of Redocly's and Bump.sh's markdown are all there, the line breaks
are put back before them; what the page says is not changed.
"""

from __future__ import annotations

import re

_LONGEST = 2_000_000
_MOST_LINES = 4
_HEADING = re.compile(r"(?:^|\s)(#{1,6}) (?=[A-Z0-9])")
_ITEM = re.compile(r"\s(- (?:`[\w.$@\[\]-]{1,120}`|\*\*[\w.$@\[\]-]{1,120}\*\*) \()")
_HEAD = re.compile(
    r"\s((?:Endpoint: (?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) |Version: |Security: "
    r"|\*\*(?:GET|POST|PUT|PATCH|DELETE) /))"
)
_TITLED = re.compile(
    r"^(#{2,6} (?:(?:Path|Query|Header|Cookie) parameters:|Request fields \([^()\n]{1,80}\):|"
    r"Response \w{3,7} fields(?: \([^()\n]{1,80}\):)?|Servers|Authentication methods|Parameters|Responses|[1-5]\d\d"
    r"|(?:Body|Body:) ?[^\s]{0,80}(?: \([\w ]{1,20}\))?))(?: |$)",
    re.MULTILINE,
)
_SAID = re.compile(r"\s((?:Example|Enum|Default): )(?=[\"\[{\dtfn-])")
_ENOUGH = 2


def is_one_line(text: str) -> bool:
    """Return whether a text of few lines holds several headings, and items that name fields."""
    text = text.strip()
    if len(text) > _LONGEST or text.count("\n") > _MOST_LINES or not text.startswith("# "):
        return False
    return len(_HEADING.findall(text)) > _ENOUGH and (_ITEM.search(text) is not None or _HEAD.search(text) is not None)


def with_lines(text: str) -> str:
    """Return the text with a line for each heading and each item."""
    text = _HEADING.sub(r"\n\n\1 ", text.strip()).strip()
    text = _ITEM.sub(r"\n\n\1", text)
    text = _HEAD.sub(r"\n\1", text)
    text = _SAID.sub(r"\n  \1", text)
    return _TITLED.sub(r"\1\n\n", text) + "\n"
