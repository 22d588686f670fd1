"""The example programs of docs/ run as they stand, and print what the README shows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_four_calls() -> None:
    program = ROOT / "docs" / "examples" / "four_calls.py"
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    shown = (ROOT / "README.md").read_text("utf-8")
    assert done.stdout.strip()
    for line in done.stdout.strip().splitlines():
        assert line.strip() in shown, f"README.md does not show {line!r}"
