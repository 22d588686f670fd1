"""The whole corpus, each document by itself, in pieces: a run that was stopped continues where it was.

    nice -n 19 python -m tests.hostile.campaign RECORD         appends a line of JSON for each piece that is done
    python -m tests.hostile.campaign RECORD --crossed          each payload in every place of 3.2, 3.1, 3.0 and 2.0, in batches
    python -m tests.hostile.campaign RECORD --sum              says what the record has so far

Each document is judged as the tests do; a failure is recorded, and the run goes on.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.hostile.batches import judge_everywhere
from tests.hostile.corpus import Spot, corpus, spots
from tests.hostile.documents import PAYLOADS
from tests.hostile.judge import judged, written
from tests.hostile.older import VERSIONS
from tests.hostile.test_injection import load_packages

_PIECE = 400
"""Documents of a piece."""
_IMPORTED = 20
"""One package in so many is imported, too."""


def main() -> int:
    record = Path(sys.argv[1])
    lines = [json.loads(line) for line in record.read_text("utf-8").splitlines()] if record.exists() else []
    if "--sum" in sys.argv:
        print(summary(lines))
        return 0
    done = {line["piece"] for line in lines}
    for piece, cases in _crossed() if "--crossed" in sys.argv else _alone():
        if piece in done:
            continue
        began = time.process_time()
        found = crossed(*cases) if "--crossed" in sys.argv else alone(cases)
        seconds = round(time.process_time() - began, 1)
        with record.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"piece": piece, **found, "seconds": seconds}) + "\n")
    return 0


def _alone() -> Iterator[tuple[Any, Any]]:
    cases = list(corpus())
    for piece in range(0, len(cases), _PIECE):
        yield piece, cases[piece : piece + _PIECE]


def _crossed() -> Iterator[tuple[Any, Any]]:
    for name, text in PAYLOADS.items():
        if text != name:
            for version in VERSIONS:
                yield f"{name} in {version}", (name, text, version)


def alone(cases: list[tuple[str, Spot, str]]) -> dict[str, Any]:
    """Judge documents with one payload each, and import some of their packages; return what became of them."""
    counts: Counter[str] = Counter()
    failures: list[str] = []
    packages: list[Mapping[str, str]] = []
    for number, (name, spot, text) in enumerate(cases):
        try:
            files = judged(name, spot, text)
        except Exception:
            failures.append(f"{name} in {spot.name}: {traceback.format_exc(limit=-3)}")
            continue
        counts["refused" if files is None else "package"] += 1
        if files is not None and number % _IMPORTED == 0:
            packages.append(files)
    failures += _imported(packages)
    return {"cases": len(cases), **counts, "imported": len(packages), "failures": failures}


def crossed(name: str, text: str, version: str) -> dict[str, Any]:
    """Judge one payload in every place of the complete document of a version."""
    places = spots([version])
    try:
        outcome = judge_everywhere(name, text, places)
    except Exception:
        return {"cases": len(places), "failures": [f"{name} in {version}: {traceback.format_exc(limit=-3)}"]}
    # Importing takes longer than all other judgement: of one version in four it is done.
    failures = _imported(outcome.packages[:1]) if version == next(iter(VERSIONS)) else []
    counts = {
        "package": outcome.accepted,
        "refused": len(outcome.refused),
        "compared": outcome.compared,
        "meant": len(outcome.meant),
    }
    return {"cases": len(places), **counts, "documents": len(outcome.packages), "failures": failures}


def _imported(packages: list[Mapping[str, str]]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        names = [f"p{number}" for number in range(len(packages))]
        for name, files in zip(names, packages, strict=True):
            written(files, Path(folder) / "out" / name)
        try:
            load_packages(names, Path(folder))
        except Exception:
            return [f"import: {traceback.format_exc(limit=-3)}"]
    return []


def summary(lines: list[dict[str, Any]]) -> str:
    """Return the sums of a record, and its failures."""
    sums: Counter[str] = Counter()
    for line in lines:
        sums.update({key: value for key, value in line.items() if isinstance(value, (int, float)) and key != "piece"})
    failures = [one for line in lines for one in line["failures"]]
    return "\n".join([json.dumps({key: round(value) for key, value in sums.items()}), *failures])


if __name__ == "__main__":
    sys.exit(main())
