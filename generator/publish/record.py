"""What is known of a published package: one file, with a section for each who has something to remember of it.

Deleting it is always safe. It is sealed: one that is not whole, or was not written by this user, says nothing.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from ..paths import below, open_file
from ..seal import seal, unseal
from . import filesystem

if TYPE_CHECKING:
    from pathlib import Path

_MOST_RECORDS = 1_000
_MOST_BYTES = 256 * 2**20
"""Of one record: more is not read."""


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """The record of one package."""

    file: Path | None = None
    """None where nothing can be remembered."""
    root: Path | None = None
    """The folder that the file lies in: nothing below it may be a link. None for the file's own folder."""

    def read(self, section: str) -> Any:
        """Return what a section says; None where nothing is known."""
        return self._sections().get(section)

    def note(self, **sections: object) -> None:
        """Remember what sections say, in place of what they said; not being able to costs the next run time."""
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
        """Drop what is known."""
        with suppress(OSError):
            if self.file is not None:
                self._checked(self.file)
                self.file.unlink()

    def _sections(self) -> dict[str, Any]:
        try:
            note = unseal(self.file, self._data(self.file)) if self.file else None
            found: object = json.loads(note or b"{}")
        except (OSError, ValueError, RecursionError):
            # Never written, by another version, or not whole: the same as knowing nothing.
            return {}
        return cast("dict[str, Any]", found) if isinstance(found, dict) else {}

    def _data(self, file: Path) -> bytes:
        self._checked(file)
        with open_file(file) as stream:
            data = stream.read(_MOST_BYTES + 1)
        return data if len(data) <= _MOST_BYTES else b""

    def _checked(self, file: Path) -> None:
        """Raise OutsidePathError, an OSError, where a link would lead out of the root."""
        root = self.root or file.parent
        below(root, file.relative_to(root).as_posix())


NO_RECORD = PackageRecord()
"""Of a package of which nothing can be remembered."""


def forget_gone(records: Path) -> None:
    """Remove the records of packages that are gone, once there are many."""
    with suppress(OSError):
        files = list(records.iterdir())
        for file in files if len(files) > _MOST_RECORDS else ():
            target = PackageRecord(file).read("target")
            if isinstance(target, str) and not os.path.isdir(target):
                file.unlink()
