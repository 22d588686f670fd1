"""What was computed before, kept on disk between runs and known by its content."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, cast
from uuid import uuid4

Published: TypeAlias = "Callable[[str], str | None]"
"""Returns the text of a package's module that is published at a path, None where there is none."""


def nothing_published(_path: str) -> None:
    """Say of every path that nothing is published there."""


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
        return _read(self._file(self.folder, piece))

    def remember(self, piece: str, formatted: str) -> None:
        """Keep what a text became, where there is a place for it."""
        if self.folder is None:
            return
        _write(self._file(self.folder, piece), formatted)

    def _file(self, folder: Path, piece: str) -> Path:
        digest = _digest(f"{self.engine}\n{piece}")
        return folder / digest[:2] / digest[2:]


@dataclass(slots=True)
class Finished:
    """What became of the modules of one package, where they are still published as they were made.

    Digests alone are kept: of a text, and of what it became. The latter is read from where it is published.
    """

    file: Path | None
    """None: nothing is remembered."""
    engine: str
    """What made them, with its version and options."""
    published: Published
    _known: dict[str, str] = field(init=False)
    _digests: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Read what is known; anything else than that is nothing."""
        try:
            found: Any = json.loads((self.file and _read(self.file)) or "{}")
        except (ValueError, RecursionError):
            found = {}
        self._known = cast(dict[str, str], found) if isinstance(found, dict) else {}

    def recall(self, path: str, text: str) -> str | None:
        """Return what the text of a module became, None where that is not known or no longer published."""
        self._digests[path] = key = _digest(f"{self.engine}\n{path}\n{text}")
        wanted = self._known.get(key)
        current = self.published(path) if wanted else None
        return current if current is not None and _digest(current) == wanted else None

    def remember(self, made: Mapping[str, str]) -> None:
        """Keep what the modules asked for became, in place of those of another time."""
        found = {key: _digest(made[path]) for path, key in self._digests.items()}
        if self.file is not None and found != self._known:
            _write(self.file, json.dumps(found))


@cache
def program() -> str:
    """Return a digest of the generator's own source: another one may find out something else."""
    folder = Path(__file__).parent
    sources = [(str(path.relative_to(folder)), path.read_text("utf-8")) for path in sorted(folder.rglob("*.py"))]
    return _digest(json.dumps([sys.version, sources]))


def _read(file: Path) -> str | None:
    """Return a text that was written as a whole, else None."""
    try:
        digest, _, text = file.read_text("utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    # A power cut may leave a name without all of its content.
    return text if digest == _digest(text) else None


def _write(file: Path, text: str) -> None:
    # Another process may write the same, and this one may be stopped: whole files or none.
    unfinished = file.with_name(f"{file.name}.{uuid4().hex}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(f"{_digest(text)}\n{text}", "utf-8")
        os.replace(unfinished, file)
    except OSError:
        # A full disk costs the next run time, nothing else.
        with suppress(OSError):
            unfinished.unlink()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
