"""Identifies contents by digests, and finds published modules that need not be made again."""

from __future__ import annotations

import hashlib
import json
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
    files = sorted([*PROGRAM.rglob("*.py"), *TEMPLATES.rglob("*.jinja")])
    sources = [(path.relative_to(PROGRAM.parent).as_posix(), digest(path.read_bytes())) for path in files]
    return digest(json.dumps([sources, sys.version_info[:2]]))


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
