"""Methods whose name is long say less: what their resource says already, and their last phrase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from ..ir.api import OperationKey
from ..text.inflection import singular_word
from ..text.verbs import ACTIONS, ASPECTS, PREPOSITIONS
from .allocate import NameRequest

BRIEF = "from the operationId, without its last phrase or its resource's noun: it is long"
"""The reason of a name that was cut."""
READABLE = 40
"""Characters of a method that are still easily read."""
KEPT_WORDS = 3
"""The fewest words of a method that was cut; an action and its thing are enough."""
_PHRASE = 4
"""The most words of a phrase that is cut off."""
_PHRASES = frozenset({"for", "by", "with", "from", "in", "to", "on", "at", "via", "using", "within", "into", "per"})
"""The first words of such phrases."""


def briefer(parts: list[str], noun: Sequence[str]) -> list[str]:
    """Return the words of a method of more than 40 characters without its last phrase, or its resource's noun.

    `get_users_with_access_to_protected_branch` becomes `get_users_with_access`, and
    `list_installations_for_authenticated_user` `list_installations`; in `templates`,
    `update_replication_configuration_template` becomes `update_replication_configuration`.
    """
    for cut in (_without_phrase, partial(_without_noun, noun=noun)):
        while len("_".join(parts)) > READABLE and (shorter := cut(parts)) != parts:
            parts = shorter
    return parts


def _without_phrase(parts: list[str]) -> list[str]:
    at = next((index for index in reversed(range(len(parts))) if parts[index] in _PHRASES), 0)
    thing = at == KEPT_WORDS - 1 and parts[0] in ACTIONS and parts[1] not in ACTIONS and parts[1] not in ASPECTS
    enough = thing or at >= KEPT_WORDS
    return parts[:at] if enough and len(parts) - at <= _PHRASE and parts[at - 1] not in PREPOSITIONS else parts


def _without_noun(parts: list[str], noun: Sequence[str]) -> list[str]:
    said = noun[-1:] == [singular_word(parts[-1])] and len(parts) > KEPT_WORDS
    return parts[:-1] if said and parts[-2] not in PREPOSITIONS else parts


def uncut(requests: Sequence[NameRequest[OperationKey]]) -> list[NameRequest[OperationKey]]:
    """Return requests without the cut names that others ask for too: what was cut distinguishes their operations."""
    wanted = Counter(request.first.name for request in requests)
    return [
        _longer(request) if request.first.reason == BRIEF and wanted[request.first.name] > 1 else request
        for request in requests
    ]


def _longer(request: NameRequest[OperationKey]) -> NameRequest[OperationKey]:
    first, *more = request.more()
    return replace(request, first=first, more=lambda: more)
