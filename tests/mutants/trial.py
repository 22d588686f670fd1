"""Run tests on a mutant, in a process that is forked when all libraries are imported; the first failure ends it."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .copies import ROOT
from .stages import Stages, files_of

_OF_PROCESSOR, _BY_CLOCK = 40, 150
"""How many seconds one test may take of the processor, and by the clock: a test that does not end has noticed."""
_BYTES = 8 << 30
_STUCK = 1_800
"""How long the tests of one stage may take by the clock."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a mutant."""

    what: str
    """`caught`, `survived`, or what went wrong with the run."""
    by: str
    """The test that noticed it."""
    seconds: float


def tried(folder: Path, tests: Stages) -> Outcome:
    """Run the tests of each stage in a copy, until one notices."""
    began = time.monotonic()
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as notes:
        for stage in tests:
            what = _run(folder, [one for one in stage if (folder / "tests" / files_of(one)).exists()], notes.name)
            if what != "survived":
                lines = notes.read().splitlines()
                return Outcome(what, lines[-1] if lines else "", time.monotonic() - began)
    return Outcome("survived", "", time.monotonic() - began)


def _run(folder: Path, tests: list[str], notes: str) -> str:
    child = os.fork()
    if child == 0:
        _pytest(folder, tests, notes)
    until = time.monotonic() + _STUCK
    try:
        while time.monotonic() < until:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                code = os.waitstatus_to_exitcode(status)
                # 5: none of the tests exists any more; 1: a test failed; 2: a module cannot be imported; below 0: a test did not end.
                return "survived" if code in (0, 5) else "caught" if code in (1, 2) or code < 0 else f"error {code}"
            time.sleep(0.05)
        return "slow"
    finally:
        # What tests have started goes with them.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)


class _Watch:
    """A plugin of pytest that limits each test, and writes down which one runs."""

    def __init__(self, notes: str, tests: list[str]) -> None:
        self._notes = notes
        self._ranks = {f"tests/{one}": rank for rank, one in enumerate(tests)}

    def pytest_configure(self, config: Any) -> None:
        """Let hypothesis stop at the first failure: nobody reads it."""
        from hypothesis import Phase, settings

        settings.register_profile("mutants", settings(phases=[Phase.explicit, Phase.generate]))
        settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Keep the named tests, and those of named modules, in the order of the names."""
        ranks = [self._ranks.get(one.nodeid, self._ranks.get(one.nodeid.partition("::")[0])) for one in items]
        kept = [(rank, place) for place, rank in enumerate(ranks) if rank is not None]
        items[:] = [items[place] for _, place in sorted(kept)]

    def pytest_runtest_protocol(self, item: Any) -> None:
        """Start the clocks of a test."""
        with open(self._notes, "a", encoding="utf-8") as stream:
            stream.write(f"{item.nodeid}\n")
        signal.setitimer(signal.ITIMER_PROF, _OF_PROCESSOR)
        signal.setitimer(signal.ITIMER_REAL, _BY_CLOCK)

    def pytest_collectreport(self, report: Any) -> None:
        """Write down what cannot be imported."""
        if report.failed:
            with open(self._notes, "a", encoding="utf-8") as stream:
                stream.write(f"{report.nodeid} cannot be imported\n")


def _pytest(folder: Path, tests: list[str], notes: str) -> None:
    """Run tests in this process, which is a copy of the one that has all libraries, and end it."""
    code = 3
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
        os.chdir(folder)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        # A mutant's bytecode must not be taken for that of the module it was made of.
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        for name in list(_own_modules()):
            del sys.modules[name]
        sys.path[:] = [str(folder), *(one for one in sys.path if one not in ("", str(folder), str(ROOT)))]
        import pytest

        modules = dict.fromkeys(f"tests/{files_of(one)}" for one in tests)
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
        code = int(pytest.main([*options, *modules], [_Watch(notes, tests)]))
    finally:
        os._exit(code)


def _own_modules() -> Iterator[str]:
    return (name for name in sys.modules if name.partition(".")[0] in ("tests", "generator", "generated"))
