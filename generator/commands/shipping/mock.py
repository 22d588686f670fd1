"""`mock`: a provider played on this machine, for programs in any language."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from ...diagnostics import Report, printable
from ...document.loader import corrected
from ...mock.server import Mock, as_json, listing
from ...normalize.normalize import normalize
from ...openapi.json_values import is_mapping
from ...openapi.selector import wanted_operations
from ..accepted_warnings import accept
from ..job import Job, read
from ..summary import Row, Status

if TYPE_CHECKING:
    from pathlib import Path

    from ...artifacts import Inputs
    from ...ir.paging import Pagination
    from ...mock.answers import PublishedAnswer
    from ...mock.incoming import Route
    from ...mock.polls import FinalStates
    from ...normalize.normalize import Canonical
    from ...runtime.paging.rule import PaginationRule
    from ..workspace import ClientSource


def prepare(subject: ClientSource, *, keep_going: bool, strict: bool = False) -> tuple[Row, Mock | None]:
    """Return the mock of a subject, and a row with the problems found while reading its description."""
    report = Report()
    inputs = read(Job(subject, keep_going), report)
    canonical = _canonical(inputs, report) if inputs else None
    if inputs is not None and canonical is not None:
        accept(report, inputs.settings.accepted, strict=strict)
    if canonical is None or report.failed:
        return Row(subject.name, Status.REFUSED, diagnostics=tuple(report)), None
    published = partial(_published, subject.examples)
    mock = Mock(canonical.tree, published, _rules(canonical, inputs) if inputs else {})
    return Row(subject.name, Status.UNCHANGED, len(mock.operations()), diagnostics=tuple(report)), mock


def _published(folder: Path | None, route: Route) -> list[PublishedAnswer]:
    """Return the answers that the provider publishes for an operation."""
    from ...mock.answers import PublishedAnswer
    from ...normalize.examples import examples

    tree = {"paths": {route.path: {route.method.lower(): route.operation}}}
    # A file among the examples that cannot be used is no reason not to serve: the contract tests say it.
    return [
        PublishedAnswer(one.status, one.label, one.value, one.content_type)
        for one in examples(tree, folder, Report())
        if one.kind == "response" and one.status
    ]


def announce(mock: Mock, name: str, address: str, *, as_object: bool) -> None:
    """Print at once where the mock answers, and what it serves."""
    click.echo(as_json(mock, address) if as_object else f"{printable(name)} at {address}\n{listing(mock)}")
    sys.stdout.flush()


def _canonical(inputs: Inputs, report: Report) -> Canonical | None:
    source = corrected(inputs.source, inputs.overlay, report, inputs.settings.limits)
    wanted = wanted_operations(inputs.settings.selection, inputs.source.main.tree, source.main.tree)
    return normalize(source, report, inputs.keep_going, wanted)


def _rules(canonical: Canonical, inputs: Inputs) -> dict[tuple[str, str], PaginationRule[Any] | FinalStates]:
    """Return how responses are divided into pages, and which end a wait, as declared.

    Mistakes in declarations are reported by `generate`.
    """
    items: list[Mapping[str, Any]] = list(canonical.tree.get("paths", {}).values())
    operations = [one for item in items for one in item.values() if is_mapping(one)]
    given = inputs.settings.pagination or inputs.settings.polling
    if not (given or any({"pagination", "polling"} & one.keys() for one in operations)):
        return {}
    from ...ir.declared import declared
    from ...ir.lower import lower
    from ...mock.polls import FinalStates

    api = declared(lower(canonical, Report()), inputs.settings.pagination, inputs.settings.polling, Report())
    rules: dict[tuple[str, str], PaginationRule[Any] | FinalStates] = {
        one.key: FinalStates(one.polling.state, one.polling.success)
        for one in api.operations
        if one.polling is not None and one.polling.state is not None and one.polling.success
    }
    return rules | {one.key: _pages(one.pagination) for one in api.operations if one.pagination is not None}


def _pages(pagination: Pagination) -> PaginationRule[Any]:
    from ...runtime.paging.rule import PaginationRule

    place = pagination.parameter
    return PaginationRule(
        style=pagination.style,
        items=pagination.items,
        query=place.name if place and place.location == "query" else None,
        header=place.name if place and place.location == "header" else None,
        body=place.name if place and place.location == "body" else None,
        next=pagination.next,
        next_header=pagination.next_header,
        more=pagination.more,
        total=pagination.total,
        pages=pagination.pages,
        first=pagination.first,
    )
