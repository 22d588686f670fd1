"""The comparison of two described APIs."""

from __future__ import annotations

from ..inputs import Described
from .changes import Change, Comparison, Direction, Level


def compare(old: Described, new: Described) -> Comparison:
    """Return everything that changed, for a caller of the generated client."""
    changes = [*_removed(old, new), *_added(old, new)]
    changes.sort(key=lambda change: (change.level.rank, change.symbols, change.rule, change.message))
    return Comparison(new.names.package, old.api.version, new.api.version, tuple(changes))


def _removed(old: Described, new: Described) -> list[Change]:
    there = {operation.key for operation in new.api.operations}
    gone = [operation for operation in old.api.operations if operation.key not in there]
    return [
        Change(
            rule="api-removed-without-deprecation",
            level=Level.BREAKING,
            direction=Direction.REQUEST,
            message=f"`{old.names.operations[operation.key].call}` is gone",
            symbols=(old.names.operations[operation.key].call,),
            operations=(operation.key,),
            old=operation.where,
            before=f"{operation.method.upper()} {operation.path}",
        )
        for operation in gone
    ]


def _added(old: Described, new: Described) -> list[Change]:
    there = {operation.key for operation in old.api.operations}
    added = [operation for operation in new.api.operations if operation.key not in there]
    return [
        Change(
            rule="endpoint-added",
            level=Level.SAFE,
            direction=Direction.REQUEST,
            message=f"`{new.names.operations[operation.key].call}` is new",
            symbols=(new.names.operations[operation.key].call,),
            operations=(operation.key,),
            new=operation.where,
            after=f"{operation.method.upper()} {operation.path}",
        )
        for operation in added
    ]
