"""Records what was generated from what, so that an unchanged document is recognised by content and costs nothing.

The record of a client holds a digest of everything that it depends on: the files of its provider's folder, or the files
that a document from anywhere consists of; the options; and the generator with its templates and libraries. The client
is current as long as that digest and every published file are the same. File times do not matter, and deleting
`.cache/` is always safe.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..content_cache import digest, file_digest, program
from ..diagnostics import Diagnostic, Location, Severity
from .standard_input import shown
from .summary import EDITED, WORKER_LOST, Row, Status
from .workspace import ClientSource

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ..config import Library
    from ..publish.record import PackageRecord

_LIBRARIES = ("black", "inflect", "jinja2", "jsonpath_rfc9535", "msgspec", "pydantic", "pyyaml", "ruff")
_GENERATED = "generated"
"""The section of a package's record: what it was made from, and its diagnostics."""
_TEXTS = "texts"
"""The section with what its modules were made of."""

_OF_THE_RUN = frozenset({EDITED, WORKER_LOST})
"""Codes of diagnostics that concern one run, not a document."""


def recall(subject: ClientSource, record: PackageRecord, inputs: str) -> Row | None:
    """Return the row of a subject that is already published exactly as `inputs` would give it; else None."""
    noted = record.read(_GENERATED)
    try:
        if noted["inputs"] != inputs or noted["asked"] != _asked(subject, noted["asked"]):
            return None
        if noted["published"] != state(subject.target):
            return None
        diagnostics = tuple(_diagnostic(fields) for fields in noted["diagnostics"])
        return Row(subject.name, Status.UNCHANGED, noted["operations"], noted["models"], diagnostics=diagnostics)
    except (ValueError, KeyError, TypeError):
        # Never generated here, or recorded by another version: the same as no record.
        return None


def remember(
    subject: ClientSource, record: PackageRecord, inputs: str, row: Row, asked: Mapping[str, str] | None
) -> None:
    """Record that what is published now was generated from `inputs`, a digest taken before they were read.

    `asked` are the fingerprints of the files that the document refers to; without them, nothing can be recorded of a
    document from anywhere.
    """
    if subject.alone and asked is None:
        return
    generated = {
        "inputs": inputs,
        "asked": dict(asked or {}) if subject.alone else {},
        "published": state(subject.target),
        "operations": row.operations,
        "models": row.models,
        "diagnostics": [asdict(one) for one in row.diagnostics if one.code not in _OF_THE_RUN],
    }
    record.note(**{_GENERATED: generated})


def known_texts(record: PackageRecord) -> Mapping[str, str]:
    """Return digest of a rendered text → digest of its formatted text, for the published modules."""
    found = record.read(_TEXTS)
    if not isinstance(found, dict):
        return {}
    return {str(key): str(value) for key, value in cast("dict[object, object]", found).items()}


def remember_texts(record: PackageRecord, made: Mapping[str, str]) -> None:
    """Record the rendered texts of the published modules."""
    record.note(**{_TEXTS: dict(made)})


def state(folder: Path) -> str:
    """Return a digest of all files of a folder."""
    return digest(json.dumps(digests(folder)))


def inputs_of(subject: ClientSource, *, keep_going: bool, strict: bool, http: Library | None = None) -> str:
    """Return a digest of everything that a client depends on, but for what a document from anywhere refers to.

    Paths are part of it, because diagnostics show them as they were given.
    """
    options = {"keep_going": keep_going, "strict": strict, "http": http, "module": subject.module}
    selection = [str(subject.root), subject.limits, subject.include, subject.exclude]
    return digest(json.dumps([options, selection, _files_of(subject), engine()]))


def _files_of(subject: ClientSource) -> object:
    """Return the files that a client is made from, with digests of their contents."""
    if not subject.alone:
        return [str(subject.document.parent), digests(subject.document.parent)]
    given = (subject.document, subject.overlay, subject.settings)
    return [path and [shown(path), _state(os.fspath(path))] for path in given]


def _asked(subject: ClientSource, keys: Collection[str]) -> dict[str, str]:
    """Return the fingerprints of the files that a document refers to."""
    if not keys:
        return {}
    from ..document.file_references import DocumentFolder, fingerprint

    folder = DocumentFolder(subject.root or subject.document.parent)
    return {key: fingerprint(folder.file(key)) for key in keys}


def digests(folder: Path) -> dict[str, str]:
    """Return path → digest of the content for every file of a folder, sorted, without Python's bytecode."""
    start = len(os.fspath(folder)) + 1
    return {path[start:].replace(os.sep, "/"): _state(path) for path in sorted(_files(os.fspath(folder)))}


@cache
def engine() -> str:
    """Return a digest of the program itself: another generator may give another client."""
    return digest(json.dumps([program(), sorted(_libraries())]))


def _libraries() -> Iterator[str]:
    # The names of the folders contain the versions; importlib.metadata would take longer than all the rest.
    for entry in sys.path:
        for path in Path(entry).glob("*.dist-info") if entry.endswith("-packages") else ():
            if path.name.lower().startswith(_LIBRARIES):
                yield path.name


def _files(folder: str) -> Iterator[str]:
    """Yield the paths of all files and links; strings, because every run looks at some hundred files."""
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if not entry.is_dir(follow_symlinks=False):
            yield entry.path
        elif entry.name != "__pycache__":
            yield from _files(entry.path)


def _state(path: str) -> str:
    """Return a digest of a file's content, or of where a link leads."""
    try:
        return file_digest(path) if os.path.isfile(path) else digest(os.fsencode(os.path.realpath(path)))
    except OSError as error:
        # Whatever needs the file reports it.
        return digest(str(error))


def _diagnostic(fields: Mapping[str, Any]) -> Diagnostic:
    where = fields["where"]
    return Diagnostic(
        Severity(fields["severity"]),
        fields["code"],
        fields["message"],
        Location(**where) if where else None,
        fields["count"],
        fields["loses"],
    )
