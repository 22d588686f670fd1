"""Detect files that somebody edited by hand, and keep an edited text before it is replaced.

What was published is on record in a cache file, a digest for each published file. Nothing of it is in the package, so
it never shows in a diff. Without a record, what git has committed counts as generated: it cannot get lost.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ..content_cache import digest
from ..paths import below
from . import filesystem
from .packages import HandEdit, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from .inventory import Plan, Present
    from .packages import Package
    from .record import PackageRecord

_FILES = "files"
"""The section of a package's record: path → the digests that its file may have."""


def note(package: Package) -> None:
    """Record that the files of a package are as generated."""
    _write(package, {path: [digest(text)] for path, text in package.files.items()})


def is_as_recorded(record: PackageRecord, found: Present) -> bool:
    """Return whether each of our files in a package has a text that the sealed record says this program wrote."""
    noted = _noted(record)
    return all(digest(data) in noted.get(path, ()) for path, data in found.items() if data)


def expect(package: Package) -> None:
    """Record that files are as recorded or as about to be written: a run may be killed in between."""
    noted = _noted(package.record)
    for path, text in package.files.items():
        noted[path] = sorted({*noted.get(path, ()), digest(text)})
    _write(package, noted)


def _noted(record: PackageRecord) -> dict[str, list[str]]:
    found = record.read(_FILES)
    try:
        return {path: [str(one) for one in digests] for path, digests in found.items()} if found else {}
    except (TypeError, AttributeError):
        # Written by another version: the same as no record.
        return {}


def _write(package: Package, files: Mapping[str, list[str]]) -> None:
    package.record.note(target=str(package.target.resolve()), **{_FILES: dict(sorted(files.items()))})


def edits(package: Package, planned: Plan, found: Present | None) -> list[HandEdit]:
    """Return the files that were edited by hand, of those that are about to be replaced or removed.

    A file counts as generated if its digest is on record, or if git has committed exactly this text and the record does
    not show that this generator has since published there what it is about to publish now.
    """
    files, target = package.files, package.target
    noted = _noted(package.record)
    present = {path: data for path, data in (found or {}).items() if data}
    replaced = (path for path in (*planned.changed, *planned.removed) if path in present)
    unknown = {path: present[path] for path in replaced if digest(present[path]) not in noted.get(path, ())}
    again = {path for path in unknown if path in files and digest(files[path]) in noted.get(path, ())}
    committed: Mapping[str, str] = package.committed(target) if len(again) < len(unknown) else dict[str, str]()
    return [
        HandEdit(path, package.edited / _name(path, data), bool(noted), package.root or package.edited)
        for path, data in unknown.items()
        if path in again or _blob(data) != committed.get(path)
    ]


def keep(found: Iterable[HandEdit], target: Path) -> None:
    """Copy the texts of edited files to the folder where they are kept.

    Raises:
        PublishError: a text cannot be kept.
    """
    made: list[Path] = []
    for one in found:
        try:
            below(one.root, one.kept.relative_to(one.root).as_posix())
            if not one.kept.exists():
                one.kept.parent.mkdir(parents=True, exist_ok=True)
                filesystem.replace(one.kept, (target / one.path).read_bytes(), lasting=False)
                made.append(one.kept)
        except OSError as error:
            reason = error.strerror or str(error)
            raise PublishError(f"{one.path} was edited by hand, and its text cannot be kept: {reason}") from error
    filesystem.flush(made)


def _name(path: str, data: bytes) -> str:
    """Return a file name that contains a digest of the text, such as `models/user.1f2e3d4c.py`."""
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}.{digest(data)[:8]}{dot}{suffix}"


def _blob(data: bytes) -> str:
    """Return the object id that git gives a content."""
    # Not for secrecy: git's object ids are SHA-1.
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
