"""Puts the replacement of a published folder together, in the work folder."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from msgspec import Struct

from ..paths import below
from . import filesystem
from .inventory import kept, plan, present
from .packages import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from .inventory import Plan, Present
    from .journal import Work
    from .packages import Package


class Staged(Struct, frozen=True):
    """A package that is ready to be published, except that it is not flushed to the disk."""

    package: Package
    planned: Plan
    found: Present | None
    folder: Path | None
    """None if nothing is left of the package."""

    def flush(self) -> None:
        """Flush the package to the disk.

        Raises:
            OSError: the disk is full, or fails.
        """
        if self.folder is not None:
            filesystem.flush(self.folder / path for path in (*self.planned.added, *self.planned.changed))
            filesystem.flush_tree(self.folder)

    def verify(self) -> None:
        """Compare the staged files once more with what was checked: modules were imported since, and could have changed
        them.

        Raises:
            PublishError: a file differs from what was checked.
        """
        if self.folder is None:
            return
        expected = {*kept(self.found, self.planned), *self.planned.added, *self.planned.changed}
        for path in _files(self.folder):
            if path not in expected:
                raise PublishError(f"{path} was added while modules were imported: nothing is published", "changed")
        for path in (*self.planned.added, *self.planned.changed):
            file = self.folder / path
            if file.is_symlink() or file.read_bytes() != self.package.files[path].encode():
                raise PublishError(f"{path} was changed while modules were imported: nothing is published", "changed")


def stage(package: Package, work: Work) -> Staged | None:
    """Put a package together; return None if it is published already.

    Raises:
        OSError: it cannot be published, or the disk is full.
    """
    found = present(package.target)
    planned = plan(package.files, package.target, found)
    if not planned:
        return None
    stays = kept(found, planned)
    if not package.files and not stays:
        return Staged(package, planned, found, None)
    folder = work.staged(package.target)
    folder.mkdir(parents=True)
    made = {folder}
    for path in stays:
        _make_parent(folder / path, made)
        filesystem.link(package.target / path, below(folder, path))
    for path in (*planned.added, *planned.changed):
        _make_parent(folder / path, made)
        filesystem.write(below(folder, path), package.files[path].encode())
    for one in made if found is not None else ():
        before = package.target / one.relative_to(folder)
        if filesystem.is_folder(before):
            one.chmod(stat.S_IMODE(before.stat().st_mode))
    return Staged(package, planned, found, folder)


def stage_whole(work: Work, staged: Mapping[str, Staged]) -> None:
    """Put the folder of all clients together: the staged packages, and links to everything else in it.

    Raises:
        OSError: the disk is full, or something cannot be linked or copied.
    """
    whole = work.staged(work.output)
    whole.mkdir()
    for entry in sorted(os.scandir(work.output), key=lambda one: one.name):
        if entry.name in staged:
            continue
        if entry.is_dir(follow_symlinks=False):
            filesystem.link_tree(work.output / entry.name, whole / entry.name)
        else:
            filesystem.link(work.output / entry.name, whole / entry.name)
    for name, one in staged.items():
        if one.folder is not None:
            filesystem.rename(one.folder, whole / name)
    whole.chmod(stat.S_IMODE(work.output.stat().st_mode))
    filesystem.flush_tree(whole)


def _files(folder: Path) -> Iterator[str]:
    """Yield the paths of all files in a folder, except those in `__pycache__`."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        for name in (*names, *links):
            yield os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")


def _make_parent(path: Path, made: set[Path]) -> None:
    if path.parent not in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        made.add(path.parent)
