"""What is published, and what became of it: plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from .record import NO_RECORD, PackageRecord

Committed: TypeAlias = Callable[[Path], Mapping[str, str]]
"""Returns, for a folder, path → the name that a version control has for the file's content."""


def nothing_committed(_folder: Path) -> Mapping[str, str]:
    """Say of every folder that no version control has anything of it."""
    return {}


@dataclass(frozen=True, slots=True)
class Package:
    """What a folder is to hold."""

    name: str
    files: Mapping[str, str]
    """Path within the package → text. Files of ours that are not among them are removed; others are kept."""
    target: Path
    edited: Path
    """Where texts are kept that somebody edited, and that are replaced."""
    record: PackageRecord = NO_RECORD
    """What is known of the package from the last time."""
    imports_all: bool = False
    """Whether every module is imported each time, also those that imported as they are."""
    committed: Committed = nothing_committed
    """Says what git has of the target: a file that it has just so cannot get lost."""
    root: Path | None = None
    """The folder that `edited` lies in, below which no link is followed. None for `edited` itself."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A file whose text is replaced or removed, and is not known to be one that was generated."""

    path: str
    """Within the package."""
    kept: Path
    """Where its text is kept."""
    certain: bool
    """It is on record that something else was published; False where there is no record."""
    root: Path
    """The folder that it is kept in: nothing on the way from there may be a link."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing changed: paths within the package, sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[Edit, ...] = ()
    """The files among them that somebody had edited."""

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return bool(self.added or self.changed or self.removed)


class PublishError(OSError):
    """A package cannot be published where it should be; nothing was changed."""

    def __init__(self, message: str, code: str = "cannot-publish") -> None:
        """Keep the message where a failed system call has it, too."""
        super().__init__(message)
        self.strerror = message
        self.code = code


Results: TypeAlias = "dict[str, Published | OSError]"
"""Name of a package → what became of it."""
