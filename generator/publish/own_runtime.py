"""The runtime modules of a package that are the program's own, to the byte.

Their text is no document's: it is tested with the program. So they are not imported for their own sake, and where a
generated module imports one, Python's bytecode of the program's file serves.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..artifacts import RUNTIME
from ..program_files import RUNTIME_SOURCE
from .runtime_copy import runtime_files, start_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def own_modules(package: str, files: Mapping[str, str]) -> frozenset[str]:
    """Return the paths, within a package, of the modules that are copies of the program's runtime."""
    start = "" if package == RUNTIME else f"{RUNTIME}/"
    own = {f"{start}{path}" for path, text in runtime_files().items() if files.get(f"{start}{path}") == text}
    first = f"{start}__init__.py"
    if first in files and first not in own:
        there = [path.removeprefix(start) for path in files if path.startswith(start) and path != first]
        own |= {first} if files[first] == start_of(there) else set()
    return frozenset(own)


def compile_runtime() -> None:
    """Have bytecode of the program's runtime, as Python itself has of every module that it imports from source."""
    if sys.dont_write_bytecode:
        return
    import py_compile
    from importlib.util import cache_from_source

    for path in RUNTIME_SOURCE.rglob("*.py"):
        bytecode = Path(cache_from_source(str(path)))
        # Where nothing may be written, or another process writes the same, the source serves.
        with suppress(OSError):
            if not bytecode.exists() or bytecode.stat().st_mtime < path.stat().st_mtime:
                py_compile.compile(os.fspath(path), quiet=2)
