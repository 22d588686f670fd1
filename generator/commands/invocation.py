"""Shared by the commands: which subjects arguments and options mean, and how a run ends."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ..diagnostics import printable
from . import standard_input, summary, terminal
from .workspace import ClientSource, Workspace, default_package, find, package_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .options import CommonOptions, DocumentOptions, SubjectOptions
    from .summary import Row


def inspected(given: SubjectOptions) -> tuple[list[ClientSource], list[Row]]:
    """Return the subject to inspect, or the row that says why there is none."""
    arguments = (given["provider"],) if given["provider"] else ()
    if given["spec"]:
        return [subject(given, given["spec"], Path(), arguments)], []
    if not arguments:
        raise click.UsageError("Name a provider of specs/, or a document with --spec FILE.")
    subjects, rows = find(*providers(arguments, given))
    return list(subjects.values()), list(rows.values())


def referred(given: SubjectOptions, names: tuple[str, ...]) -> tuple[list[ClientSource], list[Row]]:
    """Return the subjects to document: a document of --spec, the named providers, or all."""
    if given["spec"]:
        return [subject(given, given["spec"], Path(), names)], []
    subjects, rows = find(*providers(names, given))
    return list(subjects.values()), list(rows.values())


def finish(
    command: str,
    rows: Sequence[Row],
    given: CommonOptions,
    *,
    start: float,
    text: str,
    result: dict[str, object] | None = None,
) -> NoReturn:
    """Print the diagnostics, then `text` or the JSON object in its place, and exit."""
    rows = [standard_input.named(row) for row in rows]
    if given["form"] == "json":
        text = terminal.json_text(summary.payload(command, rows, time.perf_counter() - start) | (result or {}))
    with terminal.printing():
        terminal.print_diagnostics(rows, given["form"], debug=given["debug"])
        if text:
            click.echo(text)
        if command == "check":
            click.echo(summary.verdict(rows), err=True)
    sys.exit(summary.exit_status(rows))


def providers(
    names: tuple[str, ...], given: DocumentOptions | None = None, out: Path | None = None
) -> tuple[Workspace, tuple[str, ...]]:
    """Return the workspace and the named providers, or all if none is named; an unknown name is wrong usage."""
    of_documents = {"name", "overlay", "settings", "limits", "include", "exclude", "root"}
    if out or any(value for key, value in (given or {}).items() if key in of_documents):
        options = "--name, --out, --overlay, --settings, --limit, --include, --exclude and --root"
        raise click.UsageError(f"{options} go with --spec FILE.")
    workspace = Workspace(Path())
    known = workspace.providers()
    if unknown := [name for name in names if name not in known]:
        listed = ", ".join(map(printable, known)) or "none at all"
        raise click.UsageError(f"No provider {unknown[0]!r} in specs/; there is {listed}.")
    if not known:
        raise click.UsageError("There is no specs/ with a provider here: run this at the top of the repository.")
    return workspace, tuple(dict.fromkeys(names)) or known


def subject(given: DocumentOptions, document: Path, out: Path, providers: tuple[str, ...]) -> ClientSource:
    """Return the document of --spec as a package of its own."""
    if providers:
        raise click.UsageError("Name providers of specs/, or one document with --spec FILE, not both.")
    if document == standard_input.DASH:
        document = click.get_current_context().with_resource(standard_input.saved())
    name = given["name"] or default_package(document)
    if problem := package_problem(name, alone=True):
        raise click.UsageError(f"--name: {problem}.")
    limits = tuple(map(_limit, given["limits"]))
    root = given["root"]
    if root is not None and not document.resolve().is_relative_to(root.resolve()):
        raise click.UsageError("--root is a folder that the document lies in, at any depth.")
    return ClientSource(
        name,
        document,
        given["overlay"],
        given["settings"],
        out / name,
        name,
        alone=True,
        limits=limits,
        include=tuple(map(_criterion, given["include"])),
        exclude=tuple(map(_criterion, given["exclude"])),
        root=root,
    )


def _criterion(text: str) -> tuple[str, str]:
    """Return kind and pattern of an --include or --exclude option such as `tag=calls`."""
    kind, _, pattern = text.partition("=")
    if kind not in ("tag", "path", "operation") or not pattern:
        raise click.UsageError(f"{text!r} selects nothing: write tag=NAME, path=/PATH* or operation=ID.")
    return kind, pattern


def _limit(text: str) -> tuple[str, int]:
    """Return the limit that a --limit option such as `nodes=1000` sets."""
    from ..config import limit_problem

    name, _, number = text.partition("=")
    value = int(number) if number.isascii() and number.isdecimal() and len(number) <= _DIGITS else -1
    if problem := limit_problem(name, value):
        raise click.UsageError(f"--limit: {problem}.")
    return name, value


_DIGITS = 18
