"""The whole line, a stage a line: an API description in, the texts of a typed Python client out.

Nothing here touches the disk, the network or the clock, and what goes in and out can be pickled: it runs in this
process or on any `concurrent.futures.Executor`. None stands for a refused document; its Report has the reasons.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .artifacts import Described, Generated, Inputs
from .content_cache import Published, nothing_published
from .emit.models import write_models
from .emit.package import Parts, begun, divided
from .gate.files import name_problems, names_file_problems
from .ir.lower import lower
from .naming.assign import Names, name
from .naming.published import FILE, NOTHING_PUBLISHED, published_names, source
from .normalize.normalize import normalize
from .openapi.selector import removes_operations

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from .diagnostics import Report
    from .document.document import Document
    from .document.loader import Source
    from .document.selection import Selection
    from .ir.api import Api


def describe(inputs: Inputs, report: Report) -> tuple[Api, Names] | None:
    """Return what the description means, and what everything in it is called in Python."""
    described = one_side(inputs, report)
    return (described.api, described.names) if described else None


def one_side(inputs: Inputs, report: Report) -> Described | None:
    """Return the same with the documents, the overlay applied: what `compare` takes, once of old and once of new."""
    source = replace(inputs.source, main=_corrected(inputs, report))
    canonical = normalize(source, report, inputs.keep_going, _selection(inputs, source))
    api = lower(canonical, report) if canonical else None
    names = name(api, inputs.settings, inputs.package, report, inputs.published or NOTHING_PUBLISHED) if api else None
    return Described(api, names, source) if api and names and not report.failed else None


def generate(
    inputs: Inputs,
    report: Report,
    executor: Executor | None = None,
    cache: Path | None = None,
    published: Published = nothing_published,
) -> Generated | None:
    """Return the client.

    `executor` takes a part of the work, `cache` is a folder that remembers some, `published` reads the modules that
    stand where these will.
    """
    described = describe(inputs, report)
    if described is None:
        return None
    api, names = described
    parts = Parts(inputs.package, inputs.runtime, inputs.settings.format, cache, published)
    parts.prepare()
    there, here = divided(api, names)
    operations = begun(executor, parts.operations, api, names, there)
    models = write_models(api, names, cache)
    made = (parts.models(api, names, models), parts.operations(api, names, here), operations())
    files = {path: text for part in made for path, text in part.files.items()}
    files[FILE] = source(published_names(api, names))
    found = (*name_problems(files), *names_file_problems(FILE, files[FILE]))
    for problem in (*found, *(problem for part in made for problem in part.problems)):
        report.error("gate", problem)
    return None if report.failed else Generated(files, api, names, len(models))


def _corrected(inputs: Inputs, report: Report) -> Document:
    if inputs.overlay is None:
        return inputs.source.main
    # Few documents have one, and reading its queries takes a library.
    from .document.overlay import apply

    return apply(inputs.source.main, inputs.overlay, report, inputs.settings.limits)


def _selection(inputs: Inputs, corrected: Source) -> Selection:
    """Return which operations are wanted; with those that the overlay removes go the components they alone need."""
    selection = inputs.settings.selection
    removed = inputs.overlay is not None and removes_operations(inputs.source.main.tree, corrected.main.tree)
    return replace(selection, only_needed=True) if removed else selection
