"""The content of a folder, so that two moments can be compared."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def contents(folder: Path, *, without: tuple[str, ...] = ()) -> dict[str, tuple[int, int, str]]:
    """Return path → (mode, time of change, content or target) of everything below a folder; links are not followed.

    What is below the paths `without` is left out. Folders have no time: one changes with each name in it.
    """
    found: dict[str, tuple[int, int, str]] = {}
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place, name)
            key = path.relative_to(folder).as_posix()
            if any(key == one or key.startswith(f"{one}/") for one in without):
                continue
            status = path.lstat()
            mode, time = status.st_mode, 0 if stat.S_ISDIR(status.st_mode) else status.st_mtime_ns
            if stat.S_ISLNK(mode):
                text = os.readlink(path)
            elif stat.S_ISREG(mode):
                text = path.read_bytes().hex()
            else:
                text = ""
            found[key] = (mode, time, text)
    return found
