"""GitBook markdown with a block an operation: `{% swagger method=… %}`, and `{% api-method … %}` of older pages.

Taken: method, base URL and path, parameters with place, type and mark, responses with their samples, all operations of
a page. Not taken: what a block without an address describes; the media type of a body, which the blocks do not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ... import cuts, draft
from ...credentials import parted
from ...markdown import fences, unescaped
from ...operations import Field, PageBody, PageOperation, PageParameter, PageResponse, PageServer
from ...reading import Finding, PagePayload, PageReader, Reading
from ...text import page_examples
from ...text.sampled import sampled_field
from ...text.targets import METHODS, parameters, target
from ...wording.stated_fields import nested, stated_field, tidy

if TYPE_CHECKING:
    from ....diagnostics import Report
    from ...reading import Page

NAME = "gitbook"
_BLOCK = re.compile(r"\{%[ \t]*(?P<name>swagger|api-method)(?P<attributes>[ \t][^%\n]{0,2000})%\}")
_PART = re.compile(
    r"\{%[ \t]*(?P<name>swagger-parameter|api-method-parameter|swagger-response|api-method-response-example)"
    r"(?P<attributes>(?:[ \t][^%\n]{0,2000})?)%\}"
)
_PLACES = re.compile(
    r"\{%[ \t]*(api-method-(?:path-parameters|query-parameters|headers|body-parameters|form-data-parameters))[ \t]*%\}"
)
_TEXT = re.compile(
    r"\{%[ \t]*(?P<name>swagger-description|api-method-description|api-method-summary)[ \t]*%\}(?P<text>.*?)"
    r"\{%[ \t]*end(?P=name)[ \t]*%\}",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([A-Za-z]+)=(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\s\"'%]+))")
_STATUS = re.compile(r"[1-5]\d\d|default", re.IGNORECASE)
_BLOCKS = re.compile(r"\{%[^%\n]{0,300}%\}")
_MOST = 500
_OLD_PLACES = {
    "api-method-path-parameters": "path",
    "api-method-query-parameters": "query",
    "api-method-headers": "header",
    "api-method-body-parameters": "body",
    "api-method-form-data-parameters": "form",
}
_MEDIA = re.compile(r"\b(?:application|multipart|text)/[\w.+-]+", re.IGNORECASE)
FORM = "application/x-www-form-urlencoded"


def knows(page: Page) -> bool:
    """Return whether the page has a block with an operation."""
    return any("src=" not in one["attributes"] for one in _BLOCK.finditer(page.text))


def read(page: Page, report: Report) -> Reading | None:
    """Return the operations of the blocks; None with an error where no block has method and path."""
    operations: list[PageOperation] = []
    examples: list[PagePayload] = []
    findings: list[Finding] = []
    for block in _blocks(page):
        made = block.operation()
        if made is None:
            text = "a block says neither method nor path: what it describes is left out"
            findings.append(Finding("block-without-address", text, block.line))
            continue
        operations.append(made)
        examples += block.examples(made)
    if not operations:
        message = "no GitBook block of the page says method and path: import another form of it"
        report.error("no-operation", message, page.where(page.first_line))
        return None
    return draft.reading(NAME, page, operations, examples=page_examples.distinct(examples), findings=findings)


READER = PageReader(NAME, "GitBook markdown", "blocks such as `{% swagger method=…`", knows, read)


@dataclass(slots=True)
class _Block:
    """One block, and what is in it."""

    attributes: dict[str, str]
    line: int
    description: str = ""
    fields: dict[str, list[Field]] = field(default_factory=dict[str, list[Field]])
    answers: list[PageResponse] = field(default_factory=list[PageResponse])
    shown: list[page_examples.JSONBlock] = field(default_factory=list[page_examples.JSONBlock])

    def operation(self) -> PageOperation | None:
        """Return the operation; None where method or path is missing."""
        method = self.attributes.get("method", "").lower()
        base = unescaped(self.attributes.get("baseurl", self.attributes.get("host", ""))).strip()
        place = target(base.rstrip("/") + _rooted(unescaped(self.attributes.get("path", "")).strip()))
        if method not in METHODS or place is None or not place.path:
            return None
        listed = [PageParameter(one, found) for one in ("path", "query", "header", "cookie") for found in self._of(one)]
        in_path = parameters(place.path)
        listed = [one for one in listed if one.location != "path" or one.field.name in in_path]
        # What is called a parameter of the path and is not in it can only be one of the query.
        query = [PageParameter("query", one) for one in self._of("path") if one.name not in in_path]
        arguments, credentials = parted((*listed, *query))
        title = self.attributes.get("summary", "")
        return PageOperation(
            method,
            place.path,
            self.line,
            title=unescaped(title),
            title_line=self.line,
            description=tidy(_BLOCKS.sub("", self.description)),
            deprecated=self.attributes.get("deprecated", "").lower() == "true",
            servers=(PageServer(place.server, self.line),) if place.server else (),
            parameters=arguments,
            bodies=self._bodies(),
            answers=tuple(self.answers),
            credentials=credentials,
        )

    def _of(self, place: str) -> list[Field]:
        return list({one.name: one for one in self.fields.get(place, [])}.values())

    def _bodies(self) -> tuple[PageBody, ...]:
        headers = " ".join(one.description for one in self._of("header") if one.name.lower() == "content-type")
        media = _MEDIA.search(headers)
        for place in ("body", "form"):
            if found := nested(self._of(place)):
                value = Field("", found[0].line, {"type": "object"}, fields=found)
                if place == "form":
                    return (PageBody(value, FORM),)
                return (PageBody(value, media[0].lower() if media else "application/json", media is not None),)
        return ()

    def examples(self, operation: PageOperation) -> Iterator[PagePayload]:
        """Yield the samples of the responses."""
        for payload in self.shown:
            made = page_examples.response_example(payload, operation.method, operation.path)
            if made is not None:
                yield made


def _rooted(path: str) -> str:
    return path if not path or path.startswith("/") else f"/{path}"


def _blocks(page: Page) -> Iterator[_Block]:
    found = list(cuts.limited(_BLOCK.finditer(page.text), _MOST, "operations of the page"))
    ends = [*(one.start() for one in found[1:]), len(page.text)]
    for match, end in zip(found, ends, strict=True):
        closing = page.text.find("{% end" + match["name"] + " ", match.end(), end)
        text = page.text[match.end() : closing if closing >= 0 else end]
        line = page.first_line + page.text.count("\n", 0, match.start())
        block = _Block(_attributes(match["attributes"]), line)
        for described in _TEXT.finditer(text):
            if described["name"] == "api-method-summary":
                block.attributes.setdefault("summary", " ".join(described["text"].split()))
            else:
                block.description = described["text"]
        _parts(block, text, line + match[0].count("\n"))
        yield block


def _parts(block: _Block, text: str, line: int) -> None:
    """Put the parameters and responses of a block into it."""
    places = [(one.start(), _OLD_PLACES[one[1]]) for one in _PLACES.finditer(text)]
    for match in cuts.limited(_PART.finditer(text), 4 * _MOST, "parameters and responses of a block"):
        closing = text.find("{% end" + match["name"] + " ", match.end())
        inner = text[match.end() : closing if closing >= 0 else match.end()]
        number = line + text.count("\n", 0, match.start())
        attributes = _attributes(match["attributes"])
        if match["name"].endswith("parameter"):
            place = attributes.get("in") or next((name for at, name in reversed(places) if at < match.start()), "")
            _parameter(block, place, attributes, inner, number)
        else:
            _response(block, attributes, inner, number)


def _parameter(block: _Block, place: str, attributes: dict[str, str], text: str, line: int) -> None:
    name = unescaped(attributes.get("name", "")).strip(" :={}<>")
    if not name or not place:
        return
    said = attributes.get("required", "").lower()
    required = said == "true" if said in ("true", "false") else None
    made = stated_field(name, line, attributes.get("type", ""), required=required, description=_BLOCKS.sub("", text))
    block.fields.setdefault(place.lower(), []).append(made)


def _response(block: _Block, attributes: dict[str, str], text: str, line: int) -> None:
    said = attributes.get("status", attributes.get("httpcode", ""))
    match = _STATUS.search(said)
    if match is None:
        return
    shown = [one for fence in fences(text, line) if (one := page_examples.payload(fence, match[0])) is not None]
    whole = next((one for one in shown if one.value.whole and one.value.value not in ({}, [])), None)
    value = sampled_field("", whole.value.value, whole.line) if whole is not None else None
    words = attributes.get("description", "") or said[match.end() :].strip(" :-")
    block.answers.append(PageResponse(match[0].lower(), line, tidy(unescaped(words)), value))
    block.shown += [one for one in shown if one is whole]


def _attributes(text: str) -> dict[str, str]:
    return {
        one[1].lower(): next(value for value in one.groups()[1:] if value is not None)
        for one in _ATTRIBUTE.finditer(text)
    }
