"""Fern markdown without a document: lists of fields under `## Request`, `## Response`, `## Errors` and `## Types`.

Takes: method and address, servers, credentials, parameters, bodies, responses, errors, types, examples. Cannot: tell
the variants of a union that the page leaves empty, nor what a type is that it names and does not describe.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from .. import draft, field_lists, placeholders, sample_calls
from ..credentials import credential, parted
from ..fern import page as fern_page
from ..markdown import sections, subsections, without_fences
from ..operations import (
    Field,
    NamedType,
    PageBody,
    PageCredential,
    PageOperation,
    PageParameter,
    PageResponse,
    PageServer,
)
from ..reading import Finding, OriginKind, PageReader
from ..type_words import schema_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...diagnostics import Report
    from ..markdown import Section
    from ..reading import Page, Reading

NAME = "fern-fields"
_SECTION = 2
_PLACES = {
    "path parameters": "path",
    "query parameters": "query",
    "headers": "header",
    "header parameters": "header",
    "cookies": "cookie",
}
_BODY = re.compile(r"(?:Body|Request body|Payload)(?: \((?P<type>[\w.+-]+/[\w.+*-]+)\))?", re.IGNORECASE)
_STATUS = re.compile(
    r"(?P<status>[1-5]\d\d|[1-5]XX|default)\b(?: *\((?P<type>[\w.+-]+/[\w.+*-]+)\))? *(?P<title>.*)", re.IGNORECASE
)
_EXPECTS = re.compile(r"This endpoint (?:expects|accepts) (?:an? )?(?P<what>[^.]+)\.")
_RETURNS = re.compile(r"This endpoint returns (?:an? )?(?P<what>[^.]+)\.")
_LISTED = re.compile(
    r"^ *- `[^`\n]+` \([^\n]{0,200}\b(?:required|optional)\b[^\n]{0,200}\)(?: +[\u2014\u2013-] .*)?$"
    r"|^ *- Allowed values:|^This endpoint (?:expects|returns) ",
    re.MULTILINE,
)
_TABLE = re.compile(r"^ *\|?[ :]*-{3,}[ :]*\||<table\b", re.MULTILINE)
_SERVER = re.compile(r"(?:`|<|^|(?<=\s))(?P<url>https?://[^`<>\s()]+)[`>]?(?: *\((?P<name>.*)\))?")


def knows(page: Page) -> bool:
    """Return whether the page has a line with method and address, sections of Fern's, and no document."""
    found = [one for one in sections(page.text) if one.level == _SECTION]
    titles = {one.title.casefold() for one in found}
    head = fern_page.head(page)
    if "openapi specification" in titles or "openapi" in titles or not head.method:
        return False
    own = [one for one in found if one.title.casefold() in ("request", "response", "errors", "types")]
    return bool(own) and (bool(head.reference) or any(_has_list(one.text) for one in own))


def _has_list(text: str) -> bool:
    """Return whether a section has Fern's list or sentence, and no table: people write sections of that name, too."""
    text = without_fences(text)
    return _LISTED.search(text) is not None and _TABLE.search(text) is None


def read(page: Page, report: Report) -> Reading | None:
    """Return the operation that the lists describe."""
    head = fern_page.head(page)
    if not head.url:
        report.error("no-address", "the page has a method and no address: it describes no call", page.where(head.line))
        return None
    origin, path = fern_page.parted(head.url)
    parts = {one.title.casefold(): one for one in sections(page.text, page.first_line) if one.level == _SECTION}
    servers = tuple(_servers(parts.get("servers"), origin, head))
    path = _below(head.url, path, servers)
    types = _types(parts.get("types"))
    named = set(types)
    parameters, bodies = _request(parts.get("request"), named)
    arguments, credentials = parted(parameters)
    operation = PageOperation(
        head.method,
        path,
        head.line,
        head.title,
        head.title_line,
        head.text,
        servers=servers,
        parameters=arguments,
        bodies=bodies,
        answers=tuple(_answers((parts.get("response"), parts.get("responses"), parts.get("errors")), named)),
        credentials=(*_credentials(parts.get("authentication")), *credentials),
        types=tuple(NamedType(name, _type(name, one, named)) for name, one in types.items()),
    )
    success = [one.status for one in operation.answers if one.status.startswith("2")]
    examples = fern_page.examples(page, head.method, path, success[0] if len(success) == 1 else None)
    made = draft.reading(
        NAME, page, (operation,), examples=tuple(examples), findings=tuple(_findings(page, origin, head))
    )
    return replace(made, calls=tuple(sample_calls.of_page(page)))


def _findings(page: Page, origin: str, head: fern_page.PageHead) -> Iterator[Finding]:
    for fence in fern_page.unread(page):
        yield Finding("sample-syntax", "the sample is no JSON, and is left out", fence.line)
    if origin and placeholders.is_address(origin):
        yield Finding("no-server", f"`{origin}` is a placeholder: the page names no server", head.line)


def _servers(section: Section | None, origin: str, head: fern_page.PageHead) -> Iterator[PageServer]:
    """Yield the servers that the page lists; if it lists none, the server of the line with the method."""
    listed: list[PageServer] = []
    for item in field_lists.items(section.text, section.line + 1) if section else ():
        match = _SERVER.search(item.text)
        if match and not placeholders.is_address(match["url"]):
            name = re.sub(r"(?:, )?default$", "", match["name"] or "")
            listed.append(PageServer(match["url"].rstrip("/"), item.line, name.strip()))
    known = {one.url for one in listed}
    if origin and not placeholders.is_address(origin) and not any(url.startswith(origin) for url in known):
        yield PageServer(origin, head.line)
    yield from listed


