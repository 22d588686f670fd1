"""Hold the expected packages of all cases against mypy --strict and pyright strict: `make types` runs this.

The packages hold no runtime of their own: they are put next to one copy, as packages of a team's repository are.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

CASES = Path(__file__).resolve().parent
ROOT = CASES.parents[1]
SETTINGS = '[tool.mypy]\nstrict = true\n[tool.pyright]\ntypeCheckingMode = "strict"\ninclude = ["cases"]\n'


def assemble(folder: Path) -> Path:
    """Put the expected packages into `folder/cases` and return the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    packages = folder / "cases"
    packages.mkdir(parents=True)
    (packages / "__init__.py").touch()
    (folder / "pyproject.toml").write_text(SETTINGS, "utf-8")
    shutil.copytree(ROOT / "generator" / "runtime", packages / "_runtime", ignore=shutil.ignore_patterns("__pycache__"))
    for expected in sorted(CASES.glob("*/expected")):
        package = packages / expected.parent.name.replace("-", "_")
        shutil.copytree(expected, package)
        for module in package.rglob("*.py"):
            text = module.read_text("utf-8")
            module.write_text(text.replace("from ._runtime import", "from .._runtime import"), "utf-8")
    return folder


def main() -> int:
    """Run both type checkers; return their exit status."""
    folder = assemble(ROOT / ".cache" / "types")
    binaries = Path(sys.executable).parent
    mypy = subprocess.run([str(binaries / "mypy"), "-p", "cases"], cwd=folder, check=False)
    pyright = subprocess.run([str(binaries / "pyright"), "--pythonpath", sys.executable], cwd=folder, check=False)
    return mypy.returncode or pyright.returncode


if __name__ == "__main__":
    sys.exit(main())
