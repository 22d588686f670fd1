"""Publishes what was generated, and reports what became of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ..artifacts import RUNTIME
from ..content_cache import digest, program_files
from ..diagnostics import Diagnostic, Location, Severity
from ..program_files import PROGRAM, RUNTIME_SOURCE, cache_folder
from ..publish.filesystem import is_folder
from ..publish.inventory import hidden, is_client, present
from ..publish.packages import Importable, PublishError, nothing_importable
from ..publish.record import PackageRecord, forget_gone
from ..publish.runtime_copy import HTTP, runtime_files
from .incremental import digests
from .summary import EDITED, Row, Status
from .workspace import ClientSource, Workspace, shared_library

if TYPE_CHECKING:
    from pathlib import Path

    from ..config import Library
    from ..publish.publisher import HandEdit, Package, Publisher, PublishResult, Trial


_MOST_NAMED = 20
"""Edited files of a package that are named; of the others their number."""

Announce = Callable[[Diagnostic], None]
"""Called at once for diagnostics that cannot wait for the end of the run."""


class Content(Struct, frozen=True):
    """What is to be published as a package."""

    files: Mapping[str, str]
    importable: Importable = nothing_importable
    """See `Package.importable`."""


class Publication(Struct):
    """Publishes the clients of a workspace with the runtime that they share, or a package with its own runtime."""

    output: Path
    """The folder of the clients, or the package."""
    module: str
    """The module name of the folder of the clients; empty for a package with its own runtime."""
    edited: Path
    """The folder that keeps the replaced texts of files that somebody edited."""
    records: Path | None
    """The folder of the packages' records; None if nothing can be recorded."""
    trial: Trial
    announce: Announce
    library: Library = "httpx"
    """The HTTP library of the runtime that the clients share."""
    root: Path | None = None
    """A folder above records and kept texts, below which no link is followed: a checkout may contain a `.cache/`."""
    runtime: Row | None = None
    """The row of the runtime, once it is known."""
    _printed: dict[str, list[Diagnostic]] = field(default_factory=dict[str, list[Diagnostic]])

    def record(self, name: str) -> PackageRecord:
        """Return the record of a client or package."""
        key = name if self.module else digest(os.fsencode(self.output.resolve()))[:32]
        return PackageRecord(self.records and self.records / f"{key}.json", self.root)

    def publish(self, made: Iterable[tuple[Row, Content | None]]) -> Iterator[Row]:
        """Publish each package as soon as possible, and yield its row; a row without content has nothing to publish.

        If the runtime changes while clients are published, all are published together.
        """
        waiting: list[tuple[Row, Content]] = []
        upgrades: bool | None = None
        for row, content in made:
            if content is None:
                yield row
                continue
            upgrades = self._upgrades() if upgrades is None else upgrades
            if upgrades:
                waiting.append((row, content))
            else:
                yield from self._publish([(row, content)])
        if waiting:
            yield from self._publish(waiting)

    def publish_runtime(self) -> None:
        """Publish the runtime alone, if that has not been done."""
        if self.runtime is None and runtime_differs(self.output / RUNTIME, self.library):
            list(self._publish([]))

    def remove(self, name: str) -> Row:
        """Remove a client."""
        row = self._row(Row(name, Status.REMOVED), self._publisher().publish(self._package(name, Content({})))[name])
        return replace(row, status=Status.REMOVED) if row.status is Status.UNCHANGED else row

    def repair(self) -> None:
        """Finish or remove what a killed run has left; publishing reports again what cannot be repaired now."""
        from ..publish.journal import candidates

        if any(map(is_folder, candidates(self.output.resolve(), shared=bool(self.module)))):
            with suppress(OSError):
                self._publisher().repair()

    def _publish(self, made: Sequence[tuple[Row, Content]]) -> Iterator[Row]:
        packages = [self._package(row.provider, content) for row, content in made]
        if self.module and (self.runtime is None or self.runtime.status is Status.REFUSED):
            packages.insert(0, self._package(RUNTIME, Content(runtime_files(self.library))))
        results = self._publisher().publish(*packages)
        if RUNTIME in results:
            self.runtime = self._row(Row(RUNTIME, Status.WRITTEN), results[RUNTIME])
        for row, _ in made:
            yield self._row(row, results[row.provider])

    def _row(self, row: Row, result: PublishResult | OSError) -> Row:
        printed = tuple(self._printed.pop(row.provider, ()))
        row = replace(row, diagnostics=(*row.diagnostics, *printed), printed=printed)
        if isinstance(result, OSError):
            target = self.output / row.provider if self.module else self.output
            return replace(row, status=Status.REFUSED, diagnostics=(*row.diagnostics, _problem(result, target)))
        row = replace(row, added=result.added, changed=result.changed, removed=result.removed)
        row = replace(row, edited=tuple(edit.path for edit in result.edited))
        return row if row.files_changed else replace(row, status=Status.UNCHANGED)

    def _upgrades(self) -> bool:
        if not self.module or not self.output.is_dir():
            return False
        changes = runtime_differs(self.output / RUNTIME, self.library)
        return changes and any(is_client(folder) for folder in self.output.iterdir())

    def _package(self, name: str, content: Content) -> Package:
        from ..publish.packages import Package

        return Package(
            name,
            content.files,
            self.output / name if self.module else self.output,
            self.edited / name if self.module else self.edited,
            self.record(name),
            imports_all=name == RUNTIME,
            committed=_committed,
            importable=content.importable,
            root=self.root,
        )

    def _publisher(self) -> Publisher:
        from ..publish.publisher import Publisher

        return Publisher(self.output, self.trial, self.module, self._notice, self.may_be_imported)

    def may_be_imported(self, folder: Path) -> bool:
        """Return whether a published client is as this program wrote it, by its sealed record, or passes the gate.

        A tree may come from a stranger: the header alone shows nothing.
        """
        from ..gate.check import check
        from ..publish.hand_edits import is_as_recorded

        found = present(folder) or {}
        if hidden(found):
            return False
        if is_as_recorded(self.record(folder.name), found):
            return True
        try:
            texts = {path: data.decode("utf-8") for path, data in found.items() if data is not None}
        except UnicodeDecodeError:
            return False
        return not check(texts, f"..{RUNTIME}")

    def _notice(self, package: Package, edits: Sequence[HandEdit]) -> None:
        """Report the files that somebody edited, before they are replaced."""
        target = self.output / package.name if self.module else self.output
        printed = [_edit(edit, target) for edit in edits[:_MOST_NAMED]]
        if more := len(edits) - len(printed):
            message = f"{more} more files were edited by hand, or may have been; their texts are kept there, too"
            printed.append(Diagnostic(Severity.WARNING, EDITED, message, Location(str(target))))
        for diagnostic in printed:
            if diagnostic not in self._printed.get(package.name, ()):
                self.announce(diagnostic)
        self._printed[package.name] = printed


