"""What a program costs: CPU time, wall time and memory of its process and of all that it starts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LIMIT = int(os.environ.get("LIMIT", "1800"))
"""Seconds after which a run is given up."""
_PAUSE = 0.05
_ENOUGH = 5.0
"""Seconds for which something is run again."""
_LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True)
class Run:
    """What became of a program."""

    status: int
    """Its exit status; of a program that was stopped by a signal its negative number."""
    cpu: float
    """Seconds of CPU, user and system, of the process and of those that it waited for."""
    wall: float
    megabytes: float
    """The most memory that all its processes held at once, what they share counted for each."""
    output: str
    """What it printed, errors included."""

    @property
    def problem(self) -> str:
        """Say why it failed; nothing if it did not."""
        if self.status == 0:
            return ""
        if self.status == -signal.SIGKILL:
            return f"stopped after {self.wall:.0f} s"
        lines = [line.strip() for line in self.output.splitlines() if line.strip(" │╭╰─╮╯")]
        return (lines[-1] if lines else f"exit status {self.status}")[:160]


def measure(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> Run:
    """Run a program to its end and return what it cost."""
    with tempfile.TemporaryDirectory() as name:
        report, output = Path(name) / "report", Path(name) / "output"
        start = time.perf_counter()
        with output.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", _LAUNCH, report, *command],
                cwd=folder,
                env=clean() | dict(environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            watch = _Watch(process.pid)
            watch.start()
            process.wait()
            watch.stop()
        text = output.read_text("utf-8", "replace")
        if not report.is_file():
            return Run(-signal.SIGKILL, 0.0, time.perf_counter() - start, watch.megabytes, text)
        status, cpu, wall, largest = json.loads(report.read_bytes())
    return Run(status, cpu, wall, max(largest, watch.megabytes), text)


def best(repeats: int, run: Callable[[], Run]) -> Run:
    """Return the cheapest of some runs: noise only ever adds. What takes long is run less often, or once."""
    found = [run()]
    while len(found) < repeats and sum(one.wall for one in found) < _ENOUGH:
        found.append(run())
    return min(found, key=lambda one: (one.status != 0, one.cpu))


def clean() -> dict[str, str]:
    """Return an environment in which Python is what it is by default."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "MAKE", "MFLAGS"))}


class _Watch(threading.Thread):
    """Looks at the memory of a session of processes again and again, and ends it when its time is over."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session, self._over, self._end = session, threading.Event(), time.monotonic() + LIMIT
        self.megabytes = 0.0

    def run(self) -> None:
        while not self._over.wait(_PAUSE):
            # The first of them is what launches the others.
            members = [one for one in _members(self._session) if one != self._session]
            self.megabytes = max(self.megabytes, sum(map(_resident, members)) / (1 << 20))
            if time.monotonic() > self._end:
                os.killpg(self._session, signal.SIGKILL)
                return

    def stop(self) -> None:
        self._over.set()
        self.join()


def _members(session: int) -> list[int]:
    """Return the processes of a session; none if the system does not tell."""
    found: list[int] = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name of the program, in brackets, may hold anything; the session is the fourth field behind it.
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                found.append(int(folder.name))
        except (OSError, IndexError, ValueError):
            continue
    return found


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
