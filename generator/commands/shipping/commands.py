"""The commands about one client: `inspect`, `mock`, `package`."""

from __future__ import annotations

import sys
import time
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Unpack

import click

from ...diagnostics import printable
from .. import terminal
from ..invocation import finish, inspected, referred
from ..options import COMMON, DOCUMENT, FOLDER
from ..summary import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..options import InspectOptions, SubjectOptions
    from ..summary import Row
    from ..workspace import ClientSource


@click.command(
    "inspect",
    params=[
        click.Argument(["provider"], required=False),
        *DOCUMENT,
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON, for programs."),
        click.Option(
            ["--write-settings"],
            is_flag=True,
            help="Write a provider.toml with all current names; with --spec, print it.",
        ),
        click.Option(
            ["--example"],
            metavar="CALL",
            help="Print a program that makes this call with a payload of the provider: calls.create.",
        ),
        *COMMON,
    ],
)
def inspect_command(**given: Unpack[InspectOptions]) -> None:
    """Show the operations of a document next to the Python calls that make them."""
    from ..inspect import as_json as to_json
    from ..inspect import describe, table

    start = time.perf_counter()
    subjects, rows = inspected(given)
    if given["example"] is not None:
        _print_example(subjects, rows, given["example"], given, start=start)
    as_json = given["as_json"] or given["form"] == "json"
    text, result = "", dict[str, object]()
    for subject in subjects:
        row, described = describe(subject, keep_going=given["keep_going"], strict=given["strict"])
        rows.append(row)
        if described and as_json:
            result = to_json(described.api, described.names, subject.module)
        elif described and given["write_settings"]:
            from ..settings_draft import draft, evidence, saved

            file = None if given["spec"] else subject.settings or subject.document.parent / "provider.toml"
            rows[-1], text = saved(
                row,
                file,
                draft(described.api, described.names, evidence(described, subject.document.parent / "examples")),
            )
        elif described:
            text = table(described.api, described.names, subject.module)
    if given["as_json"]:
        # The form of --json is fixed by itself: nothing else is on stdout.
        given["form"] = "text"
        text = terminal.json_text(result) if result else ""
    finish("inspect", rows, given, start=start, text=text, result=result)


def _print_example(
    subjects: Sequence[ClientSource], rows: list[Row], call: str, given: InspectOptions, *, start: float
) -> NoReturn:
    """Print the program that makes one call, and exit."""
    from .example import example

    snippet = None
    for subject in subjects:
        row, snippet = example(subject, call, keep_going=given["keep_going"], strict=given["strict"])
        rows.append(row)
    if given["as_json"]:
        given["form"] = "json"
    text = snippet.source.rstrip() if snippet else ""
    result: dict[str, object] | None = {"example": asdict(snippet)} if snippet else None
    finish("inspect", rows, given, start=start, text=text, result=result)


