"""Formatting by ruff: one process for all modules of a package."""

from __future__ import annotations

import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..text.python_source import WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPTIONS = (
    *("--isolated", "--no-cache", "--quiet"),
    *("--line-length", str(WIDTH), "--target-version", "py311"),
)
_LONG_RESULT = re.compile(rf"^(?=.{{{WIDTH + 1}}})    \) -> ((?:all_)?models\.\w+):$", re.MULTILINE)
"""A result of a method whose name alone is too long for a line: black puts it on one of its own, and ruff does not."""


@cache
def find_ruff() -> str | None:
    """Return the path of the program that is installed with this Python; None where there is none."""
    try:
        from ruff import find_ruff_bin

        return find_ruff_bin()
    except (ImportError, FileNotFoundError):
        return None


def format_by_ruff(texts: Sequence[str]) -> list[str]:
    """Return modules as ruff formats them.

    Raises:
        FileNotFoundError: ruff is not installed.
        SyntaxError: a text is not Python.
    """
    if not texts:
        return []
    program = find_ruff()
    if program is None:
        raise FileNotFoundError("ruff is not installed")
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"module{number}.py" for number in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_bytes(text.encode())
        # The command is ours alone: nothing of a document is in it but files that ruff reads.
        command = [program, "format", *_OPTIONS, folder]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise SyntaxError(f"ruff refuses what the templates wrote: {done.stderr.strip()}")
        return [_LONG_RESULT.sub(r"    ) -> (\n        \1\n    ):", file.read_bytes().decode()) for file in files]
