"""Mintlify markdown with a document (2026): the fence under `## OpenAPI`, whose info string names the operation.

Taken: the document, cut to one operation, as it is; samples in it (`x-codeSamples`). Not taken: servers, which the
platform sometimes cuts away; nothing on the page has them then. The form of 2025 is read by `mintlify_2025`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...openapi.json_values import is_mapping, is_sequence
from .. import fenced
from ..markdown import Fence, fences
from ..reading import Finding, PageReader
from ..text import page_examples
from . import mintlify_2025

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...diagnostics import Report
    from ..reading import Page, PagePayload, Reading

NAME = "mintlify-document"
_INFO = re.compile(
    r"(?:ya?ml|json)\s+(?:.*\s)?(get|post|put|patch|delete|head|options|trace)\s+(\S+)\s*", re.IGNORECASE
)
_WEBHOOK = re.compile(r"(?:ya?ml|json)\s+(?:.*\s)?webhook\s+\S+", re.IGNORECASE)
_SHAPE_2025 = re.compile(r"^paths:[ \t]*\n(?:[ \t]+\S.*\n){0,3}?[ \t]+path:[ \t]", re.MULTILINE)


def knows(page: Page) -> bool:
    """Return whether there is a fence whose info string ends with a method and a path, below `## OpenAPI`."""
    return _fence(page) is not None


def read(page: Page, report: Report) -> Reading | None:
    """Return the document of the fence; the form of 2025 as OpenAPI."""
    fence = _fence(page)
    if fence is None:
        report.error("no-document", "no fence below `## OpenAPI` names an operation", page.where(page.first_line))
        return None
    if _SHAPE_2025.search(fence.text):
        return mintlify_2025.read(page, fence, report)
    reading = fenced.reading(NAME, page, fence, report)
    if reading is None or reading.document is None:
        return None
    named = _INFO.fullmatch(fence.info)
    found = list(page_examples.operations(reading.document))
    if named and (named[1].lower(), named[2]) not in [(method, path) for method, path, _ in found]:
        text = f"the fence is called `{named[1].upper()} {named[2]}`, and its document does not have that operation"
        reading = replace(reading, findings=(*reading.findings, Finding("other-operation", text, fence.line)))
    return replace(reading, examples=page_examples.distinct((*reading.examples, *_samples(found, fence.line))))


READER = PageReader(
    NAME,
    "Mintlify markdown with a document",
    "`## OpenAPI` and a fence whose info string ends with a method and a path",
    knows,
    read,
)


def _fence(page: Page) -> Fence | None:
    if not re.search(r"^#{1,3} OpenAPI[ \t]*$", page.text, re.MULTILINE):
        return None
    found = fences(page.text, page.first_line)
    return next((one for one in found if _INFO.fullmatch(one.info) or _WEBHOOK.fullmatch(one.info)), None)


def _samples(found: list[tuple[str, str, Mapping[str, Any]]], line: int) -> Iterator[PagePayload]:
    """Yield what the samples that the document itself has send."""
    for method, path, operation in found:
        listed: Any = operation.get("x-codeSamples", operation.get("x-code-samples", []))
        for one in listed if is_sequence(listed) else []:
            if is_mapping(one):
                yield from page_examples.code_sample(one, method, path, line)
