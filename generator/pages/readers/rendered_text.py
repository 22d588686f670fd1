"""The text of rendered pages of ReadMe, Stoplight, Scalar, Apidog and GitBook: sections, and fields in lines.

Taken: method and address, sections of parameters, bodies and responses with names, types, marks, options, defaults and
limits, samples. Not taken: the fields of an object where neither the page nor a sample shows which lines are in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .. import draft, sample_calls
from ..credentials import listed_credential, parted
from ..operations import Field, PageBody, PageCredential, PageOperation, PageParameter, PageResponse, PageServer
from ..reading import Finding, OriginKind, PagePayload, PageReader
from ..rendered_fields.glued_columns import is_glued, parted_columns
from ..rendered_fields.samples import Samples, as_samples, taken_out
from ..rendered_fields.text_fields import fields_of, starts
from ..samples.sample import sent_media_type
from ..text import html, page_examples
from ..text.sampled import sampled_field
from ..text.tables import lists_fields
from ..text.targets import METHOD_WORD, METHODS, URLParts, front, joined, target
from ..wording.stated_credentials import stated_credentials

if TYPE_CHECKING:
    from ...diagnostics import Report
    from ...document.document import JSON
    from ..reading import Page, Reading
    from ..samples.sample import Sample

NAME = "rendered-text"
_MARKS = re.compile(
    r"^[ \t#*]*(?:(?:Path|Query|Header|Body|Form) Params(?:[ \t]+[a-z]+/[\w.+-]+)?|Copy link to \S+|Send API Request"
    r"|array\[\w+\])[ \t*]*$",
    re.MULTILINE,
)
_MEDIA = r"(?P<media>[a-z]+/[\w.+*-]+)"
_SECTION = re.compile(
    r"(?:Request )?(?P<place>path|query|headers?|cookies?|body|form)(?: ?(?:data|params?|parameters?|string))?"
    rf"(?:[ \t]+{_MEDIA})?(?: (?:required|optional))?",
    re.IGNORECASE,
)
_AUTHORIZATIONS = re.compile(r"Authori[sz]ations", re.IGNORECASE)
_RESPONSES = re.compile(r"Responses?|Returns", re.IGNORECASE)
_RESPONSE_BODY = re.compile(rf"(?:Response body|Body|Response schema)(?:[ \t]+{_MEDIA})?", re.IGNORECASE)
_STATUS = re.compile(
    r"(?:[🟢🟠🔴🟡⚪🔵][ \t]*)?(?P<status>[1-5]\d\d|[1-5]XX|default)"
    r"(?:[ \t]*[-\u2013:]?[ \t]*(?P<text>[A-Z][\w ,'-]{1,80}))?"
)
_END = re.compile(
    r"(?:Request|Response|Code) (?:samples?|examples?)|Request Example.*|Examples?|Credentials|Language"
    r"|Send API Request|Updated .{1,40} ago|Did this page help you\?|cURL Request|Try It!?|Modified at .*|Previous|Next"
    r"|Recent Requests|Click Try It!.*|Shell|Authentication|Authorization|Auth|Servers?"
    r"|Was this (?:page )?helpful\?|Last updated .*|Test it|HTTP",
    re.IGNORECASE,
)
_LINE = re.compile(rf"(?P<method>{METHOD_WORD})[ \t]*(?P<url>(?:https?://|/)\S*)?", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|/)\S*")
_MEDIA_LINE = re.compile(_MEDIA)
_LONGEST_TITLE = 100
_LONGEST_LINE = 2_000
_NOISE = re.compile(
    r"Copy|Copy link|Last modified:.*|Try It!?|Run|Debug|Jump to Content|Log In|Search|CTRL-?K|⌘K", re.IGNORECASE
)


def knows(page: Page) -> bool:
    """Return whether the text has the section titles or buttons of these platforms, and a line with a method."""
    text = page.text
    if html.is_html(text) or "<ParamField" in text or "## OpenAPI" in text or lists_fields(text):
        return False
    if _MARKS.search(text) is None and not is_glued(text):
        return False
    lines = _lines(text, page.first_line)
    return any(starts(lines, at) for at in range(len(lines)))


def read(page: Page, report: Report) -> Reading | None:
    """Return the operation; None with an error if no line and no command says method and path."""
    found = taken_out(_unnumbered(page.text), page.first_line)
    samples = as_samples(found.commands)
    lines = _lines(found.text, page.first_line)
    head = _head(lines, samples)
    if head is None:
        message = "neither a line nor a curl command says method and path: import another form of the page"
        report.error("no-operation", message, page.where(page.first_line))
        return None
    called = [one for one in samples if page_examples.calls(one, head.method, head.path)]
    sent: JSON = next((one.body for one in called if one.has_body), None)
    answered: JSON = next((one.value.value for one in found.payloads if one.value.whole), None)
    parts = _parts(_sections(lines[head.end :]), sent, answered, sent_media_type(called))
    findings = [*([head.finding] if head.finding else []), *parts.findings]
    operation = _operation(page, head, parts, called)
    made = draft.reading(
        NAME, page, [operation], examples=list(_examples(operation, samples, found)), findings=findings
    )
    return replace(made, calls=tuple(sample_calls.of_paths(samples, [operation.path])))


READER = PageReader(
    NAME,
    "text of a rendered page of ReadMe, Stoplight, Scalar, Apidog or GitBook",
    "`Body Params`, `Copy link to …`, `Send API Request` or `array[…]` on a line, and fields in lines; `Body` or "
    "`Path parameters`, `Responses` and glued columns (`idstringRequired`)",
    knows,
    read,
)


@dataclass(frozen=True, slots=True)
class _Head:
    method: str
    path: str
    line: int
    origin: OriginKind
    server: PageServer | None
    title: str
    title_line: int
    description: str
    end: int
    """The index of the line behind it."""
    finding: Finding | None = None


@dataclass(slots=True)
class _Section:
    """The lines of one section; of a response, with its status."""

    place: str
    line: int
    status: str = ""
    text: str = ""
    media: str = ""
    lines: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])


def _lines(text: str, first_line: int) -> list[tuple[int, str]]:
    """Return the lines that are not empty, without the marks of headings and emphasis, with their numbers."""
    made: list[tuple[int, str]] = []
    for number, line in enumerate(text.split("\n"), first_line):
        plain = re.sub(r"^#{1,6} +|\*\*|`|\u200b", "", line[:_LONGEST_LINE].strip()).strip()
        if plain and not _NOISE.fullmatch(plain):
            made += [(number, one) for one in parted_columns(plain)]
    return made


def _unnumbered(text: str) -> str:
    """Return a text whose code has no numbers on lines of their own between its lines."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if lines[at].strip() != "1":
            at += 1
            continue
        code: list[str] = []
        while at + 2 * len(code) + 1 < len(lines) and lines[at + 2 * len(code)].strip() == str(len(code) + 1):
            code.append(lines[at + 2 * len(code) + 1])
        if len(code) > 1:
            lines[at : at + 2 * len(code)] = [*code, *[""] * len(code)]
        at += max(1, len(code))
    return "\n".join(lines)


