"""Parts a page that describes several operations: each part begins at the heading of its operation.

Where no line states an operation, the headings below which samples call different ones part the page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ... import cuts
from ...markdown import Section, fences, sections
from ...names import begins_with_verb, is_name
from ...operations import PageServer
from ...text import front_matter, page_examples
from ...text.descriptions import behind, labelled, named_on_the_line, opening
from ...text.endpoints import Endpoint, base_urls, fenced, overview, stated
from ...text.operation_text import Located
from ...text.targets import METHODS, URLParts, agrees, front, joined, target
from ...wording.headings import announced

if TYPE_CHECKING:
    from ...reading import Page

_MOST_SEGMENTS = 500
_OPERATIONS = "operations of the page"
_SEVERAL = 2
_MANY = 3
_LONGEST_TITLE = 200
_FAR = 12
"""The most lines between a heading that states an operation and a line that states it again."""
_GENERAL = re.compile(
    r"(?:(?:http|api|common|standard|global|general) )?"
    r"(?:errors?|error (?:codes?|handling|responses?|format|object|messages?)|(?:status|response) codes?"
    r"|rate[ -]limit(?:s|ing)?|limits|pagination|paging|versioning|change ?log|sdks?|support|faq"
    r"|authentication|authori[sz]ation|glossary|best practices|next steps|see also)",
    re.IGNORECASE,
)
"""Headings behind the last operation that are about all of them."""
_API_TITLE = re.compile(r"(?:[\w.&'-]+ ){1,5}API(?: v?\d[\w.]{0,10})?")


def segments(page: Page, start: int) -> list[Page]:
    """Return the parts of a page that describe an operation each; the page itself where it describes one.

    `start` is the number of lines of its front matter.
    """
    text = front_matter.body(page.text, start)
    lines = text.split("\n")
    blocks = fences(text, page.first_line)
    heads = [one.line for one in sections(text, page.first_line)]
    indexed = overview(text, page.first_line)
    found = _with_fenced(_once(stated(text, page.first_line), heads), fenced(blocks), heads, indexed)
    starts: list[int] = []
    if len(found) >= _SEVERAL:
        for one in cuts.limited(found, _MOST_SEGMENTS, _OPERATIONS):
            if one.line in indexed:
                # The overview is all that the page says of it.
                starts.append(one.line)
                continue
            above = [line for line in heads if line <= one.line and (not starts or line > starts[-1])]
            # The heading of the operation is the nearest one above that announces no part of an operation.
            own = next((line for line in reversed(above) if not _is_part(lines[line - page.first_line])), 0)
            # Without a heading the part begins at the statement, or at the fence in which it stands.
            fence = next((block.line for block in blocks if block.line <= one.line <= block.end), one.line)
            starts.append(own or fence)
    elif not found:
        starts = _sampled(
            text, page.first_line, [line for line in heads if not _is_part(lines[line - page.first_line])]
        )
    if len(starts) < _SEVERAL:
        return [page]
    ends = [*starts[1:], page.first_line + len(lines)]
    made: list[Page] = []
    heads_by_line = {one.line: one for one in sections(text, page.first_line)}
    levels = {line: one.level for line, one in heads_by_line.items()}
    general = _general(list(heads_by_line.values()), starts)
    for begin, following in zip(starts, ends, strict=True):
        # A heading above the operation's own is about the page again.
        own = levels.get(begin, 0)
        ends_it = (line for line, level in levels.items() if level < own or line in general)
        end = next((line for line in ends_it if begin < line < following), following)
        end = begin + 1 if begin in indexed else end
        body = "\n".join(lines[begin - page.first_line : end - page.first_line])
        made.append(replace(page, text=body, first_line=begin))
    return made


def _general(heads: Sequence[Section], starts: Sequence[int]) -> set[int]:
    """Return the headings of the operations' own level that are about all of them, such as "Errors" at the end.

    Where parts of operations have headings of that level, too, the two cannot be distinguished.
    """
    level = next((one.level for one in heads if one.line == starts[-1]), 0)
    of_level = [one for one in heads if one.level == level and one.line not in starts]
    general = {one.line for one in of_level if one.line > starts[-1] and _GENERAL.fullmatch(one.title.strip(" `*:"))}
    inside = any(one.line > starts[0] and one.line not in general and _is_part(one.title) for one in of_level)
    return set() if inside else general


def _with_fenced(
    said: Sequence[Endpoint], shown: Sequence[Endpoint], heads: Sequence[int], indexed: Collection[int]
) -> list[Endpoint]:
    """Return the operations that lines state, and those that blocks of HTTP show below headings of their own.

    An operation that an overview (`indexed` lines) states, and a block shows elsewhere, stands where the block is.
    """
    found = list(said)
    for one in shown:
        listed = next((other for other in found if other.line in indexed and _is_same(one, other)), None)
        if listed is not None:
            found[found.index(listed)] = replace(one, target=one.target if one.target.server else listed.target)
            continue
        above = [line for line in heads if line <= one.line]
        taken = any(above and above[-1] <= other.line and other.line <= one.line for other in said)
        known = any(one.method == other.method and agrees(other.target.path, one.target.path) for other in said)
        if not said or not (taken or known):
            found.append(one)
    return sorted(found, key=lambda one: one.line)


def _once(found: Sequence[Endpoint], heads: Sequence[int]) -> list[Endpoint]:
    """Return the operations; one that is stated again a few lines below with the base path in front, once.

    Below a heading the longer path is the operation's own; elsewhere it is a sample's, which is called at its base URL.
    """
    made: list[Endpoint] = []
    for one in found:
        last = made[-1] if made else None
        if (
            last is not None
            and last.method == one.method
            and len(last.target.path) > 1
            and front(last.target.path, one.target.path) is not None
            and one.line - last.line <= _FAR
        ):
            is_longer = last.line in heads and one.target.path.endswith(last.target.path)
            made[-1] = replace(last, target=one.target) if is_longer else last
        else:
            made.append(one)
    return made


def _is_same(one: Endpoint, other: Endpoint) -> bool:
    return one.method == other.method and agrees(other.target.path, one.target.path)


def between(page: Page, parts: Sequence[Page]) -> list[Page]:
    """Return what is behind a part of a page and belongs to no operation, such as the statuses of all of them."""
    lines = page.text.split("\n")
    made: list[Page] = []
    if not parts:
        return made
    ends = [*(one.first_line for one in parts[1:]), page.first_line + len(lines)]
    for one, following in zip(parts, ends, strict=True):
        end = one.first_line + one.text.count("\n") + 1
        if end < following:
            text = "\n".join(lines[end - page.first_line : following - page.first_line])
            made.append(replace(page, text=text, first_line=end))
    return made


def api_title(page: Page, start: int, taken: Collection[str]) -> str:
    """Return the first heading of a page without "reference" and the like, if it names an API; empty if not.

    `taken` are the titles of the operations: a heading that is one of these names that.
    """
    first = next(
        (one for one in sections(front_matter.body(page.text, start), page.first_line) if one.level == 1), None
    )
    if first is None or first.title in taken or len(first.title) > _LONGEST_TITLE:
        return ""
    title = re.sub(
        r"[ \t:\u2013\u2014-]+(?:reference|documentation|docs|guide|overview)$", "", first.title, flags=re.IGNORECASE
    )
    return title if _API_TITLE.fullmatch(title) else ""


def as_part(place: Located, segment: Page, whole: Page) -> Located:
    """Return the operation of a part: title and description of its own heading, servers of the whole page too."""
    heads = sections(segment.text, segment.first_line)
    # A part that does not begin with a heading has only headings of its own parts.
    is_headed = heads and heads[0].line == segment.first_line and not _is_of_the_page(heads[0], whole)
    title, line = (heads[0].title, heads[0].line) if is_headed else ("", 0)
    if stated(title):
        title, line = "", 0
    text = segment.text.split("\n", 1)[1] if heads and "\n" in segment.text else segment.text
    bases = base_urls(whole.text, whole.first_line)
    own = _page_servers(bases, place)
    servers = (*own, *(one for one in place.servers if all(one.url != other.url for other in own)))
    said = labelled(segment.text, segment.first_line, place.line)
    found = said or opening(text) or behind(segment.text, segment.first_line, place.line)
    title, line, found = named_on_the_line(segment.text, segment.first_line, place.line, (title, line, found))
    if not title and is_name(said):
        title, line = said.rstrip(". "), place.line
    whole_page = stated(front_matter.body(whole.text, 0), whole.first_line)
    paths = (one.target.path for one in whole_page if one.line == place.line)
    fronts = {"", *(base.path.rstrip("/") for base, _ in bases)}
    path = next(
        (
            one
            for one in paths
            if one and (place.path.startswith(one) or place.path in {front + one for front in fronts})
        ),
        "",
    )
    return replace(
        place,
        path=path or place.path,
        title=title,
        title_line=line,
        description=found,
        servers=servers,
    )


def _is_of_the_page(head: Section, whole: Page) -> bool:
    """Return whether a heading is the only one of its level, the first: it names no operation of several."""
    top = [one for one in sections(whole.text, whole.first_line) if one.level == 1]
    return head.level == 1 and len(top) == 1 and not begins_with_verb(head.title)


def _sampled(text: str, first_line: int, heads: Sequence[int]) -> list[int]:
    """Return the headings whose first samples call operations that differ from one another."""
    calls: dict[int, tuple[str, str]] = {}
    for sample in page_examples.read_samples(fences(text, first_line)):
        place = target(sample.url) if sample.url else None
        above = [line for line in heads if line <= sample.line]
        if above and place is not None and place.path and sample.method in METHODS:
            calls.setdefault(above[-1], (sample.method, place.path))
    # A page that shows one operation several times is split if it is about others, too; the first part of it counts.
    distinct = len(set(calls.values())) in (len(calls), *range(_MANY, len(calls)))
    return list(cuts.limited(sorted(calls), _MOST_SEGMENTS, _OPERATIONS)) if distinct and len(calls) >= _SEVERAL else []


def _is_part(line: str) -> bool:
    said = announced(line.strip("# \t"))
    part = r"\b(?:endpoint|http request|url|examples?|samples?|curl)\b"
    return bool(said.place) or re.search(part, line, re.IGNORECASE) is not None


def _page_servers(bases: Sequence[tuple[URLParts, int]], place: Located) -> tuple[PageServer, ...]:
    made: list[PageServer] = []
    for base, line in bases:
        if base.server:
            url = base.server if joined(base.path, place.path) == place.path else base.server + base.path.rstrip("/")
            made.append(PageServer(url, line))
    return tuple(made)
