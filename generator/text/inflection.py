"""English words in names: PascalCase, singulars and plurals."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_SIGNS = {"+": "Plus", "-": "Minus"}
_SHORTEST = 3
"""Letters of a word in `s` that is taken for an acronym, such as `dns`, `kms`, `sms`, or for no noun: `has`."""
_SHORT_PLURALS = frozenset({"ads", "dbs", "ids", "ips", "pcs", "tvs", "vms"})
_UNCHANGED = frozenset(
    {
        *("series", "species", "news", "status", "address", "access", "process", "progress", "business", "lens", "gas"),
        *("https", "kubernetes", "always", "perhaps", "sometimes", "besides", "as", "has", "is", "was", "this", "yes"),
        *("alias", "atlas", "bias", "canvas", "christmas", "chaos", "redis", "sas", "does", "plus", "less", "its"),
        *("hls", "rtmps", "tls", "https", "aws", "gps", "dns", "cms", "sms", "os", "ios", "macos", "css", "js", "tts"),
    }
)
_IRREGULAR = {
    **{"people": "person", "children": "child", "statuses": "status", "addresses": "address", "aliases": "alias"},
    **{"indices": "index", "matrices": "matrix", "vertices": "vertex", "analyses": "analysis"},
    **{"buses": "bus", "bonuses": "bonus", "campuses": "campus", "canvases": "canvas", "lenses": "lens"},
    **{"caches": "cache", "sizes": "size", "prizes": "prize", "quizzes": "quiz", "heroes": "hero", "axes": "axis"},
    **{"apis": "api", "emojis": "emoji", "kpis": "kpi", "cookies": "cookie", "movies": "movie", "calories": "calorie"},
}


@lru_cache(maxsize=65536)
def pascal(text: str) -> str:
    """Return the words of `text` joined in PascalCase: `voice-call` → `VoiceCall`, `petId` → `PetId`."""
    if text[:1] in _SIGNS and text[1:].isalnum():
        return _SIGNS[text[0]] + text[1:]
    return "".join(word[0].upper() + word[1:] for word in _WORD.findall(text))


@lru_cache(maxsize=65536)
def singular(text: str) -> str:
    """Return a PascalCase name with its last word in the English singular; the name itself if that is not possible."""
    start = max((index for index, letter in enumerate(text) if letter.isupper()), default=0)
    head, last = text[:start], text[start:]
    lower = last.lower()
    if lower in _IRREGULAR:
        return head + last[:1] + _IRREGULAR[lower][1:]
    if lower in _UNCHANGED or not lower.endswith("s") or lower.endswith(("ss", "us", "is")):
        return text
    if len(lower) <= _SHORTEST and lower not in _SHORT_PLURALS:
        return text
    if lower.endswith("ies") and len(lower) > len("ties"):
        return text[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes", "zes")):
        return text[:-2] if len(lower) > _SHORTEST + 1 else text[:-1]
    return text[:-1]


@lru_cache(maxsize=65536)
def singular_word(word: str) -> str:
    """Return a lower-case word in the English singular: `calls` → `call`."""
    return singular(word.capitalize()).lower()


@lru_cache(maxsize=65536)
def plural(text: str) -> str:
    """Return a lower-case name with its last word in the English plural: `phone_call` → `phone_calls`.

    A word without a plural (`audio`), or that is plural already, stays.
    """
    head, joint, last = text.rpartition("_")
    if len(last) < _SHORTEST or not last.isalpha() or last in _UNCOUNTED or singular_word(last) != last:
        return text
    if last in _PLURALS:
        return head + joint + _PLURALS[last]
    if last.endswith(_UNCOUNTED_ENDINGS):
        return text
    if last.endswith("y") and last[-2:-1] not in "aeiou":
        return f"{text[:-1]}ies"
    return f"{text}es" if last.endswith(("s", "sh", "ch", "x", "z")) else f"{text}s"


def is_several(word: str) -> bool:
    """Return whether a lower-case word names several things: `calls`, but not `settings`."""
    return word not in _ALWAYS_PLURAL and singular_word(word) != word


_ALWAYS_PLURAL = frozenset({"contents", "credentials", "details", "preferences", "settings", "statistics", "stats"})
"""Plurals that are one thing."""
_PLURALS = {one: several for several, one in _IRREGULAR.items()}
_UNCOUNTED_ENDINGS = ("ing", "ics", "ware", "ness", "data", "info", "media", "ed")
_UNCOUNTED = _UNCHANGED | {
    *("advice", "analytics", "api", "audio", "auth", "billing", "data", "docs", "equipment", "feedback", "health"),
    *("healthz", "help", "info", "information", "inventory", "knowledge", "mail", "me", "media", "metadata", "money"),
    *("music", "oauth", "self", "sms", "software", "speech", "staff", "storage", "support", "telephony", "text"),
    *("traffic", "trash", "usage", "weather", "web", "whoami", "wifi", "xml", "json", "tts", "stt", "asr"),
}
"""Words that are not counted."""
