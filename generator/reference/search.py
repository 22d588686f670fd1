"""Which operations a sentence asks for: a search by words, without any model, over the lines of an index.

Words are compared by their stems, rare words count more than common ones (BM25), and a word of the call, of the path or
of the title counts more than one of the description. Verbs of tasks ("show me", "get rid of") are what HTTP methods and
method names say ("get", "delete").
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..text.inflection import plural, singular_word

if TYPE_CHECKING:
    from .entries import OperationEntry

_WORD = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])|[a-z]+|\d+")
_BY = re.compile(r"\bby (?:its |their |the |a )?(?:name|id|number|hand)s?\b", re.IGNORECASE)
_RID = re.compile(r"\bget rid of\b", re.IGNORECASE)
_STOP = frozenset((
    "a", "about", "all", "an", "and", "any", "api", "are", "as", "at", "be", "by", "can", "could", "did", "do",
    "does", "each", "endpoint", "every", "for", "from", "given", "had", "has", "have", "how", "i", "if", "in",
    "into", "is", "it", "its", "just", "me", "my", "need", "of", "on", "one", "only", "or", "our", "out", "please",
    "rest", "should", "so", "some", "than", "that", "the", "their", "them", "then", "there", "these", "they",
    "this", "those", "to", "up", "use", "using", "via", "want", "was", "we", "what", "which", "who", "whose",
    "with", "would", "you", "your",
))  # fmt: skip
_VERBS = (
    ("list", "list show see browse enumerate view find display which"),
    ("get", "get fetch retrieve read show see look load view check find download display"),
    ("create", "create add make new open start post register submit put publish write leave ask request send"),
    ("update", "update change edit modify set rename alter adjust replace patch"),
    ("delete", "delete remove drop erase destroy clear unset revoke discard cancel"),
    ("add", "add assign give put attach grant invite"),
    ("remove", "remove take unassign detach kick revoke withdraw"),
    ("enable", "enable activate allow turn switch"),
    ("disable", "disable deactivate forbid turn switch stop"),
    ("cancel", "cancel abort stop"),
    ("merge", "merge"),
    ("search", "search find look query"),
    ("check", "check whether verify test is"),
)
_METHODS = {
    "list": ("GET",),
    "get": ("GET",),
    "creat": ("POST",),
    "updat": ("PATCH", "PUT"),
    "delet": ("DELETE",),
    "remov": ("DELETE",),
}
"""Stem of a verb → the methods that do it."""
_ONESELF = frozenset(("i", "me", "my", "mine", "myself"))
_SAME = {
    **dict.fromkeys(("repo", "repositories", "repos"), "repository"),
    **dict.fromkeys(("org", "orgs", "organisation", "company"), "organization"),
    **dict.fromkeys(("pr", "prs"), "pull"),
    **dict.fromkeys(("config", "configs", "configuration", "settings"), "setting"),
    **dict.fromkeys(("auth", "authorisation"), "authorization"),
    **dict.fromkeys(("admin", "admins"), "administrator"),
    **dict.fromkeys(("env", "envs"), "environment"),
    **dict.fromkeys(("info", "infos", "details"), "information"),
    **dict.fromkeys(("sms", "texts"), "message"),
    **dict.fromkeys(("id", "ids"), "identifier"),
    **dict.fromkeys(("again",), "re"),
    **dict.fromkeys(("somebody", "someone", "people", "person"), "user"),
}
_LEAST = 5
"""Letters of a word from which its endings are taken off."""
_SATURATION, _LENGTH = 1.2, 0.4
_WEIGHTS = {"call": 3.0, "path": 2.0, "title": 3.0, "text": 1.0, "fields": 0.4}


@dataclass(frozen=True, slots=True)
class Found:
    """An operation that a search found."""

    entry: OperationEntry
    score: float


class Index:
    """Searches operations."""

    def __init__(self, entries: Sequence[OperationEntry]) -> None:
        """Count the words of each operation once."""
        self._entries = list(entries)
        self._words = [_weighted(one) for one in self._entries]
        self._lengths = [sum(one.values()) for one in self._words]
        self._said = [frozenset(stems(one.call.rpartition(".")[2].replace("_", " "))) for one in entries]
        self._own = [frozenset(word for part in (one.path, one.title) for word in stems(part)) for one in entries]

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """The weight of a word: the logarithm of how few operations have it."""
        counts = Counter(word for one in self._words for word in one)
        total = len(self._words)
        return {word: math.log(1 + (total - count + 0.5) / (count + 0.5)) for word, count in counts.items()}

    def search(self, sentence: str, most: int = 3) -> list[Found]:
        """Return the operations that fit a sentence best, the best one first."""
        wanted, verbs = _task(sentence)
        mean = sum(self._lengths) / len(self._lengths) if self._lengths else 1.0
        found = [
            Found(entry, self._score(at, wanted, verbs, mean) - (0.5 if entry.deprecated else 0.0))
            for at, entry in enumerate(self._entries)
        ]
        found.sort(key=lambda one: (-one.score, len(one.entry.path), one.entry.call))
        return [one for one in found[:most] if one.score > 0]

    def _score(self, at: int, wanted: Mapping[str, float], verbs: frozenset[str], mean: float) -> float:
        words, entry = self._words[at], self._entries[at]
        fill = 1 - _LENGTH + _LENGTH * self._lengths[at] / mean
        score = met = 0.0
        for word, times in wanted.items():
            count = words.get(word, 0.0)
            if count:
                met += times * self._rarity[word]
                score += times * self._rarity[word] * count * (_SATURATION + 1) / (count + _SATURATION * fill)
        if not score:
            return 0.0
        if verbs & self._said[at]:
            score *= 1.35
        elif verbs and any(entry.method in _METHODS.get(one, ()) for one in verbs):
            score *= 1.15
        # Of two that have the words, the one whose own words are nearly all asked for.
        own = self._own[at]
        asked = sum(self._rarity.get(word, 0.0) for word in own if word in wanted)
        whole = sum(self._rarity.get(word, 0.0) for word in own) or 1.0
        sought = sum(times * self._rarity.get(word, 0.0) for word, times in wanted.items()) or 1.0
        return score * (0.6 + 0.8 * asked / whole) * (0.5 + 0.5 * met / sought)


def forms(text: str) -> list[str]:
    """Return the words of a text as people write them, each in the singular and the plural, with words for the same."""
    found: list[str] = []
    for one in _WORD.findall(text):
        word = one.casefold()
        if word in _STOP:
            continue
        single = singular_word(word)
        found += [word, single, plural(single), *([_SAME[word]] if word in _SAME else [])]
    return list(dict.fromkeys(found))


def other_verbs(call: str) -> list[str]:
    """Return verbs by which people ask for what a method's name says: of `list_all` `show`, `browse`, `find`, …"""
    verb = call.rpartition(".")[2].partition("_")[0]
    return next((those.split() for name, those in _VERBS if name == verb), list[str]())


