"""Divides the operations of a resource: into one module, or, if there are very many, into a package of modules.

In a package, an operation is in the module named after the first path segment after a parameter that does not repeat
the resource: `/repos/{owner}/{repo}/hooks/{hook_id}` is in `repos/hooks.py`, `/orgs/{org}/repos` in `repos/base.py`. So
its place follows from its path alone, and nothing moves when something else is added; only a module that grows too
large to read is divided by the next segment, or, if paths do not help (`/#Action=RunInstances`), by the nouns of the
methods.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..ir.api import Operation, OperationKey
from ..text.casing import snake, words
from ..text.inflection import singular_word
from .model_modules import module_name, nouns

LARGE = 50
"""Operations that are still in one module."""

BASE = "base"
"""The module of the operations on the resource itself."""
_CROWDED = 60
"""Operations that are still found in one module of a package."""
_DEPTH = 12
_VERBS = frozenset(
    {
        *("accept", "allocate", "apply", "assign", "associate", "attach", "authorize", "check", "confirm", "copy"),
        *("deregister", "detach", "disassociate", "download", "export", "import", "invoke", "move", "read", "register"),
        *("reject", "release", "request", "reset", "restore", "resume", "revoke", "run", "send", "start", "stop"),
        *("suspend", "tag", "terminate", "test", "unassign", "untag", "upload", "validate", "verify"),
    }
)
"""Verbs that many methods begin with, in addition to those of models."""


def arrange_operations(
    operations: Sequence[Operation], resource: str, methods: Mapping[OperationKey, str]
) -> Mapping[str, tuple[Operation, ...]]:
    """Return module → its operations in order, sorted by module; empty if one module is enough.

    `methods` has the name of each operation's method.
    """
    if len(operations) <= LARGE:
        return {}
    own = _stems(resource)
    keys = {operation.key: tuple(_places(operation.path, own)) for operation in operations}
    nowhere = [key for key, places in keys.items() if not places]
    if len(nowhere) > _CROWDED:
        keys |= {key: _objects(methods[key], own) for key in nowhere}
    modules: dict[str, list[Operation]] = {}
    for name, members in _groups(operations, keys, 1):
        modules.setdefault(name, []).extend(members)
    return {name: tuple(modules[name]) for name in sorted(modules)}


def _groups(
    operations: Sequence[Operation], keys: Mapping[OperationKey, tuple[str, ...]], depth: int
) -> Iterator[tuple[str, list[Operation]]]:
    groups: dict[tuple[str, ...], list[Operation]] = {}
    for operation in operations:
        groups.setdefault(keys[operation.key][:depth], []).append(operation)
    for key, group in groups.items():
        if len(group) > _CROWDED and depth < _DEPTH and len(key) == depth:
            yield from _groups(group, keys, depth + 1)
        else:
            yield module_name("_".join(key), {BASE}) if key else BASE, group


def _places(path: str, own: frozenset[str]) -> Iterator[str]:
    """Yield the path segments after the first parameter that name places: no parameters, and no function calls.

    A segment such as `microsoft.graph.copy` or `range(address='{address}')` is a function call.
    """
    segments = path.strip("/").split("/")
    first = next((index for index, segment in enumerate(segments) if "{" in segment), len(segments))
    for segment in segments[first:]:
        if not set("{.(:") & set(segment) and (stems := _stems(segment)) and not stems <= own:
            yield snake(segment)


def _objects(method: str, own: frozenset[str]) -> tuple[str, ...]:
    """Return the nouns of a method that do not repeat the resource."""
    return tuple(noun for noun in nouns(method) if noun not in own and noun not in _VERBS)


def _stems(text: str) -> frozenset[str]:
    return frozenset(singular_word(word) for word in words(text))
