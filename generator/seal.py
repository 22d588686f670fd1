"""Seals the program's own records, so that a record from somebody else is not trusted.

Caches are in the working tree, and a tree may come from a stranger with its `.cache/`. A seal is a keyed digest
(HMAC-SHA-256, RFC 2104) of the record and of the names of its file and folder, so that a tree can be moved; the key
is in the user's own folder, not in any tree.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
import sys
from functools import cache
from pathlib import Path

VARIABLE = "CLIENTWRIGHT_CACHE_KEY"
"""Environment variable with a key of one's own: for machines that share a cache, and keep a secret."""
_BYTES = 32
_LENGTH = hashlib.sha256().digest_size * 2


def seal(file: Path, note: bytes) -> bytes | None:
    """Return a record in the form in which it is written; None if there is no key, so that it cannot be kept."""
    digest = _digest(file, note)
    return None if digest is None else digest + b"\n" + note


def unseal(file: Path, data: bytes) -> bytes | None:
    """Return the record that a file holds; None if it was not sealed here for this file, or is incomplete."""
    found, _, note = data.partition(b"\n")
    digest = _digest(file, note) if len(found) == _LENGTH else None
    return note if digest is not None and hmac.compare_digest(digest, found) else None


def _digest(file: Path, note: bytes) -> bytes | None:
    key = _key()
    if key is None:
        return None
    place = os.fsencode(f"{file.parent.name}/{file.name}")
    return hmac.new(key, b"%d:%s%s" % (len(place), place, note), "sha256").hexdigest().encode("ascii")


@cache
def _key() -> bytes | None:
    """Return the key: from the environment variable, or from the user's folder, where it is created on first use."""
    if given := os.environ.get(VARIABLE):
        return hashlib.sha256(given.encode("utf-8", "surrogateescape")).digest()
    try:
        file = _folder() / "clientwright" / "cache.key"
        return _read(file) or _make(file)
    except (OSError, RuntimeError):
        # There is no place for a key: then nothing is recorded, which only costs time.
        return None


def _folder() -> Path:
    """Return the folder in which a user's programs keep their state (XDG Base Directory Specification)."""
    variable = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME"
    given = os.environ.get(variable, "")
    return Path(given) if os.path.isabs(given) else Path.home() / ".local" / "state"


def _read(file: Path) -> bytes | None:
    try:
        mode = file.lstat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode) or (os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO)):
        return None
    key = file.read_bytes()
    return key if len(key) == _BYTES else None


def _make(file: Path) -> bytes | None:
    # Another run may have created one in the meantime: the first one stays.
    if _read(file) is None:
        # Imported late: the key is there but for the first run.
        from .written_files import replace

        replace(file.parent, file.name, os.urandom(_BYTES), private=True)
    return _read(file)
