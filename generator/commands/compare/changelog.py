"""`changelog`: what each commit of a range changed, by provider."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...compare import Comparison, compare
from ...compare.api.providers import added, removed
from ...compare.changelog_sections import ChangelogEntry, History
from ...diagnostics import Diagnostic, Severity
from ..git import Commit, GitError, Repository
from ..summary import Row, Status
from ..workspace import OVERLAY, SETTINGS
from .revisions import Committed, describe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...compare import Described
    from ..workspace import Workspace

_OURS = frozenset({OVERLAY, SETTINGS, "source.toml"})


@dataclass(frozen=True, slots=True)
class Range:
    """The commits after `start`, or all, up to `end`, in the user's words."""

    start: str | None = None
    end: str = "HEAD"


@dataclass(slots=True)
class Changelog:
    """The histories found, and a row for each provider of a commit that had a problem."""

    histories: list[History] = field(default_factory=list[History])
    rows: list[Row] = field(default_factory=list[Row])


def changelog(
    workspace: Workspace, repository: Repository, span: Range, providers: Sequence[str], *, keep_going: bool
) -> Changelog:
    """Compare the providers of each commit that changed `specs/` with those of the commit before.

    Raises:
        GitError: there is no such revision, or no provider of a given name.
    """
    start = repository.commit(span.start) if span.start else None
    commits = repository.history(start, repository.commit(span.end), workspace.specs.name)
    walk = _Walk(workspace, repository, frozenset(providers), keep_going)
    for commit in commits:
        walk.step(commit)
    if unknown := sorted(set(providers) - walk.seen):
        raise GitError("unknown-provider", f"no commit of this range changed a provider {unknown[0]!r}")
    histories = [History(provider, entries[::-1]) for provider, entries in sorted(walk.entries.items())]
    return Changelog(histories, walk.rows)


@dataclass(slots=True)
class _Walk:
    """The walk through the commits, oldest first."""

    workspace: Workspace
    repository: Repository
    wanted: frozenset[str]
    keep_going: bool
    entries: dict[str, list[ChangelogEntry]] = field(default_factory=dict[str, list[ChangelogEntry]])
    rows: list[Row] = field(default_factory=list[Row])
    seen: set[str] = field(default_factory=set[str])
    _known: dict[str, Described] = field(default_factory=dict[str, "Described"])
    """Provider → its last description that could be read."""

    def step(self, commit: Commit) -> None:
        """Note what a commit changed."""
        new = Committed(self.workspace, self.repository, commit.oid, commit.oid[:12])
        parent = self.repository.parent(commit.oid)
        old = Committed(self.workspace, self.repository, parent, parent[:12]) if parent else None
        if old is None and self.repository.is_shallow():
            message = f"the history of this clone begins with {commit.oid[:12]}: fetch all of it to see what was before"
            self._tell("", Diagnostic(Severity.WARNING, "shallow-history", message))
            return
        there = new.providers() | (old.providers() if old else frozenset[str]())
        for provider in sorted(there & self.wanted if self.wanted else there):
            before: Mapping[str, str] = old.contents(provider) if old else {}
            after = new.contents(provider)
            if before != after:
                self.seen.add(provider)
                changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
                self._compare(provider, old, new, commit, corrected=changed <= _OURS)

    def _compare(
        self, provider: str, old: Committed | None, new: Committed, commit: Commit, *, corrected: bool
    ) -> None:
        before = self._known.get(provider) or self._described(provider, old, None, reporting=False)
        after = self._described(provider, new, before, reporting=True)
        if provider in new.providers() and after is None:
            if before:
                self._known[provider] = before
            return
        self._known.pop(provider, None)
        if after:
            self._known[provider] = after
        comparison = self._comparison(before, after, provider, commit.date)
        if comparison and comparison.changes:
            self.entries.setdefault(provider, []).append(ChangelogEntry(commit.oid, commit.date, comparison, corrected))

    def _described(
        self, provider: str, snapshot: Committed | None, before: Described | None, *, reporting: bool
    ) -> Described | None:
        """Return a provider as of a commit; if it was refused, warn, and count its changes with the next commit."""
        if snapshot is None or provider not in snapshot.providers():
            return None
        side = describe(snapshot, provider, before, keep_going=self.keep_going)
        if reporting and side.crash:
            self.rows.append(Row(provider, Status.CRASHED, crash=side.crash))
        elif reporting and side.diagnostics:
            first = side.diagnostics[0]
            message = f"refused then ({first.message}); its changes are listed with those of the next commit"
            self._tell(provider, Diagnostic(Severity.WARNING, first.code, message, first.where))
        return side.described

    def _comparison(
        self, before: Described | None, after: Described | None, provider: str, day: str
    ) -> Comparison | None:
        try:
            if before and after:
                return compare(before, after, day)
            return added(after) if after else removed(before) if before else None
        except Exception:
            self.rows.append(Row(provider, Status.CRASHED, crash=traceback.format_exc()))
            return None

    def _tell(self, provider: str, diagnostic: Diagnostic) -> None:
        self.rows.append(Row(provider, Status.UNCHANGED, diagnostics=(diagnostic,)))
