"""Mintlify pages that describe an operation with `<ParamField>` and `<ResponseField>`, as MDX or as markdown.

Taken: method and path from the front matter's `api:`, else from a line that states them, else from the samples;
fields with their type words, `required`, `default`, enumerations that the prose states; statuses from headings, tabs
and labels. Not taken: enumerations that are only hinted at, and pages of SDKs, which call nothing by method and path.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ...diagnostics import Report
from .. import draft
from ..credentials import parted
from ..markdown import Fence, fences
from ..operations import Field, PageBody, PageCredential, PageOperation, PageParameter, PageResponse
from ..reading import Finding, OriginKind, PagePayload, PageReader, Reading
from ..samples.sample import sent_media_type
from ..text import front_matter, page_examples
from ..text.jsx import Element, JSXText, parse
from ..text.operation_text import Located, located
from ..text.sampled import sampled_field
from ..text.table_fields import listed
from ..wording.headings import Announcement, announced
from ..wording.stated_fields import nested, tidy
from .authored import asides
from .authored.jsx_fields import EXAMPLES, PLACES, field_of, has_fields, inner_names
from .authored.payloads import telling
from .authored.said_responses import said_rates
from .authored.segments import as_part, segments
from .authored.webhooks import described

if TYPE_CHECKING:
    from ..reading import Page
    from ..text.front_matter import FrontMatter

NAME = "mintlify-fields"
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$|^\*\*([^*\n]+?):?\*\*:?[ \t]*$", re.MULTILINE)
_MEDIA_TYPE = re.compile(r"(?:application|multipart|text)/[\w.+-]+")


def knows(page: Page) -> bool:
    """Return whether the page has a `<ParamField>` or a `<ResponseField>`."""
    return has_fields(page.text)


def read(page: Page, report: Report) -> Reading | None:
    """Return the operation; None with an error if neither method nor path is known, or no field has a name."""
    matter = front_matter.read(page.text, page.first_line)
    whole = page
    page, apart = asides.parted(page, matter)
    sent, types = described(apart)
    parts = _parts_of(page, matter)
    operations: list[PageOperation] = []
    examples: list[PagePayload] = []
    findings: list[Finding] = []
    failed = Report()
    for part in parts:
        found = _part(part, page, matter if len(parts) == 1 else front_matter.FrontMatter({}, {}, 0), failed)
        if found is None:
            break
        operation, shown, notes = found
        operations.append(operation)
        examples += shown
        findings += notes
    if failed.failed and not (sent or types):
        report.extend(failed)
        return None
    findings += [lost for block in fences(whole.text, whole.first_line) if (lost := page_examples.broken(block))]
    return draft.reading(
        NAME,
        whole,
        operations,
        webhooks=sent,
        types=types,
        examples=page_examples.distinct(examples),
        findings=findings,
    )


def _parts_of(page: Page, matter: FrontMatter) -> list[Page]:
    """Return the parts with an operation each; the page itself where it is about one, and only mentions others."""
    if matter.get("api") or matter.get("openapi"):
        return [page]
    parts = segments(page, matter.end)
    return parts if all(has_fields(one.text) for one in parts) else [page]


def _part(
    part: Page, page: Page, matter: FrontMatter, report: Report
) -> tuple[PageOperation, Sequence[PagePayload], Sequence[Finding]] | None:
    """Return the operation of a part of a page, its examples and findings; None with an error where it has none."""
    text = front_matter.body(part.text, matter.end)
    blocks = fences(text, part.first_line)
    walk = _Walk()
    walk.element(parse(text, part.first_line), Announcement(""))
    if walk.nameless and not walk.named:
        message = f"the page has lost the names of its {walk.nameless} fields: import another form of it"
        report.error("lost-names", message, page.where(page.first_line))
        return None
    place = located(part, matter, blocks, report, [one.name for one in walk.fields["path"]])
    if place is None:
        return None
    if part is not page:
        place = as_part(place, part, page)
    payloads = _payloads(walk, blocks)
    operation = _operation(part, place, walk, matter, [one for one, answer in payloads if answer])
    return operation, _examples(payloads, operation, place), (*place.findings, *walk.findings)


READER = PageReader(NAME, "Mintlify with ParamField", "`<ParamField …>` or `<ResponseField …>`", knows, read)


@dataclass(slots=True)
class _Answers:
    """The fields of one response, as the page lists them."""

    status: str
    line: int
    fields: list[Field] = field(default_factory=list[Field])
    whole: Field | None = None
    """The value, if the page has a type for it but no name."""


class _Walk:
    """Goes through the page's elements in their order, and knows what the last heading announced."""

    def __init__(self) -> None:
        self.fields: dict[str, list[Field]] = {place: [] for place in PLACES}
        self.answers: dict[str, _Answers] = {}
        self.examples: dict[int, Announcement] = {}
        """Line → what the component around it announces about its content."""
        self.findings: list[Finding] = []
        self.named = self.nameless = 0

    def element(self, parent: Element, around: Announcement) -> None:
        """Read what is directly in an element."""
        here = around
        for one in parent.content:
            if isinstance(one, JSXText):
                here = self._text(one, here)
            elif one.name == "ParamField":
                self._parameter(one, here)
            elif one.name == "ResponseField":
                self._answer(one, here)
            elif one.name in EXAMPLES:
                self._sample(one, Announcement("response" if one.name == "ResponseExample" else "body", example=True))
            else:
                self.element(one, self._titled(one, here))

    def _text(self, text: JSXText, here: Announcement) -> Announcement:
        for match in _HEADING.finditer(_plain(text.text)):
            said = announced(match[1] or match[2] or "")
            line = text.line + text.text.count("\n", 0, match.start())
            # "**Note**" and the like announce nothing, a heading of another kind ends what was announced.
            if said.place or match[1]:
                here = said
                self.examples[line] = said
        return here

    def _titled(self, element: Element, here: Announcement) -> Announcement:
        said = announced(element.attribute("title") or "")
        if not said.place:
            return here
        self.examples[element.line] = said
        return said

    def _sample(self, element: Element, said: Announcement) -> None:
        self.examples[element.line] = said
        end = element.line + _length(element)
        self.examples.setdefault(end, Announcement(""))

    def _parameter(self, element: Element, here: Announcement) -> None:
        place = next((one for one in PLACES if one in element.attributes), None)
        name = element.attribute(place) if place else element.attribute("name")
        if not name:
            self.nameless += 1
            return
        self.named += 1
        # Platforms that took over the component give it a `name`, and say the place in the heading.
        place = place or (here.place if here.place in PLACES else "body")
        self.fields[place].append(self._field(element, name))

    def _answer(self, element: Element, here: Announcement) -> None:
        name = element.attribute("name")
        if here.place in PLACES:
            # Many pages list what is sent with ResponseField, too.
            if name:
                self.named += 1
                self.fields[here.place].append(self._field(element, name))
            return
        answer = self.answers.setdefault(here.status, _Answers(here.status, element.line))
        if name:
            self.named += 1
            answer.fields.append(self._field(element, name))
        elif element.attribute("type"):
            answer.whole = self._field(element, "")
        else:
            self.nameless += 1

    def _field(self, element: Element, name: str) -> Field:
        inner = list(inner_names(element))
        self.named += sum(1 for one in inner if one)
        self.nameless += sum(1 for one in inner if not one)
        return field_of(element, name)


