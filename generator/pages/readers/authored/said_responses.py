"""What prose says about responses: their statuses, and that one is a file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...markdown import fences, without_fences
from ...wording.headings import announced

if TYPE_CHECKING:
    from ...reading import Page

STATUS_LINE = re.compile(
    r"[^\w\n]{0,8}(?:HTTP(?:/[\d.]+)?[ \t]+)?(?:[Ss]tatus(?: code)?:?[ \t]+)?"
    r"([1-5]\d\d)(?:[ \t]*[-:\u2013\u2014][ \t]*|[ \t]+)"
    r"([A-Z][\w ,()'\u2013\u2014-]{1,80})\.?[*`]{0,3}[ \t]*"
)
_SAYS = re.compile(
    r"(?:\b(?:returns?|responds? with|answers? with|return with)(?: an?| the| HTTP| status| code)*"
    r"|^\W{0,4}(?:status )?code\W{1,6}"
    r"|^[^\w#|\n]{0,4}(?:responses?|returns|success|status)\b[ \t:*_=\u2013\u2014-]{1,6})"
    r"[ \t]*[`*]{0,3}"
    r"([1-5]\d\d)(?:[ \t]+([A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*))?[`*]{0,3}(?=[.,;:)`* \t]|$)"
    r"(?![ \t]*(?:ms|seconds|items|results|rows|%))",
    re.IGNORECASE,
)
_UNDER_CONDITION = re.compile(
    r"[,;.(][ \t]*(?:and |or )?(?:with )?[`*]{0,3}([1-5]\d\d)[`*]{0,3}((?: [A-Z][a-z]+)* (?:if|when) [^,;.\n]{3,160})"
)
"""The statuses that follow another one in a sentence: "Returns `204`; `404` if the call is unknown"."""
_OR_ELSE = re.compile(
    r"\b(?:returns?|responds?|answers?)\b[^.\n|]{0,120}?\bor(?: an?)? [`*]{0,3}([45]\d\d)[`*]{0,3}(?=[ .,;)]|$)",
    re.IGNORECASE,
)
"""An error after a success that has no status: "Returns the call, or `404`"."""
_RATE = re.compile(
    r"\b\d[\d,]* (?:api )?(?:requests?|calls?|queries)(?: per |/ ?| an? | each | every )"
    r"(?:second|sec|s|minute|min|hour|day)\b"
    r"|\brate[ -]limit(?:ed)?\b[^.\n]{0,40}\d",
    re.IGNORECASE,
)
_TAGS = re.compile(r"</?[A-Za-z][^<>\n]{0,100}>")
_LONGEST = 1_000
_MOST_RATES = 3
_ERRORS = re.compile(r"[^\w|#]{0,4}(?:possible )?errors?(?: codes?| responses?)?[*`]{0,2}:", re.IGNORECASE)
_LISTED = re.compile(r"[`*]{0,3}\b([45]\d\d)\b[`*]{0,3}[ \t:=(\u2013\u2014-]{1,4}([A-Za-z][^,;.()`\n]{2,80})")
"""The statuses of a line that lists errors: "Errors: `404` not found, `429` rate limited"."""
_SENT = re.compile(r"\b(?:request|upload|send|accept)", re.IGNORECASE)
_FILE = re.compile(
    r"(?:\breturn|\brespon|\bdownload|\bstream|\bcontent-type\b|\bbody\b|\bbinary\b|\bfile\b|\baudio\b)[^\n|]{0,80}?"
    r"(?<![\w/])((?:audio|video|image)/[\w.+-]{2,40}|application/(?:octet-stream|pdf|zip)|text/csv)\b",
    re.IGNORECASE,
)


def said_statuses(segment: Page, heads: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str, int]]:
    """Yield the statuses that prose states: "Returns `204 No Content`", with their lines."""
    for number, line in enumerate(without_fences(segment.text).split("\n"), segment.first_line):
        if match := _SAYS.search(line):
            yield match[1], match[2] or "", number
            yield from ((one[1], one[2].strip(), number) for one in _UNDER_CONDITION.finditer(line, match.end(1)))
        elif match := _OR_ELSE.search(line):
            yield match[1], "", number
        elif _ERRORS.match(line):
            yield from ((one[1], one[2].strip(), number) for one in _LISTED.finditer(line))
        elif match := STATUS_LINE.fullmatch(line):
            at = bisect_left(heads, number, key=lambda one: one[0])
            if at and announced(heads[at - 1][1]).place == "response":
                yield match[1], match[2].strip(), number


def shows_xml(segment: Page) -> bool:
    """Return whether a part of a page shows XML, as the answer or under a heading of the response."""
    return any(
        one.language == "xml" or one.text.lstrip().startswith(("<?xml", "<Response"))
        for one in fences(segment.text, segment.first_line)
    )


def said_rates(text: str, known: str) -> str:
    """Return the sentences of a text that limit how often it may be called, less those that `known` has."""
    found: list[str] = []
    for line in without_fences(text).split("\n"):
        plain = _TAGS.sub(" ", line).strip(" \t>*_-")
        if not _RATE.search(plain) or plain.startswith(("#", "|")) or len(plain) > _LONGEST:
            continue
        found += [one for one in re.split(r"(?<=[.!])\s+", plain) if _RATE.search(one) and one.strip() not in known]
    return " ".join(dict.fromkeys(one.strip() for one in found[:_MOST_RATES]))


def said_file(lines: Sequence[str], first_line: int) -> tuple[str, int] | None:
    """Return the media type of a file that prose says is returned, with its line: "Returns it as `audio/wav`"."""
    for number, line in enumerate(without_fences("\n".join(lines)).split("\n"), first_line):
        match = _FILE.search(line)
        if match and not line.lstrip().startswith("|") and not _SENT.search(line):
            return match[1].lower(), number
    return None
