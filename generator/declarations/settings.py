"""`[pagination]` and `[polling]` of provider.toml: which keys there are, and what their values may be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..document.document import JSON

Check: TypeAlias = "Callable[[JSON], str | None]"
"""Returns what is wrong with a value, as the end of a sentence, or None."""

STYLES = ("offset", "page", "cursor", "url", "link")
"""Styles of dividing a list into pages; `none` means that it is not divided."""
OUTCOMES = ("success", "failure", "retry")

_METHOD = re.compile(r"[a-z][a-z0-9_]*")
_POINTER = re.compile(r"(?:/(?:[^~/]|~[01])*)*")
_STATUS = re.compile(r"[2-5][0-9][0-9]")
_LONGEST = 80


def problems(kind: str, table: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what is wrong with one table of `[pagination]` or `[polling]`: the key, and a sentence about it."""
    checks = _PAGINATION if kind == "pagination" else _POLLING
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if key not in checks:
            found.append((key, f"unknown key {key!r}: known are {', '.join(f'`{name}`' for name in checks)}"))
        elif (problem := checks[key](value)) is not None:
            found.append((key, f"`{key}` {problem}"))
    return found if found else list(_missing(kind, table))


def _missing(kind: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if kind == "polling":
        if not table.get("success") and "success" not in table.get("statuses", {}).values():
            yield "", "`success` is missing: say which states, or which HTTP status, end the waiting"
        if "state" not in table and any(table.get(outcome) for outcome in OUTCOMES):
            yield "", '`state` is missing: say where a response has it, `state = "/status"`'
        return
    if "style" not in table:
        yield "", f"`style` is missing: it is one of {', '.join(f'`{one}`' for one in (*STYLES, 'none'))}"


def _style(value: JSON) -> str | None:
    if value in (*STYLES, "none"):
        return None
    return f"is not a pagination style: choose one of {', '.join(f'`{one}`' for one in (*STYLES, 'none'))}"


def _pointer(value: JSON) -> str | None:
    if isinstance(value, str) and _POINTER.fullmatch(value):
        return None
    return "is no JSON pointer into the response: write `/data`, or an empty text for the response itself"


def _next(value: JSON) -> str | None:
    if isinstance(value, str) and (value.startswith("header.") or _POINTER.fullmatch(value)):
        return None
    return "must be a JSON pointer into the response, `/next`, or the header that has it, `header.X-Next`"


def _parameter(value: JSON) -> str | None:
    if isinstance(value, str) and value:
        return None
    return "must be a text: `query.page`, `header.X-Page`, or `body/page`"


def _integer(value: JSON) -> str | None:
    return None if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else "must be a number from 0"


def _method(value: JSON) -> str | None:
    if isinstance(value, str) and _METHOD.fullmatch(value) and len(value) <= _LONGEST:
        return None
    return "must be the name of a method: lower-case letters, digits and `_`"


def _seconds(value: JSON) -> str | None:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else 0
    return None if math.isfinite(number) and number > 0 else "must be a number of seconds above 0"


def _states(value: JSON) -> str | None:
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return None
    return "must be a list of states: texts, numbers, true or false"


def _statuses(value: JSON) -> str | None:
    if isinstance(value, dict) and all(_STATUS.fullmatch(key) and one in OUTCOMES for key, one in value.items()):
        return None
    return 'must be a table of HTTP statuses and what they mean: `{ 404 = "retry" }`'


_PAGINATION: Mapping[str, Check] = {
    "style": _style,
    "items": _pointer,
    "parameter": _parameter,
    "next": _next,
    "more": _pointer,
    "total": _pointer,
    "pages": _pointer,
    "first": _integer,
    "method": _method,
}
_POLLING: Mapping[str, Check] = {
    "state": _pointer,
    "success": _states,
    "failure": _states,
    "retry": _states,
    "statuses": _statuses,
    "delay": _seconds,
    "longest_delay": _seconds,
    "deadline": _seconds,
    "method": _method,
}
