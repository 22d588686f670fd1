"""What Clientwright costs on this machine: `make bench` prints it. Nothing is asserted and nothing is kept."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPEATS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "specs", folder / "specs")
        # The program is copied too: what it remembers between runs lies beside it.
        for part in ("generator", "templates"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        run(folder, "-m", "compileall", "-q", "generator")
        print_times("python -c pass", folder, "-c", "pass")
        print_times("generate, cold", folder, "-m", "generator", "generate", repeats=1)
        print_times("generate, nothing changed", folder, "-m", "generator", "generate")
        print_times("import httpx, pydantic", folder, "-c", "import httpx, pydantic")
        for provider in sorted(path.name for path in (folder / "specs").iterdir()):
            run(folder, "-c", f"import generated.{provider}")
            print_times(f"import generated.{provider}", folder, "-c", f"import generated.{provider}")
            print_times("    and its models", folder, "-c", f"import generated.{provider}.models")
            print_size(folder, provider)
    for script in sorted(path for path in Path(__file__).parent.glob("*.py") if path.name != "__main__.py"):
        print(f"\n{script.relative_to(ROOT)}", flush=True)
        subprocess.run([sys.executable, script], check=True)


def print_times(what: str, folder: Path, *arguments: str, repeats: int = REPEATS) -> None:
    """Print the seconds of wall time and CPU of a program, the best of some runs."""
    wall, cpu = zip(*(run(folder, *arguments) for _ in range(repeats)), strict=True)
    print(f"{what:32} {min(wall):7.3f} s   {min(cpu):7.3f} s CPU")


def run(folder: Path, *arguments: str) -> tuple[float, float]:
    """Return the seconds of wall time and CPU that a Python program took, with the processes it started."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, check=True)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def print_size(folder: Path, provider: str) -> None:
    """Print how many lines a client has, and how many an operation."""
    command = [sys.executable, "-m", "generator", "inspect", provider, "--json"]
    description = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    operations = len(json.loads(description.stdout)["operations"])
    package = folder / "generated" / provider
    lines = sum(path.read_text("utf-8").count("\n") for path in package.rglob("*.py"))
    print(f"    {lines} lines, {operations} operations")


if __name__ == "__main__":
    main()
