"""Fern markdown with a document: the yaml fence under `## OpenAPI Specification`, as it is.

Takes: the document (2026: valid OpenAPI 3.1; 2025: Fern's own shape, which is mended later), method, address and title
above it, payloads of the examples and SDK samples. Cannot: tell which response an example without a status belongs to,
where several succeed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...openapi.json_values import is_mapping
from .. import fenced, placeholders, sample_calls
from ..fern import page as fern_page
from ..json_access import entries, members
from ..markdown import fences, section
from ..reading import FactOrigin, Finding, OriginKind, PageReader, Repair

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...diagnostics import Report
    from ..fern.page import PageHead
    from ..markdown import Fence
    from ..reading import Page, Reading

NAME = "fern-document"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def knows(page: Page) -> bool:
    """Return whether the page has the heading, a fence below it, and a line with method and address above."""
    return _fence(page) is not None and bool(fern_page.head(page).method)


def read(page: Page, report: Report) -> Reading | None:
    """Return the document, with servers from the line above it where it has none."""
    fence = _fence(page)
    if fence is None:
        report.error("no-document", "no fence under `## OpenAPI Specification`", page.where(0))
        return None
    reading = fenced.reading(NAME, page, fence, report)
    if reading is None or reading.document is None:
        return None
    if not fence.closed:
        report.error(
            "page-cut", "the fence with the document is not closed: the page is cut off", page.where(fence.end)
        )
        return None
    head = fern_page.head(page)
    path, method = _operation(reading.document, head)
    examples = fern_page.examples(page, method, path, success(reading.document, path, method))
    findings = tuple(
        Finding("sample-syntax", "the sample is no JSON, and is left out", one.line) for one in fern_page.unread(page)
    )
    calls = tuple(sample_calls.of_page(page))
    reading = replace(reading, examples=tuple(examples), calls=calls, findings=(*reading.findings, *findings))
    return agreeing(reading, head, path)


def success(document: Mapping[str, Any], path: str, method: str) -> str | None:
    """Return the only status of success that an operation declares; None if it declares several, or none."""
    responses = members(document, "paths", path, method, "responses")
    found = [str(status) for status in responses if str(status).startswith("2")]
    return found[0] if len(found) == 1 else None


def agreeing(reading: Reading, head: PageHead, path: str) -> Reading:
    """Return the reading with the server that the line above the document names, if the document has none.

    If both have servers, path and servers must agree with that line; if not, a finding says so.
    """
    origin, whole = fern_page.parted(head.url)
    document = dict(reading.document or {})
    described = members(document, "paths", path)
    if path and head.method not in described:
        methods = " or ".join(method.upper() for method in described if method in _METHODS)
        text = f"the line `{head.method.upper()} {head.url}` and the document's method ({methods}) disagree"
        reading = replace(reading, findings=(*reading.findings, Finding("address", text, head.line)))
    servers = [one.get("url") for one in entries(document, "servers") if is_mapping(one)]
    if not origin:
        return reading
    base = origin + whole.removesuffix(path).rstrip("/")
    if placeholders.is_address(origin):
        text = f"`{origin}` is a placeholder: the page names no server"
        return replace(
            reading, findings=(*reading.findings, *([] if servers else [Finding("no-server", text, head.line)]))
        )
    if servers:
        known = {str(url).rstrip("/") for url in servers}
        if whole.endswith(path) and base in known:
            return reading
        text = f"the line `{head.method.upper()} {head.url}` and the document's servers and path (`{path}`) disagree"
        return replace(reading, findings=(*reading.findings, Finding("address", text, head.line)))
    if not whole.endswith(path):
        text = f"the line `{head.method.upper()} {head.url}` and the document's path `{path}` disagree"
        return replace(reading, findings=(*reading.findings, Finding("address", text, head.line)))
    document["servers"] = [{"url": base}]
    repair = Repair("/servers", head.line, "the document has no servers; this one is of the line with the method")
    return replace(
        reading,
        document=document,
        origins={**reading.origins, "/servers": FactOrigin(OriginKind.PAGE, head.line)},
        repairs=(*reading.repairs, repair),
    )


def _operation(document: Mapping[str, Any], head: PageHead) -> tuple[str, str]:
    """Return path and method of the operation that the page is about, as the document has them."""
    paths = document.get("paths")
    found = list(_operations(paths)) if is_mapping(paths) else []
    _, whole = fern_page.parted(head.url)
    fitting = [one for one in found if one[1] == head.method and whole.endswith(one[0])]
    return next(iter(fitting or found), ("", ""))


def _operations(paths: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for path, item in paths.items():
        for method in _METHODS:
            if is_mapping(item) and method in item:
                yield path, method


def _fence(page: Page) -> Fence | None:
    found = section(page.text, "OpenAPI Specification", page.first_line)
    if found is None:
        return None
    inside = fences(found.text, found.line + 1)
    return next((one for one in inside if one.language in ("yaml", "yml", "json")), None)


READER = PageReader(
    NAME,
    "Fern markdown with a document",
    "a line `METHOD address`, and a yaml fence under `## OpenAPI Specification`",
    knows,
    read,
)
