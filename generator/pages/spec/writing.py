"""Writes the content of a provider's folder as texts by path, for `import`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ...document.document import is_within
from ...document.payload_files import parse_payload
from ...openapi.json_values import is_mapping
from ..conformance import at
from ..reading import FactOrigin, OriginKind, Reading, Verbatim
from . import settings, sources, yaml_text
from .examples import DistinctPayload, payloads
from .facts import Facts, facts
from .merging import Merged, merged
from .sources import PageSource, Sources

if TYPE_CHECKING:
    from ...document.document import JSON

_HEAD = """\
# Written by `import` from the pages in pages/ (see source.toml). What no page states is marked as a guess or as read
# from a sample. Corrections go to overlay.yaml: this file is written anew.
"""


@dataclass(frozen=True, slots=True)
class RecordedPage:
    """One page that was read, and what is recorded of it."""

    reading: Reading
    page: str
    """The address, or the name of the file that was given."""
    sha256: str
    date: str
    file: str
    """`pages/create-call.md`."""


@dataclass(frozen=True, slots=True)
class ProviderFolder:
    """The existing content of a provider's folder, as far as it matters here."""

    settings: bool = False
    """Whether there is a provider.toml."""
    examples: Mapping[str, JSON] = field(default_factory=dict[str, "JSON"])
    """The files of `examples/`."""
    by_hand: str | None = None
    """The text of a document that `import` did not write, and does not change."""
    name: str = "openapi.yaml"
    """The name of that document's file."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files, and what went into them."""

    files: Mapping[str, str]
    merged: Merged
    payloads: tuple[DistinctPayload, ...]
    facts: Facts
    how: str


def written(provider: str, given: Sequence[RecordedPage], folder: ProviderFolder) -> Written:
    """Return all files but the overlay, which is for corrections."""
    made = merged([one.reading for one in given])
    made = _completed(provider, made)
    found = payloads(made, folder.examples)
    name, text, how = _document(made, folder)
    files: dict[str, str] = {} if folder.by_hand is not None else {name: text}
    # A document that was there before, written by hand, is no page: it is kept as it is, where it is.
    pages = [one for one in given if one.file]
    for one in pages:
        files[one.file] = one.reading.page.text
    for payload in found:
        if payload.file not in folder.examples:
            files[f"examples/{payload.file}"] = payload.text
    if not folder.settings:
        files["provider.toml"] = settings.draft(provider, made)
    recorded = Sources(
        tuple(_source(one, found) for one in pages), {"file": name, "how": how, "sha256": sources.digest(text.encode())}
    )
    files[sources.NAME] = sources.text(recorded)
    return Written(files, made, found, facts(made), how)


def _completed(provider: str, made: Merged) -> Merged:
    """Return the document with what no page states and OpenAPI wants: title and version, marked as guesses."""
    document = dict(made.document)
    held = document.get("info")
    info: dict[str, Any] = held if is_mapping(held) else {}
    missing: dict[str, str] = {}
    if not info.get("title"):
        missing["title"] = f"{settings.class_name(provider, made)} API"
    if not info.get("version"):
        missing["version"] = "1"
    if not missing:
        return made
    document = {"openapi": document.get("openapi", "3.1.0"), **document, "info": {**info, **missing}}
    notes = {"title": "made of the provider's name", "version": "the pages do not say"}
    guessed = {f"/info/{key}": FactOrigin(OriginKind.GUESS, note=notes[key]) for key in missing}
    first = made.readings[0]
    marked = replace(first, origins={**first.origins, **guessed})
    owners = {
        pointer: (marked if reading is first else reading, place) for pointer, (reading, place) in made.owners.items()
    }
    owners |= {pointer: (marked, pointer) for pointer in guessed}
    return replace(made, document=document, owners=owners)