@click.command(
    "mock",
    params=[
        click.Argument(["provider"], required=False),
        *DOCUMENT,
        click.Option(["--port"], type=click.IntRange(0, 65_535), default=0, help="The port; by default a free one."),
        click.Option(
            ["--no-credentials"],
            is_flag=True,
            help="Answer requests without credentials, too; by default they get 401 if the API requires credentials.",
        ),
        *COMMON,
    ],
)
def mock_command(port: int, *, no_credentials: bool, **given: Unpack[SubjectOptions]) -> None:
    """Play a provider on this machine: requests are checked, answers are its examples or values that fit."""
    from ...mock.server import serve
    from .mock import announce, prepare

    start = time.perf_counter()
    subjects, rows = inspected(given)
    for subject in subjects:
        row, mock = prepare(subject, keep_going=given["keep_going"], strict=given["strict"])
        rows.append(row)
        if mock is None:
            continue
        mock.asks_credentials = not no_credentials
        terminal.print_diagnostics(rows, given["form"], debug=given["debug"])
        show = partial(announce, mock, subject.name, as_object=given["form"] == "json")
        try:
            serve(mock, port, lambda line: click.echo(printable(line), err=True), show)
        except OSError as error:
            click.echo(f"error: port {port} cannot be used: {error.strerror}", err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(0)
    finish("mock", rows, given, start=start, text="")


_STEPS = {"major": "a major change", "minor": "a minor change", "patch": "a change of words", "none": "no change"}


@click.command(
    "package",
    params=[
        click.Argument(["provider"], required=False),
        *DOCUMENT,
        click.Option(
            ["--dist"],
            type=FOLDER,
            default="dist",
            metavar="DIR",
            help="The folder for wheel and sdist; by default dist.",
        ),
        click.Option(
            ["--version"],
            metavar="VERSION",
            help="The version; by default the description's, or the one after --previous.",
        ),
        click.Option(
            ["--previous"],
            type=click.Path(exists=True, path_type=Path),
            metavar="WHEEL|DIR",
            help="The package published before: its names stay, and the version rises by what changed in the API.",
        ),
        *COMMON,
    ],
)
def package_command(dist: Path, version: str | None, previous: Path | None, **given: Unpack[SubjectOptions]) -> None:
    """Build wheel and sdist of one client, with the runtime that it needs inside."""
    from ...distribution.version import problem
    from .package import PackageOptions, package

    start = time.perf_counter()
    if version is not None and (wrong := problem(version)):
        raise click.UsageError(f"--version: {wrong}.")
    subjects, rows = inspected(given)
    result: dict[str, object] | None = None
    text = ""
    for subject in subjects:
        row, built = package(subject, PackageOptions(dist, version, previous, given["keep_going"], given["strict"]))
        rows.append(row)
        if built:
            result = {"package": asdict(built)}
            text = "\n".join(f"{printable(path)}  {size:,} bytes" for path, size in built.files.items())
            if built.previous:
                text += f"\nversion {built.version}: {_STEPS[built.step or 'none']} since {printable(built.previous)}"
    finish("package", rows, given, start=start, text=text, result=result)


@click.command(
    "docs",
    params=[
        click.Argument(["providers"], nargs=-1),
        *DOCUMENT,
        click.Option(
            ["--out"],
            type=FOLDER,
            default="build/docs",
            metavar="DIR",
            help="The folder for the pages; by default build/docs.",
        ),
        click.Option(["--pages-only"], is_flag=True, help="Write only the pages for machines, no static site."),
        click.Option(
            ["--find"],
            metavar="SENTENCE",
            help="Write nothing: print the three calls that fit a sentence, such as 'cancel a call'.",
        ),
        *COMMON,
    ],
)
def docs_command(
    providers: tuple[str, ...],
    out: Path,
    find: str | None,
    *,
    pages_only: bool,
    **given: Unpack[SubjectOptions],
) -> None:
    """Write the reference of clients: a static site, and llms.txt with a page for each operation."""
    from ...diagnostics import Location, Report
    from . import reference

    start = time.perf_counter()
    subjects, rows = referred(given, providers)
    docs = reference.gather(subjects, keep_going=given["keep_going"], strict=given["strict"], examples=find is None)
    rows += docs.rows
    if find is not None:
        found = reference.answer(docs, find)
        finish("docs", rows, given, start=start, text=found or "no call fits these words", result={"found": found})
    text, report = "", Report()
    if docs.references:
        try:
            site = not pages_only and reference.build(docs, out, report)
            written = reference.write(docs, out)
            text = f"{len(written):,} pages for machines in {printable(out.as_posix())}/: llms.txt is the first"
            if site:
                text += f"\na site: {printable(out.as_posix())}/index.html"
        except OSError as error:
            report.error("cannot-write", error.strerror or str(error), Location(out.as_posix()))
    if report.diagnostics:
        rows[-1] = replace(
            rows[-1],
            diagnostics=(*rows[-1].diagnostics, *report),
            status=Status.REFUSED if report.failed else rows[-1].status,
        )
    finish("docs", rows, given, start=start, text=text, result={"pages": sorted(docs.pages)})
