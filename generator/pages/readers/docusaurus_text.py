"""The text of a rendered Docusaurus OpenAPI page: `**name** stringrequired`, one paragraph a field, by sections.

Taken: method and path, fields with types, marks, `Possible values`, `Default value`, items of arrays between `Array [`
and `]`. Not taken: which fields are in an object, unless a sample shows it; the page lists them all on one level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .. import draft
from ..credentials import parted
from ..markdown import fences, unescaped, without_fences
from ..operations import Field, PageBody, PageCredential, PageOperation, PageParameter, PageResponse
from ..reading import Finding, OriginKind, PageReader
from ..rendered_fields.fields import RawField, tree
from ..rendered_fields.lines import Line
from ..samples.sample import sent_media_type
from ..text import front_matter, page_examples
from ..text.operation_text import located
from ..text.targets import METHOD_WORD
from ..type_words import schema_of
from ..wording.headings import announced

if TYPE_CHECKING:
    from ...diagnostics import Report
    from ...document.document import JSON
    from ..reading import Page, Reading

NAME = "docusaurus-text"
_FIELD = re.compile(r"^\s*(?:↳\s*)?\*\*([\w$@.\[\]-]+)\*\*\s*(\S.*)$")
_MARKS = re.compile(r"(?:[\s*_`]*)(required|nullable|deprecated|readonly|writeonly)[\s*_`]*$", re.IGNORECASE)
_TITLED = re.compile(r"^(.*?)\s*\((.+)\)$")
_VALUES = re.compile(r"^\s*\*\*Possible values:\*\*\s*\[(.*)\]\s*$")
_DEFAULT = re.compile(r"^\s*\*\*Default value:\*\*\s*`(.*)`\s*$")
_EXAMPLE = re.compile(r"^\s*\*\*Examples?:\*\*")
_SPLIT = re.compile(
    rf"^[ \t>*]*({METHOD_WORD})[ \t]*\n(?:[ \t]*\n){{0,3}}[ \t]*(?:#{{1,3}}[ \t]+)?((?:https?://|/)\S+)", re.MULTILINE
)
_HEADING = re.compile(r"^ {0,3}#{2,6}[ \t]*(.*?)[ \t#]*$")
_STATUS = re.compile(r"^\s*(?:[*-]\s+)?([1-5]\d\d)\s*$")
_OPEN, _CLOSE = re.compile(r"^\s*(?:[*-]\s+)?Array \[\s*$"), re.compile(r"^\s*(?:[*-]\s+)?\]\s*$")
_SCHEMA = re.compile(r"^\s*\*\*Schema\*\*\s*$")
_ENOUGH = 2


_AUTHORIZATION = re.compile(r"^[ \t#*]*Authori[sz]ation: ([\w-]{1,80})[ \t*]*$", re.MULTILINE)
_SCHEME = re.compile(r"scheme:[ \t*]*(bearer|basic)", re.IGNORECASE)
_PLACE = re.compile(r"(?:\b|(?<=Key))in:[ \t*]*(header|query|cookie)", re.IGNORECASE)
_NEAR = 600


def knows(page: Page) -> bool:
    """Return whether fields are in bold with words for their type after them, and the sections are Docusaurus's."""
    text = page.text
    signs = ("**Possible values:**", "**Schema**", '"Direct link to ', "**Default value:**", "Array [")
    found = sum(one in text for one in signs)
    return (
        found >= 1
        and len(_typed(text)) >= _ENOUGH
        and re.search(r"^#{2,3}\s*(?:Request|Responses)\b", text, re.MULTILINE) is not None
    )


def _typed(text: str) -> list[str]:
    return [
        line
        for line in text.split("\n")
        if (match := _FIELD.match(line)) and _columns(match[1], match[2], 0) is not None
    ]


def read(page: Page, report: Report) -> Reading | None:
    """Return the operation; None with an error if no line and no sample says method and path."""
    text = _SPLIT.sub(lambda found: f"{found[1]} {found[2]}" + "\n" * found[0].count("\n"), page.text)
    joined = type(page)(text, page.name, page.address, page.first_line)
    blocks = fences(text, page.first_line)
    place = located(joined, front_matter.FrontMatter({}, {}, 0), blocks, report)
    if place is None:
        return None
    walk = _Walk()
    for number, line in enumerate(without_fences(text).split("\n"), page.first_line):
        walk.line(unescaped(line), number)
    payloads = [one for block in blocks if (one := page_examples.payload(block)) is not None and one.value.whole]
    sent = next((one.body for one in place.samples if one.has_body), None)
    answer: JSON = payloads[0].value.value if payloads else None
    findings: list[Finding] = [*place.findings]
    listed = [
        PageParameter(where, one)
        for where in ("path", "query", "header", "cookie")
        for one in tree(walk.of(where), None, findings)
    ]
    arguments, credentials = parted(tuple(listed))
    fields = tree(walk.of("body"), sent, findings)
    operation = PageOperation(
        place.method,
        place.path,
        place.line,
        title=place.title,
        title_line=place.title_line,
        description=place.description,
        path_origin=place.origin,
        servers=place.servers,
        parameters=arguments,
        bodies=_bodies(fields, sent_media_type(place.samples)),
        answers=tuple(_answers(walk, answer, findings)),
        credentials=credentials or _schemes(page) or page_examples.credentials(place.samples),
    )
    sendings = [page_examples.request_example(sample, place.method, place.path) for sample in place.samples]
    examples = [sending for sending in sendings if sending is not None]
    return draft.reading(NAME, page, [operation], examples=examples, findings=findings)


