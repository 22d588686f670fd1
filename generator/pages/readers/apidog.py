"""Apidog (and Apifox) markdown: title, then `## OpenAPI Specification` with the whole document of one operation.

Taken: the document, with what the platform adds as `x-apidog-…`. Not taken: the rendered text that follows it, which
says the same. What validators refuse (`type: bearer`, `'null'`, lists of examples) is mended later.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .. import fenced
from ..markdown import Fence, fences, section
from ..reading import PageReader

if TYPE_CHECKING:
    from ...diagnostics import Report
    from ..reading import Page, Reading

NAME = "apidog"
_MARK = re.compile(r"\bx-(?:run-in-)?api(?:dog|fox)\b")


def knows(page: Page) -> bool:
    """Return whether a fence below `## OpenAPI Specification` holds a document of this platform, or any
    without more.
    """
    fence = _fence(page)
    return fence is not None and (
        _MARK.search(fence.text) is not None or re.search(r"^openapi:", fence.text) is not None
    )


def read(page: Page, report: Report) -> Reading | None:
    """Return the document of the fence."""
    fence = _fence(page)
    if fence is None:
        report.error("no-document", "no fence below `## OpenAPI Specification`", page.where(page.first_line))
        return None
    return fenced.reading(NAME, page, fence, report)


READER = PageReader(
    NAME, "Apidog markdown", "`## OpenAPI Specification` and a yaml fence with `x-apidog-…`", knows, read
)


def _fence(page: Page) -> Fence | None:
    found = section(page.text, "OpenAPI Specification", page.first_line)
    inside = fences(found.text, found.line + 1) if found else []
    return next((one for one in inside if one.language in ("yaml", "yml", "json", "")), None)
