"""How much of the generated code a change of the document changes, here and elsewhere. `python tests/bench/diffs.py`.

Lines are those that git counts as added and removed, with renamed files recognised; `FILES` are the documents, those of
`specs/` and one invented with 100 operations otherwise. Documents are taken as they are, without overlay and settings.
`0*`: nothing changes, because what was changed is not in that code at all.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from generator.commands.job import Job, run
from generator.commands.workspace import ClientSource
from tests.bench.descriptions import documents, load, synthetic, title
from tests.bench.edits import EDITS, OF_OPERATIONS, Edit, apply
from tests.bench.rivals import Rival, rivals

NAMES = ("openapi-python-client", "datamodel-code-generator, models", "datamodel-code-generator, client")


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in generated code."""

    lines: int
    files: int

    def __str__(self) -> str:
        return f"{self.lines} in {self.files}" if self.lines or self.files else "0"


def main() -> None:
    wanted = [rival for rival in rivals() if rival.name in NAMES]
    for rival in wanted:
        if rival.missing:
            print(f"{rival.name}: {rival.missing}")
    there = [rival for rival in wanted if not rival.missing]
    print("changed lines, in how many files")
    for name, tree in _documents():
        print(f"\n{name:32}{'ours':>12}{'our models':>12}" + "".join(f"{_short(rival):>18}" for rival in there))
        with tempfile.TemporaryDirectory() as folder:
            _print_document(tree, there, Path(folder))


def _documents() -> Iterator[tuple[str, Any]]:
    for document in documents():
        yield title(document), load(document)
    if not os.environ.get("FILES"):
        yield "made up, 100 operations", synthetic(20)


def _print_document(tree: Any, others: list[Rival], folder: Path) -> None:
    makers = {_short(rival): _maker(rival) for rival in others}
    before = {name: make(tree, folder / "before" / name) for name, make in {"ours": generate, **makers}.items()}
    for number, (name, edit) in enumerate(EDITS.items()):
        changed = apply(edit, tree)
        if changed is None:
            print(f"{name:32}{'(nothing to change)':>12}")
            continue
        target = folder / str(number)
        generate(changed, target / "ours")
        ours = difference(folder / "before" / "ours", target / "ours")
        models = difference(folder / "before" / "ours", target / "ours", "models")
        cells = [f"{name:32}{ours!s:>12}{models!s:>12}"]
        for rival, make in makers.items():
            cell = _cell(name, rival, before[rival], make, changed, folder, target)
            cells.append(f"{'0*' if cell == '0' and ours.lines else cell:>18}")
        print("".join(cells), flush=True)


def _cell(
    name: str, rival: str, worked: bool, make: Callable[[Any, Path], bool], changed: Any, folder: Path, target: Path
) -> str:
    if rival.endswith("models") and name in OF_OPERATIONS:
        return "-"
    if not worked or not make(changed, target / rival):
        return "fails"
    return str(difference(folder / "before" / rival, target / rival))


def generate(tree: Any, folder: Path) -> bool:
    """Write our client of a document into a folder; say whether there is one."""
    folder.mkdir(parents=True)
    document = folder.with_name(f"{folder.name}.json")
    document.write_text(json.dumps(tree), "utf-8")
    outcome = run(Job(ClientSource("client", document, None, None, folder, "client")))
    for path, text in (outcome.files or {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return outcome.files is not None


def changed_by(edit: Edit, tree: Any, folder: Path) -> Change:
    """Return what an edit of a document changes in our client of it."""
    generate(tree, folder / "before")
    generate(apply(edit, tree), folder / "after")
    return difference(folder / "before", folder / "after")


def difference(before: Path, after: Path, only: str = "") -> Change:
    """Return what git says has changed, in all modules or in those whose path begins with `only`."""
    command = ["git", "diff", "--no-index", "--numstat", "--find-renames", "--no-ext-diff", str(before), str(after)]
    output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    rows = [line.split("\t") for line in output.splitlines()]
    wanted = [row for row in rows if ".py" in row[2] and (not only or f"/{only}" in row[2])]
    return Change(sum(int(row[0]) + int(row[1]) for row in wanted), len(wanted))


def _maker(rival: Rival) -> Callable[[Any, Path], bool]:
    def make(tree: Any, folder: Path) -> bool:
        document = folder.parent / "openapi.json"
        folder.mkdir(parents=True)
        document.write_text(json.dumps(tree), "utf-8")
        return rival.generate(document, folder).status == 0

    return make


def _short(rival: Rival) -> str:
    return rival.name.replace("datamodel-code-generator, ", "datamodel ").replace(
        "openapi-python-client", "python-client"
    )


if __name__ == "__main__":
    main()