def _head(lines: Sequence[tuple[int, str]], samples: Sequence[Sample]) -> _Head | None:
    called = next((one for one in samples if one.url and target(one.url) is not None), None)
    place = target(called.url) if called else None
    shown = _stated(lines, place)
    if shown is None:
        if called is None or place is None or not place.path or called.method not in METHODS:
            return None
        server = PageServer(place.server, called.line, origin=OriginKind.SAMPLE) if place.server else None
        number, title = lines[0] if lines else (0, "")
        return _Head(
            called.method,
            place.path,
            called.line,
            OriginKind.SAMPLE,
            server,
            title,
            number,
            "",
            min(1, len(lines)),
        )
    start, end, method, parts = shown
    line = lines[start][0]
    server = PageServer(parts.server, line) if parts.server else None
    path = parts.path
    called_servers = [found for one in samples if (found := _called_server(path, one)) is not None]
    title_line, title = _title(lines, start)
    head = _Head(
        method,
        path,
        line,
        OriginKind.PAGE,
        server or next(iter(called_servers), None),
        title,
        title_line,
        _description(lines, end),
        end,
    )
    if called is None or place is None or not place.path or called_servers or front(path, place.path) is not None:
        return head
    text = f"the sample calls `{place.path}`, the page describes `{path}`"
    return replace(head, finding=Finding("path-contradiction", text, called.line))


