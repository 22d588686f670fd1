"""Compares a provider that exists on one side only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..changes import Change, Comparison, Direction, Level

if TYPE_CHECKING:
    from ...artifacts import Described


def added(new: Described) -> Comparison:
    """Return the comparison for a new provider."""
    names, api = new.names, new.api
    change = Change(
        rule="provider-added",
        level=Level.SAFE,
        direction=Direction.NONE,
        message=f"`{names.package}` is new: `{names.client}` with {_operations(len(api.operations))}",
        symbols=(names.package, names.client),
        new=new.where(""),
        after=api.title,
    )
    return Comparison(names.package, "", api.version, (change,))


def removed(old: Described) -> Comparison:
    """Return the comparison for a removed provider."""
    names, api = old.names, old.api
    change = Change(
        rule="provider-removed",
        level=Level.BREAKING,
        direction=Direction.NONE,
        message=f"`{names.package}` is gone, with `{names.client}` and {_operations(len(api.operations))}: "
        "programs that import it fail",
        symbols=(names.package, names.client),
        old=old.where(""),
        before=api.title,
    )
    return Comparison(names.package, api.version, "", (change,))


def _operations(count: int) -> str:
    return "1 operation" if count == 1 else f"{count:,} operations"
