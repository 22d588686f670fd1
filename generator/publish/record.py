"""The record of a published package: one file, with a section for each module that has something to remember.

Deleting it is always safe. It is sealed: a file that is incomplete, or was not written by this user, counts as missing.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from ..paths import below, open_file
from ..seal import seal, unseal
from . import filesystem

if TYPE_CHECKING:
    from pathlib import Path

_MOST_RECORDS = 1_000
_MOST_BYTES = 256 * 2**20
"""Bytes of one record: more is not read."""


class PackageRecord(Struct, frozen=True):
    """The record of one package."""

    file: Path | None = None
    """None where nothing can be recorded."""
    root: Path | None = None
    """A folder above the file, below which no link is followed. None for the file's own folder."""

    def read(self, section: str) -> Any:
        """Return the value of a section; None if there is none."""
        return self._sections().get(section)

    def note(self, **sections: object) -> None:
        """Replace the values of sections; if that fails, the next run only takes longer."""
        before = self._sections()
        after = {**before, **sections}
        if self.file is None or after == before:
            return
        with suppress(OSError):
            self._checked(self.file)
            self.file.parent.mkdir(parents=True, exist_ok=True)
            note = seal(self.file, f"{json.dumps(after, indent=1)}\n".encode("ascii"))
            if note is not None:
                filesystem.replace(self.file, note, lasting=False)

    def forget(self) -> None:
        """Delete the record."""
        with suppress(OSError):
            if self.file is not None:
                self._checked(self.file)
                self.file.unlink()

    def _sections(self) -> dict[str, Any]:
        try:
            note = unseal(self.file, self._data(self.file)) if self.file else None
            found: object = json.loads(note or b"{}")
        except (OSError, ValueError, RecursionError):
            # Never written, written by another version, or incomplete: the same as no record.
            return {}
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    def _data(self, file: Path) -> bytes:
        self._checked(file)
        with open_file(file) as stream:
            data = stream.read(_MOST_BYTES + 1)
        return data if len(data) <= _MOST_BYTES else b""

    def _checked(self, file: Path) -> None:
        """Raise OutsidePathError, an OSError, if a link would lead out of the root."""
        root = self.root or file.parent
        below(root, file.relative_to(root).as_posix())


NO_RECORD = PackageRecord()
"""The record of a package for which nothing can be recorded."""


def forget_gone(records: Path) -> None:
    """Remove the records of packages that no longer exist, once there are many."""
    with suppress(OSError):
        files = list(records.iterdir())
        for file in files if len(files) > _MOST_RECORDS else ():
            target = PackageRecord(file).read("target")
            if isinstance(target, str) and not os.path.isdir(target):
                file.unlink()