def _called_server(path: str, sample: Sample) -> PageServer | None:
    """Return the server of a sample that calls a path of the page: its host, with what stands before the path."""
    place = target(sample.url) if sample.url else None
    before = front(path, place.path) if place is not None else None
    if place is None or not place.server or before is None:
        return None
    return PageServer(place.server + before, sample.line, origin=OriginKind.SAMPLE)


def _stated(lines: Sequence[tuple[int, str]], called: URLParts | None) -> tuple[int, int, str, URLParts] | None:
    """Return where method and address stand, and both; of several calls, such as in a navigation, that of a sample."""
    found: list[tuple[int, int, str, URLParts]] = []
    for at, (_, text) in enumerate(lines):
        match = _LINE.fullmatch(text)
        if match is None:
            continue
        url, end = match["url"] or "", at + 1
        if not url and end < len(lines) and _URL.fullmatch(lines[end][1]):
            url, end = lines[end][1], end + 1
        base = target(url) if url else None
        if base is not None and base.server and end < len(lines) and re.fullmatch(r"/\S*", lines[end][1]):
            # The server and the path are columns of their own.
            below = target(lines[end][1])
            base = replace(base, path=joined(base.path, below.path)) if below else base
            end += 1
        if base is not None and base.path:
            found.append((at, end, match["method"].lower(), base))
    fitting = [one for one in found if called is not None and front(one[3].path, called.path) is not None]
    chosen = next(iter(fitting or found), None)
    return None if chosen is None else (*chosen[:3], _without_base(chosen, found))


def _without_base(chosen: tuple[int, int, str, URLParts], found: Sequence[tuple[int, int, str, URLParts]]) -> URLParts:
    """Return the address; where the page also states the path alone, what is in front of it belongs to the server."""
    parts = chosen[3]
    for _, _, method, other in found:
        if method == chosen[2] and not other.server and parts.server and parts.path.endswith(other.path):
            return replace(parts, server=parts.server + parts.path.removesuffix(other.path), path=other.path)
    return parts


def _title(lines: Sequence[tuple[int, str]], start: int) -> tuple[int, str]:
    """Return the nearest line above method and address that can be a title, with its number."""
    for number, text in reversed(lines[max(0, start - 2) : start]):
        if len(text) <= _LONGEST_TITLE and not _LINE.fullmatch(text) and text[-1] not in ".:" and text[0].isalnum():
            return number, text
    return 0, ""


def _description(lines: Sequence[tuple[int, str]], start: int) -> str:
    """Return the text between method and address and the first section."""
    kept: list[str] = []
    for at in range(start, len(lines)):
        text = lines[at][1]
        if _SECTION.fullmatch(text) or _RESPONSES.fullmatch(text) or _END.fullmatch(text) or text == "Request":
            break
        if starts(lines, at) or _MEDIA_LINE.fullmatch(text):
            break
        kept.append(text)
    return "\n".join(kept) if len(kept) <= _MOST_TEXT else ""


_MOST_TEXT = 20


def _sections(lines: Sequence[tuple[int, str]]) -> list[_Section]:
    """Return the sections; below `Responses`, one for each status."""
    found: list[_Section] = []
    current: _Section | None = None
    answers = False
    for at, (number, text) in enumerate(lines):
        is_field = starts(lines, at)
        section = None if is_field else _SECTION.fullmatch(text)
        if not is_field and _RESPONSES.fullmatch(text):
            answers, current = True, None
        elif answers and (status := _STATUS.fullmatch(text)) is not None:
            current = _answer(found, current, status, number)
        elif answers and not is_field and (body := _RESPONSE_BODY.fullmatch(text)) is not None:
            if current is not None:
                current.media = body["media"] or current.media
                current.text = current.text or (current.lines[0][1] if current.lines else "")
                current.lines = []
        elif not is_field and _AUTHORIZATIONS.fullmatch(text):
            answers, current = False, _Section("authorization", number)
            found.append(current)
        elif found and not is_field and _LINE.fullmatch(text) is not None:
            # Method and address once more, above the samples.
            answers, current = False, None
        elif section is not None and not answers:
            place = section["place"].casefold().removesuffix("s")
            current = _Section({"form": "body"}.get(place, place), number, media=section["media"] or "")
            found.append(current)
        elif not is_field and _END.fullmatch(text):
            answers, current = answers and text.casefold() not in _FAR, None
        elif current is not None and _MEDIA_LINE.fullmatch(text):
            current.media = text
        elif current is not None:
            current.lines.append((number, text))
    return found


