"""The commands: options in, a table or JSON out; exit status 0 done, 1 refused or different, 2 wrong usage.

Other programs run them, so their form is fixed. Modules that take long to import are imported where they are needed:
finding nothing to do costs little more than starting Python.
"""

from __future__ import annotations

import inspect
import os
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Unpack

import click

from . import __version__
from .commands import summary, terminal
from .commands.invocation import finish, providers, subject
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
from .diagnostics import printable
from .process_state import uncollected

if TYPE_CHECKING:
    from collections.abc import Generator

    from .commands.generate import RunOptions
    from .commands.options import (
        ChangelogOptions,
        CheckOptions,
        DiffOptions,
        GenerateOptions,
    )


_ELSEWHERE = {
    **dict.fromkeys(("inspect", "mock", "docs", "package"), "commands.shipping.commands"),
    **dict.fromkeys(("import", "drift", "explain"), "commands.page_commands"),
}
"""Command → the module that is imported when it is wanted."""


class _Commands(click.Group):
    """A group whose help shows the whole first sentence of each command."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted((*super().list_commands(ctx), *_ELSEWHERE))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command."""
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        found: click.Command = vars(import_module(f".{_ELSEWHERE[cmd_name]}", __package__))[f"{cmd_name}_command"]
        return found

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
            help="With --spec: the folder for the package; by default this one.",
        ),
        click.Option(
            ["--project"],
            is_flag=True,
            help="With --spec: also write pyproject.toml, README.md and LICENSE into DIR, so that pip can install it.",
        ),
        HTTP,
        JOBS,
        SCHEDULER,
        *COMMON,
    ]
)
def generate(**given: Unpack[GenerateOptions]) -> None:
    """Write the clients of all providers of specs/, or of the named ones.

    With --spec FILE: write the client of one document as the self-contained package DIR/NAME (--out, --name).
    """
    from .commands.generate import generate_all, generate_alone, remove_stale

    start = time.perf_counter()
    if given["spec"]:
        chosen = subject(given, given["spec"], given["out"] or Path(), given["providers"])
        with uncollected(), _options(given) as options, terminal.progress() as on_progress:
            rows = generate_alone(chosen, options, on_progress)
        if given["project"] and summary.exit_status(rows) == 0:
            from .commands.shipping.project import write_project

            problems = write_project(chosen, keep_going=given["keep_going"])
            rows = [replace(row, diagnostics=(*row.diagnostics, *problems)) for row in rows]
    else:
        if given["project"]:
            raise click.UsageError("--project goes with --spec FILE: `clientwright package` builds a provider's.")
        if given["http"]:
            raise click.UsageError("--http is for --spec: for the clients of specs/, set `http` in a provider.toml")
        workspace, names = providers(given["providers"], given, given["out"])
        removed = [] if given["providers"] else remove_stale(workspace)
        with uncollected(), _options(given) as options, terminal.progress() as on_progress:
            rows = generate_all(workspace, names, options, on_progress)
        rows += removed
    finish("generate", rows, given, start=start, text=summary.table(rows))


@main.command(params=[PROVIDERS, JOBS, *COMMON])
def check(**given: Unpack[CheckOptions]) -> None:
    """Check that generated/ is exactly what specs/ give; exit status 1, with a diff, if it is not."""
    from .commands.check import check_all, check_stale
    from .commands.generate import RunOptions

    start = time.perf_counter()
    workspace, names = providers(given["providers"])
    options = RunOptions(given["keep_going"], given["jobs"], strict=given["strict"])
    with terminal.progress() as on_progress:
        rows = check_all(workspace, names, options, on_progress)
    rows += [] if given["providers"] else check_stale(workspace)
    finish("check", rows, given, start=start, text="".join(row.diff for row in rows).rstrip())


