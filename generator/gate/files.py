"""Checks generated files before their code: their names, and their invisible characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import cast

from ..naming.reserved import DEVICES

_PATH = re.compile(r"(?:\w{1,120}/){0,2}\w{1,120}\.py|py\.typed|names\.toml")
_NAME = re.compile(r"[\w.-]{1,1200}")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_TABLES = re.compile(
    r"""(?:\#[ -~]*\n)*\n?  (?:\[\w+\]\n  (?:(?:"[ !\#-\[\]-~]*"|[\w-]+)\ =\ "[\w.-]{1,600}"\n)*+  \n?)*+""",
    re.ASCII | re.VERBOSE,
)
"""Tables as we write them, with keys that need no escapes."""
_ENCODING = re.compile(r"^[ \t\f]*#.*?coding[:=]", re.MULTILINE)
"""How a comment begins that would have Python read the file in another encoding (PEP 263)."""


def name_problems(paths: Iterable[str]) -> Iterator[str]:
    """Yield the problems of file names: of each by itself, and of names that a disk could confuse."""
    seen: set[str] = set()
    for path in paths:
        if not _PATH.fullmatch(path):
            yield f"{path!a}: not a path of a generated file"
        if any(part.partition(".")[0].casefold() in DEVICES for part in path.split("/")):
            yield f"{path!a}: a device to Windows"
        folded = unicodedata.normalize("NFKC", path).casefold()
        if folded in seen:
            yield f"{path!a}: there is another file of this name, but for case"
        seen.add(folded)


def text_problems(path: str, text: str) -> Iterator[str]:
    """Yield the problems of a file's characters."""
    if path == "names.toml":
        yield from _names_problems(path, text)
        return
    if hidden := _hidden(text):
        yield f"{path}: holds the invisible character U+{ord(hidden):04X}"
    if _ENCODING.search("\n".join(text.split("\n", 2)[:2])):
        yield f"{path}: says that it has another encoding"
    if text and not path.endswith(".py"):
        yield f"{path}: is not empty"


def _names_problems(path: str, text: str) -> Iterator[str]:
    """Yield the problems of the file that records a package's names: it may hold tables of names and nothing else."""
    if _TABLES.fullmatch(text) and not _has_duplicates(text):
        return  # Reading it as TOML takes a hundred times as long.
    import tomllib

    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        yield f"{path}: is not TOML: {error}"
        return
    if not text.isascii():
        yield f"{path}: is not in ASCII"
    for table, entries in tables.items():
        members = cast("dict[str, object]", entries).items() if isinstance(entries, dict) else [(table, entries)]
        for key, name in members:
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                yield f"{path}: [{table}] {key!a} is no name"


def _has_duplicates(text: str) -> bool:
    """Return whether two tables of the file have one name, or two keys of a table."""
    _, *tables = [part.split("\n") for part in f"\n{text}".split("\n[")]
    keys = [[line.rpartition(' = "')[0].strip('"') for line in lines[1:] if line] for lines in tables]
    return any(len(set(one)) < len(one) for one in [[lines[0] for lines in tables], *keys])


def _hidden(text: str) -> str | None:
    if text.replace("\n", "").isprintable():  # No character of these categories is.
        return None
    hidden = {one for one in set(text) if one != "\n" and unicodedata.category(one) in _HIDDEN}
    return next(filter(hidden.__contains__, text), None) if hidden else None
