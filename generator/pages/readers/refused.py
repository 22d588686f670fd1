"""Refuses pages of platforms that are known but not read, in one line that says what was found, and what to import."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..reading import PageReader
from ..text import html
from .html_document import holds_document, names_document

if TYPE_CHECKING:
    from ...diagnostics import Report
    from ..reading import Page, Reading

_GITBOOK = re.compile(
    r"\{% *(?:openapi|swagger|api-method|hint|tabs|endswagger|openapi-operation)\b[^%]*%\}", re.IGNORECASE
)
_GITBOOK_SOURCE = re.compile(r"\{% *(?:openapi(?:-operation)?|swagger)\s+([^%]*)%\}", re.IGNORECASE)
_GITBOOK_LINK = re.compile(r"\s*\[[^\[\]\n]{0,200}\]\((https?://[^()\s?]{1,1000})")
_SCALAR = re.compile(
    r"@scalar/api-reference|id=[\"']api-reference[\"']|Scalar\.createApiReference|<scalar-api-reference", re.IGNORECASE
)
_SOURCE = re.compile(r"\b(?:src|data-url|url|spec)\s*[=:]\s*[\"']([^\"'\s]+)[\"']", re.IGNORECASE)


def knows_gitbook(page: Page) -> bool:
    """Return whether the page has GitBook's blocks."""
    return len(_GITBOOK.findall(page.text)) > 1


def knows_document(page: Page) -> bool:
    """Return whether a block of the page shows an operation of a document."""
    return _gitbook_document(page.text)[1] != ""


def read_gitbook(page: Page, report: Report) -> Reading | None:
    """Refuse the page."""
    start, source = _gitbook_document(page.text)
    match = _GITBOOK.search(page.text, start)
    line = page.first_line + page.text.count("\n", 0, match.start()) if match else page.first_line
    where = f", which shows the document `{source}`: import that" if source else ": import the document that it shows"
    block = match[0].split()[1] if match and len(match[0].split()) > 1 else "a block"
    report.error(
        "gitbook-page",
        f"the page describes no operation in its own text; found the GitBook block `{block}`{where}",
        page.where(line),
    )
    return None


def _gitbook_document(text: str) -> tuple[int, str]:
    """Return where a block shows an operation of a document, and that document as the page names it; empty if none."""
    for match in _GITBOOK_SOURCE.finditer(text):
        source = _SOURCE.search(match[1])
        link = _GITBOOK_LINK.match(text, match.end())
        if link or source:
            return match.start(), link[1] if link else source[1] if source else ""
    return 0, ""


def knows_scalar(page: Page) -> bool:
    """Return whether the page starts Scalar's reference, and neither holds a document nor names the address of one."""
    if not html.is_html(page.text) or _SCALAR.search(page.text) is None:
        return False
    return not holds_document(page) and not names_document(page)


def read_scalar(page: Page, report: Report) -> Reading | None:
    """Refuse the page."""
    match = _SCALAR.search(page.text)
    near = page.text[max(0, match.start() - 500) : match.end() + 2_000] if match else ""
    addresses = [one for one in _SOURCE.findall(near) if "cdn" not in one and not one.endswith((".js", ".css"))]
    where = (
        f"; it names the document `{addresses[0]}`: import that" if addresses else ": import the document that it shows"
    )
    line = page.first_line + page.text.count("\n", 0, match.start()) if match else page.first_line
    report.error("scalar-page", f"a page of Scalar's reference is not read{where}", page.where(line))
    return None


GITBOOK_DOCUMENT = PageReader(
    "gitbook-document", "GitBook page of a document (refused)", "blocks `{% openapi … %}`", knows_document, read_gitbook
)
GITBOOK = PageReader(
    "gitbook-blocks", "GitBook markdown without operations (refused)", "GitBook blocks", knows_gitbook, read_gitbook
)
SCALAR = PageReader("scalar", "Scalar html (refused)", "a script of Scalar's reference", knows_scalar, read_scalar)
