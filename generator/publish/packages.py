"""What is published and what became of it, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from .record import NO_RECORD, PackageRecord

Committed: TypeAlias = Callable[[Path], Mapping[str, str]]
"""Returns, for a folder, path → the name that a version control has for the file's content."""


def nothing_committed(_folder: Path) -> Mapping[str, str]:
    """Return an empty mapping: no version control has anything of the folder."""
    return {}


Importable: TypeAlias = Callable[[Collection[str]], Collection[str]]
"""Returns the paths, of those given, of modules that can be imported, as is known without importing them."""


def nothing_importable(_paths: Collection[str]) -> Collection[str]:
    """Return no path: nothing is known of any module."""
    return ()


class Package(Struct, frozen=True):
    """The files that a folder is to hold."""

    name: str
    files: Mapping[str, str]
    """Path within the package → text. Other files that we wrote are removed; files that we did not write are kept."""
    target: Path
    edited: Path
    """The folder that keeps the replaced texts of files that somebody edited."""
    record: PackageRecord = NO_RECORD
    """What earlier runs recorded about the package."""
    imports_all: bool = False
    """Whether every module is imported each time, also unchanged modules that imported before."""
    committed: Committed = nothing_committed
    """Returns what git has committed of the target: a file that is exactly as committed cannot get lost."""
    importable: Importable = nothing_importable
    """Returns the modules that need not be imported on trial, if the runtime is the program's own."""
    root: Path | None = None
    """A folder above `edited`, below which no link is followed. None for `edited` itself."""


class HandEdit(Struct, frozen=True):
    """A file whose text is replaced or removed, and is not known to be as generated."""

    path: str
    """Within the package."""
    kept: Path
    """The file in which its text is kept."""
    certain: bool
    """Whether the record shows that another text was published; False without a record."""
    root: Path
    """A folder above `kept`, below which no link is followed."""


class PublishResult(Struct, frozen=True):
    """What publishing changed: paths within the package, sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[HandEdit, ...] = ()
    """The files that somebody had edited."""

    def __bool__(self) -> bool:
        """Return whether anything changed."""
        return bool(self.added or self.changed or self.removed)


class PublishError(OSError):
    """A package cannot be published where it should be; nothing was changed."""

    def __init__(self, message: str, code: str = "cannot-publish") -> None:
        """Keep the message also as `strerror`, where a failed system call has it."""
        super().__init__(message)
        self.strerror = message
        self.code = code


Results: TypeAlias = "dict[str, PublishResult | OSError]"
"""Name of a package → what became of it."""
