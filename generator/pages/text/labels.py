"""The headings of a page, and labels that stand for one, with their lines: what they announce for a table or list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ..markdown import without_fences
from ..wording import plain_text
from ..wording.headings import Announcement, announced
from .tables import plain

_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$|^[ \t]*(?:\*\*|__)([^*_\n]{2,60}?):?(?:\*\*|__):?[ \t]*$"
    r"|^([A-Z][\w /-]{2,40}):[ \t]*$|^[ \t]*\{% tab title=\"([^\"\n]{1,60})\" %\}"
)
_MOST_ABOVE = 200
"""The most headings and labels above a table that are asked what it is about."""


def labels(text: str, first_line: int) -> list[tuple[int, str]]:
    """Return headings, and labels that stand for one, with their lines."""
    return [(line, title) for line, title, _ in headings(without_fences(text), first_line)]


@lru_cache(maxsize=4)
def headings(text: str, first_line: int) -> tuple[tuple[int, str, bool], ...]:
    """Return line, text and whether it is a heading rather than a label, of what may announce a table."""
    lines = text.split("\n")
    found = {
        number: (number, plain(next(one for one in match.groups() if one is not None)), match[1] is not None)
        for number, line in enumerate(lines, first_line)
        if (match := _HEADING.match(line))
    }
    if not plain_text.has_headings(lines):
        for number, level, title in plain_text.headings(lines):
            if level > 1:
                found.setdefault(first_line + number, (first_line + number, title, True))
    return tuple(one for _, one in sorted(found.items()))


def announcement(heads: Sequence[tuple[int, str, bool]], line: int) -> Announcement:
    """Return what the headings above announce: the nearest one, or what one around it does."""
    status = ""
    last = bisect_left(heads, line, key=lambda one: one[0])
    for _, title, is_heading in reversed(heads[max(0, last - _MOST_ABOVE) : last]):
        said = announced(title)
        status = status or (said.status if said.place == "response" else "")
        if said.place:
            return replace(said, status=said.status or status)
        if is_heading and not _is_neutral(title):
            return Announcement("")
    return Announcement("")


def _is_neutral(title: str) -> bool:
    """Return whether a heading adds nothing to the one above it: "Properties", "Fields", the name of an object."""
    return re.search(r"propert|field|attribute|object|parameter|table", title, re.IGNORECASE) is not None
