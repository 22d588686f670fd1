"""Put each mutant into a copy of the program, and run the tests that concern it: `make mutants`.

    python -m tests.mutants [--record FILE] [--each N] [--sample N] [--seed N] [--only TEXT] [--reach FILE] [--sure] [--quick] [--again]

Without `--each` only the patches written by hand are tried, with it N drawn places of each module, too. What was tried is
in the record, a line of JSON each: a run that was stopped continues where it was. `--again` tries what survived once more.
`--sample N` tries, in place of all that, N places drawn from all modules together whose name begins with `--only`, with `--seed`.
`--reach` names a record of `python -m tests.mutants.reach`: each mutant is tried with the tests that enter its function.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from . import outer_patches, patches, thin_patches, wide_patches
from .copies import ROOT, Copy
from .operators import mutants, sample
from .reached import Reached
from .stages import DRAWN, FOLDERS, stages
from .trial import Outcome, tried

_LIBRARIES = (
    "pytest",
    "_pytest.assertion.rewrite",
    "hypothesis",
    "httpx",
    "pydantic",
    "jinja2",
    "yaml",
    "black",
    "click",
    "jsonschema",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--record", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--each", type=int, default=0)
    parser.add_argument("--sample", type=int, default=0, help="draw so many places from all modules, and nothing else")
    parser.add_argument("--seed", type=int, default=17, help="of the sample")
    parser.add_argument("--only", default="", help="a part of a name; of a sample, beginnings of modules, with commas")
    parser.add_argument("--sure", action="store_true", help="the tests are known to pass without a mutant")
    parser.add_argument("--quick", action="store_true", help="run the likely tests alone; what they miss stays open")
    parser.add_argument("--again", action="store_true", help="try what survived once more")
    parser.add_argument("--reach", type=Path, help="a record of which tests enter which functions")
    given = parser.parse_args()
    reached = Reached(given.reach) if given.reach else None
    done = _done(given.record)
    if given.again:
        done = {name: outcome for name, outcome in done.items() if outcome == "caught"}
    if given.sample:
        chosen = list(_sampled(given.sample, given.seed, tuple(given.only.split(","))))
    else:
        chosen = [one for one in (*_patched(), *_drawn(given.each)) if given.only in one.name]
    for library in _LIBRARIES:
        importlib.import_module(library)
    with tempfile.TemporaryDirectory(prefix="clientwright-mutants-") as folder:
        copy = Copy(Path(folder))
        for mutant in chosen:
            if mutant.name in done:
                continue
            if not given.sure:
                _proved(copy, mutant.file, given.record, done)
            near = reached.stages(mutant.file, mutant.before, mutant.line) if reached else ()
            tests = near or stages(mutant.file)
            with copy.changed(mutant.file, mutant.text):
                outcome = tried(copy.folder, tests[:1] if given.quick else tests)
            if given.quick and outcome.what == "survived":
                outcome = replace(outcome, what="open")
            done[mutant.name] = outcome.what
            _written(given.record, mutant.name, outcome)
    return _shown({one.name: done[one.name] for one in chosen})


def _proved(copy: Copy, file: str, record: Path, done: dict[str, str]) -> None:
    """Run the tests of a folder on the program as it is, once: what fails here would notice every mutant."""
    tests = stages(f"{file.rpartition('/')[0]}/none.py")
    folder = next(one for one in FOLDERS if stages(f"{one}/none.py") == tests)
    name = f"{folder}: nothing changed"
    if name not in done:
        outcome = tried(copy.folder, tests)
        done[name] = outcome.what
        _written(record, name, outcome)
        if outcome.what != "survived":
            raise SystemExit(f"The tests fail without any mutant: {outcome.by}")


def _done(record: Path) -> dict[str, str]:
    """Return the last outcome of each mutant that is in the record."""
    lines = record.read_text("utf-8").splitlines() if record.exists() else []
    return {found["name"]: found["outcome"] for found in map(json.loads, lines)}


def _written(record: Path, name: str, outcome: Outcome) -> None:
    line = {"name": name, "outcome": outcome.what, "by": outcome.by, "seconds": round(outcome.seconds, 1)}
    with record.open("a", encoding="utf-8") as stream:
        stream.write(f"{json.dumps(line)}\n")


def _shown(outcomes: dict[str, str]) -> int:
    """Print a row a folder, and all that was not caught."""
    tried_of, caught = Counter[str](), Counter[str]()
    for name, outcome in outcomes.items():
        folder = name.partition(":")[0].rpartition("/")[0]
        tried_of[folder] += 1
        caught[folder] += outcome == "caught"
    for folder, count in sorted(tried_of.items()):
        print(f"{folder:24}{caught[folder]:>5} of {count}")
    print(f"{'together':24}{caught.total():>5} of {tried_of.total()}; not caught:")
    print(*(f"{outcome}: {name}" for name, outcome in outcomes.items() if outcome != "caught"), sep="\n")
    return 0


@dataclass(frozen=True, slots=True)
class _Mutant:
    """A module with a bug."""

    name: str
    file: str
    """From `generator/`."""
    before: str
    """The text of the module without the bug."""
    line: int
    """Where the bug is in it."""
    text: str


def _patched() -> Iterator[_Mutant]:
    for patch in (*patches.PATCHES, *thin_patches.PATCHES, *wide_patches.PATCHES, *outer_patches.PATCHES):
        before = (ROOT / "generator" / patch.file).read_text("utf-8")
        if before.count(patch.old) != 1:
            raise SystemExit(f"{patch.name}: stands {before.count(patch.old)} times in the file; adapt the patch")
        line = before[: before.index(patch.old)].count("\n") + 1
        yield _Mutant(patch.name, patch.file, before, line, before.replace(patch.old, patch.new))


def _drawn(each: int) -> Iterator[_Mutant]:
    for path in _modules() if each else ():
        for what, text, line in mutants(path, each):
            yield _of_rule(path, what, text, line)


def _sampled(count: int, seed: int, begins: tuple[str, ...]) -> Iterator[_Mutant]:
    paths = [path for path in _modules() if _file(path).startswith(begins)]
    return (_of_rule(*found) for found in sample(paths, count, seed))


def _of_rule(path: Path, what: str, text: str, line: int) -> _Mutant:
    return _Mutant(f"{_file(path)}:{what}", _file(path), path.read_text("utf-8"), line, text)


def _modules() -> list[Path]:
    return [path for folder in DRAWN for path in sorted((ROOT / "generator" / folder).rglob("*.py"))]


def _file(path: Path) -> str:
    return path.relative_to(ROOT / "generator").as_posix()


if __name__ == "__main__":
    sys.exit(main())
