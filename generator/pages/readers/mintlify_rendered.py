"""The text of a rendered Mintlify page: path in pieces, a curl command, sections of fields in lines or glued columns.

Taken: method and path where the pieces and the curl command agree, fields of the sections with types, marks, options,
defaults and limits, the status that is shown, samples. Not taken: fields that the page hides, and nesting that neither
names, anchors nor samples show. A page that lost the names of its fields is refused, or its bodies are known from the
samples alone and marked so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .. import draft, sample_calls
from ..credentials import listed_credential, parted
from ..names import begins_with_verb
from ..operations import Field, PageBody, PageOperation, PageParameter, PageResponse
from ..reading import Finding, OriginKind, PagePayload, PageReader
from ..rendered_fields import fields as rendered_fields
from ..rendered_fields.head import Head, head_of
from ..rendered_fields.lines import SECTIONS, Line, is_type, rendered_lines
from ..rendered_fields.samples import Samples, as_samples, taken_out
from ..samples.sample import Sample, sent_media_type
from ..text import page_examples
from ..text.sampled import sampled_field
from ..text.tables import lists_fields
from ..type_words import schema_of

if TYPE_CHECKING:
    from ...diagnostics import Report
    from ...document.document import JSON
    from ..reading import Page, Reading

NAME = "mintlify-rendered"
_MEDIA = r"(?:application|multipart|text|audio|image|video)/[\w.+*-]+|\*/\*"
_MEDIA_TYPE = re.compile(_MEDIA)
_STATUS = re.compile(
    rf"([1-5]\d\d|[1-5]XX|default)(?:[ -]+|(?=[a-z]))?({_MEDIA}|(?-i:[A-Z][A-Za-z]+(?: [A-Z][a-z]+){{0,4}}))?",
    re.IGNORECASE,
)
_TABS = re.compile(r"(?:[1-5]\d\d|[1-5]XX|default){2,}")
_OF_TYPE = re.compile(r"The (?:body|response) is of type `?([^`.]+?(?:\[\])*)`?\.")
_FOOTER = re.compile(
    r"Was this page helpful\??|⌘I|Powered by.*|Suggest edits|Raise issue|Previous|Next|Assistant|Built with.*|"
    r"Responses are generated using AI.*|Last modified on.*|On this page|Ask a question\.*|YesNo|Yes No|Navigation",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    r"^(?:[ \t#]*)(?:Authorizations|Path Parameters|Query Parameters|Body|Headers|Response)"
    r"(?=$|[ \t]*$|application/|\d{3})"
    r"|Authorizations?[A-Za-z-]+string ?header|Available options|Show ?child attributes",
    re.MULTILINE,
)
_COLUMNS = re.compile(
    r"^[ \t]*(?:string|integer|number|boolean|object|enum<\w+>|string<[\w-]+>|object\[\]|string\[\])[ \t]*$"
    r"|[a-z_](?:string|integer|number|boolean|object|enum<\w+>)(?:<[\w-]+>)?(?:\[\])?(?:header|query)?required",
    re.MULTILINE,
)


def knows(page: Page) -> bool:
    """Return whether the page has the section titles of rendered Mintlify, and a curl command in its form."""
    if "<ParamField" in page.text or "## OpenAPI" in page.text or lists_fields(page.text):
        return False
    signs = len({match[0].strip("# \t") for match in _SIGNS.finditer(page.text)})
    columns = _COLUMNS.search(page.text) is not None
    return signs >= 1 and ("curl --request" in page.text or (signs >= _ENOUGH and columns))


_ENOUGH = 2
_LONGEST_TITLE = 60


def read(page: Page, report: Report) -> Reading | None:
    """Return the operation; None with an error if method and path, or every name of a field, are lost."""
    found = taken_out(page.text, page.first_line)
    samples = as_samples(found.commands)
    known = _known(samples, found)
    lines = rendered_lines(found.text, page.first_line, known)
    head = head_of(lines, samples)
    if head is None:
        message = "neither the path in pieces nor a curl command says method and path: import another form of it"
        report.error("no-operation", message, page.where(page.first_line))
        return None
    body = next((one.body for one in samples if one.has_body), None)
    answers = [one for one in found.payloads if one.value.whole]
    parts = _Parts(_sections(lines), known, body, answers[0].value.value if answers else None)
    if parts.is_lost and not known:
        message = "the page has lost the names of its fields: import another form of it"
        report.error("lost-names", message, page.where(page.first_line))
        return None
    operation = _operation(head, parts, samples, found)
    examples = _examples(operation, samples, found)
    reading = draft.reading(NAME, page, [operation], examples=examples, findings=(*head.findings, *parts.findings))
    return replace(reading, calls=tuple(sample_calls.of_paths(samples, [operation.path])))


READER = PageReader(
    NAME,
    "rendered Mintlify",
    "sections such as `Authorizations`, `Path Parameters`, `Body`, `Response` with fields in lines, and a curl command",
    knows,
    read,
)


@dataclass(slots=True)
class _Block:
    """The lines of one section."""

    place: str
    line: int
    lines: list[Line] = field(default_factory=list[Line])


def _known(samples: Sequence[Sample], found: Samples) -> frozenset[str]:
    """Return all names that samples of the page have."""
    names: set[str] = set()
    waiting: list[JSON] = [one.body for one in samples if one.has_body]
    waiting += [one.value.value for one in found.payloads]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            names.update(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    for sample in samples:
        names.update(name for name, _ in (*sample.headers, *sample.form))
    return frozenset(names)


def _sections(lines: Sequence[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    open_block: _Block | None = None
    for one, following in zip(lines, [*lines, None][1:], strict=True):
        # A field may be called as a section is: then its type follows.
        named = following is not None and is_type(following.text)
        if one.text in SECTIONS and not one.start and not named:
            open_block = _Block(SECTIONS[one.text], one.line)
            blocks.append(open_block)
        elif _FOOTER.fullmatch(one.text):
            open_block = None
        elif open_block is not None:
            open_block.lines.append(one)
    for block in blocks:
        if block.lines and _is_neighbour(block.lines[-1].text):
            block.lines.pop()
    return [one for one in blocks if one.lines]


def _is_neighbour(text: str) -> bool:
    """Return whether the last line is the title of the page before or behind this one: "List calls"."""
    return len(text) <= _LONGEST_TITLE and text[-1:] not in ".:!?`" and begins_with_verb(text)


def _statuses(lines: Sequence[Line]) -> list[tuple[str, int, str]]:
    found: list[tuple[str, int, str]] = []
    for one, following in zip(lines, [*lines, None][1:], strict=True):
        if (match := _STATUS.fullmatch(one.text)) is not None:
            text = following.text if following is not None and not _STATUS.fullmatch(following.text) else ""
            found.append((match[1].upper(), one.line, text))
    return found


class _Parts:
    """The fields of all sections."""

    def __init__(self, blocks: Sequence[_Block], known: frozenset[str], body: JSON, answer: JSON) -> None:
        self.findings: list[Finding] = []
        self.fields: dict[str, list[Field]] = {
            place: [] for place in ("authorization", "path", "query", "header", "cookie")
        }
        self.places: dict[str, str] = {}
        self.bodies: list[tuple[_Block, rendered_fields.FieldSection, tuple[Field, ...]]] = []
        self.answers: list[tuple[_Block, rendered_fields.FieldSection, tuple[Field, ...]]] = []
        self.lost: list[_Block] = []
        self.errors: list[tuple[str, int, str]] = []
        """Statuses that a section of errors lists, each with its line and the text below it."""
        for block in blocks:
            if block.place == "errors":
                self.errors += _statuses(block.lines)
            else:
                self._block(block, known, body, answer)

    @property
    def is_lost(self) -> bool:
        """Whether sections have prose and no field, and no section has one."""
        listed = any(self.fields.values()) or any(fields for _, _, fields in (*self.bodies, *self.answers))
        return bool(self.lost) and not listed

    def _block(self, block: _Block, known: frozenset[str], body: JSON, answer: JSON) -> None:
        section = rendered_fields.read(block.lines, known)
        sample = {"body": body, "response": answer}.get(block.place)
        fields = rendered_fields.tree(section.fields, sample, self.findings)
        self.findings.extend(section.findings)
        if not fields and not _says_type(section):
            self.lost.append(block)
        match block.place:
            case "body":
                self.bodies.append((block, section, fields))
            case "response":
                self.answers.append((block, section, fields))
            case place:
                for raw in section.fields:
                    where = raw.marks & {"header", "query", "cookie"}
                    self.places.setdefault(raw.name, where.pop() if where else "header")
                self.fields[place] += [
                    one for one in fields if all(one.name != other.name for other in self.fields[place])
                ]


def _says_type(section: rendered_fields.FieldSection) -> bool:
    """Return whether a section without fields says what the value as a whole is, or that there is none."""
    prose = [
        one.text for one in section.lead if not _MEDIA_TYPE.fullmatch(one.text) and not _STATUS.fullmatch(one.text)
    ]
    return any(_OF_TYPE.match(text) for text in prose) or len(prose) <= _DESCRIPTIONS


_DESCRIPTIONS = 2
"""A description of the response, and perhaps one of its schema, come before the fields: more lines have lost their
names.
"""


def _operation(head: Head, parts: _Parts, samples: Sequence[Sample], found: Samples) -> PageOperation:
    listed = [
        PageParameter(place, one) for place in ("path", "query", "header", "cookie") for one in parts.fields[place]
    ]
    arguments, credentials = parted(tuple(listed))
    stated = tuple(
        listed_credential(parts.places.get(one.name, "header"), one) for one in parts.fields["authorization"]
    )
    known = stated or credentials or page_examples.credentials(samples)
    return PageOperation(
        head.method,
        head.path,
        head.line,
        title=head.title,
        title_line=head.title_line,
        description=head.description,
        path_origin=head.origin,
        servers=head.servers,
        parameters=arguments,
        bodies=_bodies(parts, samples),
        answers=_answers(parts, found),
        credentials=known,
    )


def _bodies(parts: _Parts, samples: Sequence[Sample]) -> tuple[PageBody, ...]:
    made: list[PageBody] = []
    for block, section, fields in parts.bodies:
        content_type, stated = _content_type(section)
        if not stated:
            sent = sent_media_type(samples)
            content_type, stated = sent or "application/json", bool(sent)
        value = _value(block, section, fields, next((one for one in samples if one.has_body), None), parts.findings)
        if all(one.content_type != content_type for one in made):
            made.append(PageBody(value, content_type, stated))
    return tuple(made)


def _content_type(section: rendered_fields.FieldSection) -> tuple[str, bool]:
    for one in section.lead:
        match = _MEDIA_TYPE.search(one.text)
        if match and (_MEDIA_TYPE.fullmatch(one.text) or _STATUS.match(one.text)):
            return match[0].lower(), True
    return "application/json", False


def _value(
    block: _Block,
    section: rendered_fields.FieldSection,
    fields: tuple[Field, ...],
    sample: Sample | None,
    findings: list[Finding],
) -> Field:
    """Return the value of a body: its fields, or its type alone, or what the sample shows where its names are lost."""
    if fields:
        if section.variants:
            text = "the page shows one of several forms of this value; none of its fields is taken for required"
            findings.append(Finding("variants", text, block.line))
            fields = tuple(replace(one, required=None) for one in fields)
        return Field("", block.line, {"type": "object"}, fields=fields)
    for one in section.lead:
        match = _OF_TYPE.match(one.text)
        schema = schema_of(match[1]) if match else None
        if schema is not None:
            return Field("", one.line, schema)
    if sample is not None and not _says_type(section):
        findings.append(
            Finding("lost-names", "the names of these fields are lost; they are known from a sample alone", block.line)
        )
        return sampled_field("", sample.body, sample.line)
    return Field("", block.line, typed=False)


def _answers(parts: _Parts, found: Samples) -> tuple[PageResponse, ...]:
    made: dict[str, PageResponse] = {}
    payloads = [one for one in found.payloads if one.value.whole]
    for block, section, fields in parts.answers:
        status, origin = _status(section, found)
        content_type, typed = _content_type(section)
        said = _described(section)
        value: Field | None = None
        if fields or typed or payloads:
            shown = next((one for one in payloads if one.status in (None, status)), None)
            value = _value(block, section, fields, _shown(shown), parts.findings)
        made.setdefault(status, PageResponse(status, block.line, said, value, content_type, origin))
    for status, line, text in (*((status, line, "") for status, line in found.statuses), *parts.errors):
        if status not in made or (text and made[status].value is None):
            made[status] = PageResponse(status, line, text)
    if not made and payloads:
        first = payloads[0]
        origin = OriginKind.SAMPLE if first.status else OriginKind.GUESS
        made["200"] = PageResponse(
            first.status or "200",
            first.line,
            "",
            sampled_field("", first.value.value, first.line),
            status_origin=origin,
        )
    return tuple(made.values())


def _shown(payload: page_examples.JSONBlock | None) -> Sample | None:
    return None if payload is None else Sample("json", payload.line, body=payload.value.value, has_body=True)


def _status(section: rendered_fields.FieldSection, found: Samples) -> tuple[str, OriginKind]:
    for one in section.lead:
        if (match := _STATUS.fullmatch(one.text)) is not None:
            return match[1].upper() if match[1].lower() != "default" else "default", OriginKind.PAGE
    if found.statuses:
        return found.statuses[0][0], OriginKind.PAGE
    return "200", OriginKind.GUESS


def _described(section: rendered_fields.FieldSection) -> str:
    for one in section.lead:
        if not (
            _STATUS.fullmatch(one.text)
            or _TABS.match(one.text)
            or _MEDIA_TYPE.fullmatch(one.text)
            or _OF_TYPE.match(one.text)
        ):
            return one.text
    return ""


def _examples(operation: PageOperation, samples: Sequence[Sample], found: Samples) -> tuple[PagePayload, ...]:
    method, path = operation.method, operation.path
    made = [one for sample in samples if (one := page_examples.request_example(sample, method, path)) is not None]
    for payload in found.payloads:
        if (answer := page_examples.response_example(payload, method, path)) is not None:
            made.append(answer if answer.status else replace(answer, status=_only_status(operation)))
    return page_examples.distinct(made)


def _only_status(operation: PageOperation) -> str | None:
    stated = [one.status for one in operation.answers if one.status_origin is OriginKind.PAGE]
    return stated[0] if stated else None
