"""The process that decodes payloads with a generated package: started, asked, ended."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..publish.guarded_process import IMPORT_WORKER, GuardedProcess, import_path
from ..written_files import make

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

_SCRIPT = Path(__file__).with_name("worker.py")
_PATIENCE = 120.0
"""Seconds for the first answer, which imports the package, and again for each hundred calls."""
_MANY = 100


class DecodingError(Exception):
    """The process that decodes is gone."""


class PayloadDecoder:
    """A generated package, laid in a folder of its own and imported by a process that only decodes."""

    def __init__(self, files: Mapping[str, str], runtime: Mapping[str, str], module: str, client: str) -> None:
        """`files` are those of the package, `runtime` those of its runtime; `module` is how the package is imported.

        The runtime is next to a package whose module has a parent, and otherwise within it.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="clientwright-")
        root = Path(self._folder.name)
        target = root.joinpath(*module.split("."))
        _write(target, files)
        _write((target.parent if "." in module else target) / "_runtime", runtime)
        self._process = GuardedProcess(_SCRIPT)
        self._process.send(
            {
                "folder": str(root),
                "path": import_path(),
                "guard": str(IMPORT_WORKER),
                "module": module,
                "client": client,
            }
        )

    def __enter__(self) -> PayloadDecoder:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.close()
        self._folder.cleanup()

    def answers(self, requests: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield the answer to each request, as `worker` describes both.

        Raises:
            DecodingError: the process ended, or took too long.
        """
        with self._process.within(_PATIENCE * (1 + len(requests) / _MANY)):
            for request in requests:
                # One at a time: neither side then waits for the other with a full pipe.
                self._process.send(request)
                line = self._process.answers.readline()
                if not line:
                    raise DecodingError(f"the process that decodes ended with status {self._process.status()}")
                yield json.loads(line)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        make(folder, path, text.encode("utf-8"))
