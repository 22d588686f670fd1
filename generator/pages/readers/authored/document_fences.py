"""Markdown with documents in its fences: GitBook's, with one for each operation, and pages that people wrote.

Taken: each fence that is an OpenAPI document with paths or webhooks, each read by itself; import merges them. Not
taken: fences with schemas alone, which the documents of the operations have as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ... import cuts, fenced
from ...markdown import Fence, marked_fences
from ...reading import Page, PageReader, Reading
from ...text import html

if TYPE_CHECKING:
    from ....diagnostics import Report

NAME = "document-fences"
_JSON = re.compile(r"\s*\{\s*\"(?:openapi|swagger)\"\s*:\s*\"[23]\.")
_YAML = re.compile(r"(?:[ \t]*#[^\n]*\n|\s)*[\"']?(?:openapi|swagger)[\"']?[ \t]*:[ \t]*[\"']?[23]\.")
_DESCRIBES = re.compile(r"(?:^|[\s{,])\"?(?:paths|webhooks)\"?\s*:\s*(?:\{\s*\"|\n\s+\S)")
_MOST = 500


def knows(page: Page) -> bool:
    """Return whether a fence of the page holds a document that describes operations."""
    return not html.is_html(page.text) and any(map(_describes, marked_fences(page.text, page.first_line)))


def read(page: Page, report: Report) -> Reading | None:
    """Return the document of the only such fence, or each of several as a page of its own."""
    found = [one for one in marked_fences(page.text, page.first_line) if _describes(one)]
    if len(found) == 1:
        return fenced.reading(NAME, page, found[0], report)
    taken = cuts.limited(found, _MOST, "documents of the page")
    pages = tuple(Page(one.text, page.name, page.address, one.line + 1) for one in taken)
    return Reading(NAME, page, pages=pages)


READER = PageReader(NAME, "markdown with documents", "fences that begin with `openapi` and have `paths`", knows, read)


def _describes(fence: Fence) -> bool:
    text = fence.text
    return (_JSON.match(text) or _YAML.match(text)) is not None and _DESCRIBES.search(text) is not None
