"""A failure at any system call leaves the old tree or the new one, and the next run repairs the rest.

`crash` does the work, in a process of its own that may be killed at will.
"""

from __future__ import annotations

import errno
import subprocess
import sys

import pytest

from tests.publish.crash import SCENARIOS
from tests.publish.support import ROOT

_ERRORS = (
    *("ENOSPC", "EDQUOT", "EIO", "EACCES", "EPERM", "EROFS", "EMFILE", "EINTR", "EXDEV", "ENAMETOOLONG", "ENOENT"),
    *("EEXIST", "ENOTEMPTY", "EBUSY", "ENOMEM"),
)


def outcome(scenario: str, *faults: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.publish.crash", scenario, *faults],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    *problems, summary = done.stdout.splitlines()
    assert problems == []
    return summary


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_killed_at_every_call(scenario: str) -> None:
    assert outcome(scenario, "kill").endswith("1 faults, 0 failures")


@pytest.mark.parametrize("scenario", ["change", "clients and runtime"])
def test_out_of_space_from_every_call_on(scenario: str) -> None:
    assert outcome(scenario, "ENOSPC+").endswith("1 faults, 0 failures")


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_fault_at_every_call(scenario: str) -> None:
    faults = ["kill", "torn", *_ERRORS, *(f"{name}+" for name in _ERRORS)]
    assert all(hasattr(errno, name) for name in _ERRORS)
    assert outcome(scenario, *faults).endswith(f"{len(faults)} faults, 0 failures")
