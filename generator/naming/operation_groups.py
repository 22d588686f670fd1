"""Groups that an operationId states by its form: `VirtualMachines_Start`, `iam.projects.keys.list`."""

from __future__ import annotations

import re

from ..text.casing import attribute, letters, snake, words
from ..text.inflection import plural
from ..text.path_words import VERBS
from ..text.verbs import ACTIONS, ALSO_THINGS, LAYERS, PREPOSITIONS

_GROUP_AND_VERB = re.compile(r"([A-Z][A-Za-z0-9]+)_([A-Z][A-Za-z0-9]+)")
"""What AutoRest makes groups from: `VirtualMachines_Start`."""
_SERVICE = re.compile(r"[A-Za-z0-9]*?[a-z]V\d+([A-Z][A-Za-z0-9]*?)(Get|Post|Put|Delete|Patch)")
"""A service, its version, its method, and the HTTP method: `catalogProductRepositoryV1GetListGet`."""
_GROUP_AND_METHOD = re.compile(r"([A-Za-z]+)_(GET|POST|PUT|PATCH|DELETE)([A-Z][a-z]\w*)")
"""A segment of the path, and the HTTP method before a thing: `Object_GETRefund`."""
_NESTED = 4
"""The fewest parts of `iam.projects.keys.list`: the API, two groups, the method."""
_DOING = frozenset({"get", "fetch", "retrieve", "create", "delete", "remove", "edit", "add"})
"""First words of a tag that cannot be a thing."""
_PART = re.compile(r"[A-Za-z][\w-]*")


def group_and_verb(operation_id: str) -> tuple[str, str] | None:
    """Return the group and the method of `VirtualMachines_Start`; None if the operationId has another form.

    A verb in front is no group: `POST_DeleteUser`.
    """
    found = _GROUP_AND_VERB.fullmatch(operation_id)
    if found is None:
        return None
    first, *more = (word.lower() for word in words(found[1]))
    if (first in VERBS or first in ACTIONS) and not (more and first in ALSO_THINGS):
        return None
    return (plural(snake(found[1])), found[2]) if {first, *more} - LAYERS else None


def states_an_operation(tag: str) -> bool:
    """Return whether a tag names an operation, not a group: `Get Profiles`, `createInvoice`."""
    first, *more = (word.lower() for word in words(tag)) if tag else ("",)
    return bool(more) and first in _DOING and more[0] not in PREPOSITIONS and more[0] != "ons"


def nested_groups(operation_id: str, tag: str = "") -> list[str]:
    """Return the resources in `iam.projects.serviceAccounts.keys.list`, from the tag to the last before the method.

    Empty if the operationId does not have this form, or nothing is between the tag and the method.
    """
    parts = operation_id.split(".")
    named = [letters(part) for part in parts]
    if len(parts) < _NESTED or not all(map(_PART.fullmatch, parts)) or letters(tag) not in named[:-2]:
        return []
    return [attribute(part) for part in parts[named.index(letters(tag)) : -1]]


def method_behind_group(operation_id: str, method: str, path: str) -> str:
    """Return `get_Refund` of `Object_GETRefund` on `/object/refunds/{id}`; empty for another form."""
    found = _GROUP_AND_METHOD.fullmatch(operation_id)
    if found is None or found[2].lower() != method or letters(found[1]) not in map(letters, path.split("/")):
        return ""
    return f"{method}_{found[3]}"


def method_of_service(operation_id: str, method: str) -> str:
    """Return `GetList` of `catalogProductRepositoryV1GetListGet`; empty if the operationId has another form."""
    found = _SERVICE.fullmatch(operation_id)
    return found[1] if found and found[2].lower() == method else ""
