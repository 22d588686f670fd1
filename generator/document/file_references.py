"""Finds the `$ref`s that lead to other files, and resolves each to a path inside the document's folder or
refuses it.
"""

from __future__ import annotations

import posixpath
import re
import stat
from typing import IO, TYPE_CHECKING, Literal, Protocol
from urllib.parse import unquote, urljoin

from msgspec import Struct

from ..paths import RegularFile
from .document import JSON, Document, join
from .limits import MOST

if TYPE_CHECKING:
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
_FOREIGN = frozenset({"extends", "disallow"})
"""Keywords of other drafts of JSON Schema, which are not read."""


class FileRef(Struct, frozen=True):
    """A `$ref` that does not begin with `#`."""

    pointer: str
    """The pointer to it in its document."""
    ref: str
    uri: str
    """The URI that it resolves to, by the `$id`s around it (JSON Schema 2020-12, 8.2), without the fragment."""
    data: bool
    """Whether it is within example data, where it may only look like a reference."""


class RefusedRef(Struct, frozen=True):
    """A `$ref` that may not be followed, and why."""

    code: str
    message: str


def resolve(ref: str, base: str, main: str) -> str | RefusedRef:
    """Return the file that a `$ref` in the file `base` leads to: a path from the folder, `""` for the main document.

    `main` is the path of the main document's file from the folder. URIs resolve as in RFC 3986, 5.2, but within one
    folder. The disk is not accessed.
    """
    address = ref.partition("#")[0]
    path = unquote(address)
    refused = _refused(address, path)
    if refused is not None:
        return refused
    folder = posixpath.dirname(base)
    key = posixpath.normpath(posixpath.join(folder, path))
    if key == ".." or key.startswith("../"):
        message = f"the `$ref` {ref!r} leads out of the document's folder: copy the file into it, or give --root"
        return RefusedRef("ref-outside-folder", message)
    return "" if key == main else key


def _refused(address: str, path: str) -> RefusedRef | None:
    """Return why an address is refused regardless of the folder, or None."""
    if path.lower().startswith("file:"):
        message = f"the `$ref` {address!r} is a file URL: write a path relative to this file"
        return RefusedRef("ref-absolute", message)
    if _SCHEME.match(path) or path.startswith("//"):
        message = f"the `$ref` {address!r} is a URL, and nothing is fetched: save the file next to the document"
        return RefusedRef("ref-remote", message)
    if path.startswith("/") or "\\" in path:
        message = f"the `$ref` {address!r} is not a relative path: write one from this file, with `/`"
        return RefusedRef("ref-absolute", message)
    if any(ord(character) < ord(" ") for character in path) or "?" in address:
        return RefusedRef("ref-file", f"the `$ref` {address!r} is not a file name: correct it")
    return None


class Readable(Protocol):
    """A file that can be read, such as a `Path`."""

    def open(self, mode: Literal["rb"], /) -> IO[bytes]:
        """Open the file.

        Raises:
            OSError: it cannot be opened.
        """
        ...


class Files(Protocol):
    """The files of one folder, on disk or elsewhere."""

    def file(self, key: str) -> Readable | str:
        """Return a file by its path from the folder, or what is wrong with it, as the end of a sentence."""
        ...


class DocumentFolder:
    """The folder of a document on disk; only files inside it are opened."""

    def __init__(self, path: Path) -> None:
        """Keep the folder."""
        self._path = path

    def file(self, key: str) -> RegularFile | str:
        """Return the real path of a regular file of the folder, or what is wrong with it, as the end of a sentence."""
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
        return RegularFile(path)


def fingerprint(file: Readable | str) -> str:
    """Return a text that changes if a file of a folder does: a digest of its content, or what is wrong with it."""
    if isinstance(file, str):
        return file
    # Imported late: hashing takes long to import, and few documents have several files.
    from ..content_cache import digest

    try:
        with file.open("rb") as stream:
            return digest(stream.read(MOST.bytes + 1))
    except OSError as error:
        return str(error)


def file_refs(document: Document) -> tuple[list[FileRef], set[str]]:
    """Return the references of a document to other files, in document order, and the URIs that its `$id`s define."""
    refs: list[FileRef] = []
    identities: set[str] = set()
    if not document.may_refer:
        return refs, identities
    waiting = [_Node(document.tree, (), "", False, False)]
    while waiting:
        node = waiting.pop()
        uri = node.uri
        if isinstance(node.value, dict):
            identity = node.value.get("$id", node.value.get("$self"))
            if isinstance(identity, str) and not node.data:
                uri = _joined(uri, identity)
                identities.add(uri)
            refs.extend(_refs_of(node.value, node, uri))
        waiting.extend(reversed(_below(node, uri)))
    return refs, identities


def refers(tree: JSON) -> bool:
    """Return whether an object of a tree may refer to a file, or defines an `$id`."""
    waiting: list[JSON] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if may_refer(node):
                return True
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return False


def may_refer(node: dict[str, JSON]) -> bool:
    """Return whether an object itself may refer to a file, or defines an `$id`; few do."""
    if _REFERRING.isdisjoint(node):
        return False
    ref, mapping = node.get("$ref", "#"), node.get("mapping")
    if "$id" in node or "$self" in node or (isinstance(ref, str) and ref[:1] != "#"):
        return True
    targets = [*mapping.values()] if isinstance(mapping, dict) else []
    return any(map(_names_file, [*targets, node.get("defaultMapping")]))


_REFERRING = frozenset({"$id", "$self", "$ref", "mapping", "defaultMapping"})


class _Node(Struct, frozen=True):
    """A value on the walk through the tree."""

    value: JSON
    tokens: tuple[str, ...]
    uri: str
    """The base URI that results from the `$id`s around it."""
    named: bool
    """Whether its keys are names that the author chose, as in `properties`."""
    data: bool


def _refs_of(value: dict[str, JSON], node: _Node, uri: str) -> list[FileRef]:
    return [
        FileRef(join((*node.tokens, key)), member, _joined(uri, member), node.data or key != "$ref")
        for key, member in value.items()
        if isinstance(member, str) and _is_file_ref(key, member, node.tokens)
    ]


def _below(node: _Node, uri: str) -> list[_Node]:
    """Return the containers directly within a container."""
    tokens, named, data = node.tokens, node.named, node.data
    if isinstance(node.value, dict):
        return [
            _Node(member, (*tokens, key), uri, not named and key in _NAMED, data or _holds_data(key, member, named))
            for key, member in node.value.items()
            if isinstance(member, dict | list)
        ]
    items: list[JSON] = node.value if isinstance(node.value, list) else []
    return [
        _Node(item, (*tokens, str(index)), uri, False, data)
        for index, item in enumerate(items)
        if isinstance(item, dict | list)
    ]


def _joined(base: str, uri: str) -> str:
    try:
        return urljoin(base, uri).partition("#")[0]
    except ValueError:
        return uri


def _holds_data(key: str, member: JSON, named: bool) -> bool:
    if named:
        return False
    return key in _DATA or key in _FOREIGN or key.startswith("x-") or (key == "examples" and isinstance(member, list))


def _is_file_ref(key: str, value: str, tokens: tuple[str, ...]) -> bool:
    if key == "$ref":
        return not value.startswith("#")
    # Discriminator Object: a target is a schema's name or a reference to one.
    is_target = tokens[-2:] == ("discriminator", "mapping") or (*tokens[-1:], key) == (
        "discriminator",
        "defaultMapping",
    )
    return is_target and _names_file(value)


def _names_file(value: JSON) -> bool:
    return isinstance(value, str) and value.partition("#")[0].endswith(_FILE_SUFFIXES)
