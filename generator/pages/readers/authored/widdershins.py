"""Markdown that Widdershins writes for Slate and its relatives: a heading with `opId…`, tables of parameters, schemas.

Taken: base URLs, credentials, operations with their ids and tags, parameters, bodies, responses, schemas with their
enumerations, samples. Not taken: what `oneOf`, `anyOf` and `not` part in a schema, which stays open with a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ... import cuts, draft
from ...markdown import Section, fences, sections, without_fences
from ...operations import (
    Field,
    NamedType,
    PageBody,
    PageCredential,
    PageOperation,
    PageParameter,
    PageResponse,
    PageServer,
)
from ...reading import Finding, Page, PagePayload, PageReader, Reading
from ...samples.sample import sent_media_type
from ...text import page_examples
from ...text.tables import Table, TableRow, column, plain, tables, with_parents
from ...text.targets import METHOD_WORD, target
from ...type_phrases import phrase_schema
from ...type_words import nullable
from ...wording.stated_fields import nested, stated_field, tidy

if TYPE_CHECKING:
    from ....diagnostics import Report
    from ....document.document import JSON
    from ...samples.sample import Sample

NAME = "widdershins"
_OPERATION = re.compile(r"<a id=\"opId([^\"\n]{0,200})\"></a>")
_CALL = re.compile(rf"^`({METHOD_WORD})[ \t]+(/[^`\s]*)`[ \t]*$", re.MULTILINE)
_SUMMARY = re.compile(r"^\*([^*\n]{1,300})\*[ \t]*$")
_TITLE = re.compile(r"<h1 id=\"[^\"\n]*\">([^<\n]{1,200})</h1>")
_SCHEMA = re.compile(r"<h2 id=\"tocS_?[^\"\n]*\">([^<\n]{1,200})</h2>")
_BASE = re.compile(r"^[ \t]*\*[ \t]+<a href=\"(https?://[^\"\s]{1,1000})\">", re.MULTILINE)
_HTTP = re.compile(r"^-[ \t]+HTTP Authentication, scheme:[ \t]*(\w+)[ \t]*(.*)$", re.MULTILINE)
_KEY = re.compile(
    r"^\*[ \t]+API Key \(([^()\n]{0,100})\)[ \t]*\n[ \t]+-[ \t]+Parameter Name:[ \t]*\*\*([^*\n]{1,100})\*\*,"
    r"[ \t]*in:[ \t]*(\w+)\.?[ \t]*(.*)$",
    re.MULTILINE,
)
_PUBLIC = re.compile(r"This operation does not require authentication", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\(#schema[^()\s]*\)")
_EXAMPLE = re.compile(
    r"^>[ \t]+(?:(?P<status>[1-5]\d\d|[1-5]XX|default) Response|(?P<body>Body parameter))", re.IGNORECASE
)
_STATUS_OF = re.compile(r"^Status Code \*\*([1-5]\d\d|default)\*\*", re.MULTILINE | re.IGNORECASE)
_PARTED = re.compile(r"^\*?(?:oneOf|anyOf|xor|or|not)\b[^|\n]{0,60}$", re.MULTILINE)
_SIGNS = re.compile(r"^[ \t]*»+[ \t]*")
_MOST = 2_000


def knows(page: Page) -> bool:
    """Return whether a heading has the mark of an operation, and a line states one."""
    return _OPERATION.search(page.text) is not None and _CALL.search(page.text) is not None


def read(page: Page, report: Report) -> Reading | None:
    """Return the operations of the page."""
    text = page.text
    reader = _Reader(page)
    operations = [made for one in reader.parts() if (made := reader.operation(*one)) is not None]
    if not operations:
        report.error("no-operation", "no heading with an operation has method and path", page.where(page.first_line))
        return None
    title = _TITLE.search(text)
    return draft.reading(
        NAME,
        page,
        operations,
        types=[NamedType(name, one) for name, one in reader.types.items()],
        title=re.sub(r"[ \t]+v?\d[\w.-]*$", "", title[1]).strip() if title else "",
        examples=page_examples.distinct(reader.examples),
        findings=reader.findings,
    )


READER = PageReader(NAME, "markdown of Widdershins", 'headings with `<a id="opId…">`', knows, read)


class _Reader:
    """Reads the parts of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.findings: list[Finding] = []
        self.examples: list[PagePayload] = []
        self.names = {_plain_name(match[1]) for match in _SCHEMA.finditer(page.text)}
        self.types = dict(self._types())
        self.servers = tuple(
            PageServer(place.server + place.path.rstrip("/"), self._line(match.start()))
            for match in _BASE.finditer(page.text)
            if (place := target(match[1])) is not None and place.server
        )
        self.credentials = tuple(self._credentials())

    def _line(self, offset: int) -> int:
        return self.page.first_line + self.page.text.count("\n", 0, offset)

    def parts(self) -> Iterator[tuple[Section, str, str]]:
        """Yield the section of each operation, its id, and the tag whose heading is above it."""
        lines = self.page.text.split("\n")
        tags = [
            (number, match[1].strip())
            for number, line in enumerate(lines, self.page.first_line)
            if (match := _TITLE.match(line)) is not None
        ][1:]
        for one in cuts.limited(sections(self.page.text, self.page.first_line), _MOST, "operations of the page"):
            own = "\n".join(one.text.split("\n")[:4])
            match = _OPERATION.search(own)
            if match is not None and not one.title.startswith("<"):
                yield one, match[1], next((tag for line, tag in reversed(tags) if line < one.line), "")

    def operation(self, part: Section, name: str, tag: str) -> PageOperation | None:
        """Return the operation of a section; None with a finding if no line has method and path."""
        text = _until_next(part.text)
        match = _CALL.search(text)
        place = target(match[2]) if match else None
        if match is None or place is None or not place.path:
            self.findings.append(Finding("no-address", f"`{part.title}` has no line with method and path", part.line))
            return None
        method, line = match[1].lower(), part.line + 1 + text.count("\n", 0, match.start())
        found = tables(without_fences(text), part.line + 1)
        calls = page_examples.read_samples(fences(text, part.line + 1))
        listed = next((one for one in found if column(one.titles(), "in") is not None), None)
        fields = _parameters(listed, _values(found, "parameter"), self.names) if listed is not None else []
        summary, description = _described(text[match.end() :])
        self._examples(text, part.line + 1, method, place.path, calls)
        return PageOperation(
            method,
            place.path,
            line,
            title=summary or part.title,
            title_line=line,
            description=description,
            operation_id=name,
            tag=tag,
            servers=self.servers,
            parameters=tuple(PageParameter(where, one) for where, one in fields if where != "body"),
            bodies=self._bodies([one for where, one in fields if where == "body"], sent_media_type(calls)),
            answers=tuple(self._answers(text, part.line + 1, found)),
            credentials=() if _PUBLIC.search(text) else self.credentials,
        )

    def _bodies(self, rows: Sequence[Field], media: str) -> tuple[PageBody, ...]:
        whole = next((one for one in rows if one.name == "body"), None)
        if whole is None:
            return ()
        fields = nested([replace(one, name=one.name.removeprefix("body.")) for one in rows if one is not whole])
        schema = whole.schema
        if "$ref" not in schema and not schema.get("type") and fields:
            schema = {"type": "object"}
        value = Field(
            "", whole.line, schema, whole.typed or bool(fields), whole.required, whole.description,
            fields=() if "$ref" in schema else fields,
        )  # fmt: skip
        return (PageBody(value, media or "application/json", bool(media)),)

    def _answers(self, text: str, first_line: int, found: Sequence[Table]) -> Iterator[PageResponse]:
        """Yield the responses of the table of statuses; one that is inline has a table below `Status Code`."""
        listed = next((one for one in found if one.titles()[:3] == ["status", "meaning", "description"]), None)
        inline = {
            match[1].lower(): first_line + text.count("\n", 0, match.start()) for match in _STATUS_OF.finditer(text)
        }
        for row in listed.rows if listed is not None else ():
            status = plain(row.cells[0]).lower()
            said, shown = plain(row.cells[2]), row.cells[-1]
            said = plain(row.cells[1]) if said.lower() in ("none", "") else said
            value = _value(shown, row.line, self.names)
            if plain(shown).lower() == "inline" and (start := inline.get(status)) is not None:
                table = next((one for one in found if one.line > start and one.titles()[:2] == ["name", "type"]), None)
                value = _inline(table, _values(found, "property"), self.names) if table is not None else None
            code = status if status == "default" else status.upper()
            yield PageResponse(code, row.line, said, value)

    def _types(self) -> Iterator[tuple[str, Field]]:
        matches = list(_SCHEMA.finditer(self.page.text))
        ends = [*(one.start() for one in matches[1:]), len(self.page.text)][: len(matches)]
        for match, end in zip(matches, ends, strict=True):
            name, line = _plain_name(match[1]), self._line(match.start())
            text = self.page.text[match.end() : end]
            found = tables(without_fences(text), line)
            listed = [one for one in found if column(one.titles(), "restrictions") is not None]
            if _PARTED.search(without_fences(text)):
                message = f"the page parts the schema `{name}` into alternatives: it stays open"
                self.findings.append(Finding("variants", message, line))
                yield name, Field("", line, typed=False)
            elif not listed:
                yield name, Field("", line, typed=False)
            else:
                yield name, _object(listed, _values(found, "property"), self.names)

    def _credentials(self) -> Iterator[PageCredential]:
        for match in _HTTP.finditer(self.page.text):
            if match[1].lower() in ("bearer", "basic"):
                yield PageCredential(match[1].lower(), self._line(match.start()), description=match[2].strip())
        for match in _KEY.finditer(self.page.text):
            line = self._line(match.start())
            yield PageCredential("apiKey", line, match[2], match[3].lower(), match[4].strip(), match[1].strip())

    def _examples(self, text: str, first_line: int, method: str, path: str, calls: Sequence[Sample]) -> None:
        """Take the payloads below `> Body parameter` and `> 200 Response`, and those of calls."""
        for sample in calls:
            if (sent := page_examples.request_example(sample, method, path)) is not None:
                self.examples.append(sent)
        lines = text.split("\n")
        for fence in fences(text, first_line):
            above = next((one for one in reversed(lines[: fence.line - first_line]) if one.strip()), "")
            said, block = _EXAMPLE.match(above), page_examples.payload(fence)
            if said is None or block is None or not block.value.whole:
                continue
            kind, status = ("request", None) if said["body"] else ("response", said["status"].upper())
            status = "default" if status == "DEFAULT" else status
            self.examples.append(PagePayload(method, path, kind, block.value.value, block.line, status))


