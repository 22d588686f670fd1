"""Identifies contents by digests, and finds published modules that need not be made again."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from .program_files import PROGRAM, TEMPLATES

Published: TypeAlias = "Callable[[str], str | None]"
"""Returns the text of a package's module that is published at a path, None where there is none."""


def digest(data: bytes | str) -> str:
    """Return the digest that identifies a content."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


@cache
def program() -> str:
    """Return a digest of the generator's own source and templates, since another generator may write another client."""
    return digest(json.dumps([sorted(program_files().items()), sys.version_info[:2]]))


@cache
def program_files() -> Mapping[str, str]:
    """Return path → digest of the content of the generator's modules and templates: `generator/cli.py`."""
    found = {**_digests(os.fspath(PROGRAM), ".py"), **_digests(os.fspath(TEMPLATES), ".jinja")}
    start = len(os.fspath(PROGRAM.parent)) + 1
    return {path[start:].replace(os.sep, "/"): one for path, one in found.items()}


def _digests(folder: str, ending: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in os.scandir(folder):
        if entry.name.endswith(ending):
            found[entry.path] = file_digest(entry.path)
        elif entry.is_dir(follow_symlinks=False):
            found.update(_digests(entry.path, ending))
    return found


def file_digest(path: str) -> str:
    """Return the digest of a file's content. Every run looks at some hundred files, so no Python file is opened.

    Raises:
        OSError: the file cannot be read.
    """
    found = hashlib.sha256()
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        while data := os.read(descriptor, _CHUNK):
            found.update(data)
    finally:
        os.close(descriptor)
    return found.hexdigest()


_CHUNK = 1 << 20


def nothing_published(_path: str) -> None:
    """Return None: nothing is published at any path."""


@dataclass(frozen=True, slots=True)
class Before:
    """The published modules of one package, and the texts that they were formatted from.

    Only digests are kept: rendered text → formatted text. The formatted text is read from the published file, and the
    gate checks every module unless it is published to the byte.
    """

    known: Mapping[str, str]
    published: Published
    engine: str = ""
    """A digest of the generator and its libraries."""

    def kept(self, texts: Mapping[str, str], formatter: str) -> dict[str, str]:
        """Return path → published text, for the texts that `formatter` formatted into what is still published."""
        found: dict[str, str] = {}
        for path, text in texts.items() if self.known else ():
            wanted = self.known.get(self._key(path, text, formatter))
            current = self.published(path) if wanted else None
            if current is not None and digest(current) == wanted:
                found[path] = current
        return found

    def standing(self, kept: Mapping[str, str]) -> Published:
        """Return a function that returns a kept text if it is still published at this moment: the gate skips these.

        A text that somebody replaced in the meantime is checked like a new one.
        """
        return lambda path: kept.get(path) if path in kept and self.published(path) == kept[path] else None

    def made(self, texts: Mapping[str, str], files: Mapping[str, str], formatter: str) -> dict[str, str]:
        """Return what is `known` in the next run: digest of each text → digest of its formatted text."""
        return {self._key(path, text, formatter): digest(files[path]) for path, text in texts.items()}

    def _key(self, path: str, text: str, formatter: str) -> str:
        return digest(f"{self.engine}\n{formatter}\n{path}\n{text}")


NOTHING_BEFORE = Before({}, nothing_published)
