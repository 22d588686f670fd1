"""`generate`: what changed is generated, and what was generated is published, a client at a time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..diagnostics import Location, Report
from ..inputs import RUNTIME
from ..summary import Row, Status
from .job import Job, Outcome, format_cache, run
from .memory import Memory, digests, inputs_of
from .workspace import REPOSITORY, Subject, Workspace

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

RUNTIME_SOURCE = REPOSITORY / "generator" / "runtime"

_WORTH_PROCESSES = 200_000
"""Bytes of documents from which on more processes gain more than it costs to start them."""

Tell = Callable[[int, int], None]
"""Is called with how many clients are done, and of how many, before the first and after each."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the commands that generate have in common."""

    keep_going: bool = False
    workers: int | None = None
    """How many processes to use; None for as many as are worth it."""
    executor: Executor | None = None
    """What does the work in place of processes of ours; on other machines, perhaps."""


def generate_all(workspace: Workspace, providers: Sequence[str], options: Options, tell: Tell) -> list[Row]:
    """Generate and publish the clients of `providers`, and the runtime that they share.

    One that is refused or crashes stays as it was published before; the others do not notice.
    """
    subjects, rows = find(workspace, providers)
    memory = Memory(workspace.cache / "providers")
    inputs = {name: inputs_of(subject, keep_going=options.keep_going) for name, subject in subjects.items()}
    known = {name: memory.recall(subject, inputs[name]) for name, subject in subjects.items()}
    rows |= {name: row for name, row in known.items() if row}
    runtime: Row | None = None
    for outcome in outcomes([subject for name, subject in subjects.items() if not known[name]], options, tell):
        if outcome.files is not None:
            runtime = runtime or publish_runtime(workspace)
        row = publish_outcome(outcome, subjects[outcome.name])
        rows[outcome.name] = row
        if row.status in (Status.WRITTEN, Status.UNCHANGED):
            memory.remember(subjects[outcome.name], inputs[outcome.name], row)
    if any(known.values()):
        runtime = runtime or publish_runtime(workspace)
    return [
        *([runtime] if runtime and runtime.status is not Status.UNCHANGED else []),
        *(rows[name] for name in providers),
    ]


def generate_alone(subject: Subject, options: Options, tell: Tell) -> list[Row]:
    """Generate and publish one document as a package that holds its own runtime."""
    return [publish_outcome(outcome, subject) for outcome in outcomes([subject], options, tell)]


def remove_stale(workspace: Workspace) -> list[Row]:
    """Remove the packages whose provider is gone from `specs/`."""
    from ..publish import publish

    rows: list[Row] = []
    for folder in stale(workspace):
        removed = publish({}, folder).removed
        for left in folder.rglob("__pycache__") if folder.exists() else ():
            shutil.rmtree(left)
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
        Memory(workspace.cache / "providers").forget(folder.name)
        rows.append(Row(folder.name, Status.REMOVED, removed=removed))
    return rows


def find(workspace: Workspace, providers: Sequence[str]) -> tuple[dict[str, Subject], dict[str, Row]]:
    """Return the subjects of providers, and a row for each whose folder cannot be one."""
    subjects: dict[str, Subject] = {}
    rows: dict[str, Row] = {}
    for provider in providers:
        report = Report()
        subject = workspace.subject(provider, report)
        if subject:
            subjects[provider] = subject
        else:
            rows[provider] = Row(provider, Status.REFUSED, diagnostics=tuple(report))
    return subjects, rows


def outcomes(subjects: Sequence[Subject], options: Options, tell: Tell) -> Iterator[Outcome]:
    """Yield what became of each subject, as soon as it is known, with the runtime where it holds its own."""
    if not subjects:
        return
    alone = {subject.name for subject in subjects if subject.alone}
    tell(0, len(subjects))
    jobs = [Job(subject, options.keep_going, format_cache()) for subject in subjects]
    for done, outcome in enumerate(_run(jobs, options), 1):
        if outcome.files is not None and outcome.name in alone:
            own = {f"{RUNTIME}/{path}": text for path, text in runtime_files().items()}
            yield replace(outcome, files={**outcome.files, **own})
        else:
            yield outcome
        tell(done, len(subjects))


def row_of(outcome: Outcome, status: Status = Status.WRITTEN) -> Row:
    """Return the row of an outcome that is not published, or not yet."""
    if outcome.crash:
        status = Status.CRASHED
    elif outcome.files is None:
        status = Status.REFUSED
    return Row(
        outcome.name,
        status,
        outcome.operations,
        outcome.models,
        diagnostics=outcome.diagnostics,
        seconds=outcome.seconds,
        crash=outcome.crash,
    )


def publish_outcome(outcome: Outcome, subject: Subject) -> Row:
    """Publish what an outcome has and return its row."""
    row = row_of(outcome)
    return row if outcome.files is None else _publish(row, outcome.files, subject.target)


def publish_runtime(workspace: Workspace) -> Row:
    """Publish the runtime that the clients of a workspace share."""
    target = workspace.generated / RUNTIME
    row = Row(RUNTIME, Status.WRITTEN)
    if digests(RUNTIME_SOURCE) == digests(target):
        return replace(row, status=Status.UNCHANGED)
    return _publish(row, runtime_files(), target)


def runtime_files() -> dict[str, str]:
    """Return path → text of the runtime, byte for byte as it was written."""
    return {path: (RUNTIME_SOURCE / path).read_bytes().decode("utf-8") for path in digests(RUNTIME_SOURCE)}


def stale(workspace: Workspace) -> list[Path]:
    """Return the folders of `generated/` that this program wrote and whose provider is gone."""
    expected = {RUNTIME, *workspace.providers()}
    if not workspace.generated.is_dir():
        return []
    folders = (path for path in sorted(workspace.generated.iterdir()) if path.is_dir() and path.name not in expected)
    return [folder for folder in folders if _is_ours(folder)]


def _run(jobs: Sequence[Job], options: Options) -> Iterator[Outcome]:
    workers = options.workers
    if options.executor is not None:
        from .remote import run_on

        yield from run_on(options.executor, jobs, workers or _processors())
        return
    if workers is None:
        large = sum(job.subject.document.stat().st_size for job in jobs) > _WORTH_PROCESSES
        workers = _processors() if large else 1
    if workers == 1:
        yield from map(run, jobs)
    else:
        # Importing what runs processes takes longer than finding out that none are needed.
        from .pool import run_all

        yield from run_all(jobs, workers)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _is_ours(folder: Path) -> bool:
    from ..publish import HEADER

    try:
        return (folder / "__init__.py").read_text("utf-8").startswith(HEADER)
    except (OSError, UnicodeDecodeError):
        return False


def _publish(row: Row, files: Mapping[str, str], target: Path) -> Row:
    from ..publish import publish

    try:
        published = publish(files, target)
    except OSError as error:
        report = Report()
        report.error("cannot-publish", error.strerror or str(error), Location(str(target)))
        return replace(row, status=Status.REFUSED, diagnostics=(*row.diagnostics, *report))
    row = replace(row, added=published.added, changed=published.changed, removed=published.removed)
    return row if row.files_changed else replace(row, status=Status.UNCHANGED)