def _until_next(text: str) -> str:
    """Return the text of an operation without the headings of tags and schemas behind it."""
    match = re.search(r"^<h1 id=|^<h2 id=\"tocS", text, re.MULTILINE)
    return text[: match.start()] if match else text


def _described(text: str) -> tuple[str, str]:
    """Return the summary in emphasis behind method and path, and the description behind that."""
    summary, kept = "", list[str]()
    for line in without_fences(text).split("\n"):
        if line.startswith((">", "<", "|", "#")):
            break
        if (match := _SUMMARY.fullmatch(line.strip())) is not None and not summary and not kept:
            summary = match[1]
        else:
            kept.append(line)
    return summary, tidy("\n".join(kept))


def _plain_name(text: str) -> str:
    return re.sub(r"[^\w.-]+", "_", text.strip()).strip("_")


def _values(found: Sequence[Table], kind: str) -> dict[str, list[str]]:
    """Return the values of the tables of enumerations of a kind, `parameter` or `property`, by name."""
    made: dict[str, list[str]] = {}
    for table in found:
        if table.titles() == [kind, "value"]:
            for row in table.rows:
                name = plain(_SIGNS.sub("", row.cells[0]))
                made.setdefault(name, []).append(plain(row.cells[1]))
    return made


def _parameters(table: Table, values: Mapping[str, list[str]], names: set[str]) -> list[tuple[str, Field]]:
    titles = table.titles()
    where = titles.index("in")
    return [
        (plain(row.cells[where]).lower(), one)
        for row in with_parents(table.rows, 0)
        if (one := _field(row, titles, values, names)) is not None
    ]


