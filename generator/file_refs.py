"""`$ref`s that lead to other files: found in a tree, resolved to a path inside the document's folder, or refused."""

from __future__ import annotations

import posixpath
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .document import JSON, join

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_FILE_SUFFIXES = (".yaml", ".yml", ".json")
_NAMED = frozenset(
    {"paths", "webhooks", "schemas", "responses", "parameters", "examples", "requestBodies", "headers", "links"}
    | {"securitySchemes", "callbacks", "pathItems", "mediaTypes", "content", "encoding", "variables"}
    | {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"}
)
"""Keywords whose value is a mapping with names of the author's choice, none of them a keyword."""
_DATA = frozenset(("example", "default", "const", "enum", "value", "dataValue"))
"""Keywords whose value is data of the API, in which `$ref` is a property like any other."""


@dataclass(frozen=True, slots=True)
class FileRef:
    """A `$ref` within the folder: the file's path from there (`""` for the main document), and the fragment."""

    key: str
    fragment: str


@dataclass(frozen=True, slots=True)
class RefusedRef:
    """A `$ref` that may not be followed, and why."""

    code: str
    message: str


def resolve(ref: str, base: str, main: str) -> FileRef | RefusedRef:
    """Return what a `$ref` in the file `base` (a path from the folder, `""` for the main document) leads to.

    `main` is the name of the main document's file. Nothing is looked up on disk. RFC 3986, 5.2, within one folder.
    """
    address, _, fragment = ref.partition("#")
    fragment = unquote(fragment)
    if not address:
        return FileRef(base, fragment)
    path = unquote(address)
    refused = _refused(address, path)
    if refused is not None:
        return refused
    folder = posixpath.dirname(base)
    key = posixpath.normpath(posixpath.join(folder, path))
    if key == ".." or key.startswith("../"):
        message = f"the `$ref` {ref!r} leads out of the document's folder: copy the file into the folder"
        return RefusedRef("ref-outside-folder", message)
    return FileRef("" if key == main else key, fragment)


def _refused(address: str, path: str) -> RefusedRef | None:
    """Return why an address is not followed whatever the folder, or None."""
    if path.lower().startswith("file:"):
        message = f"the `$ref` {address!r} is a file URL: write a path relative to this file"
        return RefusedRef("ref-absolute", message)
    if _SCHEME.match(path) or path.startswith("//"):
        message = f"the `$ref` {address!r} leads elsewhere: nothing is fetched; save the file beside the document"
        return RefusedRef("ref-remote", message)
    if path.startswith("/") or "\\" in path:
        message = f"the `$ref` {address!r} is no relative path: write one from this file, with `/`"
        return RefusedRef("ref-absolute", message)
    if any(ord(character) < ord(" ") for character in path) or "?" in address:
        return RefusedRef("ref-file", f"the `$ref` {address!r} is no file name")
    return None


class Folder:
    """The folder of a document: files are opened inside it only."""

    def __init__(self, path: Path) -> None:
        """Remember the folder."""
        self._path = path

    def file(self, key: str) -> Path | str:
        """Return the real path of a regular file of the folder, or what is wrong, as the end of a sentence."""
        try:
            root = self._path.resolve(strict=True)
            path = (root / key).resolve(strict=True)
            kind = path.stat().st_mode
        except (OSError, ValueError, RuntimeError):
            return "does not exist: correct it, or add the file"
        if not path.is_relative_to(root):
            return "is a link that leaves the document's folder: copy the file into the folder"
        if not stat.S_ISREG(kind):
            return "is not a file"
        return path


def file_refs(tree: JSON) -> Iterator[tuple[str, str, bool]]:
    """Yield (pointer, `$ref`, whether it stands within data) of all references that name a file, in document order."""
    waiting: list[tuple[JSON, tuple[str, ...], bool, bool]] = [(tree, (), False, False)]
    while waiting:
        value, tokens, named, data = waiting.pop()
        if isinstance(value, dict):
            below: list[tuple[JSON, tuple[str, ...], bool, bool]] = []
            for key, member in value.items():
                if isinstance(member, str):
                    if _is_file_ref(key, member, tokens):
                        yield join((*tokens, key)), member, data or key != "$ref"
                elif isinstance(member, dict | list):
                    is_data = data or (not named and _holds_data(key, member))
                    below.append((member, (*tokens, key), not named and key in _NAMED, is_data))
            waiting.extend(reversed(below))
        elif isinstance(value, list):
            items = [(item, (*tokens, str(index)), False, data) for index, item in enumerate(value)]
            waiting.extend(reversed(items))


def _holds_data(key: str, member: JSON) -> bool:
    return key in _DATA or key.startswith("x-") or (key == "examples" and isinstance(member, list))


def _is_file_ref(key: str, value: str, tokens: tuple[str, ...]) -> bool:
    if key == "$ref":
        return not value.startswith("#")
    # Discriminator Object: a mapping's value is a schema's name or a reference to one.
    return tokens[-2:] == ("discriminator", "mapping") and value.partition("#")[0].endswith(_FILE_SUFFIXES)
