"""The options that commands share, and the types of the values that click passes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

if TYPE_CHECKING:
    from ..config import Library

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FILE_OR_INPUT = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
SOURCES = click.Path(exists=True, path_type=Path)

PROVIDERS = click.Argument(["providers"], nargs=-1, metavar="[PROVIDER]...")
JOBS = click.Option(
    ["--jobs"],
    type=click.IntRange(min=1),
    metavar="N",
    help="The number of processes; by default as many as are useful.",
)
SCHEDULER = click.Option(
    ["--scheduler"], metavar="ADDRESS", help="Run on this dask.distributed cluster: tcp://host:8786."
)
DOCUMENT = (
    click.Option(
        ["--spec"],
        type=FILE_OR_INPUT,
        metavar="FILE",
        help="One document, instead of the providers of specs/; - reads standard input.",
    ),
    click.Option(
        ["--name"],
        metavar="NAME",
        help="With --spec: the name of the package; by default made from the title of the API.",
    ),
    click.Option(["--overlay"], type=FILE, metavar="FILE", help="With --spec: an OpenAPI Overlay to apply."),
    click.Option(
        ["--settings"], type=FILE, metavar="FILE", help="With --spec: settings, written like a provider.toml."
    ),
    click.Option(
        ["--limit", "limits"],
        multiple=True,
        metavar="NAME=NUMBER",
        help="With --spec: raise or lower a limit: bytes, depth, nodes, files, expansion, steps.",
    ),
    click.Option(
        ["--include"],
        multiple=True,
        metavar="KIND=PATTERN",
        help="With --spec: only these operations: tag=calls, path=/v1/calls*, operation=createCall or 'GET /calls'.",
    ),
    click.Option(
        ["--exclude"],
        multiple=True,
        metavar="KIND=PATTERN",
        help="With --spec: all operations except these, written in the same way.",
    ),
    click.Option(
        ["--root"],
        type=FOLDER,
        metavar="DIR",
        help="With --spec: a folder above the document's, to whose files it may refer.",
    ),
)
KEEP_GOING = click.Option(
    ["--keep-going"], is_flag=True, help="Leave out what cannot be generated, with a warning for each."
)
STRICT = click.Option(
    ["--strict"],
    is_flag=True,
    help="Refuse a document if something would be left out; `check` also refuses open drift.",
)
HTTP = click.Option(
    ["--http"],
    type=click.Choice(["httpx", "httpx2"]),
    help="With --spec: the HTTP library of the package; by default `http` of its settings, or httpx.",
)
DEBUG = click.Option(["--debug"], is_flag=True, help="Show the traceback of a bug.")
COMMON = (
    KEEP_GOING,
    STRICT,
    click.Option(
        ["--format", "form"], type=click.Choice(["text", "json", "github"]), default="text", help="The output format."
    ),
    DEBUG,
)

DIFF_FORMATS = click.Choice(["text", "markdown", "json", "github", "html"])
LEVELS = click.Choice(["breaking", "risky", "safe", "docs", "never"])
COMPARISON = (KEEP_GOING, DEBUG)


class CommonOptions(TypedDict):
    """The options of every command."""

    keep_going: bool
    form: str
    debug: bool


class StrictOptions(CommonOptions):
    """The options of commands that generate."""

    strict: bool


class DocumentOptions(StrictOptions):
    """The options of commands that take one document with --spec."""

    spec: Path | None
    name: str | None
    overlay: Path | None
    settings: Path | None
    limits: tuple[str, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    root: Path | None


class GenerateOptions(DocumentOptions):
    """The options of `generate`."""

    http: Library | None
    providers: tuple[str, ...]
    out: Path | None
    project: bool
    jobs: int | None
    scheduler: str | None


class CheckOptions(StrictOptions):
    """The options of `check`."""

    providers: tuple[str, ...]
    jobs: int | None


class SubjectOptions(DocumentOptions):
    """The options of commands that take one provider, or one document with --spec."""

    provider: str | None


class InspectOptions(SubjectOptions):
    """The options of `inspect`."""

    as_json: bool
    write_settings: bool
    example: str | None


class DiffOptions(CommonOptions):
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


class ChangelogOptions(CommonOptions):
    """The options of `changelog`."""

    providers: tuple[str, ...]
    start: str | None
    end: str
