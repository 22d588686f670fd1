"""Identifies contents by digests, and finds published modules that need not be made again."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol, TypeAlias

from .program_files import PROGRAM, TEMPLATES

Published: TypeAlias = "Callable[[str], str | None]"
"""Returns the text of a package's module that is published at a path, None where there is none."""
FormatAll: TypeAlias = "Callable[[Mapping[str, str]], Mapping[str, str]]"
"""Formats path → text."""


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


class Rendered(Protocol):
    """A module of a package: a digest of what it is made from, and its text, which is rendered when it is asked for."""

    @property
    def content(self) -> str | None:
        """A digest of what the text depends on, apart from the generator; None if only the text says it."""
        ...

    @property
    def text(self) -> str:
        """The text, not yet formatted."""
        ...


class Formatted(NamedTuple):
    """The modules of a package, formatted."""

    files: Mapping[str, str]
    kept: Mapping[str, str]
    """Those that are published already."""
    made: Mapping[str, str]
    """What is `known` in the next run."""


@dataclass(frozen=True, slots=True)
class Before:
    """The published modules of one package, and what they were made from.

    Only digests are kept: content → rendered text → formatted text. The formatted text is read from the published file,
    and the gate checks every module unless it is published to the byte.
    """

    known: Mapping[str, str]
    published: Published
    engine: str = ""
    """A digest of the generator and its libraries."""

    def formatted(self, modules: Mapping[str, Rendered], formatter: str, format_all: FormatAll) -> Formatted:
        """Return the modules, formatted by `format_all` with a formatter, except those whose published text is still
        right.

        These are recognised by their content, and then not even rendered, or else by their text.
        """
        keys = {path: self._text_key(path, module, formatter) for path, module in modules.items()}
        kept = self._kept(keys)
        new = format_all({path: module.text for path, module in modules.items() if path not in kept})
        files = {path: kept[path] if path in kept else new[path] for path in modules}
        made = {key: digest(files[path]) for path, key in keys.items()}
        for path, module in modules.items():
            if module.content is not None:
                made[self._key("content", path, formatter, module.content)] = keys[path]
        return Formatted(files, kept, made)

    def _kept(self, keys: Mapping[str, str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for path, key in keys.items():
            wanted = self.known.get(key)
            current = self.published(path) if wanted else None
            if current is not None and digest(current) == wanted:
                found[path] = current
        return found

    def standing(self, kept: Mapping[str, str]) -> Published:
        """Return a function that returns a kept text if it is still published at this moment: the gate skips these.

        A text that somebody replaced in the meantime is checked like a new one.
        """
        return lambda path: kept.get(path) if path in kept and self.published(path) == kept[path] else None

    def _text_key(self, path: str, module: Rendered, formatter: str) -> str:
        """Return the key of a module's text; the text is not rendered if its content is known."""
        content = module.content
        known = None if content is None else self.known.get(self._key("content", path, formatter, content))
        return known or self._key("text", path, formatter, module.text)

    def _key(self, kind: str, path: str, formatter: str, data: str) -> str:
        return digest(f"{self.engine}\n{formatter}\n{kind} {path}\n{data}")


NOTHING_BEFORE = Before({}, nothing_published)
