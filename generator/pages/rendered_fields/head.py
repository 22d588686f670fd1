"""Method, path, servers, title and description of a rendered page: its pieces of path, confirmed by its command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..operations import PageServer
from ..reading import Finding, OriginKind
from ..samples.sample import Sample
from ..text.targets import METHOD_WORD, METHODS, URLParts, front, target, templated
from .lines import SECTIONS, Line

_METHOD = re.compile(rf"({METHOD_WORD}|DEL)")
_GLUED = re.compile(rf"({METHOD_WORD}|DEL)[ \t]*((?:https?://[^\s/]+)?/[^\s]*?)(?:Try it.*)?")
_INLINE = re.compile(rf"(?<=[a-z.)!?])({METHOD_WORD})(/[^\s]*?)(?=Try it|Copy|$)")
_SEGMENT = re.compile(r"[\w.{{}}:~@$*()'!,;=+-]+")
_SKIPPED = re.compile(
    r"Copy page|Copy|cURL|Try it|Python|JavaScript|PHP|Go|Java|Ruby|Node|[1-5]\d\d|API Reference|Documentation.*|"
    r"Home|Guides|Search\.*|⌘K|Navigation|Ask AI|Skip to main content|\u200b",
    re.IGNORECASE,
)
_LONGEST_PIECES = 60


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the page."""

    method: str
    path: str
    line: int
    origin: OriginKind
    servers: tuple[PageServer, ...]
    title: str
    title_line: int
    description: str
    findings: tuple[Finding, ...]


def head_of(lines: Sequence[Line], samples: Sequence[Sample]) -> Head | None:
    """Return the head; None if neither the lines nor a command say method and path."""
    shown = _shown(lines)
    called = next((one for one in samples if one.url and target(one.url) is not None), None)
    place = target(called.url) if called else None
    title, title_line, description = _titled(lines)
    if shown is not None:
        method, path, line, _ = shown
        servers, findings = _agreement(shown, called, place)
        return Head(method, path, line, OriginKind.PAGE, servers, title, title_line, description, findings)
    if called is None or place is None or not place.path or called.method not in METHODS:
        return None
    sent = (PageServer(place.server, called.line, origin=OriginKind.SAMPLE),) if place.server else ()
    return Head(called.method, place.path, called.line, OriginKind.SAMPLE, sent, title, title_line, description, ())


def _agreement(
    shown: tuple[str, str, int, str], called: Sample | None, place: URLParts | None
) -> tuple[tuple[PageServer, ...], tuple[Finding, ...]]:
    """Return the servers, and where page and sample contradict each other."""
    method, path, line, host = shown
    servers: tuple[PageServer, ...] = (PageServer(host, line),) if host else ()
    if called is None or place is None or not place.path:
        return servers, ()
    findings: list[Finding] = []
    if called.method != method:
        text = f"the sample sends {called.method.upper()}, the page says {method.upper()}"
        findings.append(Finding("method-contradiction", text, called.line))
    before = front(path, place.path)
    if before is None:
        text = f"the sample calls `{place.path}`, the page describes `{path}`"
        findings.append(Finding("path-contradiction", text, called.line))
    elif place.server and not host:
        servers = (PageServer(place.server + before, called.line, origin=OriginKind.SAMPLE),)
    return servers, tuple(findings)


def _shown(lines: Sequence[Line]) -> tuple[str, str, int, str] | None:
    """Return method, path, line and server as the lines above the sections say them."""
    for index, one in enumerate(lines):
        if one.text in SECTIONS:
            return None
        glued = _GLUED.fullmatch(one.text)
        if glued:
            further = lines[index + 1].text if index + 1 < len(lines) else ""
            place = target(_cut(glued[2]) + (further if glued[2].endswith("/") and _SEGMENT.fullmatch(further) else ""))
            if place is not None and place.path:
                return _method(glued[1]), place.path, one.line, place.server
        inline = _INLINE.search(one.text)
        place = target(inline[2]) if inline else None
        if inline and place is not None and len(place.path) > 1:
            return _method(inline[1]), place.path, one.line, ""
        if _METHOD.fullmatch(one.text):
            path = _pieced(lines, index + 1)
            if path:
                return _method(one.text), path, one.line, ""
    return None


def _cut(path: str) -> str:
    return re.split(r"(?:Try it|Copy)", path)[0]


def _method(word: str) -> str:
    return "delete" if word == "DEL" else word.lower()


def _pieced(lines: Sequence[Line], index: int) -> str:
    """Return the path whose segments and slashes are each on a line of their own, or that is on one line."""
    if index < len(lines) and lines[index].text.startswith("/") and len(lines[index].text) > 1:
        text = lines[index].text
        further = lines[index + 1].text if index + 1 < len(lines) else ""
        return templated(text + further if text.endswith("/") and _SEGMENT.fullmatch(further) else text)
    parts: list[str] = []
    for one in lines[index : index + _LONGEST_PIECES]:
        slash = one.text.startswith("/")
        if not slash and (not parts or not parts[-1].endswith("/") or not _SEGMENT.fullmatch(one.text)):
            break
        parts.append(one.text)
    path = "".join(parts)
    return templated(path) if len(path) > 1 else ""


def _titled(lines: Sequence[Line]) -> tuple[str, int, str]:
    """Return title, its line, and the description between it and what follows."""
    until = next((index for index, one in enumerate(lines) if one.text in SECTIONS), len(lines))
    head = next((index for index, one in enumerate(lines[:until]) if one.heading), None)
    if head is None:
        # A copy from a browser has no marks: the button stands right behind the title.
        head = next((at for at in range(1, until) if lines[at].text == "Copy page" and _is_title(lines[at - 1])), 0) - 1
    if head < 0:
        return "", 0, ""
    title = lines[head]
    prose: list[str] = []
    for one in lines[head + 1 : until]:
        if one.heading or _METHOD.fullmatch(one.text) or _GLUED.fullmatch(one.text):
            break
        if not _SKIPPED.fullmatch(one.text) and one.text != title.text:
            prose.append(one.text.removesuffix("Copy page"))
    return title.text, title.line, "\n\n".join(dict.fromkeys(prose)) if len(prose) <= _LONGEST_DESCRIPTION else ""


def _is_title(line: Line) -> bool:
    return len(line.text) <= _LONGEST_TITLE and line.text[:1].isupper() and not _SKIPPED.fullmatch(line.text)


_LONGEST_TITLE = 80
_LONGEST_DESCRIPTION = 12
