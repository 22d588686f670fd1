"""`llms.txt` and `llms-full.txt`: an index of a site's pages, or all of its pages in one file.

Taken of an index: its links, those below `## OpenAPI Specs` (or to files that are called so) as links to whole
documents, which come first. Taken of a full text: its pages, each with its address and the line it begins on. What a
platform cut off with a note is a finding. Other texts of the index are for machines, and say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..markdown import fences
from ..reading import Finding, Link, Page, PageReader, Reading

if TYPE_CHECKING:
    from ...diagnostics import Report

INDEX = "llms-index"
FULL = "llms-full"
_LINK = re.compile(
    r"^[ \t]*(?:[-*+]|\d+\.)[ \t]+\[([^\]\n]{0,300})\]\(<?([^)\s>]{1,2000})>?\)(?:[ \t]*(?::|-|\u2013|\u2014).*)?$"
)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.*?)[ \t]*$")
_DOCUMENTS = re.compile(
    r"\b(?:open ?api|swagger)\b.*\b(?:spec\w*|documents?|definitions?|schemas?|files?)\b|^openapi$", re.IGNORECASE
)
_DOCUMENT_NAME = re.compile(
    r"(?:openapi|swagger)[\w.-]*\.(?:json|ya?ml)(?:$|[?#])|\.(?:openapi|swagger)\.(?:json|ya?ml)$", re.IGNORECASE
)
_STARTS = (
    re.compile(r"^# (?!Source:)(?P<title>\S.*)\n+(?:> )?(?:Source|URL): *(?P<address>https?://\S+) *$", re.MULTILINE),
    re.compile(r"^(?:# |> |<!-- ?)Source: *(?P<address>https?://\S+?)(?: ?-->)? *$", re.MULTILINE),
    re.compile(
        r"^<(?:page|doc|document)\b[^>\n]*?(?:url|href|source|path)=\"(?P<address>[^\"\n]+)\"[^>\n]*>", re.MULTILINE
    ),
    re.compile(
        r"^---\n(?:(?!---)[^\n]*\n){0,20}?(?:url|source|canonical_url): *\"?(?P<address>https?://[^\s\"]+)\"?\n",
        re.MULTILINE,
    ),
)
_CUT = re.compile(r"\btruncated\b.{0,200}|\bcontent (?:was )?cut\b.{0,200}", re.IGNORECASE)
_MOST_PAGES = 20_000
_LEAST_LINKS = 2
_SHARE = 0.4


def knows_index(page: Page) -> bool:
    """Return whether the text is a title and lists of links, and hardly anything else."""
    if not re.match(r"\s*#[ \t]+\S", page.text) or fences(page.text[:200_000]):
        return False
    lines = [line for line in page.text.split("\n") if line.strip()]
    links = [line for line in lines if _LINK.match(line)]
    plain = sum(1 for line in lines if not line.lstrip().startswith(("#", ">")))
    targets = " ".join(links)
    named = re.search(r"\.mdx?\)|^#+ (?:Docs|OpenAPI Specs)\b", targets) or re.search(
        r"^#+[ \t]+(?:Docs|OpenAPI Specs|Optional)\b", page.text, re.MULTILINE
    )
    return len(links) >= _LEAST_LINKS and len(links) >= _SHARE * plain and named is not None


def read_index(page: Page, report: Report) -> Reading | None:
    """Return the links: documents first."""
    links = sorted(_links(page.text, page.first_line), key=lambda one: not one.document)
    if not links:
        report.error("no-links", "the index has no links", page.where(page.first_line))
        return None
    return Reading(INDEX, page, links=tuple(links), findings=_cut(page.text, page.first_line))


def knows_full(page: Page) -> bool:
    """Return whether the text has the beginnings of two pages, each with its address."""
    return any(len(_first(pattern, page.text)) > 1 for pattern in _STARTS)


def read_full(page: Page, report: Report) -> Reading | None:
    """Return the pages, and the documents that an index within the text links to."""
    starts = max((list(pattern.finditer(page.text)) for pattern in _STARTS), key=len)
    if len(starts) > _MOST_PAGES:
        report.error("too-many-pages", f"more than {_MOST_PAGES:,} pages in one text", page.where(page.first_line))
        return None
    pages: list[Page] = []
    line, counted = page.first_line, 0
    for match, following in zip(starts, [*(one.start() for one in starts), len(page.text)][1:], strict=True):
        line += page.text.count("\n", counted, match.start())
        counted = match.start()
        text = page.text[match.start() : following]
        pages.append(Page(_without_source(text, match[0]), page.name, match["address"], line))
    documents = tuple(one for one in _links(page.text, page.first_line) if one.document)
    return Reading(FULL, page, links=documents, pages=tuple(pages), findings=_cut(page.text, page.first_line))


READER_OF_INDEX = PageReader(
    INDEX, "llms.txt", "a title and lists of links to pages, perhaps `## OpenAPI Specs`", knows_index, read_index
)
READER_OF_FULL = PageReader(
    FULL, "llms-full.txt", "several pages, each with `Source: https://…`", knows_full, read_full
)


def _first(pattern: re.Pattern[str], text: str) -> Sequence[re.Match[str]]:
    found: list[re.Match[str]] = []
    for match in pattern.finditer(text):
        found.append(match)
        if len(found) > 1:
            break
    return found


def _without_source(text: str, head: str) -> str:
    """Return a page without the line that has its address; its lines keep their numbers."""
    plain = re.sub(r"[^\n]*(?:Source|URL|url|source|href|path)[:=][^\n]*", "", head) if "\n" in head else ""
    return plain + text[len(head) :]


def _links(text: str, first_line: int) -> Iterator[Link]:
    below = ""
    for number, line in enumerate(text.split("\n"), first_line):
        heading = _HEADING.match(line)
        if heading:
            below = heading[1]
            continue
        match = _LINK.match(line)
        if match:
            is_document = _DOCUMENTS.search(below) is not None or _DOCUMENT_NAME.search(match[2]) is not None
            yield Link(match[2], match[1].strip(), number, is_document)


def _cut(text: str, first_line: int) -> tuple[Finding, ...]:
    end = text[-2_000:]
    match = _CUT.search(end)
    if match is None:
        return ()
    line = first_line + text.count("\n", 0, len(text) - len(end) + match.start())
    said = " ".join(match[0].split())[:120]
    return (Finding("page-cut", f'the text was cut off: "{said}"; what is behind that is missing', line),)
