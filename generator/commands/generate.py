"""`generate`: generates what changed and publishes it, one client at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import Struct

from ..artifacts import RUNTIME
from . import terminal
from .incremental import inputs_of, known_texts, recall, remember, remember_texts
from .publication import Content, Publication, for_clients, for_package, stale
from .summary import Row, Status
from .workspace import ClientSource, Workspace, find

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from ..config import Library
    from .job import Job, Outcome

_WORTH_PROCESSES = 200_000
"""Bytes of documents from which on more processes gain more than it costs to start them."""

OnProgress = Callable[[int, int], None]
"""Is called with how many clients are done, and of how many, before the first and after each."""


class RunOptions(Struct, frozen=True):
    """The options that all generating commands share."""

    keep_going: bool = False
    workers: int | None = None
    """The number of processes; None for as many as are useful."""
    executor: Executor | None = None
    """The executor that runs jobs in place of our own processes, perhaps on other machines."""
    strict: bool = False
    http: Library | None = None
    """The HTTP library of a package with its own runtime, in place of the one in its settings."""


def generate_all(
    workspace: Workspace, providers: Sequence[str], options: RunOptions, on_progress: OnProgress
) -> list[Row]:
    """Generate and publish the clients of `providers`, and the runtime that they share.

    A client that is refused or crashes stays as it was published before, and does not affect the others.
    """
    from ..publish.import_check import Trial

    subjects, rows = find(workspace, providers)
    inputs = {
        name: inputs_of(subject, keep_going=options.keep_going, strict=options.strict)
        for name, subject in subjects.items()
    }
    with Trial() as trial:
        publication = for_clients(workspace, trial, terminal.announce)
        publication.repair()
        known = {name: recall(subject, publication.record(name), inputs[name]) for name, subject in subjects.items()}
        rows |= {name: row for name, row in known.items() if row}
        missing = {subject: inputs[name] for name, subject in subjects.items() if not known[name]}
        for row in _published(publication, missing, options, on_progress):
            rows[row.provider] = row
        if any(known.values()):
            publication.publish_runtime()
    runtime = publication.runtime
    return [
        *([runtime] if runtime and runtime.status is not Status.UNCHANGED else []),
        *(rows[name] for name in providers),
    ]


def generate_alone(subject: ClientSource, options: RunOptions, on_progress: OnProgress) -> list[Row]:
    """Generate and publish one document as a package with its own runtime."""
    from ..publish.import_check import Trial

    inputs = inputs_of(subject, keep_going=options.keep_going, strict=options.strict, http=options.http)
    with Trial() as trial:
        publication = for_package(subject, trial, terminal.announce)
        publication.repair()
        if row := recall(subject, publication.record(subject.name), inputs):
            return [row]
        return list(_published(publication, {subject: inputs}, options, on_progress))


def _published(
    publication: Publication, subjects: Mapping[ClientSource, str], options: RunOptions, on_progress: OnProgress
) -> Iterator[Row]:
    """Generate and publish subjects, each with the digest of its inputs; yield the row of each once it is recorded."""
    done: dict[str, Outcome] = {}
    given = {subject.name: (subject, inputs) for subject, inputs in subjects.items()}

    def made() -> Iterator[tuple[Row, Content | None]]:
        for outcome in outcomes(tuple(subjects), options, on_progress, publication):
            done[outcome.name] = replace(outcome, files=None)
            yield row_of(outcome), _content(outcome, given[outcome.name][0].runtime)

    for row in publication.publish(made()):
        if row.status in (Status.WRITTEN, Status.UNCHANGED):
            record, outcome = publication.record(row.provider), done[row.provider]
            subject, inputs = given[row.provider]
            remember_texts(record, outcome.made)
            remember(subject, record, inputs, row, outcome.asked)
        yield row


def _content(outcome: Outcome, runtime: str) -> Content | None:
    """Return what is to be published of an outcome; None if there is nothing."""
    files = outcome.files
    if files is None:
        return None
    from ..gate.check import importable

    return Content(files, lambda paths: importable(paths, files, outcome.facts, runtime))


def remove_stale(workspace: Workspace) -> list[Row]:
    """Remove the packages whose provider is gone from `specs/`."""
    from ..publish.import_check import Trial

    with Trial() as trial:
        publication = for_clients(workspace, trial, terminal.announce)
        rows = [publication.remove(folder.name) for folder in stale(workspace)]
        for row in rows:
            publication.record(row.provider).forget()
    return rows


def outcomes(
    subjects: Sequence[ClientSource],
    options: RunOptions,
    on_progress: OnProgress,
    publication: Publication | None = None,
) -> Iterator[Outcome]:
    """Yield the outcome of each subject as soon as it is known, with the runtime if the package has its own.

    Unchanged modules are taken from the published package by the records of a `publication`; without one, everything is
    generated again.
    """
    if not subjects:
        return
    alone = {subject.name for subject in subjects if subject.alone}
    on_progress(0, len(subjects))
    jobs = [_job(subject, options, publication) for subject in subjects]
    for done, outcome in enumerate(_run(jobs, options), 1):
        if outcome.files is not None and outcome.name in alone:
            from ..publish.runtime_copy import needed_runtime

            needed = needed_runtime(outcome.files, options.http or outcome.http)
            own = {f"{RUNTIME}/{path}": text for path, text in needed.items()}
            yield replace(outcome, files={**outcome.files, **own})
        else:
            yield outcome
        on_progress(done, len(subjects))


def _job(subject: ClientSource, options: RunOptions, publication: Publication | None) -> Job:
    from .job import Job, names_of, payloads_in

    known = known_texts(publication.record(subject.name)) if publication else dict[str, str]()
    return Job(
        subject,
        options.keep_going,
        goes_on=publication is not None,
        known=known,
        strict=options.strict,
        names=names_of(subject.target),
        payloads=payloads_in(subject.examples),
    )


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


def _run(jobs: Sequence[Job], options: RunOptions) -> Iterator[Outcome]:
    # Imported late, like what it needs: most runs find nothing to do.
    from .job import run

    workers = options.workers
    if options.executor is not None:
        from .executors.remote_executor import run_on

        yield from run_on(options.executor, jobs, workers or _processors())
        return
    if workers is None:
        large = sum(job.subject.document.stat().st_size for job in jobs) > _WORTH_PROCESSES
        workers = _processors() if large else 1
    if workers == 1 or len(jobs) == 1:
        yield from map(run, jobs)
        return
    # Imported late: importing it takes longer than finding out that no process is needed.
    from .executors.process_pool import run_apart

    yield from run_apart(jobs, workers)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
