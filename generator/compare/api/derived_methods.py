"""Compares the methods that follow from operations: those that iterate over pages, those that wait for a state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec.structs import replace

from ...ir.api import OperationKey
from ...ir.paging import Pagination, Polling
from ...naming.names import Names
from ..context import Subjects, anchor_of
from ..operation_pairs import OperationPair

_WHAT = {
    "iterator": ("iterates over the items of all pages", "its pages follow each other by another rule"),
    "wait": ("waits for a final state", "other states end the wait, or the times of the wait changed"),
}


def compare_derived(both: OperationPair, subjects: Subjects) -> None:
    """Compare what iterates and what waits, by their names, then by their rules."""
    old, new = subjects.old.names, subjects.new.names
    _compare(
        both, subjects, "iterator", (_call(old, old.iterators, both.old.key), _call(new, new.iterators, both.new.key))
    )
    _compare(both, subjects, "wait", (_call(old, old.waits, both.old.key), _call(new, new.waits, both.new.key)))


def _compare(
    both: OperationPair, subjects: Subjects, kind: Literal["iterator", "wait"], calls: tuple[str, str]
) -> None:
    before, after = calls
    does, changed = _WHAT[kind]
    if before and before != after:
        now = f"is called `{after}`" if after else "is gone"
        event, text = f"{kind}-removed", f"`{before}`, which {does}, {now}: calls of it break"
    elif after and not before:
        event, text = f"{kind}-added", f"`{after}` {does}"
    elif after and _rule(both.old.pagination, both.old.polling, kind) != _rule(
        both.new.pagination, both.new.polling, kind
    ):
        event, text = f"{kind}-changed", f"`{after}`: {changed}"
    else:
        return
    subjects.collector.add(
        event,
        text,
        symbols=tuple(one for one in dict.fromkeys(calls) if one),
        pairs=(both.pair.index,),
        old=anchor_of(both.old),
        new=anchor_of(both.new),
        before=before,
        after=after,
    )


def _call(names: Names, methods: Mapping[OperationKey, str], key: OperationKey) -> str:
    return names.derived_call(key, methods) if key in methods else ""


def _rule(pagination: Pagination | None, polling: Polling | None, kind: Literal["iterator", "wait"]) -> object:
    """Return a rule without what does not matter to a caller: who declares it, and the schema of an item."""
    if kind == "iterator":
        return replace(pagination, item=(), method="", source="") if pagination else None
    return replace(polling, method="", source="") if polling else None
