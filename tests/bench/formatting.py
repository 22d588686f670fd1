"""Is what is generated what black, and ruff, would give? Whole files of real documents, formatted once more.

    python tests/bench/formatting.py FOLDER [--even] [--sample N] [--seed N]

Each document below FOLDER is generated without any memory, and every module of its package is given to black and to
ruff. Printed are the modules that one of them would change, with the first of the changes. Exit status 1: black would
change a module.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import random
import sys
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import black
from black.mode import Mode, TargetVersion

from generator.commands.job import Job, run
from generator.commands.workspace import ClientSource
from generator.format.ruff import find_ruff, format_by_ruff
from generator.text.python_source import WIDTH

MODE = Mode(target_versions={TargetVersion.PY311}, line_length=WIDTH)


def main() -> int:
    options = _options()
    found = sorted(path for path in options.folder.rglob("*") if path.suffix in (".json", ".yaml", ".yml"))
    if options.even:
        found = [path for path in found if _is_even(path.relative_to(options.folder).as_posix())]
    if options.sample and options.sample < len(found):
        found = sorted(random.Random(options.seed).sample(found, options.sample))
    counts = {
        "documents": 0,
        "refused": 0,
        "modules": 0,
        "changed by black": 0,
        "changed by ruff": 0,
    }
    for path in found:
        outcome = run(Job(ClientSource("api", path, None, None, path.parent / "api", "api", alone=True)))
        if outcome.crash:
            print(f"{path}: {outcome.crash}", flush=True)
        counts["documents"] += 1
        counts["refused"] += outcome.files is None
        if outcome.files is not None:
            _check(path, {name: text for name, text in outcome.files.items() if name.endswith(".py")}, counts)
    print(", ".join(f"{count} {what}" for what, count in counts.items()))
    return int(counts["changed by black"] > 0)


def _check(path: Path, modules: Mapping[str, str], counts: dict[str, int]) -> None:
    counts["modules"] += len(modules)
    by_ruff = format_by_ruff(list(modules.values())) if find_ruff() else list(modules.values())
    for (name, text), ruffed in zip(modules.items(), by_ruff, strict=True):
        for formatter, formatted in (("black", black.format_str(text, mode=MODE)), ("ruff", ruffed)):
            if formatted != text:
                counts[f"changed by {formatter}"] += 1
                changes = difflib.unified_diff(text.split("\n"), formatted.split("\n"), n=1, lineterm="")
                print(f"{path}: {name}: {formatter}", *list(changes)[2:9], sep="\n    ", flush=True)


def _is_even(path: str) -> bool:
    return int(hashlib.sha1(path.encode()).hexdigest()[0], 16) % 2 == 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Is what is generated what black, and ruff, would give?")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--even", action="store_true", help="the half of the documents with an even digest")
    parser.add_argument("--sample", type=int, help="that many documents, chosen at random")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
