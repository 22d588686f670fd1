"""Dividing work on texts among the processes of an executor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import TypeVar, cast

_BATCHES = 16
"""Into how many batches the work is divided: more than there are processors, so that none waits for the slowest."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def in_batches(
    work: Callable[[Sequence[_Item]], list[_Result]], items: Sequence[_Item], executor: Executor | None
) -> list[_Result]:
    """Return what `work` makes of items, in their order; `executor` runs it on batches of them, where there is one."""
    if executor is None:
        return work(items)
    futures = [executor.submit(work, items[start::_BATCHES]) for start in range(min(_BATCHES, len(items)))]
    results: list[_Result | None] = [None] * len(items)
    for start, future in enumerate(futures):
        results[start::_BATCHES] = future.result()
    return cast(list[_Result], results)
