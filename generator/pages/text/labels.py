"""The headings of a page, and labels that stand for one, with their lines: what they announce for a table or list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ..markdown import without_fences
from ..wording import plain_text
from ..wording.headings import RESPONSE_HEADER, Announcement, announced
from .tables import plain

_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$|^[ \t]*(?:\*\*|__)([^*_\n]{2,60}?)[:\uff1a]?(?:\*\*|__)[:\uff1a]?"
    r"(?:[ \t]*\([^()\n]{1,60}\)[:\uff1a]?)?[ \t]*$"
    r"|^(?:[^\n|]{1,200}[.!?][ \t]+)?([A-Z\u00c0-\uffdc][\w /-]{1,40}(?:[ \t]\([`\w/+.*-]{1,60}\))?)[:\uff1a][ \t]*$"
    r"|^[ \t]*\{% tab title=\"([^\"\n]{1,60})\" %\}"
)
_STATUS_LABEL = re.compile(
    r"^[ \t]*(?:[-*][ \t]+)?\*\*([^*\n]{2,40}?):?\*\*:?[ \t]+`?([1-5]\d\d\b[^`*|\n]{0,40})`?[ \t]*$"
    r"|^[ \t]*\*\*([^*\n]{2,40}?):?\*\*:?[ \t]+"
    r"((?:HTTP )?(?:[Ss]tatus(?: [Cc]ode)?|[Cc]ode)[ \t]*:?[ \t]*`?[1-5]\d\d\b[^*`|\n]{0,40})`?[ \t]*$"
    r"|^[ \t]*(?:[-*][ \t]+)?\*\*`?([1-5]\d\d\b[^*`\n]{0,30}?)`?:?`?\*\*:?[ \t]+[^|\n]{1,200}$"
)
"""Labels of responses with text behind them: `**Response:** `200 OK``, `**404:** not found`."""
_ITEM_LABEL = re.compile(r"([ \t]*)[-*+][ \t]+(?:\*\*|__)([^*_\n]{2,60}?)[:\uff1a]?(?:\*\*|__)[:\uff1a]?[ \t]*")
_QUOTED_LABEL = re.compile(r"[ \t]*>[ \t]+([A-Z][\w /-]{2,40}):?[ \t]*")
_BOLD_WORDS = re.compile(r"[ \t]*(?:\*\*[^*\n]{1,40}\*\*[:\uff1a]?[ \t]*){2,5}")
_NEAR = 4
LABEL = 8
_PLAIN = 7
"""The level of headings that a text without marks has: none of them is known to stand below another."""
_SENTENCE = re.compile(r"\w+ \w+ \w+")
_SAYS = re.compile(r"\b(response|returns|returned|query|path|header|request body|json body|payload)\b", re.IGNORECASE)
_MOST_ABOVE = 200
"""The most headings and labels above a table that are asked what it is about."""


def labels(text: str, first_line: int) -> list[tuple[int, str]]:
    """Return headings, and labels that stand for one, with their lines."""
    return [(line, title) for line, title, _ in headings(without_fences(text), first_line)]


@lru_cache(maxsize=4)
def headings(text: str, first_line: int) -> tuple[tuple[int, str, int], ...]:
    """Return line, text and level of what may announce a table; a label that is no heading has the level `LABEL`."""
    lines = text.split("\n")
    found: dict[int, tuple[int, str, int]] = {}
    for number, line in enumerate(lines, first_line):
        if line.startswith("#") and plain_text.is_comment(lines, number - first_line):
            continue
        if match := _HEADING.match(line):
            level = len(line.lstrip()) - len(line.lstrip().lstrip("#")) if match[1] is not None else LABEL
            found[number] = number, plain(next(one for one in match.groups() if one is not None)), level
        elif match := _STATUS_LABEL.match(line):
            found[number] = number, plain(" ".join(one for one in match.groups() if one)), LABEL
        elif title := _marked_label(lines, number - first_line):
            found[number] = number, title, LABEL
    if not plain_text.has_headings(lines):
        for number, level, title in plain_text.headings(lines):
            if level > 1:
                found.setdefault(first_line + number, (first_line + number, title, _PLAIN))
    return tuple(one for _, one in sorted(found.items()))


def _marked_label(lines: Sequence[str], at: int) -> str:
    """Return the label of a line that is an item (`- **Body**`), a quotation (`> Response example`) or several words in
    bold, and announces a part of an operation; empty for another line.
    """
    line = lines[at]
    if (match := _QUOTED_LABEL.fullmatch(line)) is not None:
        below = next((one for one in lines[at + 1 : at + _NEAR] if one.strip()), "")
        said = announced(match[1])
        # The lines of fences are empty here.
        return match[1] if said.example and said.place and not below else ""
    if (match := _BOLD_WORDS.fullmatch(line)) is not None:
        title = plain(line.replace("**", "")).rstrip(":")
        return title if announced(title).place else ""
    match = _ITEM_LABEL.fullmatch(line)
    if match is None or not announced(match[2]).place:
        return ""
    below = next((one for one in lines[at + 1 : at + _NEAR] if one.strip()), "")
    is_inside = len(below) - len(below.lstrip()) > len(match[1])
    return plain(match[2]) if not below or (below.lstrip().startswith("|") and is_inside) else ""


def announcement(heads: Sequence[tuple[int, str, int]], line: int) -> Announcement:
    """Return what the headings above announce: the nearest one, or what one around it does.

    A body or headers below the heading of a response are the response's.
    """
    status = ""
    last = bisect_left(heads, line, key=lambda one: one[0])
    above = heads[max(0, last - _MOST_ABOVE) : last]
    for index in range(len(above) - 1, -1, -1):
        _, title, level = above[index]
        said = announced(title)
        status = status or (said.status if said.place == "response" else "")
        if said.place in ("body", "header") and (around := _around(above[:index], level)) is not None:
            place = RESPONSE_HEADER if said.place == "header" else around.place
            return replace(around, place=place, status=around.status or status)
        if said.place:
            return replace(said, status=said.status or status)
        if level < LABEL and not _is_neutral(title):
            return Announcement("")
    return Announcement("")


def said_above(lines: Sequence[str], at: int) -> Announcement | None:
    """Return what the sentence right above a line announces: "The response is an array of these:"; None if nothing."""
    near = next((line.strip() for line in reversed(lines[max(0, at - 2) : at]) if line.strip()), "")
    if not near.endswith(":") or near.startswith(("#", "|", "*", "-")) or not _SENTENCE.search(near):
        return None
    match = _SAYS.search(near)
    if match is None:
        return None
    return announced(f"{match[1]} parameters" if match[1].lower() in ("query", "path", "header") else match[1])


def _around(above: Sequence[tuple[int, str, int]], level: int) -> Announcement | None:
    """Return the response whose heading a heading of that level stands below; None if it stands below another one."""
    status = ""
    for _, title, higher in reversed(above):
        if higher < level:
            said = announced(title)
            if said.place == "response":
                return replace(said, status=said.status or status)
            if said.place or level == LABEL:
                return None
            level = higher
    return None


def _is_neutral(title: str) -> bool:
    """Return whether a heading adds nothing to the one above it: "Properties", "Fields", the name of an object."""
    return re.search(r"propert|field|attribute|object|parameter|table|^schema$", title, re.IGNORECASE) is not None
