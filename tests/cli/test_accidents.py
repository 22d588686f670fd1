"""Workers that die, bugs, and interrupts."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .driven import PETS, ROOT, SHOPS, provider, run, tree

SABOTAGE = """
import functools, os, time
from pathlib import Path
from generator.commands import job

original = job.run

@functools.wraps(original)
def run(one):
    if one.subject.name == "pets":
        {what}
    return original(one)

job.run = run
"""


@pytest.fixture
def sabotage(workspace: Path, tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """Give the environment of a run in which generating `pets` does something else first."""

    def environment(what: str) -> dict[str, str]:
        (tmp_path / "sitecustomize.py").write_text(SABOTAGE.format(what=what))
        provider(workspace, "pets", PETS.replace("The pet.", "The pet itself."))
        provider(workspace, "shops", SHOPS.replace("The shop.", "The shop itself."))
        return {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}

    return environment


@pytest.mark.parametrize("what", ["os._exit(9)", "os.kill(os.getpid(), 9)"])
def test_a_worker_that_dies_takes_no_other_provider_with_it(
    workspace: Path, sabotage: Callable[[str], dict[str, str]], what: str
) -> None:
    before = tree(workspace / "generated" / "pets")
    done = run(workspace, "generate", "--jobs", "2", "--format", "json", **sabotage(what))
    pets, shops = json.loads(done.stdout)["providers"]
    assert (pets["status"], shops["status"], done.returncode) == ("crashed", "written", 1)
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["pets"]
    assert tree(workspace / "generated" / "pets") == before


def test_a_bug_is_reported_with_the_provider_and_a_traceback_only_with_debug(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, types\nbroken = types.ModuleType('generator.pipeline')\n"
        "def describe(*arguments):\n    raise KeyError('a bug')\n"
        "broken.describe = describe\nsys.modules['generator.pipeline'] = broken\n"
    )
    environment = {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    shutil.rmtree(workspace / ".cache")
    before = tree(workspace / "generated")
    done = run(workspace, "generate", **environment)
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["pets", "shops"]
    assert all("KeyError: 'a bug'" in line for line in done.stderr.splitlines())
    assert "Traceback" in run(workspace, "generate", "pets", "--debug", **environment).stderr
    assert tree(workspace / "generated") == before


@pytest.fixture
def heeded() -> Iterator[None]:
    """Let new processes heed SIGINT: in the background of a shell it is ignored, and they inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.usefixtures("heeded")
def test_an_interrupt_leaves_everything_as_it_was(
    workspace: Path, sabotage: Callable[[str], dict[str, str]], jobs: str
) -> None:
    marker = workspace / "started"
    environment = os.environ | sabotage(f"Path({str(marker)!r}).touch(); time.sleep(60)")
    before = tree(workspace / "generated" / "pets")
    with subprocess.Popen(
        [sys.executable, "-m", "generator", "generate", "--jobs", jobs],
        cwd=workspace,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        wait_until(marker.exists)
        os.killpg(process.pid, signal.SIGINT)
        stdout, stderr = process.communicate(timeout=PATIENCE)
    assert (process.returncode, stdout) == (1, "")
    assert "Traceback" not in stderr
    assert tree(workspace / "generated" / "pets") == before
    assert not list((workspace / "generated").glob(".*"))
    wait_until(lambda: not group_exists(process.pid))


PATIENCE = 120
"""Seconds that a loaded machine may need for what takes one."""


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def group_exists(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
