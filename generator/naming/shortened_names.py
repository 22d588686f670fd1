"""Leaves out of a method what its resource and the parameters of its path say already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from ..ir.api import Operation
from ..text.casing import letters, words
from ..text.inflection import is_several, singular, singular_word
from ..text.path_words import COUNTED, VERBS, is_action
from ..text.verbs import ACTIONS, ARTICLES, DOING, FILLERS, PREPOSITIONS, QUALITIES, READING, STATES

_IDENTITY = frozenset({"id", "ids", "uuid", "uid", "guid", "sid", "key"})
_NAMES = _IDENTITY | {"name", "slug", "code", "serial", "handle", "number"}
"""Names of parameters that may identify any parent."""
_POINTING = ARTICLES | FILLERS
_POINTING_OR_NEW = _POINTING | {"new", "existing"}
_POINTING_OR_DOING = _POINTING | DOING
_LEADING = ACTIONS | PREPOSITIONS
_DESCRIBING = QUALITIES | STATES
_SELECTING, _SELECTED = READING - {"find"}, _DESCRIBING - {"all"}
_ALONE = ACTIONS - COUNTED
"""Actions that are a whole method."""
_TOGETHER = 3
"""The most words that a resource may write as one."""


def noun_of(resource: str | None) -> list[str]:
    """Return the words of a resource's name in the singular: `phone`, `call` of `phone_calls`."""
    name = (resource or "").rpartition(".")[2].strip("_")
    return [singular_word(word) for word in name.split("_")] if name else []


def shortened(parts: list[str], noun: Sequence[str], operation: Operation) -> list[str]:
    """Return the words of a method without the parameter that the path contains, and without the noun of its resource.

    `get_call_by_id` in `calls` becomes `get`, `list_calls_for_agent` becomes `list_for_agent`; `get_calls` becomes
    `list` if the path leads to several. `create_phone_call` stays: a phone call is one kind of call. A parent in the
    path follows: `get_site_assets` becomes `list_for_site`.
    """
    named = _without_identity(parts, noun, operation)
    kept = _with_parents_behind(_without_articles(named) if ARTICLES.isdisjoint(noun) else named, noun, operation.path)
    start, end = _span(kept, noun, operation.method)
    if start == end:
        return kept
    before, several, behind = kept[:start], is_several(kept[end - 1]), kept[end:]
    before = _without_fillers(before, operation.method)
    if before[-2:] == ["list", "of"]:
        before = ["list"]
    if behind and not before and behind[0] in PREPOSITIONS and operation.method == "get":
        before = [_standard(operation, several=several)]
    if behind and (behind[0][0].isdigit() or (not before and behind[0] in PREPOSITIONS)):
        return kept
    if before and before[-1] in PREPOSITIONS:
        return before[:-1]
    in_collection = operation.method in ("get", "query") and not operation.path.rstrip("/").endswith("}")
    selecting = before[:1] and before[0] in _SELECTING and {*before[1:]} <= _SELECTED
    if several and selecting and in_collection and (not behind or behind[0] in PREPOSITIONS):
        before = ["list", *before[1:]]
    rest = before + behind
    if operation.method == "get" and rest and {*rest} <= _DESCRIBING:
        said = "all" if several and in_collection else "one"
        return [_standard(operation, several=said == "all"), *(word for word in rest if word != said)]
    if not rest and len(kept) == 1 and kept[0] in _ALONE:
        return kept
    return rest if set(rest) - _IDENTITY else [_standard(operation, several=several)]


def _without_articles(parts: list[str]) -> list[str]:
    """Return words without articles after an action or a preposition: `upload_a_file` → `upload_file`."""
    inner = range(1, len(parts) - 1)
    gone = {index for index in inner if parts[index] in ARTICLES and parts[index - 1] in _LEADING}
    return [word for index, word in enumerate(parts) if index not in gone]


def _without_fillers(before: list[str], method: str) -> list[str]:
    """Return the words before a noun without `a`, `specific` and the like; `new` says something only when reading."""
    filling = _POINTING if method in ("get", "head") else _POINTING_OR_NEW
    return [*before[:1], *(word for word in before[1:] if word not in filling)]


