"""The environments of the other generators: each of its own, below `.cache/bench`, made from a locked list in `peers/`.

A list is a `NAME.txt` for pip, or a folder `NAME/` with a `package.json` and its lock for npm.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.bench.measure import clean

ROOT = Path(__file__).resolve().parents[2]
PEERS = Path(__file__).resolve().parent / "peers"


@dataclass(frozen=True, slots=True)
class Environment:
    """Where a generator is installed."""

    name: str
    """Its list in `peers/`."""

    @property
    def missing(self) -> str:
        """Install it once; return why that cannot be done here, or nothing."""
        return _install(self)

    @property
    def programs(self) -> Path:
        """The folder of its programs."""
        return self.folder / ("node_modules/.bin" if self._by_npm else "bin")

    @property
    def python(self) -> Path:
        """The interpreter that imports what it writes: ours where it is no Python program (httpx is there)."""
        return Path(sys.executable) if self._by_npm else self.programs / "python"

    @property
    def folder(self) -> Path:
        """Its folder, named after what its list says: a changed list is another environment."""
        digest = hashlib.sha256(self._lock.read_bytes()).hexdigest()[:12]
        return ROOT / ".cache" / "bench" / f"{self.name}-{digest}"

    @property
    def _by_npm(self) -> bool:
        return (PEERS / self.name).is_dir()

    @property
    def _lock(self) -> Path:
        return PEERS / self.name / "package-lock.json" if self._by_npm else PEERS / f"{self.name}.txt"

    def steps(self) -> Sequence[Sequence[str | Path]]:
        """Return the commands that make it."""
        if self._by_npm:
            return [["npm", "ci", "--silent", "--ignore-scripts", "--prefix", self.folder]]
        pip = [self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        return [[sys.executable, "-m", "venv", "--clear", self.folder], [*pip, "--require-hashes", "-r", self._lock]]

    def lay_out(self) -> str:
        """Make its folder; return what is missing on this machine, or nothing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if self._by_npm:
            if not (shutil.which("npm") and shutil.which("node")):
                return "not installed: it needs node and npm"
            for file in (PEERS / self.name).iterdir():
                shutil.copy(file, self.folder)
        return ""


@cache
def _install(environment: Environment) -> str:
    ready = environment.folder / "ready"
    if ready.exists():
        return ""
    print(f"installing {environment.name} (once)", file=sys.stderr, flush=True)
    if missing := environment.lay_out():
        return missing
    for command in environment.steps():
        done = subprocess.run(command, env=clean(), capture_output=True, text=True, check=False)
        if done.returncode:
            return f"not installed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1][:120]}"
    ready.touch()
    return ""
