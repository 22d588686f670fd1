"""Writes to the terminal: results on stdout, everything else on stderr."""

from __future__ import annotations

import errno
import json
import os
import sys
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING

import click

from ..diagnostics import MOST_SHOWN, grouped, ordered, printable, to_github, to_terminal
from .summary import Row

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from rich.progress import Progress

    from ..diagnostics import Diagnostic
    from .generate import OnProgress

_PATIENCE = 1.0
"""Seconds of work before a progress bar appears."""


@contextmanager
def printing() -> Generator[None]:
    """Exit with status 1, and a message if possible, if results cannot be printed, for example because the disk is
    full.
    """
    try:
        yield
    except OSError as error:
        if error.errno == errno.EPIPE:
            # The reader closed the pipe: click handles this.
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
        with suppress(OSError):
            click.echo(f"error: what was done cannot be printed: {error.strerror}", err=True)
        sys.exit(1)


def announce(diagnostic: Diagnostic) -> None:
    """Print a diagnostic on stderr at once, before the end of the run."""
    click.echo(_line(diagnostic), err=True)


def _line(diagnostic: Diagnostic) -> str:
    """Return the line of a diagnostic, with its severity in colour if stderr is a terminal that wants colours."""
    text = to_terminal(diagnostic)
    # https://no-color.org: any value that is not empty switches colours off.
    if os.environ.get("NO_COLOR") or not sys.stderr.isatty():
        return text
    severity = diagnostic.severity.value
    before, mark, after = text.partition(f"{severity}[")
    colour = _COLOURS.get(severity)
    return f"{before}{click.style(severity, fg=colour, bold=True)}[{after}" if colour and mark else text


_COLOURS = {"error": "red", "warning": "yellow"}


def print_diagnostics(rows: Sequence[Row], form: str, *, debug: bool) -> None:
    """Print the diagnostics and crashes of all rows, a line each: on stderr, or on stdout in GitHub's format."""
    for row in rows:
        for diagnostic in ordered(grouped(row.diagnostics), MOST_SHOWN):
            if form == "github":
                click.echo(to_github(diagnostic))
            elif diagnostic not in row.printed:
                click.echo(_line(diagnostic), err=True)
        if row.crash:
            click.echo(_crash(row.provider, row.crash), err=True)
            if debug:
                click.echo(row.crash, err=True, nl=False)


def _crash(name: str, crash: str) -> str:
    what = crash.strip().splitlines()[-1]
    return printable(f"{name}: this is a bug in Clientwright, please report it (--debug shows its traceback): {what}")


def json_text(value: object) -> str:
    """Return a value as JSON, in ASCII, which every terminal and every pipe can carry."""
    return json.dumps(value, indent=2)


@contextmanager
def progress(doing: str = "generating") -> Generator[OnProgress]:
    """Yield a function that takes how many clients are done; long work gets a progress bar if stderr is a terminal."""
    bar: list[Progress] = []

    def advance(done: int, total: int) -> None:
        if not bar and sys.stderr.isatty():
            bar.append(_bar(total, doing))
            timer.start()
        for one in bar:
            one.update(one.task_ids[0], completed=done)

    def start() -> None:
        for one in bar:
            one.start()

    timer = Timer(_PATIENCE, start)
    timer.daemon = True
    try:
        yield advance
    finally:
        timer.cancel()
        for one in bar:
            one.stop()


def _bar(total: int, doing: str) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    count = (MofNCompleteColumn(),) if total > 1 else ()
    columns = (TextColumn(doing), BarColumn(), *count, TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    # The progress of a single client is unknown: its bar only shows that something happens.
    bar.add_task(doing, total=total if total > 1 else None)
    return bar
