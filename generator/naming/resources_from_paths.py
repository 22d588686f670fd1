"""Chooses the resource of an operation without a tag: from its path, and what its operationId says of it.

Each operation is looked at by itself, so that adding or removing another one moves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text.casing import GLUE, attribute, letters, snake, words
from ..text.inflection import plural, singular_word
from ..text.path_words import (
    BESIDE_PATH,
    COUNTED,
    ENDING,
    VERBS,
    dotted,
    is_action,
    is_general,
    procedure_of,
    without_path,
)
from ..text.verbs import ACTIONS, ALSO_THINGS, ASPECTS, DOING, PREPOSITIONS, QUALITIES, STATES, VAGUE_NOUNS

_PARAMETER = re.compile(r"\{[^{}]*\}")
_BY = re.compile(r"(?<=[a-z])_by_.*")
_SINGLE = frozenset(
    {
        *("ai", "auth", "billing", "chat", "cloud", "core", "crm", "graphql", "home", "identity", "internal", "login"),
        *("logout", "network", "ping", "root", "rpc", "search", "security", "submit", "sync", "system", "telephony"),
        *("weather", "time", "history"),
    }
)
"""First segments of paths of which a service has one."""
_SERVICE = frozenset({"health", "health_check", "healthcheck", "healthz", "liveness", "livez", "readiness", "readyz"})
"""First segments of paths that concern the service as a whole."""
_ALONE = frozenset({"about", "alive", "heartbeat", "info", "live", "ping", "ready", "status", "uptime", "version"})
"""Paths of one segment that do so."""
_BEGINNING = (ACTIONS | VERBS) - COUNTED
"""Words at the start of a procedure that are what is done, not a thing."""


def resource_of_path(method: str, path: str, operation_id: str | None) -> tuple[str, str] | None:
    """Return the resource name that an operation's path suggests, and why; None if the path suggests none.

    It is the first segment that is no version, no parameter and not `api`. If that segment, or what follows `#` or `?`,
    names a procedure (`/create-phone-call`, `/#Action=DescribeInstances`), it is the noun: `calls`, `instances`. What
    concerns the service as a whole (`/health`, `/version`), or is an action without a thing (`/transcribe`), belongs to
    `service`.
    """
    main, *_ = BESIDE_PATH.split(path, maxsplit=1)
    statics = [_PARAMETER.sub("", segment) for segment in main.split("/") if not _PARAMETER.fullmatch(segment)]
    segments = [segment for segment in statics if snake(segment) and not is_general(segment)]
    if operation_id and len(segments) > 1 and letters(operation_id) == letters(segments[0]):
        segments = segments[1:]  # what is done comes first: `dial` of `/dial/calls`
    procedure = segments[0] if segments else procedure_of(path)
    if segments and "{" not in main and (whole := _of_service(method, path, segments, operation_id)):
        return whole
    if segments and dotted(procedure)[1]:
        segments = [one for one in (dotted(procedure)[0], *segments[1:]) if not is_general(one)] or segments
        procedure = segments[0]
    if segments and not _is_procedure(method, procedure, operation_id):
        name = "_".join(_without_states(_BY.sub("", attribute(ENDING.sub("", procedure))).split("_")))
        return name if name in _SINGLE else plural(name), "from the path: there is no tag"
    noun = _noun(_spelled(procedure, operation_id))
    return (plural(noun), "from the noun of the procedure: there is no tag") if noun else None


def _of_service(method: str, path: str, segments: Sequence[str], operation_id: str | None) -> tuple[str, str] | None:
    """Return `service` for a path that names no thing, or the thing that the operationId names for its action."""
    first = snake(ENDING.sub("", segments[0]))
    if method in ("get", "head") and (first in _SERVICE or (first in _ALONE and not segments[1:])):
        return "service", "from the path: it concerns the service as a whole"
    if len(segments) > 1 or first in ALSO_THINGS or not is_action(first, method):
        return None
    full = operation_id or ""
    named = without_path(full, method, path) or full
    leading = next(iter(words(named)), "").lower()
    noun = _noun(named) if leading in ACTIONS or leading in VERBS else ""
    if noun and noun not in DOING and noun != method:
        return plural(noun), "from the noun in the operationId: the path is an action"
    return "service", "from the path: it is an action without a thing"


def _without_states(parts: list[str]) -> list[str]:
    """Return the words of a thing without those before it that select some of all: `teams` of `all_teams`."""
    while len(parts) > 1 and parts[0] in STATES and parts[1] not in PREPOSITIONS:
        parts = parts[1:]
    return parts


def _is_procedure(method: str, segment: str, operation_id: str | None) -> bool:
    found = words(_spelled(segment, operation_id))
    return len(found) > 1 and is_action(found[0].lower(), method)


def _spelled(procedure: str, operation_id: str | None) -> str:
    """Return a procedure as the operationId spells it, if they agree: `createpermission`, `CreatePermission`."""
    same = operation_id and letters(operation_id) == letters(procedure)
    return operation_id if operation_id and same else procedure


def _noun(procedure: str) -> str:
    """Return the noun of a procedure's name in the singular: `call` of `create-phone-call-for-agent`.

    An aspect belongs to its thing (`call` of `get-call-status`); a noun that says little keeps the word before it:
    `phone_number` of `list-phone-numbers`.
    """
    found, doing = [word.lower() for word in words(procedure)], True
    while found and (found[0] in GLUE or found[0] in (_BEGINNING if doing else DOING)):
        doing = doing and found[0] in GLUE
        found = found[1:]
    end = next((index for index, word in enumerate(found) if index and word in PREPOSITIONS), len(found))
    kept = [word for word in found[:end] if not word.isdigit()]
    while len(kept) > 1 and (kept[-1] in QUALITIES or kept[-1] in ASPECTS or is_general(kept[-1])):
        kept = kept[:-1]
    if not kept or is_general(kept[-1]):
        return ""
    head = singular_word(kept[-1])
    if head in VAGUE_NOUNS and kept[1:] and kept[-2] not in STATES and kept[-2] not in ACTIONS:
        return f"{kept[-2]}_{head}"
    return head