def _below(url: str, path: str, servers: tuple[PageServer, ...]) -> str:
    """Return the path without what a listed server has of it: `https://api.acme.dev/v1` and `/v1/calls` share it."""
    for server in servers:
        base = fern_page.parted(server.url)[1].rstrip("/")
        if base and url.startswith(f"{server.url}/") and path.startswith(f"{base}/"):
            return path.removeprefix(base)
    return path


def _types(section: Section | None) -> Mapping[str, Section]:
    found = subsections(section) if section else []
    return {one.title.strip("`"): one for one in found if re.fullmatch(r"[\w.$-]{1,200}", one.title.strip("`"))}


def _type(name: str, section: Section, named: set[str]) -> Field:
    text = without_fences(section.text)
    listed = field_lists.items(text, section.line + 1)
    made = field_lists.value(listed, named, section.line)
    if "$ref" in made.schema and schema_of(name, {name}) == made.schema:
        # A type may hold itself, and is not itself.
        made = field_lists.value(listed, named - {name}, section.line)
    return Field(
        "",
        section.line,
        made.schema,
        made.typed,
        description=field_lists.prose(text),
        fields=made.fields,
        variants=made.variants,
    )


def _request(section: Section | None, named: set[str]) -> tuple[tuple[PageParameter, ...], tuple[PageBody, ...]]:
    parameters: list[PageParameter] = []
    bodies: list[PageBody] = []
    for part in subsections(section) if section else ():
        text = without_fences(part.text)
        listed = field_lists.items(text, part.line + 1)
        place = _PLACES.get(part.title.casefold())
        body = _BODY.fullmatch(part.title)
        if place is not None:
            parameters += [PageParameter(place, one) for one in field_lists.fields(listed, named)]
        elif body is not None:
            value = _value(text, part.line, named, _EXPECTS)
            bodies.append(PageBody(value, body["type"] or "application/json", body["type"] is not None))
    return tuple(parameters), tuple(bodies)


def _value(text: str, line: int, named: set[str], sentence: re.Pattern[str]) -> Field:
    """Return the body that a list describes; a sentence before it may name its type, or say that it is a list."""
    listed = field_lists.items(text, line + 1)
    described = field_lists.prose(text)
    match = sentence.search(described)
    if match is None:
        made = field_lists.value(listed, named, line)
        return _described(made, described)
    words = match["what"].strip().strip("`")
    described = (described[: match.start()] + described[match.end() :]).strip()
    if words.casefold() in ("object", "multipart form", "multipart form containing a file"):
        made = field_lists.value(listed, named, line)
    elif words in named and not listed:
        made = field_lists.of_words(words, line, listed, named)
    elif re.fullmatch(r"[A-Za-z_]\w*", words) and field_lists.fields(listed, named):
        made = field_lists.value(listed, named, line, "" if words in named else words)
    else:
        made = field_lists.of_words(words, line, listed, named)
    return _described(made, described)


def _described(made: Field, text: str) -> Field:
    return Field(
        made.name, made.line, made.schema, made.typed, made.required, text, made.deprecated, made.fields, made.variants
    )


def _answers(parents: tuple[Section | None, ...], named: set[str]) -> Iterator[PageResponse]:
    for parent in parents:
        if parent and not subsections(parent) and (listed := field_lists.items(parent.text, parent.line + 1)):
            whole = field_lists.value(listed, named, parent.line)
            yield PageResponse("200", parent.line, "", whole, status_origin=OriginKind.GUESS)
        for part in subsections(parent) if parent else ():
            match = _STATUS.fullmatch(part.title)
            if match is None:
                continue
            text = without_fences(part.text)
            listed = field_lists.items(text, part.line + 1)
            described = field_lists.prose(text)
            value: Field | None = None
            if listed or _RETURNS.search(described):
                value = _value(text, part.line, named, _RETURNS)
                value = _described(value, "")
            status = match["status"].lower() if match["status"].lower() == "default" else match["status"].upper()
            yield PageResponse(
                status,
                part.line,
                _RETURNS.sub("", described).strip() or match["title"].strip(),
                value,
                match["type"] or "application/json",
            )


def _credentials(section: Section | None) -> Iterator[PageCredential]:
    """Yield the credentials under `## Authentication`: items as of parameters, or a sentence that names a scheme."""
    if section is None:
        return
    text = without_fences(section.text)
    listed = field_lists.items(text, section.line + 1)
    fields = field_lists.fields(listed, ())
    for one in fields:
        in_query = "query" in one.description.casefold() and "header" not in one.description.casefold()
        words = next((item.text for item in listed if item.line == one.line), "")
        plain = Field(one.name, one.line, one.schema, description=one.description or words)
        found = credential("query" if in_query else "header", plain) or PageCredential(
            "apiKey", one.line, one.name, "query" if in_query else "header", one.description
        )
        basic = re.search(r"\bbasic\b", words, re.IGNORECASE)
        bearer = re.search(r"\bbearer\b", words, re.IGNORECASE)
        kind = "basic" if basic else "bearer" if bearer else found.kind
        yield PageCredential(kind, one.line, found.name, found.location, one.description)
    if not fields:
        prose = " ".join(text.split())
        for kind, pattern in (("bearer", r"\bbearer\b"), ("basic", r"\bbasic\b")):
            if re.search(pattern, prose, re.IGNORECASE):
                yield PageCredential(kind, section.line, description=prose)
                return


READER = PageReader(
    NAME,
    "Fern markdown with lists of fields",
    "a line `METHOD address`, and `## Request`, `## Response`, `## Errors` or `## Types` without a document",
    knows,
    read,
)
