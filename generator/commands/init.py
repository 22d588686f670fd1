"""`init`: creates a new repository for the descriptions and the clients of a team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..program_files import TEMPLATES
from ..written_files import make

if TYPE_CHECKING:
    from pathlib import Path

_SOURCE = TEMPLATES / "workspace"


@dataclass(frozen=True, slots=True)
class Created:
    """What `create` did, as paths from the folder."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    """Files that existed already and were not changed."""


def create(folder: Path) -> Created:
    """Write the files of a new workspace; existing files are not changed.

    Raises:
        OSError: the folder cannot be written to.
    """
    written: list[str] = []
    kept: list[str] = []
    for source in _files():
        name = source.relative_to(_SOURCE).as_posix()
        try:
            make(folder, name, source.read_text("utf-8").encode())
        except FileExistsError:
            kept.append(name)
        else:
            written.append(name)
    return Created(tuple(written), tuple(kept))


def _files() -> list[Path]:
    # Installing compiles everything that ends in .py, so the workspace's tests are stored without that ending.
    return sorted(path for path in _SOURCE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def report(created: Created) -> str:
    """Return what `init` prints."""
    lines = [*(f"wrote  {path}" for path in created.written), *(f"kept   {path}" for path in created.kept)]
    return "\n".join([*lines, "", *_NEXT])


_NEXT = (
    "Next: clientwright import PAGE --provider NAME   a client from a documentation page",
    "      or put a document at specs/NAME/openapi.yaml",
    "      clientwright generate                      write generated/",
    "Say in pyproject.toml where `clientwright` comes from: it is on no public index.",
)
