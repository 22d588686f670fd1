"""A Fern page as rendered text: columns glued together, sections as lines of their own, perhaps with the navigation.

Takes: method and path from their lines, or (marked) from a sample; server and payload from curl; credentials,
parameters, fields of request and response, statuses. Cannot: see what the page folds away (`Show 5 properties`),
values of enumerations that are glued together, a status that is not shown; a page with neither method nor sample is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ...document.document import JSON
from .. import draft, placeholders, sample_calls
from ..credentials import parted
from ..fern import page as fern_page
from ..fern import rendered as fern_rendered
from ..fern.columns import unglued
from ..fern.rendered import StatedCall
from ..markdown import unescaped
from ..operations import Field, PageBody, PageCredential, PageOperation, PageParameter, PageResponse, PageServer
from ..reading import Finding, OriginKind, PagePayload, PageReader
from ..text.tables import lists_fields
from ..type_words import Schema, nullable, schema_of

if TYPE_CHECKING:
    from ...diagnostics import Report
    from ..fern.rendered import ShownPayload
    from ..reading import Page, Reading
    from ..samples.sample import Sample

NAME = "fern-text"
_SECTIONS = {
    "authentication": "authentication",
    "path parameters": "path",
    "query parameters": "query",
    "headers": "header",
    "request": "request",
    "response": "response",
    "errors": "errors",
}
_HEAD = re.compile(r"(?:#{1,6} )?(.*?)\s*#*")
_FOOT = re.compile(r"was this page helpful\?|built with.*|previous|next|on this page", re.IGNORECASE)
_EXPECTS = re.compile(r"This endpoint (?:expects|returns) (?:an? )?(?P<what>.+?)\.?")
_STATUS = re.compile(r"[1-5]\d\d|[1-5]XX")
_TAB = re.compile(r"[ \t]*(2\d\d)(?:[ \t]?[A-Z][a-zA-Z ]{1,40})?[ \t]*")
_AUTHENTICATION = re.compile(r"(?P<name>[A-Za-z][\w-]*?)(?P<kind>Bearer|Basic)")
_FOLDED = re.compile(r"(?:Show|Hide) \d+ (?P<what>properties|variants|enum values)", re.IGNORECASE)
_ALLOWED = re.compile(r"(?:Allowed|Possible) values?: *(?P<values>.*)", re.IGNORECASE)
_DEFAULT = re.compile(r"Defaults? to:? *`?(?P<value>[^`\s]+)`?", re.IGNORECASE)
_FORMAT = re.compile(r"format: \"(?P<format>[\w.:-]+)\"")
_LIMIT = re.compile(r"(?P<sign>>=|<=)(?P<number>-?\d+(?:\.\d+)?)(?P<of> characters?| items?)?")
_RANGE = re.compile(
    r"(?<![\w.-])(?P<least>-?\d+(?:\.\d+)?)-(?P<most>\d+(?:\.\d+)?)(?P<of> characters?| items?)?(?![\w.-])"
)
_STANDARD = frozenset(
    {"date-time", "date", "time", "uuid", "uri", "email", "hostname", "ipv4", "ipv6", "byte", "binary"}
)


@dataclass(slots=True)
class _Part:
    """The lines of one section."""

    name: str
    line: int
    lines: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known about the call itself."""

    call: StatedCall
    server: PageServer | None
    origin: OriginKind
    """How method and path are known."""
    typed: bool
    """Whether a sample names the content type."""


def knows(page: Page) -> bool:
    """Return whether a section of Fern's is a line of its own, with glued columns below it."""
    if lists_fields(page.text):
        return False
    parts = _parts(page)
    lines = [text for part in parts for _, text in part.lines]
    glued = any((columns := unglued(line)) is not None and columns.required is not None for line in lines)
    names = {part.name for part in parts}
    bearer = any(_AUTHENTICATION.fullmatch(line) for line in lines)
    return bool(names & {"request", "response"}) and (glued or bearer or any(map(_says_type, lines)))


def _says_type(line: str) -> bool:
    """Return whether a line is Fern's sentence about a body, such as "This endpoint returns a list of objects"."""
    match = _EXPECTS.fullmatch(line)
    return match is not None and schema_of(match["what"]) is not None


