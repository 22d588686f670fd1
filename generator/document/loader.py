"""Reads bytes as a `Document` (`load`), and a file with the files that it refers to as a `Source` (`read`).

Every document is a stranger's: size, depth and count are limited, nothing is fetched, nothing outside the document's
folder is opened, and each problem is a Diagnostic with its position, never a traceback.
"""

from __future__ import annotations

import codecs
import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from ..diagnostics import Location, Report
from ..paths import RegularFile
from . import json_reader
from .document import Document, Lines, Parsed, escape, join, shortened, split
from .file_references import DocumentFolder, FileRef, Files, Readable, RefusedRef, file_refs, fingerprint, resolve
from .limits import LIMITS, Limits, beyond

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LIMITS", "Document", "Limits", "Source", "corrected", "escape", "join", "load", "read", "split"]

_WIDE = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


class Source(Struct, frozen=True):
    """A document and the files of its folder that `$ref`s reach, by their path from the folder (`schemas/pet.yaml`)."""

    main: Document
    others: Mapping[str, Document] = field(default_factory=dict[str, Document])
    asked: Mapping[str, str] = field(default_factory=dict[str, str])
    """Path → fingerprint, taken before the file was read, of every file that a `$ref` names, readable or not."""


def corrected(source: Source, overlay: Document | None, report: Report, limits: Limits) -> Source:
    """Return a source with an OpenAPI Overlay applied to its main document."""
    if overlay is None:
        return source
    # Imported late: few documents have an overlay, and its queries need a library.
    from .overlay import apply

    return replace(source, main=apply(source.main, overlay, report, limits))


def read(
    path: Path,
    report: Report,
    limits: Limits = LIMITS,
    folder: Files | None = None,
    *,
    keep_going: bool = False,
    root: Path | None = None,
) -> Source | None:
    """Return a file and all files of its folder that a `$ref` reaches; None with errors in the report.

    `folder` provides the files if they are not on disk, such as those of another revision. With `keep_going`, a further
    file that cannot be read is reported and left out; references to it then lead nowhere. `root` is a folder above the
    file's own; references may then reach all files in it.
    """
    return _Reader(path, report, limits, folder, keep_going=keep_going, root=root).source()


def load(data: bytes, file: str, report: Report, limits: Limits = LIMITS) -> Document | None:
    """Return the document of JSON or YAML text in UTF-8, named `file` in messages; None with errors in the report."""
    loaded = _load(data, file, report, limits)
    return loaded[0] if loaded is not None else None


def _load(data: bytes, file: str, report: Report, limits: Limits) -> tuple[Document, int] | None:
    """Return the document and the number of its values."""
    if len(data) > limits.bytes:
        report.error("too-large", beyond("bytes", f"larger than {limits.bytes:,} bytes"), Location(file))
        return None
    text = _decoded(data, file, report)
    if text is None:
        return None
    parsed = _parsed(text, file, report, limits)
    if parsed is None:
        return None
    if parsed.tree is None:
        report.error("empty-document", "the file is empty: an API description is expected", Location(file, 1, 1))
        return None
    if not isinstance(parsed.tree, dict):
        kind = "a list" if isinstance(parsed.tree, list) else "a string" if isinstance(parsed.tree, str) else "a number"
        place = parsed.positions.locate(file, ())
        report.error("not-an-object", f"the document is {kind}: an object is expected", place)
        return None
    return Document(parsed.tree, file, parsed.positions, parsed.may_refer), parsed.nodes


def _decoded(data: bytes, file: str, report: Report) -> str | None:
    wide = next((name for bom, name in _WIDE.items() if data.startswith(bom)), None)
    if wide is None and b"\x00" in data[:4]:
        wide = "UTF-16 or UTF-32"
    if wide is not None:
        report.error("encoding", f"the text is {wide}: save it as UTF-8", Location(file, 1, 1))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", "replace")
        message = f"the byte 0x{data[error.start]:02x} is not UTF-8 (the text may be Latin-1): save it as UTF-8"
        report.error("encoding", message, Location(file, *Lines(before).place(len(before))))
        return None


def _parsed(text: str, file: str, report: Report, limits: Limits) -> Parsed | None:
    """Parse text that begins like JSON as JSON, and other text, or a YAML flow mapping, as YAML."""
    if text.lstrip()[:1] not in ("{", "["):
        # Imported late: the YAML library takes long to import, and JSON is read without it.
        from . import yaml_reader

        return yaml_reader.parse(text, file, report, limits)
    as_json = Report()
    parsed = json_reader.parse(text, file, as_json, limits)
    if parsed is not None or any(problem.code != "json-syntax" for problem in as_json):
        report.extend(as_json)
        return parsed
    from . import yaml_reader

    as_yaml = Report()
    parsed = yaml_reader.parse(text, file, as_yaml, limits)
    if parsed is None and (file.endswith(".json") or _furthest(as_json) >= _furthest(as_yaml)):
        report.extend(as_json)
        return None
    report.extend(as_yaml)
    if parsed is not None and file.endswith(".json"):
        problem = as_json.diagnostics[0]
        report.warning("json-read-as-yaml", f"{problem.message}; it is read as YAML instead", problem.where)
    return parsed


