"""The commands: options in, a table or JSON out; exit status 0 done, 1 refused or different, 2 wrong usage.

Other programs drive them: their form is fixed. What takes long to import is imported where it is needed, so that
finding nothing to do costs little more than starting Python.
"""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypedDict, Unpack

import click

from .commands import summary, terminal
from .commands.generate import Options, find, generate_all, generate_alone, remove_stale
from .commands.workspace import Subject, Workspace, default_package, package_problem
from .diagnostics import printable
from .process_settings import uncollected

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from .commands.summary import Row

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_SOURCES = click.Path(exists=True, path_type=Path)

_PROVIDERS = click.Argument(["providers"], nargs=-1, metavar="[PROVIDER]...")
_JOBS = click.Option(
    ["--jobs"], type=click.IntRange(min=1), metavar="N", help="Processes to use; by default as many as are worth it."
)
_SCHEDULER = click.Option(
    ["--scheduler"], metavar="ADDRESS", help="A running dask.distributed cluster that does the work: tcp://host:8786."
)
_DOCUMENT = (
    click.Option(["--spec"], type=_FILE, metavar="FILE", help="One document, in place of the providers of specs/."),
    click.Option(["--name"], metavar="NAME", help="With --spec: the name of the package."),
    click.Option(["--overlay"], type=_FILE, metavar="FILE", help="With --spec: an OpenAPI Overlay to apply."),
    click.Option(["--settings"], type=_FILE, metavar="FILE", help="With --spec: names, as in a provider.toml."),
    click.Option(
        ["--limit", "limits"],
        multiple=True,
        metavar="NAME=NUMBER",
        help="With --spec: raise or lower a limit: bytes, depth, nodes, files, expansion.",
    ),
)
_KEEP_GOING = click.Option(
    ["--keep-going"], is_flag=True, help="Leave out what cannot be generated, with a warning each."
)
_DEBUG = click.Option(["--debug"], is_flag=True, help="Show the traceback of a bug.")
_COMMON = (
    _KEEP_GOING,
    click.Option(
        ["--format", "form"], type=click.Choice(["text", "json", "github"]), default="text", help="For whom to print."
    ),
    _DEBUG,
)

_DIFF_FORMATS = click.Choice(["terminal", "markdown", "json", "github", "html"])
_LEVELS = click.Choice(["breaking", "risky", "safe", "docs", "never"])
_COMPARING = (_KEEP_GOING, _DEBUG)


class _Common(TypedDict):
    keep_going: bool
    form: str
    debug: bool


class _Document(_Common):
    spec: Path | None
    name: str | None
    overlay: Path | None
    settings: Path | None
    limits: tuple[str, ...]


class _Generate(_Document):
    providers: tuple[str, ...]
    out: Path | None
    jobs: int | None
    scheduler: str | None


class _Check(_Common):
    providers: tuple[str, ...]
    jobs: int | None


class _Inspect(_Document):
    provider: str | None
    as_json: bool


class _Diff(_Common):
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


