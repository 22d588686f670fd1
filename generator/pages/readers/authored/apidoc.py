"""apidoc: operations that comments of source code describe, `@api {post} /pets Make a pet`.

Taken: operations, parameters, bodies, responses and errors with types, sizes, values and defaults, samples, credentials
of headers. `@apiParam` says no place: a name in the path is a path parameter; others are in the query where nothing is
sent, else in the body, and marked as a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ... import cuts, draft, samples
from ...credentials import parted
from ...operations import Field, PageBody, PageOperation, PageParameter, PageResponse, PageServer
from ...reading import Finding, OriginKind, PagePayload, PageReader, Reading
from ...samples.sample import sent_media_type
from ...text import loose_json, page_examples
from ...text.page_examples import JSONBlock
from ...text.sampled import sampled_field
from ...text.targets import METHODS, parameters, target
from ...wording.stated_fields import nested, tidy
from .apidoc_blocks import Block, Item, Tag, blocks, is_apidoc, item

if TYPE_CHECKING:
    from ....diagnostics import Report
    from ...reading import Page
    from ...samples.sample import Sample

NAME = "apidoc"
_HEAD = re.compile(r"\A(?:\{[\w-]{1,20}\}[ \t]*)?(?P<title>[^\n]*)\n(?P<code>.*)\Z", re.DOTALL)
_ANSWER = re.compile(r"\s*HTTP/[\d.]+[ \t]+([1-5]\d\d)(?:[ \t]+([^\n]{0,60}))?")
_SENDS = ("post", "put", "patch")
_MOST = 500


def knows(page: Page) -> bool:
    """Return whether the text has a block of an operation."""
    return is_apidoc(page.text)


def read(page: Page, report: Report) -> Reading | None:
    """Return the operations of the blocks."""
    found = [one for one in blocks(page.text, page.first_line) if one.method in METHODS]
    if not found:
        report.error("no-operation", "no block `@api {method} path` has an HTTP method", page.where(page.first_line))
        return None
    findings: list[Finding] = []
    made = [_Operation(one) for one in cuts.limited(found, _MOST, "operations of the page")]
    operations = [one.operation() for one in made]
    examples = [shown for one, operation in zip(made, operations, strict=True) for shown in one.examples(operation)]
    findings += [finding for one in made for finding in one.findings]
    return draft.reading(NAME, page, operations, examples=page_examples.distinct(examples), findings=findings)


READER = PageReader(NAME, "apidoc in comments of source code", "tags such as `@api {post} /pets`", knows, read)


class _Operation:
    """One operation, from the tags of its block."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.findings: list[Finding] = []
        self.place = target(block.path)
        self.path = self.place.path if self.place and self.place.path else block.path
        shown = [_sample(one) for one in block.of("apiExample", "apiParamExample")]
        self.samples: list[Sample] = [one for one in shown if one is not None]
        self.answers_shown = [made for one in block.of("apiSuccessExample") if (made := _answer(one)) is not None]
        self.errors_shown = [made for one in block.of("apiErrorExample") if (made := _answer(one)) is not None]
        self.sent = [
            made
            for one in block.of("apiParamExample", "apiBodyExample", "apiRequestExample")
            if (made := _answer(one)) is not None
        ]

    def operation(self) -> PageOperation:
        """Return the operation."""
        block = self.block
        given, body = self._given()
        arguments, credentials = parted(tuple(given))
        text = block.first("apiDescription")
        deprecated = bool(block.of("apiDeprecated"))
        return PageOperation(
            block.method,
            self.path,
            block.line,
            title=block.title,
            title_line=block.line,
            description=tidy(text),
            tag=block.first("apiGroup").strip(),
            operation_id=re.sub(r"[^\w.-]", "", block.first("apiName")),
            deprecated=deprecated,
            servers=tuple(self._servers()),
            parameters=arguments,
            bodies=self._bodies(body),
            answers=tuple(self._responses()),
            credentials=credentials or page_examples.credentials(self.samples),
        )

    def examples(self, operation: PageOperation) -> Iterator[PagePayload]:
        """Yield what samples send and show as answers."""
        method, path = operation.method, operation.path
        for sample in self.samples:
            if (sent := page_examples.request_example(sample, method, path)) is not None:
                yield sent
        for one in self.sent if operation.bodies else ():
            if one.value.whole:
                yield PagePayload(method, path, "request", one.value.value, one.line, None, one.label)
        for one in (*self.answers_shown, *self.errors_shown):
            if (answer := page_examples.response_example(one, method, path)) is not None:
                yield answer

    def _given(self) -> tuple[list[PageParameter], list[Field]]:
        """Return the parameters, and the fields of the body."""
        in_path = parameters(self.path)
        found: list[PageParameter] = []
        body = self._fields("apiBody")
        for name, place in _PLACES.items():
            found += [PageParameter(place, one) for one in self._fields(name)]
        placeless = self._fields("apiParam")
        found += [PageParameter("path", one) for one in placeless if one.name in in_path]
        rest = [one for one in placeless if one.name not in in_path]
        if rest:
            sends = self.block.method in _SENDS and not body
            where = "body" if sends else "query"
            text = f"`@apiParam` does not say where `{rest[0].name}` is sent: it is taken as a part of the {where}"
            self.findings.append(Finding("place-inferred", text, rest[0].line))
            guessed = [replace(one, origin=OriginKind.GUESS) for one in rest]
            if sends:
                body = guessed
            else:
                found += [PageParameter("query", one) for one in guessed]
        return found, body

    def _fields(self, name: str) -> list[Field]:
        return [one for tag in self.block.of(name) if (one := item(tag).field) is not None]

    def _bodies(self, fields: Sequence[Field]) -> tuple[PageBody, ...]:
        media = sent_media_type(self.samples)
        if made := nested(fields):
            value = Field("", made[0].line, {"type": "object"}, fields=made)
        elif shown := next((one for one in self.sent if one.value.whole), None):
            value = sampled_field("", shown.value.value, shown.line)
        elif sample := next((one for one in self.samples if one.has_body), None):
            value = sampled_field("", sample.body, sample.line)
        else:
            return ()
        return (PageBody(value, media or "application/json", bool(media)),)

    def _servers(self) -> Iterator[PageServer]:
        if self.place is not None and self.place.server:
            yield PageServer(self.place.server, self.block.line)
        for tag in self.block.of("apiSampleRequest"):
            yield from self._called(tag.text.strip(), tag.line, OriginKind.PAGE)
        for sample in self.samples:
            yield from self._called(sample.url, sample.line, OriginKind.SAMPLE)

    def _called(self, url: str, line: int, origin: OriginKind) -> Iterator[PageServer]:
        """Yield the server of an address: what it has in front of the operation's path."""
        place = target(url) if url else None
        if place is None or not place.server:
            return
        count = self.path.strip("/").count("/") + 1
        front = "/".join(place.path.strip("/").split("/")[:-count])
        yield PageServer(f"{place.server}/{front}".rstrip("/"), line, origin=origin)

    def _responses(self) -> Iterator[PageResponse]:
        yield from self._of("apiSuccess", self.answers_shown, "2")
        yield from self._of("apiError", self.errors_shown, "45")

    def _of(self, name: str, shown: Sequence[JSONBlock], kinds: str) -> Iterator[PageResponse]:
        """Yield the responses of a kind: a status is that of the group in brackets, or of the only example."""
        known = [one.status for one in shown if one.status]
        single = known[0] if len(set(known)) == 1 else ""
        groups: dict[str, list[tuple[Item, Tag]]] = {}
        for tag in self.block.of(name):
            one = item(tag)
            status = one.status if one.status[:1] in tuple(kinds) else ""
            groups.setdefault(status or single, []).append((one, tag))
        for status, ones in groups.items():
            fields = nested([one.field for one, _ in ones if one.field is not None and (one.typed or kinds == "2")])
            texts = [_error(one, tag) for one, tag in ones if not one.typed and kinds != "2"]
            value = Field("", ones[0][1].line, {"type": "object"}, fields=fields) if fields else None
            example = next((one for one in shown if one.status == status and one.value.whole), None)
            if value is None and example is not None:
                value = sampled_field("", example.value.value, example.line)
            if not status and kinds != "2" and value is None:
                names = ", ".join(f"`{one.name.split(None, 1)[0]}`" for one, _ in ones if one.name)
                text = f"the page does not say with which status the errors {names} come: they are left out"
                self.findings.append(Finding("error-without-status", text, ones[0][1].line))
                continue
            origin = OriginKind.PAGE if status else OriginKind.GUESS
            fallback = "200" if kinds == "2" else "default"
            yield PageResponse(status or fallback, ones[0][1].line, "; ".join(texts), value, status_origin=origin)
        for block in shown:
            status = block.status or ("200" if kinds == "2" and not groups else "")
            if status and status not in groups and block.value.whole:
                origin = OriginKind.PAGE if block.status else OriginKind.GUESS
                value = sampled_field("", block.value.value, block.line)
                yield PageResponse(status, block.line, "", value, status_origin=origin)


