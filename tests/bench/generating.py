"""Generating a client: what it costs here and elsewhere, and whether all of it is there."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.descriptions import load, operations, synthetic, title
from tests.bench.measure import Run, measure
from tests.bench.own import Own
from tests.bench.probes.running import probe, probe_ours
from tests.bench.rivals import Rival, rivals

_IMPORT_ALL = """
import importlib, json, sys
from pathlib import Path
root = Path(sys.argv[1])
sys.path.insert(0, str(root))
modules, broken = 0, []
for file in sorted(root.rglob("*.py")):
    parts = list(file.relative_to(root).with_suffix("").parts)
    if parts[0] not in sys.argv[2:] or "__pycache__" in parts:
        continue
    modules += 1
    try:
        importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    except Exception as error:
        broken.append(f"{'/'.join(parts)}: {type(error).__name__}: {error}")
print(json.dumps([modules, broken]))
"""


@dataclass(frozen=True, slots=True)
class Made:
    """What a generator made of a document."""

    name: str
    run: Run
    emitted: int | None = None
    """Operations; None where it makes models alone, or nothing."""
    described: int = 0
    modules: int = 0
    broken: tuple[str, ...] = ()
    """The modules that cannot be imported, and why."""
    failed: Mapping[str, str] = field(default_factory=dict[str, str])
    """The probes that its clients fail, and why."""

    @property
    def whole(self) -> bool:
        """Whether every operation is there, every module can be imported, and its clients pass every probe."""
        return self.run.status == 0 and self.emitted == self.described and not self.broken and not self.failed

    @property
    def verdict(self) -> str:
        """Say what is wrong with it."""
        if self.run.problem and not self.modules:
            return self.run.problem
        missing = self.described - (self.described if self.emitted is None else self.emitted)
        found = [
            "fails" if self.run.problem else "",
            f"{missing} operations missing" if missing else "",
            f"{len(self.broken)} of {self.modules} modules cannot be imported" if self.broken else "",
            f"fails {len(self.failed)} probes" if self.failed else "",
        ]
        return ", ".join(one for one in found if one) or ("whole" if self.emitted is not None else "models only")


def print_generating(document: Path, folder: Path) -> Own:
    """Print what every generator costs on a document; return our workspace, and leave the others' clients in `folder`."""
    described = len(list(operations(load(document))))
    megabytes = document.stat().st_size / 1e6
    print(f"\n{title(document)}: {megabytes:.1f} MB, {described} operations")
    print(f"{'':38}{'CPU s':>9}{'wall s':>9}{'MB':>7}  {'operations':>11}")
    ours = Own(folder / "own", document)
    ours.prepare()
    cold = ours.cold()
    first = _own(ours, cold, described)
    _print(first)
    if os.cpu_count() != 1:
        _print_run("    in one process: --jobs 1", ours.cold("--jobs", "1"))
    _print_run("    again, nothing changed", ours.unchanged())
    if cold.status == 0:
        _print_run("    again, one field added", ours.changed())
    made = [one for rival in rivals() for one in _rival(rival, document, folder, described)]
    _print_ratios(first, made)
    return ours


def _own(ours: Own, run: Run, described: int) -> Made:
    if run.status:
        return Made("Clientwright", run, None, described)
    modules, broken = _import_all(Path(sys.executable), ours.folder, ["generated"])
    return Made("Clientwright", run, ours.count(), described, modules, broken, probe_ours())


def _rival(rival: Rival, document: Path, folder: Path, described: int) -> Iterator[Made]:
    if rival.missing:
        print(f"{rival.name:38}{rival.missing}")
        return
    target = folder / rival.name
    run = rival.generate(document, target)
    modules, broken = _import_all(rival.python, target, ["rival", "models"])
    emitted = rival.count(target) if rival.operation and modules else None
    made = Made(rival.name, run, emitted, described, modules, broken, probe(rival))
    _print(made)
    yield made


def _import_all(python: Path, root: Path, packages: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """Import every module of some packages; return how many there are, and what is wrong with which."""
    done = measure([python, "-W", "ignore", "-c", _IMPORT_ALL, root, *packages], root)
    if done.status:
        return 1, (done.problem,)
    modules, broken = json.loads(done.output.splitlines()[-1])
    return modules, tuple(broken)


def _print(made: Made) -> None:
    count = "" if made.emitted is None else f"{made.emitted}/{made.described}"
    _print_run(made.name, made.run, f"  {count:>11}  {made.verdict}")


def _print_run(name: str, run: Run, rest: str = "") -> None:
    print(f"{name:38}{run.cpu:9.2f}{run.wall:9.2f}{run.megabytes:7.0f}{rest or '  ' + run.problem}", flush=True)


def _print_ratios(ours: Made, made: Sequence[Made]) -> None:
    clients = [one for one in made if one.emitted is not None and one.run.status == 0]
    whole = [one for one in clients if one.whole]
    if not whole:
        print("no other client is whole")
    for kind, found in (("whole ", whole), ("", [] if whole == clients else clients)):
        if found and ours.run.status == 0:
            fastest, smallest = (
                min(found, key=key) for key in (lambda one: one.run.cpu, lambda one: one.run.megabytes)
            )
            print(
                f"ratio to the best {kind}client: CPU {ours.run.cpu / fastest.run.cpu:.2f} ({fastest.name}), "
                f"memory {ours.run.megabytes / smallest.run.megabytes:.2f} ({smallest.name})"
            )


def print_growth() -> None:
    """Print what an operation costs in documents of growing size: the same everywhere, if the time is linear."""
    print(f"\n{'operations':>10}{'CPU s':>9}{'ms CPU an operation':>22}{'MB':>7}")
    for resources in (50, 100, 200, 400):
        with tempfile.TemporaryDirectory() as name:
            document = Path(name) / "openapi.json"
            document.write_text(json.dumps(synthetic(resources)), "utf-8")
            ours = Own(Path(name) / "own", document)
            ours.prepare()
            run = ours.cold("--jobs", "1")
        count = resources * 5
        print(f"{count:10}{run.cpu:9.2f}{run.cpu / count * 1000:22.2f}{run.megabytes:7.0f}  {run.problem}", flush=True)