class _Changelog(_Common):
    providers: tuple[str, ...]
    start: str | None
    end: str


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Turn OpenAPI documents into typed Python clients."""


@main.command(
    params=[
        _PROVIDERS,
        *_DOCUMENT,
        click.Option(["--out"], type=_FOLDER, metavar="DIR", help="With --spec: where the package goes."),
        _JOBS,
        _SCHEDULER,
        *_COMMON,
    ]
)
def generate(**given: Unpack[_Generate]) -> None:
    """Write the clients of all providers of specs/, or of some.

    With --spec FILE --out DIR --name NAME: write the client of one document as the self-contained package DIR/NAME.
    """
    start = time.perf_counter()
    if given["spec"]:
        if not given["out"] or not given["name"]:
            raise click.UsageError("--spec FILE needs --out DIR and --name NAME.")
        subject = _subject(given, given["spec"], given["name"], given["out"], given["providers"])
        with uncollected(), _options(given) as options, terminal.progress() as tell:
            rows = generate_alone(subject, options, tell)
    else:
        workspace, providers = _providers(given["providers"], given, given["out"])
        removed = [] if given["providers"] else remove_stale(workspace)
        with uncollected(), _options(given) as options, terminal.progress() as tell:
            rows = generate_all(workspace, providers, options, tell)
        rows += removed
    _finish("generate", rows, given, start=start, text=summary.table(rows))


@main.command(params=[_PROVIDERS, _JOBS, *_COMMON])
def check(**given: Unpack[_Check]) -> None:
    """Prove that generated/ is exactly what specs/ give: exit status 1, with a diff, where it is not."""
    from .commands.check import check_all, check_stale

    start = time.perf_counter()
    workspace, providers = _providers(given["providers"])
    options = Options(given["keep_going"], given["jobs"])
    with terminal.progress() as tell:
        rows = check_all(workspace, providers, options, tell)
    rows += [] if given["providers"] else check_stale(workspace)
    _finish("check", rows, given, start=start, text="".join(row.diff for row in rows).rstrip())


@main.command(
    params=[
        click.Argument(["provider"], required=False),
        *_DOCUMENT,
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON, for programs."),
        *_COMMON,
    ]
)
def inspect(**given: Unpack[_Inspect]) -> None:
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
        elif described:
            text = table(*described, subject.module)
    if given["as_json"]:
        # The form of --json is fixed by itself: nothing else is on stdout.
        given["form"] = "text"
        text = terminal.json_text(result) if result else ""
    _finish("inspect", rows, given, start=start, text=text, result=result)


@main.command(
    params=[
        _PROVIDERS,
        click.Option(["--base"], metavar="REV", help="Compare with where REV and HEAD parted; by default HEAD itself."),
        click.Option(["--old"], type=_FILE, metavar="FILE", help="Compare this document, in place of specs/, …"),
        click.Option(["--new"], type=_FILE, metavar="FILE", help="… with this one."),
        click.Option(["--name"], metavar="NAME", help="With --old and --new: the name of the package."),
        click.Option(["--overlay"], type=_FILE, metavar="FILE", help="With --old and --new: corrections to both."),
        click.Option(
            ["--settings"], type=_FILE, metavar="FILE", help="With --old and --new: names, as in provider.toml."
        ),
        click.Option(
            ["--used-in"], type=_SOURCES, multiple=True, metavar="DIR", help="Your own code: what of it is affected?"
        ),
        click.Option(
            ["--links"],
            metavar="URL",
            default="",
            help="Where a line can be seen: https://…/blob/{commit}/{file}#L{line}, for markdown and html.",
        ),
        click.Option(["--fail-on"], type=_LEVELS, default="never", help="From which level on the exit status is 1."),
        click.Option(["--format", "form"], type=_DIFF_FORMATS, default="terminal", help="For whom to print."),
        *_COMPARING,
    ]
)
def diff(**given: Unpack[_Diff]) -> None:
    """Say what changed in the API, for whom, and whether it breaks them.

    Compares specs/ as it lies here with specs/ of a commit, or one document with another (--old FILE --new FILE).
    """
    from .commands.compare import requests

    sys.exit(requests.diff(requests.Request(**given)))


@contextmanager
def _options(given: _Generate) -> Generator[Options]:
    """Give the options of `generate`, with the cluster of --scheduler while it is needed."""
    if given["scheduler"] is None:
        yield Options(given["keep_going"], given["jobs"])
        return
    from .commands.executors.dask_cluster import SchedulerError, cluster

    try:
        with cluster(given["scheduler"]) as executor:
            yield Options(given["keep_going"], given["jobs"], executor)
    except SchedulerError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)


@main.command(
    params=[
        _PROVIDERS,
        click.Option(["--from", "start"], metavar="REV", help="Leave out what this commit has; by default nothing."),
        click.Option(["--to", "end"], metavar="REV", default="HEAD", help="The last commit; by default HEAD."),
        click.Option(["--format", "form"], type=click.Choice(["markdown", "json"]), default="markdown", help="How."),
        *_COMPARING,
    ]
)
def changelog(**given: Unpack[_Changelog]) -> None:
    """Say what each commit of a range changed in the API, in the form of Keep a Changelog."""
    from .commands.compare import requests

    sys.exit(requests.changelog(requests.HistoryRequest(**given)))


def _inspected(given: _Inspect) -> tuple[list[Subject], list[Row]]:
    """Return the subject to inspect, or the row that says why there is none."""
    arguments = (given["provider"],) if given["provider"] else ()
    if given["spec"]:
        name = given["name"] or default_package(given["spec"])
        return [_subject(given, given["spec"], name, Path(), arguments)], []
    if not arguments:
        raise click.UsageError("Name a provider of specs/, or a document with --spec FILE.")
    subjects, rows = find(*_providers(arguments, given))
    return list(subjects.values()), list(rows.values())


def _finish(
    command: str,
    rows: Sequence[Row],
    given: _Common,
    *,
    start: float,
    text: str,
    result: dict[str, object] | None = None,
) -> NoReturn:
    """Print the diagnostics, then `text` or the JSON object in its place, and exit."""
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
    names: tuple[str, ...], given: _Document | None = None, out: Path | None = None
) -> tuple[Workspace, tuple[str, ...]]:
    """Return the workspace and the providers meant, all where none is named; unknown ones are wrong usage."""
    if out or (given and any((given["name"], given["overlay"], given["settings"], given["limits"]))):
        raise click.UsageError("--name, --out, --overlay, --settings and --limit go with --spec FILE.")
    workspace = Workspace(Path())
    known = workspace.providers()
    if unknown := [name for name in names if name not in known]:
        listed = ", ".join(map(printable, known)) or "none at all"
        raise click.UsageError(f"No provider {unknown[0]!r} in specs/; there is {listed}.")
    if not known:
        raise click.UsageError("There is no specs/ with a provider here: run this at the top of the repository.")
    return workspace, tuple(dict.fromkeys(names)) or known


def _subject(given: _Document, document: Path, name: str, out: Path, providers: tuple[str, ...]) -> Subject:
    """Return the document that --spec names as a package of its own."""
    if providers:
        raise click.UsageError("Name providers of specs/, or one document with --spec FILE, not both.")
    if problem := package_problem(name, alone=True):
        raise click.UsageError(f"--name: {problem}.")
    limits = tuple(map(_limit, given["limits"]))
    return Subject(name, document, given["overlay"], given["settings"], out / name, name, alone=True, limits=limits)


def _limit(text: str) -> tuple[str, int]:
    """Return a limit that --limit names, `nodes=1000`."""
    from .config import limit_problem

    name, _, number = text.partition("=")
    value = int(number) if number.isascii() and number.isdecimal() and len(number) <= _DIGITS else -1
    if problem := limit_problem(name, value):
        raise click.UsageError(f"--limit: {problem}.")
    return name, value


_DIGITS = 18
