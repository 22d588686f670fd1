"""A reading as it is merged: its document mended, and its page called by the file that is kept of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ...pages.spec.writing import Given


def prepared(given: Given, folder: Path) -> Given:
    """Return a page with its document as OpenAPI, each repair recorded, and named by its kept file."""
    reading = given.reading
    if given.file:
        name = (folder / given.file).as_posix()
        reading = replace(reading, page=replace(reading.page, name=name))
    return replace(given, reading=reading)
