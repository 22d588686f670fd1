"""An executor whose workers are copies of this process: nothing has to be sent to them, and they start at once."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import IO, Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

AVAILABLE = sys.platform == "linux"
"""Elsewhere there is no `fork`, or the system's libraries do not bear it."""
_WHOLE = b"whole"
"""Ends an answer that was written to its end."""


class Copies(Executor):
    """Runs each call in a copy of this process.

    The copy shares the memory of this process until one of them changes it, and ends with its answer. A call that has
    none, because it raised an exception, its process was killed or there could not be one, is made here, when its
    result is asked for. Nothing else waits for these: `as_completed` would wait for ever.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._begun: list[_Copy[Any]] = []

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Begin a call; what it returns has to be picklable."""
        copy = _Copy(lambda: fn(*args, **kwargs))
        self._begun.append(copy)
        with suppress(OSError):
            copy.start()
        return copy

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End what nobody has asked for, whatever the arguments say."""
        for copy in self._begun:
            copy.stop()


class _Copy(Future[T]):
    """What a copy of this process will return."""

    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__()
        self._work = work
        self._child = 0
        self._stream: IO[bytes] | None = None

    def start(self) -> None:
        """Begin the work.

        Raises:
            OSError: there are too many processes, or files.
        """
        reading, writing = os.pipe()
        # What is there now stays where it is in both: looking for garbage in it would copy its memory.
        gc.freeze()
        # Ctrl-C waits until it is known whom it concerns.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._child = os.fork()
            if not self._child:
                os.close(reading)  # Else writing would wait for ever where nobody is left to read.
                _answer(writing, self._work, before)
            self._stream = os.fdopen(reading, "rb")
        except OSError:
            os.close(reading)
            raise
        finally:
            os.close(writing)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def result(self, timeout: float | None = None) -> T:
        """Return what the call returned; wait for it, whatever `timeout` says.

        Raises:
            Exception: whatever the call raises.
        """
        if not self.done():
            answer = self._stream.read() if self._stream else b""
            self._end()
            try:
                whole = answer.endswith(_WHOLE)
                self.set_result(pickle.loads(answer) if whole else self._work())  # noqa: S301
            except Exception as error:
                self.set_exception(error)
        return super().result(timeout)

    def stop(self) -> None:
        """Have no process left."""
        if self._child:
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
        self._end()

    def _end(self) -> None:
        """Wait for the end of the process."""
        child, self._child = self._child, 0
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
        if child:
            # Where this program was started with SIGCHLD ignored, the system has forgotten the process.
            with suppress(ChildProcessError):
                os.waitpid(child, 0)


def _answer(writing: int, work: Callable[[], Any], mask: set[int | signal.Signals]) -> None:
    """Write what some work returns, and end the process with it: nothing of its parent's must be finished here."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        gc.disable()
        with os.fdopen(writing, "wb") as stream:
            pickle.dump(work(), stream, pickle.HIGHEST_PROTOCOL)
            stream.write(_WHOLE)
    finally:
        os._exit(0)
