"""What was computed before, kept on disk between runs and known by its content."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Memory:
    """What texts became, on disk, each in a file named by the digest of what went into it.

    Deleting it is always safe.
    """

    folder: Path | None
    """None: nothing is remembered."""
    engine: str
    """What made it, with its version and options."""

    def recall(self, piece: str) -> str | None:
        """Return what a text became, None where that is not known."""
        if self.folder is None:
            return None
        try:
            digest, _, formatted = self._file(self.folder, piece).read_text("utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return None
        # A power cut may leave a name without all of its content.
        return formatted if digest == _digest(formatted) else None

    def remember(self, piece: str, formatted: str) -> None:
        """Keep what a text became, where there is a place for it."""
        if self.folder is None:
            return
        file = self._file(self.folder, piece)
        # Another process may remember the same piece, and this one may be stopped: whole files or none.
        unfinished = file.with_name(f"{file.name}.{uuid4().hex}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(f"{_digest(formatted)}\n{formatted}", "utf-8")
            os.replace(unfinished, file)
        except OSError:
            # A full disk costs the next run time, nothing else.
            with suppress(OSError):
                unfinished.unlink()

    def _file(self, folder: Path, piece: str) -> Path:
        digest = _digest(f"{self.engine}\n{piece}")
        return folder / digest[:2] / digest[2:]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
