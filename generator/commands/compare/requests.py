"""Runs `diff` and `changelog`; the exit status is 0, 1 if refused or as severe as `--fail-on`, 2 for wrong usage."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...compare.reports import Comparisons, github, html, json, markdown
from ...compare.reports import changelog_format as changes
from ...compare.reports import terminal as plain
from ...diagnostics import Report
from .. import summary, terminal
from ..git import GitError, Repository
from ..job import RARE_COLLECTIONS
from ..summary import Row, Status
from ..workspace import ClientSource, Workspace, default_package, package_problem
from .changelog import Range
from .changelog import changelog as changes_of
from .diff import ComparisonOptions, DiffResult, UnknownProviderError, diff_files, diff_revision, reached

if TYPE_CHECKING:
    from collections.abc import Sequence

_USAGE = 2


@dataclass(frozen=True, slots=True)
class DiffRequest:
    """The options of `diff`."""

    providers: tuple[str, ...]
    base: str | None
    old: Path | None
    new: Path | None
    name: str | None
    overlay: Path | None
    settings: Path | None
    fail_on: str
    used_in: tuple[Path, ...]
    links: str
    form: str
    keep_going: bool
    debug: bool


@dataclass(frozen=True, slots=True)
class HistoryRequest:
    """The options of `changelog`."""

    providers: tuple[str, ...]
    start: str | None
    end: str
    form: str
    keep_going: bool
    debug: bool


def diff(request: DiffRequest) -> int:
    """Compare, print what was found, and return the exit status."""
    if request.links and not request.links.startswith(("https://", "http://")):
        raise click.UsageError("--links takes an address that begins with https://.")
    try:
        with RARE_COLLECTIONS:
            result = _files(request) if request.old or request.new else _revision(request)
    except GitError as error:
        return _refused("diff", error, request.form)
    except UnknownProviderError as error:
        name, known = error.args
        raise click.UsageError(f"No provider {name!r} in specs/ on either side; there is {known or 'none'}.") from None
    status = max(summary.exit_status(result.rows), int(reached(result.found, request.fail_on)))
    terminal.print_diagnostics(result.rows, "github" if request.form == "github" else "text", debug=request.debug)
    _echo(_written(result, request, status), request.form)
    return status


def changelog(request: HistoryRequest) -> int:
    """Go through a history, print its changelog, and return the exit status."""
    try:
        with Repository.of(Path()) as repository, RARE_COLLECTIONS:
            result = changes_of(
                Workspace(Path()),
                repository,
                Range(request.start, request.end),
                request.providers,
                keep_going=request.keep_going,
            )
    except GitError as error:
        return _refused("changelog", error, request.form)
    status = summary.exit_status(result.rows)
    terminal.print_diagnostics(result.rows, "text", debug=request.debug)
    if request.form == "json":
        payload = {
            "command": "changelog",
            "exit_status": status,
            "providers": changes.to_objects(result.histories),
            "diagnostics": summary.diagnostics(result.rows),
        }
        click.echo(terminal.json_text(payload))
    else:
        _echo(changes.write(result.histories), request.form)
    return status


def _echo(text: str, form: str) -> None:
    """Print a text: in UTF-8 for files and hosts, for a terminal in the characters that it has."""
    if not text:
        return
    if form == "text":
        encoding = sys.stdout.encoding or "utf-8"
        click.echo(text.encode(encoding, "backslashreplace").decode(encoding))
    else:
        click.echo(text.encode("utf-8"))


def _files(request: DiffRequest) -> DiffResult:
    if not request.old or not request.new:
        raise click.UsageError("--old FILE and --new FILE go together.")
    if request.base or request.providers:
        raise click.UsageError("Compare providers with --base REV, or two documents with --old and --new, not both.")
    name = request.name or default_package(request.new)
    if problem := package_problem(name, alone=True):
        raise click.UsageError(f"--name: {problem}.")
    old, new = (
        ClientSource(name, path, request.overlay, request.settings, Path(name), name, alone=True)
        for path in (request.old, request.new)
    )
    return diff_files(old, new, _options(request))


def _revision(request: DiffRequest) -> DiffResult:
    if request.name or request.overlay or request.settings:
        raise click.UsageError("--name, --overlay and --settings go with --old FILE and --new FILE.")
    with Repository.of(Path()) as repository:
        workspace, base = Workspace(Path()), "HEAD" if request.base is None else request.base
        return diff_revision(workspace, repository, base, request.providers, _options(request))


def _options(request: DiffRequest) -> ComparisonOptions:
    return ComparisonOptions(request.keep_going, request.used_in, texts=request.form == "html", links=request.links)


def _written(result: DiffResult, request: DiffRequest, status: int) -> str:
    found = result.found
    match request.form:
        case "json":
            return terminal.json_text(_payload(found, result.rows, status))
        case "markdown":
            return markdown.write(found)
        case "github":
            return github.write(found)
        case "html":
            return html.write(found)
        case _:
            return plain.write(found, coloured=sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def _payload(found: Comparisons, rows: Sequence[Row], status: int) -> dict[str, object]:
    return {
        "command": "diff",
        "exit_status": status,
        "base": {"revision": found.base.revision, "commit": found.base.commit} if found.base else None,
        "comparisons": [json.to_object(comparison) for comparison in found.comparisons],
        "diagnostics": summary.diagnostics(rows),
    }


def _refused(command: str, error: GitError, form: str) -> int:
    """Print one line about what git could not provide, and return the exit status."""
    report = Report()
    report.error(error.code, error.message)
    row = Row("", Status.REFUSED, diagnostics=tuple(report))
    terminal.print_diagnostics([row], "github" if form == "github" else "text", debug=False)
    if form == "json":
        payload = {"command": command, "exit_status": _USAGE, "diagnostics": summary.diagnostics([row])}
        click.echo(terminal.json_text(payload))
    return _USAGE
