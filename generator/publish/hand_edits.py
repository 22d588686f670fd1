"""Files that somebody edited: what was published is on record, and an edited text is kept before it is replaced.

The record is a file in a cache, a digest a published file: nothing of it is in the package, so nothing of it is in a
diff. Where it is missing, what git has is taken for generated: it cannot get lost.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ..content_cache import digest
from ..paths import below
from . import filesystem
from .packages import Edit, PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from .inventory import Plan, Present
    from .packages import Package

_FILES = "files"
"""The section of a package's record: path → the digests that its file may have."""


def note(package: Package) -> None:
    """Put on record that the files of a package are what they should be."""
    _write(package, {path: [digest(text)] for path, text in package.files.items()})


def expect(package: Package) -> None:
    """Put on record that files are what is on record, or what they are about to be: who knows how far a run gets."""
    noted = _noted(package)
    for path, text in package.files.items():
        noted[path] = sorted({*noted.get(path, ()), digest(text)})
    _write(package, noted)


def _noted(package: Package) -> dict[str, list[str]]:
    found = package.record.read(_FILES)
    try:
        return {path: [str(one) for one in digests] for path, digests in found.items()} if found else {}
    except (TypeError, AttributeError):
        # Written by another version: the same as knowing nothing.
        return {}


def _write(package: Package, files: Mapping[str, list[str]]) -> None:
    package.record.note(target=str(package.target.resolve()), **{_FILES: dict(sorted(files.items()))})


def edits(package: Package, planned: Plan, found: Present | None) -> list[Edit]:
    """Return the edited files among those that are about to be replaced or removed.

    A file is as it was generated if it is as recorded; or if git has it just so, and this generator has not already
    published there what it is about to publish.
    """
    files, target = package.files, package.target
    noted = _noted(package)
    present = {path: data for path, data in (found or {}).items() if data}
    replaced = (path for path in (*planned.changed, *planned.removed) if path in present)
    unknown = {path: present[path] for path in replaced if digest(present[path]) not in noted.get(path, ())}
    again = {path for path in unknown if path in files and digest(files[path]) in noted.get(path, ())}
    committed: Mapping[str, str] = package.committed(target) if len(again) < len(unknown) else dict[str, str]()
    return [
        Edit(path, package.edited / _name(path, data), bool(noted), package.root or package.edited)
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
    """Return a name for a text that no other text of the same file has: `models/user.1f2e3d4c.py`."""
    stem, dot, suffix = path.rpartition(".")
    return f"{stem}.{digest(data)[:8]}{dot}{suffix}"


def _blob(data: bytes) -> str:
    """Return the name that git gives a content."""
    # Not for secrecy: git names by SHA-1.
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
