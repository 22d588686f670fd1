"""Publishes many times, with another failure each time: a program that runs one scenario.

`python -m tests.publish.crash SCENARIO FAULT...` counts the system calls that change the disk, then fails at each of
them in turn: FAULT is `kill` (kill -9 before the call), `torn` (kill -9 in the middle of a write), the name of an
errno, or `EIO+`: from that call on, all fail. After each, the published tree must be the old one or the new one, whole;
so it must be when a run that publishes nothing has mended what was left; after one more run it must be the new one,
with nothing left next to it. What is not so is printed.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from generator.publish import filesystem, publisher
from generator.publish.journal import within
from generator.publish.publisher import HEADER, Publisher
from tests.publish.support import A, B, package, tree

_CALLS = ("mkdir", "rmdir", "unlink", "rename", "replace", "link", "symlink", "chmod", "ftruncate", "write", "fsync")
_CHANGING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_LASTING = ("kill", "torn")
"""Faults after which the run does nothing any more."""
_EDITED = f"{HEADER}\nEDITED = 1\n"

Tree = Mapping[str, Mapping[str, str]]
"""Name of a package → its files."""


@dataclass(frozen=True)
class Scenario:
    """What is published before, and what is to be."""

    old: Tree
    new: Tree
    exchange: bool = True
    """The system can exchange folders."""
    within: bool = False
    """The work folder is inside the output: the clients are exchanged one after the other."""
    alone: bool = False
    edited: bool = False
    """Somebody edits a file first, which must not get lost."""

    @property
    def is_atomic(self) -> bool:
        """Return whether there is no moment without the tree."""
        return self.exchange and not (self.within and len(self.new) > 1)


PETS_OLD = {"__init__.py": A, "a.py": A, "sub/b.py": A, "same.py": A, "py.typed": ""}
PETS_NEW = {"__init__.py": A, "a.py": B, "sub/c.py": B, "same.py": A, "py.typed": ""}
CLIENTS_OLD = {"_runtime": {"core.py": "x = 1\n"}, "pets": PETS_OLD, "dogs": {"__init__.py": A}}
CLIENTS_NEW = {"_runtime": {"core.py": "x = 2\n", "more.py": "x = 2\n"}, "pets": PETS_NEW, "dogs": {"__init__.py": B}}

SCENARIOS = {
    "first": Scenario({}, {"pets": PETS_OLD}, alone=True),
    "change": Scenario({"pets": PETS_OLD}, {"pets": PETS_NEW}, alone=True),
    "change, renamed": Scenario({"pets": PETS_OLD}, {"pets": PETS_NEW}, alone=True, exchange=False),
    "edited": Scenario({"pets": PETS_OLD}, {"pets": PETS_NEW}, alone=True, edited=True),
    "removal": Scenario({"pets": PETS_OLD}, {"pets": {}}, alone=True),
    "first clients": Scenario({}, CLIENTS_OLD),
    "one client": Scenario(CLIENTS_OLD, {**CLIENTS_OLD, "pets": PETS_NEW}),
    "clients and runtime": Scenario(CLIENTS_OLD, CLIENTS_NEW),
    "clients and runtime, renamed": Scenario(CLIENTS_OLD, CLIENTS_NEW, exchange=False),
    "clients and runtime, within": Scenario(CLIENTS_OLD, CLIENTS_NEW, within=True),
}


def main(name: str, *faults: str) -> None:
    """Print what is wrong after each fault at each call, and how many there were."""
    scenario = SCENARIOS[name]
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
        count, _ = attempt(scenario, Path(folder) / "count", "", 0)
        failures = 0
        for fault in faults:
            for at in range(1, count + 1):
                _, problem = attempt(scenario, Path(folder) / f"{fault}-{at}", fault, at)
                if problem:
                    failures += 1
                    print(f"{name}: {fault} at call {at} of {count}: {problem}")
    print(f"{count} calls, {len(faults)} faults, {failures} failures")


def attempt(scenario: Scenario, folder: Path, fault: str, at: int) -> tuple[int, str]:
    """Publish, with a fault at the given call; return how many calls there were, and what is wrong afterwards."""
    output = folder / "out"
    with _system(scenario):
        _publish(scenario, scenario.old, output)
        if scenario.edited:
            (output / "pets" / "a.py").write_text(_EDITED)
        before = _seen(output)
        count = _faulty(scenario, output, fault, at)
        problem = _problem(scenario, before, output, lasting=fault in _LASTING or fault.endswith("+"))
        _repair(scenario, output)
        problem = problem or _problem(scenario, before, output, lasting=False)
        errors = _publish(scenario, scenario.new, output)
    after = _seen(output)
    if not problem and errors:
        problem = f"the next run fails: {errors}"
    if not problem and after != _wanted(scenario.new):
        problem = f"the next run leaves {sorted(after)}"
    if not problem and any(path.is_dir() and path.name not in ("out", "edited") for path in folder.iterdir()):
        problem = f"the next run leaves {sorted(path.name for path in folder.iterdir())}"
    if not problem and scenario.edited and _EDITED not in tree(folder / "edited").values():
        problem = "the edited text is lost"
    shutil.rmtree(folder)
    return count, problem


def _faulty(scenario: Scenario, output: Path, fault: str, at: int) -> int:
    """Publish in a process of its own with a fault at the given call; return how many calls there were."""
    read, write = os.pipe()
    process = os.fork()
    if process == 0:
        calls = _Calls(fault, at)
        with calls.counted():
            _publish(scenario, scenario.new, output)
        os.write(write, str(calls.count).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        text = answer.read()
    _, status = os.waitpid(process, 0)
    if fault not in _LASTING:
        assert status == 0, f"the run ended with {status}"
    return int(text or 0)


def _problem(scenario: Scenario, before: Mapping[str, str], output: Path, *, lasting: bool) -> str:
    found = {path: text for path, text in _seen(output).items() if ".publishing" not in path}
    before = {path: text for path, text in before.items() if ".publishing" not in path}
    wanted = _wanted(scenario.new)
    if found in (before, wanted):
        return ""
    if lasting and not scenario.is_atomic:
        # What is missing is in the work folder, and comes back with the next run.
        names = {path.split("/")[0] for path in found}
        if all(_part(found, name) in (_part(before, name), _part(wanted, name)) for name in names):
            return ""
    if not before and all(_part(found, name) in ({}, _part(wanted, name)) for name in scenario.new):
        clients = {path.split("/")[0] for path in found}
        return "" if "_runtime" in clients or not clients or scenario.alone else "a client without its runtime"
    return f"the tree is neither old nor new: {sorted(found)}"


def _repair(scenario: Scenario, output: Path) -> None:
    """Mend what is left, as a run does that has nothing to publish."""
    if scenario.alone:
        Publisher(output / "pets").repair()
    else:
        Publisher(output, None, "generated").repair()


def _part(files: Mapping[str, str], name: str) -> dict[str, str]:
    return {path: text for path, text in files.items() if path.startswith(f"{name}/")}


def _seen(output: Path) -> dict[str, str]:
    return tree(output) if output.exists() else {}


def _wanted(packages: Tree) -> dict[str, str]:
    return {f"{name}/{path}": text for name, files in packages.items() for path, text in files.items()}


def _publish(scenario: Scenario, packages: Tree, output: Path) -> list[str]:
    """Publish packages as a run does, and return the errors."""
    made = [package(files, output / name) for name, files in packages.items()]
    if scenario.alone:
        results = {one.name: Publisher(one.target).publish(one)[one.name] for one in made}
    else:
        results = Publisher(output, None, "generated").publish(*made)
    return [f"{name}: {result!r}" for name, result in results.items() if isinstance(result, OSError)]


@contextmanager
def _system(scenario: Scenario) -> Iterator[None]:
    """Take away what a scenario lacks."""
    with ExitStack() as stack:
        if not scenario.exchange:
            stack.enter_context(mock.patch.object(filesystem, "exchange", return_value=False))
        if scenario.within:
            stack.enter_context(mock.patch.object(publisher, "chosen", lambda output, shared: within(output)))
        yield


class _Calls:
    """Counts the calls that change the disk, and lets one of them fail."""

    def __init__(self, fault: str, at: int) -> None:
        self.fault, self.at, self.count, self.lock = fault, at, 0, threading.Lock()
        self.write = os.write

    @contextmanager
    def counted(self) -> Iterator[None]:
        with ExitStack() as stack:
            for name in _CALLS:
                stack.enter_context(mock.patch.object(os, name, self._wrapped(getattr(os, name))))
            opened = self._wrapped(os.open)
            plain = os.open

            def choose(path: Any, flags: int, *arguments: Any, **options: Any) -> int:
                call = opened if flags & _CHANGING else plain
                return int(call(path, flags, *arguments, **options))

            stack.enter_context(mock.patch.object(os, "open", choose))
            stack.enter_context(mock.patch.object(filesystem, "exchange", self._wrapped(filesystem.exchange)))
            yield

    def _wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **options: Any) -> Any:
            with self.lock:
                self.count += 1
                if self.count == self.at or (self.fault.endswith("+") and self.count > self.at):
                    self._fail(call, arguments)
            return call(*arguments, **options)

        return wrapped

    def _fail(self, call: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        if self.fault == "torn" and call is self.write:
            descriptor, data = arguments
            call(descriptor, data[: len(data) // 2])
        if self.fault in _LASTING:
            os.kill(os.getpid(), signal.SIGKILL)
        number = getattr(errno, self.fault.removesuffix("+"))
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    main(*sys.argv[1:])
