"""The commands: options in, a table or JSON out; exit status 0 done, 1 refused or different, 2 wrong usage.

Other programs drive them: their form is fixed. What takes long to import is imported where it is needed, so that
finding nothing to do costs little more than starting Python.
"""

from __future__ import annotations

import inspect
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Unpack

import click

from . import __version__
from .commands import page_commands, standard_input, summary, terminal
from .commands.generate import Options, find, generate_all, generate_alone, remove_stale
from .commands.options import (
    COMMON,
    COMPARISON,
    DIFF_FORMATS,
    DOCUMENT,
    FILE,
    FOLDER,
    HTTP,
    JOBS,
    LEVELS,
    PROVIDERS,
    SCHEDULER,
    SOURCES,
)
from .commands.workspace import Subject, Workspace, default_package, package_problem
from .diagnostics import printable
from .process_settings import uncollected

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from .commands.options import (
        ChangelogOptions,
        CheckOptions,
        CommonOptions,
        DiffOptions,
        DocumentOptions,
        GenerateOptions,
        InspectOptions,
    )
    from .commands.summary import Row


class _Commands(click.Group):
    """A group whose list of commands says the first sentence of each as a whole."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the name and the first paragraph of every command."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        rows = [(name, inspect.cleandoc(one.help or "").partition("\n\n")[0]) for name, one in commands if one]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="clientwright")
def main() -> None:
    """Turn OpenAPI documents into typed Python clients.

    Completion for a shell: eval "$(_CLIENTWRIGHT_COMPLETE=bash_source clientwright)", or zsh_source, or fish_source.
    """


@main.command(
    params=[
        PROVIDERS,
        *DOCUMENT,
        click.Option(
            ["--out"],
            type=FOLDER,
            metavar="DIR",
            help="With --spec: the folder that the package goes into; by default this one.",
        ),
        HTTP,
        JOBS,
        SCHEDULER,
        *COMMON,
    ]
)
def generate(**given: Unpack[GenerateOptions]) -> None:
    """Write the clients of all providers of specs/, or of some.

    With --spec FILE: write the client of one document as the self-contained package DIR/NAME (--out, --name).
    """
    start = time.perf_counter()
    if given["spec"]:
        subject = _subject(given, given["spec"], given["out"] or Path(), given["providers"])
        with uncollected(), _options(given) as options, terminal.progress() as tell:
            rows = generate_alone(subject, options, tell)
    else:
        if given["http"]:
            raise click.UsageError("--http is for --spec: for the clients of specs/, set `http` in a provider.toml")
        workspace, providers = _providers(given["providers"], given, given["out"])
        removed = [] if given["providers"] else remove_stale(workspace)
        with uncollected(), _options(given) as options, terminal.progress() as tell:
            rows = generate_all(workspace, providers, options, tell)
        rows += removed
    _finish("generate", rows, given, start=start, text=summary.table(rows))


@main.command(params=[PROVIDERS, JOBS, *COMMON])
def check(**given: Unpack[CheckOptions]) -> None:
    """Prove that generated/ is exactly what specs/ give: exit status 1, with a diff, where it is not."""
    from .commands.check import check_all, check_stale

    start = time.perf_counter()
    workspace, providers = _providers(given["providers"])
    options = Options(given["keep_going"], given["jobs"], strict=given["strict"])
    with terminal.progress() as tell:
        rows = check_all(workspace, providers, options, tell)
    rows += [] if given["providers"] else check_stale(workspace)
    _finish("check", rows, given, start=start, text="".join(row.diff for row in rows).rstrip())


@main.command(
    "inspect",
    params=[
        click.Argument(["provider"], required=False),
        *DOCUMENT,
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON, for programs."),
        click.Option(
            ["--write-settings"],
            is_flag=True,
            help="Draft provider.toml with the names that everything has; with --spec, print it.",
        ),
        *COMMON,
    ],
)
def inspect_(**given: Unpack[InspectOptions]) -> None:
    """Show the operations of a document beside the Python calls that make them."""
    from .commands.inspect import as_json as to_json
    from .commands.inspect import describe, table

    start = time.perf_counter()
    subjects, rows = _inspected(given)
    as_json = given["as_json"] or given["form"] == "json"
    text, result = "", dict[str, object]()
    for subject in subjects:
        row, described = describe(subject, keep_going=given["keep_going"])
        rows.append(row)
        if described and as_json:
            result = to_json(*described, subject.module)
        elif described and given["write_settings"]:
            from .commands.settings_draft import draft, saved

            file = None if given["spec"] else subject.settings or subject.document.parent / "provider.toml"
            rows[-1], text = saved(row, file, draft(*described))
        elif described:
            text = table(*described, subject.module)
    if given["as_json"]:
        # The form of --json is fixed by itself: nothing else is on stdout.
        given["form"] = "text"
        text = terminal.json_text(result) if result else ""
    _finish("inspect", rows, given, start=start, text=text, result=result)


@main.command(
    params=[
        PROVIDERS,
        click.Option(["--base"], metavar="REV", help="Compare with where REV and HEAD parted; by default HEAD itself."),
        click.Option(["--old"], type=FILE, metavar="FILE", help="Compare this document, in place of specs/, …"),
        click.Option(["--new"], type=FILE, metavar="FILE", help="… with this one."),
        click.Option(["--name"], metavar="NAME", help="With --old and --new: the name of the package."),
        click.Option(["--overlay"], type=FILE, metavar="FILE", help="With --old and --new: corrections to both."),
        click.Option(
            ["--settings"], type=FILE, metavar="FILE", help="With --old and --new: names, as in provider.toml."
        ),
        click.Option(
            ["--used-in"], type=SOURCES, multiple=True, metavar="DIR", help="Your own code: what of it is affected?"
        ),
        click.Option(
            ["--links"],
            metavar="URL",
            default="",
            help="Where a line can be seen: https://…/blob/{commit}/{file}#L{line}, for markdown and html.",
        ),
        click.Option(["--fail-on"], type=LEVELS, default="never", help="From which level on the exit status is 1."),
        click.Option(["--format", "form"], type=DIFF_FORMATS, default="text", help="For whom to print."),
        *COMPARISON,
    ]
)
def diff(**given: Unpack[DiffOptions]) -> None:
    """Say what changed in the API, for whom, and whether it breaks them.

    Compares specs/ as it lies here with specs/ of a commit, or one document with another (--old FILE --new FILE).
    """
    from .commands.compare import requests

    sys.exit(requests.diff(requests.Request(**given)))


@contextmanager
def _options(given: GenerateOptions) -> Generator[Options]:
    """Give the options of `generate`, with the cluster of --scheduler while it is needed."""
    if given["scheduler"] is None:
        yield Options(given["keep_going"], given["jobs"], strict=given["strict"], http=given["http"])
        return
    from .commands.executors.dask_cluster import SchedulerError, cluster

    try:
        with cluster(given["scheduler"]) as executor:
            yield Options(given["keep_going"], given["jobs"], executor, given["strict"], given["http"])
    except SchedulerError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)


@main.command(
    params=[
        PROVIDERS,
        click.Option(["--from", "start"], metavar="REV", help="Leave out what this commit has; by default nothing."),
        click.Option(["--to", "end"], metavar="REV", default="HEAD", help="The last commit; by default HEAD."),
        click.Option(["--format", "form"], type=click.Choice(["markdown", "json"]), default="markdown", help="How."),
        *COMPARISON,
    ]
)
def changelog(**given: Unpack[ChangelogOptions]) -> None:
    """Say what each commit of a range changed in the API, in the form of Keep a Changelog."""
    from .commands.compare import requests

    sys.exit(requests.changelog(requests.HistoryRequest(**given)))


@main.command(
    "mock",
    params=[
        click.Argument(["provider"], required=False),
        *DOCUMENT,
        click.Option(["--port"], type=click.IntRange(0, 65_535), default=0, help="The port; by default a free one."),
        *COMMON,
    ],
)
def mock_(port: int, **given: Unpack[InspectOptions]) -> None:
    """Play a provider on this machine: requests are checked, answers are its examples or values that fit."""
    from .commands.mock import announce, prepare
    from .mock.server import serve

    start = time.perf_counter()
    subjects, rows = _inspected(given)
    for subject in subjects:
        row, mock = prepare(subject, keep_going=given["keep_going"])
        rows.append(row)
        if mock is None:
            continue
        terminal.tell(rows, given["form"], debug=given["debug"])
        show = partial(announce, mock, subject.name, as_object=given["form"] == "json")
        try:
            serve(mock, port, lambda line: click.echo(printable(line), err=True), show)
        except OSError as error:
            click.echo(f"error: port {port} cannot be used: {error.strerror}", err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(0)
    _finish("mock", rows, given, start=start, text="")


@main.command(
    params=[
        click.Argument(["folder"], type=FOLDER, default=".", metavar="[DIR]"),
        click.Option(
            ["--format", "form"], type=click.Choice(["text", "json"]), default="text", help="For whom to print."
        ),
    ]
)
def init(folder: Path, form: str) -> None:
    """Make a repository for the descriptions and clients of a team: Makefile, specs/, tests/, CI."""
    from dataclasses import asdict

    from .commands.init import create, report

    try:
        created = create(folder)
    except OSError as error:
        click.echo(f"error: {printable(str(error.filename or folder))} cannot be written: {error.strerror}", err=True)
        sys.exit(1)
    click.echo(terminal.json_text({"command": "init", **asdict(created)}) if form == "json" else report(created))


main.add_command(page_commands.import_command)
main.add_command(page_commands.drift_command)
main.add_command(page_commands.explain_command)


def _inspected(given: InspectOptions) -> tuple[list[Subject], list[Row]]:
    """Return the subject to inspect, or the row that says why there is none."""
    arguments = (given["provider"],) if given["provider"] else ()
    if given["spec"]:
        return [_subject(given, given["spec"], Path(), arguments)], []
    if not arguments:
        raise click.UsageError("Name a provider of specs/, or a document with --spec FILE.")
    subjects, rows = find(*_providers(arguments, given))
    return list(subjects.values()), list(rows.values())


def _finish(
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
        terminal.tell(rows, given["form"], debug=given["debug"])
        if text:
            click.echo(text)
        if command == "check":
            click.echo(summary.verdict(rows), err=True)
    sys.exit(summary.exit_status(rows))


def _providers(
    names: tuple[str, ...], given: DocumentOptions | None = None, out: Path | None = None
) -> tuple[Workspace, tuple[str, ...]]:
    """Return the workspace and the providers meant, all where none is named; unknown ones are wrong usage."""
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


def _subject(given: DocumentOptions, document: Path, out: Path, providers: tuple[str, ...]) -> Subject:
    """Return the document that --spec names as a package of its own."""
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
    return Subject(
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
    """Return what --include or --exclude names, `tag=calls`: kind and pattern."""
    kind, _, pattern = text.partition("=")
    if kind not in ("tag", "path", "operation") or not pattern:
        raise click.UsageError(f"{text!r} selects nothing: write tag=NAME, path=/PATH* or operation=ID.")
    return kind, pattern


def _limit(text: str) -> tuple[str, int]:
    """Return a limit that --limit names, `nodes=1000`."""
    from .config import limit_problem

    name, _, number = text.partition("=")
    value = int(number) if number.isascii() and number.isdecimal() and len(number) <= _DIGITS else -1
    if problem := limit_problem(name, value):
        raise click.UsageError(f"--limit: {problem}.")
    return name, value


_DIGITS = 18
