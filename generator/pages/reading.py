"""The facts of a documentation page, as frozen data: readers return it, and `import` writes it down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ..diagnostics import Location
from ..document.document import split

if TYPE_CHECKING:
    from ..diagnostics import Report
    from ..document.document import JSON, Positions


@dataclass(frozen=True, slots=True)
class Page:
    """One page, as text with `\\n` for line breaks."""

    text: str
    name: str
    """Its name in messages: the path of a file from the working folder, or the address."""
    address: str | None = None
    """The address that it was fetched from, if it was."""
    first_line: int = 1
    """The line of the file on which the text begins: pages of an `llms-full.txt` share one file."""

    def where(self, line: int) -> Location:
        """Return the place of a 1-based line of the file; 0 stands for the page as a whole."""
        return Location(self.name, line, 1 if line else 0)


UNSAID = "the page does not say whether it is required"
"""The note of a field of which that holds: nothing contradicts it."""


NAMED = "the page names it"
"""The note of a schema whose name is the page's, and not invented."""


class OriginKind(StrEnum):
    """How a fact came to be known."""

    PAGE = "page"
    """The page states it."""
    SAMPLE = "sample"
    """A sample of the page shows it; the page does not state it."""
    GUESS = "guess"
    """No part of the page says it, but the document needs it."""


@dataclass(frozen=True, slots=True)
class FactOrigin:
    """Where a fact comes from."""

    kind: OriginKind
    line: int = 0
    """The 1-based line of the page; 0 where there is none."""
    note: str = ""
    """Why a value is believed that the page does not plainly state, as a part of a sentence."""


@dataclass(frozen=True, slots=True)
class PagePayload:
    """A payload that the page publishes."""

    method: str
    """In lower case, with `path` as in the document; empty if the page does not say which operation it is."""
    path: str
    kind: str
    """`request` or `response`."""
    value: JSON
    line: int
    status: str | None = None
    """For a response: `200`; None if the page does not say."""
    label: str = ""
    """The page's name for it, such as "Scheduled call"."""
    language: str = "json"
    """The source that it was read from: `json`, `curl`, `python`, …"""
    is_form: bool = False
    """Whether it is sent as a form."""


@dataclass(frozen=True, slots=True)
class SampleCall:
    """The call that a sample of the page makes, without any credential."""

    language: str
    line: int
    method: str
    """In lower case; empty if the sample does not show it."""
    url: str
    """Without credentials."""
    headers: tuple[tuple[str, str], ...] = ()
    """Names, and of `Authorization` the scheme (`bearer`, `basic`), in lower case; of others an empty text."""
    media_type: str = ""
    """Of the body; see `Sample.media_type`."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One place at which what the page has is not OpenAPI, and what was made of it."""

    pointer: str
    line: int
    text: str
    """The change in words: "`enum` items `value: a` became `a`"."""


@dataclass(frozen=True, slots=True)
class UnknownFact:
    """Something that the document needs and the page does not have."""

    pointer: str
    line: int
    text: str
    """For example "request `agent` has no type"."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark about the page: a contradiction, a text addressed to machines, a sample that is no JSON."""

    code: str
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an index to a page."""

    address: str
    """As written: absolute, or relative to the index."""
    title: str
    line: int
    document: bool = False
    """Whether it leads to a whole OpenAPI document."""
    operation: str = ""
    """The operation of that document that the page stands for: `post /calls`, `webhook ended`; empty for an index."""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """The text of the OpenAPI document that the page holds, byte for byte."""

    text: str
    line: int
    """The line of the page on which it begins."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading one page by one reader."""

    reader: str
    page: Page
    document: Mapping[str, Any] | None = None
    """An OpenAPI 3 document, perhaps a part of one; None if the page describes no operation."""
    verbatim: Verbatim | None = None
    """The document in the page's own text, if it has one. `document` is its tree, with the repairs."""
    origins: Mapping[str, FactOrigin] = field(default_factory=dict[str, FactOrigin])
    """JSON pointer into `document` → where that value, and all below it that has no entry, comes from."""
    positions: Positions | None = None
    """The positions of the values in the text of `verbatim`."""
    examples: tuple[PagePayload, ...] = ()
    calls: tuple[SampleCall, ...] = ()
    """The calls of the samples, for comparing them with the document."""
    repairs: tuple[Repair, ...] = ()
    unknowns: tuple[UnknownFact, ...] = ()
    findings: tuple[Finding, ...] = ()
    links: tuple[Link, ...] = ()
    """Of an index."""
    pages: tuple[Page, ...] = ()
    """The pages that this one holds, each to be read by itself."""

    def origin(self, pointer: str) -> FactOrigin:
        """Return the origin of a value: its own, or that of the nearest value around it."""
        near = pointer
        while near not in self.origins and near:
            near = near.rpartition("/")[0]
        if near in self.origins or self.positions is None or self.verbatim is None:
            return self.origins.get(near, FactOrigin(OriginKind.PAGE))
        line = self.positions.locate(self.page.name, split(pointer)).line
        return FactOrigin(OriginKind.PAGE, self.verbatim.line + line - 1 if line else self.verbatim.line)


@dataclass(frozen=True, slots=True)
class PageReader:
    """A way to read one kind of page."""

    name: str
    """In lower case, with dashes: `source.toml` records it."""
    title: str
    """The kind of page in words: "Fern markdown with a document"."""
    marks: str
    """The marks that it looks for, in words: "`## OpenAPI Specification` and a yaml fence"."""
    knows: Callable[[Page], bool]
    """Says whether the marks are there. Cheap, and never raises."""
    read: Callable[[Page, Report], Reading | None]
    """Returns what the page says; None with an error for each reason in the report. Never raises for what it reads."""
