"""Publishes packages of one output while its lock is held: they are staged, checked, flushed and exchanged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeGuard

from msgspec import Struct

from ..artifacts import RUNTIME
from .filesystem import is_folder
from .hand_edits import edits, expect, keep, note
from .import_check import ImportRequest, Trial
from .import_records import digests_of, imported, note_imported, surroundings
from .inventory import is_client, modules_in, modules_of
from .own_runtime import own_modules
from .packages import HandEdit, Package, PublishError, PublishResult, Results
from .runtime_copy import HTTP, runtime_files
from .staging import Staged, stage, stage_whole

if TYPE_CHECKING:
    from pathlib import Path

    from .journal import Work

Notice: TypeAlias = Callable[[Package, Sequence[HandEdit]], None]
"""Called with the edited files of a package that are about to be replaced."""
Checked: TypeAlias = "Callable[[Path], bool]"
"""Returns whether a published client, given by its folder, holds only code that may be imported."""


class Run(Struct, frozen=True):
    """One run over the packages to be published."""

    work: Work
    trial: Trial | None
    module: str
    """The module name of the folder of the clients; empty for a package with its own runtime."""
    notice: Notice
    checked: Checked

    def publish(self, packages: Sequence[Package]) -> Results:
        """Publish packages, and return by name what became of each."""
        results: Results = {one.name: PublishResult() for one in packages}
        staged: dict[str, Staged] = {}
        for package in packages:
            try:
                if ready := stage(package, self.work):
                    staged[package.name] = ready
                else:
                    note(package)
            except OSError as error:
                results[package.name] = error
                self.work.discard(package.target)
        if isinstance(failure := results.get(RUNTIME), OSError):
            return results | _without_runtime(staged, failure)
        if RUNTIME not in staged or not any(is_client(folder) for folder in self.work.output.iterdir()):
            return results | self._in_turn(staged)
        # A failing disk fails every package; a client that cannot be published stays as it is.
        if failure := next((one for one in results.values() if _is_of_the_system(one)), None):
            return results | dict.fromkeys(staged, failure)
        return results | self._together(staged)

    def _in_turn(self, staged: dict[str, Staged]) -> Results:
        """Publish packages one after the other, the runtime first: no published client has to fit it yet."""
        results: Results = {}
        for name in sorted(staged, key=lambda name: name != RUNTIME):
            one = staged[name]
            try:
                self._check(one)
                found = self._keep_edits(one)
                self._take_place(one)
            except OSError as error:
                results[name] = error
                if name == RUNTIME:
                    return results | _without_runtime(staged, error)
            else:
                results[name] = _published(one, found)
            finally:
                self.work.discard(one.package.target)
        return results

    def _together(self, staged: dict[str, Staged]) -> Results:
        """Publish a runtime and the clients that change with it in one step; clients that stay must fit it."""
        results: Results = {}
        try:
            self._check(staged[RUNTIME])
        except OSError as error:
            return _without_runtime(staged, error) | {RUNTIME: error}
        ready = dict(staged)
        try:
            for name, one in staged.items():
                if name != RUNTIME and (problem := self._problem(one)):
                    results[name] = problem
                    self.work.discard(ready.pop(name).package.target)
            self._check_those_that_stay(ready)
            found = {name: self._keep_edits(one) for name, one in ready.items()}
            self._take_places(ready)
        except OSError as error:
            return results | dict.fromkeys(ready, error)
        return results | {name: _published(one, found[name]) for name, one in ready.items()}

    def _problem(self, staged: Staged) -> PublishError | None:
        try:
            self._check(staged)
        except PublishError as error:
            return error
        return None

    def _check(self, staged: Staged) -> None:
        """Import the modules of a package that nothing else shows to be importable, while it is flushed to the disk."""
        package = staged.package
        if self.trial is None or staged.folder is None:
            staged.flush()
            return
        name = f"{self.module}.{package.name}" if self.module else package.name
        digests = {} if package.imports_all else digests_of(package.files, self._surroundings(staged, name))
        known, own = imported(package.record), own_modules(package.name, package.files)
        new = [path for path in package.files if digests.get(path) not in known and path not in own]
        shown = package.importable(new) if self._has_own_runtime(package, own) else ()
        modules = modules_of([path for path in new if path not in shown], name)
        if not modules:
            staged.flush()
        elif problem := self._import(modules, package, staged):
            raise PublishError(f"{problem}: this is a bug in Clientwright, please report it", "cannot-import")
        if digests:
            note_imported(package.record, () if modules and self.trial.lazy else digests.values())

    def _import(self, modules: Sequence[str], package: Package, staged: Staged) -> str | None:
        if self.trial is None:
            return None
        folders = [self.work.new, self.work.output] if self.module else [self.work.new]
        kept = "" if package.name == RUNTIME else f"{self.module}.{RUNTIME}"
        answer = self.trial.ask(ImportRequest(modules, folders, self.module, kept))
        staged.flush()
        return answer()

    def _has_own_runtime(self, package: Package, own: Collection[str]) -> bool:
        """Return whether a package will have the program's runtime, apart from the HTTP library that this imports."""
        if not self.module:
            return all(path in own or path.endswith(HTTP) for path in package.files if path.startswith(f"{RUNTIME}/"))
        folder = self._runtime_folder()
        return all(path == HTTP or _holds(folder / path, text) for path, text in runtime_files().items())

    def _surroundings(self, staged: Staged, name: str) -> str:
        """Return what the import of a package depends on apart from its own files."""
        runtime = self._runtime_folder() if self.module else None
        foreign = [path for path, data in (staged.found or {}).items() if data is None and "__pycache__" not in path]
        return surroundings(name, runtime, foreign)

    def _runtime_folder(self) -> Path:
        """Return the folder of the runtime that the clients will share."""
        new, published = (folder / RUNTIME for folder in (self.work.new, self.work.output))
        return new if is_folder(new) else published

    def _check_those_that_stay(self, ready: Collection[str]) -> None:
        """Refuse a runtime if a published client that stays as it is no longer works with it."""
        former = False
        for name, modules in self._clients():
            if name in ready or self.trial is None:
                continue
            kept = "" if former else f"{self.module}.{RUNTIME}"
            if not self.checked(self.work.output / name):
                # Somebody else's code is not run, and counts as broken before.
                continue
            problem = self.trial.ask(ImportRequest(modules, [self.work.new, self.work.output], self.module, kept))()
            if not problem:
                former = False
                continue
            # A client that was broken before, perhaps by hand, is no reason to refuse.
            if self.trial.ask(ImportRequest(modules, [self.work.output], self.module))() is None:
                message = f"the runtime changes, and {name}, which stays as it is, does not work with the new one"
                raise PublishError(f"{message} ({problem}): generate all clients together", "runtime-mismatch")
            former = True

    def _clients(self) -> Iterator[tuple[str, list[str]]]:
        for folder in sorted(self.work.output.iterdir()):
            if is_client(folder):
                yield folder.name, modules_in(folder, f"{self.module}.{folder.name}")

    def _keep_edits(self, staged: Staged) -> tuple[HandEdit, ...]:
        """Keep the texts that somebody edited, return them, and record what is about to be published."""
        package = staged.package
        found = edits(package, staged.planned, staged.found)
        keep(found, package.target)
        if found:
            self.notice(package, found)
        if staged.found is not None:
            expect(package)
        return tuple(found)

    def _take_place(self, staged: Staged) -> None:
        target = staged.package.target
        staged.verify()
        if staged.folder is None:
            self.work.retire(target)
        else:
            self.work.swap([target])
        note(staged.package)

    def _take_places(self, ready: dict[str, Staged]) -> None:
        for one in ready.values():
            one.verify()
        if len(ready) > 1 and self.work.holds_whole:
            stage_whole(self.work, ready)
            self.work.swap([self.work.output])
        else:
            self.work.swap([one.package.target for one in ready.values()])
        for one in ready.values():
            note(one.package)


def _holds(file: Path, text: str) -> bool:
    try:
        return file.read_bytes() == text.encode()
    except OSError:
        return False


def _is_of_the_system(result: PublishResult | OSError) -> TypeGuard[OSError]:
    return isinstance(result, OSError) and not isinstance(result, PublishError)


def _published(staged: Staged, found: tuple[HandEdit, ...]) -> PublishResult:
    planned = staged.planned
    return PublishResult(planned.added, planned.changed, planned.removed, found)


def _without_runtime(names: Collection[str], failure: OSError) -> Results:
    reason = failure.strerror or str(failure)
    error = PublishError(
        f"the runtime that it needs cannot be published: {reason}", getattr(failure, "code", "cannot-publish")
    )
    if failure.errno is not None:
        error.errno = failure.errno
    return dict.fromkeys((name for name in names if name != RUNTIME), error)
