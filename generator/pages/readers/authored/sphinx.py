"""Sphinx sources with the HTTP domain: `.. http:post:: /pets`, field lists such as `:<json string name:`, HTTP blocks.

Taken: operations, parameters with the types of their fields, bodies, statuses, and the requests and responses that
blocks of HTTP show. Not taken: directives that make operations of a program's code (`autoflask`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ... import cuts, draft
from ...credentials import parted
from ...operations import Field, PageBody, PageOperation, PageParameter, PageResponse, PageServer
from ...reading import OriginKind, PagePayload, PageReader, Reading
from ...samples.sample import Sample
from ...text import loose_json, page_examples
from ...text.sampled import sampled_field
from ...text.targets import target
from ...wording.stated_fields import nested, stated_field, tidy

if TYPE_CHECKING:
    from ....diagnostics import Report
    from ...reading import Page

NAME = "sphinx"
_DIRECTIVE = re.compile(
    r"[ \t]*\.\. http:(get|post|put|patch|delete|head|options|trace)::[ \t]*(\S+)[ \t]*", re.IGNORECASE
)
_BLOCK = re.compile(r"([ \t]*)\.\. (?:sourcecode|code-block|code)::[ \t]*(http|json|javascript)?[ \t]*")
_RULE = re.compile(r"([=\-~^\"'#*+`:.])\1{2,}[ \t]*")
_IN_PATH = re.compile(r"\((?:(\w+):)?([\w.-]+)\)|<(?:(\w+):)?([\w.-]+)>")
_FIELD = re.compile(
    r"(?P<indent>[ \t]*):(?P<kind>param|parameter|arg|argument|query|queryparameter|queryparam|form|formparameter"
    r"|formparam"
    r"|<json|reqjson|jsonparam|json|>json|resjson|<jsonarr|reqjsonarr|>jsonarr|resjsonarr|<header|reqheader|requestheader|>header|resheader|responseheader"
    r"|status|statuscode|code|type)[ \t]+(?:(?P<type>[^:\n]{1,80}?)[ \t]+)?(?P<name>[^\s:]{1,100})[ \t]*:[ \t]*"
    r"(?P<text>.*)"
)
_ANSWER = re.compile(r"HTTP/[\d.]+ ([1-5]\d\d)(?: ([^\n]{0,60}))?")
_REQUEST = re.compile(r"(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE) (\S+)(?: HTTP/[\d.]+)?")
_HEADER = re.compile(r"([A-Za-z][\w-]{0,60}):[ \t]*(.*)")
_PLACES = {
    **dict.fromkeys(("param", "parameter", "arg", "argument"), "path"),
    **dict.fromkeys(("query", "queryparameter", "queryparam"), "query"),
    **dict.fromkeys(("form", "formparameter", "formparam"), "form"),
    **dict.fromkeys(("<json", "reqjson", "jsonparam", "json", "<jsonarr", "reqjsonarr"), "body"),
    **dict.fromkeys((">json", "resjson", ">jsonarr", "resjsonarr"), "response"),
    **dict.fromkeys(("<header", "reqheader", "requestheader"), "header"),
    **dict.fromkeys((">header", "resheader", "responseheader"), "answered"),
    **dict.fromkeys(("status", "statuscode", "code"), "status"),
}
_TYPES = {"str": "string", "int": "integer", "bool": "boolean", "dict": "object", "json": "object", "path": "string"}
_FILE = re.compile(r"(?:audio|video|image)/[\w.+-]+|application/(?:octet-stream|pdf|zip)|text/csv", re.IGNORECASE)
_FORM = "application/x-www-form-urlencoded"
_MOST = 500


def knows(page: Page) -> bool:
    """Return whether the page has a directive of the HTTP domain."""
    return any(_DIRECTIVE.fullmatch(line) for line in page.text.split("\n") if "http:" in line)


def read(page: Page, report: Report) -> Reading | None:
    """Return the operations of the directives."""
    lines = page.text.split("\n")
    found = (number for number, line in enumerate(lines) if "http:" in line and _DIRECTIVE.fullmatch(line))
    starts = list(cuts.limited(found, _MOST, "operations of the page"))
    operations: list[PageOperation] = []
    examples: list[PagePayload] = []
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=True):
        one = _Directive(lines, start, end, page.first_line)
        operations.append(one.operation())
        examples += one.examples(operations[-1])
    if not operations:
        report.error("no-operation", "the page has no directive with method and path", page.where(page.first_line))
        return None
    return draft.reading(NAME, page, operations, examples=page_examples.distinct(examples))


READER = PageReader(
    NAME, "Sphinx sources with the HTTP domain", "directives such as `.. http:post:: /pets`", knows, read
)


@dataclass(slots=True)
class _Shown:
    """What a block shows: a request, or an answer with its status."""

    line: int
    status: str = ""
    reason: str = ""
    sample: Sample | None = None
    value: loose_json.LooseJSON | None = None


@dataclass(slots=True)
class _Directive:
    lines: Sequence[str]
    start: int
    end: int
    first_line: int
    fields: dict[str, list[Field]] = field(default_factory=dict[str, list[Field]])
    statuses: list[tuple[str, str, int]] = field(default_factory=list[tuple[str, str, int]])
    shown: list[_Shown] = field(default_factory=list[_Shown])
    is_array: bool = False
    file: str = ""
    """The media type of a file that is the answer."""

    def operation(self) -> PageOperation:
        """Return the operation."""
        match = _DIRECTIVE.fullmatch(self.lines[self.start])
        method, path = (match[1].lower(), match[2]) if match else ("get", "/")
        kinds: dict[str, str] = {name or other: kind or kind2 for kind, name, kind2, other in _IN_PATH.findall(path)}
        place = target(_IN_PATH.sub(lambda found: "{" + (found[2] or found[4]) + "}", path))
        self._read()
        listed_names = {one.name for one in self.fields.get("path", [])}
        for name, kind in kinds.items():
            typed = stated_field(name, self.first_line + self.start, _TYPES.get(kind, kind))
            if name not in listed_names and kind:
                self.fields.setdefault("path", []).append(typed)
            elif kind:
                listed = self.fields["path"]
                self.fields["path"] = [
                    replace(one, schema=typed.schema, typed=typed.typed) if one.name == name and not one.typed else one
                    for one in listed
                ]
        samples = [one.sample for one in self.shown if one.sample is not None]
        places = ("path", "query", "header")
        given = [PageParameter(where, one) for where in places for one in self.fields.get(where, [])]
        moved = [
            PageParameter("query", one.field) if one.location == "path" and one.field.name not in kinds else one
            for one in given
        ]
        arguments, credentials = parted(tuple(moved))
        title, title_line = self._title()
        line = self.first_line + self.start
        return PageOperation(
            method,
            place.path if place else path,
            line,
            title=title,
            title_line=title_line,
            description=tidy(self._description()),
            servers=(PageServer(place.server, line),) if place and place.server else (),
            parameters=arguments,
            bodies=self._bodies(),
            answers=self._answers(),
            credentials=credentials or page_examples.credentials(samples),
        )

    def examples(self, operation: PageOperation) -> Iterator[PagePayload]:
        """Yield what the blocks send and answer."""
        method, path = operation.method, operation.path
        for one in self.shown:
            if one.sample is not None and one.sample.has_body and operation.bodies:
                yield PagePayload(method, path, "request", one.sample.body, one.line)
            elif one.status and one.value is not None and one.value.whole:
                yield PagePayload(method, path, "response", one.value.value, one.line, one.status)

    def _title(self) -> tuple[str, int]:
        """Return the title above the directive, and its line; empty if another directive stands between."""
        for number in range(self.start - 1, 0, -1):
            if _DIRECTIVE.fullmatch(self.lines[number]):
                break
            text = self.lines[number - 1].strip()
            if _RULE.fullmatch(self.lines[number].strip()) and text and not _RULE.fullmatch(text):
                return text.replace("``", ""), self.first_line + number - 1
        return "", 0

    def _description(self) -> str:
        """Return the first paragraph below the directive."""
        paragraph: list[str] = []
        for line in self.lines[self.start + 1 : self.end]:
            text = line.strip()
            if text.startswith((":", "..", "**")) or (paragraph and not text):
                break
            if text:
                paragraph.append(text.replace("``", "`"))
        return " ".join(paragraph)

    def _read(self) -> None:
        types: dict[str, str] = {}
        number = self.start + 1
        found: list[tuple[str, str, str, list[str], int]] = []
        while number < self.end:
            block = _BLOCK.fullmatch(self.lines[number])
            match = _FIELD.fullmatch(self.lines[number])
            if block is not None:
                number = self._block(number, len(block[1].expandtabs()))
                continue
            number += 1
            if match is None:
                continue
            text = [match["text"]]
            while number < self.end and _indent(self.lines[number]) > len(match["indent"].expandtabs()):
                text.append(self.lines[number].strip())
                number += 1
            if match["kind"] == "type":
                types[match["name"]] = " ".join(text).strip()
            else:
                found.append((match["kind"], match["type"] or "", match["name"], text, number))
                found[-1] = (*found[-1][:4], self.first_line + number - len(text))
        for kind, words, name, text, line in found:
            self._field(kind, words or types.get(name, ""), name, "\n".join(text).replace("``", "`"), line)

    def _field(self, kind: str, words: str, name: str, text: str, line: int) -> None:
        place = _PLACES[kind]
        if place == "status":
            if re.fullmatch(r"[1-5]\d\d", name):
                self.statuses.append((name, text.strip(), line))
            return
        if place == "answered":
            match = _FILE.search(text) if name.lower() == "content-type" else None
            self.file = match[0].lower() if match is not None else self.file
            return
        self.is_array = self.is_array or kind in (">jsonarr", "resjsonarr")
        words = _TYPES.get(words.strip(), words.strip())
        words = re.sub(r"^(\w+)\[\]$", lambda found: f"{_TYPES.get(found[1], found[1])}[]", words)
        made = stated_field(name, line, words, description=text.replace("**", ""))
        self.fields.setdefault(place, []).append(made)

    def _block(self, number: int, indent: int) -> int:
        """Read the block of code whose directive stands on a line; return the line behind it."""
        end = number + 1
        while end < self.end and (not self.lines[end].strip() or _indent(self.lines[end]) > indent):
            end += 1
        content = [line.strip("\r") for line in self.lines[number + 1 : end]]
        width = min((_indent(line) for line in content if line.strip()), default=0)
        text = "\n".join(line.expandtabs()[width:] for line in content)
        begin = next((at for at, line in enumerate(content) if line.strip()), 0)
        if made := _message(text.strip("\n"), self.first_line + number + 1 + begin):
            self.shown.append(made)
        return end

    def _bodies(self) -> tuple[PageBody, ...]:
        for place, media in (("body", "application/json"), ("form", _FORM)):
            if fields := nested(self.fields.get(place, [])):
                return (PageBody(Field("", fields[0].line, {"type": "object"}, fields=fields), media),)
        sample = next((one.sample for one in self.shown if one.sample is not None and one.sample.has_body), None)
        return (PageBody(sampled_field("", sample.body, sample.line), "application/json", False),) if sample else ()

    def _answers(self) -> tuple[PageResponse, ...]:
        made: dict[str, PageResponse] = {}
        fields = nested(self.fields.get("response", []))
        statuses = [*self.statuses, *((one.status, one.reason, one.line) for one in self.shown if one.status)]
        success = next((one for one, _, _ in statuses if one.startswith("2")), "")
        if fields:
            whole = Field("", fields[0].line, {"type": "object"}, fields=fields)
            if self.is_array:
                whole = Field("", fields[0].line, {"type": "array", "items": {"type": "object"}}, fields=fields)
            origin = OriginKind.PAGE if success else OriginKind.GUESS
            text = next((text for one, text, _ in statuses if one == success), "")
            made[success or "200"] = PageResponse(success or "200", fields[0].line, text, whole, status_origin=origin)
        for status, text, line in statuses:
            shown = (one.value for one in self.shown if one.status == status and one.value and one.value.whole)
            value = next(shown, None)
            body = sampled_field("", value.value, line) if value is not None else None
            media = "application/json"
            if body is None and self.file and status.startswith("2"):
                body, media = Field("", line, {"type": "string", "format": "binary"}), self.file
            made.setdefault(status, PageResponse(status, line, text, body, media))
        return tuple(made.values())


def _indent(line: str) -> int:
    expanded = line.expandtabs()
    return len(expanded) - len(expanded.lstrip()) if expanded.strip() else -1


def _message(text: str, line: int) -> _Shown | None:
    """Return the request or the answer that a block of HTTP shows (RFC 9112, 2.1); None for other code."""
    head, _, body = text.partition("\n\n")
    first, *rest = head.split("\n")
    headers = tuple((match[1], match[2].strip()) for one in rest if (match := _HEADER.fullmatch(one.strip())))
    value = loose_json.read(body.strip(), line) if body.strip().startswith(("{", "[")) else None
    if match := _ANSWER.match(first.strip()):
        return _Shown(line, match[1], (match[2] or "").strip().capitalize(), value=value)
    if match := _REQUEST.match(first.strip()):
        whole = value is not None and value.whole
        sent = value.value if value is not None and whole else None
        sample = Sample("http", line, "", match[1].lower(), match[2], headers, sent, whole)
        return _Shown(line, sample=sample)
    return None
