"""Checks texts against the formats of JSON Schema (2020-12 Validation, 7.3): what the mock sends fits its `format`.

In requests `format` is an annotation, as clients and the draft have it by default: nothing is refused for it.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

_DATE = r"\d{4}-\d\d-\d\d"
_TIME = r"\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_CHARACTERS = r"[^\s<>\"{}|\\^`\x00-\x20]*"


def has_format(text: str, format: str) -> bool:
    """Return whether a text has a format; a format that is not known here is one that every text has."""
    check = _CHECKS.get(format)
    return check is None or check(text)


def _pattern(pattern: str) -> Callable[[str], bool]:
    compiled: list[re.Pattern[str]] = []

    def check(text: str) -> bool:
        if not compiled:
            compiled.append(re.compile(pattern))
        return compiled[0].fullmatch(text) is not None

    return check


def _read(pattern: str, read: Callable[[str], object]) -> Callable[[str], bool]:
    """Return a check for texts that match a pattern and can be read, such as days that there are."""
    matches = _pattern(pattern)

    def check(text: str) -> bool:
        try:
            return matches(text) and read(text) is not None
        except ValueError:
            return False

    return check


def _moment(text: str) -> datetime:
    # RFC 3339, 5.6: a second may be the sixtieth, which Python does not know.
    return datetime.fromisoformat(text.upper().replace(":60", ":59", 1))


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "date-time": _read(f"{_DATE}[Tt ]{_TIME}", _moment),
    "date": _read(_DATE, date.fromisoformat),
    "time": _read(_TIME, lambda text: time.fromisoformat(text.upper().replace(":60", ":59", 1))),
    "duration": _pattern(r"P(?=.)(?:\d+W|(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)"),
    "uuid": _pattern(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    "uri": _pattern(rf"[A-Za-z][A-Za-z0-9+.-]*:{_CHARACTERS}"),
    "iri": _pattern(rf"[A-Za-z][A-Za-z0-9+.-]*:{_CHARACTERS}"),
    "uri-reference": _pattern(_CHARACTERS),
    "email": _pattern(rf"[^@\s]+@(?:{_LABEL}(?:\.{_LABEL})*|\[[^\]]+\])"),
    "hostname": _pattern(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*"),
    "ipv4": _read(r"[\d.]+", ipaddress.IPv4Address),
    "ipv6": _read(r"[0-9A-Fa-f:.]+", ipaddress.IPv6Address),
    "json-pointer": _pattern(r"(?:/(?:[^~/]|~[01])*)*"),
}
