"""Exchanges published folders for new ones, and recovers when an earlier run was killed on the way.

Everything is prepared in a work folder next to the output: `new/` holds what is to come, `old/` what has to go, and
`journal` names the folders that are being exchanged. The journal is written when all that is new is complete, checked
and flushed to the disk, so whoever finds a journal completes the exchange. Where the system exchanges two folders in
one step, there is no moment in between and no journal; whoever finds a work folder without a journal removes it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct

from . import filesystem
from .lock import LOCK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ITSELF = "."
"""The name of the output in a journal."""


class Work(Struct, frozen=True):
    """The work folder of an output."""

    folder: Path
    output: Path
    """A package with its own runtime, or the folder of the clients and their shared runtime."""
    shared: bool
    """Whether it is the folder of the clients."""

    @property
    def new(self) -> Path:
        """The folder of packages that wait to be published."""
        return self.folder / "new"

    @property
    def old(self) -> Path:
        """The folder of packages that were replaced."""
        return self.folder / "old"

    @property
    def journal(self) -> Path:
        """The file that names the folders that are being exchanged."""
        return self.folder / "journal"

    @property
    def holds_whole(self) -> bool:
        """Return whether the folder of the clients can be exchanged as a whole."""
        return self.shared and self.folder.parent != self.output

    def staged(self, target: Path) -> Path:
        """Return the folder in which the replacement of a target is put together."""
        return self.folder / "whole" if self.shared and target == self.output else self.new / target.name

    def swap(self, targets: Sequence[Path]) -> None:
        """Exchange `targets` for what is staged for them; on an error nothing has changed.

        Raises:
            OSError: the folder of a target cannot be written to.
        """
        if len(targets) == 1:
            self._swap_one(targets[0])
        else:
            self._swap_in_turn(targets)
        _settle(targets)

    def retire(self, target: Path) -> None:
        """Take a published folder away.

        Raises:
            OSError: the folder of the target cannot be written to.
        """
        self.old.mkdir(exist_ok=True)
        filesystem.rename(target, self.old / target.name)
        _settle([target])

    def discard(self, target: Path) -> None:
        """Remove what was staged for a target, unless the next run needs it."""
        if not self.journal.exists():
            filesystem.remove(self.staged(target))

    def leave(self) -> None:
        """Remove the work folder, unless the next run has to finish something in it."""
        if not self.journal.exists():
            self._clear()

    def recover(self) -> None:
        """Finish what a killed run had begun, and remove the rest.

        Raises:
            OSError: something is still in the way; another try may succeed.
        """
        if not filesystem.is_folder(self.folder):
            return
        begun = self._begun()
        for target in begun:
            staged, retired = self.staged(target), self.old / target.name
            if filesystem.is_folder(staged):
                if filesystem.is_folder(target):
                    filesystem.remove(retired)
                    filesystem.rename(target, retired)
                filesystem.rename(staged, target)
            elif filesystem.is_folder(retired) and not filesystem.is_folder(target):
                filesystem.rename(retired, target)
        _settle(begun)
        self.journal.unlink(missing_ok=True)
        self._clear()

    def _clear(self) -> None:
        for entry in self.folder.iterdir():
            if filesystem.is_folder(entry):
                filesystem.remove(entry)
            elif entry.name != LOCK:
                with suppress(OSError):
                    entry.unlink()

    def _swap_one(self, target: Path) -> None:
        staged = self.staged(target)
        if not filesystem.is_folder(target):
            filesystem.rename(staged, target)
        elif not filesystem.exchange(staged, target):
            self._swap_in_turn([target])

    def _swap_in_turn(self, targets: Sequence[Path]) -> None:
        self.old.mkdir(exist_ok=True)
        for folder in (self.new, self.folder.parent):
            filesystem.flush_folder(folder)
        filesystem.replace(self.journal, "".join(f"{self._name(target)}\n" for target in targets).encode("ascii"))
        undo: list[tuple[Path, Path]] = []
        try:
            for target in targets:
                staged, retired = self.staged(target), self.old / target.name
                if filesystem.is_folder(target):
                    filesystem.rename(target, retired)
                    undo.append((retired, target))
                filesystem.rename(staged, target)
                undo.append((target, staged))
        except OSError:
            # The next run finishes, by the journal, what cannot be undone.
            for old, new in reversed(undo):
                filesystem.rename(old, new)
            self.journal.unlink()
            raise
        _settle(targets)
        self.journal.unlink()

    def _name(self, target: Path) -> str:
        return _ITSELF if target == self.output else target.name

    def _begun(self) -> list[Path]:
        # A journal gets its name when it is complete, so an unreadable one is not ours.
        names: list[str] = []
        with suppress(OSError, ValueError):
            names = self.journal.read_text("ascii").splitlines()
        named = [self.output / name for name in names if self.shared and name.isidentifier()]
        return [self.output] if names == [_ITSELF] else named


def _settle(targets: Sequence[Path]) -> None:
    # The exchange is done: after a power cut the disk has either the old trees or the new ones.
    with suppress(OSError):
        for folder in {target.parent for target in targets}:
            filesystem.flush_folder(folder)


def candidates(output: Path, *, shared: bool) -> tuple[Path, ...]:
    """Return the possible work folders of an output: next to it, and inside it if it is the folder of the clients."""
    sibling = output.parent / f".{output.name}.publishing"
    return (sibling, output / ".publishing") if shared else (sibling,)


def chosen(output: Path, *, shared: bool) -> Work:
    """Return the work folder of the next run: on the output's file system, where folders can be created."""
    if shared and filesystem.is_folder(output):
        same = output.stat().st_dev == output.parent.stat().st_dev
        if not same or not os.access(output.parent, os.W_OK):
            return within(output)
    return Work(candidates(output, shared=False)[0], output, shared)


def within(output: Path) -> Work:
    """Return the work folder inside the folder of the clients."""
    return Work(candidates(output, shared=True)[1], output, shared=True)
