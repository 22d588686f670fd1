"""Work done in copies of this process: the same comes out, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import time

import pytest

from generator.commands.copies import AVAILABLE, Copies

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


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGSEGV])
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
