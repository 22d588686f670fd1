"""`source.toml`: where the files of a provider's folder come from, so that the pages can be read again."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...diagnostics import Location
from ...openapi.json_values import is_mapping, is_sequence
from . import toml_text

if TYPE_CHECKING:
    from ...diagnostics import Report
    from ..reading import Repair

NAME = "source.toml"
BY_HAND = "Written by hand; the pages are compared with it."
"""The comment in source.toml about a document that `import` did not write."""
PAGES = "pages"
"""The folder that keeps the texts of the pages."""
_HEAD = "# Where the files of this folder come from. Written by `import`; `import --again` reads the pages anew.\n"


@dataclass(frozen=True, slots=True)
class PageSource:
    """One page that was read."""

    file: str
    """The text that is kept, from the provider's folder: `pages/create-call.md`."""
    page: str
    """The address it was fetched from, or the name of the file that was given."""
    sha256: str
    """Of what was read, in hexadecimal."""
    date: str
    """When it was read: `2026-11-30`."""
    reader: str
    address: str = ""
    """The page's own address, as it states it."""
    examples: tuple[str, ...] = ()
    """The files of `examples/` that are from it."""
    samples: int = 0
    """The number of samples of the page with those payloads."""
    repairs: tuple[Repair, ...] = ()
    dropped: int = 0
    """Texts addressed to machines that are not kept."""

    @property
    def fetched(self) -> bool:
        """Whether the page has an address to read it from again."""
        return self.page.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class Sources:
    """All pages of a provider, and how its document was made of them."""

    pages: tuple[PageSource, ...] = ()
    document: Mapping[str, str] = field(default_factory=dict[str, str])
    """`file`, `how` and `sha256`."""


def digest(data: bytes) -> str:
    """Return the SHA-256 of what was read, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def text(sources: Sources) -> str:
    """Return the text of a source.toml."""
    parts = [_HEAD, toml_text.table("[document]", dict(sources.document))]
    for one in sources.pages:
        parts.append(
            toml_text.table(
                "[[pages]]",
                {
                    "page": one.page,
                    "address": one.address or None,
                    "file": one.file,
                    "sha256": one.sha256,
                    "date": one.date,
                    "reader": one.reader,
                    "examples": list(one.examples) or None,
                    "samples": f"{one.samples} samples, {len(one.examples)} payloads" if one.samples else None,
                    "dropped": one.dropped or None,
                },
            )
        )
        parts += [
            toml_text.table("[[pages.repairs]]", {"pointer": fix.pointer, "line": fix.line, "what": fix.text})
            for fix in one.repairs
        ]
    return "\n".join(parts)


def load(content: str, name: str, report: Report) -> Sources | None:
    """Return the sources of a source.toml; None with an error if it is no TOML. A file by hand may have no pages."""
    try:
        tree = tomllib.loads(content)
    except (ValueError, RecursionError) as error:
        report.error("toml-syntax", f"not valid TOML: {error}", Location(name))
        return None
    document = tree.get("document")
    held = {str(key): str(value) for key, value in document.items()} if is_mapping(document) else {}
    return Sources(tuple(_source(one) for one in _tables(tree.get("pages"))), held)


def _tables(found: object) -> Sequence[Mapping[str, object]]:
    return [one for one in found if is_mapping(one)] if is_sequence(found) else []


def _source(one: Mapping[str, object]) -> PageSource:
    names = one.get("examples")
    return PageSource(
        str(one.get("file", "")),
        str(one.get("page", "")),
        str(one.get("sha256", "")),
        str(one.get("date", "")),
        str(one.get("reader", "")),
        str(one.get("address", "")),
        tuple(str(name) for name in names) if is_sequence(names) else (),
    )