def _document(made: Merged, folder: ProviderFolder) -> tuple[str, str, str]:
    """Return the name, the text, and how the document was made."""
    first = made.readings[0] if made.readings else None
    if folder.by_hand is not None:
        return folder.name, folder.by_hand, sources.BY_HAND
    holders = {id(reading) for reading, _ in made.owners.values()}
    kept = first is not None and first.verbatim is not None and len(holders) == 1
    if first is not None and kept and not _is_changed(first, made):
        verbatim = first.verbatim or Verbatim("", 0)
        name = "openapi.json" if verbatim.text.lstrip().startswith("{") else "openapi.yaml"
        return name, verbatim.text, _kept(first)
    text = yaml_text.text(made.document, _comments(made))
    return "openapi.yaml", _HEAD + text, _made(made)


def _is_changed(reading: Reading, made: Merged) -> bool:
    """Return whether the document is another than the page's text: mended, or completed."""
    restored = [one for one in reading.repairs if one.pointer]
    return bool(restored) or made.document != reading.document


def _kept(reading: Reading) -> str:
    if reading.reader == "fern-flattened":
        return "The yaml fence of the page, its lost line breaks restored and proved: flattened again it is the page's."
    if reading.reader == "openapi-document":
        return "As published, byte for byte."
    return "The content of the fence on the page, byte for byte."


def _made(made: Merged) -> str:
    count = sum(one.document is not None for one in made.readings)
    repairs = sum(len(one.repairs) for one in made.readings)
    drafted = [one for one in made.readings if one.document is not None and one.verbatim is None]
    parts = [
        f"Merged from {count} pages" if count > 1 else "Drafted from the page" if drafted else "Taken from the page"
    ]
    if repairs:
        parts.append(f"{repairs} repair{'s' if repairs > 1 else ''}, each recorded with its page")
    return f"{', '.join(parts)}."


def _comments(made: Merged) -> dict[str, str]:
    """Return what is written next to each value that no page states in so many words."""
    comments: dict[str, str] = {}
    for pointer, (reading, place) in made.owners.items():
        for inner, origin in reading.origins.items():
            if origin.kind is not OriginKind.PAGE and is_within(inner, place):
                comments[pointer + inner.removeprefix(place)] = _comment(reading, origin)
        for unknown in reading.unknowns:
            if is_within(unknown.pointer, place):
                where = pointer + unknown.pointer.removeprefix(place)
                comments[where] = f"unknown: {unknown.text} ({_line(reading, unknown.line)})"
        for repair in reading.repairs:
            if repair.pointer and is_within(repair.pointer, place):
                where = pointer + repair.pointer.removeprefix(place)
                comments.setdefault(where, f"repaired: {repair.text} ({_line(reading, repair.line)})")
    return {pointer: text for pointer, text in comments.items() if at(made.document, pointer) is not None}


def _comment(reading: Reading, origin: FactOrigin) -> str:
    note = f": {origin.note}" if origin.note else ""
    return f"sample, {_line(reading, origin.line)}{note}" if origin.kind is OriginKind.SAMPLE else f"guess{note}"


def _line(reading: Reading, line: int) -> str:
    return f"line {line}" if line else "the page"


def _source(one: RecordedPage, found: Sequence[DistinctPayload]) -> PageSource:
    page = one.reading.page
    mine = [payload for payload in found if any(reading.page.name == page.name for _, reading in payload.places)]
    samples = sum(reading.page.name == page.name for payload in mine for _, reading in payload.places)
    match = re.search(r"^Reference: *(https?://\S+)", page.text, re.MULTILINE)
    address = page.address or (match[1] if match else "")
    dropped = sum(finding.code == "machine-text" for finding in one.reading.findings)
    return PageSource(
        one.file,
        one.page,
        one.sha256,
        one.date,
        one.reading.reader,
        "" if address == one.page else address,
        tuple(payload.file for payload in mine),
        samples,
        one.reading.repairs,
        dropped,
    )


def example_files(texts: Mapping[str, str]) -> dict[str, JSON]:
    """Return the values of the files of `examples/`; one that is no JSON is left out."""
    found: dict[str, JSON] = {}
    for name, text in texts.items():
        try:
            found[name] = parse_payload(text)
        except ValueError:
            continue
    return found
