"""What this program has noted for itself is sealed, so that nobody else's note is taken for its own.

Caches lie in the working tree, and a tree may come from a stranger, its `.cache/` included. A seal is a keyed digest
(HMAC-SHA-256, RFC 2104) of a note and of the file's name with that of its folder, so that a tree can be moved; the key
lies in the user's own folder, not in any tree.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
import sys
from functools import cache
from pathlib import Path

from .written_files import replace

VARIABLE = "CLIENTWRIGHT_CACHE_KEY"
"""Environment variable with a key of one's own: for machines that share a cache, and keep a secret."""
_BYTES = 32
_LENGTH = hashlib.sha256().digest_size * 2


def seal(file: Path, note: bytes) -> bytes | None:
    """Return a note as it is written to a file; None where there is no key to seal it with, and it is not kept."""
    digest = _digest(file, note)
    return None if digest is None else digest + b"\n" + note


def unseal(file: Path, data: bytes) -> bytes | None:
    """Return the note that a file holds; None where it was not sealed here, for this very file, or is not whole."""
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
    """Return the key: the variable's, or that of the user's folder, where one is made when it is first needed."""
    if given := os.environ.get(VARIABLE):
        return hashlib.sha256(given.encode("utf-8", "surrogateescape")).digest()
    try:
        file = _folder() / "clientwright" / "cache.key"
        return _read(file) or _make(file)
    except (OSError, RuntimeError):
        # Nowhere to keep one: then nothing is remembered, which costs time and nothing else.
        return None


def _folder() -> Path:
    """Return where a user's programs keep what they have to remember (XDG Base Directory Specification)."""
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
    # Another run may have made one in the meantime: the first stays.
    if _read(file) is None:
        replace(file.parent, file.name, secrets.token_bytes(_BYTES), private=True)
    return _read(file)
