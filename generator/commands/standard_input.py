"""`--spec -`: reads the document from standard input, and names it so in diagnostics."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..document.limits import MOST

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from .summary import Row

DASH = Path("-")
_NAME = "standard-input"
_CHUNK = 1 << 20


@contextmanager
def saved() -> Generator[Path]:
    """Save standard input to a file in a temporary folder, and yield its path until the command ends.

    At most one byte more than the highest limit on documents is read; the reader then refuses a document that is too
    large.
    """
    # Imported late: few commands read standard input, and these take long to import.
    import tempfile

    from ..written_files import make

    with tempfile.TemporaryDirectory() as folder:
        yield make(Path(folder), _NAME, _input(MOST.bytes + 1))


def _input(most: int) -> Iterator[bytes]:
    """Yield what comes from standard input, so many bytes of it."""
    while most > 0 and (data := sys.stdin.buffer.read(min(most, _CHUNK))):
        most -= len(data)
        yield data


def shown(path: Path) -> str:
    """Return a path as messages show it."""
    return "<stdin>" if path.name == _NAME else str(path)


def named(row: Row) -> Row:
    """Return a row whose diagnostics name standard input instead of the temporary file."""
    diagnostics = tuple(
        (replace(one, where=replace(one.where, file=shown(Path(one.where.file)))) if one.where is not None else one)
        for one in row.diagnostics
    )
    return replace(row, diagnostics=diagnostics)
