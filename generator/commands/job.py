"""Generates one client from its files, in this process or in a worker: plain data in, plain data out, no exception
lost.
"""

from __future__ import annotations

import gc
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ..diagnostics import Diagnostic, Location, Report
from ..paths import RegularFile, open_file
from ..process_state import WhileNeeded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ..artifacts import Generated, Inputs
    from ..config import Library, Settings
    from ..document.file_references import Files
    from ..document.limits import Limits
    from ..document.loader import Document
    from ..document.selection import Selection
    from ..gate.importable import Facts
    from ..naming.published import PublishedNames
    from .workspace import ClientSource


_MOST_NAMES = 32 * 2**20
"""Bytes of a file of names that are read."""
_HELD: list[object] = []
"""What the last document became: millions of small objects, whose release takes a twentieth of a run. A process that
generates one document ends without it; one that generates several releases them when the next job begins.
"""
_ALLOCATIONS = 20_000_000
"""New objects after which Python looks for cycles."""


@dataclass(frozen=True, slots=True)
class Job:
    """A subject to generate."""

    subject: ClientSource
    keep_going: bool = False
    goes_on: bool = False
    """Whether unchanged modules are taken from the published package."""
    known: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the published modules were formatted from: see `known_texts`."""
    folder: Files | None = None
    """The files, if they are not on disk."""
    strict: bool = False
    """Whether warnings that something is left out are errors."""
    names: str | None = None
    """The text of the published package's names.toml."""
    payloads: Mapping[str, Any] = field(default_factory=dict[str, "Any"])
    """File name → JSON value of the provider's examples."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a job. Without `files` the job was refused, or crashed."""

    name: str
    files: Mapping[str, str] | None = None
    operations: int = 0
    models: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    made: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the modules were formatted from: `known` of the next run."""
    http: Library = "httpx"
    """The HTTP library that the settings choose."""
    crash: str | None = field(default=None)
    """The traceback of a bug in the generator."""
    asked: Mapping[str, str] | None = None
    """What the document refers to: see `Source.asked`. None if another machine read it."""
    facts: Mapping[str, Facts] = field(default_factory=dict[str, "Facts"])
    """What the imports of its modules depend on: see `gate.importable`."""


def run(job: Job) -> Outcome:
    """Generate one client."""
    start = time.perf_counter()
    report = Report()
    _HELD.clear()
    try:
        with RARE_COLLECTIONS:
            inputs = read(job, report, job.folder)
            generated = _generate(job, inputs, report) if inputs else None
    except MemoryError:
        inputs = generated = None
        message = "there is not enough memory for this document: free some, or generate fewer documents at once"
        report.error("out-of-memory", message, Location(str(job.subject.document)))
    except Exception:
        from traceback import format_exc

        return Outcome(
            job.subject.name,
            diagnostics=tuple(report),
            seconds=time.perf_counter() - start,
            crash=format_exc(),
        )
    seconds = time.perf_counter() - start
    if inputs is None or generated is None:
        return Outcome(job.subject.name, diagnostics=tuple(report), seconds=seconds)
    return Outcome(
        job.subject.name,
        generated.files,
        len(generated.api.operations),
        generated.models,
        tuple(report),
        seconds,
        generated.made,
        generated.http,
        asked=inputs.source.asked,
        facts=generated.facts,
    )


def _collect_rarely() -> Callable[[], None]:
    """Collect cyclic garbage rarely: there is hardly any, and searching would be a third of the work."""
    before = gc.get_threshold()
    gc.set_threshold(_ALLOCATIONS, *before[1:])
    return lambda: gc.set_threshold(*before)


RARE_COLLECTIONS = WhileNeeded(_collect_rarely)
"""Enter it around work on descriptions."""


def read(job: Job, report: Report, folder: Files | None = None) -> Inputs | None:
    """Read a subject's files; return None, with errors in the report, if a file cannot be used.

    `folder` provides the files if they are not on disk, such as those of another revision.
    """
    from .. import config
    from ..artifacts import Inputs
    from ..document import loader
    from ..document.limits import LIMITS

    subject = job.subject
    settings = _settings(subject.settings, report, folder) if subject.settings else config.Settings()
    limits = config.raised(settings.limits if settings else LIMITS, subject.limits)
    document = loader.read(subject.document, report, limits, folder, keep_going=job.keep_going, root=subject.root)
    overlay = _overlay(subject.overlay, report, folder, limits) if subject.overlay else None
    if document is None or settings is None or report.failed:
        return None
    settings = replace(settings, limits=limits, selection=_selection(settings.selection, subject))
    published = _published_names(job.names)
    return Inputs(
        document,
        settings,
        subject.name,
        overlay,
        subject.runtime,
        job.keep_going,
        payloads=job.payloads,
        published=published,
    )


def names_of(target: Path) -> str | None:
    """Return the text of a package's names.toml; None if there is none of ours."""
    from ..naming.published import FILE, HEADER

    try:
        with open_file(target / FILE) as stream:
            data = stream.read(_MOST_NAMES + 1)
        text = data.decode("utf-8")
    except (OSError, ValueError):
        return None
    return text if len(data) <= _MOST_NAMES and text.startswith(HEADER) else None


