"""Changes of process-wide state while documents are generated, possibly by several threads."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generator.commands.job import Job, run
from generator.commands.workspace import ClientSource
from generator.process_state import WhileNeeded, uncollected

CASE = Path(__file__).resolve().parent / "cases" / "model-all-of-inherits"


def test_the_last_to_leave_undoes_the_change() -> None:
    log: list[str] = []

    def change() -> Callable[[], None]:
        log.append("made")
        return lambda: log.append("undone")

    needed = WhileNeeded(change)
    with needed:
        with needed:
            assert log == ["made"]
        assert log == ["made"]
    assert log == ["made", "undone"]
    with needed:
        assert log == ["made", "undone", "made"]


def test_threads_leave_the_process_as_it_was() -> None:
    before = sys.getrecursionlimit(), gc.get_threshold()
    job = Job(ClientSource("shop", CASE / "spec.yaml", None, None, CASE, "shop"))
    with ThreadPoolExecutor(4) as executor:
        outcomes = list(executor.map(run, [job] * 8))
    assert (sys.getrecursionlimit(), gc.get_threshold()) == before
    assert len({repr(outcome.files) for outcome in outcomes}) == 1
    assert outcomes[0].files


def test_nothing_is_collected_for_a_while() -> None:
    class Node:
        pass

    def cycle() -> weakref.ref[Node]:
        node = Node()
        vars(node)["itself"] = node
        return weakref.ref(node)

    frozen = gc.get_freeze_count()
    with uncollected():
        assert not gc.isenabled()
        left = cycle()
    assert gc.isenabled()
    assert gc.get_freeze_count() > frozen
    gc.collect()
    assert left() is not None
    gc.unfreeze()
    gc.collect()
    assert left() is None
