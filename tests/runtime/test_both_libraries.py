"""The runtime's own suite, on the other HTTP library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
SUITES = sorted(
    path.name
    for path in FOLDER.glob("test_*.py")
    if path != Path(__file__) and "import httpx" in path.read_text("utf-8")
)


@pytest.mark.parametrize("suite", SUITES)
def test_the_suite_passes_on_httpx2(suite: str) -> None:
    """Each module of tests that uses an HTTP library; one for copies of the runtime chooses its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(FOLDER / suite)]
    environment = {**os.environ, "CLIENTWRIGHT_HTTP": "httpx2"}
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_XDIST")}
    run = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=FOLDER.parents[1], timeout=600, check=False
    )
    assert run.returncode == 0, run.stdout[-3000:]
