"""Secrets in recorded payloads: found by the names of their keys and by what they look like, and taken out.

What is taken out reads `<redacted>`, which no one takes for a value. Whatever is doubtful is taken out, too.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...document.document import JSON

REDACTED = "<redacted>"
_MOST_DEPTH = 100
_KEY = re.compile(
    r"pass(?:word|wd|phrase|code)|secret|token|api[_-]?key|apikey|private[_-]?key|access[_-]?key|auth(?:oriz|entic)|bearer"
    r"|credential|cookie|session|jwt|csrf|xsrf|signature|otp|\bpin\b|cvv|cvc|card[_-]?number|iban|account[_-]?number|ssn|nonce"
    r"|client[_-]?id",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"(?:max|min|total|num|prompt|completion|input|output|used|remaining|count|limit)[_-]?\w*tokens?|tokens?[_-]?(?:count|used|limit)|next[_-]?page[_-]?token",
    re.IGNORECASE,
)
_LOOKS = (
    re.compile(r"eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?"),
    re.compile(
        r"\b(?:sk|pk|rk|whsec|xox[abposr]|ghp|gho|ghu|ghs|github_pat|glpat|AKIA|ASIA|AIza|ya29|shp(?:at|ca|pa|ss)|SG|key|tok|secret|live|test)[-_.][\w.-]{10,}"
    ),
    re.compile(r"\b(?:AKIA|ASIA|AIza)[\w-]{12,}"),
    re.compile(r"(?:Bearer|Basic|Token|Digest|ApiKey)\s+[\w.~+/=-]{6,}", re.IGNORECASE),
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", re.DOTALL),
    re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"),
    re.compile(r"(?<=://)[^/@\s:]+:[^/@\s]+(?=@)"),
    re.compile(
        r"(?<=[?&])(?:[\w.-]*(?:key|token|secret|signature|sig|auth|password|code|session)[\w.-]*)=[^&\s]+",
        re.IGNORECASE,
    ),
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DENSE = re.compile(r"[A-Za-z0-9_+/=-]{24,}")
_ENTROPY = 3.6
_SHORTEST_SECRET = 6


def redacted(value: JSON, known: Collection[str] = (), depth: int = 0) -> JSON:
    """Return a payload without secrets; `known` are texts that are secrets wherever they stand."""
    if depth > _MOST_DEPTH:
        return REDACTED
    if isinstance(value, dict):
        return {
            key: REDACTED if _names_secret(key) and _is_leaf(inner) else redacted(inner, known, depth + 1)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [redacted(inner, known, depth + 1) for inner in value]
    if isinstance(value, str):
        return redacted_text(value, known)
    return value


def _names_secret(key: str) -> bool:
    return _KEY.search(key) is not None and _COUNTS.fullmatch(key) is None


def _is_leaf(value: JSON) -> bool:
    return (isinstance(value, str) and bool(value)) or (isinstance(value, int | float) and not isinstance(value, bool))


def redacted_text(text: str, known: Collection[str] = ()) -> str:
    """Return a text without what looks like a secret, or is known to be one."""
    for one in known:
        if len(one) >= _SHORTEST_SECRET:
            text = text.replace(one, REDACTED)
    for pattern in _LOOKS:
        text = pattern.sub(REDACTED, text)
    return _DENSE.sub(lambda found: REDACTED if _is_dense(found[0]) else found[0], text)


def _is_dense(word: str) -> bool:
    """Return whether a word has so many different letters in no order that it is a key rather than a name."""
    if _UUID.fullmatch(word):
        return False
    kinds = sum(bool(re.search(one, word)) for one in ("[a-z]", "[A-Z]", r"\d"))
    counts = Counter(word)
    entropy = -sum(count / len(word) * math.log2(count / len(word)) for count in counts.values())
    return kinds > 1 and entropy > _ENTROPY and "://" not in word
