"""Generates texts and numbers that fit the keywords of a schema: stable and readable."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..runtime.json_schema.pattern_texts import is_runnable, matches, matching

_LONGEST_TIME = 40
"""Characters of a moment that are asked for at the most; a longer one is no moment."""
_FORMATS = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "duration": "PT1H30M",
    "uuid": "3c90c3cc-0d44-4b50-8888-8dd25736052a",
    "uri": "https://example.com/a",
    "url": "https://example.com/a",
    "uri-reference": "/a",
    "iri": "https://example.com/a",
    "email": "someone@example.com",
    "idn-email": "someone@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "aGVsbG8=",
    "base64url": "aGVsbG8",
    "json-pointer": "/a",
    "regex": "a+",
    "decimal": "1.50",
}


def text(schema: Mapping[str, Any], name: str = "text") -> str:
    """Return a text for the format, the pattern and the length that a schema demands."""
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    known = _FORMATS.get(str(schema.get("format", "")), name)
    if schema.get("format") == "date-time" and len(known) < min(least, _LONGEST_TIME):
        # RFC 3339, 5.6: the fraction of a second has any number of digits.
        known = f"{known[:-1]}.{'0' * max(least - len(known) - 1, 1)}Z"
    padded = known.ljust(min(least, 100_000), "x")[:most]
    pattern = schema.get("pattern")
    if not isinstance(pattern, str) or (is_runnable(pattern) and matches(pattern, padded)):
        return padded
    found = matching(pattern, least)
    return padded if found is None or (most is not None and len(found) > most) else found


def number(schema: Mapping[str, Any]) -> int | float:
    """Return a number within the bounds, and a multiple if the schema demands it; 1 if that is allowed."""
    step = Fraction(str(schema.get("multipleOf", 1)))
    low = max((Fraction(str(schema[key])) for key in ("minimum", "exclusiveMinimum") if key in schema), default=None)
    high = min((Fraction(str(schema[key])) for key in ("maximum", "exclusiveMaximum") if key in schema), default=None)
    start = low if low is not None else min(step, high) if high is not None else step
    found = math.ceil(start / step) * step
    if "exclusiveMinimum" in schema and found == low:
        found += step
    if high is not None and (found > high or ("exclusiveMaximum" in schema and found == high)):
        found = (low + high) / 2 if low is not None and "multipleOf" not in schema else math.floor(high / step) * step
        if "exclusiveMaximum" in schema and found == high:
            found -= step
    return int(found) if found.denominator == 1 else float(found)