def _furthest(report: Report) -> Location:
    """Return the furthest position that a parser reached: the parser that came furthest understood most."""
    return max((problem.where for problem in report if problem.where is not None), default=Location(""))


def _as_parent(path: Path, root: Path) -> Path:
    """Return a folder above a file in the spelling of the file's own path, so that messages name both alike."""
    depth = len(path.resolve().relative_to(root.resolve()).parts) - 1
    return Path(os.path.normpath(path.parent.joinpath(*[".."] * depth)))


class _Reader:
    """Reads a file and, breadth first, the files that it refers to."""

    def __init__(
        self,
        path: Path,
        report: Report,
        limits: Limits,
        folder: Files | None,
        *,
        keep_going: bool,
        root: Path | None,
    ) -> None:
        self.path, self.report, self.limits, self.keep_going = path, report, limits, keep_going
        self.root = _as_parent(path, root) if root is not None else path.parent
        self.name = path.name if root is None else path.resolve().relative_to(root.resolve()).as_posix()
        """The path of the document from the folder that all files are in."""
        self.folder: Files = folder or DocumentFolder(self.root)
        # The user named the document, so it may be a link.
        self.main: Readable | str = folder.file(path.name) if folder else RegularFile(path)
        self.bytes = self.nodes = 0
        self.failed = False
        self.asked: dict[str, str] = {}
        self.documents: dict[str, Document | None] = {}
        """Documents by key; None for a file that cannot be read, which is reported."""

    def source(self) -> Source | None:
        if isinstance(self.main, str):
            self.report.error("unreadable-file", f"the file {self.main}", Location(str(self.path)))
            return None
        # With a root, the keys of all files are paths from it: references may lead to the main document, too.
        name = str(self.path if self.root == self.path.parent else self.root / self.name)
        main = self._document(self.main, name, self.report)
        if main is None:
            return None
        self.documents[""] = main
        self._follow(main)
        others = {key: document for key, document in self.documents.items() if key and document is not None}
        return None if self.failed else Source(main, dict(sorted(others.items())), self.asked)

    def _follow(self, main: Document) -> None:
        """Read all files that are referred to."""
        identities: set[str] = set()
        refused: list[tuple[FileRef, RefusedRef, Location]] = []
        waiting = [(self.name, main)]
        while waiting:
            base, document = waiting.pop(0)
            refs, named = file_refs(document)
            identities |= named
            for ref in refs:
                where = document.where(ref.pointer)
                key = resolve(ref.ref, base, self.name)
                found = self._other(key, where, ref.data) if isinstance(key, str) else key
                if isinstance(found, RefusedRef):
                    refused.append((ref, found, where))
                elif found is not None and isinstance(key, str):
                    waiting.append((key, found))
        reported: set[RefusedRef] = set()
        for ref, reason, where in refused:
            # A reference in an example may only look like one, and an `$id` of these files needs no file.
            if not ref.data and ref.uri not in identities and reason not in reported:
                reported.add(reason)
                self._error(reason, where)

    def _other(self, key: str, where: Location, data: bool) -> Document | RefusedRef | None:
        """Return a document read for the first time, or why it is refused; None if that is reported already."""
        if key in self.documents:
            return None
        if len(self.documents) >= self.limits.files:
            self.documents[key] = None
            message = beyond("files", f"more than {self.limits.files:,} files are referred to")
            self._error(RefusedRef("too-many-files", message), where)
            return None
        file = self.folder.file(key)
        self.asked.setdefault(key, fingerprint(file))
        if isinstance(file, str):
            return RefusedRef("ref-file", f"the `$ref` leads to {shortened(key)!r}, which {file}")
        found = Report()
        document = self._document(file, str(self.root / key), found)
        if document is not None or not data:
            self.documents[key] = document
            self._report(found)
        return document

    def _report(self, found: Report) -> None:
        """Report the problems of a further file."""
        if not self.keep_going:
            self.failed |= found.failed
            self.report.extend(found)
            return
        for one in found:
            left_out = "; this file is left out" if one.severity == "error" else ""
            self.report.warning(one.code, f"{one.message}{left_out}", one.where)

    def _error(self, reason: RefusedRef, where: Location) -> None:
        if self.keep_going:
            self.report.warning(reason.code, reason.message, where)
            return
        self.failed = True
        self.report.error(reason.code, reason.message, where)

    def _document(self, file: Readable, name: str, report: Report) -> Document | None:
        try:
            with file.open("rb") as stream:
                data = stream.read(self.limits.bytes - self.bytes + 1)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            report.error("unreadable-file", f"the file cannot be read: {reason.lower()}", Location(name))
            return None
        left, nodes = self.limits.bytes - self.bytes, self.limits.nodes - self.nodes
        remaining = replace(self.limits, bytes=left, nodes=nodes)
        loaded = _load(data, name, report, remaining)
        if loaded is None:
            return None
        self.bytes += len(data)
        self.nodes += loaded[1]
        return loaded[0]
