"""Formatting by ruff, which need not be installed: `format = "ruff"` in provider.toml asks for it."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from ..text.python_source import WIDTH

Formatter: TypeAlias = Literal["black", "ruff"]
"""The program that lays generated code out."""


def find_ruff() -> str | None:
    """Return the path of the program: that of this Python first, then one that the shell would find."""
    return shutil.which("ruff", path=sysconfig.get_path("scripts")) or shutil.which("ruff")


def format_by_ruff(pieces: Sequence[str]) -> list[str]:
    """Return pieces of Python as ruff formats them, each by itself.

    Raises:
        FileNotFoundError: ruff is not installed.
        subprocess.CalledProcessError: a piece is not Python. That is a bug of the templates.
    """
    if not pieces:
        return []
    program = find_ruff()
    if program is None:
        raise FileNotFoundError("ruff is not installed")
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name) / f"piece{number}.py" for number in range(len(pieces))]
        for file, piece in zip(files, pieces, strict=True):
            file.write_text(piece, "utf-8", newline="")
        options = ["--isolated", "--no-cache", "--quiet", "--line-length", str(WIDTH), "--target-version", "py311"]
        # The command is ours alone: nothing of a document is in it but files that ruff reads.
        subprocess.run([program, "format", *options, name], check=True, stdin=subprocess.DEVNULL)
        return [file.read_text("utf-8") for file in files]
