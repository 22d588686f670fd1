"""Finds what there is to generate: the providers of `specs/`, or one document from anywhere."""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from ..artifacts import RUNTIME
from ..diagnostics import Location, Report
from ..naming.reserved import DEVICES
from .summary import Row, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ..config import Library

DOCUMENTS = ("openapi.yaml", "openapi.yml", "openapi.json")
OVERLAY = "overlay.yaml"
SETTINGS = "provider.toml"

_PACKAGE = re.compile(r"[a-z][a-z0-9_]*")
_MAY_CHOOSE = re.compile(r"""^\s*["']?(?:http\b|.*\\)""", re.MULTILINE)
"""The beginning of a line that may set `http`; the key may be quoted, with escapes."""
_LONGEST = 100
"""The most characters of a package's name: file systems allow 255, and some names get prefixes and suffixes."""
_USED_BY_CLIENTS = frozenset({"httpx", "httpx2", "httpcore", "anyio", "pydantic", "pydantic_core", "typing_extensions"})


class ClientSource(Struct, frozen=True):
    """One client to be generated: the files it is made from, and where it is published."""

    name: str
    """The name of the package, and of the provider."""
    document: Path
    overlay: Path | None
    settings: Path | None
    target: Path
    """The folder of the package."""
    module: str
    """The module name of the package: `generated.acme`, or `acme` if it has its own runtime."""
    alone: bool = False
    """Whether the package has its own runtime."""
    limits: tuple[tuple[str, int], ...] = ()
    """Limits on the document that replace those of the settings."""
    include: tuple[tuple[str, str], ...] = ()
    """Kind and pattern of selected operations, in addition to those of the settings."""
    exclude: tuple[tuple[str, str], ...] = ()
    root: Path | None = None
    """The folder that may contain the files of the document, if it is not the document's own."""

    @property
    def examples(self) -> Path | None:
        """The folder of the provider's examples; None for a document from anywhere."""
        return None if self.alone else self.document.parent / "examples"

    @property
    def runtime(self) -> str:
        """The runtime's name in relative imports of the package's modules."""
        return f".{RUNTIME}" if self.alone else f"..{RUNTIME}"


class Workspace(Struct, frozen=True):
    """A folder with `specs/` and `generated/`; `.cache/` next to them may be deleted at any time."""

    root: Path

    @property
    def specs(self) -> Path:
        """The folder of the providers' folders."""
        return self.root / "specs"

    @property
    def generated(self) -> Path:
        """The folder that the clients are published to."""
        return self.root / "generated"

    @property
    def cache(self) -> Path:
        """The folder of files that only save time."""
        return self.root / ".cache"

    def providers(self) -> tuple[str, ...]:
        """Return the names of all providers, sorted."""
        if not self.specs.is_dir():
            return ()
        return tuple(sorted(path.name for path in self.specs.iterdir() if path.is_dir() and path.name[0] not in "._"))

    def subject(self, provider: str, report: Report, has: Callable[[str], bool] | None = None) -> ClientSource | None:
        """Return a provider's subject; report an error if its folder cannot be a provider.

        `has` says which files the folder has, if it is not the one on disk but that of another revision.
        """
        folder = self.specs / provider
        has = has or (lambda name: (folder / name).is_file())
        if reason := package_problem(provider):
            report.error("provider-name", f"{reason}; rename the folder", Location(str(folder)))
            return None
        documents = [folder / name for name in DOCUMENTS if has(name)]
        if len(documents) != 1:
            found = " and ".join(path.name for path in documents) or "no openapi.yaml or openapi.json"
            report.error(
                "provider-document", f"the folder has {found}; it must have exactly one", Location(str(folder))
            )
            return None
        overlay, settings = folder / OVERLAY, folder / SETTINGS
        return ClientSource(
            provider,
            documents[0],
            overlay if has(OVERLAY) else None,
            settings if has(SETTINGS) else None,
            self.generated / provider,
            f"{self.generated.name}.{provider}",
        )


def shared_library(workspace: Workspace) -> Library:
    """Return the HTTP library of the runtime that the clients of a workspace share: the one that a provider chooses."""
    chosen: list[Library] = [library for _, library in _choices(workspace) if library != "httpx"]
    return chosen[0] if chosen else "httpx"