_FAR = frozenset({"credentials", "language", "send api request", "did this page help you?", "shell"})
"""Lines behind which no more responses are described."""


def _answer(found: list[_Section], current: _Section | None, status: re.Match[str], number: int) -> _Section:
    """Return the response that the following lines describe: of several tabs, the first one is open."""
    known = next((one for one in found if one.place == "response" and one.status == status["status"].upper()), None)
    if known is not None:
        return known
    made = _Section("response", number, status["status"].upper(), status["text"] or "")
    found.append(made)
    is_tab = current is not None and current.place == "response" and not current.lines and not current.text
    return current if is_tab and current is not None else made


@dataclass(slots=True)
class _Parts:
    """What the sections describe."""

    parameters: list[PageParameter] = field(default_factory=list[PageParameter])
    bodies: list[PageBody] = field(default_factory=list[PageBody])
    answers: list[PageResponse] = field(default_factory=list[PageResponse])
    credentials: list[PageCredential] = field(default_factory=list[PageCredential])
    findings: list[Finding] = field(default_factory=list[Finding])


def _parts(sections: Sequence[_Section], sent: JSON, answered: JSON, media_type: str) -> _Parts:
    """Return what the sections describe, with what samples send and show as the answer."""
    found = _Parts()
    for one in sections:
        is_success = one.place == "response" and one.status.startswith("2")
        sample = sent if one.place == "body" else answered if is_success else None
        fields = fields_of(one.lines, sample, found.findings)
        value = Field("", one.line, {"type": "object"}, fields=fields) if fields else None
        media = one.media or (media_type if one.place == "body" else "")
        if one.place == "response":
            text = one.text or (one.lines[0][1] if one.lines and not starts(one.lines, 0) else "")
            found.answers.append(PageResponse(one.status, one.line, text, value, media or "application/json"))
        elif one.place == "authorization":
            found.credentials += [listed_credential("header", each) for each in fields]
        elif one.place == "body" and (value is not None or sent is not None):
            body = value or sampled_field("", sent, one.line)
            found.bodies.append(PageBody(body, media or "application/json", bool(media)))
        else:
            found.parameters += [PageParameter(one.place, each) for each in fields]
    return found


def _operation(page: Page, head: _Head, parts: _Parts, called: Sequence[Sample]) -> PageOperation:
    arguments, credentials = parted(tuple(parts.parameters))
    known = (
        tuple(parts.credentials)
        or credentials
        or stated_credentials(page.text, page.first_line)
        or page_examples.credentials(called)
    )
    return PageOperation(
        head.method,
        head.path,
        head.line,
        title=head.title,
        title_line=head.title_line,
        description=head.description,
        path_origin=head.origin,
        servers=(head.server,) if head.server else (),
        parameters=arguments,
        bodies=tuple(parts.bodies[:1]),
        answers=tuple(parts.answers),
        credentials=known,
    )


def _examples(operation: PageOperation, samples: Sequence[Sample], found: Samples) -> list[PagePayload]:
    made = [page_examples.request_example(one, operation.method, operation.path) for one in samples]
    successes = [one.status for one in operation.answers if one.status.startswith("2")]
    for one in found.payloads:
        known = replace(one, status=one.status or (successes[0] if len(successes) == 1 else None))
        made.append(page_examples.response_example(known, operation.method, operation.path))
    return list(page_examples.distinct(one for one in made if one is not None))
