"""Sample texts and numbers: always the same one for the same keywords, within its bounds where one can be found."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from .patterns import ecma, fits

_TEXTS = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "duration": "PT1H30M",
    "uuid": "0190a1b2-c3d4-4e5f-8a6b-7c8d9e0f1a2b",
    "uri": "https://example.com/a",
    "email": "someone@example.com",
    "byte": "aGVsbG8=",
    "decimal": "1.50",
}
_SEARCH = settings(
    max_examples=200,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""Nothing is shrunk: that took nearly all of the time, and the first text that fits will do."""
_ASCII = st.characters(min_codepoint=0x20, max_codepoint=0x7E)


def text(keywords: Mapping[str, Any]) -> str:
    """Return a text for the format or pattern and of the length that the keywords demand."""
    low, high = keywords.get("minLength", 0), keywords.get("maxLength")
    usual = _TEXTS.get(keywords.get("format", ""), "text").ljust(low, "x")[:high]
    pattern = keywords.get("pattern")
    if pattern is None or fits(pattern, usual):
        return usual
    return _matching(pattern, low, high) or usual


def number(keywords: Mapping[str, Any]) -> Any:
    """Return the least multiple of `multipleOf` within the bounds, at least 0 if that is allowed."""
    low, above = _bound(keywords, "minimum", "exclusiveMinimum", max)
    high, below = _bound(keywords, "maximum", "exclusiveMaximum", min)
    step = Fraction(str(keywords.get("multipleOf", 1)))
    if low is None:
        low = Fraction(0) if high is None or high > 0 or (high == 0 and not below) else high - 2 * step
    count = math.floor(low / step) + 1 if above else math.ceil(low / step)
    found = count * step
    beyond = high is not None and (found > high or (below and found == high))
    if beyond and high is not None and keywords.get("type") != "integer" and "multipleOf" not in keywords:
        found = (low + high) / 2
    return int(found) if found.denominator == 1 else float(found)


def _bound(keywords: Mapping[str, Any], inclusive: str, exclusive: str, tighter: Any) -> tuple[Fraction | None, bool]:
    """Return the bound that counts, and whether it is excluded itself."""
    given = [(Fraction(str(keywords[name])), name == exclusive) for name in (inclusive, exclusive) if name in keywords]
    if not given:
        return None, False
    bound = tighter(value for value, _ in given)
    return bound, (bound, True) in given


@cache
def _matching(pattern: str, low: int, high: int | None) -> str | None:
    """Return the first text that hypothesis finds for the pattern; None if it finds none."""
    expression = ecma(pattern)
    if expression is None:
        return None

    def is_one(found: str) -> bool:
        return low <= len(found) <= (len(found) if high is None else high) and fits(pattern, found)

    strategy = st.from_regex(expression, alphabet=_ASCII)
    longer = strategy.filter(bool).map(lambda found: found.ljust(low, found[-1]))
    for candidates in (strategy, longer):
        try:
            return find(candidates, is_one, settings=_SEARCH, random=Random(0))
        except HypothesisException:
            continue
    return None
