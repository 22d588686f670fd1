"""A process that runs generated code: it is given nothing of this process, is asked by lines of JSON, and can be ended.

The script on the other side installs the audit hook of `import_worker` before it imports anything generated.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

IMPORT_WORKER = Path(__file__).with_name("import_worker.py")
"""The script that imports modules, and that has the audit hook."""
_OPTIONS = ("-I", "-S", "-B", "-X", "no_debug_ranges")
"""Isolated, without site-packages, without writing bytecode, and without column positions for tracebacks."""
_ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""Variables that Python may need to start. Nothing else is passed on: credentials live in the environment."""


class GuardedProcess:
    """A running process."""

    def __init__(self, script: Path) -> None:
        """Start a script.

        Raises:
            OSError: the process cannot be started.
        """
        self._process = subprocess.Popen(
            [sys.executable, *_OPTIONS, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            encoding="utf-8",
        )
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise OSError("a process was started without pipes")
        self._requests: IO[str] = requests
        self.answers: IO[str] = answers
        """The lines that the process writes; they end when it does."""

    def send(self, message: object) -> None:
        """Send a line of JSON. A process that is gone is noticed where its answer is missing."""
        with suppress(BrokenPipeError):
            self._requests.write(json.dumps(message) + "\n")
            self._requests.flush()

    @contextmanager
    def within(self, seconds: float) -> Generator[None]:
        """Kill the process if the block takes longer."""
        timer = Timer(seconds, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def status(self) -> int:
        """Wait for the end of the process, and return its exit status."""
        return self._process.wait()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for stream in (self._requests, self.answers):
            with suppress(OSError):
                stream.close()
        self._process.wait()


def import_path() -> list[str]:
    """Return the folders of installed libraries: this process's own path without the folder that it was started in."""
    here = os.getcwd()
    return [entry for entry in sys.path if entry and os.path.realpath(entry) != here]