def _weighted(entry: OperationEntry) -> dict[str, float]:
    parts: dict[str, Iterable[str]] = {
        "call": stems(entry.call.replace("_", " ")),
        "path": stems(re.sub(r"\{[^}]*\}", " ", entry.path)),
        "title": stems(entry.title),
        "text": stems(" ".join(entry.description)[:600]),
        "fields": stems(" ".join(entry.fields)),
    }
    found: dict[str, float] = {}
    for part, words in parts.items():
        for word, count in Counter(words).items():
            found[word] = found.get(word, 0.0) + _WEIGHTS[part] * min(count, 3)
    return found


def _task(sentence: str) -> tuple[dict[str, float], frozenset[str]]:
    """Return the stems that a sentence asks for, and the verbs of methods that it can mean."""
    words = [word.casefold() for word in _WORD.findall(_RID.sub("delete", _BY.sub(" ", sentence)))]
    first = [word for word in words if word not in _STOP][:4]
    verbs = {name for name, those in _VERBS for word in first if word in those.split()}
    said = {word for _, those in _VERBS for word in those.split()}
    wanted: dict[str, float] = {}
    for word in words:
        if word not in _STOP:
            # A verb that stands for others says less than a noun.
            wanted[_stem(word)] = max(wanted.get(_stem(word), 0.0), 0.5 if word in said else 1.0)
    if any(word in _ONESELF for word in words):
        wanted.setdefault(_stem("authenticated"), 0.5)
    for verb in verbs:
        wanted.setdefault(_stem(verb), 0.5)
    return wanted, frozenset(_stem(one) for one in verbs)


def stems(text: str) -> list[str]:
    """Return the words of a text by which it is found."""
    return [_stem(word) for one in _WORD.findall(text) if (word := one.casefold()) not in _STOP]


def _stem(word: str) -> str:
    """Return a word without its endings: `statuses` and `status`, `running` and `run` are one."""
    word = _SAME.get(word, word)
    if len(word) >= _LEAST and word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("sses", "shes", "ches", "xes"):
        if word.endswith(ending):
            return word[:-2]
    if len(word) >= _LEAST - 1 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    word = _SAME.get(word, word)
    for ending, least in (("ing", 7), ("ed", 6), ("or", 8), ("er", 7), ("ion", 8)):
        if word.endswith(ending) and len(word) >= least:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    return word[:-1] if len(word) >= _LEAST and word.endswith("e") else word
