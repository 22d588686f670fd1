"""Put each mutant into a copy of the program, and run the tests that concern it: `make mutants`.

    python -m tests.mutants [--record FILE] [--each N] [--only TEXT]

Without `--each` only the patches written by hand are tried, with it N drawn places of each module, too. What was tried is
in the record, a line of JSON each: a run that was stopped goes on where it was. The tests run in a process that is forked
when all libraries are imported, and the first failure ends it.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .operators import mutants
from .patches import PATCHES, TESTS

ROOT = Path(__file__).resolve().parents[2]
_COPIED = (
    "generator",
    "templates",
    "tests",
    "specs",
    "generated",
    "docs",
    "pyproject.toml",
    "README.md",
    "SECURITY.md",
)
_LIBRARIES = (
    "pytest",
    "_pytest.assertion.rewrite",
    "hypothesis",
    "httpx",
    "pydantic",
    "jinja2",
    "yaml",
    "black",
    "click",
    "jsonschema",
)
_SECONDS, _OF_PROCESSOR = 1_800, 90
"""How long the tests of a mutant may take by the clock, and of the processor's time: one that does not end is noticed."""
_CAUGHT, _SURVIVED = "caught", "survived"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one bug in it."""

    name: str
    file: str
    """From `generator/`."""
    text: str
    tests: tuple[str, ...]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("--record", type=Path, default=Path("mutants.jsonl"))
    parser.add_argument("--each", type=int, default=0)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    done = {line["name"]: line["outcome"] for line in _lines(given.record)}
    chosen = [one for one in (*_patched(), *_drawn(given.each)) if given.only in one.name]
    for library in _LIBRARIES:
        importlib.import_module(library)
    with tempfile.TemporaryDirectory(prefix="clientwright-mutants-") as folder:
        copy = _copied(Path(folder))
        for mutant in chosen:
            if mutant.name in done:
                continue
            outcome, seconds = _tried(copy, mutant)
            done[mutant.name] = outcome
            line = json.dumps({"name": mutant.name, "outcome": outcome, "seconds": round(seconds, 1)})
            with given.record.open("a", encoding="utf-8") as record:
                record.write(f"{line}\n")
    survivors = [one.name for one in chosen if done[one.name] != _CAUGHT]
    print(f"{len(chosen)} mutants, {len(chosen) - len(survivors)} caught; not caught:")
    print(*survivors, sep="\n")
    return 0


def _lines(record: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in record.read_text("utf-8").splitlines()] if record.exists() else []


def _patched() -> Iterator[Mutant]:
    for patch in PATCHES:
        before = (ROOT / "generator" / patch.file).read_text("utf-8")
        if before.count(patch.old) != 1:
            raise SystemExit(f"{patch.name}: stands {before.count(patch.old)} times in the file; adapt the patch")
        yield Mutant(patch.name, patch.file, before.replace(patch.old, patch.new), tuple(patch.tests.split()))


def _drawn(each: int) -> Iterator[Mutant]:
    for folder, tests in TESTS.items() if each else ():
        for path in sorted((ROOT / "generator" / folder).glob("*.py")):
            file = path.relative_to(ROOT / "generator").as_posix()
            for what, text in mutants(path, each):
                yield Mutant(f"{file}:{what}", file, text, tuple(tests.split()))


def _copied(folder: Path) -> Path:
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copy2(source, folder / name)
    compileall.compile_dir(str(folder), quiet=2)
    return folder


def _tried(copy: Path, mutant: Mutant) -> tuple[str, float]:
    """Run the tests with a mutant in the copy; return the outcome and the seconds."""
    path = copy / "generator" / mutant.file
    before, times = path.read_bytes(), path.stat()
    began = time.monotonic()
    path.write_text(mutant.text, "utf-8")
    try:
        return (
            _run(copy, [f"tests/{one}" for one in mutant.tests if (copy / "tests" / one).exists()]),
            time.monotonic() - began,
        )
    finally:
        path.write_bytes(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def _run(copy: Path, tests: list[str]) -> str:
    child = os.fork()
    if child == 0:
        _pytest(copy, tests)
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            # 1: a test failed; 2: the program cannot even be imported; below 0: killed by itself.
            return _SURVIVED if code == 0 else _CAUGHT if code in (1, 2) or code < 0 else f"error {code}"
        time.sleep(0.05)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "slow"


def _pytest(copy: Path, tests: list[str]) -> None:
    """Run tests in this process, which is a copy of the one that has all libraries, and end it."""
    code = 3
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (_OF_PROCESSOR, _OF_PROCESSOR))
        os.chdir(copy)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        # A mutant's bytecode must not be taken for that of the module it was made of.
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        for name in [name for name in sys.modules if name.partition(".")[0] in ("tests", "generator")]:
            del sys.modules[name]
        sys.path[:] = [str(copy), *(one for one in sys.path if one not in ("", str(ROOT)))]
        import pytest

        code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]))
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
