"""What the user named → pages that were read: files, folders, standard input, addresses, and what an index links."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from ...diagnostics import Location, Report, Severity, printable
from ...pages import registry
from ...pages.readers.mintlify_settings import SETTINGS, operations
from ...pages.reading import Page
from ...pages.spec.sources import PAGES, digest
from ...pages.spec.writing import RecordedPage
from ...pages.text.html import is_html
from ...pages.text.websockets import websockets
from . import links
from .fetching import Fetched, Fetcher, is_address, same_origin

if TYPE_CHECKING:
    from ...pages.reading import Link, Reading

_MOST_BYTES = 64 * 1024 * 1024
_MOST_PAGES = 2_000
_SUFFIXES = frozenset({".md", ".mdx", ".markdown", ".txt", ".rst", ".html", ".htm", ".json", ".yaml", ".yml", ".har"})
_MOST_UNKNOWN = 5
_LONGEST = 80
_STDIN = "standard input"

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class InputText:
    """A text that was read, before anybody looked at it."""

    name: str
    """The name in messages and in `source.toml`."""
    data: bytes
    address: str | None = None


@dataclass(slots=True)
class Gathered:
    """The pages of one run."""

    given: list[RecordedPage] = field(default_factory=list[RecordedPage])
    passed_over: int = 0
    """Pages of an index that describe no operation: guides and the like."""
    indexes: list[str] = field(default_factory=list[str])


def gather(
    names: Sequence[str], today: str, report: Report, on_progress: OnProgress, *, keep_going: bool = False
) -> Gathered:
    """Return all pages that the arguments name; what cannot be read is an error each, a warning with `keep_going`."""
    found = Gathered()
    gatherer = _Gatherer(found, today, report, on_progress, keep_going)
    for name in names:
        if is_address(name):
            gatherer.address(name)
            continue
        folder = Path(name) if name != "-" and Path(name).is_dir() else None
        for text in _local(name, report):
            gatherer.file(text, folder)
    gatherer.finish()
    return found


class _Gatherer:
    def __init__(self, found: Gathered, today: str, report: Report, on_progress: OnProgress, keep_going: bool) -> None:
        self.found, self.today, self.report, self.on_progress, self.keep_going = (
            found,
            today,
            report,
            on_progress,
            keep_going,
        )
        self.taken: set[str] = set()
        self.seen: set[str] = set()
        self.unknown: list[Report] = []
        self.referring: list[tuple[str, Link]] = []
        """Pages that stand for an operation of a document, with that link."""

    def address(self, address: str) -> None:
        """Fetch a page, and what it links where it is an index."""
        with Fetcher() as fetcher:
            fetched = fetcher.page(address, self.report)
            if fetched is None:
                return
            reading = self.text(_fetched(address, fetched), listed=False)
            if reading is not None and reading.links:
                self._links(fetcher, address, reading)

    def file(self, text: InputText, folder: Path | None) -> None:
        """Read a file, alone or of a folder, and what it links where the links lead to files next to it."""
        reading = self.text(text, listed=folder is not None, lenient=self.keep_going)
        if reading is None or not reading.links:
            return
        root = links.root_of(Path(text.name), folder)
        if reading.links[0].operation:
            self._referred_file(text.name, reading.links[0], root)
        elif folder is None:
            self._files(text.name, reading, root)

    def finish(self) -> None:
        """Report what pages refer to and no document has; and unknown pages, where there was nothing else."""
        known = {one for given in self.found.given for one in operations(given.reading.document or {})}
        for name, link in self.referring:
            if link.operation in known:
                continue
            method, _, path = link.operation.partition(" ")
            called = f"`{method.upper()} {path}`"
            if any(given.reading.verbatim for given in self.found.given):
                message = f"the page refers to {called}, which no document of this import has: import its document, too"
            else:
                message = f"the page refers to {called} in {link.address or 'a document'}: import that document, too"
            self.report.error("no-document", message, Location(name, link.line))
        if not self.found.given:
            for one in self.unknown[:_MOST_UNKNOWN]:
                self.report.extend(one)
            if (rest := len(self.unknown) - _MOST_UNKNOWN) > 0:
                self.report.error("unknown-page", f"no reader knows {rest:,} further page{'' if rest == 1 else 's'}")

    def _files(self, name: str, reading: Reading, root: Path) -> None:
        """Read the files that an index links: whole documents where there are some, else the pages."""
        documents = [link for link in reading.links if link.document]
        wanted = documents or reading.links
        found = [(link, next(links.files(link.address, Path(name), root), None)) for link in wanted]
        for link, file in found:
            if file is not None:
                for text in _local(file.as_posix(), self.report):
                    self.file(text, root)
            elif reading.reader == SETTINGS:
                message = f"the file of a link is missing: {printable(link.address)[:_LONGEST]}"
                self.report.warning("dead-link", message, Location(name, link.line))
        if not any(file for _, file in found):
            message = f"an index of {len(reading.links)} pages: import its address, or the pages themselves"
            self.report.error("index", message, Location(name))

    def _referred_file(self, name: str, link: Link, root: Path) -> None:
        """Read the document that a page refers to; where the page does not name it, that of the settings."""
        page, settings = Path(name), links.settings_of(root)
        wanted = [link.address] if link.address else []
        if not wanted and settings is not None:
            for text in _local(settings.as_posix(), self.report):
                told = decoded(text, Report())
                reading = registry.read(told, Report()) if told else None
                wanted = [one.address for one in reading.links if one.document] if reading else []
                page = settings
        for address in wanted:
            file = next(links.files(address, page, root), None)
            for text in _local(file.as_posix(), self.report) if file is not None else ():
                self.text(text, listed=False)

    def _links(self, fetcher: Fetcher, index: str, reading: Reading) -> None:
        """Fetch what an index links on its own origin: whole documents where there are some, else the pages."""
        if reading.links[0].operation:
            self._referred(fetcher, index, reading.links[0])
            return
        documents = [link for link in reading.links if link.document]
        wanted = list(
            dict.fromkeys(urljoin(index, link.address).partition("#")[0] for link in documents or reading.links)
        )
        near = [one for one in wanted if same_origin(index, one)]
        if len(near) < len(wanted):
            message = f"{len(wanted) - len(near)} links lead to other origins: give their addresses to `import`, too"
            self.report.warning("other-origin", message, Location(index))
        if len(near) > _MOST_PAGES:
            self.report.error("too-many-pages", f"the index links more than {_MOST_PAGES:,} pages", Location(index))
            return
        suffixes = (".md", ".mdx") if reading.reader == SETTINGS else (".md",)
        for done, address in enumerate(near):
            self.on_progress(done, len(near))
            fetched = fetcher.page(address, self.report, suffixes, listed=True)
            inner = None if fetched is None else self.text(_fetched(address, fetched), listed=True, lenient=True)
            if inner is not None and inner.links and inner.links[0].operation:
                self._referred(fetcher, address, inner.links[0])
        self.on_progress(len(near), len(near))

    def _referred(self, fetcher: Fetcher, page: str, link: Link) -> None:
        """Fetch the document that a page refers to, of the page's own origin."""
        candidates = links.addresses(link.address, page)
        if any(one in self.seen for one in candidates):
            return
        fetched = fetcher.first(candidates)
        if fetched is not None:
            self.text(InputText(fetched.address, fetched.data, fetched.address), listed=False)

    def text(self, text: InputText, *, listed: bool, lenient: bool = False) -> Reading | None:
        """Read a text; of a page that an index or a folder lists it is no mistake that it describes no operation.

        `lenient` makes warnings of the reasons for which a page is refused.
        """
        page = decoded(text, self.report)
        if page is None or text.name in self.seen:
            return None
        self.seen.add(text.name)
        for line, address in websockets(page.text):
            message = f"the page describes a WebSocket, {address}, for which there is no client"
            self.report.warning("websocket", message, Location(text.name, line, 1))
        report = Report()
        reading = registry.read(page, report)
        unknown = reading is None and all(
            one.code == "unknown-page" for one in report if one.severity is Severity.ERROR
        )
        if listed and unknown:
            self.found.passed_over += 1
            self.unknown.append(report)
            return None
        if lenient or self.keep_going:
            report = _as_warnings(report)
        self.report.extend(report)
        if reading is None:
            return None
        self._take(text, reading, listed=listed)
        return reading

    def _take(self, text: InputText, reading: Reading, *, listed: bool) -> None:
        if reading.pages:
            self.found.indexes.append(text.name)
            for page in reading.pages:
                self._inner(text, page)
        elif reading.document is not None or reading.examples:
            self.found.given.append(self._given(text, reading))
        elif reading.links:
            if reading.links[0].operation:
                self.referring.append((text.name, reading.links[0]))
            else:
                self.found.indexes.append(text.name)
        elif not listed:
            self.report.error("no-operation", "the page describes no operation", Location(text.name))

    def _inner(self, text: InputText, page: Page) -> None:
        report = Report()
        reading = registry.read(page, report)
        if reading is None or (reading.document is None and not reading.examples):
            self.found.passed_over += 1
            problems = [one for one in report if one.code != "unknown-page"]
            for one in problems:
                self.report.warning(one.code, one.message, one.where)
            return
        inner = InputText(
            page.address or f"{text.name}#{page.first_line}", page.text.encode("utf-8", "replace"), page.address
        )
        self.found.given.append(self._given(inner, reading))

    def _given(self, text: InputText, reading: Reading) -> RecordedPage:
        name = kept_name(text.name, reading.page.text)
        stem, dot, suffix = name.rpartition(".")
        number = 1
        while name in self.taken:
            number += 1
            name = f"{stem}-{number}{dot}{suffix}"
        self.taken.add(name)
        return RecordedPage(reading, text.address or text.name, digest(text.data), self.today, f"{PAGES}/{name}")


