"""Finds the program's own files, in a checkout and when installed, and the folder of its caches."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

PROGRAM = Path(__file__).resolve().parent
"""The folder of this package."""

_CHECKOUT = PROGRAM.parent
_INSTALLED = (PROGRAM / "templates").is_dir()
"""A wheel carries the templates inside the package; in a checkout they are a folder at the top."""

TEMPLATES = PROGRAM / "templates" if _INSTALLED else _CHECKOUT / "templates"
LICENSE = (PROGRAM if _INSTALLED else _CHECKOUT) / "LICENSE"
"""The licence of the runtime, which goes with it."""
RUNTIME_SOURCE = PROGRAM / "runtime"
"""The runtime as it was written by hand; clients get a copy."""


@cache
def cache_folder() -> Path | None:
    """Return the folder of the program's caches; None if it cannot be written to.

    In a checkout it is `.cache/` at the top. An installed program uses the user's cache folder: CLIENTWRIGHT_CACHE, or
    the operating system's default.
    """
    folder = _user_folder() if _INSTALLED else _CHECKOUT / ".cache"
    existing = next((path for path in (folder, *folder.parents) if path.is_dir()), None)
    return folder if existing is not None and os.access(existing, os.W_OK) else None


def _user_folder() -> Path:
    if chosen := os.environ.get("CLIENTWRIGHT_CACHE"):
        return Path(chosen).expanduser()
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "clientwright" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "clientwright"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "clientwright"