def for_clients(workspace: Workspace, trial: Trial, announce: Announce) -> Publication:
    """Return the publication of the clients of a workspace."""
    cache = workspace.cache
    module = workspace.generated.name
    library = shared_library(workspace)
    return Publication(
        workspace.generated, module, cache / "edited", cache / "packages", trial, announce, library, workspace.root
    )


def for_package(subject: ClientSource, trial: Trial, announce: Announce) -> Publication:
    """Return the publication of a package with its own runtime."""
    caches = cache_folder()
    records = caches / "packages" if caches else None
    if records is not None:
        forget_gone(records)
    edited = subject.target.with_name(f".{subject.target.name}.edited")
    return Publication(subject.target, "", edited, records, trial, announce)


def runtime_differs(folder: Path, library: Library) -> bool:
    """Return whether a folder differs from the runtime for a library."""
    start = f"{PROGRAM.name}/{RUNTIME_SOURCE.name}/"
    own = {path.removeprefix(start): one for path, one in program_files().items() if path.startswith(start)}
    if library != "httpx":
        own[HTTP] = digest(runtime_files(library)[HTTP])
    return own != digests(folder)


def stale(workspace: Workspace) -> list[Path]:
    """Return the folders of `generated/` that this program wrote and whose provider is gone."""
    expected = {RUNTIME, *workspace.providers()}
    if not workspace.generated.is_dir():
        return []
    return [path for path in sorted(workspace.generated.iterdir()) if path.name not in expected and is_client(path)]


def _committed(folder: Path) -> Mapping[str, str]:
    """Return what git has committed of a folder."""
    from .git import indexed

    return indexed(folder)


def _edit(edit: HandEdit, target: Path) -> Diagnostic:
    if edit.certain:
        message = "edited by hand since it was generated"
    else:
        message = "may have been edited by hand: nothing on record says that it was generated like this"
    return Diagnostic(
        Severity.WARNING, EDITED, f"{message}; its text is kept as {edit.kept}", Location(str(target / edit.path))
    )


def _problem(error: OSError, target: Path) -> Diagnostic:
    code = error.code if isinstance(error, PublishError) else "cannot-publish"
    return Diagnostic(Severity.ERROR, code, error.strerror or str(error), Location(str(target)))