def _field(row: TableRow, titles: Sequence[str], values: Mapping[str, list[str]], names: set[str]) -> Field | None:
    """Return the field of a row; None if it has no name of its own, as alternatives and maps have none."""
    name = plain(row.cells[0])
    if not re.fullmatch(r"[\w$@.\[\]-]{1,200}", name) or "additionalProperties" in name or "anonymous" in name:
        return None
    cells = {title: plain(cell) for title, cell in zip(titles, row.cells, strict=True)}
    text = cells.get("description", "")
    words = next(row.cells[at] for at, title in enumerate(titles) if title == "type") if "type" in titles else ""
    schema, can_be_null = _schema(words, names)
    made = stated_field(
        name,
        row.line,
        "",
        required={"true": True, "false": False}.get(cells.get("required", "")),
        description="" if text.lower() == "none" else text,
    )
    listed = values.get(name.rpartition(".")[2])
    typed = stated_field(name, row.line, _plain_type(words), options=listed or ()) if listed and schema else made
    keywords: dict[str, JSON] = {**(typed.schema if listed and typed.typed else schema or {})}
    for mark, keyword in (("read-only", "readOnly"), ("write-only", "writeOnly")):
        if cells.get("restrictions") == mark:
            keywords[keyword] = True
    return Field(
        name, row.line, nullable(keywords) if can_be_null else keywords, schema is not None, made.required,
        made.description, made.deprecated,
    )  # fmt: skip


