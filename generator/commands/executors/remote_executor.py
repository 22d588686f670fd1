"""Jobs on somebody else's executor, which may be on other machines: a job takes its files along and brings texts back.

Whoever does the work needs this program and its libraries, and no disk in common with whoever asks. The document, its
overlay and its settings go with the job. What else the document refers to is asked for: the job comes back with the
names of the files that it missed, and is handed out again with them.

`run` never raises what a document causes. So when an executor has no answer, a worker was lost, with its process, its
machine or the whole cluster: then the job is done here, in a process of its own.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Literal

from ...diagnostics import Diagnostic, Location, Severity
from ...document.document import MOST
from ...document.file_references import Folder
from ...paths import RegularFile, open_file
from ..incremental import engine
from ..job import WORKER_LOST, Job, Outcome, run
from .answers import Missed, read_answer, write_answer
from .process_pool import run_apart

if TYPE_CHECKING:
    from pathlib import Path

_ROUNDS = 20
"""How often a job is handed out for files that it missed: every round goes one reference deeper."""
_PACKED = 1 << 16
"""Bytes from which on a file is worth compressing."""


class OtherProgramError(Exception):
    """A worker has another version of this program, or other libraries: what it makes may differ."""


def run_on(executor: Executor, jobs: Sequence[Job], workers: int) -> Iterator[Outcome]:
    """Yield the outcome of every job as soon as it is there. What the executor loses is done by `workers` processes."""
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
    """Do a job with the files that came along, and return the answer as JSON.

    `program` is what `engine` says of whoever sent it.
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
        """Return what the file has."""
        return io.BytesIO(zlib.decompress(self.content) if self.compressed else self.content)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Some files of a folder, and the names of those that were asked for and are not among them."""

    files: Mapping[str, Packed | str]
    """By their path from the folder; a text is what is wrong with the file, as the end of a sentence."""
    missed: list[str] = field(default_factory=list[str])

    def file(self, key: str) -> Packed | str:
        """Return a file, or what is wrong with it, as the end of a sentence."""
        found = self.files.get(key)
        if found is None:
            self.missed.append(key)
            return "is on its way"
        return found


def pack(job: Job, before: Parcel | None = None, missed: Missed = ()) -> Parcel:
    """Return the files that a job names, or those it had `before` and the ones that it `missed`.

    Raises:
        OSError: one of them cannot be read.
    """
    subject = job.subject
    if before is None:
        own = (subject.document, subject.overlay, subject.settings)
        return Parcel({path.name: _packed(path) for path in own if path})
    folder = Folder(subject.document.parent)
    added = {key: _packed(file.path) if isinstance(file := folder.file(key), RegularFile) else file for key in missed}
    return Parcel({**before.files, **added})


def _packed(path: Path) -> Packed:
    with open_file(path) as stream:
        content = stream.read(MOST.bytes)
    # The largest documents are twenty times smaller, and a cluster keeps what it was sent until it has the answer.
    return Packed(zlib.compress(content, 1), True) if len(content) >= _PACKED else Packed(content)


@dataclass(frozen=True, slots=True)
class _Out:
    """A job that is out."""

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
        """Hand a job out."""
        subject = job.subject
        folders = {path.parent for path in (subject.document, subject.overlay, subject.settings) if path}
        if len(folders) > 1:
            self._lose(job, "its files lie in several folders")
            return
        self._submit(job, None, (), 1)

    def outcomes(self) -> Iterator[Outcome]:
        """Yield what comes back, until nothing is out any more."""
        while self._pending:
            for future in wait(self._pending, return_when=FIRST_COMPLETED).done:
                out = self._pending.pop(future)
                answer = self._answer(future, out.job)
                if isinstance(answer, Outcome):
                    yield answer
                elif answer is not None:
                    self._submit(out.job, out.parcel, answer, out.round + 1)

    def take_back(self) -> None:
        """Let the executor forget what it has not begun."""
        for future in self._pending:
            future.cancel()

    def _submit(self, job: Job, before: Parcel | None, missed: Missed, count: int) -> None:
        if count > _ROUNDS:
            self._lose(job, "its files refer to each other too deeply")
            return
        try:
            parcel = pack(job, before, missed)
            self._pending[self._executor.submit(run_sent, job, parcel, engine())] = _Out(job, parcel, count)
        except Exception as error:  # A file that cannot be read; and an executor may refuse in any way.
            self._lose(job, _reason(error))

    def _answer(self, future: Future[str], job: Job) -> Outcome | Missed | None:
        try:
            return read_answer(future.result(), job)
        except Exception as error:  # What a document causes is an outcome: this is the executor's.
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
