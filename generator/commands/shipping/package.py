"""`package`: builds wheel and sdist of one client, including the runtime that it needs."""

from __future__ import annotations

import tempfile
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ...artifacts import RUNTIME
from ...diagnostics import Location, Report
from ...distribution import previous as earlier
from ...distribution import version as versions
from ...distribution.project import SOURCES, PackageSources, Project, project_files
from ...openapi.json_values import is_mapping
from ...publish.runtime_copy import needed_runtime
from ...written_files import make, replace_all
from ..summary import Row, Status
from ..workspace import OVERLAY, SETTINGS, ClientSource, package_problem
from .example import ExampleClient, client, first_snippet

if TYPE_CHECKING:
    from ...compare.changes import Semver


@dataclass(frozen=True, slots=True)
class PackageOptions:
    """Options apart from the subject."""

    dist: Path
    version: str | None = None
    previous: Path | None = None
    """A wheel, an sdist, or a folder of such: what was published before."""
    keep_going: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """The distributions that were built."""

    version: str
    step: Semver | None
    """The class of change against the previous distribution; None without one."""
    previous: str | None
    files: Mapping[str, int]
    """Path → bytes."""


def package(subject: ClientSource, options: PackageOptions) -> tuple[Row, Built | None]:
    """Build the distributions of a subject; return a row with the problems found, and the distributions."""
    start = time.perf_counter()
    report, built, crash = Report(), None, None
    try:
        built = _package(standing_alone(subject), subject.examples, options, report)
    except Exception:
        crash = traceback.format_exc()
    status = Status.CRASHED if crash else Status.WRITTEN if built else Status.REFUSED
    seconds = time.perf_counter() - start
    return Row(subject.name, status, diagnostics=tuple(report), seconds=seconds, crash=crash), built


def standing_alone(subject: ClientSource) -> ClientSource:
    """Return a subject as a package of its own: `formantai` instead of `generated.formantai`."""
    return subject if subject.alone else replace(subject, module=subject.name, alone=True)


def project_of(made: ExampleClient, report: Report, version: str, origin: PackageSources | None = None) -> Project:
    """Return the facts of the project of a client."""
    api, names = made.subject.api, made.subject.names
    snippet = first_snippet(made, report)
    licence: object = made.subject.tree.get("info", {}).get("license", {})
    return Project(
        package=made.subject.module,
        client=names.client,
        version=version,
        title=api.title,
        described_version=api.version,
        operations=len(api.operations),
        http=made.http,
        first_call=snippet.source if snippet else "",
        first_name=snippet.call if snippet else "",
        licence=str(licence.get("name", "")) if is_mapping(licence) else "",
        origin=origin,
    )


def package_files(made: ExampleClient) -> dict[str, bytes]:
    """Return path → content of the package, with the runtime that it needs."""
    own = {**made.files, **{f"{RUNTIME}/{path}": text for path, text in _runtime(made).items()}}
    return {f"{made.subject.module}/{path}": text.encode("utf-8") for path, text in own.items()}


def _runtime(made: ExampleClient) -> Mapping[str, str]:
    return needed_runtime(made.files, made.http)


def _package(subject: ClientSource, payloads: Path | None, options: PackageOptions, report: Report) -> Built | None:
    if problem := package_problem(subject.name, alone=True):
        report.error("provider-name", f"{problem}: give another --name", Location(str(subject.document)))
        return None
    before = _previous(subject, options, report)
    if report.failed:
        return None
    names = before.names if before else None
    made = client(subject, report, keep_going=options.keep_going, strict=options.strict, names=names, payloads=payloads)
    if made is None:
        return None
    files = {**package_files(made), **_sources(subject, made)}
    step = _step(subject, before, options, report) if before else None
    if report.failed:
        return None
    version = _version(made, before, step, options, files)
    origin = PackageSources(
        _main(subject), *(tuple(f"{kind}={text}" for kind, text in one) for one in _criteria(subject))
    )
    texts = project_files(project_of(made, report, version, origin))
    from ...distribution.build import build

    found = build({**files, **{path: text.encode("utf-8") for path, text in texts.items()}})
    try:
        replace_all(options.dist, found)
    except OSError as error:
        report.error("cannot-publish", f"{error.strerror}", Location(str(options.dist)))
        return None
    sizes = {str(options.dist / name): len(content) for name, content in found.items()}
    return Built(version, step, before.version if before else None, sizes)


