"""Runs the contract tests of the repository for one provider, at the end of `import`."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

_SECONDS = 180
_SUMMARY = re.compile(r"\d+ (?:passed|failed|error|skipped|deselected).* in [\d.]+s.*")


def run(root: Path, provider: str) -> str:
    """Return the last line of pytest, such as "87 passed in 9.1s"; empty if there are no tests."""
    folder = root / "tests" / "contract"
    if not folder.is_dir() or find_spec("pytest") is None:
        return ""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder), "-k", provider]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return f"stopped after {_SECONDS} seconds"
    found = [line.strip("= ") for line in done.stdout.splitlines() if _SUMMARY.fullmatch(line.strip("= "))]
    return found[-1] if found else "could not be run: python -m pytest tests/contract says why"
