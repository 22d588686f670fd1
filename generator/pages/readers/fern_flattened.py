"""A Fern page that arrived on one line: the document gets its lines back, by grammar, and is proved.

Takes: what `fern_document` takes of the same page with lines. Proved: flattened again it equals the fence word for
word; every `$ref` resolves; every required name is a property; every sample fits the schema. Cannot: bring back what
stood in angle brackets, nor the line breaks of a literal block of text; a description that could be that of the last
property or of the object is the property's, and a finding says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...document.document import join
from ...openapi.json_values import is_mapping, is_sequence
from .. import conformance, fenced
from ..flattened import layout, markdown
from ..flattened.restore import LostError, restored
from ..markdown import fences
from ..reading import Finding, Page, PageReader, Repair, Verbatim
from . import fern_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...diagnostics import Report
    from ..markdown import Fence
    from ..reading import Reading

NAME = "fern-flattened"
_LONGEST = 4_000_000


def knows(page: Page) -> bool:
    """Return whether a line of the page holds heading, fence and document at once."""
    return markdown.is_flattened(page.text)


def read(page: Page, report: Report) -> Reading | None:
    """Return the page's reading with the document restored; None, with the place, if that is not possible."""
    line = page.first_line + next(
        (number for number, one in enumerate(page.text.split("\n")) if markdown.is_flattened(one)), 0
    )
    if len(page.text) > _LONGEST:
        report.error("too-large", f"a flattened page is longer than {_LONGEST:,} characters", page.where(0))
        return None
    lines = markdown.expanded(page.text)
    fence = next(one for one in fences(lines) if one.language in ("yaml", "yml"))
    try:
        root, doubts = restored(fence.text.split())
    except LostError as error:
        report.error(
            "lost-lines", f"the document lost its line breaks, and they cannot be restored: {error}", page.where(line)
        )
        return None
    text = layout.text(root)
    if layout.words(text) != layout.words(fence.text):
        report.error("lost-lines", "the restored document, flattened again, is not the page's", page.where(line))
        return None
    reading = _read_expanded(page, lines, fence, text, report)
    if reading is None or not _proved(reading, report, line):
        return None
    repair = Repair("", line, "line breaks and indentation of the flattened document were restored, and proved")
    notes = [
        Finding("description-place", f"the description `{one.words} …` could also be that of `{one.schema}`", line)
        for one in doubts
    ]
    if "|" in fence.text.split() or "|-" in fence.text.split():
        notes.append(Finding("lost-lines", "a literal block of text lost its own line breaks", line))
    return replace(
        reading,
        reader=NAME,
        page=page,
        verbatim=Verbatim(text, line),
        positions=None,
        repairs=(repair, *(replace(one, line=line) for one in reading.repairs)),
        unknowns=tuple(replace(one, line=line) for one in reading.unknowns),
        findings=tuple(replace(one, line=line) for one in (*reading.findings, *notes)),
        examples=tuple(replace(one, line=line) for one in reading.examples),
        calls=tuple(replace(one, line=line) for one in reading.calls),
        origins={pointer: replace(one, line=line) for pointer, one in reading.origins.items()},
    )


def _read_expanded(page: Page, lines: str, fence: Fence, text: str, report: Report) -> Reading | None:
    """Return what `fern_document` says of the page with lines, and with the restored document in its fence."""
    rows = lines.split("\n")
    whole = "\n".join((*rows[: fence.line], text.rstrip("\n"), "", *rows[fence.end - 1 :]))
    return fern_document.read(Page(whole, page.name, page.address), report)


def _proved(reading: Reading, report: Report, line: int) -> bool:
    """Return whether references resolve, required names are properties, and samples fit; each failure is an error."""
    document: dict[str, Any] = dict(reading.document or {})
    problems = [*_loose_references(document, document, ()), *_loose_names(document, ())]
    for example in reading.examples:
        schema = conformance.schema_of(document, example)
        found = conformance.check(document, schema, example.value) if schema is not None else ()
        problems += [f"a sample does not fit: {one.text}" for one in found if one.contradicts]
    for problem in dict.fromkeys(problems):
        report.error("lost-lines", f"the restored document is not proved: {problem}", reading.page.where(line))
    return not problems


def _loose_references(value: Any, document: dict[str, Any], tokens: tuple[str | int, ...]) -> Iterator[str]:
    for key, member in _members(value):
        if key == "$ref" and isinstance(member, str) and not fenced.resolves(document, member):
            yield f"`{member}` at `#{join(tokens)}` does not exist"
        yield from _loose_references(member, document, (*tokens, key))


def _loose_names(value: Any, tokens: tuple[str | int, ...]) -> Iterator[str]:
    members = dict(_members(value))
    properties, required = members.get("properties"), members.get("required")
    if is_mapping(properties) and is_sequence(required):
        for name in required:
            if name not in properties:
                yield f"the required `{name}` at `#{join(tokens)}` is no property"
    for key, member in members.items():
        yield from _loose_names(member, (*tokens, key))


def _members(value: Any) -> list[tuple[str | int, Any]]:
    if is_mapping(value):
        return list(value.items())
    return list(enumerate(value)) if is_sequence(value) else []


READER = PageReader(
    NAME,
    "flattened Fern page",
    "`## OpenAPI Specification`, a yaml fence and `openapi:` on one line",
    knows,
    read,
)
