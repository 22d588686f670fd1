"""What a folder holds, so that two moments can be compared."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def contents(folder: Path, *, without: tuple[str, ...] = ()) -> dict[str, tuple[int, str]]:
    """Return path → (mode, content or target of the link) of everything below a folder; links are not followed.

    What lies below the paths `without` is left out.
    """
    found: dict[str, tuple[int, str]] = {}
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place, name)
            key = path.relative_to(folder).as_posix()
            if any(key == one or key.startswith(f"{one}/") for one in without):
                continue
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                text = os.readlink(path)
            elif stat.S_ISREG(mode):
                text = path.read_bytes().hex()
            else:
                text = ""
            found[key] = (mode, text)
    return found
