"""What was made before is known by its content: digests, and the modules that need not be made again."""

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
    """Return the digest that contents are known by."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


@cache
def program() -> str:
    """Return a digest of the generator's own source and templates: another one may make something else."""
    files = sorted([*PROGRAM.rglob("*.py"), *TEMPLATES.rglob("*.jinja")])
    sources = [(path.relative_to(PROGRAM.parent).as_posix(), digest(path.read_bytes())) for path in files]
    return digest(json.dumps([sources, sys.version_info[:2]]))


def nothing_published(_path: str) -> None:
    """Say of every path that nothing is published there."""


@dataclass(frozen=True, slots=True)
class Before:
    """The modules of one package that are published, and what they were made of.

    Only digests are kept: of a text as the templates wrote it → of what it became. The latter is read from where it is
    published, and every module is looked at by the gate unless it stands there to the byte.
    """

    known: Mapping[str, str]
    published: Published
    engine: str = ""
    """What makes modules of descriptions: the generator and its libraries, as a digest."""

    def kept(self, texts: Mapping[str, str], formatter: str) -> dict[str, str]:
        """Return path → published text, for the texts that `formatter` made into what is still published."""
        found: dict[str, str] = {}
        for path, text in texts.items() if self.known else ():
            wanted = self.known.get(self._key(path, text, formatter))
            current = self.published(path) if wanted else None
            if current is not None and digest(current) == wanted:
                found[path] = current
        return found

    def standing(self, kept: Mapping[str, str]) -> Published:
        """Return what reads the kept texts that stand published at this moment, too: the gate passes these over.

        A text that somebody replaced since it was taken over is looked at like a new one.
        """
        return lambda path: kept.get(path) if path in kept and self.published(path) == kept[path] else None

    def made(self, texts: Mapping[str, str], files: Mapping[str, str], formatter: str) -> dict[str, str]:
        """Return what is to be `known` the next time: of each text what it became."""
        return {self._key(path, text, formatter): digest(files[path]) for path, text in texts.items()}

    def _key(self, path: str, text: str, formatter: str) -> str:
        return digest(f"{self.engine}\n{formatter}\n{path}\n{text}")


NOTHING_BEFORE = Before({}, nothing_published)
