"""Writes texts of a document as TOML tables, with every invisible character escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_BARE = re.compile(r"[A-Za-z0-9_-]{1,100}")
_PLAIN = re.compile(r"[ !#-\[\]-~]*")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_REPLACEMENT = "\ufffd"


def table(name: str, entries: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of a table, sorted by key; none for an empty table."""
    if entries:
        yield f"[{name}]"
        for key, value in sorted(entries.items()):
            yield f"{key_source(key)} = {text_source(value)}"
        yield ""


def key_source(key: str) -> str:
    """Return a key, quoted if necessary (TOML 1.0, Keys)."""
    return key if _BARE.fullmatch(key) else text_source(key)


def text_source(text: str) -> str:
    """Return a basic string (TOML 1.0, String) in ASCII; a lone surrogate, which TOML cannot hold, is replaced."""
    return f'"{text if _PLAIN.fullmatch(text) else "".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character.isascii() and character.isprintable():
        return character
    code = ord(_REPLACEMENT if "\ud800" <= character <= "\udfff" else character)
    return f"\\U{code:08X}"
