"""A copy of the program, in which one module at a time is another one."""

from __future__ import annotations

import compileall
import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

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
    "CHANGELOG.md",
    "Makefile",
    "LICENSE",
    "requirements.lock",
    "requirements-dev.lock",
)
_SHARED = (".venv",)
"""Linked: read alone."""


class Copy:
    """What the tests need of the repository, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Copy the repository into an empty folder, and compile its modules."""
        self.folder = folder
        for name in _COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(
                    source, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*_cache", ".cache")
                )
            else:
                shutil.copy2(source, folder / name)
        for name in _SHARED:
            (folder / name).symlink_to((ROOT / name).resolve())
        # Next to a golden package bytecode would be a difference.
        compileall.compile_dir(str(folder), quiet=2, rx=re.compile(r"/tests/cases/"))

    @contextlib.contextmanager
    def changed(self, file: str, text: str) -> Iterator[None]:
        """Let a file of `generator/` have another text, and its copy in `generated/` with it, as after `generate`."""
        paths = [self.folder / "generator" / file]
        if file.startswith("runtime/"):
            copied = self.folder / "generated" / "_runtime" / file.removeprefix("runtime/")
            paths += [copied] if copied.exists() else []
        before = [(path, path.read_bytes(), path.stat()) for path in paths]
        try:
            for path in paths:
                path.write_text(text, "utf-8")
            yield
        finally:
            for path, content, times in before:
                path.write_bytes(content)
                os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
