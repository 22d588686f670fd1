"""`inspect --example`: the source of a call, for a payload that the provider publishes."""

from __future__ import annotations

import time
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...artifacts import RUNTIME
from ...diagnostics import Location, Report, did_you_mean
from ...naming.operation_names import addresses
from ...normalize.examples import examples
from ...publish.runtime_copy import runtime_files
from ...snippets import calls
from ...snippets.process import DecodingError, PayloadDecoder
from ..accepted_warnings import accept
from ..job import Job, names_of, payloads_in, read
from ..summary import Row, Status

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from pathlib import Path

    from ...config import Library
    from ...ir.api import Operation
    from ..workspace import ClientSource


@dataclass(frozen=True, slots=True)
class ExampleClient:
    """A generated package that need not be on disk, with what its provider publishes."""

    subject: calls.SnippetSource
    files: Mapping[str, str]
    runtime: Mapping[str, str]
    http: Library
    other_documents: Sequence[str]
    """The paths, from the document's folder, of the further files that it refers to."""

    @contextmanager
    def decoder(self) -> Generator[PayloadDecoder]:
        """Give a process that decodes payloads with the package."""
        own = {path: text for path, text in self.files.items() if not path.startswith(f"{RUNTIME}/")}
        with PayloadDecoder(own, self.runtime, self.subject.module, self.subject.names.client) as decoder:
            yield decoder

    def operation(self, wanted: str) -> Operation | None:
        """Return the operation that a call, an operationId, or a method and path name."""
        names = self.subject.names.operations
        for one in self.subject.api.operations:
            name = names[one.key]
            if wanted.removeprefix("client.") in {name.call, name.stream_call or name.call, *addresses(one)}:
                return one
        return None


def client(
    subject: ClientSource,
    report: Report,
    *,
    keep_going: bool = False,
    strict: bool = False,
    names: str | None = None,
    payloads: Path | None = None,
) -> ExampleClient | None:
    """Return the package of a subject, generated in memory; None with errors in the report.

    `names` is the file of the names that callers know already, by default that of the package on disk; `payloads` the
    folder of the provider's examples, by default the one of a provider of `specs/`.
    """
    from ... import pipeline

    folder = payloads or subject.examples
    names = names or names_of(subject.target)
    inputs = read(Job(subject, keep_going, names=names, payloads=payloads_in(folder)), report)
    described = pipeline.describe(inputs, report) if inputs else None
    made = pipeline.write(described, inputs, report) if inputs and described else None
    if inputs is None or described is None or made is None:
        return None
    accept(report, inputs.settings.accepted, strict=strict)
    if report.failed:
        return None
    # A file among the examples that cannot be used is no reason to show nothing: the contract tests say it.
    canonical = described.canonical
    published = examples(canonical.tree, folder, Report(), canonical.origins)
    whole = calls.SnippetSource(described.api, described.names, subject.module, canonical.tree, published)
    return ExampleClient(whole, made.files, runtime_files(made.http), made.http, tuple(inputs.source.others))


def example(
    subject: ClientSource, wanted: str, *, keep_going: bool, strict: bool = False
) -> tuple[Row, calls.Snippet | None]:
    """Return the program that makes a call, and a row with the problems found on the way."""
    start = time.perf_counter()
    report, snippet, crash = Report(), None, None
    try:
        snippet = _example(subject, wanted, report, keep_going=keep_going, strict=strict)
    except Exception:
        crash = traceback.format_exc()
    status = Status.CRASHED if crash else Status.UNCHANGED if snippet else Status.REFUSED
    row = Row(subject.name, status, diagnostics=tuple(report), seconds=time.perf_counter() - start, crash=crash)
    return row, snippet


def _example(
    subject: ClientSource, wanted: str, report: Report, *, keep_going: bool, strict: bool
) -> calls.Snippet | None:
    made = client(subject, report, keep_going=keep_going, strict=strict)
    if made is None:
        return None
    where = Location(str(subject.document))
    operation = made.operation(wanted)
    if operation is None:
        known = [name.call for name in made.subject.names.operations.values()]
        report.error("unknown-call", f"no operation is {wanted!r}{did_you_mean(wanted, known)}", where)
        return None
    return snippet_of(made, operation, report, where)


def snippet_of(made: ExampleClient, operation: Operation, report: Report, where: Location) -> calls.Snippet | None:
    """Return the program for one operation; None with an error in the report."""
    [snippet] = snippets_of(made, [operation], report, where)
    return snippet


def first_snippet(made: ExampleClient, report: Report) -> calls.Snippet | None:
    """Return the program for the call that shows a client best: the first that a payload is published for.

    Where none is, the first that creates something, or the first of all; None if there is no operation.
    """
    published = {one.operation for one in made.subject.published if one.kind == "request"}
    operations = made.subject.api.operations
    ranked = sorted(operations, key=lambda one: (one.deprecated, one.key not in published, one.method != "post"))
    return snippet_of(made, ranked[0], report, Location(made.subject.module)) if ranked else None


def snippets_of(
    made: ExampleClient, operations: Sequence[Operation], report: Report, where: Location
) -> list[calls.Snippet | None]:
    """Return the program of each operation; None with an error in the report where there is none."""
    try:
        with made.decoder() as decoder:
            found = calls.snippets(made.subject, decoder, operations)
    except (DecodingError, OSError) as error:
        report.error("no-example", f"payloads cannot be decoded here: {error}", where)
        return [None] * len(operations)
    for one in found:
        if isinstance(one, calls.NoSnippet):
            report.error("no-example", f"no payload is known for {one.call}: {one.message}", where)
    return [one if isinstance(one, calls.Snippet) else None for one in found]
