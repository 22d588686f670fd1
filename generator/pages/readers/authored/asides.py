"""Parts of a page that describe no operation: webhooks, which the service sends, and objects alone.

Their tables and JSON blocks belong to none of the operations around them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ... import cuts
from ...markdown import Section, fences, sections
from ...text import page_examples
from ...text.endpoints import http_requests, stated
from ...text.targets import target

if TYPE_CHECKING:
    from ...markdown import Fence
    from ...reading import Page
    from ...text.endpoints import Endpoint
    from ...text.front_matter import FrontMatter

_WEBHOOK = re.compile(r"\b(?:web[ -]?hooks?|call ?backs?)\b", re.IGNORECASE)
_EVENTS = re.compile(
    r"(?:[\w-]+ ){0,3}(?:events?|notifications?)(?: (?:types?|payloads?|reference|catalog|schemas?|objects?))?",
    re.IGNORECASE,
)
_OF_AN_OPERATION = re.compile(
    r"\b(?:parameters?|fields?|url|uri|settings?|config\w*|create|creating|list|get|delete|update|register\w*"
    r"|subscri\w+|manag\w+|set(?:ting)? ?up|body|response|request)\b",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"(?:the )?`?(?P<name>[A-Za-z][\w-]*(?: [A-Z][\w-]*| [a-z]{2,20}){0,2}?)`? (?:object|model|schema|resource|entity)"
    r"(?: (?:reference|attributes|properties|fields|definition|schema))?",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    {"api", "data", "request", "response", "error", "errors", "json", "event", "webhook", "body", "nested", "a", "an"}
)
_OWN = re.compile(r"\byour\b|your[-_.]|[-_.]your", re.IGNORECASE)


class AsideKind(StrEnum):
    """What such a part describes."""

    WEBHOOK = "webhook"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Aside:
    """A part of a page that describes no operation."""

    kind: AsideKind
    title: str
    """The heading; of an object its name alone."""
    text: Page
    """From the heading on."""


def parted(page: Page, matter: FrontMatter | None = None) -> tuple[Page, list[Aside]]:
    """Return the page without the parts that describe no operation, and these parts.

    A title in the front matter is the heading of a page that has none.

    The lines of the parts are empty, so that the numbers of the other lines stay.
    """
    found = sections(page.text, page.first_line)
    if matter is not None and matter.get("title") and not matter.get("api") and not matter.get("openapi"):
        found = _titled(page, matter, found)
    lines = page.text.split("\n")
    speaks = _WEBHOOK.search(page.text) is not None
    highest = _levels(found, page)
    made: list[Aside] = []
    end = 0
    for one in found:
        if one.line < end:
            continue
        kind, title = _kind(one, highest, speaks)
        if kind is None or _calls(one):
            continue
        if len(made) == _MOST:
            cuts.note(f"only the first {_MOST} webhooks and objects of the page were read")
            break
        start, end = one.line - page.first_line, one.line + (one.text.count("\n") + 1 if one.text else 0)
        text = "\n".join(lines[start : end - page.first_line + 1])
        made.append(Aside(kind, title, replace(page, text=text, first_line=one.line)))
    for aside in made:
        start = aside.text.first_line - page.first_line
        count = aside.text.text.count("\n") + 1
        lines[start : start + count] = [""] * count
    return (replace(page, text="\n".join(lines)), made) if made else (page, [])


def _titled(page: Page, matter: FrontMatter, found: Sequence[Section]) -> list[Section]:
    """Return the sections, with the page as a whole where no heading of the first level begins it."""
    if any(one.level == 1 for one in found):
        return list(found)
    lines = page.text.split("\n")[matter.end :]
    return [Section(1, matter.get("title"), page.first_line + matter.end - 1, "\n".join(lines)), *found]


def _levels(found: Sequence[Section], page: Page) -> int:
    """Return the level of the headings that operations stand below; a large number if the page has none."""
    level = _NONE
    for endpoint in real(stated(page.text, page.first_line)):
        above = [one for one in found if one.line <= endpoint.line]
        level = min(level, above[-1].level if above else 0)
    return level


_NONE = 9
_MOST = 500


def _kind(one: Section, highest: int, speaks: bool) -> tuple[AsideKind | None, str]:
    title = one.title.strip(" `*:")
    if _WEBHOOK.search(title) and not _OF_AN_OPERATION.search(title) and (one.level <= highest or _is_plural(title)):
        return AsideKind.WEBHOOK, title
    if speaks and one.level <= highest and _EVENTS.fullmatch(title):
        return AsideKind.WEBHOOK, title
    match = _OBJECT.fullmatch(title)
    if match and one.level <= highest and match["name"].casefold() not in _NO_NAMES:
        return AsideKind.OBJECT, match["name"]
    return None, ""


def _is_plural(title: str) -> bool:
    return re.search(r"hooks\b|backs\b|events?\b|payloads?\b", title, re.IGNORECASE) is not None


def _calls(one: Section) -> bool:
    """Return whether a part calls the service: then it describes operations, and what is below it is theirs."""
    blocks = fences(one.text, one.line + 1)
    if real(stated(one.text, one.line + 1)) or real(_requests(blocks)):
        return True
    for sample in page_examples.read_samples(blocks):
        place = target(sample.url) if sample.url else None
        if place is not None and place.server and sample.method and not _OWN.search(sample.url):
            return True
    return False


def _requests(blocks: Sequence[Fence]) -> list[Endpoint]:
    plain = (one for one in blocks if one.language in ("", "http", "text", "plaintext"))
    return [found for one in plain for found in http_requests(one.text, one.line + 1)]


def real(found: Sequence[Endpoint]) -> list[Endpoint]:
    """Return the operations of a service: an address of the reader's own (`https://your-app.com/hook`) is none."""
    return [
        one
        for one in found
        if not _OWN.search(one.target.path)
        and not _OWN.search(one.target.placeholder)
        and not (one.target.placeholder and _WEBHOOK.search(one.target.path))
    ]
