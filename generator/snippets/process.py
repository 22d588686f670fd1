"""The process that decodes payloads with a generated package: started, asked, ended."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

from ..publish import import_check
from ..written_files import make

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

_SCRIPT = Path(__file__).with_name("worker.py")
_GUARD = Path(import_check.__file__).with_name("import_worker.py")
_PATIENCE = 120.0
"""Seconds for the first answer, which imports the package, and again for each hundred calls."""
_MANY = 100


class DecodingError(Exception):
    """The process that decodes is gone."""


class Decoder:
    """A generated package, laid in a folder of its own and imported by a process that only decodes."""

    def __init__(self, files: Mapping[str, str], runtime: Mapping[str, str], module: str, client: str) -> None:
        """`files` are those of the package, `runtime` those of its runtime; `module` is how the package is imported.

        The runtime lies next to a package whose module has a parent, and otherwise within it.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="clientwright-")
        root = Path(self._folder.name)
        target = root.joinpath(*module.split("."))
        _write(target, files)
        _write((target.parent if "." in module else target) / "_runtime", runtime)
        self._process = subprocess.Popen(
            [sys.executable, *import_check.OPTIONS, str(_SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=import_check.environment(),
            encoding="utf-8",
        )
        setting = {
            "folder": str(root),
            "path": import_check.import_path(),
            "guard": str(_GUARD),
            "module": module,
            "client": client,
        }
        self._send(setting)

    def __enter__(self) -> Decoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        self._process.wait()
        self._folder.cleanup()

    def answers(self, requests: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the answer to each request, as `worker` describes both.

        Raises:
            DecodingError: the process ended, or took too long.
        """
        timer = Timer(_PATIENCE * (1 + len(requests) / _MANY), self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            for request in requests:
                # One at a time: neither side then waits for the other with a full pipe.
                self._send(request)
                line = self._process.stdout.readline() if self._process.stdout else ""
                if not line:
                    raise DecodingError(f"the process that decodes ended with status {self._process.wait()}")
                yield json.loads(line)
        finally:
            timer.cancel()

    def _send(self, message: object) -> None:
        if self._process.stdin is not None:
            # A process that is gone is noticed where its answer is missing.
            with suppress(BrokenPipeError):
                self._process.stdin.write(json.dumps(message) + "\n")
                self._process.stdin.flush()


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        make(folder, path, text.encode("utf-8"))
