"""A process for every piece of work, so that its CPU time and its memory are its own and a crash is too."""

from __future__ import annotations

import json
import os
import signal
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

Work: TypeAlias = Callable[[str], Mapping[str, Any]]
"""Takes an item, returns what can be written as JSON."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one item."""

    item: str
    result: Mapping[str, Any]
    """Empty where the process died."""
    death: str
    """Why there is no result; empty where there is one."""
    seconds: float
    """CPU time, user and system, of the process."""
    megabytes: int
    """The most memory that the process held, what it began with included."""


def run_all(
    steps: Sequence[Work], items: Sequence[str], workers: int, folder: Path, limit: int
) -> Iterator[tuple[Done, ...]]:
    """Yield what becomes of each item, as it is done, with at most `workers` processes and `limit` seconds each.

    Each step has a process of its own; a step that dies or returns `"stop": True` is the last for its item.
    Processes are forked, so that each starts with what is imported here; nothing here may have started a thread.
    """
    waiting: list[tuple[Done, ...] | str] = list(reversed(items))
    running: dict[int, tuple[str, tuple[Done, ...]]] = {}
    while waiting or running:
        while waiting and len(running) < workers:
            following = waiting.pop()
            item, before = (following, ()) if isinstance(following, str) else (following[0].item, following)
            running[_start(steps[len(before)], item, folder, limit)] = item, before
        pid, status, usage = os.wait4(-1, 0)
        item, before = running.pop(pid)
        result, death = _read(folder / f"{pid}.json", status)
        done = (*before, Done(item, result, death, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024))
        if death or result.get("stop") or len(done) == len(steps):
            yield done
        else:
            waiting.append(done)


def _start(work: Work, item: str, folder: Path, limit: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    signal.alarm(limit)
    status = 1
    try:
        text = json.dumps(work(item))
        (folder / f"{os.getpid()}.json").write_text(text, "utf-8")
        status = 0
    except BaseException:
        (folder / f"{os.getpid()}.json").write_text(json.dumps(traceback.format_exc()), "utf-8")
    finally:
        os._exit(status)


def _read(file: Path, status: int) -> tuple[Mapping[str, Any], str]:
    try:
        found: Any = json.loads(file.read_bytes())
        file.unlink()
    except (OSError, ValueError):
        found = None
    if isinstance(found, dict) and status == 0:
        return found, ""
    number = os.waitstatus_to_exitcode(status)
    if number == -signal.SIGALRM:
        return {}, "took too long"
    return {}, str(found) if found else f"killed by signal {-number}"
