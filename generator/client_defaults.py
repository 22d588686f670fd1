"""`[client]` of provider.toml: defaults for all calls of the client."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from .document.document import JSON

Check: TypeAlias = "Callable[[JSON], str | None]"
"""Returns what is wrong with a value, as the end of a sentence, or None."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OWN = frozenset({"content-length", "transfer-encoding", "connection", "host", "content-encoding"})
_SECRET = re.compile(r"authorization|cookie|(^|-)(api-?)?key$|token|secret", re.IGNORECASE)
_STATUSES = range(100, 1000)


def problems(table: Mapping[str, JSON]) -> list[tuple[tuple[str, ...], str]]:
    """Return the problems of `[client]`: for each, the keys that lead to the value, and a sentence."""
    found = _wrong(table, _CHECKS)
    for key, checks in (("retries", _RETRIES), ("headers", None)):
        inner = table.get(key, {})
        if not isinstance(inner, dict):
            found.append(((key,), f"`{key}` must be a table"))
        elif checks is not None:
            found += [((key, *path), text) for path, text in _wrong(inner, checks)]
        else:
            found += [((key, name), text) for name, value in inner.items() if (text := _header(name, value))]
    return found


def defaults(table: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return the keywords of the runtime's `ClientDefaults` for a table without problems."""
    renamed = {"headers": "default_headers"}
    return {renamed.get(key, key): value for key, value in table.items()}


def _wrong(table: Mapping[str, JSON], checks: Mapping[str, Check]) -> list[tuple[tuple[str, ...], str]]:
    found: list[tuple[tuple[str, ...], str]] = []
    for key, value in table.items():
        if key not in checks:
            found.append(((key,), f"unknown key {key!r}: known are {', '.join(f'`{name}`' for name in checks)}"))
        elif (problem := checks[key](value)) is not None:
            found.append(((key,), f"`{key}` {problem}"))
    return found


def _seconds(value: JSON) -> str | None:
    return None if _number(value) > 0 else "must be a number of seconds above 0"


def _not_negative(value: JSON) -> str | None:
    return None if _number(value) >= 0 else "must be a number from 0"


def _number(value: JSON) -> float:
    """Return a finite number; -1 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return -1
    return value


def _count(value: JSON) -> str | None:
    return None if isinstance(value, int) and not isinstance(value, bool) and value > 0 else "must be a number from 1"


def _redirects(value: JSON) -> str | None:
    return None if value in ("never", "server", "anywhere") else "must be 'never', 'server' or 'anywhere'"


def _statuses(value: JSON) -> str | None:
    fits = isinstance(value, list) and all(isinstance(one, int) and one in _STATUSES for one in value)
    return None if fits else "must be an array of status codes"


def _methods(value: JSON) -> str | None:
    fits = isinstance(value, list) and all(isinstance(one, str) and _TOKEN.fullmatch(one) for one in value)
    return None if fits else "must be an array of methods"


def _table(value: JSON) -> str | None:
    return None


def _header(name: str, value: JSON) -> str | None:
    """Return the problem of a default header, or None."""
    if not _TOKEN.fullmatch(name) or name.lower() in _OWN:
        return f"{name!r} is not a header that can be set"
    if _SECRET.search(name):
        return f"{name!r} holds a credential, it seems: give it to the client as a security scheme, not to the source"
    fits = isinstance(value, str) and value.isascii() and value.isprintable() and value == value.strip()
    return None if fits else f"the header {name!r} must be text in ASCII without blanks at its ends"


_CHECKS: Mapping[str, Check] = {
    "timeout": _seconds,
    "deadline": _seconds,
    "follow_redirects": _redirects,
    "max_response_bytes": _count,
    "max_item_bytes": _count,
    "max_response_seconds": _seconds,
    "headers": _table,
    "retries": _table,
}
_RETRIES: Mapping[str, Check] = {
    "attempts": _count,
    "statuses": _statuses,
    "methods": _methods,
    "first_pause": _not_negative,
    "longest_pause": _not_negative,
    "longest_retry_after": _not_negative,
    "budget": _not_negative,
}