def read(page: Page, report: Report) -> Reading | None:
    """Return the operation that the text describes."""
    lines = page.text.split("\n")
    curls = fern_rendered.curl(lines, page.first_line)
    skipped = frozenset(index for sample, end in curls for index in range(sample.line - page.first_line, end))
    payloads = fern_rendered.payloads(lines, page.first_line, skipped)
    sample = curls[0][0] if curls else None
    call, server, origin = _call(fern_rendered.calls(lines, page.first_line), sample)
    if call is None:
        report.error(
            "no-operation",
            "the page shows neither method and path nor a sample: import the page's markdown (`.md`), or a document",
            page.where(0),
        )
        return None
    parts = _parts(page)
    known = {name for payload in payloads for name in _names(payload.value)}
    known |= _names(sample.body if sample else None)
    stated = sample is not None and any(name.casefold() == "content-type" for name, _ in sample.headers)
    operation = _operation(page, _Found(call, server, origin, stated), parts, known)
    operation = _with_status(operation, lines, page.first_line)
    success = next((one.status for one in operation.answers if one.status.startswith("2")), None)
    stated = success is not None and operation.answers[0].status_origin is OriginKind.PAGE
    examples = _examples(call, sample, payloads, success if stated else None)
    findings = [
        Finding("folded", f"the page folds {match['what']} away: they are not in the text", number)
        for part in parts
        for number, line in part.lines
        if (match := _FOLDED.search(line))
    ]
    made = draft.reading(NAME, page, (operation,), examples=tuple(examples), findings=findings)
    return replace(made, calls=tuple(sample_calls.call_of(one) for one, _ in curls))


def _call(
    shown: Sequence[StatedCall], sample: Sample | None
) -> tuple[StatedCall | None, PageServer | None, OriginKind]:
    """Return method and path, the server that the sample shows, and how method and path are known."""
    origin, whole = fern_page.parted(sample.url) if sample and sample.url else ("", "")
    real = bool(origin) and not placeholders.is_address(origin)
    if shown:
        paths = [replace(one, path=fern_page.parted(one.path)[1]) for one in shown]
        fitting = [one for one in paths if _ends_like(whole, one.path)] if whole else []
        call = min(fitting, key=lambda one: len(one.path)) if fitting else paths[0]
        base = whole[: len(whole) - len(call.path)] if fitting else ""
        known = OriginKind.SAMPLE
        server = (
            PageServer(origin + base, sample.line, origin=known) if real and sample and (fitting or not whole) else None
        )
        return call, _stated_server(shown, call) or server, OriginKind.PAGE
    if sample is None or not sample.method or not whole:
        return None, None, OriginKind.SAMPLE
    call = StatedCall(sample.method, whole, sample.line)
    return call, PageServer(origin, sample.line, origin=OriginKind.SAMPLE) if real else None, OriginKind.SAMPLE


def _stated_server(shown: Sequence[StatedCall], call: StatedCall) -> PageServer | None:
    """Return the server of a line that shows the whole address of the call."""
    for one in shown:
        origin, path = fern_page.parted(one.path)
        if origin and not placeholders.is_address(origin) and path.endswith(call.path):
            return PageServer(origin + path.removesuffix(call.path), one.line)
    return None


def _ends_like(whole: str, path: str) -> bool:
    """Return whether an address ends with a path, whatever stands for its parameters."""
    pattern = re.sub(r"\\\{[^/]*?\\\}|:[\w]+", "[^/]+", re.escape(path))
    return bool(re.search(f"{pattern}$", whole)) and (path.count("{") == 0 or whole.count("/") >= path.count("/"))


