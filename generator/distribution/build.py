"""Wheel and sdist of a project, the same bytes in every run: fixed times, order and modes."""

from __future__ import annotations

import io
import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..written_files import make
from .project import PYPROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping

_EPOCH = 1_577_836_800
_EPOCH_PARTS = (2020, 1, 1, 0, 0, 0)
"""2020-01-01, 00:00 UTC: the time of every file. Zip files know none before 1980."""


def build(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return name → content of wheel and sdist; `files` are the project's files, including pyproject.toml.

    SOURCE_DATE_EPOCH in the environment is the time of their files, if it is set.

    Raises:
        OSError: a path leads out of the project.
    """
    with tempfile.TemporaryDirectory(prefix="clientwright-") as folder:
        root = Path(folder).resolve() / "project"
        for path in sorted(files):
            os.utime(make(root, path, files[path], mode=0o644), (_EPOCH, _EPOCH))
        return {**_wheel(root), **_sdist(root, Path(folder) / "dist")}


def _wheel(root: Path) -> dict[str, bytes]:
    # Found by name, because flit_core has no types.
    content = io.BytesIO()
    builder: Any = import_module("flit_core.wheel").WheelBuilder.from_ini_path(root / PYPROJECT, content)
    builder.source_time_stamp = builder.source_time_stamp or _EPOCH_PARTS
    builder.build()
    return {builder.wheel_filename: content.getvalue()}


def _sdist(root: Path, target: Path) -> dict[str, bytes]:
    made: Path = import_module("flit_core.sdist").SdistBuilder.from_ini_path(root / PYPROJECT).build(target)
    return {made.name: made.read_bytes()}
