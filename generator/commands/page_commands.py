"""`import`, `drift` and `explain`, behind their options."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from ..diagnostics import Report, printable
from . import summary, terminal
from .invocation import providers
from .options import COMMON, PROVIDERS, STRICT, CommonOptions
from .summary import Row, Status
from .workspace import Workspace, package_problem

if TYPE_CHECKING:
    from ..pages.drift import Drift
    from .drift import DriftFindings
    from .importing.again import Again


_PAGES = tuple(one for one in COMMON if one is not STRICT)
"""These commands generate nothing, so nothing can be left out."""


class _ImportOptions(CommonOptions):
    pages: tuple[str, ...]
    provider: str | None
    again: bool


class _DriftOptions(CommonOptions):
    providers: tuple[str, ...]
    suggest: bool
    notes: bool


class _ExplainOptions(TypedDict):
    provider: str
    symbol: str
    form: str


@click.command(
    "import",
    params=[
        click.Argument(["pages"], nargs=-1, metavar="[PAGE]..."),
        click.Option(["--provider"], metavar="NAME", help="The folder of specs/ into which the pages are imported."),
        click.Option(
            ["--again"], is_flag=True, help="Read the recorded pages again, of the named providers or of all."
        ),
        *_PAGES,
    ],
)
def import_command(**given: Unpack[_ImportOptions]) -> None:
    """Turn documentation pages into a description, its examples, and a client.

    PAGE is a file, a folder, `-`, or an address (https://docs.acme.com/create-call, …/llms.txt). With --again: PAGE is
    a provider; without one, all providers.
    """
    start = time.perf_counter()
    workspace = Workspace(Path())
    if given["again"]:
        _import_again(workspace, given, start)
    provider = given["provider"]
    if not given["pages"] or not provider:
        raise click.UsageError("import takes PAGE… --provider NAME, or --again [PROVIDER…].")
    if problem := package_problem(provider):
        raise click.UsageError(f"--provider: {problem}.")
    from .importing import output
    from .importing.run import import_pages

    with terminal.progress("reading") as on_progress:
        result = import_pages(workspace, provider, given["pages"], on_progress, keep_going=given["keep_going"])
    _finish("import", result.rows, given, start, output.text(result), {"import": [output.payload(result)]})


def _import_again(workspace: Workspace, given: _ImportOptions, start: float) -> None:
    from .importing import output
    from .importing.again import import_again

    asked = given["pages"] or ((given["provider"],) if given["provider"] else ())
    _, names = providers(tuple(asked))
    if not asked:
        names = tuple(name for name in names if (workspace.specs / name / "source.toml").is_file())
    found: list[Again] = []
    for name in names:
        with terminal.progress("reading") as on_progress:
            found.append(import_again(workspace, name, on_progress))
    rows = [row for one in found for row in one.result.rows]
    text = "\n\n".join(part for part in map(_again_text, found) if part)
    if not names:
        text = "no provider of specs/ was imported from pages: there is nothing to read again"
    payload = [{**output.payload(one.result), "pages_changed": list(one.changed)} for one in found]
    _finish("import", rows, given, start, text, {"import": payload})


def _again_text(one: Again) -> str:
    from ..compare.reports import terminal as report
    from .importing import output

    name = one.result.provider
    if one.result.written is None:
        refused = any(row.status is not Status.UNCHANGED for row in one.result.rows)
        return "" if refused else f"{name}: upstream has not changed"
    parts = [f"{name}: upstream changed {', '.join(one.changed)}", one.upstream.rstrip()]
    if one.callers is not None:
        parts.append(report.write(one.callers).rstrip())
    return "\n\n".join((*parts, output.text(one.result)))


@click.command(
    "drift",
    params=[
        PROVIDERS,
        click.Option(
            ["--suggest"], is_flag=True, help="Write overlay actions that resolve the differences, commented out."
        ),
        click.Option(
            ["--notes"],
            is_flag=True,
            help="Also list observations that contradict nothing, such as fields in no sample.",
        ),
        *_PAGES,
    ],
)
def drift_command(**given: Unpack[_DriftOptions]) -> None:
    """Report differences between docs, samples and description; exit status 1 if any is open."""
    from .drift import drift, suggest
    from .importing import folder

    start = time.perf_counter()
    workspace, names = providers(given["providers"])
    found = [drift(workspace, name) for name in names]
    written: list[str] = []
    for one in found if given["suggest"] else ():
        state = folder.state(workspace.specs / one.provider, Report())
        written += [f"specs/{one.provider}/{name}" for name in (suggest(state, one) if state else ())]
    rows = [_drift_row(workspace, one, notes=given["notes"]) for one in found]
    text = _drift_text(found, written)
    _finish("drift", rows, given, start, text, {"drift": [_drift_object(one) for one in found], "written": written})


def _drift_row(workspace: Workspace, found: DriftFindings, *, notes: bool) -> Row:
    from .drift import located

    diagnostics = located(workspace, found, notes=notes)
    status = Status.DIFFERENT if found.differs else Status.UNCHANGED
    return Row(found.provider, status, diagnostics=tuple(diagnostics))


def _drift_text(found: Sequence[DriftFindings], written: Sequence[str]) -> str:
    from .drift import acceptance

    lines = [f"{name}: proposals written, commented out" for name in written]
    for one in found:
        count = len(one.open)
        open_text = f"{count} open" if count else "nothing open"
        lines.append(f"{printable(one.provider)}: {open_text}, {one.accepted} accepted, {len(one.notes)} notes")
    blocks = [acceptance(it) for one in found for it in one.open]
    if blocks:
        lines += ["", "To accept one with a reason, in its provider.toml:", "", *dict.fromkeys(blocks)]
    return "\n".join(lines).rstrip()


def _drift_object(found: DriftFindings) -> dict[str, object]:
    def objects(drifts: Sequence[Drift]) -> list[dict[str, object]]:
        from .drift import to_object

        return [to_object(one) for one in drifts]

    return {
        "provider": found.provider,
        "open": objects(found.open),
        "notes": objects(found.notes),
        "accepted": found.accepted,
    }


@click.command(
    "explain",
    params=[
        click.Argument(["provider"]),
        click.Argument(["symbol"]),
        click.Option(
            ["--format", "form"], type=click.Choice(["text", "json"]), default="text", help="The output format."
        ),
    ],
)
def explain_command(**given: Unpack[_ExplainOptions]) -> None:
    """Show where a call, a class or a field of a client comes from: `calls.create`, `Call`, `Call.status`."""
    from .explain import explain, write

    workspace, _ = providers((given["provider"],))
    report = Report()
    found = explain(workspace, given["provider"], given["symbol"], report)
    row = Row(given["provider"], Status.UNCHANGED if found else Status.REFUSED, diagnostics=tuple(report))
    terminal.print_diagnostics([row], "text", debug=False)
    if found:
        click.echo(
            terminal.json_text({"command": "explain", "parts": found}) if given["form"] == "json" else write(found)
        )
    sys.exit(0 if found else 1)


def _finish(
    command: str, rows: Sequence[Row], given: CommonOptions, start: float, *said: str | dict[str, object]
) -> None:
    """Print the diagnostics, then the text that was said, or the JSON object in its place, and exit."""
    text = "".join(one for one in said if isinstance(one, str))
    if given["form"] == "json":
        result = {key: value for one in said if isinstance(one, dict) for key, value in one.items()}
        text = terminal.json_text(summary.payload(command, rows, time.perf_counter() - start) | result)
    with terminal.printing():
        terminal.print_diagnostics(rows, given["form"], debug=given["debug"])
        if text:
            click.echo(text)
    sys.exit(summary.exit_status(rows))