def payloads_in(folder: Path | None) -> Mapping[str, Any]:
    """Return file name → JSON value of a folder of examples; the contract tests report the unreadable ones."""
    from ..document.payload_files import payload_order, read_payload

    found: dict[str, Any] = {}
    files = folder.glob("*.json") if folder is not None and folder.is_dir() else ()
    for path in sorted(files, key=lambda one: payload_order(one.name)):
        with suppress(OSError, ValueError, RecursionError):
            found[path.name] = read_payload(path)
    return found


def _published_names(text: str | None) -> PublishedNames | None:
    """Return the names in a names.toml; none if somebody has broken the file."""
    if not text:
        return None
    import tomllib

    from ..naming.published import read as read_names

    try:
        return read_names(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _selection(given: Selection, subject: ClientSource) -> Selection:
    """Return the selection of the settings combined with that of the options."""
    from ..document.selection import KINDS, Criterion, Selection

    def criteria(pairs: tuple[tuple[str, str], ...]) -> tuple[Criterion, ...]:
        return tuple(Criterion(kind, pattern) for kind in KINDS for name, pattern in pairs if name == kind)

    return Selection((*given.include, *criteria(subject.include)), (*given.exclude, *criteria(subject.exclude)))


def _overlay(path: Path, report: Report, folder: Files | None, limits: Limits) -> Document | None:
    from ..document.loader import load

    data = _bytes(path, report, folder, limits.bytes)
    # `import` and `drift --suggest` write proposals as comments: a file with only comments corrects nothing.
    idle = data is None or all(line.strip()[:1] in (b"", b"#") for line in data.splitlines())
    return None if data is None or (idle and data.strip()) else load(data, str(path), report, limits)


def _settings(path: Path, report: Report, folder: Files | None) -> Settings | None:
    from ..config import load_settings
    from ..document.limits import LIMITS

    data = _bytes(path, report, folder, LIMITS.bytes)
    try:
        return None if data is None else load_settings(data.decode("utf-8"), str(path), report)
    except UnicodeDecodeError as error:
        report.error("encoding", f"not UTF-8: {error.reason} at byte {error.start}", Location(str(path)))
        return None


def _bytes(path: Path, report: Report, folder: Files | None, most: int) -> bytes | None:
    """Return the content of a file of at most `most` bytes; None with an error in the report."""
    file = folder.file(path.name) if folder else RegularFile(path)
    if isinstance(file, str):
        report.error("unreadable-file", f"the file {file}", Location(str(path)))
        return None
    try:
        with file.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        report.error("unreadable-file", f"the file cannot be read: {error.strerror}", Location(str(path)))
        return None
    if len(data) > most:
        report.error("too-large", f"the file is larger than {most:,} bytes", Location(str(path)))
        return None
    return data


def _generate(job: Job, inputs: Inputs, report: Report) -> Generated | None:
    from .. import pipeline
    from ..content_cache import Before, nothing_published
    from .accepted_warnings import accept
    from .incremental import engine

    published = partial(_published, job.subject.target) if job.goes_on else nothing_published
    described = pipeline.describe(inputs, report)
    _HELD.extend((inputs, described))
    before = Before(job.known, published, engine())
    generated = pipeline.write(described, inputs, report, before) if described else None
    if generated is not None:
        accept(report, inputs.settings.accepted, strict=job.strict)
        if report.failed:
            return None
    return generated


def _published(target: Path, path: str) -> str | None:
    try:
        return (target / path).read_bytes().decode("utf-8")
    except (OSError, ValueError):
        # Missing, or not generated: the same as no module.
        return None
