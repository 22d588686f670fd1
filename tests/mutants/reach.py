"""Which functions of the program each test enters: a mutant is then tried with the tests that enter its function.

    python -m tests.mutants.reach RECORD TESTS...

The record has a line of JSON for each test, `{"test": id, "seconds": s, "reached": ["schema/hoist.py:Hoisting.ref", …]}`. What a
fixture of a module does is written to the module alone, since each of its tests depends on it. Nothing is seen of processes that
tests start.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, TextIO

import pytest

from .copies import Copy


class _Recorder:
    """A plugin of pytest that writes down which code objects run in each test."""

    def __init__(self, root: Path, record: TextIO) -> None:
        self._generator = f"{root}/generator/"
        self._record = record
        self._seen: dict[int, CodeType] = {}
        self._kept: list[dict[int, CodeType]] = []
        """Code objects stay alive, so that their ids stay their own."""

    def trace(self, frame: FrameType, event: str, argument: object) -> None:
        """Note the code of a frame that begins; its lines are not traced."""
        code = frame.f_code
        self._seen[id(code)] = code

    def _file(self, code: CodeType) -> str | None:
        """Return the module of a code object, from `generator/`; a copy of the runtime stands for the runtime."""
        name = code.co_filename
        if name.startswith(self._generator):
            return name.removeprefix(self._generator)
        _, copied, rest = name.rpartition("/_runtime/")
        return f"runtime/{rest}" if copied else None

    @contextlib.contextmanager
    def _written(self, test: str) -> Iterator[None]:
        self._seen = {}
        began = time.monotonic()
        yield
        seconds = round(time.monotonic() - began, 3)
        codes, self._seen = self._seen, {}
        self._kept.append(codes)
        found = {f"{file}:{code.co_qualname}" for code in list(codes.values()) if (file := self._file(code))}
        self._record.write(f"{json.dumps({'test': test, 'seconds': seconds, 'reached': sorted(found)})}\n")
        self._record.flush()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: Any) -> Iterator[None]:
        """Write down what fixtures enter."""
        with self._written(item.nodeid.partition("::")[0]):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: Any) -> Iterator[None]:
        """Write down what a test enters."""
        with self._written(item.nodeid):
            return (yield)


def main(record: str, *tests: str) -> int:
    """Run tests in a copy of the program, and append what they enter to a record."""
    with (
        tempfile.TemporaryDirectory(prefix="clientwright-reach-") as folder,
        open(record, "a", encoding="utf-8") as stream,
    ):
        copy = Copy(Path(folder))
        recorder = _Recorder(copy.folder, stream)
        os.chdir(copy.folder)
        for module in [one for one in sys.modules if one.partition(".")[0] in ("tests", "generator", "generated")]:
            del sys.modules[module]
        sys.path[:] = [folder, *(one for one in sys.path if one not in ("", folder, str(Path(__file__).parents[2])))]
        threading.settrace(recorder.trace)
        sys.settrace(recorder.trace)
        try:
            return int(pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests], [recorder]))
        finally:
            sys.settrace(None)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