def disagreement(workspace: Workspace, provider: str, chosen: Mapping[str, Library], report: Report) -> None:
    """Report a provider that chooses another HTTP library than the clients with which it shares a runtime."""
    others = {name: library for name, library in chosen.items() if library != chosen.get(provider, library)}
    if provider in chosen and others:
        name, library = next(iter(others.items()))
        report.error(
            "http-library",
            f"`http` is {chosen[provider]!r} here and {library!r} for {name}: these clients share one runtime, so"
            " give all of them the same `http`, or none",
            Location(str(workspace.specs / provider / SETTINGS)),
        )


def _choices(workspace: Workspace) -> Iterator[tuple[str, Library]]:
    """Yield the providers that choose an HTTP library. Errors in their settings are reported when they are read."""
    for provider in workspace.providers():
        try:
            text = (workspace.specs / provider / SETTINGS).read_text("utf-8")
            chosen = _chosen(text) if _MAY_CHOOSE.search(text) else None
        except (OSError, ValueError, RecursionError):
            continue
        if chosen is not None:
            yield provider, chosen


def _chosen(text: str) -> Library | None:
    # Imported late: most settings choose none, and these take long to import.
    import tomllib

    from ..setting_values import LIBRARIES

    chosen = tomllib.loads(text).get("http")
    return next((library for library in LIBRARIES if library == chosen), None)


def find(workspace: Workspace, providers: Sequence[str]) -> tuple[dict[str, ClientSource], dict[str, Row]]:
    """Return the subjects of providers, and a row for each whose folder cannot be one."""
    subjects: dict[str, ClientSource] = {}
    rows: dict[str, Row] = {}
    chosen = dict(_choices(workspace))
    for provider in providers:
        report = Report()
        subject = workspace.subject(provider, report)
        disagreement(workspace, provider, chosen, report)
        if subject and not report.failed:
            subjects[provider] = subject
        else:
            rows[provider] = Row(provider, Status.REFUSED, diagnostics=tuple(report))
    return subjects, rows


def package_problem(name: str, *, alone: bool = False) -> str | None:
    """Return why `name` cannot be the name of a package; None if it can.

    A package with its own runtime is directly on `sys.path`: there it must not hide a module that clients import.
    """
    if not _PACKAGE.fullmatch(name):
        return f"{name!r} is not a package name: it must be lower-case letters, digits and underscores"
    if keyword.iskeyword(name):
        return f"{name!r} is a keyword of Python"
    if name in DEVICES:
        return f"{name!r} is a device on Windows, which takes no folder of that name"
    if len(name) > _LONGEST:
        return f"the name of the package is longer than {_LONGEST} characters"
    if alone and (name in sys.stdlib_module_names or name in _USED_BY_CLIENTS):
        return f"a package {name!r} would hide a module that the client itself imports"
    return None


def default_package(document: Path) -> str:
    """Return a package name for a document without one: from the API's title, the file, or the folder."""
    stem = document.name.split(".", 1)[0]
    if title := _title(document):
        stem = title
    elif stem.lower() in ("openapi", "swagger", "spec", "api"):
        stem = document.resolve().parent.name
    name = re.sub(r"[^a-z0-9]+", "_", stem.lower())[: _LONGEST - len("api_")].strip("_")
    return name if package_problem(name, alone=True) is None else f"api_{name}".strip("_")


def _title(document: Path) -> str:
    """Return `info.title` if it is in the first lines: the document may be huge, or broken."""
    try:
        with document.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return ""
    info = _INFO.search(head)
    title = _TITLE.search(head, info.end()) if info else None
    return _NOT_OF_THE_NAME.sub(" ", title[1].strip()) if title else ""


_HEAD = 8_192
"""Bytes at the beginning of a document in which its title is looked for."""
_INFO = re.compile(r"""["']?\binfo["']?\s*:""")
_TITLE = re.compile(r"""(?:^|[{,])\s*["']?title["']?\s*:\s*["']?([^"'\n,}]{1,100})""", re.MULTILINE)
_NOT_OF_THE_NAME = re.compile(r"\b(?:(?:rest )?api|openapi|swagger|specification)\b|\bv?\d[\d.]*$", re.IGNORECASE)
