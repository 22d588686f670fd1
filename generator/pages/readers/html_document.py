"""Pages of Redoc, Swagger UI and their like: a whole document within a script of the page.

Taken: the document of `__redoc_state = {… spec.data …}`, of `swaggerDoc`, `spec:` or `const spec =` in a script that
starts Swagger UI, and of a script of type JSON. A page that only names the address of its document is answered with
that link. Nothing is executed: what is no literal of an object is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...openapi.json_values import is_mapping
from .. import fenced
from ..markdown import Fence
from ..reading import FactOrigin, Finding, Link, OriginKind, PageReader, Reading
from ..text import html, loose_json

if TYPE_CHECKING:
    from ...diagnostics import Report
    from ..reading import Page

NAME = "html-document"
_MARKS = re.compile(
    r"__redoc_state\b|[\"']?swaggerDoc[\"']?\s*:|SwaggerUIBundle\s*\(|SwaggerUi\s*\(|<redoc\b|<rapi-doc\b|Redoc\.init\s*\("
    r"|<elements-api\b|@scalar/api-reference|\bcreateApiReference\b|<script[^>]+id=[\"'](?:swagger-data|openapi|spec|api-reference)[\"']",
    re.IGNORECASE,
)
_STARTS = (
    re.compile(r"__redoc_state\s*=\s*"),
    re.compile(r"[\"']?swaggerDoc[\"']?\s*:\s*"),
    re.compile(r"[\"']?\bspec[\"']?\s*:\s*(?=\{)"),
    re.compile(
        r"\b(?:const|let|var|window\.)\s*\w*(?:spec|swagger|openapi|apiDescription)\w*\s*=\s*(?=\{)", re.IGNORECASE
    ),
    re.compile(r"Redoc\.init\s*\(\s*(?=\{)"),
    re.compile(r"[\"']?(?:apiDescriptionDocument|content)[\"']?\s*[:=]\s*(?=\{)"),
)
_ADDRESS = re.compile(
    r"(?:(?:spec-url|data-url|apiDescriptionUrl|\burl|specUrl|configUrl)[\"']?\s*[:=]\s*|\bRedoc\.init\s*\(\s*)[\"']([^\"'\s]+?\.(?:json|ya?ml)|[^\"'\s]*(?:openapi|swagger|api-docs)[^\"'\s]*)[\"']",
    re.IGNORECASE,
)
_ALLOWED = frozenset(
    {loose_json.Liberty.COMMENT, loose_json.Liberty.COMMA, loose_json.Liberty.KEY, loose_json.Liberty.QUOTES}
)
_MOST_STARTS = 50


def knows(page: Page) -> bool:
    """Return whether the page starts Redoc, Swagger UI, RapiDoc or Stoplight Elements."""
    text = page.text
    is_script = re.search(r"[\"']swaggerDoc[\"']\s*:", text) is not None
    return (html.is_html(text) or is_script) and _MARKS.search(text) is not None


def holds_document(page: Page) -> bool:
    """Return whether a script of the page holds a document."""
    return any(_document(one.value) is not None for one in _candidates(page))


def names_document(page: Page) -> bool:
    """Return whether the page names the address of a document."""
    return _ADDRESS.search(page.text) is not None


def read(page: Page, report: Report) -> Reading | None:
    """Return the document in a script, or the address of it."""
    for found in _candidates(page):
        tree = _document(found.value)
        if tree is not None:
            return _reading(page, found, tree, report)
    address = _ADDRESS.search(page.text)
    if address is not None:
        line = page.first_line + page.text.count("\n", 0, address.start())
        text = f"the page holds no document, and names the address of one: `{address[1]}`"
        return Reading(
            NAME, page, findings=(Finding("document-elsewhere", text, line),), links=(Link(address[1], "", line, True),)
        )
    report.error(
        "no-document", "no script of the page holds a document, or names its address", page.where(page.first_line)
    )
    return None


READER = PageReader(
    NAME,
    "Redoc, Swagger UI or Scalar html",
    "a script with `__redoc_state = {…}`, `swaggerDoc` or `spec: {…}`, or `<redoc spec-url=…>`",
    knows,
    read,
)


@dataclass(frozen=True, slots=True)
class _Found:
    """An object literal of a script."""

    value: Any
    text: str
    line: int
    is_json: bool


def _candidates(page: Page) -> Iterator[_Found]:
    text = page.text
    scripts = [(one.text, one.line, one.kind) for one in html.parse(text).scripts] if html.is_html(text) else []
    for content, line, kind in scripts or [(text, 1, "")]:
        first = page.first_line + line - 1
        if "json" in kind:
            yield from _literal(content, 0, first)
        for start in _STARTS:
            for match in list(start.finditer(content))[:_MOST_STARTS]:
                yield from _literal(content, match.end(), first)


def _literal(content: str, offset: int, first_line: int) -> Iterator[_Found]:
    read = loose_json.read_prefix(content, offset, first_line)
    if read is None or not is_mapping(read.value) or not read.liberties <= _ALLOWED:
        return
    start = offset + len(content[offset : read.end]) - len(content[offset : read.end].lstrip())
    line = first_line + content.count("\n", 0, start)
    yield _Found(read.value, content[start : read.end], line, not read.liberties)


def _document(value: Any) -> dict[str, Any] | None:
    """Return the document that an object is, or has where such pages put it."""
    waiting = [value]
    for _ in range(_MOST_STARTS):
        if not waiting:
            break
        one = waiting.pop(0)
        if not is_mapping(one):
            continue
        if ("openapi" in one or "swagger" in one) and (is_mapping(one.get("paths")) or is_mapping(one.get("webhooks"))):
            return one
        waiting += [one.get(key) for key in ("spec", "data", "swaggerDoc", "definition", "content", "document")]
    return None


def _reading(page: Page, found: _Found, tree: dict[str, Any], report: Report) -> Reading | None:
    """Return the document; byte for byte where the script's text is the document alone."""
    if found.is_json and tree is found.value:
        lines = found.text.count("\n")
        fence = Fence("json", found.text, found.line - 1, found.line + lines, True)
        return fenced.reading(NAME, page, fence, report)
    # What is within another object, or no strict JSON, is checked as JSON that says the same.
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    checked = fenced.document(page, Fence("json", text, 0, 0, True), report)
    if checked is None:
        return None
    made = Reading(NAME, page, checked.tree, origins={"": FactOrigin(OriginKind.PAGE, found.line)})
    return fenced.without_machine_texts(made)
