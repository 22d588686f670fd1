"""Clientwright itself, measured like the others: in a folder of its own, with a copy of the program and its caches."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.bench.descriptions import ROOT, load, with_a_field
from tests.bench.measure import Run, best, clean, measure
from tests.bench.rivals import Call

PACKAGE = "measured"
REPEATS = 3
_PROBE = """
import generated.{package} as package
client = package.{name}(base_url="http://127.0.0.1:9", {credentials})
for call in {calls}:
    found = client
    for part in call.split("."):
        found = getattr(found, part)
    assert callable(found), call
"""


@dataclass(frozen=True)
class Own:
    """A workspace with one document."""

    folder: Path
    document: Path

    def prepare(self) -> None:
        """Lay out the workspace. The program is copied too, because what it remembers is next to it."""
        for part in ("generator", "templates"):
            shutil.copytree(ROOT / part, self.folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        subprocess.run([sys.executable, "-m", "compileall", "-q", "generator"], cwd=self.folder, check=False)
        self._lay_out()
        # Templates have bytecode, too, as every program that ran once: it is no memory of a document.
        with tempfile.TemporaryDirectory() as name:
            options = ["--spec", ROOT / "tests" / "bench" / "probes" / "openapi.yaml", "--out", name, "--name", "probe"]
            measure([sys.executable, "-m", "generator", "generate", *options], self.folder)

    def _lay_out(self) -> None:
        self._specs.mkdir(parents=True, exist_ok=True)
        if self.document.parent.parent == ROOT / "specs":
            # One of ours: what belongs to it comes along.
            shutil.copytree(self.document.parent, self._specs, dirs_exist_ok=True)
        else:
            shutil.copyfile(self.document, self._specs / f"openapi{self.document.suffix}")

    @property
    def _specs(self) -> Path:
        return self.folder / "specs" / PACKAGE

    def cold(self, *options: str) -> Run:
        """Generate with nothing remembered."""
        shutil.rmtree(self.folder / ".cache", ignore_errors=True)
        shutil.rmtree(self.folder / "generated", ignore_errors=True)
        return self._generate(*options)

    def unchanged(self) -> Run:
        """Generate again what was generated just now."""
        return best(REPEATS, self._generate)

    def changed(self) -> Run:
        """Generate after a field was added to one schema."""
        path = next(self._specs.glob("openapi.*"))
        # JSON is YAML, so that this does for both.
        path.write_text(json.dumps(with_a_field(load(path)), indent=1), "utf-8")
        return self._generate()

    def _generate(self, *options: str) -> Run:
        return measure([sys.executable, "-m", "generator", "generate", PACKAGE, *options], self.folder)

    @cached_property
    def description(self) -> Any:
        """What `inspect --json` says."""
        command = [sys.executable, "-m", "generator", "inspect", PACKAGE, "--json"]
        done = subprocess.run(command, cwd=self.folder, env=clean(), capture_output=True, check=True)
        return json.loads(done.stdout)

    def count(self) -> int:
        """Return how many operations the client has: those that are found on it and can be called."""
        calls = [operation["call"] for operation in self.description["operations"]]
        # From a file: the names of ten thousand operations are too much for a command.
        probe = self.folder / "probe.py"
        probe.write_text(self._program(calls), "utf-8")
        done = measure([sys.executable, probe], self.folder)
        if done.status:
            raise RuntimeError(done.output)
        return len(set(calls))

    @property
    def constructed(self) -> str:
        """The program that imports the package and constructs its client."""
        return self._program([])

    def _program(self, calls: list[str]) -> str:
        return _PROBE.format(
            package=PACKAGE, name=self.description["client"], credentials=self._credentials, calls=calls
        )

    @property
    def _credentials(self) -> str:
        values = {True: '("u", "p")', False: '"t"'}
        return ", ".join(f"{one['argument']}={values[self._is_basic(one['scheme'])]}" for one in self._schemes)

    @property
    def _schemes(self) -> list[Any]:
        found: list[Any] = self.description["security"]
        return found

    def _is_basic(self, name: str) -> bool:
        tree = load(self.document)
        schemes = tree.get("securityDefinitions") or tree.get("components", {}).get("securitySchemes") or {}
        scheme = schemes.get(name, {})
        return scheme.get("type") == "basic" or str(scheme.get("scheme")).lower() == "basic"

    def find(self, method: str, path: str) -> Call | None:
        """Return the operation at a path."""
        name = self.description["client"]
        for operation in self.description["operations"]:
            if (operation["method"], operation["path"]) == (method, path):
                client = f"client = {name}(base_url=base, max_retries=0, {self._credentials})"
                return Call(f"from generated.{PACKAGE} import {name}", client, f"client.{operation['call']}()")
        return None