def _criteria(subject: ClientSource) -> tuple[tuple[tuple[str, str], ...], ...]:
    return subject.include, subject.exclude


def _base(subject: ClientSource) -> Path:
    return subject.root or subject.document.parent


def _main(subject: ClientSource) -> str:
    if subject.root is None:
        # A link to a document elsewhere goes by its own name.
        return subject.document.name
    return subject.document.resolve().relative_to(subject.root.resolve()).as_posix()


def _sources(subject: ClientSource, made: ExampleClient) -> dict[str, bytes]:
    """Return what the client is made from, as the sdist keeps it."""
    found = {f"{SOURCES}/document/{_main(subject)}": subject.document.read_bytes()}
    for path in made.other_documents:
        found[f"{SOURCES}/document/{path}"] = (_base(subject) / path).read_bytes()
    for name, file in ((OVERLAY, subject.overlay), (SETTINGS, subject.settings)):
        if file is not None:
            found[f"{SOURCES}/{name}"] = file.read_bytes()
    return found


def _previous(subject: ClientSource, options: PackageOptions, report: Report) -> earlier.Previous | None:
    if options.previous is None:
        return None
    where = Location(str(options.previous))
    try:
        sdist = earlier.find(options.previous, subject.name)
        found = earlier.read(sdist) if sdist else None
        others = earlier.sdists(options.previous) if sdist is None else []
    except (earlier.PreviousError, OSError) as error:
        report.error("previous-distribution", f"{error}", where)
        return None
    if others:
        message = (
            f"it has sdists, {others[0].name} for one, but none of {subject.name}: this counts as the first version"
        )
        report.warning("previous-distribution", message, where)
    if found and found.package != subject.name:
        report.error("previous-distribution", f"it is of {found.package}, not of {subject.name}", where)
    return found


def _step(subject: ClientSource, before: earlier.Previous, options: PackageOptions, report: Report) -> Semver | None:
    """Return the class of change since a previous distribution."""
    from ..compare.diff import ComparisonOptions, diff_files

    with tempfile.TemporaryDirectory(prefix="clientwright-") as folder:
        old = _laid(before, subject, Path(folder))
        result = diff_files(old, subject, ComparisonOptions(options.keep_going))
    for row in result.rows:
        for one in row.diagnostics:
            if str(one.severity) == "error":
                report.error(one.code, one.message, one.where)
    if not result.found.comparisons:
        return None
    return result.found.comparisons[0].semver


def _laid(before: earlier.Previous, subject: ClientSource, folder: Path) -> ClientSource:
    """Write the sources of a previous distribution to a folder; return them as a subject.

    Raises:
        OSError: a path in the distribution leads out of the folder.
    """
    for path, content in before.files.items():
        if path.startswith(f"{SOURCES}/"):
            make(folder, path, content)
    document = folder / SOURCES / "document"
    overlay, settings = folder / SOURCES / OVERLAY, folder / SOURCES / SETTINGS
    return ClientSource(
        subject.name,
        document / before.document,
        overlay if overlay.is_file() else None,
        settings if settings.is_file() else None,
        folder / "none",
        subject.name,
        alone=True,
        limits=subject.limits,
        include=_pairs(before.include),
        exclude=_pairs(before.exclude),
        root=document,
    )


def _pairs(texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((kind, pattern) for kind, _, pattern in (one.partition("=") for one in texts))


def _version(
    made: ExampleClient,
    before: earlier.Previous | None,
    step: Semver | None,
    options: PackageOptions,
    files: Mapping[str, bytes],
) -> str:
    if options.version is not None:
        return options.version
    declared = versions.declared(made.subject.api.version)
    if before is None:
        return declared
    same = all(before.files.get(path) == content for path, content in files.items())
    count = sum(path.startswith(f"{before.package}/") for path in before.files)
    if same and count == sum(path.startswith(f"{before.package}/") for path in files):
        return before.version
    return versions.following(before.version, step or "patch", declared)
