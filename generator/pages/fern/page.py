"""Reads what all markdown pages of Fern have: title, method and address, reference, and examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .. import samples
from ..markdown import fences, sections, without_fences
from ..reading import PagePayload
from ..samples.literals import NoLiteralError, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..markdown import Fence
    from ..reading import Page

_METHOD = re.compile(r"^(GET|PUT|POST|DELETE|PATCH|HEAD|OPTIONS|TRACE)(?: +(\S+))?[ \t]*$", re.MULTILINE)
_REFERENCE = re.compile(r"Reference: *(https?://\S+)[ \t]*$", re.MULTILINE)
_BOLD = re.compile(r"\*\*(Request|Response|SDK Code|Error)s?\*\*(?: *\(?(\d{3})\)?)?", re.IGNORECASE)
_BASE_VARIABLE = re.compile(r"^(?:https?://)?(?:\{\{?[^{}/]{1,60}\}?\}|<[^<>/]{1,60}>|\$\{?\w{1,60}\}?|~)(?=/)")
"""Placeholders for scheme and host: `{baseUrl}/pets`."""
_SECTION = 2
"""The level of the headings that part a page."""


@dataclass(frozen=True, slots=True)
class PageHead:
    """The top of a page."""

    title: str
    title_line: int
    method: str
    """In lower case; empty if the page has no such line."""
    url: str
    """As written: an address, or a path alone."""
    line: int
    """Of method and address."""
    text: str
    """The description below them."""
    reference: str
    """The address of the page itself, as it says; empty where it does not."""


def head(page: Page) -> PageHead:
    """Return the top of a page: everything before its first heading of the second level."""
    heads = sections(page.text, page.first_line)
    title = next((one for one in heads if one.level == 1), None)
    second = next((one for one in heads if one.level > 1), None)
    lines = without_fences(page.text).split("\n")
    start = title.line - page.first_line + 1 if title else 0
    end = second.line - page.first_line if second else len(lines)
    top = "\n".join(lines[start:end])
    method, reference = _METHOD.search(top), _REFERENCE.search(top)
    line = page.first_line + start + top.count("\n", 0, method.start()) if method else 0
    dropped = ("Content-Type:", "Reference:", ">")
    kept = [one for one in top.split("\n") if not one.startswith(dropped) and not _METHOD.fullmatch(one.strip())]
    return PageHead(
        title.title if title else "",
        title.line if title else 0,
        method[1].lower() if method else "",
        (method[2] or "") if method else "",
        line,
        "\n".join(kept).strip(),
        reference[1] if reference else "",
    )


def parted(url: str) -> tuple[str, str]:
    """Return the origin of an address, empty if it has none, and its path without query, braces for parameters."""
    try:
        parts = urlsplit(_BASE_VARIABLE.sub("", url))
    except ValueError:
        return "", url
    origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
    path = re.sub(r"(?<=/):([A-Za-z_]\w*)", r"{\1}", parts.path)
    return origin, path if path.startswith("/") else f"/{path}"


def examples(page: Page, method: str, path: str, status: str | None) -> Iterator[PagePayload]:
    """Yield the payloads of a page: json fences under `**Request**` and `**Response**`, and bodies of SDK samples.

    `status` is that of a response whose status the page does not say.
    """
    groups = _labels(page)
    lines = page.text.split("\n")
    for fence in fences(page.text, page.first_line):
        label = fence.label or groups.get(fence.line, "")
        kind = _above(lines, fence.line - page.first_line)
        if fence.language in ("json", "jsonc", "json5", "") and kind is not None:
            yield from _payload(fence, kind, label, (method, path, status))
        elif (sample := samples.read_fence(fence)) is not None and sample.has_body:
            yield PagePayload(
                method, path, "request", sample.body, fence.line + 1, label=label, language=sample.language
            )


def _payload(fence: Fence, kind: re.Match[str], label: str, call: tuple[str, str, str | None]) -> Iterator[PagePayload]:
    method, path, status = call
    what = kind[1].casefold()
    try:
        value = whole(fence.text)
    except NoLiteralError:
        return
    if what in ("request", "response", "error"):
        kind_of = "request" if what == "request" else "response"
        known = None if what == "request" else kind[2] or (status if what == "response" else None)
        yield PagePayload(method, path, kind_of, value, fence.line + 1, known, label)


def unread(page: Page) -> Iterator[Fence]:
    """Yield the json fences under `**Request**` and `**Response**` that do not parse."""
    lines = page.text.split("\n")
    for fence in fences(page.text, page.first_line):
        if fence.language == "json" and _above(lines, fence.line - page.first_line) is not None:
            try:
                whole(fence.text)
            except NoLiteralError:
                yield fence


def _above(lines: list[str], at: int) -> re.Match[str] | None:
    """Return the bold word that is above a fence."""
    for line in reversed(lines[max(0, at - 4) : at]):
        if line.strip():
            return _BOLD.match(line.strip())
    return None


def _labels(page: Page) -> Mapping[int, str]:
    """Return the line of each fence → the heading of the group of examples in which it stands."""
    found: dict[int, str] = {}
    for one in sections(page.text, page.first_line):
        if one.level > _SECTION:
            for fence in fences(one.text, one.line + 1):
                found[fence.line] = one.title
    return found
