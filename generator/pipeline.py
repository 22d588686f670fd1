"""The whole line, a stage a line: an API description in, the texts of a typed Python client out.

Nothing here touches the disk, the network or the clock, and what goes in and out can be pickled: it runs in this
process or on any `concurrent.futures.Executor`. None stands for a refused document; its Report has the reasons.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .format import format_modules
from .gate import check
from .inputs import Described, Generated, Inputs
from .lower import lower
from .models import write_models
from .naming import Names, name
from .normalize import normalize
from .overlay import apply
from .render import render

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from .diagnostics import Report
    from .ir import Api


def describe(inputs: Inputs, report: Report) -> tuple[Api, Names] | None:
    """Return what the description means, and what everything in it is called in Python."""
    described = one_side(inputs, report)
    return (described.api, described.names) if described else None


def one_side(inputs: Inputs, report: Report) -> Described | None:
    """Return the same with the documents, the overlay applied: what `compare` takes, once of old and once of new."""
    main = (
        apply(inputs.source.main, inputs.overlay, report, inputs.settings.limits)
        if inputs.overlay
        else inputs.source.main
    )
    source = replace(inputs.source, main=main)
    canonical = normalize(source, report, inputs.keep_going)
    api = lower(canonical, report) if canonical else None
    names = name(api, inputs.settings, inputs.package, report) if api else None
    return Described(api, names, source) if api and names and not report.failed else None


def generate(
    inputs: Inputs, report: Report, executor: Executor | None = None, cache: Path | None = None
) -> Generated | None:
    """Return the client. `executor` shares the formatting out, `cache` is a folder that remembers parts."""
    described = describe(inputs, report)
    if described is None:
        return None
    api, names = described
    models = write_models(api, names, cache)
    texts = render(api, names, models, inputs.runtime)
    files = format_modules(texts, executor, cache, inputs.settings.format)
    for problem in check(files, inputs.runtime):
        report.error("gate", problem)
    return None if report.failed else Generated(files, api, names, len(models))
