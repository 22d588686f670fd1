"""Which operation a page describes, where no document says it: front matter, lines that state it, base URLs, samples.

What the page states in words comes first; samples confirm it, add the server, and stand in where nothing is stated.
Where they contradict each other, the page's words are taken, and the contradiction is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..markdown import Fence
from ..names import begins_with_verb, is_name, unnumbered
from ..operations import PageServer
from ..reading import Finding, OriginKind
from . import front_matter, page_examples
from .descriptions import behind, is_headed, labelled, named_on_the_line, opening, own_heading, titled
from .endpoints import Endpoint, base_urls, http_requests, mentioned, stated
from .targets import METHODS, URLParts, front, joined, target, with_variables

if TYPE_CHECKING:
    from ...diagnostics import Report
    from ..reading import Page
    from ..samples.sample import Sample
    from .front_matter import FrontMatter

_API = re.compile(r"(?:(\S+)\s+)?\b(get|post|put|patch|delete|head|options|trace)\s+(\S+)\s*", re.IGNORECASE)
_VALUE = re.compile(r"(?=.*\d)[\w.+-]{3,}|\d+")
_ID = re.compile(
    r"[A-Za-z]{1,12}[_-](?=\w*\d)\w{3,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{3,}"
)
"""What is an id of one thing and nothing else: `call_8f2c`, a UUID, `12345`."""
_VERSION = re.compile(r"v?\d+(?:\.\d+)*(?:alpha\d*|beta\d*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Located:
    """An operation's head."""

    method: str
    path: str
    line: int
    origin: OriginKind
    title: str
    title_line: int
    description: str
    servers: tuple[PageServer, ...]
    samples: tuple[Sample, ...]
    findings: tuple[Finding, ...]
    query: tuple[str, ...] = ()
    """The names in the query of the address that the page states."""


def located(
    page: Page, matter: FrontMatter, blocks: Sequence[Fence], report: Report, path_names: Sequence[str] = ()
) -> Located | None:
    """Return the operation of a page; None, with an error in the report, where no line and no sample shows one.

    `path_names` are the path parameters that the page lists.
    """
    text = front_matter.body(page.text, matter.end)
    found = page_examples.read_samples(blocks)
    endpoint, origin = _endpoint(text, page.first_line, matter, blocks, found)
    if endpoint is None:
        message = "neither a line nor a sample of the page says method and path: import another form of it"
        report.error("no-operation", message, page.where(page.first_line))
        return None
    head = _Head(endpoint, origin, base_urls(text, page.first_line), found, path_names)
    head.settle()
    others = [one for one in found if _is_other(one, endpoint.method, head.path)]
    for one in others[:1]:
        place = target(one.url)
        called = f"{one.method.upper()} {place.path if place else one.url}"
        said = f"{endpoint.method.upper()} {head.path}"
        message = f"a sample calls `{called}`, the page describes `{said}`: the sample is left out"
        head.findings.append(Finding("other-call", message, one.line))
    title, title_line = titled(text, page.first_line, matter)
    description = matter.get("description") or opening(text)
    own = None if matter.get("title") else own_heading(text, page.first_line, endpoint.line)
    if own is not None and origin is OriginKind.SAMPLE and not begins_with_verb(unnumbered(own.title)):
        # What stands over a sample is about the sample.
        own = None
    if own is not None and own.title != title and not begins_with_verb(title):
        title, title_line = own.title, own.line
        description = opening("\n".join(text.split("\n")[own.line - page.first_line + 1 :]))
    elif (
        own is None
        and not matter.get("title")
        and not begins_with_verb(unnumbered(title))
        and is_headed(text, page.first_line, endpoint.line)
    ):
        # The page's title names no operation, and the heading of the operation is the line that states it.
        title, title_line = "", 0
        description = behind(text, page.first_line, endpoint.line) or matter.get("description")
    said = labelled(text, page.first_line, endpoint.line)
    description = said or description
    title, title_line, description = named_on_the_line(
        text, page.first_line, endpoint.line, (title, title_line, description)
    )
    if not title and is_name(said):
        title, title_line = said.rstrip(". "), endpoint.line
    return Located(
        endpoint.method,
        head.path,
        endpoint.line,
        head.origin,
        title,
        title_line,
        description or behind(text, page.first_line, endpoint.line),
        tuple(head.servers),
        tuple(found),
        tuple(head.findings),
        tuple(name for name, _ in endpoint.target.query) if origin is OriginKind.PAGE else (),
    )


def _is_other(sample: Sample, method: str, path: str) -> bool:
    """Return whether a sample shows method and address, and calls another operation of a service."""
    place = target(sample.url) if sample.url else None
    shown = place is not None and bool(place.path) and sample.method in METHODS
    return shown and not page_examples.calls(sample, method, path)


def of_front_matter(matter: FrontMatter) -> tuple[Endpoint, str] | None:
    """Return the operation that `api:` or `openapi:` names, and the file that it is described in, if it is one."""
    for key in ("api", "openapi"):
        match = _API.fullmatch(matter.get(key))
        place = target(match[3]) if match else None
        if match and place is not None:
            return Endpoint(match[2].lower(), place, matter.lines.get(key, 0)), match[1] or ""
    return None


