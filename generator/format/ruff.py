"""Formats by ruff, in one process for all modules of a package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..text.python_source import WIDTH
from ..written_files import make
from .black import format_by_black

if TYPE_CHECKING:
    from collections.abc import Sequence

Formatter: TypeAlias = Literal["black", "ruff"]
"""The program that lays out generated modules: both give the same, ruff in less time."""

_OPTIONS = (
    *("--isolated", "--no-cache", "--quiet"),
    *("--line-length", str(WIDTH), "--target-version", "py311"),
)
_RESULT = "\n    ) -> "
_LONG_RESULT = re.compile(
    rf"{re.escape(_RESULT)}(?=.{{{WIDTH + 2 - len(_RESULT)}}})((?:all_)?models\.\w+):$", re.MULTILINE
)
"""A method's result of one name that is too long for a line: black gives it a line of its own, ruff does not."""
_LONG_CONSTANT = re.compile(
    rf"^\w{{{WIDTH - 11},{WIDTH - 3}}}: Operation\[\n(?:    .*\n)+\] = Operation\(\n(?:    .*\n)+\)\n", re.MULTILINE
)
"""A constant whose name leaves room for a bracket on its line, and not for its type: they break it in two ways."""
_BROKEN_TYPE = ": Operation[\n"


@cache
def find_ruff() -> str | None:
    """Return the path of the ruff program that is installed with this Python; None if there is none."""
    folders = sysconfig.get_path("scripts"), sysconfig.get_path("scripts", sysconfig.get_preferred_scheme("user"))
    return shutil.which("ruff", path=os.pathsep.join(folders))


def format_by_ruff(texts: Sequence[str]) -> list[str]:
    """Return modules as ruff formats them.

    Raises:
        OSError: ruff is not installed, or there is no room for its files.
        SyntaxError: a text is not Python.
    """
    if not texts:
        return []
    program = find_ruff()
    if program is None:
        raise FileNotFoundError("ruff is not installed")
    with tempfile.TemporaryDirectory(prefix="clientwright-") as folder:
        files = [make(Path(folder), f"module{number}.py", text.encode()) for number, text in enumerate(texts)]
        # The command contains no text of a document; that is only in the files that ruff reads.
        command = [program, "format", *_OPTIONS, folder]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise SyntaxError(f"ruff refuses what the templates wrote: {done.stderr.strip()}")
        return [_mended(file.read_bytes().decode()) for file in files]


def _mended(text: str) -> str:
    """Return ruff's output with the two forms corrected that ruff is known to format differently from black."""
    # Both begin with what few modules contain, since to try the patterns at every line takes long.
    text = _LONG_RESULT.sub(r"\n    ) -> (\n        \1\n    ):", text)
    return _LONG_CONSTANT.sub(lambda found: format_by_black(found[0]), text) if _BROKEN_TYPE in text else text