def _plain(text: str) -> str:
    """Return a text with the lines of its fences emptied."""
    lines = text.split("\n")
    for fence in fences(text):
        lines[fence.line - 1 : fence.end] = [" " * len(line) for line in lines[fence.line - 1 : fence.end]]
    return "\n".join(lines)


def _length(element: Element) -> int:
    return sum(one.text.count("\n") if isinstance(one, JSXText) else _length(one) for one in element.content)


def _operation(
    page: Page, place: Located, walk: _Walk, matter: FrontMatter, payloads: Sequence[page_examples.JSONBlock]
) -> PageOperation:
    listed = tuple(PageParameter(where, one) for where in PLACES[:-1] for one in walk.fields[where])
    arguments, credentials = parted(listed)
    stated_by_page = _method(matter)
    text = tidy(place.description)
    known = credentials or stated_by_page or page_examples.credentials(place.samples)
    return PageOperation(
        place.method,
        place.path,
        place.line,
        title=place.title,
        title_line=place.title_line,
        description="\n\n".join(one for one in (text, said_rates(page.text, text)) if one),
        path_origin=place.origin,
        deprecated=matter.get("deprecated").lower() == "true",
        servers=place.servers,
        parameters=arguments,
        bodies=_bodies(place, walk, matter),
        answers=_with_statuses(_answers(walk, payloads), page),
        credentials=() if matter.get("authMethod").lower() == "none" else known,
    )


