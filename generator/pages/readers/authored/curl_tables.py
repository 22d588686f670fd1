"""Pages that people wrote: a line with method and path, or a curl command, and tables or lists of parameters.

Taken: operations that a line or a sample states, fields of tables and lists whose headings or columns say where they
belong, tables of statuses, the base URL, samples. Where a page has no list of a body at all, its sample stands in,
marked as a sample. Not taken: tables of which nothing says what they describe; they are findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ... import draft
from ...markdown import fences
from ...operations import PageOperation
from ...reading import Finding, Page, PagePayload, PageReader, Reading
from ...text import front_matter, html, page_examples
from ...text.endpoints import mentioned, rooted, stated
from ...text.operation_text import located
from ...text.table_fields import listed
from ...wording.stated_credentials import named_schemes, stated_credentials
from . import asides
from .operation import AuthoredOperation
from .segments import api_title, as_part, between, segments
from .webhooks import described

if TYPE_CHECKING:
    from ....diagnostics import Report

NAME = "curl-tables"
_CURL = re.compile(r"^[ \t`$>]*curl\s+(?:-|['\"]?https?:|\\)", re.MULTILINE)
_HTTP = re.compile(r"^(?:GET|POST|PUT|PATCH|DELETE)[ \t]+(?:https?://|/)\S+", re.MULTILINE)
_JSON = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*(?:json|http)", re.MULTILINE | re.IGNORECASE)
_TABLE = re.compile(r"^[^\n|]*\|[^\n]*\n[ \t|:-]*-{3}[ \t|:-]*$", re.MULTILINE)


def knows(page: Page) -> bool:
    """Return whether the text has a curl command, or a line that states method and path; it is no html."""
    text = page.text
    return not html.is_html(text) and (
        _CURL.search(text) is not None
        or _HTTP.search(text) is not None
        or bool(stated(text))
        or (_TABLE.search(text) is not None and bool(mentioned(text)))
        or _describes_aside(page)
    )


def _describes_aside(page: Page) -> bool:
    """Return whether a page has headings, and below one a webhook or an object with fields or JSON."""
    if "#" not in page.text or not (_TABLE.search(page.text) or _JSON.search(page.text)):
        return False
    return any(described(asides.parted(page)[1]))


def _has_operation(page: Page) -> bool:
    text = page.text
    return (
        _CURL.search(text) is not None
        or _HTTP.search(text) is not None
        or bool(asides.real(stated(text)))
        or bool(mentioned(text))
        or bool(front_matter.read(text, 1).get("api"))
    )


def read(page: Page, report: Report) -> Reading | None:
    """Return the operations of the page."""
    matter = front_matter.read(page.text, page.first_line)
    operations: list[PageOperation] = []
    examples: list[PagePayload] = []
    findings: list[Finding] = []
    whole = page
    page, apart = asides.parted(replace(page, text=rooted(page.text)))
    sent, types = described(apart)
    parts = segments(page, matter.end) if _has_operation(page) else []
    if not parts and not sent and not types:
        # The refusal says what the page lacks.
        parts = [page]
    blocks = fences(whole.text, whole.first_line)
    findings += [lost for one in blocks if one.marked and (lost := page_examples.broken(one)) is not None]
    findings += [lost for rest in between(page, parts) for lost in _of_no_operation(rest)]
    known = stated_credentials(whole.text, whole.first_line)
    names_of_types = {one.name for one in types}
    for segment in parts:
        blocks = fences(segment.text, segment.first_line)
        found = listed(segment.text, segment.first_line)
        names = [one.field.name for one in found.placed if one.place == "path"]
        place = located(segment, matter if len(parts) == 1 else _NO_MATTER, blocks, report, names)
        if place is None:
            return None
        if len(parts) > 1:
            place = as_part(place, segment, page)
        one = AuthoredOperation(place, segment, found, known, names_of_types)
        operations.append(one.operation)
        if not one.operation.credentials:
            findings += [_unknown_scheme(*named) for named in named_schemes(segment.text, segment.first_line)]
        examples += one.examples
        findings += [*place.findings, *one.findings]
    return draft.reading(
        NAME,
        whole,
        operations,
        webhooks=sent,
        types=types,
        title=api_title(page, matter.end, {one.title for one in operations}),
        examples=page_examples.distinct(examples),
        findings=findings,
    )


READER = PageReader(
    NAME, "curl and tables", "a curl command, or a line with method and path such as `POST /v1/pets`", knows, read
)
_NO_MATTER = front_matter.FrontMatter({}, {}, 0)


def _of_no_operation(rest: Page) -> Iterator[Finding]:
    """Yield what a part of the page that belongs to no operation has, and is left out."""
    found = listed(rest.text, rest.first_line)
    if found.statuses:
        codes = ", ".join(dict.fromkeys(status for status, _, _ in found.statuses))
        text = f"the page lists the statuses {codes} for all operations together: they are declared at none"
        yield Finding("unplaced-statuses", text, found.statuses[0][2])


def _unknown_scheme(name: str, line: int) -> Finding:
    text = f"the page names the security scheme `{name}`, and does not say how it is sent: an overlay has to add it"
    return Finding("scheme-unknown", text, line)
