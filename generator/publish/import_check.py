"""Imports modules that are about to be published, in a process that can do nothing else.

The gate has read the code; this shows that it runs: each module compiles, finds what it imports, and builds its classes
with the runtime that it will have. Modules of which the gate shows that are not imported. `import_worker` is the other
side.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING

from msgspec import Struct

from ..program_files import RUNTIME_SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from .guarded_process import GuardedProcess

_PATIENCE = 120.0
_PATIENCE_A_MODULE = 1.0


class ImportRequest(Struct, frozen=True):
    """Modules to be imported."""

    modules: Sequence[str]
    """Their full names, in order."""
    folders: Sequence[Path]
    """The folders in which their package is looked for; the folders to import from where they have no package."""
    package: str = ""
    kept: str = ""
    """A package whose modules are not imported again if an earlier request imported them."""


class Trial:
    """A process that imports modules: started by the first request, ended by `close`."""

    def __init__(self) -> None:
        """Do not start the process yet."""
        self._process: GuardedProcess | None = None
        self.lazy = False
        """Whether the last request loaded something by other means than `import`: what depends on it is unknown."""

    def __enter__(self) -> Trial:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(self, request: ImportRequest) -> Callable[[], str | None]:
        """Send a request; return a function that waits for the answer: the problem of the first bad module, or None.

        Raises:
            OSError: the process cannot be started.
        """
        self._start().send(
            {
                "modules": list(request.modules),
                "folders": [str(folder.resolve()) for folder in request.folders],
                "package": request.package,
                "kept": request.kept,
            }
        )
        return lambda: self._answer(len(request.modules))

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def _start(self) -> GuardedProcess:
        if self._process is None:
            # Imported late: most runs import nothing.
            from .guarded_process import IMPORT_WORKER, GuardedProcess, import_path
            from .own_runtime import compile_runtime

            self._process = GuardedProcess(IMPORT_WORKER)
            compile_runtime()
            self._process.send({"path": import_path(), "runtime": str(RUNTIME_SOURCE)})
        return self._process

    def _answer(self, modules: int) -> str | None:
        process = self._process
        if process is None:
            return "the process that imports is gone"
        with process.within(_PATIENCE + modules * _PATIENCE_A_MODULE):
            module, error, self.lazy = _read(process.answers)
        if error is None:
            return None
        if error:
            return f"the module {module} cannot be imported: {error}"
        ended = f"the process that imports ended with status {process.status()}"
        self.close()
        return f"the module {module} cannot be imported: {ended}" if module else ended


def _read(answers: IO[str]) -> tuple[str, str | None, bool]:
    """Return the name of the module imported last, its error, and whether something was loaded lazily.

    The error is None if there is none, and empty if the process ended without an answer.
    """
    module = ""
    for line in answers:
        if line.startswith("{"):
            answer = json.loads(line)
            return module, answer["error"], answer["lazy"]
        module = line.strip()
    return module, "", True