def decoded(text: InputText, report: Report) -> Page | None:
    """Return a text as a page; None with an error if it is no UTF-8, or too large."""
    where = Location(text.name)
    if len(text.data) > _MOST_BYTES:
        report.error("too-large", f"larger than {_MOST_BYTES:,} bytes", where)
        return None
    try:
        content = text.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report.error("encoding", f"the byte 0x{text.data[error.start]:02x} is not UTF-8: save it as UTF-8", where)
        return None
    return Page(content.replace("\r\n", "\n").replace("\r", "\n"), text.name, text.address)


def kept_name(name: str, content: str) -> str:
    """Return a file name for the kept text of a page: of its own name or address, harmless on every system."""
    path = unquote(urlsplit(name).path) if is_address(name) else name.partition("#")[0]
    last = path.rstrip("/").replace("\\", "/").rpartition("/")[2]
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", last)[:_LONGEST].strip(".-_") or "page"
    if Path(stem).suffix.casefold() in (".html", ".htm") and not is_html(content):
        # The page was read as the text that it shows.
        return f"{Path(stem).stem}.md"
    if Path(stem).suffix.casefold() in _SUFFIXES:
        return stem
    start = content.lstrip()[:1]
    return f"{stem}{'.html' if start == '<' else '.json' if start == '{' else '.md'}"


