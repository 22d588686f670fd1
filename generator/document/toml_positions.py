"""Finds the positions of keys in a TOML text, which tomllib does not report."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from .document import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[A-Za-z0-9_-]+"
    r"|\n|[^\S\n]+|.",
    re.DOTALL,
)
_NESTING = {"[": 1, "{": 1, "]": -1, "}": -1}


class TomlLines:
    """The position of every table header and key of a valid TOML text (TOML 1.0), except those within inline values."""

    def __init__(self, text: str) -> None:
        """Read a text that tomllib has accepted."""
        self._lines = Lines(text)
        self._offsets: dict[Path, int] = {}
        table: Path = ()
        counts: dict[Path, int] = {}
        for offset, header, keys in _statements(text):
            path = (*table, *keys)
            if header:
                path = table = _numbered(keys, counts, header == "[[")
            self._offsets.setdefault(path, offset)

    def place(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Return the 1-based line and column of a key, or of the nearest table that holds it; line 0 if unknown."""
        tokens = tuple(path)
        while tokens and tokens not in self._offsets:
            tokens = tokens[:-1]
        return self._lines.place(self._offsets[tokens]) if tokens else (0, 0)


def _statements(text: str) -> Iterator[tuple[int, str, Path]]:
    """Yield for every statement its offset, `[` or `[[` for a header, and its key."""
    tokens = [(match[0], match.start()) for match in _TOKEN.finditer(text)]
    tokens = [token for token in tokens if token[0] == "\n" or not (token[0].isspace() or token[0].startswith("#"))]
    at = 0
    while at < len(tokens):
        first, offset = tokens[at]
        if first == "\n":
            at += 1
            continue
        header = ""
        while at < len(tokens) and tokens[at][0] == "[":
            header += "["
            at += 1
        keys: list[str] = []
        while at < len(tokens) and tokens[at][0] not in ("=", "]"):
            if tokens[at][0] != ".":
                keys.append(_key(tokens[at][0]))
            at += 1
        yield offset, header, tuple(keys)
        at = _line_end(tokens, at if header else at + 1, bool(header))


def _line_end(tokens: list[tuple[str, int]], at: int, header: bool) -> int:
    """Return the index of the line break that ends a statement."""
    depth = 0
    while at < len(tokens) and (depth > 0 or tokens[at][0] != "\n"):
        depth += 0 if header else _NESTING.get(tokens[at][0], 0)
        at += 1
    return at


def _key(token: str) -> str:
    """Return a key without its quotes."""
    return next(iter(tomllib.loads(f"{token} = 0"))) if token[0] in "\"'" else token


def _numbered(keys: Path, counts: dict[Path, int], appends: bool) -> Path:
    """Return the path of a table, with an index after each array of tables; `appends` is true for a `[[…]]` header."""
    path: Path = ()
    for number, key in enumerate(keys, 1):
        path = (*path, key)
        if appends and number == len(keys):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
