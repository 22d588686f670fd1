"""Run the probes on the client that a generator writes for their document."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.bench.descriptions import ROOT
from tests.bench.measure import measure
from tests.bench.probes.judge import MEANINGS, judge
from tests.bench.probes.server import recorder
from tests.bench.rivals import Rival, rivals

_FOLDER = Path(__file__).resolve().parent
_DOCUMENT = _FOLDER / "openapi.yaml"


@cache
def probe(rival: Rival) -> Mapping[str, str]:
    """Return the probes that a generator's client fails, and why; none if it makes no client."""
    if not rival.probes:
        return {}
    with tempfile.TemporaryDirectory() as name:
        run = rival.generate(_DOCUMENT, Path(name))
        return dict.fromkeys(MEANINGS, run.problem) if run.status else _run(rival.python, rival.probes, Path(name))


@cache
def probe_ours() -> Mapping[str, str]:
    """Return the probes that our client fails, and why."""
    with tempfile.TemporaryDirectory() as name:
        options = ["--spec", _DOCUMENT, "--out", Path(name) / "generated", "--name", "probe"]
        run = measure([sys.executable, "-m", "generator", "generate", *options], ROOT)
        if run.status:
            return dict.fromkeys(MEANINGS, run.problem)
        return _run(Path(sys.executable), "clientwright", Path(name))


def _run(python: Path, program: str, client: Path) -> Mapping[str, str]:
    path = {"PYTHONPATH": str(client)}
    with recorder() as server:
        run = measure([python, "-W", "ignore", _FOLDER / "programs" / f"{program}.py", server.base], client, path)
    if run.status:
        return dict.fromkeys(MEANINGS, run.problem)
    return judge(json.loads(run.output.splitlines()[-1]), server.received)


def print_probes() -> None:
    """Print what each generator's client fails."""
    print(f"\nProbes: {len(MEANINGS)} calls of the client of tests/bench/probes/openapi.yaml")
    rows = [("Clientwright", probe_ours())]
    rows += [(rival.name, probe(rival)) for rival in rivals() if rival.probes and not rival.missing]
    for name, failed in rows:
        print(f"{name:38}{len(MEANINGS) - len(failed)} of {len(MEANINGS)} pass")
        for one, reason in failed.items():
            print(f"    {MEANINGS[one]}: {reason}")
