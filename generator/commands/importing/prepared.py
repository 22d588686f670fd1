"""Prepares a reading for merging: mends its document, and names its page after its kept file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...pages.json_access import members
from ...pages.mending import mended

if TYPE_CHECKING:
    from pathlib import Path

    from ...pages.reading import Reading
    from ...pages.spec.writing import RecordedPage


def prepared(given: RecordedPage, folder: Path) -> RecordedPage:
    """Return a page whose document is valid OpenAPI, with each repair recorded, named after its kept file."""
    reading = _mended(given.reading)
    if given.file:
        name = (folder / given.file).as_posix()
        reading = replace(reading, page=replace(reading.page, name=name))
    return replace(given, reading=reading)


def _mended(reading: Reading) -> Reading:
    """Return a reading whose document is OpenAPI. Parts that a draft leaves to be filled in are not mended here."""
    if reading.document is None:
        return reading
    tree, repairs = mended(reading.document, lambda pointer: reading.origin(pointer).line)
    drafted = reading.verbatim is None
    kept = tuple(one for one in repairs if not (drafted and one.pointer.startswith("/info")))
    if drafted:
        tree = {**tree, "info": members(reading.document, "info")}
    return replace(reading, document=tree, repairs=(*reading.repairs, *kept)) if kept else reading
