"""The whole pipeline, a line for each stage: an API description in, the texts of a typed Python client out.

    page → source → overlay → normalize → name → lower → emit → format → gate → publish

No stage touches the network or the clock. None means that the document was refused; the Report has the reasons.
"""

from __future__ import annotations

from .artifacts import Described, Generated, Inputs
from .content_cache import NOTHING_BEFORE, Before
from .diagnostics import Report
from .document.loader import corrected
from .emit.models import write_models
from .emit.render import render
from .format.formatter import format_modules, program
from .gate.check import examine
from .ir.declared import declared
from .ir.lower import lower
from .naming.assign import name
from .normalize.answers import published_answers
from .normalize.normalize import normalize
from .openapi.declared_webhooks import with_declared_webhooks
from .openapi.selector import wanted_operations


def describe(inputs: Inputs, report: Report) -> Described | None:
    """Return what the description means, and the Python names of everything in it."""
    source = corrected(inputs.source, inputs.overlay, report, inputs.settings.limits)
    source = with_declared_webhooks(source, inputs.settings, report)
    wanted = wanted_operations(inputs.settings.selection, inputs.source.main.tree, source.main.tree)
    canonical = normalize(source, report, inputs.keep_going, wanted)
    api = lower(canonical, report) if canonical else None
    api = declared(api, inputs.settings.pagination, inputs.settings.polling, report) if api else None
    names = name(api, inputs.settings, inputs.package, report, inputs.published) if api else None
    return Described(api, names, source, canonical) if api and canonical and names and not report.failed else None


def generate(inputs: Inputs, report: Report, before: Before = NOTHING_BEFORE) -> Generated | None:
    """Return the client; modules whose published text is still right are taken from `before`."""
    described = describe(inputs, report)
    return write(described, inputs, report, before) if described else None


def write(described: Described, inputs: Inputs, report: Report, before: Before = NOTHING_BEFORE) -> Generated | None:
    """Return the client of what is described already."""
    definitions = write_models(described.api, described.names)
    answers = published_answers(described.canonical.tree, inputs.payloads)
    modules = render(described.api, described.names, definitions, inputs.runtime, answers)
    formatter = program(inputs.settings.format)
    files, kept, made = before.formatted(modules, formatter, lambda texts: format_modules(texts, formatter))
    del modules  # The gate needs room, too.
    passed = examine(files, inputs.runtime, before.standing(kept))
    report.refuse("gate", passed.problems)
    if report.failed:
        return None
    return Generated(files, described.api, described.names, len(definitions), made, inputs.settings.http, passed.facts)
