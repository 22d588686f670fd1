"""Counts the facts of the pages in `corpus/` that are found, missing, wrong and invented: `python -m tests.pages.evaluate`.

With paths as arguments, those pages are read and their facts printed, as a `.facts` file has them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.diagnostics import Report
from generator.pages import registry
from generator.pages.mending import mended
from generator.pages.reading import Page, Reading

from .facts import Known, Score, compared, facts_of, read_facts, written

CORPUS = Path(__file__).parent / "corpus"


def read_page(path: Path) -> tuple[Reading | None, Report]:
    """Return what a page says, mended as `import` does it, with what was reported."""
    report = Report()
    reading = registry.read(Page(path.read_text("utf-8"), path.name), report)
    if reading is None or reading.document is None:
        return reading, report
    tree, repairs = mended(reading.document, lambda pointer: reading.origin(pointer).line)
    return replace(reading, document=tree, repairs=(*reading.repairs, *repairs)), report


def pages() -> Iterator[tuple[Path, Path]]:
    """Yield the pages of the corpus that have facts, each with its file of facts."""
    for facts in sorted(CORPUS.glob("*.facts")):
        yield next(path for path in sorted(CORPUS.glob(f"{facts.stem}.*")) if path.suffix != ".facts"), facts


def score(path: Path, facts: Path) -> tuple[str, Score]:
    """Return the reader that was chosen, and how its facts compare with those of the page."""
    reading, _ = read_page(path)
    got = facts_of(reading) if reading is not None else Known()
    for inner in reading.pages if reading is not None else ():
        one = registry.read(inner, Report())
        known = facts_of(one) if one is not None else Known()
        got.stated.update(known.stated)
        got.marked.update(known.marked)
    return reading.reader if reading else "(refused)", compared(read_facts(facts.read_text("utf-8")), got)


def main() -> int:
    """Print a line a page, the facts that differ, and the sum."""
    if len(sys.argv) > 1:
        for argument in sys.argv[1:]:
            reading, report = read_page(Path(argument))
            print(f"# {argument}: {reading.reader if reading else 'refused'}")
            for problem in report:
                print(f"#   {problem.code}: {problem.message}")
            if reading is not None:
                print(written(facts_of(reading)))
                print(*(f"#   {one.code}: {one.text}" for one in reading.findings), sep="\n")
        return 0
    total = [0, 0, 0, 0]
    for path, facts in pages():
        reader, found = score(path, facts)
        counts = [found.found, len(found.missing), len(found.wrong), len(found.invented)]
        total = [one + other for one, other in zip(total, counts, strict=True)]
        print(
            f"{path.name:40} {reader:22} found {counts[0]:4}  missing {counts[1]:3}  wrong {counts[2]:3}  invented {counts[3]:3}"
        )
        for what, listed in (("missing", found.missing), ("wrong", found.wrong), ("invented", found.invented)):
            for one in listed:
                print(f"    {what}: {one}")
    print(f"{'':63} found {total[0]:4}  missing {total[1]:3}  wrong {total[2]:3}  invented {total[3]:3}")
    return 1 if any(total[1:]) else 0


if __name__ == "__main__":
    sys.exit(main())