def _with_parents_behind(parts: list[str], noun: Sequence[str], path: str) -> list[str]:
    """Return words with the parents in the path behind the noun: `get_site_assets` on `/sites/{id}/assets` becomes
    `get_assets_for_site`.
    """
    ones = [singular_word(word) for word in parts]
    end = next((index + 1 for index in range(2, len(ones)) if ones[index] == noun[-1:][0]), 0) if noun else 0
    start = end
    while start > 1 and ones[start - 1 : end] == [*noun[len(noun) - (end - start + 1) :]]:
        start -= 1
    middle = ones[1:start]
    if not middle or parts[0] not in ACTIONS or not PREPOSITIONS.isdisjoint(parts):
        return parts
    parents = [
        [singular_word(word.lower()) for word in words(parent)]
        for parent, given in re.findall(r"([^/{}]+)/\{([^{}]*)\}", path)
        if letters(given) in _NAMES or letters(singular(parent.capitalize())) in letters(given)
    ]
    chains = combinations(range(len(parents) + 1), 2)
    if not any(middle == [word for parent in parents[first:last] for word in parent] for first, last in chains):
        return parts
    behind = [word for word in middle if word not in noun]
    return [parts[0], *parts[start:], "for", *behind] if behind else parts


def _standard(operation: Operation, *, several: bool) -> str:
    """Return the usual verb for an HTTP method, for an operation that is named after its resource alone."""
    words_of = {"post": "create", "put": "replace", "patch": "update", "delete": "delete"}
    return words_of.get(operation.method, "list" if several and operation.method == "get" else operation.method)


def _span(parts: list[str], noun: Sequence[str], method: str) -> tuple[int, int]:
    """Return where the noun of the resource, or its last words, are in the words of a method; else (0, 0).

    It is at the start, or after verbs and adjectives only. `sso_users` is the noun of `ssousers` as well.
    """
    ones = [singular_word(word) for word in parts]
    wanted = [[*noun[first:]] for first in range(len(noun))]
    for length in range(max(len(noun), _TOGETHER), 0, -1):
        found = [
            (start, start + length)
            for start in range(len(parts) - length + 1)
            if _says(parts[start : start + length], ones[start : start + length], wanted)
            and _is_object(parts, start, start + length, method)
        ]
        if found:
            # In `list_lists` the first word is the verb.
            return found[-1] if parts[0] in ACTIONS else found[0]
    return 0, 0


def _says(parts: Sequence[str], ones: Sequence[str], wanted: Sequence[Sequence[str]]) -> bool:
    """Return whether words, given as they are and in the singular, are a noun or its last words, or the whole noun
    written in more or fewer words.
    """
    return ones in wanted or (bool(wanted) and "".join([*parts[:-1], ones[-1]]) == "".join(wanted[0]))


def _is_object(parts: list[str], start: int, end: int, method: str) -> bool:
    before, behind = parts[:start], parts[end:]
    if not before:
        # At the start it is the thing (`call_status`) or the only action (`search_by_name`, POST of `order_keywords`).
        doing = ACTIONS if method == "post" and ACTIONS.isdisjoint(behind) and end == 1 else DOING
        return not behind or parts[0] not in doing or (doing is ACTIONS and behind[0] in PREPOSITIONS)
    first, *more = before
    if more[-1:] == ["of"]:
        return before[-2] == "list" and first in READING
    if before[-1] in PREPOSITIONS or (before[-1] in ARTICLES and before[-2:-1] and before[-2] in PREPOSITIONS):
        return not behind and len(more) > 1
    conjoined = bool(more) and more[0] in ("or", "and") and more[-1] in ACTIONS
    begins = _is_quality(first) or is_action(first, method)
    return conjoined or (begins and all(word in _POINTING_OR_DOING or _is_quality(word) for word in more))


def _is_quality(word: str) -> bool:
    """Return whether a word is an adjective: `active`, `tagged`."""
    return word in QUALITIES or (word.endswith("ed") and word not in ("bed", "embed", "feed", "need", "seed", "speed"))


def _without_identity(parts: list[str], noun: Sequence[str], operation: Operation) -> list[str]:
    """Return words without ids that are parameters of the path: `get_call_by_id` → `get_call`, `id_get_call` too."""
    if parts[0] in ("id", "ids", "uuid") and parts[1:] and parts[1] in VERBS:
        parts = parts[1:]
    in_path = {letters(one) for one in re.findall(r"\{([^{}]*)\}", operation.path)} - {""}
    places = [index for index, word in enumerate(parts) if index and word == "by"]
    kept = parts[: places[0]] if places else parts
    for start, end in pairwise([*places, len(parts)]):
        named = parts[start + 1 : end]
        said = "".join(named)
        known = not _IDENTITY.isdisjoint(named) or [singular_word(word) for word in named] == [*noun]
        whole = {*named} <= _IDENTITY and operation.path.rstrip("/").endswith("}")
        if not known or not (whole or any(one.endswith(said) or said.endswith(one) for one in in_path)):
            kept = [*kept, *parts[start:end]]
    return kept
