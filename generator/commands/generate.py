"""`generate`: what changed is generated, and what was generated is published, a client at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..artifacts import RUNTIME
from ..diagnostics import Report
from . import terminal
from .incremental import Memory, inputs_of
from .job import Job, Outcome, format_cache, names_of, run
from .publication import for_clients, for_package, runtime_files, stale
from .summary import Row, Status
from .workspace import Subject, Workspace

if TYPE_CHECKING:
    from concurrent.futures import Executor

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
    strict: bool = False


def generate_all(workspace: Workspace, providers: Sequence[str], options: Options, tell: Tell) -> list[Row]:
    """Generate and publish the clients of `providers`, and the runtime that they share.

    One that is refused or crashes stays as it was published before; the others do not notice.
    """
    from ..publish.import_check import Trial

    subjects, rows = find(workspace, providers)
    memory = Memory(workspace.cache / "providers")
    inputs = {
        name: inputs_of(subject, keep_going=options.keep_going, strict=options.strict)
        for name, subject in subjects.items()
    }
    with Trial() as trial:
        publication = for_clients(workspace, trial, terminal.announce)
        publication.repair()
        known = {name: memory.recall(subject, inputs[name]) for name, subject in subjects.items()}
        rows |= {name: row for name, row in known.items() if row}
        missing = [subject for name, subject in subjects.items() if not known[name]]
        if missing:
            trial.prepare()
        made = ((row_of(outcome), outcome.files) for outcome in outcomes(missing, options, tell))
        for row in publication.publish(made):
            rows[row.provider] = row
            if row.status in (Status.WRITTEN, Status.UNCHANGED):
                memory.remember(subjects[row.provider], inputs[row.provider], row)
        if any(known.values()):
            publication.publish_runtime()
    runtime = publication.runtime
    return [
        *([runtime] if runtime and runtime.status is not Status.UNCHANGED else []),
        *(rows[name] for name in providers),
    ]


def generate_alone(subject: Subject, options: Options, tell: Tell) -> list[Row]:
    """Generate and publish one document as a package that holds its own runtime."""
    from ..publish.import_check import Trial

    with Trial() as trial:
        trial.prepare()
        made = ((row_of(outcome), outcome.files) for outcome in outcomes([subject], options, tell))
        return list(for_package(subject, trial, terminal.announce).publish(made))


def remove_stale(workspace: Workspace) -> list[Row]:
    """Remove the packages whose provider is gone from `specs/`."""
    from ..publish.import_check import Trial

    with Trial() as trial:
        publication = for_clients(workspace, trial, terminal.announce)
        rows = [publication.remove(folder.name) for folder in stale(workspace)]
    for row in rows:
        Memory(workspace.cache / "providers").forget(row.provider)
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


def outcomes(subjects: Sequence[Subject], options: Options, tell: Tell, *, anew: bool = False) -> Iterator[Outcome]:
    """Yield what became of each subject, as soon as it is known, with the runtime where it holds its own.

    `anew` takes nothing over from what is published.
    """
    if not subjects:
        return
    alone = {subject.name for subject in subjects if subject.alone}
    tell(0, len(subjects))
    jobs = [
        Job(
            subject, options.keep_going, format_cache(), not anew, strict=options.strict, names=names_of(subject.target)
        )
        for subject in subjects
    ]
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


def _run(jobs: Sequence[Job], options: Options) -> Iterator[Outcome]:
    workers = options.workers
    if options.executor is not None:
        from .executors.remote_executor import run_on

        yield from run_on(options.executor, jobs, workers or _processors())
        return
    if workers is None:
        large = sum(job.subject.document.stat().st_size for job in jobs) > _WORTH_PROCESSES
        workers = _processors() if large else 1
    if workers == 1:
        yield from map(run, jobs)
        return
    # Importing what runs processes takes longer than finding out that none are needed.
    from .executors.fork_executor import AVAILABLE, Copies

    if len(jobs) == 1 and AVAILABLE:
        with Copies() as executor:
            yield run(jobs[0], executor)
    else:
        from .executors.process_pool import run_all

        yield from run_all(jobs, workers)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