def _plain_type(words: str) -> str:
    return re.sub(r"[¦|] ?null", "", plain(_LINK.sub(r"\1", words))).strip()


def _schema(words: str, names: set[str]) -> tuple[dict[str, JSON] | None, bool]:
    """Return the schema of a cell of types, and whether null is allowed: `[[Call](#call)]`, `string(uuid)¦null`."""
    can_be_null = re.search(r"[¦|] ?null", words) is not None
    link = _LINK.search(words)
    if link is not None:
        name = _plain_name(link[1])
        schema: dict[str, JSON] = {"$ref": f"#/components/schemas/{name}"} if name in names else {}
        if words.strip().startswith("[["):
            return {"type": "array", "items": schema}, can_be_null
        return (schema or None), can_be_null
    text = re.sub(r"^\[(.*)\]$", r"array[\1]", _plain_type(words))
    return phrase_schema(re.sub(r"\((\w[\w-]*)\)", r"<\1>", text)), can_be_null


def _value(cell: str, line: int, names: set[str]) -> Field | None:
    """Return the body of a response whose cell names a type; None if it names none."""
    if plain(cell).lower() in ("none", "", "inline"):
        return None
    schema, can_be_null = _schema(cell, names)
    if schema is None:
        return Field("", line, typed=False)
    return Field("", line, nullable(schema) if can_be_null else schema)


def _inline(table: Table, values: Mapping[str, list[str]], names: set[str]) -> Field:
    """Return the value of a table below `Status Code`; a first row without a name says that it is a list."""
    first = table.rows[0] if table.rows else None
    is_list = first is not None and "anonymous" in first.cells[0] and first.cells[1].strip().startswith("[")
    if is_list and first is not None and (schema := _schema(first.cells[1], names)[0]) is not None:
        items = schema.get("items")
        if items or len(table.rows) == 1:
            return Field("", table.line, schema)
    rows = [row for row in table.rows if "anonymous" not in row.cells[0]]
    whole = _object([Table(table.header, tuple(rows))], values, names)
    if not is_list:
        return whole
    return Field("", table.line, {"type": "array"}, fields=whole.fields)


def _object(listed: Sequence[Table], values: Mapping[str, list[str]], names: set[str]) -> Field:
    rows = [(row, one.titles()) for one in listed for row in with_parents(one.rows, 0)]
    fields = [one for row, titles in rows if (one := _field(row, titles, values, names)) is not None]
    return Field("", listed[0].line, {"type": "object"}, fields=nested(fields))
