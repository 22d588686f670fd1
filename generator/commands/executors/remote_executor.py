"""Runs jobs on another executor, perhaps on other machines: a job brings its files along and returns texts.

The workers need this program and its libraries, but no shared disk. The document, its overlay and its settings go with
the job. Other files that the document refers to are requested: the job comes back with the names of the files that it
missed, and is sent again with them.

`run` never raises because of a document. So if an executor has no answer, a worker was lost, with its process, its
machine or the whole cluster; then the job runs here, in a process of its own.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Literal

from ...diagnostics import Diagnostic, Location, Severity
from ...document.file_references import DocumentFolder
from ...document.limits import MOST
from ...paths import RegularFile, open_file
from ..incremental import engine
from ..job import Job, Outcome, run
from ..summary import WORKER_LOST
from .answers import Missed, read_answer, write_answer
from .process_pool import run_apart

if TYPE_CHECKING:
    from pathlib import Path

_ROUNDS = 20
"""The most times that a job is sent for files that it missed: every round goes one reference deeper."""
_PACKED = 1 << 16
"""Bytes from which on a file is worth compressing."""


class OtherProgramError(Exception):
    """A worker has another version of this program, or other libraries, so its result may differ."""


def run_on(executor: Executor, jobs: Sequence[Job], workers: int) -> Iterator[Outcome]:
    """Yield the outcome of every job as soon as it is known. `workers` processes here do what the executor loses."""
    handed = _Handed(executor)
    for job in jobs:
        handed.out(job)
    try:
        yield from handed.outcomes()
    finally:
        handed.take_back()
    lost = handed.lost
    for outcome in run_apart(list(lost.values()), workers):
        yield replace(
            outcome, diagnostics=(_warning(lost[outcome.name], handed.reasons[outcome.name]), *outcome.diagnostics)
        )


def run_sent(job: Job, parcel: Parcel, program: str) -> str:
    """Run a job with the files that came along, and return the answer as JSON.

    `program` is the sender's `engine` digest.
    """
    if engine() != program:
        raise OtherProgramError("the worker has another version of the generator or of its libraries")
    outcome = run(replace(job, folder=parcel, known={}, goes_on=False))
    return write_answer(tuple(parcel.missed) or outcome)


@dataclass(frozen=True, slots=True)
class Packed:
    """The content of a file."""

    content: bytes
    compressed: bool = False

    def open(self, _mode: Literal["rb"], /) -> IO[bytes]:
        """Return the content of the file."""
        return io.BytesIO(zlib.decompress(self.content) if self.compressed else self.content)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Some files of a folder, and the names of requested files that could not be read."""

    files: Mapping[str, Packed | str]
    """Path from the folder → file; a text says what is wrong with the file, as the end of a sentence."""
    missed: list[str] = field(default_factory=list[str])

    def file(self, key: str) -> Packed | str:
        """Return a file, or what is wrong with it, as the end of a sentence."""
        found = self.files.get(key)
        if found is None:
            self.missed.append(key)
            return "is on its way"
        return found


def pack(job: Job, before: Parcel | None = None, missed: Missed = ()) -> Parcel:
    """Return the files that a job names, or those from `before` and the files that it `missed`.

    Raises:
        OSError: a file cannot be read.
    """
    subject = job.subject
    if before is None:
        own = (subject.document, subject.overlay, subject.settings)
        return Parcel({path.name: _packed(path) for path in own if path})
    folder = DocumentFolder(subject.document.parent)
    added = {key: _packed(file.path) if isinstance(file := folder.file(key), RegularFile) else file for key in missed}
    return Parcel({**before.files, **added})


def _packed(path: Path) -> Packed:
    with open_file(path) as stream:
        content = stream.read(MOST.bytes)
    # Compression makes large documents twenty times smaller, and a cluster keeps what it was sent until it answers.
    return Packed(zlib.compress(content, 1), True) if len(content) >= _PACKED else Packed(content)


@dataclass(frozen=True, slots=True)
class _Out:
    """A job that the executor has."""

    job: Job
    parcel: Parcel
    round: int


class _Handed:
    """The jobs that an executor has, and those that it lost."""

    def __init__(self, executor: Executor) -> None:
        self.lost: dict[str, Job] = {}
        self.reasons: dict[str, str] = {}
        self._executor, self._pending = executor, dict[Future[str], _Out]()

    def out(self, job: Job) -> None:
        """Submit a job."""
        subject = job.subject
        folders = {path.parent for path in (subject.document, subject.overlay, subject.settings) if path}
        if len(folders) > 1:
            self._lose(job, "its files lie in several folders")
            return
        self._submit(job, None, (), 1)

    def outcomes(self) -> Iterator[Outcome]:
        """Yield outcomes until no job is left."""
        while self._pending:
            for future in wait(self._pending, return_when=FIRST_COMPLETED).done:
                out = self._pending.pop(future)
                answer = self._answer(future, out.job)
                if isinstance(answer, Outcome):
                    yield answer
                elif answer is not None:
                    self._submit(out.job, out.parcel, answer, out.round + 1)

    def take_back(self) -> None:
        """Cancel jobs that the executor has not started."""
        for future in self._pending:
            future.cancel()

    def _submit(self, job: Job, before: Parcel | None, missed: Missed, count: int) -> None:
        if count > _ROUNDS:
            self._lose(job, "its files refer to each other too deeply")
            return
        try:
            parcel = pack(job, before, missed)
            self._pending[self._executor.submit(run_sent, job, parcel, engine())] = _Out(job, parcel, count)
        except Exception as error:  # A file cannot be read, or the executor refuses, which may raise anything.
            self._lose(job, _reason(error))

    def _answer(self, future: Future[str], job: Job) -> Outcome | Missed | None:
        try:
            return read_answer(future.result(), job)
        except Exception as error:  # A document's problems are outcomes, so this error is the executor's.
            self._lose(job, _reason(error))
            return None

    def _lose(self, job: Job, reason: str) -> None:
        self.lost[job.subject.name] = job
        self.reasons[job.subject.name] = reason


def _reason(error: BaseException) -> str:
    text = next(iter(str(error).splitlines()), "")
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _warning(job: Job, reason: str) -> Diagnostic:
    message = f"no worker finished it ({reason}): it was generated on this machine"
    return Diagnostic(Severity.WARNING, WORKER_LOST, message, Location(str(job.subject.document)))
