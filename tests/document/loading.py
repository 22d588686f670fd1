"""Loads documents from texts and folders."""

from generator.diagnostics import Location, Report, to_terminal
from generator.document.loader import LIMITS, load


def loaded(text, *, file="openapi.yaml", limits=LIMITS):
    """Return (document or None, [(code, line, column, pointer)])."""
    report = Report()
    document = load(text if isinstance(text, bytes) else text.encode(), file, report, limits)
    assert (document is None) == report.failed
    places = [diagnostic.where or Location("") for diagnostic in report]
    problems = [
        (diagnostic.code, where.line, where.column, where.pointer)
        for diagnostic, where in zip(report, places, strict=True)
    ]
    assert all(to_terminal(diagnostic).isprintable() for diagnostic in report)
    return document, problems


def tree(text, **options):
    document, problems = loaded(text, **options)
    assert not problems
    return document.tree


def place(document, pointer):
    where = document.where(pointer)
    return where.line, where.column, where.pointer
