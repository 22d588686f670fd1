"""Versions of distributions (PEP 440): from the description, raised by what changed in the API."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..compare.changes import Semver

FIRST = "0.1.0"
"""The version where a description names none that is a number or a date."""

_DECLARED = re.compile(
    r"v?(?P<release>\d{1,9}(?:[.-]\d{1,9}){0,3})"
    r"(?:[.+_-]?(?P<stage>alpha|beta|preview|pre|rc|a|b)[._-]?(?P<number>\d{1,9})?)?"
    r"(?:[.+_-][a-z][a-z0-9.+_-]{0,100})?",
    re.IGNORECASE | re.ASCII,
)
_STAGES = {"alpha": "a", "a": "a", "beta": "b", "b": "b", "preview": "rc", "pre": "rc", "rc": "rc"}
_VERSION = re.compile(r"(\d{1,9}(?:\.\d{1,9}){0,4})(?:(a|b|rc)(\d{1,9}))?(\.post\d{1,9})?(\.dev\d{1,9})?", re.ASCII)
_FINAL = "z"
"""Sorts after `a`, `b` and `rc`."""


def problem(version: str) -> str | None:
    """Say why a text cannot be the version of a distribution, None if it can."""
    if _VERSION.fullmatch(version):
        return None
    return f"{version!r} is not a version: write 1.4.0, 1.4.0rc1 or 2026.11.30"


def declared(text: str) -> str:
    """Return the version that a description gives itself (`v1`, `2022-11-28`, `1.2-beta`), `FIRST` for another text."""
    found = _DECLARED.fullmatch(text.strip())
    if found is None:
        return FIRST
    release = ".".join(str(int(part)) for part in re.split(r"[.-]", found["release"]))
    stage = f"{_STAGES[found['stage'].lower()]}{int(found['number'] or 0)}" if found["stage"] else ""
    return f"{release}{stage}"


def following(previous: str, step: Semver, now: str) -> str:
    """Return the version after `previous`: raised by the step that a change requires, and at least `now`.

    `now` is the description's own version. Before 1.0 a breaking change raises the second number, as is the custom.
    """
    release = [*_release(previous), 0, 0, 0][:3]
    if step == "major" and not release[0]:
        step = "minor"
    place = {"major": 0, "minor": 1, "patch": 2, "none": 2}[step]
    raised = [*release[:place], release[place] + 1, *([0] * (2 - place))]
    version = ".".join(map(str, raised))
    return max(version, now, key=order)


def order(version: str) -> tuple[tuple[int, ...], str, int]:
    """Return what versions are compared by: zeroes at the end count for nothing, `1.0rc1` is before `1.0`."""
    found = _VERSION.fullmatch(version)
    if found is None:
        return ((), "", 0)
    release = [*_release(version)]
    while release and not release[-1]:
        release.pop()
    return tuple(release), found[2] or _FINAL, int(found[3] or 0)


def _release(version: str) -> list[int]:
    found = _VERSION.fullmatch(version)
    return [int(part) for part in found[1].split(".")] if found else []
