"""Taking the place of what is published, and what the next run does where this one was killed on the way.

Everything is prepared in a work folder beside the output: `new/` holds what is to come, `old/` what has to go, and
`journal` names the places that are being taken. It is written when all that is new is complete, checked and on the
disk, so whoever finds it finishes what it says. Where the system exchanges two folders in one step there is no moment
in between, and no journal; whoever finds a work folder without one removes it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import filesystem
from .lock import LOCK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ITSELF = "."
"""How a journal names the output."""


@dataclass(frozen=True, slots=True)
class Work:
    """The work folder of an output."""

    folder: Path
    output: Path
    """A package that stands alone, or the folder of the clients and their runtime."""
    shared: bool
    """It is the folder of the clients."""

    @property
    def new(self) -> Path:
        """The folder of what is to take a place."""
        return self.folder / "new"

    @property
    def old(self) -> Path:
        """The folder of what had a place."""
        return self.folder / "old"

    @property
    def journal(self) -> Path:
        """The file that names the places that are being taken."""
        return self.folder / "journal"

    @property
    def holds_whole(self) -> bool:
        """Say whether the folder of the clients can be exchanged as a whole."""
        return self.shared and self.folder.parent != self.output

    def staged(self, target: Path) -> Path:
        """Return where what is to take a place is put together."""
        return self.folder / "whole" if self.shared and target == self.output else self.new / target.name

    def swap(self, targets: Sequence[Path]) -> None:
        """Let what is staged for `targets` take their places; on an error nothing has changed.

        Raises:
            OSError: the folder of a target cannot be written to.
        """
        if len(targets) == 1:
            self._swap_one(targets[0])
        else:
            self._swap_in_turn(targets)
        _settle(targets)

    def retire(self, target: Path) -> None:
        """Take away what has a place.

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
        """Leave nothing behind, but for what the next run has to finish."""
        if not self.journal.exists():
            self._clear()

    def recover(self) -> None:
        """Finish what a killed run had begun, remove the rest.

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
            # Whatever cannot be undone, the journal has the next run finish.
            for old, new in reversed(undo):
                filesystem.rename(old, new)
            self.journal.unlink()
            raise
        _settle(targets)
        self.journal.unlink()

    def _name(self, target: Path) -> str:
        return _ITSELF if target == self.output else target.name

    def _begun(self) -> list[Path]:
        # A journal takes its name when it is complete: one that cannot be read is none of ours.
        names: list[str] = []
        with suppress(OSError, ValueError):
            names = self.journal.read_text("ascii").splitlines()
        named = [self.output / name for name in names if self.shared and name.isidentifier()]
        return [self.output] if names == [_ITSELF] else named


def _settle(targets: Sequence[Path]) -> None:
    # The places are taken: if the system fails now, it is the old trees or the new ones that a power cut leaves.
    with suppress(OSError):
        for folder in {target.parent for target in targets}:
            filesystem.flush_folder(folder)


def candidates(output: Path, *, shared: bool) -> tuple[Path, ...]:
    """Return where the work folder of an output may be: beside it, or within it where that is the folder of clients."""
    beside = output.parent / f".{output.name}.publishing"
    return (beside, output / ".publishing") if shared else (beside,)


def chosen(output: Path, *, shared: bool) -> Work:
    """Return where the next work folder of an output goes: on its file system, and where it may be made."""
    if shared and filesystem.is_folder(output):
        same = output.stat().st_dev == output.parent.stat().st_dev
        if not same or not os.access(output.parent, os.W_OK):
            return within(output)
    return Work(candidates(output, shared=False)[0], output, shared)


def within(output: Path) -> Work:
    """Return the work folder in the folder of the clients."""
    return Work(candidates(output, shared=True)[1], output, shared=True)
