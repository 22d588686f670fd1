"""`docs`: the reference of generated clients, as pages for machines, a static site, and an answer to a sentence."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ... import written_files
from ...diagnostics import Location, Report
from ...reference import machine_pages, site, texts
from ...reference.entries import classes, operations
from ...reference.search import Index
from ..summary import Row, Status
from .example import ExampleClient, client, snippets_of

if TYPE_CHECKING:
    from ..workspace import ClientSource

_TITLE = "Clients"
_SECONDS = 900
MISSING = "the site needs zensical, which is not installed: pip install zensical; other pages are written"


@dataclass(frozen=True, slots=True)
class Docs:
    """The files that were written."""

    rows: Sequence[Row]
    references: Sequence[machine_pages.ReferenceData] = ()
    pages: Mapping[str, str] = field(default_factory=dict[str, str])
    """The pages for machines, by their path."""


def gather(subjects: Sequence[ClientSource], *, keep_going: bool, strict: bool, examples: bool = True) -> Docs:
    """Return the references of clients; a row a client says what was found on the way."""
    rows: list[Row] = []
    references: list[machine_pages.ReferenceData] = []
    for subject in subjects:
        start, report, crash = time.perf_counter(), Report(), None
        made: machine_pages.ReferenceData | None = None
        try:
            found = client(subject, report, keep_going=keep_going, strict=strict)
            made = _reference(subject, found, report, examples=examples) if found else None
        except Exception:
            crash = traceback.format_exc()
        status = Status.CRASHED if crash else Status.UNCHANGED if made else Status.REFUSED
        count = len(made.operations) if made else 0
        seconds = time.perf_counter() - start
        rows.append(Row(subject.name, status, count, diagnostics=tuple(report), seconds=seconds, crash=crash))
        references += [made] if made else []
    pages = {f"{one.provider}/{path}": text for one in references for path, text in machine_pages.pages(one).items()}
    if references:
        pages["llms.txt"] = machine_pages.llms(references)
    return Docs(rows, references, pages)


def _reference(
    subject: ClientSource, made: ExampleClient, report: Report, *, examples: bool
) -> machine_pages.ReferenceData:
    api, names = made.subject.api, made.subject.names
    where = Location(made.subject.module)
    found = snippets_of(made, api.operations, Report(), where) if examples else []
    snippets = {one.key: snippet for one, snippet in zip(api.operations, found, strict=False) if snippet is not None}
    without = len(api.operations) - len(snippets)
    if examples and without:
        report.warning("no-example", f"{without} operations have no program: no payload is known for them", where)
    return machine_pages.ReferenceData(
        subject.name,
        texts.plain(api.title, 80) or names.client,
        tuple(texts.paragraphs(api.description)),
        made.subject.module,
        names.client,
        names.async_client,
        tuple((one.argument, one.environment) for one in names.credentials.values()),
        tuple(one.url for one in api.servers),
        operations(api, names, snippets, alone=subject.alone),
        classes(made.files, ("models.py",)),
        classes(made.files, ("errors.py",)),
    )


def write(docs: Docs, out: Path) -> list[str]:
    """Write the pages for machines below a folder, take away those of operations that are gone, and return the paths.

    Raises:
        OSError: the folder cannot be written to.
    """
    for one in docs.references:
        for old in sorted((out / one.provider / "operations").glob("*.md")):
            if f"{one.provider}/operations/{old.name}" not in docs.pages:
                written_files.remove(out, f"{one.provider}/operations/{old.name}")
    return _write(out, {path: text.encode() for path, text in docs.pages.items()})


def _write(folder: Path, found: Mapping[str, bytes]) -> list[str]:
    for path, data in found.items():
        here = folder / path
        if not here.is_file() or here.read_bytes() != data:
            written_files.replace(folder, path, data)
    return sorted(found)


def build(docs: Docs, out: Path, report: Report) -> bool:
    """Build the site into a folder; False with an error in the report."""
    if importlib.util.find_spec("zensical") is None:
        report.warning("no-site", MISSING, Location(out.as_posix()))
        return False
    with tempfile.TemporaryDirectory(prefix="clientwright-docs-") as temporary:
        folder = Path(temporary)
        _write(folder, {path: text.encode() for path, text in site.sources(docs.references, _TITLE).items()})
        command = [sys.executable, "-m", "zensical", "build", "--clean", "-f", site.SETTINGS]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            report.error("no-site", f"zensical takes longer than {_SECONDS} seconds", Location(out.as_posix()))
            return False
        if done.returncode or not (folder / "site" / "index.html").is_file():
            said = " ".join((done.stderr or done.stdout).split())[-300:]
            report.error("no-site", f"zensical fails: {said}", Location(out.as_posix()))
            return False
        built = folder / "site"
        _write(out, {one.relative_to(built).as_posix(): one.read_bytes() for one in built.rglob("*") if one.is_file()})
    return True


def answer(docs: Docs, sentence: str, most: int = 3) -> str:
    """Return the calls that fit a sentence best, each with its signature and the page that says more."""
    lines: list[str] = []
    for reference in docs.references:
        for found in Index(reference.operations).search(sentence, most):
            one = found.entry
            lines += [
                f"{reference.provider}: client.{one.call}: {one.title}{' (deprecated)' if one.deprecated else ''}",
                f"  {one.method} {one.path}",
                f"  {texts.shortened(one.signature, 400)}",
                f"  page: {reference.provider}/{machine_pages.file_of(one)}",
            ]
    return "\n".join(lines)