def _method(matter: FrontMatter) -> tuple[PageCredential, ...]:
    kind = matter.get("authMethod").lower()
    return (PageCredential(kind, matter.lines.get("authMethod", 0)),) if kind in ("bearer", "basic") else ()


def _bodies(place: Located, walk: _Walk, matter: FrontMatter) -> tuple[PageBody, ...]:
    listed = nested(walk.fields["body"])
    if not listed:
        return ()
    value = Field("", listed[0].line, {"type": "object"}, fields=listed)
    content_type, stated = _content_type(place, walk, matter)
    return (PageBody(value, content_type, stated),)


def _content_type(place: Located, walk: _Walk, matter: FrontMatter) -> tuple[str, bool]:
    """Return the type of the body, and whether the page, rather than nothing, names it."""
    said = [matter.get("contentType")]
    for one in walk.fields["header"]:
        if one.name.lower() == "content-type":
            said += [str(one.schema.get("default", "")), one.description]
    said.append(sent_media_type(place.samples))
    for text in said:
        match = _MEDIA_TYPE.search(text)
        if match:
            return match[0].lower(), True
    return "application/json", False


def _answers(walk: _Walk, payloads: Sequence[page_examples.JSONBlock]) -> tuple[PageResponse, ...]:
    """Return the answers: those with fields, and those that a sample shows under its status."""
    made: dict[str, PageResponse] = {}
    shown = {one.status: one for one in reversed(payloads) if one.status}
    successes = [status for status in shown if status.startswith("2")]
    for one in walk.answers.values():
        value = one.whole
        if one.fields:
            value = Field("", one.line, {"type": "object"}, fields=nested(one.fields))
        status = one.status or (successes[0] if len(successes) == 1 else "")
        origin = OriginKind.PAGE if status else OriginKind.GUESS
        made.setdefault(status or "200", PageResponse(status or "200", one.line, value=value, status_origin=origin))
    for status, payload in reversed(shown.items()):
        if status not in made:
            value = sampled_field("", payload.value.value, payload.line) if telling([payload]) else None
            made[status] = PageResponse(status, payload.line, value=value)
    nameless = [one for one in telling(payloads) if not one.status]
    if not any(status.startswith("2") for status in made) and nameless:
        value = sampled_field("", nameless[0].value.value, nameless[0].line)
        made["200"] = PageResponse("200", nameless[0].line, value=value, status_origin=OriginKind.GUESS)
    return tuple(made.values())


def _with_statuses(answers: tuple[PageResponse, ...], page: Page) -> tuple[PageResponse, ...]:
    """Return the responses, and those of the statuses that tables and lists of the page have in addition."""
    made = {one.status: one for one in answers}
    for status, text, line in listed(_plain(page.text), page.first_line).statuses:
        known = made.get(status)
        if known is None:
            made[status] = PageResponse(status, line, text)
        elif not known.description:
            made[status] = replace(known, description=text)
    return tuple(made.values())


def _payloads(walk: _Walk, blocks: Sequence[Fence]) -> list[tuple[page_examples.JSONBlock, bool | None]]:
    """Return the JSON blocks of the page, and whether each is an answer (True), a request (False) or neither (None)."""
    found: list[tuple[page_examples.JSONBlock, bool | None]] = []
    for fence in blocks:
        around = walk.examples.get(max((line for line in walk.examples if line <= fence.line), default=0))
        payload = page_examples.payload(fence, around.status if around else "")
        if payload is None:
            continue
        answer = page_examples.is_response(fence.info)
        if around and around.place and (around.example or answer is None):
            answer = around.place == "response"
        found.append((payload, answer))
    return found


def _examples(
    found: Sequence[tuple[page_examples.JSONBlock, bool | None]], operation: PageOperation, place: Located
) -> tuple[PagePayload, ...]:
    method, path = operation.method, operation.path
    made = [one for sample in place.samples if (one := page_examples.request_example(sample, method, path)) is not None]
    for payload, answer in found:
        if answer and (one := page_examples.response_example(payload, method, path)):
            made.append(one)
        elif answer is False and payload.value.whole and operation.bodies:
            made.append(PagePayload(method, path, "request", payload.value.value, payload.line, None, payload.label))
    return page_examples.distinct(made)
