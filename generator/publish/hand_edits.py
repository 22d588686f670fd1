"""Files that somebody edited: what was published is on record, and an edited text is kept before it is replaced.

The record is a file in a cache, a digest a published file: nothing of it is in the package, so nothing of it is in a
diff. Where it is missing, what git has is taken for generated: it cannot get lost.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..seal import seal, unseal
from . import filesystem
from .packages import Edit, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from .inventory import Plan, Present
    from .packages import Package

_MOST_RECORDS = 1_000


@dataclass(frozen=True, slots=True)
class Record:
    """What was published to a folder: path → the digests that its file may have."""

    file: Path | None
    """None where nothing can be remembered."""
    target: Path

    def note(self, files: Mapping[str, str]) -> None:
        """Record that files are what they should be, where something else is on record."""
        published = {path: [digest(text.encode())] for path, text in files.items()}
        if self.read() != published:
            self.write(published)

    def read(self) -> dict[str, list[str]]:
        """Return what is on record, nothing where there is no record."""
        try:
            note = unseal(self.file, self.file.read_bytes()) if self.file else None
            noted: dict[str, Any] = json.loads(note or b"{}")
            files: dict[str, list[str]] = noted.get("files", {})
            return {path: list(digests) for path, digests in files.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            # Written by another version, or not at all: the same as knowing nothing.
            return {}

    def expect(self, files: Mapping[str, str]) -> None:
        """Record that files are what is on record, or what they are about to be: who knows how far a run gets."""
        noted = self.read()
        for path, text in files.items():
            noted[path] = sorted({*noted.get(path, ()), digest(text.encode())})
        self.write(noted)

    def write(self, files: Mapping[str, list[str]]) -> None:
        """Record the digests; not being able to only makes later messages less sure."""
        if self.file is None:
            return
        record = {"target": str(self.target.resolve()), "files": dict(sorted(files.items()))}
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            if (note := seal(self.file, f"{json.dumps(record, indent=1)}\n".encode("ascii"))) is not None:
                filesystem.replace(self.file, note, lasting=False)


def digest(data: bytes) -> str:
    """Return the digest that records hold."""
    return hashlib.sha256(data).hexdigest()


def edits(package: Package, planned: Plan, found: Present | None) -> list[Edit]:
    """Return the edited files among those that are about to be replaced or removed.

    A file is as it was generated if it is as recorded; or if git has it just so, and this generator has not already
    published there what it is about to publish.
    """
    files, target = package.files, package.target
    noted = Record(package.record, target).read()
    present = {path: data for path, data in (found or {}).items() if data}
    replaced = (path for path in (*planned.changed, *planned.removed) if path in present)
    unknown = {path: present[path] for path in replaced if digest(present[path]) not in noted.get(path, ())}
    again = {path for path in unknown if path in files and digest(files[path].encode()) in noted.get(path, ())}
    committed = package.committed(target) if len(again) < len(unknown) else {}
    return [
        Edit(path, package.edited / _name(path, data), bool(noted))
        for path, data in unknown.items()
        if path in again or _blob(data) != committed.get(path)
    ]


def keep(found: Iterable[Edit], target: Path) -> None:
    """Copy the texts of edited files to where they are kept.

    Raises:
        PublishError: one of them cannot be kept.
    """
    made: list[Path] = []
    for one in found:
        try:
            if not one.kept.exists():
                one.kept.parent.mkdir(parents=True, exist_ok=True)
                filesystem.replace(one.kept, (target / one.path).read_bytes(), lasting=False)
                made.append(one.kept)
        except OSError as error:
            reason = error.strerror or str(error)
            raise PublishError(f"{one.path} was edited by hand, and its text cannot be kept: {reason}") from error
    filesystem.flush(made)


def forget_gone(records: Path) -> None:
    """Remove the records of packages that are gone, once there are many."""
    with suppress(OSError):
        files = list(records.iterdir())
        for file in files if len(files) > _MOST_RECORDS else ():
            with suppress(ValueError, KeyError, TypeError):
                if not os.path.isdir(json.loads(unseal(file, file.read_bytes()) or b"{}")["target"]):
                    file.unlink()


def _name(path: str, data: bytes) -> str:
    """Return a name for a text that no other text of the same file has: `models/user.1f2e3d4c.py`."""
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}.{digest(data)[:8]}{dot}{suffix}"


def _blob(data: bytes) -> str:
    """Return the name that git gives a content."""
    # Not for secrecy: git names by SHA-1.
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
