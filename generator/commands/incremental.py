"""What was generated from what: so that an unchanged provider is recognised by content and costs nothing.

A provider is remembered under a digest of all that its client depends on: the files of its folder, the options, and the
generator with its templates and libraries. It is current as long as that digest and every published file are the same.
Nothing goes by the time of a file, and deleting `.cache/` is always safe.
"""

from __future__ import annotations

import hashlib
import json
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, Location, Severity
from ..program_files import PROGRAM, TEMPLATES
from ..publish.filesystem import replace
from ..seal import seal, unseal
from .job import WORKER_LOST
from .summary import EDITED, Row, Status
from .workspace import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LIBRARIES = ("black", "datamodel_code_generator", "inflect", "jinja2", "jsonpath_rfc9535", "pydantic", "pyyaml")

_OF_THE_RUN = frozenset({EDITED, WORKER_LOST})
"""Codes of what is said of one run, and not of a document."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What was generated into one workspace."""

    folder: Path

    def recall(self, subject: Subject, inputs: str) -> Row | None:
        """Return the row of a subject that is published already as `inputs` would give it, else None."""
        try:
            note = unseal(self._file(subject), self._file(subject).read_bytes())
            record: dict[str, Any] = json.loads(note or b"{}")
            if record["inputs"] != inputs or record["files"] != digests(subject.target):
                return None
            diagnostics = tuple(_diagnostic(fields) for fields in record["diagnostics"])
            return Row(subject.name, Status.UNCHANGED, record["operations"], record["models"], diagnostics=diagnostics)
        except (OSError, ValueError, KeyError, TypeError):
            # Never generated here, or noted by another version: the same as knowing nothing.
            return None

    def remember(self, subject: Subject, inputs: str, row: Row) -> None:
        """Record that what is published now was made from `inputs`, which were digested before they were read."""
        record = {
            "inputs": inputs,
            "files": digests(subject.target),
            "operations": row.operations,
            "models": row.models,
            "diagnostics": [asdict(one) for one in row.diagnostics if one.code not in _OF_THE_RUN],
        }
        path = self._file(subject)
        # Not being able to remember costs time, nothing else.
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            if (note := seal(path, json.dumps(record, indent=1).encode("ascii"))) is not None:
                replace(path, note, lasting=False)

    def forget(self, provider: str) -> None:
        """Drop what is known of a provider."""
        with suppress(OSError):
            (self.folder / f"{provider}.json").unlink()

    def _file(self, subject: Subject) -> Path:
        return self.folder / f"{subject.name}.json"


def inputs_of(subject: Subject, *, keep_going: bool, strict: bool = False) -> str:
    """Return a digest of everything that the client of a provider depends on."""
    folder = subject.document.parent
    options = {"keep_going": keep_going, "strict": strict, "folder": str(folder), "module": subject.module}
    return _digest(json.dumps([options, digests(folder), engine()]).encode())


def digests(folder: Path) -> dict[str, str]:
    """Return path → digest of the content for every file of a folder, sorted, leaving out what Python leaves there."""
    return {path.relative_to(folder).as_posix(): _digest(_content(path)) for path in _files(folder)}


@cache
def engine() -> str:
    """Return a digest of the program itself: another generator may give another client."""
    sources = [digests(folder) for folder in (PROGRAM, TEMPLATES)]
    return _digest(json.dumps([sources, sorted(_libraries()), sys.version_info[:2]]).encode())


def _libraries() -> Iterator[str]:
    # The names of the folders hold the versions; importlib.metadata would take longer than all the rest.
    for entry in sys.path:
        for path in Path(entry).glob("*.dist-info") if entry.endswith("-packages") else ():
            if path.name.lower().startswith(_LIBRARIES):
                yield path.name


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_symlink() or not path.is_dir():
            yield path
        elif path.name != "__pycache__":
            yield from _files(path)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes() if path.is_file() else str(path.resolve()).encode()
    except OSError as error:
        # Whoever needs the file will say so.
        return str(error).encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


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