def _endpoint(
    text: str, first_line: int, matter: FrontMatter, blocks: Sequence[Fence], found: Sequence[Sample]
) -> tuple[Endpoint | None, OriginKind]:
    named = of_front_matter(matter)
    if named is not None:
        return named[0], OriginKind.PAGE
    written = stated(text, first_line)
    if not written:
        plain = (block for block in blocks if block.language in ("", "http", "text", "plaintext", "plain", "bash"))
        written = [one for block in plain for one in http_requests(block.text, block.line + 1)]
    if not written:
        written = mentioned(text, first_line)
    if len(written) > 1:
        called = [one for one in written if any(_is_called(one, sample) for sample in found)]
        written = called or written
        if text.split("\n")[written[0].line - first_line].startswith("#"):
            written = [_with_base(written[0], written[1:]), *written[1:]]
    if written:
        return written[0], OriginKind.PAGE
    for sample in found:
        place = target(sample.url) if sample.url else None
        if place is not None and sample.method in METHODS and place.path:
            return Endpoint(sample.method, place, sample.line), OriginKind.SAMPLE
    return None, OriginKind.SAMPLE


def _with_base(one: Endpoint, others: Sequence[Endpoint]) -> Endpoint:
    """Return the operation, with the path of another line near it that has the base path in front."""
    for other in others:
        is_same = other.method == one.method and 0 < other.line - one.line <= _FAR
        if is_same and other.target.path != one.target.path and other.target.path.endswith(one.target.path):
            return replace(one, target=other.target)
    return one


_FAR = 12


def _is_called(one: Endpoint, sample: Sample) -> bool:
    return bool(sample.url) and page_examples.calls(sample, one.method, one.target.path)


class _Head:
    """Brings a stated path, the base URLs and what samples call into agreement."""

    def __init__(
        self,
        endpoint: Endpoint,
        origin: OriginKind,
        bases: Sequence[tuple[URLParts, int]],
        found: Sequence[Sample],
        path_names: Sequence[str],
    ) -> None:
        self.endpoint, self.origin, self.bases, self.path_names = endpoint, origin, bases, path_names
        self.called = [
            (place, sample.line)
            for sample in found
            if sample.method in ("", endpoint.method) and sample.url and (place := target(sample.url)) is not None
        ]
        self.path = endpoint.target.path or "/"
        self.servers: list[PageServer] = []
        self.findings: list[Finding] = []

    def settle(self) -> None:
        """Find path and servers."""
        if self.endpoint.target.server:
            self._add(self.endpoint.target.server, self.endpoint.line, self.origin)
        for base, line in self.bases:
            self._base(base, line)
        self._sampled()
        self._named_literally()
        if self.origin is OriginKind.SAMPLE:
            self._templated()

    def _base(self, base: URLParts, line: int) -> None:
        if not base.server:
            return
        if self.endpoint.target.server or joined(base.path, self.path) == self.path:
            self._add(base.server, line, OriginKind.PAGE)
        else:
            self._add(base.server + base.path.rstrip("/"), line, OriginKind.PAGE)

    def _sampled(self) -> None:
        for place, line in self.called:
            if not place.path:
                continue
            before = front(self.path, place.path)
            if not place.server:
                self._based(before, line)
                continue
            if before is None:
                self._contradiction(place, line)
            elif (varied := self._varied(place.server)) is not None:
                self._add(varied[0] + before, line, OriginKind.SAMPLE, varied[1])
            elif all(not one.url.startswith(place.server) for one in self.servers):
                self._add(place.server + before, line, OriginKind.SAMPLE)

    def _based(self, before: str | None, line: int) -> None:
        """Report that samples have a base path in front, where the page names no server that could have it."""
        if before and not self.servers and not any(one.code == "base-path" for one in self.findings):
            text = f"samples call `{before}{self.path}`: the base URL to give to the client ends with `{before}`"
            self.findings.append(Finding("base-path", text, line))

    def _contradiction(self, place: URLParts, line: int) -> None:
        count = self.path.strip("/").count("/")
        if place.path.strip("/").count("/") == count or place.path.rpartition("/")[2] == self.path.rpartition("/")[2]:
            text = f"a sample calls `{place.path}`, the page describes `{self.path}`"
            self.findings.append(Finding("path-contradiction", text, line))

    def _named_literally(self) -> None:
        """Put the listed path parameters in the place of segments that are their names: `/pages/PAGE_ID`."""
        names = {name for name in self.path_names if re.search(r"[A-Z_]", name)}
        segments = [f"{{{one}}}" if one in names else one for one in self.path.split("/")]
        self.path = "/".join(segments)

    def _templated(self) -> None:
        """Put the path parameter that the page lists in the place of the value that the sample has there."""
        left = [name for name in self.path_names if f"{{{name}}}" not in self.path]
        segments = self.path.split("/")
        values = [
            index
            for index, one in enumerate(segments)
            if _VALUE.fullmatch(one) and not _VERSION.fullmatch(one) and not one.startswith("{")
        ]
        if len(left) == 1 == len(values):
            segments[values[0]] = f"{{{left[0]}}}"
            self.path, self.origin = "/".join(segments), OriginKind.GUESS
        elif not left:
            self._identified(segments)

    def _identified(self, segments: list[str]) -> None:
        """Put a parameter in the place of what can only be the id of one thing: `/calls/call_8f2c`."""
        for index, one in enumerate(segments):
            around = segments[index - 1] if index else ""
            if _ID.fullmatch(one) and re.fullmatch(r"[a-z][a-z_-]*s", around):
                segments[index] = f"{{{re.sub(r'[^a-z]+', '_', around)[:-1]}_id}}"
                self.path, self.origin = "/".join(segments), OriginKind.GUESS

    def _varied(self, server: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
        """Return the server of a sample with the variables of the host that the page states, and their values."""
        stated_hosts = (self.endpoint.target.placeholder, *(base.placeholder for base, _ in self.bases))
        found = (with_variables(host, server) for host in stated_hosts if host)
        return next((one for one in found if one is not None), None)

    def _add(self, url: str, line: int, origin: OriginKind, variables: tuple[tuple[str, str], ...] = ()) -> None:
        if all(one.url != url for one in self.servers):
            self.servers.append(PageServer(url, line, origin=origin, variables=variables))
