"""`import PAGE… --provider N`: reads, merges, tries, writes, generates; then reports the facts, and a call to try."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ...diagnostics import Diagnostic, Location, Report
from ...pages.drift import Drift, suggestions
from ...pages.spec.writing import RecordedPage, Written, written
from .. import terminal
from ..drift import found_drift
from ..generate import RunOptions, generate_all
from ..inspect import describe
from ..settings_draft import proved
from ..shipping.example import client, first_snippet
from ..summary import Row, Status
from ..workspace import DOCUMENTS, OVERLAY, SETTINGS, Workspace
from . import contract
from . import folder as folders
from .inputs import Gathered, gather
from .prepared import prepared

if TYPE_CHECKING:
    from .folder import State
    from .inputs import OnProgress


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of one provider's import."""

    provider: str
    rows: Sequence[Row]
    written: Written | None = None
    given: Sequence[RecordedPage] = ()
    changed: Sequence[str] = ()
    """The files of the folder that are new or changed."""
    drifts: Sequence[Drift] = ()
    call: str = ""
    """A program that makes a call, to paste."""
    passed_over: int = 0
    proof: str = ""
    """The result of the repository's contract tests; empty if it has none."""

    @property
    def done(self) -> bool:
        """Whether the folder was written, and the client generated."""
        return self.written is not None and not any(row.status in (Status.REFUSED, Status.CRASHED) for row in self.rows)


def import_pages(
    workspace: Workspace, provider: str, names: Sequence[str], on_progress: OnProgress, *, keep_going: bool = False
) -> ImportResult:
    """Import pages into the folder of a provider, which need not exist yet."""
    report = Report()
    path = workspace.specs / provider
    state = folders.state(path, report)
    gathered = gather(names, date.today().isoformat(), report, on_progress, keep_going=keep_going)
    if state is None or report.failed or not gathered.given:
        if not report.failed:
            report.error("no-operation", "none of the pages describes an operation", Location(" ".join(names)[:200]))
        return ImportResult(provider, [_refused(provider, report)])
    return apply(workspace, state, gathered, report)


def apply(workspace: Workspace, state: State, gathered: Gathered, report: Report) -> ImportResult:
    """Write the facts of pages into a folder, next to the pages that it already has."""
    provider = state.path.name
    if state.edited:
        name = state.path / state.document_name
        message = (
            "the document was edited since `import` wrote it: move the edit to overlay.yaml and restore the file, or "
            "remove `sha256` below [document] of source.toml to have it written anew"
        )
        report.error("edited-document", message, Location(name.as_posix()))
        return ImportResult(provider, [_refused(provider, report)])
    given = _with_kept(state, gathered.given, report)
    # Payloads of pages that are read again get new names; those that no page has any more are removed.
    fresh = {one.page for one in gathered.given}
    old = {name for source in state.sources.pages if source.page in fresh for name in source.examples}
    state = replace(state, examples={name: one for name, one in state.examples.items() if name not in old})
    try:
        made = None if report.failed else written(provider, given, state.folder)
    except Exception:
        crash = traceback.format_exc()
        return ImportResult(provider, [Row(provider, Status.CRASHED, diagnostics=tuple(report), crash=crash)])
    if made is None:
        return ImportResult(provider, [_refused(provider, report)])
    # A folder has one document: one that an earlier import wrote under another name is removed.
    replaced = bool(state.sources.pages) and not state.by_hand
    gone = [name for name in DOCUMENTS if replaced and name not in made.files]
    problems, found = _tried(workspace, state, made, gone)
    if found and SETTINGS in made.files and not problems:
        # A draft of the settings also has what the pages prove without saying it in a document's words.
        drafted = f"{made.files[SETTINGS].rstrip()}\n\n{found}"
        made = replace(made, files={**made.files, SETTINGS: drafted})
        problems, _ = _tried(workspace, state, made, gone)
    if problems:
        return ImportResult(provider, [Row(provider, Status.REFUSED, diagnostics=(*report, *problems))])
    try:
        changed = folders.write(state.path, made.files)
        changed += folders.remove(state.path, gone)
        changed += folders.remove(state.path, (f"examples/{one}" for one in old if f"examples/{one}" not in made.files))
        drifts = found_drift(workspace, provider, report)
        changed += _propose(state, drifts)
    except OSError as error:
        report.error("cannot-write", error.strerror or str(error), Location(str(state.path)))
        return ImportResult(provider, [_refused(provider, report)])
    with terminal.progress() as on_progress:
        rows = generate_all(workspace, [provider], RunOptions(), on_progress)
    rows = [replace(row, diagnostics=(*report, *row.diagnostics)) if row.provider == provider else row for row in rows]
    done = all(row.status not in (Status.REFUSED, Status.CRASHED) for row in rows)
    call = _call(workspace, provider) if done else ""
    proof = contract.run(workspace.root, provider) if all(row.status is not Status.REFUSED for row in rows) else ""
    return ImportResult(provider, rows, made, given, changed, drifts, call, gathered.passed_over, proof)


