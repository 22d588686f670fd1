"""Compares two described APIs, one step a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..artifacts import Described
from .api.class_renames import report_classes
from .api.document import compare_documents
from .api.lifecycle import is_unstable
from .api.operations import compare_pair
from .api.security import compare_credentials
from .changes import Comparison
from .collector import Collector
from .context import Subjects
from .impact import Impact, report_node
from .operation_pairs import OperationPair, Pair, pair_operations
from .schemas.walk import SchemaWalk
from .source_positions import SourcePositions


def compare(old: Described, new: Described, today: str = "") -> Comparison:
    """Return everything that changed, for a caller of the generated client.

    `today` (`2027-01-31`) is the date of the new description: a removal before the announced date differs by it from
    one after that date.
    """
    places = SourcePositions(old), SourcePositions(new)
    pairs = [_judged(pair, places) for pair in _pairs(old, new)]
    collector = Collector(old, new, pairs, places)
    subjects = Subjects(old, new, SchemaWalk(old, new, places), Impact(), collector, today)
    compare_documents(subjects)
    for pair in pairs:
        compare_pair(pair, subjects)
    both = [OperationPair(one, one.old, one.new) for one in pairs if one.old and one.new and not one.webhook]
    compare_credentials(both, subjects)
    _schemas(subjects)
    return Comparison(new.names.package, old.api.version, new.api.version, collector.changes())


def _pairs(old: Described, new: Described) -> Iterator[Pair]:
    """Yield all pairs of operations, webhooks last."""
    count = 0
    for pair in pair_operations(old.api.operations, new.api.operations):
        count += 1
        yield pair
    for pair in pair_operations(old.api.webhooks, new.api.webhooks):
        yield replace(pair, index=pair.index + count, webhook=True)


def _judged(pair: Pair, places: tuple[SourcePositions, SourcePositions]) -> Pair:
    sides = [
        is_unstable(one, place) for one, place in zip((pair.old, pair.new), places, strict=True) if one is not None
    ]
    return replace(pair, unstable=True) if all(sides) else pair


def _schemas(subjects: Subjects) -> None:
    """Compare all components that operations reach, then the others."""
    walk, impact, collector = subjects.walk, subjects.impact, subjects.collector
    walk.finish()
    impact.run()
    for name in sorted(subjects.old.api.schemas.keys() & subjects.new.api.schemas.keys()):
        if (name, name) not in walk.nodes:
            walk.component(name, name)
    walk.finish()
    for node in (*walk.roots, *walk.nodes.values()):
        report_node(node, impact.of(node), collector)
    report_classes(subjects.old, subjects.new, walk, impact, collector)