READER = PageReader(
    NAME,
    "rendered Docusaurus OpenAPI",
    "`**name** stringrequired`, `**Possible values:**`, `## Responses`",
    knows,
    read,
)


def _schemes(page: Page) -> tuple[PageCredential, ...]:
    """Return the credential of the part `Authorization: NAME`, below which name, type and place stand."""
    match = _AUTHORIZATION.search(page.text)
    if match is None:
        return ()
    line = page.first_line + page.text.count("\n", 0, match.start())
    below = page.text[match.end() : match.end() + _NEAR]
    http, place = _SCHEME.search(below), _PLACE.search(below)
    if http is not None:
        return (PageCredential(http[1].lower(), line),)
    return (PageCredential("apiKey", line, match[1], place[1].lower()),) if place is not None else ()


@dataclass(slots=True)
class _Walk:
    """Goes through the lines, and knows the section, the status and the arrays that they are in."""

    place: str = ""
    status: str = ""
    statuses: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    fields: dict[tuple[str, str], list[RawField]] = field(default_factory=dict[tuple[str, str], list[RawField]])
    arrays: list[str] = field(default_factory=list[str])
    last: RawField | None = None

    def of(self, place: str, status: str = "") -> Sequence[RawField]:
        return self.fields.get((place, status), [])

    def line(self, text: str, number: int) -> None:
        if (heading := _HEADING.match(text)) is not None:
            self._heading(heading[1])
        elif self.place == "response" and (match := _STATUS.match(text)) is not None:
            self.statuses.append((match[1], number))
            self.last = None
        elif _SCHEMA.match(text):
            # The tabs of all statuses stand first; only the first one's content follows.
            seen = [status for (place, status) in self.fields if place == "response" and status]
            following = [status for status, _ in self.statuses if status not in seen]
            self.status = following[0] if following else ""
            self.arrays, self.last = [], None
        elif _OPEN.match(text) and self.last is not None:
            self.arrays.append(self.last.name)
            self.last = None
        elif _CLOSE.match(text):
            self.arrays = self.arrays[:-1]
            self.last = None
        else:
            self._content(text, number)

    def _heading(self, title: str) -> None:
        said = announced(re.sub(r"\[.*|\*\*", " ", title))
        if said.place:
            self.place = said.place
        self.arrays, self.last = [], None

    def _content(self, text: str, number: int) -> None:
        match = _FIELD.match(text)
        made = _columns(match[1], match[2], number) if match else None
        if made is not None and self.place:
            made.name = "".join(f"{one}[]." for one in self.arrays[-1:]) + made.name if self.arrays else made.name
            self.fields.setdefault((self.place, self.status if self.place == "response" else ""), []).append(made)
            self.last = made
        elif self.last is not None and (values := _VALUES.match(text)):
            self.last.options = [one.strip("` ") for one in values[1].split(",")]
        elif self.last is not None and (default := _DEFAULT.match(text)):
            self.last.default = default[1]
        elif self.last is not None and text.strip() and not _EXAMPLE.match(text) and not text.lstrip().startswith("**"):
            self.last.prose.append(Line(text.strip(), number))


def _columns(name: str, rest: str, number: int) -> RawField | None:
    """Return the field of a name and the text glued after it; None if that does not name a type."""
    marks: set[str] = set()
    words = rest.strip()
    while (match := _MARKS.search(words)) is not None:
        marks.add({"readonly": "read-only", "writeonly": "write-only"}.get(match[1].lower(), match[1].lower()))
        words = words[: match.start()].strip()
    words = words.strip("`* ")
    titled = _TITLED.match(words)
    if titled and schema_of(titled[2]) is not None:
        words = titled[2]
    if schema_of(words) is None:
        return None
    return RawField(name, number, words=words, marks=marks, switch="hide" if words.startswith("object") else "")


def _bodies(fields: tuple[Field, ...], sent: str) -> tuple[PageBody, ...]:
    if not fields:
        return ()
    value = Field("", fields[0].line, {"type": "object"}, fields=fields)
    return (PageBody(value, sent or "application/json", bool(sent)),)


def _answers(walk: _Walk, sample: JSON, findings: list[Finding]) -> list[PageResponse]:
    made: dict[str, PageResponse] = {}
    for (place, status), raws in walk.fields.items():
        if place != "response":
            continue
        fields = tree(raws, sample if status.startswith("2") or not status else None, findings)
        value = Field("", raws[0].line, {"type": "object"}, fields=fields)
        origin = OriginKind.PAGE if status else OriginKind.GUESS
        made[status or "200"] = PageResponse(status or "200", raws[0].line, value=value, status_origin=origin)
    for status, line in walk.statuses:
        made.setdefault(status, PageResponse(status, line))
    return sorted(made.values(), key=lambda one: one.status)