def _operation(page: Page, found: _Found, parts: Sequence[_Part], known: set[str]) -> PageOperation:
    parameters: list[PageParameter] = []
    credentials: list[PageCredential] = []
    bodies: list[PageBody] = []
    answers: list[PageResponse] = []
    for part in parts:
        if part.name == "authentication":
            credentials += _authentication(part)
        elif part.name in ("path", "query", "header"):
            parameters += [PageParameter(part.name, one) for one in _fields(part.lines, known, sent=True)]
        elif part.name == "request":
            bodies.append(PageBody(_value(part, known, sent=True), stated_type=found.typed))
        elif part.name == "response":
            answers += _answers(part, known)
        else:
            answers += _errors(part)
    arguments, more = parted(tuple(parameters))
    title, title_line = _title(page)
    return PageOperation(
        found.call.method, found.call.path, found.call.line, title, title_line,
        path_origin=found.origin, servers=(found.server,) if found.server else (), parameters=arguments,
        bodies=tuple(bodies[:1]),
        answers=tuple(answers), credentials=(*credentials, *more),
    )  # fmt: skip


def _parts(page: Page) -> list[_Part]:
    parts: list[_Part] = []
    current: _Part | None = None
    for number, line in enumerate(page.text.split("\n"), page.first_line):
        match = _HEAD.fullmatch(line.strip())
        name = _SECTIONS.get(match[1].casefold(), "") if match and line[:1] not in " \t" else ""
        if name:
            current = _Part(name, number)
            parts.append(current)
        elif _FOOT.fullmatch(line.strip()):
            current = None
        elif current is not None and line.strip():
            current.lines.append((number, unescaped(line.strip())))
    return parts


def _title(page: Page) -> tuple[str, int]:
    """Return the title: a heading of the first level, or the line before "View as Markdown"."""
    lines = page.text.split("\n")
    for index, line in enumerate(lines):
        if line.startswith("# "):
            return line[2:].strip(), page.first_line + index
        if "View as Markdown" in line:
            before = next((at for at in range(index - 1, -1, -1) if lines[at].strip()), None)
            return (lines[before].strip(), page.first_line + before) if before is not None else ("", 0)
    return "", 0


def _authentication(part: _Part) -> Iterator[PageCredential]:
    lines = part.lines
    for index, (number, line) in enumerate(lines):
        described = lines[index + 1][1] if index + 1 < len(lines) else ""
        if match := _AUTHENTICATION.fullmatch(line):
            yield PageCredential(match["kind"].casefold(), number, description=described)
        elif (columns := unglued(line)) is not None and schema_of(columns.type) == {"type": "string"}:
            named = Field(columns.name, number, description=described)
            _, found = parted((PageParameter("header", named),))
            yield from found or (PageCredential("apiKey", number, columns.name, "header", described),)


def _value(part: _Part, known: set[str], *, sent: bool) -> Field:
    fields = _fields(part.lines, known, sent=sent)
    expected = next((match["what"] for _, line in part.lines if (match := _EXPECTS.fullmatch(line))), "")
    schema = schema_of(expected) if expected else None
    if fields:
        kind = schema if schema is not None and schema.get("type") in ("object", "array") else {"type": "object"}
        return Field("", part.line, kind, fields=tuple(fields))
    return Field("", part.line, schema or {}, typed=schema is not None and schema != {"type": "object"})


def _answers(part: _Part, known: set[str]) -> Iterator[PageResponse]:
    """Yield the response; its status is on a line of its own, or nowhere."""
    statuses = [(number, line) for number, line in part.lines if _STATUS.fullmatch(line)]
    rest = [one for one in part.lines if not _STATUS.fullmatch(one[1])]
    text = next((line for _, line in rest[:1] if unglued(line, known) is None and not _ALLOWED.match(line)), "")
    body = _Part(part.name, part.line, rest)
    value = _value(body, known, sent=False)
    has_body = bool(value.fields) or value.typed
    yield PageResponse(
        statuses[0][1] if statuses else "200",
        statuses[0][0] if statuses else part.line,
        "" if _EXPECTS.fullmatch(text) else text,
        value if has_body else None,
        status_origin=OriginKind.PAGE if statuses else OriginKind.GUESS,
    )


def _with_status(operation: PageOperation, lines: Sequence[str], first_line: int) -> PageOperation:
    """Return the operation with the status of the tab above the answer's sample, `200Retrieved` or `200` on a line,
    if it had none.
    """
    tabs = ((number, match) for number, line in enumerate(lines, first_line) if (match := _TAB.fullmatch(line)))
    number, match = next(tabs, (0, None))
    if match is None:
        return operation
    answers = [
        (
            replace(one, status=match[1], line=number, status_origin=OriginKind.PAGE)
            if one.status_origin is OriginKind.GUESS
            else one
        )
        for one in operation.answers
    ]
    return replace(operation, answers=tuple(answers))


