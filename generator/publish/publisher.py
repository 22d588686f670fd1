"""Writes packages to disk: all of it or nothing, only what changed, and never over a file that is not ours.

A new tree is put together in a work folder next to the output, with hard links to the files that stay; it is imported
in another process, flushed to the disk, and takes its place in one step. A run that is killed leaves the old tree or
the new one, and perhaps a work folder that the next run finishes or removes. Unchanged files keep their inode and their
time, so that other programs need not read them again.

Clients share a runtime. When it changes, it is published together with all clients that change, in one step: the folder
that holds them is exchanged. So no client is ever next to a runtime that it does not fit.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from . import filesystem
from .import_check import Trial
from .inventory import HEADER, is_client, plan, present
from .journal import Work, candidates, chosen, within
from .lock import LockedError, locked
from .packages import HandEdit, Package, PublishError, PublishResult, Results
from .transaction import Checked, Notice, Run

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "HEADER",
    "FileDifference",
    "HandEdit",
    "Package",
    "PublishError",
    "PublishResult",
    "Publisher",
    "Trial",
    "differences",
    "is_client",
]

Kind: TypeAlias = Literal["added", "changed", "removed"]


class FileDifference(Struct, frozen=True):
    """One file that differs from what it should be."""

    path: str
    kind: Kind
    diff: str
    """A unified diff from the published text to the expected text."""


def _everything(_: Path) -> bool:
    return True


def _tell_nobody(_: Package, __: Sequence[HandEdit]) -> None:
    pass


class Publisher(Struct, frozen=True):
    """Publishes to one output: the folder of the clients and their runtime, or one package with its own runtime."""

    output: Path
    trial: Trial | None = None
    """Imports what is to be published; None to skip that."""
    module: str = ""
    """The module name of the folder of the clients; empty for a package with its own runtime."""
    notice: Notice = _tell_nobody
    checked: Checked = _everything
    """Decides which of the clients that stay are imported to see whether they work with a runtime that changes."""

    def publish(self, *packages: Package) -> Results:
        """Publish packages, and return by package name what changed, or the error that prevented it.

        A package that cannot be published does not stop the others, unless it is the runtime that they need. Files that
        bear our header and are not among the given files are removed; files without it are kept.
        """
        if self._is_published(packages):
            return {one.name: PublishResult() for one in packages}
        try:
            self._make_output()
            output = self._resolved()
            placed = [replace(one, target=output / one.name if self._shared else output) for one in packages]
            results = self._publish(placed, chosen(output, shared=self._shared))
            # A folder mounted from the same file system looks like any other until something is renamed.
            moved = [one for one in placed if self._shared and _is_elsewhere(results[one.name])]
            return results | (self._publish(moved, within(output)) if moved else {})
        except OSError as error:
            return dict.fromkeys((one.name for one in packages), error)
        finally:
            self._remove_output()

    def repair(self) -> None:
        """Finish or remove what a killed run has left; leave a run alone that is still going on.

        Raises:
            OSError: something is in the way; another try may succeed.
        """
        for folder in self._left():
            with suppress(LockedError), locked(folder, 0):
                Work(folder, self._resolved(), self._shared).recover()

    @property
    def _shared(self) -> bool:
        return bool(self.module)

    def _publish(self, packages: Sequence[Package], work: Work) -> Results:
        with locked(work.folder):
            self._recover(work)
            try:
                return Run(work, self.trial, self.module, self.notice, self.checked).publish(packages)
            finally:
                work.leave()

    def _is_published(self, packages: Sequence[Package]) -> bool:
        """Return whether there is nothing to do: then nothing is written, not even a lock."""
        try:
            return not self._left() and not any(plan(one.files, one.target, present(one.target)) for one in packages)
        except OSError:
            # Publishing them one by one shows which of them fails, and why.
            return False

    def _make_output(self) -> None:
        folder = self.output if self._shared else self.output.parent
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            filesystem.flush_folder(folder.parent)

    def _remove_output(self) -> None:
        # Nothing could be published to the folder that was created for it.
        if self._shared:
            with suppress(OSError):
                self.output.rmdir()

    def _resolved(self) -> Path:
        """Return the output with the symbolic links on its path resolved: nothing can be renamed across a link.

        A link to the folder of all clients is followed; a link in place of a package is refused later.
        """
        return self.output.resolve() if self._shared else self.output.parent.resolve() / self.output.name

    def _left(self) -> list[Path]:
        return [folder for folder in candidates(self._resolved(), shared=self._shared) if filesystem.is_folder(folder)]

    def _recover(self, work: Work) -> None:
        work.recover()
        for folder in self._left():
            if folder != work.folder:
                with locked(folder):
                    Work(folder, work.output, self._shared).recover()


def differences(files: Mapping[str, str], target: Path) -> tuple[FileDifference, ...]:
    """Return how a published folder differs from the given files, sorted by path; empty if it does not.

    Raises:
        PublishError: the target is no folder of ours, as for `Publisher.publish`.
    """
    found = present(target)
    planned = plan(files, target, found)
    kinds: dict[str, Kind] = {
        **dict.fromkeys(planned.added, "added"),
        **dict.fromkeys(planned.changed, "changed"),
        **dict.fromkeys(planned.removed, "removed"),
    }
    old = {path: data.decode("utf-8", "replace") for path, data in (found or {}).items() if data is not None}
    return tuple(
        FileDifference(path, kind, _diff(path, kind, old.get(path, ""), files.get(path, "")))
        for path, kind in sorted(kinds.items())
    )


def _is_elsewhere(result: PublishResult | OSError) -> bool:
    return isinstance(result, OSError) and result.errno in (errno.EXDEV, errno.EBUSY)


def _diff(path: str, kind: Kind, old: str, new: str) -> str:
    import difflib

    before = "/dev/null" if kind == "added" else f"a/{path}"
    after = "/dev/null" if kind == "removed" else f"b/{path}"
    lines = difflib.unified_diff(_lines(old), _lines(new), before, after)
    return "".join(lines)


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.removesuffix("\n").split("\n")] if text else []
