"""Replays the history of a description: each file next to the next one.

`python -m tests.compare.histories v1.json v2.json v3.json …` prints a line for each step: how many changes of each
level, and how long it took to describe the newer file and to compare. It fails where a step crashes, where documents
that mean different things have no change between them, or where one next to itself has any.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

from generator.artifacts import Inputs
from generator.compare import Comparison, Described, Level, compare
from generator.config import Settings
from generator.diagnostics import Report
from generator.document.loader import read
from generator.pipeline import describe

from .mutations import fingerprint
from .pairs import PACKAGE


def replay(files: list[Path]) -> int:
    """Print a line a step; return how many steps went wrong."""
    sides = [(file, side) for file in files if (side := _described(file)) is not None]
    wrong = 0
    for (before, old), (after, new) in pairwise(sides):
        start = process_time()
        comparison = compare(old, new)
        seconds = process_time() - start
        explained = _is_explained(old, new, comparison)
        wrong += not explained
        levels = Counter(change.level for change in comparison.changes)
        told = "  ".join(f"{level} {levels[level]:>5}" for level in Level)
        end = "" if explained else "  UNEXPLAINED"
        print(f"{_name(before)} → {_name(after)}: {told}  {comparison.semver:<5}  {seconds:.2f} s{end}", flush=True)
    return wrong


def _name(file: Path) -> str:
    return "/".join(file.parts[-3:])


def _described(file: Path) -> Described | None:
    report = Report()
    start = perf_counter()
    source = read(file, report)
    side = describe(Inputs(source, Settings(), PACKAGE, keep_going=True), report) if source else None
    if side is None:
        problem = next((one.message for one in report if one.severity == "error"), "")
        print(f"{_name(file)}: refused: {problem}", flush=True)
    else:
        print(f"{_name(file)}: described in {perf_counter() - start:.1f} s", flush=True)
    return side


def _is_explained(old: Described, new: Described, comparison: Comparison) -> bool:
    if compare(new, new).changes:
        return False
    back = compare(new, old)
    return fingerprint(old) == fingerprint(new) or bool(comparison.changes and back.changes)


if __name__ == "__main__":
    sys.exit(1 if replay([Path(file) for file in sys.argv[1:]]) else 0)
