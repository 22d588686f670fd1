"""`diff`: what changed between two descriptions of an API, for whom, and whether it breaks them."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ...compare import Change, Comparison, Level, compare
from ...compare.api.providers import added, removed
from ...compare.reports import BaseRevision, Comparisons, Refusal
from ...compare.usages import find_uses
from ...diagnostics import Diagnostic, Location, Report, Severity, printable
from ...paths import RegularFile
from ..git import Repository
from ..summary import Row, Status
from . import type_checker
from .revisions import Committed, Side, Snapshot, WorkTree, describe, describe_file, text_of, version
from .user_sources import read_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..workspace import ClientSource, Workspace

_LINE_END = re.compile(r"\r\n?|\n")
_MOST_TEXT = 20_000_000
"""Characters of descriptions that a page may quote from."""


@dataclass(frozen=True, slots=True)
class ComparisonOptions:
    """Options apart from the two sides."""

    keep_going: bool = False
    used_in: tuple[Path, ...] = ()
    texts: bool = False
    """Whether the result also has the lines of the descriptions."""
    links: str = ""
    """The URL of a line, with `{commit}`, `{file}` and `{line}` in it."""


@dataclass(frozen=True, slots=True)
class DiffResult:
    """The comparisons, and a row for every provider with its problems."""

    found: Comparisons
    rows: tuple[Row, ...]


class UnknownProviderError(Exception):
    """Neither side has the provider."""


def diff_revision(
    workspace: Workspace, repository: Repository, revision: str, providers: Sequence[str], options: ComparisonOptions
) -> DiffResult:
    """Compare the descriptions of a workspace with those of a revision, or of the merge base.

    Raises:
        GitError: there is no such revision.
        UnknownProviderError: neither side has a provider of a given name.
    """
    base, problem = _base(repository, revision)
    label = revision if repository.commit(revision) == base.commit else base.commit[:12]
    old = Committed(workspace, repository, base.commit, label)
    new = WorkTree(workspace, "sha1" if len(base.commit) == _SHA1 else "sha256")
    known = old.providers() | new.providers()
    for name in providers:
        if name not in known:
            raise UnknownProviderError(name, ", ".join(map(printable, sorted(known))))
    wanted = list(dict.fromkeys(providers)) or sorted(known)
    result = _gathered((compare_sides(old, new, name, options) for name in wanted), options)
    rows = (Row("", Status.UNCHANGED, diagnostics=(problem,)), *result.rows) if problem else result.rows
    links = options.links.replace("{file}", f"{quote(repository.prefix)}{{file}}")
    found = replace(result.found, base=base, links=links, head=repository.commit("HEAD"))
    if options.texts:
        found = replace(found, old_texts=_texts(found, old.text, "old"), new_texts=_texts(found, new.text, "new"))
    return DiffResult(found, rows)


def diff_files(old: ClientSource, new: ClientSource, options: ComparisonOptions) -> DiffResult:
    """Compare two documents, wherever they are."""
    before = describe_file(old, keep_going=options.keep_going)
    after = describe_file(new, before.described, keep_going=options.keep_going)
    result = _gathered([_compared(new.name, before, after)], options)
    if not options.texts:
        return result

    def text(file: str) -> str | None:
        return text_of(RegularFile(Path(file)))

    found = result.found
    return replace(
        result, found=replace(found, old_texts=_texts(found, text, "old"), new_texts=_texts(found, text, "new"))
    )


_SHA1 = 40


def _base(repository: Repository, revision: str) -> tuple[BaseRevision, Diagnostic | None]:
    """Return the merge base of the work tree and a revision, with which a pull request is compared."""
    commit, head = repository.commit(revision), repository.commit("HEAD")
    ancestor = commit if commit == head else repository.merge_base(commit, head)
    if ancestor is None:
        message = f"this clone does not know where {revision!r} and HEAD parted: compared with {revision!r} itself"
        shallow = "; it is shallow: fetch the whole history" if repository.is_shallow() else ""
        return BaseRevision(revision, commit), Diagnostic(Severity.WARNING, "no-merge-base", message + shallow)
    return BaseRevision(revision, ancestor), None


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison of one provider."""

    row: Row
    comparison: Comparison | None = None
    old: Side | None = None
    new: Side | None = None


