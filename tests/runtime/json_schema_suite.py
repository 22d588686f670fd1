"""The official JSON-Schema-Test-Suite (draft 2020-12) run over `evaluate`: `python -m tests.runtime.json_schema_suite`.

The files are not part of the project: JSON_SCHEMA_TEST_SUITE names the directory `tests/draft2020-12` of a copy. (The
source distribution of the `jsonschema` package on PyPI carries one under `json/`.)
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from generator.runtime.evaluate import Evaluator, Failure

VARIABLE = "JSON_SCHEMA_TEST_SUITE"

OTHERS_WORK = frozenset({"anchor", "defs", "dynamicRef", "refRemote", "vocabulary"})
"""Files about identifiers and meta-schemas: the generator resolves those before the run time."""

IDENTIFIERS = ('"$id"', '"$anchor"', '"$dynamicRef"', '"$ref": "http')


class Case(NamedTuple):
    """One instance of the suite with the verdict that it should get."""

    file: str
    group: str
    label: str
    schema: Any
    instance: Any
    valid: bool


def directory() -> Path | None:
    """Where the suite is on this machine; None where it is not."""
    value = os.environ.get(VARIABLE)
    return Path(value) if value and Path(value).is_dir() else None


def cases(folder: Path, *, core: bool = True) -> Iterator[Case]:
    """Every test of the required files; with `core`, without those that are about identifiers."""
    for path in sorted(folder.glob("*.json")):
        if core and path.stem in OTHERS_WORK:
            continue
        for group in json.loads(path.read_text(encoding="utf-8")):
            if core and any(mark in json.dumps(group["schema"]) for mark in IDENTIFIERS):
                continue
            for test in group["tests"]:
                label = f"{group['description']} / {test['description']}"
                yield Case(path.stem, group["description"], label, group["schema"], test["data"], test["valid"])


def evaluates(case: Case) -> bool:
    """The verdict of the runtime's own evaluator."""
    try:
        Evaluator(case.schema).check(case.instance)
    except Failure:
        return False
    return True


def run(folder: Path, verdict: Callable[[Case], bool], *, core: bool = True) -> tuple[Counter[str], list[str]]:
    """How many cases there are a file (`""`: in all), and a line for each that gets the wrong verdict."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for case in cases(folder, core=core):
        counts[case.file] += 1
        counts[""] += 1
        try:
            right = verdict(case) == case.valid
        except Exception as error:
            right = False
            wrong.append(f"{case.file}: {case.label}: {type(error).__name__}: {error}")
        else:
            if not right:
                wrong.append(f"{case.file}: {case.label}: should be {'valid' if case.valid else 'invalid'}")
    return counts, wrong


def main() -> int:
    """Prints what went wrong and the share that went right; 2 where the suite is not there."""
    folder = directory()
    if folder is None:
        print(f"{VARIABLE} does not name a directory", file=sys.stderr)
        return 2
    counts, wrong = run(folder, evaluates)
    print(*wrong, sep="\n")
    print(f"{counts[''] - len(wrong)} of {counts['']} right ({1 - len(wrong) / counts['']:.2%})")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
