"""Whole runs of the program, killed by the kernel at its system calls, as strace counts them: nothing is patched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.publish.support import CHANGED, PETS, ROOT, generate, generated, import_error, provider

pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("strace") is None, reason="there is no strace here")]

_CALLS = (
    *("mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat"),
    *("symlink", "symlinkat", "chmod", "fchmodat", "ftruncate", "write", "openat", "fsync"),
)
_MOST = 24
"""Of one system call: the first ones, the last ones, and some between; `crash` takes all of them."""


def traced(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["strace", "-qq", *options, sys.executable, "-B", "-m", "generator", "generate", "--jobs", "1"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A workspace in which a client and the runtime are not what they should be; what is there, and what should be."""
    folder = tmp_path_factory.mktemp("states")
    provider(folder, "pets", CHANGED)
    assert generate(folder).returncode == 0
    new = generated(folder)
    provider(folder, "pets", PETS)
    assert generate(folder).returncode == 0
    provider(folder, "pets", CHANGED)
    (folder / "generated" / "_runtime" / "former.py").write_text("x = 1\n")
    return folder, generated(folder), new


def points(folder: Path) -> list[tuple[str, int]]:
    """Return the system calls that change the disk, each with its number among those of its name."""
    trace = folder / "trace"
    done = traced(folder, "-o", str(trace), "-e", f"trace={','.join(_CALLS)}")
    if done.returncode and not trace.exists():
        pytest.skip(f"strace is not allowed here: {done.stderr}")
    counts: Counter[str] = Counter()
    found: dict[str, list[int]] = {}
    for line in trace.read_text("utf-8", "replace").splitlines():
        if match := re.match(r"(\w+)\(", line):
            counts[match[1]] += 1
            if match[1] != "openat" or re.search(r"O_(CREAT|WRONLY|RDWR)", line):
                found.setdefault(match[1], []).append(counts[match[1]])
    assert "renameat2" in found
    return [(name, number) for name, numbers in found.items() for number in _thinned(numbers)]


def _thinned(numbers: list[int]) -> list[int]:
    if len(numbers) <= _MOST:
        return numbers
    step = len(numbers) / _MOST
    return sorted({numbers[-1], *(numbers[int(index * step)] for index in range(_MOST))})


@pytest.mark.parametrize("fault", ["signal=KILL", "error=ENOSPC", "error=EIO"])
def test_at_every_system_call(
    states: tuple[Path, dict[str, bytes], dict[str, bytes]], tmp_path: Path, fault: str
) -> None:
    start, old, new = states
    counting = Path(shutil.copytree(start, tmp_path / "counting"))
    for name, number in points(counting):
        if name == "openat" and fault != "signal=KILL":
            continue  # Python reads its own modules with it.
        folder = Path(shutil.copytree(start, tmp_path / "run"))
        done = traced(folder, "-o", os.devnull, "-e", f"trace={name}", "-e", f"inject={name}:{fault}:when={number}")
        where = f"{fault} at {name} {number}: {done.stderr}"
        assert generated(folder) in (old, new), where
        assert "Traceback" not in done.stderr, where
        assert import_error(folder, "generated.pets", "generated.pets.models") == "", where
        again = generate(folder)
        assert again.returncode == 0, where + again.stderr
        assert generated(folder) == new, where
        assert not [path.name for path in folder.iterdir() if "publishing" in path.name], where
        shutil.rmtree(folder)
