"""Pages that people wrote: a line with method and path, or a curl command, and tables or lists of parameters.

Taken: operations that a line or a sample states, fields of tables and lists whose headings or columns say where they
belong, tables of statuses, the base URL, samples. Where a page has no list of a body at all, its sample stands in,
marked as a sample. Not taken: tables of which nothing says what they describe; they are findings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import draft
from ..credentials import parted
from ..markdown import Fence, fences, sections, without_fences
from ..operations import Field, PageBody, PageOperation, PageParameter, PageResponse, PageServer
from ..reading import Finding, OriginKind, Page, PagePayload, PageReader, Reading
from ..samples.sample import sent_media_type
from ..text import front_matter, html, page_examples
from ..text.endpoints import base_urls, stated
from ..text.headings import announced
from ..text.operation_text import Located, located, opening
from ..text.sampled import sampled_field, sampled_form
from ..text.stated_fields import nested, tidy
from ..text.table_fields import Listed, PlacedFields, labels, listed, with_known_places
from ..text.targets import URLParts, joined, parameters, target

if TYPE_CHECKING:
    from ...diagnostics import Report

NAME = "curl-tables"
_CURL = re.compile(r"^[ \t`$>]*curl\s+(?:-|['\"]?https?:|\\)", re.MULTILINE)
_HTTP = re.compile(r"^(?:GET|POST|PUT|PATCH|DELETE)[ \t]+(?:https?://|/)\S+", re.MULTILINE)
_PLACES = ("path", "query", "header", "cookie")
_MOST_SEGMENTS = 500
_SAYS = re.compile(
    r"(?:\b(?:returns?|responds? with|answers? with)(?: an?| the| HTTP| status| code)*|^\W{0,4}(?:status )?code\W{1,6})"
    r"[ \t]*[`*]{0,3}"
    r"([1-5]\d\d)(?:[ \t]+([A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*))?[`*]{0,3}(?=[.,;:)`* \t]|$)"
    r"(?![ \t]*(?:ms|seconds|items|results|rows|%))",
    re.IGNORECASE,
)


def knows(page: Page) -> bool:
    """Return whether the text has a curl command, or a line that states method and path; it is no html."""
    text = page.text
    return not html.is_html(text) and (
        _CURL.search(text) is not None or _HTTP.search(text) is not None or bool(stated(text))
    )


def read(page: Page, report: Report) -> Reading | None:
    """Return the operations of the page."""
    matter = front_matter.read(page.text, page.first_line)
    operations: list[PageOperation] = []
    examples: list[PagePayload] = []
    findings: list[Finding] = []
    segments = _segments(page, matter.end)
    bases = base_urls(page.text, page.first_line)
    for segment in segments:
        blocks = fences(segment.text, segment.first_line)
        found = listed(segment.text, segment.first_line)
        names = [one.field.name for one in found.placed if one.place == "path"]
        place = located(segment, matter if len(segments) == 1 else _NO_MATTER, blocks, report, names)
        if place is None:
            return None
        if len(segments) > 1:
            place = _of_segment(place, segment, bases)
        one = _Operation(place, segment)
        operations.append(one.operation)
        examples += one.examples
        findings += [*place.findings, *one.findings]
    return draft.reading(NAME, page, operations, examples=page_examples.distinct(examples), findings=findings)


READER = PageReader(
    NAME, "curl and tables", "a curl command, or a line with method and path such as `POST /v1/pets`", knows, read
)
_NO_MATTER = front_matter.FrontMatter({}, {}, 0)


def _segments(page: Page, start: int) -> list[Page]:
    """Return the parts of the page that describe an operation each; the page itself where it describes one."""
    text = front_matter.body(page.text, start)
    lines = text.split("\n")
    found = stated(text, page.first_line)
    if len(found) < _SEVERAL:
        return [page]
    heads = [one.line for one in sections(text, page.first_line)]
    starts: list[int] = []
    for one in found[:_MOST_SEGMENTS]:
        above = [line for line in heads if line <= one.line and (not starts or line > starts[-1])]
        # The heading of the operation is the nearest one above that announces no part of an operation.
        own = next((line for line in reversed(above) if not _is_part(lines[line - page.first_line])), one.line)
        starts.append(own)
    ends = [*starts[1:], page.first_line + len(lines)]
    made: list[Page] = []
    for begin, end in zip(starts, ends, strict=True):
        body = "\n".join(lines[begin - page.first_line : end - page.first_line])
        made.append(replace(page, text=body, first_line=begin))
    return made


_SEVERAL = 2


def _is_part(line: str) -> bool:
    said = announced(line.strip("# \t"))
    return bool(said.place) or re.search(r"\b(?:endpoint|http request|url)\b", line, re.IGNORECASE) is not None


def _of_segment(place: Located, segment: Page, bases: Sequence[tuple[URLParts, int]]) -> Located:
    """Return the operation of a part: title and description of its own heading, servers of the whole page too."""
    heads = sections(segment.text, segment.first_line)
    title, line = (heads[0].title, heads[0].line) if heads else ("", 0)
    if stated(title):
        title, line = "", 0
    text = segment.text.split("\n", 1)[1] if heads and "\n" in segment.text else segment.text
    servers = place.servers or _page_servers(bases, place)
    return replace(place, title=title, title_line=line, description=opening(text), servers=servers)


def _page_servers(bases: Sequence[tuple[URLParts, int]], place: Located) -> tuple[PageServer, ...]:
    made: list[PageServer] = []
    for base, line in bases:
        if base.server:
            url = base.server if joined(base.path, place.path) == place.path else base.server + base.path.rstrip("/")
            made.append(PageServer(url, line))
    return tuple(made)


class _Operation:
    """One operation, from its head, its tables and its samples."""

    def __init__(self, place: Located, segment: Page) -> None:
        self.place = place
        self.findings: list[Finding] = []
        self.said = list(_said(segment))
        blocks = fences(segment.text, segment.first_line)
        self.payloads = list(_payloads(blocks, labels(segment.text, segment.first_line), segment))
        found = listed(segment.text, segment.first_line)
        called = [one for one in place.samples if page_examples.calls(one, place.method, place.path)]
        self.samples = called
        targets = [found_target for one in called if (found_target := target(one.url)) is not None]
        self.sent = next((one for one in called if one.has_body), None)
        body = self.sent.body if self.sent is not None else None
        self.placed = with_known_places(
            found,
            parameters(place.path),
            {name for one in targets for name, _ in one.query},
            {name for one in called for name, _ in one.headers},
            set(body) if isinstance(body, dict) else {name for one in called for name, _ in one.form},
        )
        self._homeless()
        self.operation = self._made(found)
        self.examples = list(self._examples())

    def _homeless(self) -> None:
        """Report the fields without a known place; without a body, they can only belong to the query."""
        lost = [one for one in self.placed if not one.place]
        if lost and self.place.method in ("get", "delete", "head") and all(_is_generic(one) for one in lost):
            self.placed = [replace(one, place="query") if not one.place else one for one in self.placed]
            text = "the page does not say where its parameters are sent; a call without a body has them in the query"
            self.findings.append(Finding("place-inferred", text, lost[0].field.line))
        elif lost and self._is_body(lost):
            self.placed = [_guessed(one) if not one.place else one for one in self.placed]
            text = "the page does not say where its parameters are sent; they are taken as the body's"
            self.findings.append(Finding("place-inferred", text, lost[0].field.line))
        elif lost:
            names = ", ".join(f"`{one.field.name}`" for one in lost[:5])
            text = f"nothing says what the table with {names} describes; it is left out"
            self.findings.append(Finding("unplaced-fields", text, lost[0].field.line))

    def _is_body(self, lost: Sequence[PlacedFields]) -> bool:
        """Return whether one table without a place can only list what is sent, as nothing else on the page does."""
        return (
            self.sent is None
            and all(_is_generic(one) for one in lost)
            and len({one.group for one in lost}) == 1
            and not any(one.place == "body" for one in self.placed)
        )

    def _of(self, place: str) -> list[Field]:
        return [one.field for one in self.placed if one.place == place]

    def _made(self, found: Listed) -> PageOperation:
        method = self.place.method
        if method in ("get", "head", "delete") and self.sent is None:
            # "Parameters" of a call that sends no body belong to its query.
            self.placed = [replace(one, place="query") if one.place == "body" else one for one in self.placed]
        listed_parameters = tuple(
            PageParameter(place, one) for place in _PLACES for one in nested(_distinct(self._of(place)))
        )
        arguments, credentials = parted(listed_parameters)
        place = self.place
        return PageOperation(
            method,
            place.path,
            place.line,
            title=place.title,
            title_line=place.title_line,
            description=tidy(place.description),
            path_origin=place.origin,
            servers=place.servers,
            parameters=(*arguments, *self._sampled_query(arguments)),
            bodies=self._bodies(),
            answers=self._answers(found),
            credentials=credentials or page_examples.credentials(self.samples),
        )

    def _sampled_query(self, known: Sequence[PageParameter]) -> Iterator[PageParameter]:
        """Yield the query parameters that samples alone show."""
        names = {one.field.name for one in known if one.location == "query"}
        for sample in self.samples:
            place = target(sample.url)
            for name, _ in place.query if place is not None else ():
                if name not in names:
                    names.add(name)
                    yield PageParameter("query", Field(name, sample.line, typed=False, origin=OriginKind.SAMPLE))

    def _bodies(self) -> tuple[PageBody, ...]:
        fields = nested(_distinct(self._of("body")))
        content_type = sent_media_type(self.samples)
        form = next((one for one in self.samples if one.form), None)
        if fields:
            value = Field("", fields[0].line, {"type": "object"}, fields=fields)
        elif self.sent is not None:
            value = sampled_field("", self.sent.body, self.sent.line)
        elif form is not None:
            value = sampled_form(form)
        else:
            return ()
        return (PageBody(value, content_type or "application/json", bool(content_type)),)

    def _answers(self, found: Listed) -> tuple[PageResponse, ...]:
        made: dict[str, PageResponse] = {}
        by_status: dict[str, list[PlacedFields]] = {}
        for one in self.placed:
            if one.place == "response":
                by_status.setdefault(one.status, []).append(one)
        shown = [one for one in self.payloads if one.value.whole]
        for status, ones in by_status.items():
            fields = nested(_distinct([one.field for one in ones]))
            value = Field("", fields[0].line, {"type": "object"}, fields=fields)
            known = status or next((one.status for one in shown if one.status and one.status.startswith("2")), None)
            origin = OriginKind.PAGE if known else OriginKind.GUESS
            made[known or "200"] = PageResponse(known or "200", fields[0].line, value=value, status_origin=origin)
        for status, text, line in (*found.statuses, *self.said):
            if status not in made:
                made[status] = PageResponse(status, line, text, self._shown(status))
        for payload in shown:
            status = payload.status or ("" if any(one.startswith("2") for one in made) else "200")
            if status and status not in made:
                origin = OriginKind.PAGE if payload.status else OriginKind.GUESS
                value = sampled_field("", payload.value.value, payload.line)
                made[status] = PageResponse(status, payload.line, value=value, status_origin=origin)
        return tuple(made.values())

    def _shown(self, status: str) -> Field | None:
        one = next((one for one in self.payloads if one.value.whole and one.status == status), None)
        alone = [one for one in self.payloads if one.value.whole and one.status is None]
        if one is None and status.startswith("2") and len(alone) == 1:
            one = alone[0]
        return sampled_field("", one.value.value, one.line) if one is not None else None

    def _examples(self) -> Iterator[PagePayload]:
        method, path = self.operation.method, self.operation.path
        for sample in self.samples:
            if (sent := page_examples.request_example(sample, method, path)) is not None:
                yield sent
        for payload in self.payloads:
            if (answer := page_examples.response_example(payload, method, path)) is not None:
                yield answer


def _guessed(one: PlacedFields) -> PlacedFields:
    return replace(one, place="body", field=replace(one.field, origin=OriginKind.GUESS))


def _is_generic(one: PlacedFields) -> bool:
    return one.field.typed or one.field.required is not None


def _said(segment: Page) -> Iterator[tuple[str, str, int]]:
    """Yield the statuses that prose states: "Returns `204 No Content`", with their lines."""
    for number, line in enumerate(without_fences(segment.text).split("\n"), segment.first_line):
        if match := _SAYS.search(line):
            yield match[1], match[2] or "", number


def _distinct(fields: Sequence[Field]) -> list[Field]:
    made: dict[str, Field] = {}
    for one in fields:
        made.setdefault(one.name, one)
    return list(made.values())


def _payloads(
    blocks: Sequence[Fence], heads: Sequence[tuple[int, str]], segment: Page
) -> Iterator[page_examples.JSONBlock]:
    """Yield the JSON blocks that show an answer: those that neither label nor heading calls a request."""
    lines = segment.text.split("\n")
    for fence in blocks:
        at = bisect_left(heads, fence.line, key=lambda one: one[0])
        above = heads[at - 1][1] if at else ""
        before = _before(lines, fence.line - segment.first_line)
        answers = page_examples.is_response(before)
        payload = page_examples.payload(fence, f"{before} {above}" if answers else above)
        if payload is None:
            continue
        said = page_examples.is_response(fence.info)
        if said is None:
            said = answers
        if said is None:
            said = page_examples.is_response(above)
        if said is not False:
            yield payload


def _before(lines: Sequence[str], end: int) -> str:
    """Return the sentence right above a fence: "The above command returns JSON structured like this:"."""
    near = next((line.strip() for line in reversed(lines[max(0, end - 2) : end]) if line.strip()), "")
    return near if near.endswith((":", ".")) and not near.startswith(("#", "|", "```")) else ""
