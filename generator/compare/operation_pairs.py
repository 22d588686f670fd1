"""Matches the operations of two descriptions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from ..ir.api import Operation, OperationKey
from ..naming.names import Names

_VARIABLE = re.compile(r"\{[^{}]*\}")
_VERSION = re.compile(r"v?\d+([._-]\w+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pair:
    """An operation before and after; None on a side where it does not exist."""

    index: int
    old: Operation | None
    new: Operation | None
    webhook: bool = False
    """Whether the server makes the call."""
    unstable: bool = False
    """Whether it never promised stability: a draft, an alpha version."""

    @property
    def key(self) -> OperationKey:
        """Method and path; of a moved operation, the old ones."""
        operation = self.old or self.new
        return operation.key if operation is not None else ("", "")


@dataclass(frozen=True, slots=True)
class OperationPair:
    """An operation that exists on both sides."""

    pair: Pair
    old: Operation
    new: Operation


def calls_of(pair: Pair, old: Names, new: Names) -> str:
    """Return the name of an operation in messages: its method in Python, the new name if it has one."""
    if pair.webhook:
        return pair.key[1]
    if pair.new is not None:
        return new.operations[pair.new.key].call
    return old.operations[pair.old.key].call if pair.old is not None else ""


def without_names(path: str) -> str:
    """Return a path without the names of its variables, which are not sent."""
    return _VARIABLE.sub("{}", path)


def pair_operations(old: Iterable[Operation], new: Iterable[Operation]) -> Iterator[Pair]:
    """Yield pairs: by method and path, then by the path without variable names, then moved operations."""
    before = {operation.key: operation for operation in old}
    after = {operation.key: operation for operation in new}
    numbers = count()
    found: list[tuple[Operation, Operation]] = []

    def take(key: Callable[[Operation], Hashable]) -> None:
        for left, right in _unique(before.values(), after.values(), key):
            found.append((left, right))
            del before[left.key], after[right.key]

    take(lambda operation: operation.key)
    take(lambda operation: (operation.method, without_names(operation.path)))
    take(lambda operation: (operation.operation_id, operation.method) if operation.operation_id else None)
    take(lambda operation: operation.operation_id or None)
    take(_shape)
    for left, right in sorted(found, key=lambda pair: pair[1].key):
        yield Pair(next(numbers), left, right)
    for operation in before.values():
        yield Pair(next(numbers), operation, None)
    for operation in after.values():
        yield Pair(next(numbers), None, operation)


def _unique(
    old: Iterable[Operation], new: Iterable[Operation], key: Callable[[Operation], Hashable]
) -> list[tuple[Operation, Operation]]:
    """Return the pairs of operations with the same key that no other operation has; the key None never matches."""
    before: dict[Hashable, list[Operation]] = defaultdict(list)
    after: dict[Hashable, list[Operation]] = defaultdict(list)
    for operations, groups in ((old, before), (new, after)):
        for operation in operations:
            if (identity := key(operation)) is not None:
                groups[identity].append(operation)
    return [
        (group[0], after[identity][0])
        for identity, group in before.items()
        if len(group) == 1 and len(after.get(identity, ())) == 1
    ]


def _shape(operation: Operation) -> Hashable:
    """Return what identifies a moved operation: its method, documentation, last static segment, parameters,
    statuses.
    """
    segments = [one for one in _VARIABLE.sub("", operation.path).split("/") if one and not _VERSION.fullmatch(one)]
    words = operation.summary or operation.description
    if not words and not operation.responses:
        return None
    return (
        operation.method,
        words,
        segments[-1] if segments and operation.path.startswith("/") else "",
        tuple(sorted((one.location, one.name, one.required) for one in operation.parameters)),
        tuple(sorted(one.content_type for one in operation.body.contents)) if operation.body else None,
        tuple(one.status for one in operation.responses),
    )