@main.command(
    params=[
        PROVIDERS,
        click.Option(["--base"], metavar="REV", help="Compare with the merge base of REV and HEAD; by default HEAD."),
        click.Option(["--old"], type=FILE, metavar="FILE", help="Compare this document, instead of specs/ …"),
        click.Option(["--new"], type=FILE, metavar="FILE", help="… with this one."),
        click.Option(["--name"], metavar="NAME", help="With --old and --new: the name of the package."),
        click.Option(
            ["--overlay"], type=FILE, metavar="FILE", help="With --old and --new: an OpenAPI Overlay, applied to both."
        ),
        click.Option(
            ["--settings"],
            type=FILE,
            metavar="FILE",
            help="With --old and --new: settings, written like a provider.toml.",
        ),
        click.Option(
            ["--used-in"],
            type=SOURCES,
            multiple=True,
            metavar="DIR",
            help="A folder of your own code: show its lines that are affected.",
        ),
        click.Option(
            ["--links"],
            metavar="URL",
            default="",
            help="The URL of a line, for markdown and html: https://…/blob/{commit}/{file}#L{line}.",
        ),
        click.Option(
            ["--fail-on"],
            type=LEVELS,
            default="never",
            help="Exit with status 1 if a change has this level or a more severe one.",
        ),
        click.Option(["--format", "form"], type=DIFF_FORMATS, default="text", help="The output format."),
        *COMPARISON,
    ]
)
def diff(**given: Unpack[DiffOptions]) -> None:
    """Report what changed in the API, for whom, and whether it breaks them.

    Compares specs/ in the work tree with specs/ of a commit, or one document with another (--old FILE --new FILE).
    """
    from .commands.compare import requests

    sys.exit(requests.diff(requests.DiffRequest(**given)))


@contextmanager
def _options(given: GenerateOptions) -> Generator[RunOptions]:
    """Yield the options of `generate`, with the cluster of --scheduler while it is needed."""
    from .commands.generate import RunOptions

    if given["scheduler"] is None:
        yield RunOptions(given["keep_going"], given["jobs"], strict=given["strict"], http=given["http"])
        return
    from .commands.executors.dask_cluster import SchedulerError, cluster

    try:
        with cluster(given["scheduler"]) as executor:
            yield RunOptions(given["keep_going"], given["jobs"], executor, given["strict"], given["http"])
    except SchedulerError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)


@main.command(
    params=[
        PROVIDERS,
        click.Option(["--from", "start"], metavar="REV", help="Start after this commit; by default at the first."),
        click.Option(["--to", "end"], metavar="REV", default="HEAD", help="The last commit; by default HEAD."),
        click.Option(
            ["--format", "form"], type=click.Choice(["markdown", "json"]), default="markdown", help="The format."
        ),
        *COMPARISON,
    ]
)
def changelog(**given: Unpack[ChangelogOptions]) -> None:
    """Report what each commit of a range changed in the API, in the format of Keep a Changelog."""
    from .commands.compare import requests

    sys.exit(requests.changelog(requests.HistoryRequest(**given)))


@main.command(
    params=[
        click.Argument(["folder"], type=FOLDER, default=".", metavar="[DIR]"),
        click.Option(
            ["--format", "form"], type=click.Choice(["text", "json"]), default="text", help="The output format."
        ),
    ]
)
def init(folder: Path, form: str) -> None:
    """Create a repository for the descriptions and clients of a team: Makefile, specs/, tests/, CI."""
    from dataclasses import asdict

    from .commands.init import create, report

    try:
        created = create(folder)
    except OSError as error:
        click.echo(f"error: {printable(str(error.filename or folder))} cannot be written: {error.strerror}", err=True)
        sys.exit(1)
    click.echo(terminal.json_text({"command": "init", **asdict(created)}) if form == "json" else report(created))


def run(prog_name: str | None = None) -> NoReturn:
    """Run a command as a program: the process ends here.

    It ends without Python's clean-up, which frees each object by itself and takes a tenth of the time that a small
    document takes. Where somebody else is at work, a thread, a process pool, a profiler, Python ends it as usual.
    """
    try:
        main(prog_name=prog_name)
        status = 0
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        status = end.code
    except MemoryError:
        click.echo("error: there is not enough memory", err=True)
        status = 1
    others = threading.active_count() > 1 or "multiprocessing" in sys.modules
    if others or sys.gettrace() is not None or sys.getprofile() is not None:
        sys.exit(status)
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except OSError:
        # The reader is gone, or the disk is full: Python says so.
        sys.exit(status)
    os._exit(status)