def compare_sides(old: Snapshot, new: Snapshot, provider: str, options: ComparisonOptions) -> Compared:
    """Compare a provider at two moments."""
    both = provider in old.providers() and provider in new.providers()
    if both and old.contents(provider) == new.contents(provider):
        number = version(new, provider)
        return Compared(Row(provider, Status.UNCHANGED), Comparison(provider, number, number, ()))
    keep_going = options.keep_going
    before = describe(old, provider, keep_going=keep_going) if provider in old.providers() else None
    known = before.described if before else None
    after = describe(new, provider, known, keep_going=keep_going) if provider in new.providers() else None
    return _compared(provider, before, after)


def _compared(provider: str, old: Side | None, new: Side | None) -> Compared:
    diagnostics = tuple(one for side in (old, new) if side for one in side.diagnostics)
    crash = next((side.crash for side in (old, new) if side and side.crash), None)
    comparison: Comparison | None = None
    if not crash and not any(side and side.described is None for side in (old, new)):
        try:
            comparison = _comparison(old, new)
        except Exception:
            crash = traceback.format_exc()
    status = Status.CRASHED if crash else Status.UNCHANGED if comparison else Status.REFUSED
    return Compared(Row(provider, status, diagnostics=diagnostics, crash=crash), comparison, old, new)


def _comparison(old: Side | None, new: Side | None) -> Comparison | None:
    before = old.described if old else None
    after = new.described if new else None
    if before and after:
        # The date shows whether something was removed before its announced day.
        return compare(before, after, date.today().isoformat())
    return added(after) if after else removed(before) if before else None


def _gathered(compared: Iterable[Compared], options: ComparisonOptions) -> DiffResult:
    """Collect the comparisons; only one provider is in memory at a time, as descriptions may be large."""
    report = Report()
    code = read_code(options.used_in, report) if options.used_in else None
    command = type_checker.checker() if code is not None else None
    comparisons: list[Comparison] = []
    rows: list[Row] = []
    refusals: list[Refusal] = []
    for one in compared:
        comparison, row = one.comparison, one.row
        if comparison and code is not None and comparison.changes:
            before = one.old.described if one.old else None
            check = partial(type_checker.check, command, comparison.provider, report=report) if command else None
            comparison = replace(comparison, changes=find_uses(comparison.changes, before, code, check))
        if comparison:
            comparisons.append(comparison)
        rows.append(row)
        if row.status is not Status.UNCHANGED:
            refusals.append(Refusal(row.provider, next(iter(row.diagnostics), None)))
    if report.diagnostics:
        rows.insert(0, Row("", Status.UNCHANGED, diagnostics=tuple(report)))
    folders = tuple(path.as_posix() for path in options.used_in)
    return DiffResult(Comparisons(comparisons, refusals, used_in=folders), tuple(rows))


def _texts(found: Comparisons, text: Callable[[str], str | None], side: str) -> Mapping[str, Sequence[str]]:
    """Return file → lines for the files that changes point to, unless they are too many."""
    changes = [change for comparison in found.comparisons for change in comparison.changes]
    files = {where.file for where in (_where(change, side) for change in changes) if where and where.line}
    texts: dict[str, Sequence[str]] = {}
    rest = _MOST_TEXT
    for file in sorted(files):
        content = text(file)
        if content is not None and len(content) <= rest:
            rest -= len(content)
            texts[file] = _LINE_END.split(content)
    return texts


def _where(change: Change, side: str) -> Location | None:
    return change.old if side == "old" else change.new


def reached(found: Comparisons, level: str) -> bool:
    """Return whether a change is at least as severe as a level."""
    if level == "never":
        return False
    rank = Level(level).rank
    return any(change.level.rank <= rank for one in found.comparisons for change in one.changes)
