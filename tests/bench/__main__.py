"""What Clientwright costs on this machine, next to the others: `make bench` prints it. Nothing is asserted.

    make bench                             the documents of specs/ and made-up ones of growing size
    make bench FILES="github.json …"       these documents
    make bench DOCUMENTS=folder            the largest of a folder; then how many of all of them become whole clients
    make bench SECTIONS="generate diffs"   some parts: probes, generate, use, growth, mocks, call, diffs, breadth
    make bench RIVALS="python-client,…"    next to some of the others only

CPU is user and system time of a program with everything it starts; memory is what all its processes held at once. Each
generation is one run with nothing remembered; what takes less than a second is the best of several. `LIMIT` is the
number of seconds after which a run is given up. The others are installed from `peers/`, once, below `.cache/`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.descriptions import ROOT, documents
from tests.bench.generating import print_generating, print_growth
from tests.bench.mocks.running import print_mocks
from tests.bench.probes.running import print_probes
from tests.bench.using import print_using

SECTIONS = ("probes", "generate", "use", "growth", "mocks", "call", "diffs", "breadth")


def main() -> None:
    wanted = os.environ.get("SECTIONS", "").split() or SECTIONS
    if unknown := set(wanted) - set(SECTIONS):
        sys.exit(f"SECTIONS: there is no {', '.join(sorted(unknown))}; there is {', '.join(SECTIONS)}")
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}")
    if "probes" in wanted:
        print_probes()
    if "generate" in wanted or "use" in wanted:
        for document in documents():
            with tempfile.TemporaryDirectory() as name:
                ours = print_generating(document, Path(name))
                if "use" in wanted:
                    print_using(document, Path(name), ours)
    if "growth" in wanted:
        print_growth()
    if "mocks" in wanted:
        print_mocks()
    for script in ("call", "diffs", "breadth"):
        if script in wanted:
            print(f"\ntests/bench/{script}.py", flush=True)
            subprocess.run([sys.executable, ROOT / "tests" / "bench" / f"{script}.py"], check=True)


if __name__ == "__main__":
    main()
