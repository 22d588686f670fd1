"""A whole OpenAPI or Swagger document, as YAML or JSON: what an index links under `## OpenAPI Specs`.

Takes: the document as it is. Cannot: nothing is left to a reader here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .. import fenced
from ..markdown import Fence
from ..reading import PageReader

if TYPE_CHECKING:
    from ...diagnostics import Report
    from ..reading import Page, Reading

NAME = "openapi-document"
_YAML = re.compile(r"(?:^|\n)[\"']?(?:openapi|swagger)[\"']?[ \t]*:[ \t]*[\"']?[23]\.")
_JSON = re.compile(r"\s*\{")
_VERSION = re.compile(r"\"(?:openapi|swagger)\"\s*:\s*\"[23]\.")
_HEAD = 4_000


def knows(page: Page) -> bool:
    """Return whether the text is a document: it has the version at its top, and is neither markdown nor html."""
    head = page.text[:_HEAD]
    if _JSON.match(head):
        return bool(_VERSION.search(page.text)) and not re.search(r"\"(?:info\"\s*:\s*\{\s*\"_postman_id|log)\"", head)
    first = next((line for line in head.split("\n") if line.strip() and not line.startswith(("#", "%", "---"))), "")
    version = _YAML.search(head)
    if version is None or re.search(r"^[ \t]*(?:```|~~~)", head[: version.start()], re.MULTILINE):
        # A fence of a page in markdown has it.
        return False
    return bool(re.match(r"[\"']?[\w$-]+[\"']?[ \t]*:", first))


def read(page: Page, report: Report) -> Reading | None:
    """Return the document."""
    fence = Fence("", page.text, page.first_line - 1, page.first_line + page.text.count("\n"), closed=True)
    return fenced.reading(NAME, page, fence, report)


READER = PageReader(NAME, "OpenAPI document", "`openapi:` or `swagger:` at the top of YAML or JSON", knows, read)
