"""Writing a streamed body to a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import IO, TypeAlias, cast

Progress: TypeAlias = Callable[[int, int | None], object]
"""Called with the bytes so far, and the total number of bytes if the server announces it."""


class SaveTarget:
    """A file to write to: an open file, or a path at which the file appears when all is written."""

    def __init__(self, target: str | os.PathLike[str] | IO[bytes]) -> None:
        self._file = cast(IO[bytes], target) if hasattr(target, "write") else None
        self._path = None if self._file is not None else Path(cast("str | os.PathLike[str]", target))

    def open(self) -> IO[bytes]:
        """Return the file to write to."""
        if self._file is None:
            self._file = self._partial.open("wb")
        return self._file

    def close(self, complete: bool) -> None:
        """Move a file that was opened here to its path if complete, else remove it."""
        if self._path is None or self._file is None:
            return
        self._file.close()
        if complete:
            self._partial.replace(self._path)
        else:
            self._partial.unlink(missing_ok=True)

    @property
    def _partial(self) -> Path:
        path = cast("Path", self._path)
        return path.with_name(f"{path.name}.part")
