"""Equality of two JSON values that accepts other forms of formatted texts."""

from __future__ import annotations

import base64
import datetime
import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def same(first: Any, second: Any) -> bool:
    """Return whether two JSON values mean the same: 1 and 1.0 do, 1 and true do not, nor do two spellings of a text.

    Instants, times, UUIDs and bytes may be spelt differently (`Z` or `+00:00`, digits of a fraction, letter case, bits
    beyond the last byte).
    """
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(same(first[key], second[key]) for key in first)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    if isinstance(first, str) and isinstance(second, str):
        return first == second or any(_both(read, first, second) for read in (_instant, _time, uuid.UUID, _bytes))
    return bool(first == second)


def _both(read: Callable[[str], object], first: str, second: str) -> bool:
    try:
        return read(first) == read(second)
    except ValueError:
        return False


def _instant(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text.upper())


def _time(text: str) -> datetime.time:
    return datetime.time.fromisoformat(text.upper())


def _bytes(text: str) -> bytes:
    return base64.b64decode(text.encode("ascii"), validate=True)