def _errors(part: _Part) -> Iterator[PageResponse]:
    lines = part.lines
    for index, (number, line) in enumerate(lines):
        if _STATUS.fullmatch(line):
            after = lines[index + 1][1] if index + 1 < len(lines) else ""
            yield PageResponse(line, number, "" if _STATUS.fullmatch(after) else after)


def _fields(lines: Sequence[tuple[int, str]], known: set[str], *, sent: bool) -> list[Field]:
    """Return the fields of a section. What is sent says `Required` or `Optional`; what is received need not."""
    found: list[Field] = []
    for index, (number, line) in enumerate(lines):
        columns = unglued(line, known)
        if columns is None or (columns.required is None and not _may_be_field(columns.name, known, sent)):
            if found and not _EXPECTS.fullmatch(line):
                found[-1] = _continued(found[-1], line, lines[index - 1][1])
            continue
        schema = schema_of(columns.type)
        made: Schema = nullable(schema or {}) if columns.nullable else schema or {}
        made = _constrained(made, columns.rest)
        found.append(
            Field(columns.name, number, made, schema is not None, columns.required, deprecated=columns.deprecated)
        )
    return found


def _may_be_field(name: str, known: set[str], sent: bool) -> bool:
    return not sent and (name in known or not name[0].isupper())


def _continued(last: Field, line: str, before: str) -> Field:
    """Return a field with one more line: its values, or its description."""
    if _FOLDED.search(line):
        return last
    if match := _ALLOWED.fullmatch(line):
        values = re.findall(r"`([^`]+)`", match["values"])
        return replace(last, schema={**last.schema, "enum": list[JSON](values)}) if values else last
    if _ALLOWED.fullmatch(before) and re.fullmatch(r"[\w.-]{1,60}", line):
        return last
    return replace(last, description=f"{last.description} {line}".strip())


def _constrained(schema: Schema, rest: str) -> Schema:
    made = dict(schema)
    if (match := _FORMAT.search(rest)) and match["format"] in _STANDARD:
        made["format"] = match["format"]
    for match in _LIMIT.finditer(rest):
        made[_keyword("min" if match["sign"] == ">=" else "max", match["of"])] = _number(match["number"])
    if match := _RANGE.search(_LIMIT.sub("", rest)):
        made[_keyword("min", match["of"])] = _number(match["least"])
        made[_keyword("max", match["of"])] = _number(match["most"])
    if match := _DEFAULT.search(rest):
        made["default"] = _default(match["value"], made)
    return made


def _keyword(end: str, of: str | None) -> str:
    measure = "Length" if of and "character" in of else "Items" if of else "imum"
    return f"{end}{measure}"


def _number(text: str) -> JSON:
    return float(text) if "." in text else int(text)


def _default(text: str, schema: Schema) -> JSON:
    kinds = schema.get("type")
    kind = kinds[0] if isinstance(kinds, list) and kinds else kinds
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    if kind in ("integer", "number") and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return _number(text)
    return text


def _names(value: JSON) -> set[str]:
    """Return the names of all fields of a payload."""
    if isinstance(value, dict):
        return {*value, *(name for member in value.values() for name in _names(member))}
    return {name for item in value for name in _names(item)} if isinstance(value, list) else set()


def _examples(
    call: StatedCall, sample: Sample | None, payloads: Sequence[ShownPayload], status: str | None
) -> Iterator[PagePayload]:
    if sample is not None and sample.has_body:
        yield PagePayload(call.method, call.path, "request", sample.body, sample.line, language="curl")
    for payload in payloads[:1]:
        yield PagePayload(call.method, call.path, "response", payload.value, payload.line, status)


READER = PageReader(
    NAME,
    "rendered Fern page",
    "`Request` or `Response` on a line of its own, and columns glued together (`idstringRequired`)",
    knows,
    read,
)
