"""Work done in copies of this process: the same comes out, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.commands.executors.fork_executor import AVAILABLE, Copies

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not AVAILABLE, reason="this system has no fork, or its libraries do not bear it")


def test_a_copy_sees_what_is_there_and_changes_nothing() -> None:
    given = {"a": [1]}

    def work(number: int) -> tuple[int, dict[str, list[int]]]:
        given["a"].append(number)
        return os.getpid(), given

    with Copies() as copies:
        first, second = copies.submit(work, 2), copies.submit(work, 3)
        results = [first.result(), second.result()]
    assert [found for _, found in results] == [{"a": [1, 2]}, {"a": [1, 3]}]
    assert given == {"a": [1]}
    assert len({os.getpid(), *(process for process, _ in results)}) == 3
    assert first.result() == results[0]


def test_a_large_answer_is_no_problem() -> None:
    with Copies() as copies:
        begun = copies.submit(lambda: "x" * 10_000_000)
        assert len(begun.result()) == 10_000_000


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGTERM])
def test_what_is_killed_is_done_here(death: signal.Signals) -> None:
    here = os.getpid()

    def work() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), death)
        return os.getpid()

    with Copies() as copies:
        assert copies.submit(work).result() == here


def test_an_exception_is_raised_here() -> None:
    def work() -> None:
        raise LookupError("gone")

    with Copies() as copies:
        begun = copies.submit(work)
        with pytest.raises(LookupError, match="gone"):
            begun.result()


def test_an_exception_is_raised_each_time() -> None:
    def work() -> None:
        raise LookupError("gone")

    with Copies() as copies:
        begun = copies.submit(work)
        for _ in range(2):
            with pytest.raises(LookupError, match="gone"):
                begun.result()


PROGRAM = """
import os, signal, sys, time
from generator.commands.executors.fork_executor import Copies

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
with Copies() as copies:
    begun = copies.submit(lambda: (print(os.getpid(), flush=True), "x" * 1_000_000)[1])
    if sys.argv[1] == "wait":
        time.sleep(60)
    print(len(begun.result()))
"""


def test_where_nobody_may_wait_for_children_there_is_an_answer() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, ""], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split()[-1] == "1000000", done.stderr


@pytest.mark.parametrize("death", [signal.SIGTERM, signal.SIGKILL])
def test_a_copy_does_not_outlive_its_parent_for_long(death: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "wait"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        child = int(process.stdout.readline())
        process.send_signal(death)
        process.wait()
        wait_until(lambda: not is_there(child))


def is_there(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool]) -> None:
    for _ in range(300):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it has not come to pass")


def test_without_another_process_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> int:
        raise BlockingIOError("too many processes")

    monkeypatch.setattr(os, "fork", none)
    with Copies() as copies:
        assert copies.submit(os.getpid).result() == os.getpid()


def test_what_nobody_asks_for_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[int] = []
    fork = os.fork

    def noted() -> int:
        child = fork()
        children.append(child)
        return child

    monkeypatch.setattr(os, "fork", noted)
    start = time.monotonic()
    with Copies() as copies:
        copies.submit(time.sleep, 60)
    assert time.monotonic() - start < 30
    with pytest.raises(ChildProcessError):
        os.waitpid(children[0], os.WNOHANG)