def _with_kept(state: State, given: Sequence[RecordedPage], report: Report) -> list[RecordedPage]:
    """Return the new pages and those of the folder that they do not replace, the old ones first."""
    fresh = {one.page: one for one in given}
    recorded = {source.page: source for source in state.sources.pages}
    old = folders.kept(state, report)
    found = [_again(fresh[one.page], one.file) if one.page in fresh else one for one in old]
    taken = {one.file for one in found}
    for one in given:
        if one.page not in recorded:
            found.append(_again(one, _free(one.file, taken)))
            taken.add(found[-1].file)
    hand = folders.by_hand(state, report)
    if hand is not None:
        found.insert(0, RecordedPage(hand, "", "", "", ""))
    named = [prepared(one, state.path) for one in found]
    return [one for one in named if one.file or one.reading.document is not None]


def _again(one: RecordedPage, file: str) -> RecordedPage:
    return replace(one, file=file)


def _free(file: str, taken: set[str]) -> str:
    stem, dot, suffix = file.rpartition(".")
    number, name = 1, file
    while name in taken:
        number += 1
        name = f"{stem}-{number}{dot}{suffix}"
    return name


def _tried(workspace: Workspace, state: State, made: Written, gone: Sequence[str]) -> tuple[list[Diagnostic], str]:
    """Return why nothing can be generated from the folder as it would be, and settings that the pages prove."""
    with folders.staged(state, made.files, gone) as staged:
        report = Report()
        trial = Workspace(staged.parent.parent)
        subject = trial.subject(state.path.name, report)
        row, described = (None, None) if subject is None else describe(subject, keep_going=False)
        problems = [*report, *(row.diagnostics if row else ())]
        if row is not None and row.status is Status.UNCHANGED:
            return [], proved(described, staged / "examples") if described is not None else ""
        if row is not None and row.crash:
            raise RuntimeError(row.crash)
        return [_moved(one, str(staged), str(workspace.specs / state.path.name)) for one in problems], ""


def _moved(problem: Diagnostic, staged: str, real: str) -> Diagnostic:
    """Return a diagnostic with the path that the file will have."""
    where = problem.where
    if where is None or not where.file.startswith(staged):
        return problem
    return replace(problem, where=replace(where, file=Path(real + where.file[len(staged) :]).as_posix()))


def _propose(state: State, drifts: Sequence[Drift]) -> list[str]:
    """Write proposals, commented out, into a new overlay; an existing overlay is left to `drift --suggest`."""
    texts = suggestions.actions(one for one in drifts if not one.note)
    if state.overlay is not None or not texts:
        return []
    whole = suggestions.header(state.path.name) + "".join(texts)
    text = f"{suggestions.BEGIN}\n{suggestions.commented([whole])}"
    return folders.write(state.path, {OVERLAY: text})


def _call(workspace: Workspace, provider: str) -> str:
    """Return a program that makes the first call with a published payload; empty if there is none."""
    report = Report()
    subject = workspace.subject(provider, report)
    made = client(subject, report) if subject else None
    snippet = first_snippet(made, report) if made else None
    return snippet.source.rstrip() if snippet else ""


def _refused(provider: str, report: Report) -> Row:
    return Row(provider, Status.REFUSED, diagnostics=tuple(report))
