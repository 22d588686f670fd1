"""ReadMe markdown: whatever somebody wrote, then `# OpenAPI definition` and a json fence with the document.

Taken: the document (examples that are JSON within strings are mended later), and hand-written JSON above it as far as
it parses. Not taken: servers whose variables have nothing but placeholders.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import fenced
from ..markdown import Fence, fences, section
from ..reading import PagePayload, PageReader
from ..text import page_examples
from ..text.page_examples import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...diagnostics import Report
    from ..reading import Finding, Page, Reading

NAME = "readme"


def knows(page: Page) -> bool:
    """Return whether there is `# OpenAPI definition` with a fence below it."""
    return _fence(page) is not None


def read(page: Page, report: Report) -> Reading | None:
    """Return the document, and the payloads that are above it."""
    fence = _fence(page)
    if fence is None:
        report.error("no-document", "no fence below `# OpenAPI definition`", page.where(page.first_line))
        return None
    reading = fenced.reading(NAME, page, fence, report)
    if reading is None or reading.document is None:
        return reading
    above = [one for one in fences(page.text, page.first_line) if one.line < fence.line]
    broken: list[Finding] = [found for one in above if (found := page_examples.broken(one)) is not None]
    examples = distinct(_above(above, reading.document))
    return replace(reading, examples=examples, findings=(*reading.findings, *broken))


READER = PageReader(NAME, "ReadMe markdown", "`# OpenAPI definition` and a json fence", knows, read)


def _fence(page: Page) -> Fence | None:
    found = section(page.text, "OpenAPI definition", page.first_line)
    inside = fences(found.text, found.line + 1) if found else []
    return next((one for one in inside if one.language in ("json", "yaml", "yml", "")), None)


def _above(above: list[Fence], document: Mapping[str, Any]) -> Iterator[PagePayload]:
    """Yield hand-written payloads, if the document has only one operation that they can belong to."""
    found = list(page_examples.operations(document))
    if len(found) != 1:
        return
    method, path, _ = found[0]
    for sample in page_examples.read_samples(above):
        if (sent := page_examples.request_example(sample, method, path)) is not None:
            yield sent
    for fence in above:
        payload = page_examples.payload(fence)
        if payload is None or page_examples.is_response(fence.info) is False:
            continue
        if (answer := page_examples.response_example(payload, method, path)) is not None:
            yield answer
