"""The two sides of a comparison: what `specs/` holds now, and what it held in a commit."""

from __future__ import annotations

import hashlib
import os
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol

import msgspec.structs

from ...diagnostics import Diagnostic, Report, Severity
from ...paths import RegularFile
from ..git import CommittedFolder, Repository, TreeEntry
from ..job import Job, names_of, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...artifacts import Inputs
    from ...compare import Described
    from ...document.file_references import Readable
    from ..workspace import ClientSource, Workspace


class Snapshot(Protocol):
    """All providers at one moment."""

    @property
    def label(self) -> str:
        """The user's name for the moment; empty for now."""
        ...

    def providers(self) -> frozenset[str]:
        """Return the names of its providers."""
        ...

    def contents(self, provider: str) -> Mapping[str, str]:
        """Return path → git object id of the content, for every file of a provider's folder."""
        ...

    def inputs(self, provider: str, report: Report, *, keep_going: bool) -> Inputs | None:
        """Read a provider; return None with errors in the report."""
        ...

    def text(self, file: str) -> str | None:
        """Return the text of a file that a Location names; None if it cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class WorkTree:
    """The files on disk."""

    workspace: Workspace
    hash_name: str = "sha1"
    """The hash function of the repository's object ids."""
    label: str = ""

    def providers(self) -> frozenset[str]:
        """Return the names of the folders of `specs/`."""
        return frozenset(self.workspace.providers())

    def contents(self, provider: str) -> Mapping[str, str]:
        """Return path → the object id that git would give the content."""
        folder = self.workspace.specs / provider
        files = (path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file())
        return {path.relative_to(folder).as_posix(): self._name(path) for path in files}

    def inputs(self, provider: str, report: Report, *, keep_going: bool) -> Inputs | None:
        """Read a provider from disk."""
        subject = self.workspace.subject(provider, report)
        return read(Job(subject, keep_going, names=names_of(subject.target)), report) if subject else None

    def text(self, file: str) -> str | None:
        """Return the text of a file on disk."""
        return text_of(RegularFile(Path(file)))

    def _name(self, path: Path) -> str:
        try:
            data = os.fsencode(os.readlink(path)) if path.is_symlink() else path.read_bytes()
        except OSError as error:
            # Whatever needs the file reports it.
            return str(error)
        return hashlib.new(self.hash_name, b"blob %d\0%s" % (len(data), data), usedforsecurity=False).hexdigest()


@dataclass(slots=True)
class Committed:
    """The files of a commit."""

    workspace: Workspace
    repository: Repository
    commit: str
    label: str
    _folders: dict[str, dict[str, TreeEntry]] | None = field(default=None, repr=False)

    def providers(self) -> frozenset[str]:
        """Return the names of the folders that `specs/` had."""
        return frozenset(name for name in self._listed() if name[0] not in "._")

    def contents(self, provider: str) -> Mapping[str, str]:
        """Return path → git object id of the content."""
        return {path: entry.oid for path, entry in self._listed().get(provider, {}).items()}

    def inputs(self, provider: str, report: Report, *, keep_going: bool) -> Inputs | None:
        """Read a provider from git."""
        folder = CommittedFolder(self.repository, self._listed().get(provider, {}))
        subject = self.workspace.subject(provider, report, lambda name: not isinstance(folder.file(name), str))
        if subject is None:
            return None
        return read(Job(subject, keep_going, names=names_of(subject.target)), report, folder)

    def text(self, file: str) -> str | None:
        """Return the text of a file of the commit."""
        path = PurePath(file)
        if not path.is_relative_to(self.workspace.specs):
            return None
        provider, *rest = path.relative_to(self.workspace.specs).parts
        found = CommittedFolder(self.repository, self._listed().get(provider, {})).file("/".join(rest))
        return None if isinstance(found, str) else text_of(found)

    def _listed(self) -> dict[str, dict[str, TreeEntry]]:
        if self._folders is None:
            self._folders = {}
            for path, entry in self.repository.tree(self.commit, self.workspace.specs.name).items():
                provider, _, rest = path.partition("/")
                if rest:
                    self._folders.setdefault(provider, {})[rest] = entry
        return self._folders


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a description, or why there is none."""

    described: Described | None = None
    """None if it was refused, or if the generator crashed."""
    diagnostics: tuple[Diagnostic, ...] = ()
    crash: str | None = field(default=None, repr=False)


def describe(snapshot: Snapshot, provider: str, before: Described | None = None, *, keep_going: bool) -> Side:
    """Return a provider's description at a moment, or the errors found on the way.

    Names of the description `before` are kept, as `generate` keeps names that callers use.
    """
    report = Report()
    try:
        inputs = _holding(snapshot.inputs(provider, report, keep_going=keep_going), before)
        return _described(inputs, report, snapshot.label)
    except Exception:
        return Side(diagnostics=_errors(report, snapshot.label), crash=traceback.format_exc())


def describe_file(subject: ClientSource, before: Described | None = None, *, keep_going: bool) -> Side:
    """Return the same for a document that is not in a workspace."""
    report = Report()
    try:
        return _described(_holding(read(Job(subject, keep_going), report), before), report, "")
    except Exception:
        return Side(diagnostics=_errors(report, ""), crash=traceback.format_exc())


def text_of(file: Readable) -> str | None:
    """Return the text of a file; None if it cannot be read."""
    try:
        with file.open("rb") as stream:
            return stream.read().decode("utf-8-sig", "replace")
    except OSError:
        return None


def version(snapshot: Snapshot, provider: str) -> str:
    """Return the version that a provider gives itself; empty if its description cannot be read."""
    from ...document.overlay import apply
    from ...openapi.json_values import is_mapping

    report = Report()
    inputs = snapshot.inputs(provider, report, keep_going=True)
    if inputs is None:
        return ""
    main = apply(inputs.source.main, inputs.overlay, report) if inputs.overlay else inputs.source.main
    info = main.tree.get("info")
    return str(info.get("version", "")) if is_mapping(info) else ""


def _holding(inputs: Inputs | None, before: Described | None) -> Inputs | None:
    if inputs is None or before is None:
        return inputs
    from ...naming.published import NOTHING_PUBLISHED, published_names

    names = published_names(before.api, before.names)
    return msgspec.structs.replace(inputs, published=names.over(inputs.published or NOTHING_PUBLISHED))


def _described(inputs: Inputs | None, report: Report, label: str) -> Side:
    from ... import pipeline

    described = pipeline.describe(inputs, report) if inputs else None
    return Side(described, _errors(report, label))


def _errors(report: Report, label: str) -> tuple[Diagnostic, ...]:
    """Return the errors, with places in git's notation: `HEAD:specs/acme/openapi.yaml`.

    `generate` reports the warnings of both sides.
    """
    errors = (one for one in report if one.severity is Severity.ERROR)
    return tuple(_labelled(one, label) for one in errors)


def _labelled(diagnostic: Diagnostic, label: str) -> Diagnostic:
    where = diagnostic.where
    if where is None or not label:
        return diagnostic
    return replace(diagnostic, where=replace(where, file=f"{label}:{where.file}"))
