"""What Mintlify repositories hold next to pages: `docs.json` (before 2025 `mint.json`), and pages that only refer.

Taken of the settings: the pages of `navigation` in their order, whatever tabs, groups, versions and languages are
around them, and every `openapi` field as a link to a whole document, which comes first. Taken of a page whose front
matter says `openapi: "file METHOD path"` and that describes no field itself: a link to that document, with the
operation. Not taken: servers and credentials that the settings give to pages (`api.mdx`, `api.baseUrl`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...diagnostics import Report
from ...document import json_reader
from ...document.document import join, split
from ...document.limits import LIMITS
from ...openapi.json_values import is_mapping, is_sequence
from ..json_access import members
from ..reading import Link, PageReader, Reading
from ..text import front_matter

if TYPE_CHECKING:
    from ...document.document import Positions
    from ..reading import Page
    from ..text.front_matter import FrontMatter

SETTINGS = "mintlify-settings"
REFERENCE = "mintlify-reference"
FILES = ("docs.json", "mint.json")
"""The names of the settings file; a reader looks at the text alone."""
_MARKS = re.compile(r"mintlify|\"(?:navigation|openapi)\"\s*:")
_OPERATION = re.compile(
    r"(?:(\S+)\s+)?(get|post|put|patch|delete|head|options|trace|webhook)\s+(\S+)\s*", re.IGNORECASE
)
_DOCUMENT = re.compile(r"\S+\.(?:json|ya?ml)|https?://\S+", re.IGNORECASE)


def knows_settings(page: Page) -> bool:
    """Return whether the text is a JSON object with `navigation` and what else only settings have."""
    head = page.text.lstrip("\ufeff \t\r\n")
    if not head.startswith("{") or not _MARKS.search(head) or '"navigation"' not in head:
        return False
    parsed = json_reader.parse(page.text, page.name, Report(), LIMITS)
    tree: Any = parsed.tree if parsed is not None else None
    if not is_mapping(tree) or ("openapi" in tree and "paths" in tree):
        return False
    navigation: Any = tree.get("navigation")
    named = "mintlify" in str(tree.get("$schema", "")) or {"name", "theme", "colors", "openapi"} & tree.keys()
    return (is_mapping(navigation) or is_sequence(navigation)) and bool(named)


def read_settings(page: Page, report: Report) -> Reading | None:
    """Return the links: documents first."""
    parsed = json_reader.parse(page.text, page.name, report, LIMITS)
    if parsed is None or not is_mapping(parsed.tree):
        return None
    walk = _Walk(page, parsed.positions)
    for key in ("navigation", "openapi", "tabs", "anchors", "api"):
        walk.value(parsed.tree.get(key), f"/{key}", listed=key == "navigation")
        if key == "openapi":
            walk.documents(parsed.tree.get(key), f"/{key}")
    links = sorted(walk.links.values(), key=lambda one: not one.document)
    if not links:
        report.error("no-links", "the settings name neither a page nor a document", page.where(page.first_line))
        return None
    return Reading(SETTINGS, page, links=tuple(links))


def knows_reference(page: Page) -> bool:
    """Return whether the front matter names an operation of a document, and no field is described."""
    matter = front_matter.read(page.text[:20_000], page.first_line)
    return _referred(matter) is not None


def read_reference(page: Page, report: Report) -> Reading | None:
    """Return the link to the document, empty if the page leaves it to the settings."""
    matter = front_matter.read(page.text, page.first_line)
    referred = _referred(matter)
    if referred is None:
        report.error("no-operation", "the front matter names no operation", page.where(page.first_line))
        return None
    address, operation = referred
    title = matter.get("title")
    return Reading(REFERENCE, page, links=(Link(address, title, matter.lines.get("openapi", 0), True, operation),))


READER_OF_SETTINGS = PageReader(
    SETTINGS, "Mintlify settings", "`docs.json` or `mint.json` with `navigation`", knows_settings, read_settings
)
READER_OF_REFERENCE = PageReader(
    REFERENCE,
    "Mintlify page that refers to a document",
    '`openapi: "file METHOD path"` in the front matter',
    knows_reference,
    read_reference,
)


def _referred(matter: FrontMatter) -> tuple[str, str] | None:
    """Return the document, perhaps an empty text, and the operation as `post /calls`."""
    match = _OPERATION.fullmatch(matter.get("openapi"))
    if match is None:
        return None
    kind = match[2].lower()
    if kind != "webhook" and not match[3].startswith("/"):
        return None
    return match[1] or "", f"{kind} {match[3]}"


class _Walk:
    """Collects links of settings, of whatever shape their navigation is; the first mention of a page counts."""

    def __init__(self, page: Page, positions: Positions) -> None:
        self.page, self.positions = page, positions
        self.links: dict[tuple[str, bool], Link] = {}

    def value(self, value: Any, pointer: str, *, listed: bool) -> None:
        """Read a value of the settings; texts are pages if they are in a list of the navigation."""
        if is_sequence(value):
            for index, one in enumerate(value):
                spot = f"{pointer}/{index}"
                if listed and isinstance(one, str):
                    self._page(one, spot)
                else:
                    self.value(one, spot, listed=listed)
        elif is_mapping(value):
            for key, one in value.items():
                spot = f"{pointer}{join((key,))}"
                if key == "openapi":
                    self.documents(one, spot)
                elif key == "root" and isinstance(one, str):
                    self._page(one, spot)
                elif key != "asyncapi":
                    self.value(one, spot, listed=listed and not _is_other(key))

    def documents(self, value: Any, pointer: str) -> None:
        """Take an `openapi` field: a text, a list of them, or an object with `source`."""
        if isinstance(value, str):
            self._put(value, pointer, document=True)
        elif is_sequence(value):
            for index, one in enumerate(value):
                self.documents(one, f"{pointer}/{index}")
        elif is_mapping(value):
            self.documents(value.get("source"), f"{pointer}/source")

    def _page(self, text: str, pointer: str) -> None:
        match = _OPERATION.fullmatch(text.strip())
        if match is not None:
            if match[1]:
                self._put(match[1], pointer, document=True)
        else:
            self._put(text, pointer, document=_DOCUMENT.fullmatch(text) is not None and not text.endswith(".md"))

    def _put(self, text: str, pointer: str, *, document: bool) -> None:
        address = text.strip() if "://" in text else text.strip().lstrip("/")
        if address:
            line = self.page.first_line - 1 + self.positions.locate(self.page.name, split(pointer)).line
            self.links.setdefault((address, document), Link(address, "", line, document))


def _is_other(key: str) -> bool:
    """Return whether a member of the navigation holds texts that are no pages: icons, colors, outside links."""
    return key in ("icon", "color", "href", "tags", "redirects", "drilldown", "expanded", "hidden", "tag")


def operations(document: Mapping[str, Any]) -> Iterator[str]:
    """Yield the operations of a document as links name them: `post /calls`, `webhook ended`."""
    for path, item in members(document, "paths").items():
        yield from (f"{method} {path}" for method in members(item))
    yield from (f"webhook {name}" for name in members(document, "webhooks"))
