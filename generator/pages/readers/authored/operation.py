"""One operation of a page that people write: from its head, its tables and lists, its samples and its prose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ... import cuts
from ...credentials import SET_BY_THE_CLIENT, parted
from ...operations import Field, PageBody, PageCredential, PageOperation, PageParameter, PageResponse
from ...reading import Finding, OriginKind, Page, PagePayload
from ...samples.sample import sent_media_type
from ...text import page_examples
from ...text.labels import labels
from ...text.nested_tables import PlacedFields, ShownNames, with_known_places
from ...text.operation_text import Located
from ...text.sampled import sampled_field, sampled_form
from ...text.targets import parameters, target
from ...wording.headings import announced
from ...wording.stated_credentials import is_public, stated_credentials
from ...wording.stated_fields import nested, tidy
from .listed_fields import (
    as_file,
    distinct,
    dotted_names,
    guessed,
    is_generic,
    merged,
    outermost,
    repeated,
    variant,
    with_headers,
    with_parents,
    wrapping,
)
from .payloads import payloads, sampled_blocks, telling
from .said_responses import STATUS_LINE, said_file, said_rates, said_statuses, shows_xml

if TYPE_CHECKING:
    from ....document.document import JSON
    from ...text.table_fields import Listed

_STANDARD = frozenset(
    {"accept-encoding", "accept-language", "cache-control", "connection", "cookie"}
    | {"origin", "pragma", "referer", "dnt"}
)
_PLACES = ("path", "query", "header", "cookie")
_MEDIA_TYPE = re.compile(r"\b(?:application|multipart|text|image|audio|video)/[\w.+-]+", re.IGNORECASE)
_CONTENT_TYPE = re.compile(rf"[\W_]{{0,6}}Content-Type[\W_]{{1,6}}({_MEDIA_TYPE.pattern})", re.IGNORECASE)
_ONE_OF = re.compile(r"\b(?:one of|either|any of)\b", re.IGNORECASE)
_RETURNS = re.compile(
    r"\b(?:returns?|responses?|responds? with|returned is)\b[^\n.|]{0,40}?\b(?:an?|the)\b(?: \w+)?? "
    r"[\[`*]{0,3}([A-Z]\w{1,60})\b",
    re.IGNORECASE,
)
_MOST_RETURNS = 1_000
_NEAR = 4
_SHORT = 200
_STATUS_TEXT = re.compile(r"\b[1-5]\d\d\b[ \t:\u2013\u2014-]*\(?([A-Z][A-Za-z]+(?: [A-Za-z]+){0,4})\)?")


class AuthoredOperation:
    """One operation, from its head, its tables and its samples."""

    def __init__(
        self,
        place: Located,
        segment: Page,
        found: Listed,
        known: tuple[PageCredential, ...],
        named: Collection[str] = (),
    ) -> None:
        """`found` are the fields and statuses that the segment lists, `named` the names of the page's own types."""
        self.place = place
        self.named = named
        own = stated_credentials(segment.text, segment.first_line)
        self.known = own or (() if is_public(segment.text) else known)
        self.findings: list[Finding] = []
        self.heads = labels(segment.text, segment.first_line)
        self.said = list(said_statuses(segment, self.heads))
        blocks = payloads(segment, self.heads, place.line, place.path)
        self.findings += blocks.findings
        self.payloads = blocks.answers
        self.shown = telling(blocks.requests)
        self.telling = telling(self.payloads)
        self.text = segment.text
        self.lines = segment.text.split("\n")
        self.first_line = segment.first_line
        called = [one for one in place.samples if page_examples.calls(one, place.method, place.path)]
        self.samples = called
        targets = [found_target for one in called if (found_target := target(one.url)) is not None]
        self.sent = next((one for one in called if one.has_body), None)
        body = self.sent.body if self.sent is not None else None
        self.is_xml = not self.payloads and shows_xml(segment)
        self.answered = {name for one in self.payloads for name in dotted_names(one.value.value)}
        shown = ShownNames(
            {name for one in targets for name, _ in one.query},
            {name for one in called for name, _ in one.headers},
            set(body) if isinstance(body, dict) else {name for one in called for name, _ in one.form},
            self.answered,
        )
        self.placed = with_known_places(found.placed, parameters(place.path), shown)
        self.placed = list(self._wrapped(body))
        self._with_variants()
        self._homeless()
        self.findings += repeated(self.placed)
        self.operation = self._made(found)
        self.examples = list(self._examples())

    def _wrapped(self, body: JSON) -> Iterator[PlacedFields]:
        """Yield the fields; those that a sample shows within one of its members alone belong there: `data.callId`."""
        answer = next(
            (one.value.value for one in self.payloads if one.value.whole and (one.status or "2")[0] == "2"), None
        )
        member = {"response": wrapping(self.placed, "response", answer), "body": wrapping(self.placed, "body", body)}
        for place, (name, _) in member.items():
            if name:
                text = f"the sample shows the fields of the {place} within `{name}`: they are taken as its fields"
                self.findings.append(Finding("place-inferred", text, self.place.line))
        for one in self.placed:
            name, inside = member.get(one.place, ("", frozenset[str]())) if one.status[:1] in ("", "2") else ("", ())
            is_inside = name and outermost(one.field.name) in inside
            yield replace(one, field=replace(one.field, name=f"{name}.{one.field.name}")) if is_inside else one

    def _with_variants(self) -> None:
        """Give a field whose text names them ("one of A or B") the tables below the headings A and B."""
        groups: dict[int, list[Field]] = {}
        for one in self.placed:
            if not one.place and one.group:
                groups.setdefault(one.group, []).append(one.field)
        titles = {group: self._title(group) for group in groups}
        used: set[int] = set()
        for index, one in enumerate(self.placed):
            said = f"{one.words} {one.field.description}"
            if one.place not in ("body", "response") or not _ONE_OF.search(said):
                continue
            chosen = [at for at, title in titles.items() if title and re.search(rf"\b{re.escape(title)}\b", said)]
            if chosen:
                used.update(chosen)
                variants = tuple(variant(titles[at], groups[at]) for at in chosen)
                self.placed[index] = replace(one, field=replace(one.field, variants=variants))
        self.placed = [one for one in self.placed if one.place or one.group not in used]

    def _title(self, line: int) -> str:
        """Return the heading or label above a line."""
        at = bisect_left(self.heads, line, key=lambda one: one[0])
        return self.heads[at - 1][1].strip(" `*:") if at else ""

    def _homeless(self) -> None:
        """Report the fields without a known place; without a body, they can only belong to the query."""
        placed = {one.field.name for one in self.placed if one.place}
        groups = {one.group for one in self.placed if not one.place and one.field.name not in placed}
        # A table that repeats what another one places has nothing more to say.
        lost = [one for one in self.placed if not one.place and one.group in groups]
        if lost and self.place.method == "get" and self._is_answer(lost):
            rows = [one for one in self.placed if one.group == lost[0].group]
            kept = [one for one in self.placed if one.group != lost[0].group or one.place == "path"]
            self.placed = [*kept, *(replace(one, place="response") for one in rows)]
            text = (
                "the page does not say what a table describes; it has the path's parameter as a field, as an answer has"
            )
            self.findings.append(Finding("place-inferred", text, lost[0].field.line))
        elif lost and self.place.method in ("get", "delete", "head") and all(is_generic(one) for one in lost):
            self.placed = [replace(one, place="query") if not one.place else one for one in self.placed]
            text = "the page does not say where its parameters are sent; a call without a body has them in the query"
            self.findings.append(Finding("place-inferred", text, lost[0].field.line))
        elif lost and self._is_body(lost):
            self.placed = [guessed(one) if not one.place else one for one in self.placed]
            text = "the page does not say where its parameters are sent; they are taken as the body's"
            self.findings.append(Finding("place-inferred", text, lost[0].field.line))
        elif lost:
            names = ", ".join(f"`{one.field.name}`" for one in lost[:5])
            text = f"nothing says what the table with {names} describes; it is left out"
            self.findings.append(Finding("unplaced-fields", text, lost[0].field.line))

    def _is_answer(self, lost: Sequence[PlacedFields]) -> bool:
        """Return whether one table without a place lists what is answered: it has the path's parameter as a field, and
        none of its fields is marked as required or optional.
        """
        rows = [one for one in self.placed if one.group == lost[0].group and one.group]
        return (
            len({one.group for one in lost}) == 1
            and any(one.place == "path" for one in rows)
            and all(one.place in ("", "path") and one.field.required is None for one in rows)
        )

    def _is_body(self, lost: Sequence[PlacedFields]) -> bool:
        """Return whether one table without a place can only list what is sent, as nothing else on the page does."""
        return (
            self.sent is None
            and all(is_generic(one) for one in lost)
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
            PageParameter(place, one) for place in _PLACES for one in nested(distinct(self._of(place)))
        )
        arguments, credentials = parted(listed_parameters)
        place = self.place
        return PageOperation(
            method,
            place.path,
            place.line,
            title=place.title,
            title_line=place.title_line,
            description=self._description(),
            path_origin=place.origin,
            servers=place.servers,
            parameters=(*arguments, *self._sampled_query(arguments), *self._sampled_headers(arguments)),
            bodies=self._bodies(),
            answers=self._answers(found),
            credentials=credentials or self._credentials(),
        )

    def _description(self) -> str:
        """Return the description, with how often the operation may be called, which callers have to know."""
        text = tidy(self.place.description)
        rates = said_rates(self.text, text)
        return f"{text}\n\n{rates}".strip() if rates else text

    def _credentials(self) -> tuple[PageCredential, ...]:
        """Return what the page states, with what samples send in addition to that; what samples alone show, else."""
        sampled = page_examples.credentials(self.samples)
        stated = {(one.kind, one.name.lower()): one for one in self.known}
        if stated.keys() <= {(one.kind, one.name.lower()) for one in sampled}:
            return tuple(stated.get((one.kind, one.name.lower()), one) for one in sampled)
        return self.known

    def _sampled_query(self, known: Sequence[PageParameter]) -> Iterator[PageParameter]:
        """Yield the query parameters that the stated address has, and those that samples alone show."""
        names = {one.field.name for one in known if one.location == "query"}
        for name in self.place.query:
            if name not in names:
                names.add(name)
                yield PageParameter("query", Field(name, self.place.line, typed=False))
        for sample in self.samples:
            place = target(sample.url)
            for name, _ in place.query if place is not None else ():
                if name not in names:
                    names.add(name)
                    yield PageParameter("query", Field(name, sample.line, typed=False, origin=OriginKind.SAMPLE))

    def _sampled_headers(self, known: Sequence[PageParameter]) -> Iterator[PageParameter]:
        """Yield the headers that samples alone show: neither credentials nor what clients send by themselves."""
        names = {one.field.name.lower() for one in known if one.location == "header"}
        credentials = {one.name.lower() for one in page_examples.credentials(self.samples)}
        for sample in self.samples:
            for name, _ in sample.headers:
                if name.lower() not in _STANDARD | SET_BY_THE_CLIENT | names | credentials:
                    names.add(name.lower())
                    yield PageParameter("header", Field(name, sample.line, typed=False, origin=OriginKind.SAMPLE))

    def _media_type(self, place: str, status: str = "") -> str:
        """Return the media type that the heading of the body or of a response names; empty if none does."""
        for _, title in self.heads:
            said, match = announced(title), _MEDIA_TYPE.search(title)
            if match and said.place == place and said.status == status:
                return match[0].lower()
        return ""

    def _said_media_type(self) -> str:
        """Return the media type that a line or a listed header gives to the body; empty if none does."""
        for one in self._of("header"):
            if one.name.lower() == "content-type" and (match := _MEDIA_TYPE.search(one.description)):
                return match[0].lower()
        for number, line in enumerate(self.lines, self.first_line):
            match = _CONTENT_TYPE.match(line)
            at = bisect_left(self.heads, number, key=lambda one: one[0])
            if match and not (at and announced(self.heads[at - 1][1]).place == "response"):
                return match[1].lower()
        return ""

    def _bodies(self) -> tuple[PageBody, ...]:
        fields = nested(
            distinct(with_parents(self._of("body"), {name for one in self._sent() for name in dotted_names(one)}))
        )
        content_type = self._media_type("body") or sent_media_type(self.samples) or self._said_media_type()
        form = next((one for one in self.samples if one.form), None)
        sends = self.place.method in ("post", "put", "patch")
        if fields:
            files = {name for one in self.samples for name, value in one.form if value.startswith("@")}
            fields = tuple(as_file(one) if one.name in files and not one.typed else one for one in fields)
            value = Field("", fields[0].line, {"type": "object"}, fields=fields)
        elif self.sent is not None:
            bodies = [one.body for one in self.samples if one.has_body] + [one.value.value for one in self.shown]
            value = sampled_field("", merged(bodies), self.sent.line)
        elif form is not None:
            value = sampled_form(form)
        elif self.shown and sends:
            value = sampled_blocks(self.shown)
        else:
            return ()
        return (PageBody(value, content_type or "application/json", bool(content_type)),)

    def _sent(self) -> list[JSON]:
        return [one.body for one in self.samples if one.has_body] + [one.value.value for one in self.shown]

    def _answers(self, found: Listed) -> tuple[PageResponse, ...]:
        made: dict[str, PageResponse] = {}
        by_status: dict[str, list[PlacedFields]] = {}
        for one in self.placed:
            if one.place == "response":
                by_status.setdefault(one.status, []).append(one)
        shown = self.telling
        rows = (*found.statuses, *self.said, *self._headed())
        for status, ones in by_status.items():
            fields = nested(distinct(with_parents([one.field for one in ones], self.answered)))
            value = Field("", fields[0].line, {"type": "object"}, fields=fields)
            stated = (one for one, _, _ in (*found.statuses, *self.said) if one.startswith("2"))
            known = status or next((one.status for one in shown if one.status and one.status.startswith("2")), None)
            known = known or next(stated, None)
            origin = OriginKind.PAGE if known and known != "default" else OriginKind.GUESS
            media = self._media_type("response", status) or ("application/xml" if self.is_xml else "application/json")
            text = next((text for one, text, _ in rows if one == known and text), "")
            made[known or "200"] = PageResponse(known or "200", fields[0].line, text, value, media, origin)
        for status, text, line in rows:
            if status not in made:
                made[status] = PageResponse(status, line, text, self._shown(status))
        for payload in shown:
            status = payload.status or ("" if any(one.startswith("2") for one in made) else "200")
            if status and status not in made:
                origin = OriginKind.PAGE if payload.status else OriginKind.GUESS
                value = sampled_blocks([payload])
                made[status] = PageResponse(status, payload.line, value=value, status_origin=origin)
        return tuple(with_headers(self._with_file(self._with_type(made)), self.placed).values())

    def _with_type(self, made: dict[str, PageResponse]) -> dict[str, PageResponse]:
        """Return the responses; that of a success is a type of the page's own where prose says so."""
        named = (match for match in _RETURNS.finditer(self.text) if match[1] in self.named)
        first = {
            match[1]: match.start()
            for match in cuts.limited(named, _MOST_RETURNS, "sentences that say an answer's type")
        }
        names = {name: self.text.count("\n", 0, start) for name, start in first.items()}
        success = next((one for one in made.values() if one.status.startswith("2")), None)
        is_open = success is None or success.value is None or success.value.origin is OriginKind.SAMPLE
        if len(names) != 1 or not is_open:
            return made
        ((name, line),) = names.items()
        line += self.first_line
        answer = success or PageResponse("200", line, status_origin=OriginKind.GUESS)
        value = Field("", line, {"$ref": f"#/components/schemas/{name}"})
        return {**made, answer.status: replace(answer, value=value)}

    def _with_file(self, made: dict[str, PageResponse]) -> dict[str, PageResponse]:
        """Return the responses; that of a success has a file if the page says that it returns one, and nothing else."""
        ones = [one for one in made.values() if one.status[0] in "2d"]
        file = said_file(self.lines, self.first_line) if all(one.value is None for one in ones) else None
        if file is None:
            return made
        answer = ones[0] if ones else PageResponse("200", file[1], status_origin=OriginKind.GUESS)
        value = Field("", file[1], {"type": "string", "format": "binary"})
        return {**made, answer.status: replace(answer, value=value, content_type=file[0])}

    def _headed(self) -> Iterator[tuple[str, str, int]]:
        """Yield the statuses of headings: "### 404 Not Found", "Response (204)"."""
        for line, title in self.heads:
            said = announced(title)
            if said.place == "response" and said.status and said.status[0].isdigit():
                match = _STATUS_TEXT.search(title)
                yield said.status, match[1] if match else self._below(line), line

    def _below(self, line: int) -> str:
        """Return the sentence below a heading; empty if something else is there."""
        rest = self.lines[line - self.first_line + 1 : line - self.first_line + _NEAR]
        text = next((one.strip() for one in rest if one.strip()), "")
        return text if text[:1].isalnum() and len(text) < _SHORT and not STATUS_LINE.fullmatch(text) else ""

    def _shown(self, status: str) -> Field | None:
        ones = [one for one in self.telling if one.status == status]
        alone = [one for one in self.telling if one.status is None]
        if not ones and status.startswith("2"):
            ones = alone
        return sampled_blocks(ones) if ones else None

    def _examples(self) -> Iterator[PagePayload]:
        method, path = self.operation.method, self.operation.path
        for sample in self.samples:
            if (sent := page_examples.request_example(sample, method, path)) is not None:
                yield sent
        if self.operation.bodies and not self.operation.bodies[0].content_type.endswith("json"):
            self.shown = []
        for one in (one for one in self.shown if one.value.whole and self.operation.bodies):
            yield PagePayload(method, path, "request", one.value.value, one.line, None, one.label)
        for payload in self.payloads:
            if (answer := page_examples.response_example(payload, method, path)) is not None:
                yield answer
