"""The readers, and the choice of a reader by marks in the text, never by the name or the address of a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from . import cuts, machine_texts, markup, sample_calls
from .description import described
from .flattened import page_lines
from .readers import (
    apidog,
    docusaurus,
    docusaurus_text,
    fern_document,
    fern_fields,
    fern_flattened,
    fern_text,
    har,
    html_document,
    llms,
    mintlify_document,
    mintlify_fields,
    mintlify_rendered,
    mintlify_settings,
    openapi_document,
    postman,
    readme,
    refused,
    rendered_text,
)
from .readers.authored import apidoc, curl_tables, document_fences, gitbook, sphinx, widdershins
from .reading import Finding
from .text import form_examples, html
from .text import visible as html_text

if TYPE_CHECKING:
    from ..diagnostics import Report
    from .reading import Page, PageReader, Reading

READERS: tuple[PageReader, ...] = (
    har.READER,
    postman.READER,
    openapi_document.READER,
    mintlify_settings.READER_OF_SETTINGS,
    refused.SCALAR,
    html_document.READER,
    llms.READER_OF_FULL,
    llms.READER_OF_INDEX,
    docusaurus.READER,
    mintlify_document.READER,
    readme.READER,
    fern_flattened.READER,
    fern_document.READER,
    apidog.READER,
    document_fences.READER,
    mintlify_fields.READER,
    mintlify_settings.READER_OF_REFERENCE,
    fern_fields.READER,
    rendered_text.READER,
    mintlify_rendered.READER,
    fern_text.READER,
    docusaurus_text.READER,
    gitbook.READER,
    sphinx.READER,
    apidoc.READER,
    widdershins.READER,
    refused.GITBOOK_DOCUMENT,
    curl_tables.READER,
    refused.GITBOOK,
)
"""The readers in the order in which they are asked: of two whose marks a page has, the more specific one is first."""


def reader_of(page: Page) -> PageReader | None:
    """Return the first reader that knows the page."""
    return next((reader for reader in READERS if reader.knows(page)), None)


def read(page: Page, report: Report) -> Reading | None:
    """Return what a page says, texts addressed to machines left out; None with the reasons in the report."""
    with cuts.recorded() as notes:
        reading = _read(page, report)
    cut = tuple(Finding(cuts.CODE, text) for text in notes)
    return None if reading is None else replace(reading, findings=(*reading.findings, *cut)) if cut else reading


def _read(page: Page, report: Report) -> Reading | None:
    page = given = markup.as_markdown(page)
    page, findings = machine_texts.dropped(page)
    reader = reader_of(page)
    if reader is None and html.is_html(given.text):
        # What a browser saved is read as the text that it shows; the page is that text from here on.
        seen, dropped = machine_texts.dropped(replace(given, text=html_text.visible(given.text)))
        reader = reader_of(seen)
        if reader is not None:
            page, findings = seen, dropped
    if reader is None and page_lines.is_one_line(page.text):
        # An extraction has put the page on one line: it is read with its lines, which is what is kept.
        page = replace(page, text=page_lines.with_lines(page.text))
        findings = (*findings, Finding("one-line", "the page was on one line: its line breaks were put back"))
        reader = reader_of(page)
    if reader is None:
        looked_for = "; ".join(dict.fromkeys(one.marks for one in READERS))
        report.error(
            "unknown-page",
            f"no reader knows this page; found {described(page)}, and no operation: import its markdown (`.md`), the "
            f"document behind it, or a page with method and path or a curl command. Readers looked for {looked_for}",
            page.where(0),
        )
        return None
    reading = reader.read(page, report)
    if reading is None:
        return None
    document = reading.document or {}
    return replace(
        reading,
        examples=tuple(form_examples.typed(one, document) for one in reading.examples),
        calls=reading.calls or tuple(sample_calls.of_operations(page, document)),
        findings=(*findings, *reading.findings),
    )
