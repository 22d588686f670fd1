"""`check`: compares what is published with what the descriptions give.

Nothing comes from a cache: every client is generated again and compared byte for byte. Then every module of those that
are as published is imported, in a process that can do nothing else: `generate` imports only what the gate does not show
to be importable.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..artifacts import RUNTIME
from ..diagnostics import Location, Report, Severity
from ..publish.runtime_copy import runtime_files
from .generate import OnProgress, RunOptions, outcomes, row_of
from .incremental import digests
from .publication import stale
from .summary import Row, Status
from .workspace import Workspace, find, shared_library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from ..publish.publisher import FileDifference


def check_all(
    workspace: Workspace, providers: Sequence[str], options: RunOptions, on_progress: OnProgress
) -> list[Row]:
    """Compare the published clients of `providers`, and the runtime, with what they should be."""
    subjects, rows = find(workspace, providers)
    for outcome in outcomes(list(subjects.values()), options, on_progress):
        row = row_of(outcome, Status.UNCHANGED)
        if outcome.files is not None:
            row = _compare(row, outcome.files, subjects[outcome.name].target)
        rows[outcome.name] = row
    for name in subjects:
        rows[name] = _with_drift(workspace, rows[name], strict=options.strict)
    expected = runtime_files(shared_library(workspace))
    runtime = _compare(Row(RUNTIME, Status.UNCHANGED), expected, workspace.generated / RUNTIME)
    if runtime.status is Status.UNCHANGED:
        same = [name for name in subjects if rows[name].status is Status.UNCHANGED]
        for name, problem in _import_problems(workspace, same):
            rows[name] = _refused(rows[name], problem, workspace.generated / name)
    return [*([] if runtime.status is Status.UNCHANGED else [runtime]), *(rows[name] for name in providers)]


def _import_problems(workspace: Workspace, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Import all modules of published clients; yield name and problem of each client that cannot be imported."""
    from ..publish.import_check import ImportRequest, Trial
    from ..publish.inventory import modules_in

    module = workspace.generated.name
    with Trial() as trial:
        for name in names:
            modules = modules_in(workspace.generated / name, f"{module}.{name}")
            request = ImportRequest(modules, [workspace.generated], module, f"{module}.{RUNTIME}")
            if problem := trial.ask(request)():
                yield name, problem


def _refused(row: Row, problem: str, target: Path) -> Row:
    report = Report()
    report.error("cannot-import", f"{problem}: this is a bug in Clientwright, please report it", Location(str(target)))
    return replace(row, status=Status.DIFFERENT, diagnostics=(*row.diagnostics, *report))


def _with_drift(workspace: Workspace, row: Row, *, strict: bool) -> Row:
    """Return the row with a warning for each unaccepted difference between the document and its pages or payloads.

    With `--strict` these are errors: before a release, somebody should have looked at each of them.
    """
    folder = workspace.specs / row.provider
    if row.crash or not ((folder / "pages").is_dir() or (folder / "examples").is_dir()):
        return row
    from .drift import drift, located

    found = located(workspace, drift(workspace, row.provider), notes=False)
    if strict and found:
        errors = tuple(replace(one, severity=Severity.ERROR) for one in found)
        return replace(row, status=Status.DIFFERENT, diagnostics=(*row.diagnostics, *errors))
    return replace(row, diagnostics=(*row.diagnostics, *found))


def check_stale(workspace: Workspace) -> list[Row]:
    """Return a row for each published package whose provider is gone."""
    return [_compare(Row(folder.name, Status.UNCHANGED), {}, folder) for folder in stale(workspace)]


def _compare(row: Row, files: Mapping[str, str], target: Path) -> Row:
    from ..publish.publisher import differences

    def paths(kind: str) -> tuple[str, ...]:
        return tuple(one.path for one in found if one.kind == kind)

    try:
        found = differences(files, target)
    except OSError as error:
        report = Report()
        report.error("cannot-publish", error.strerror or str(error), Location(str(target)))
        return replace(row, status=Status.DIFFERENT, diagnostics=(*row.diagnostics, *report))
    # `generate` keeps files that it did not write; they are differences nevertheless.
    foreign = [path for path in digests(target) if path not in files and path not in paths("removed")]
    if not found and not foreign:
        return row
    texts = [_diff(one, target) for one in found]
    texts += [f"Only in {target.as_posix()}: {path} (not generated: remove it by hand)\n" for path in foreign]
    return replace(
        row,
        status=Status.DIFFERENT,
        added=paths("added"),
        changed=paths("changed"),
        removed=(*paths("removed"), *foreign),
        diff="".join(texts),
    )


def _diff(difference: FileDifference, target: Path) -> str:
    """Return the unified diff of a file, with its path relative to the working folder."""
    path = difference.path
    if not difference.diff:
        return f"Empty file {difference.kind}: {(target / path).as_posix()}\n"
    before, after, rest = difference.diff.split("\n", 2)
    full = (target / path).as_posix()
    return "\n".join((before.replace(f"a/{path}", f"a/{full}"), after.replace(f"b/{path}", f"b/{full}"), rest))
