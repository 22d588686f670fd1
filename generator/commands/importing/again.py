"""`import --again`: reads the recorded pages again; reports changes of pages, overlay conflicts, and changes for
callers.
"""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ...diagnostics import Location, Report, printable
from ...pages import registry
from ...pages.spec.sources import PageSource, digest
from ...pages.spec.writing import RecordedPage
from ...written_files import copy_folder
from ..compare import diff as comparing
from ..summary import Row, Status
from ..workspace import ClientSource, Workspace
from . import folder as folders
from .fetching import Fetcher
from .inputs import Gathered, InputText, decoded
from .run import ImportResult, apply

if TYPE_CHECKING:
    from ...compare.changes import Change
    from ...compare.reports import Comparisons
    from .folder import State
    from .inputs import OnProgress

_MOST_LINES = 40
"""Lines of a page's difference that are shown."""


@dataclass(frozen=True, slots=True)
class Again:
    """What became of one provider."""

    result: ImportResult
    changed: Sequence[str] = ()
    """The kept pages that changed upstream."""
    upstream: str = ""
    """The diff of their texts."""
    callers: Comparisons | None = None
    """The changes for callers; None if nothing changed."""


def import_again(workspace: Workspace, provider: str, on_progress: OnProgress) -> Again:
    """Read the recorded pages of a provider again. Corrections are never touched; on failure, the old state stays."""
    report = Report()
    path = workspace.specs / provider
    state = folders.state(path, report)
    if state is None or not state.sources.pages:
        if not report.failed:
            message = "no page is recorded in source.toml: `import PAGE… --provider` records them"
            report.error("no-source", message, Location((path / "source.toml").as_posix()))
        return Again(ImportResult(provider, [Row(provider, Status.REFUSED, diagnostics=tuple(report))]))
    given = _fresh(state, report, on_progress)
    if report.failed:
        return Again(ImportResult(provider, [Row(provider, Status.REFUSED, diagnostics=tuple(report))]))
    if not given:
        return Again(ImportResult(provider, [Row(provider, Status.UNCHANGED, diagnostics=tuple(report))]))
    upstream = "".join(_difference(state, one) for one in given)
    with tempfile.TemporaryDirectory(prefix="clientwright-import-") as temporary:
        old = copy_folder(path, Path(temporary), provider)
        result = apply(workspace, state, Gathered(list(given)), report)
        callers = _callers(workspace, provider, old) if result.done else None
    return Again(result, [one.file for one in given], upstream, callers)


def _fresh(state: State, report: Report, on_progress: OnProgress) -> list[RecordedPage]:
    """Return the pages that differ from the recorded ones."""
    found: list[RecordedPage] = []
    sources = state.sources.pages
    with Fetcher() as fetcher:
        for done, source in enumerate(sources):
            on_progress(done, len(sources))
            text = _read(source, fetcher, report)
            if text is None or digest(text.data) == source.sha256:
                continue
            page = decoded(text, report)
            reading = registry.read(page, report) if page else None
            if reading is not None:
                today = date.today().isoformat()
                found.append(RecordedPage(reading, source.page, digest(text.data), today, source.file))
    on_progress(len(sources), len(sources))
    return found


def _read(source: PageSource, fetcher: Fetcher, report: Report) -> InputText | None:
    """Return the current content of a source; None for a file that no longer exists, whose kept text stays."""
    if source.fetched:
        fetched = fetcher.page(source.page, report)
        return InputText(source.page, fetched.data, source.page) if fetched else None
    path = Path(source.page)
    try:
        return InputText(source.page, path.read_bytes()) if path.is_file() else None
    except OSError as error:
        report.error("unreadable-file", f"the file cannot be read: {error.strerror}", Location(source.page))
        return None


def _difference(state: State, given: RecordedPage) -> str:
    """Return the unified diff of a page's text, shortened if it is long."""
    path = state.path / given.file
    old = path.read_text("utf-8").splitlines() if path.is_file() else []
    new = given.reading.page.text.splitlines()
    lines = list(difflib.unified_diff(old, new, path.as_posix(), given.page, n=1, lineterm=""))
    shown = [printable(line) for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"… and {len(lines) - _MOST_LINES} more lines")
    return "".join(f"{line}\n" for line in shown)


def _callers(workspace: Workspace, provider: str, old: Path) -> Comparisons | None:
    """Return what changed for callers, with the overlay and the settings applied to both sides."""
    subject = workspace.subject(provider, Report())
    if subject is None:
        return None
    before = _like(subject, old)
    if before is None:
        return None
    found = comparing.diff_files(before, subject, comparing.ComparisonOptions()).found
    # The old state is in a folder that is gone when the user reads this: its files have the names that they had.
    real = (workspace.specs / provider).as_posix()
    comparisons = [
        changed(one, changes=tuple(_placed(change, old.as_posix(), real) for change in one.changes))
        for one in found.comparisons
    ]
    return changed(found, comparisons=comparisons)


def _placed(change: Change, folder: str, real: str) -> Change:
    """Return a change whose old place is named after the provider's folder."""
    where = change.old
    if where is None or not where.file.startswith(f"{folder}/"):
        return change
    return changed(change, old=changed(where, file=f"{real}{where.file[len(folder) :]} (before)"))


def _like(subject: ClientSource, folder: Path) -> ClientSource | None:
    document = folder / subject.document.name
    if not document.is_file():
        return None
    overlay, settings = folder / "overlay.yaml", folder / "provider.toml"
    return replace(
        subject,
        document=document,
        overlay=overlay if overlay.is_file() else None,
        settings=settings if settings.is_file() else None,
    )