def _fetched(address: str, fetched: Fetched) -> InputText:
    return InputText(address, fetched.data, fetched.address if fetched.address != f"{address}.md" else address)


def _local(name: str, report: Report) -> Iterator[InputText]:
    if name == "-":
        yield InputText(_STDIN, sys.stdin.buffer.read(_MOST_BYTES + 1))
        return
    path = Path(name)
    try:
        files = sorted(_files(path)) if path.is_dir() else [path]
        if not files:
            report.error(
                "no-pages", "the folder has no pages (.md, .mdx, .txt, .rst, .html, .json, .yaml)", Location(name)
            )
        for file in files:
            with file.open("rb") as stream:
                yield InputText(file.as_posix(), stream.read(_MOST_BYTES + 1))
    except OSError as error:
        report.error("unreadable-file", f"the file cannot be read: {error.strerror}", Location(name))


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file() and not path.is_symlink() and path.suffix.casefold() in _SUFFIXES:
            yield path


def _as_warnings(report: Report) -> Report:
    made = Report()
    for one in report:
        made.warning(one.code, one.message, one.where)
    return made


def renamed(given: Sequence[RecordedPage], folder: str) -> list[RecordedPage]:
    """Return the pages with the names of their kept files, by which messages call them from now on."""
    return [
        replace(one, reading=replace(one.reading, page=replace(one.reading.page, name=f"{folder}/{one.file}")))
        for one in given
    ]
