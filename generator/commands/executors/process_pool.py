"""Runs jobs in a pool of processes; a process that dies takes no other job with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import TYPE_CHECKING

from ..job import Job, Outcome, run

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

_SAFE_PATH = "PYTHONSAFEPATH"
"""The environment variable that is `-P` of Python 3.11."""


def run_apart(jobs: Sequence[Job], workers: int) -> Iterator[Outcome]:
    """Yield the outcome of every job as soon as it is known; no job runs in this process."""
    if not jobs:
        return
    lost: list[Job] = []
    with _pool(min(workers, len(jobs))) as executor:
        futures: dict[Future[Outcome], Job] = {executor.submit(run, job): job for job in jobs}
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                lost.append(futures[future])
    # One process died and the pool with it: run alone in its own pool, each job shows whether it is the cause.
    for job in lost:
        yield _run_alone(job)


def _run_alone(job: Job) -> Outcome:
    with _pool(1) as executor:
        try:
            return executor.submit(run, job).result()
        except BrokenProcessPool:
            reason = "the process that generated it was killed, by a lack of memory perhaps"
            return Outcome(job.subject.name, crash=f"{reason}\n")


@contextmanager
def _pool(workers: int) -> Generator[ProcessPoolExecutor]:
    """Yield a pool that is shut down at once when the block is left, even with unfinished work."""
    # Spawned, not forked: this process may have threads, and a worker must not inherit a half-drawn progress bar.
    with _safe_path():
        executor = ProcessPoolExecutor(workers, mp_context=_Context(), initializer=_start_worker)
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            raise
        executor.shutdown()


class _Worker(SpawnProcess):
    """A process that starts with Ctrl-C blocked, since Python would answer it with a traceback while starting."""

    def start(self) -> None:
        """Start with the signal blocked, which the new process inherits."""
        if not hasattr(signal, "pthread_sigmask"):
            super().start()
            return
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _safe_path() -> Generator[None]:
    """Let no process that is started look for modules in the working directory, which may be a stranger's tree."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


class _Context(SpawnContext):
    Process = _Worker


def _start_worker() -> None:
    # Ctrl-C reaches the whole process group: workers exit at once without a traceback, and the parent reports it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    # An idle worker does not notice that its parent is gone.
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