_PLACES = {"apiHeader": "header", "apiQuery": "query"}


def _error(one: Item, tag: Tag) -> str:
    text = one.field.description if one.field is not None else ""
    return f"{one.name}: {text}" if text and one.field is not None else one.name or tag.text.strip()


def _sample(tag: Tag) -> Sample | None:
    match = _HEAD.match(tag.text)
    if match is None:
        return None
    word = "curl" if "curl" in match["code"] else ""
    return samples.read(_dedented(match["code"]), tag.line + 1, word, match["title"].strip(" :"))


def _answer(tag: Tag) -> JSONBlock | None:
    """Return the JSON of an example, with the status of the line above it."""
    match = _HEAD.match(tag.text)
    code = match["code"] if match else ""
    head = _ANSWER.match(code)
    start = re.search(r"^[ \t]*[{\[]", code, re.MULTILINE)
    if match is None or start is None:
        return None
    line = tag.line + 1 + code.count("\n", 0, start.start())
    value = loose_json.read(code[start.start() :].strip(), line)
    if value is None:
        return None
    said = re.search(r"(?<!\d)[1-5]\d\d(?!\d)", match["title"])
    return JSONBlock(value, line, match["title"].strip(" :"), head[1] if head else said[0] if said else None)


def _dedented(code: str) -> str:
    return "\n".join(line.strip() if line.strip().startswith("curl") else line for line in code.split("\n"))
