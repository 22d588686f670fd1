"""The runtime's own suite, on the other HTTP library."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
SUITES = sorted(
    path.name
    for path in FOLDER.glob("test_*.py")
    if path != Path(__file__) and re.search(r"import httpx|\.faults? import|fault_calls", path.read_text("utf-8"))
)


FAULTS = [one for one in SUITES if one.startswith("test_faults_")]
"""The modules that take as long as all others together."""


@pytest.mark.parametrize("suites", [FAULTS, [one for one in SUITES if one not in FAULTS]], ids=["faults", "others"])
def test_the_suite_passes_on_httpx2(suites: list[str]) -> None:
    """The modules of tests that use an HTTP library, in two processes: each takes seconds to import everything."""
    files = [str(FOLDER / suite) for suite in suites]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files]
    environment = {**os.environ, "CLIENTWRIGHT_HTTP": "httpx2"}
    environment = {name: value for name, value in environment.items() if not name.startswith("PYTEST_XDIST")}
    run = subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=FOLDER.parents[1], timeout=600, check=False
    )
    assert run.returncode == 0, run.stdout[-3000:]
