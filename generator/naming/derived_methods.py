"""Names of the methods that follow from an operation: one iterates over pages, one waits.

They give way to the operations of a document; but once published they stay, and an operation that is added later and
would have such a name takes another one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial

from ..ir.api import Operation, OperationKey
from ..text.casing import snake
from .allocate import CHOSEN, Candidate, NameRequest, allocate
from .method_names import METHODS_AVOIDED
from .published import held, published_method
from .resource_names import SET, PlacedOperation

_READING = ("get", "retrieve", "fetch", "show", "read", "describe", "poll", "status", "check")
"""Names of methods that return one thing."""
_ITERATES = "the items of all pages"
_WAITS = "waits for a final state"


def kept_methods(
    members: Iterable[PlacedOperation], iterators: Mapping[str, str], waits: Mapping[str, str]
) -> frozenset[str]:
    """Return the published names of these methods in one resource, for operations that still have them."""
    members = list(members)
    kept: set[str] = set()
    for member in members:
        operation = member.operation
        for declared, published in ((operation.pagination, iterators), (operation.polling, waits)):
            if declared and not declared.method and (name := published_method(operation, member.resource, published)):
                kept.add(name)
    return frozenset(kept - {one.method for one in members if one.fixed})


def iterator_names(
    members: Iterable[PlacedOperation],
    methods: Mapping[OperationKey, str],
    taken: Collection[str],
    published: Mapping[str, str],
) -> dict[OperationKey, Candidate]:
    """Return operation → the method that iterates over its items: `list_all` for `list`."""
    paged = [one for one in members if one.operation.pagination]
    return _names(paged, _iterator, methods, taken, published)


def wait_names(
    members: Iterable[PlacedOperation],
    methods: Mapping[OperationKey, str],
    taken: Collection[str],
    published: Mapping[str, str],
) -> dict[OperationKey, Candidate]:
    """Return operation → the method that waits for what it returns: `wait` for `get`, `wait_for_job` for `get_job`."""
    polled = [one for one in members if one.operation.polling]
    return _names(polled, _wait, methods, taken, published)


def _names(
    members: Iterable[PlacedOperation],
    wanted: Callable[[Operation, str], NameRequest[OperationKey]],
    methods: Mapping[OperationKey, str],
    taken: Collection[str],
    published: Mapping[str, str],
) -> dict[OperationKey, Candidate]:
    """Return operation → the method derived from its own; a published name stays."""
    requests = [
        held(
            wanted(one.operation, methods[one.operation.key].rstrip("_")),
            published_method(one.operation, one.resource, published),
        )
        for one in members
    ]
    return allocate(requests, {*methods.values(), *taken, *METHODS_AVOIDED})


def _iterator(operation: Operation, method: str) -> NameRequest[OperationKey]:
    chosen = operation.pagination.method if operation.pagination else ""
    if chosen:
        return NameRequest(operation.key, method, Candidate(chosen, SET), tuple, rank=CHOSEN)
    more = (
        Candidate(f"{method}_all_items", _ITERATES),
        Candidate(f"{method}_{snake(operation.method)}_all", _ITERATES),
    )
    return NameRequest(operation.key, method, Candidate(f"{method}_all", _ITERATES), partial(iter, more))


def _wait(operation: Operation, method: str) -> NameRequest[OperationKey]:
    chosen = operation.polling.method if operation.polling else ""
    if chosen:
        return NameRequest(operation.key, method, Candidate(chosen, SET), tuple, rank=CHOSEN)
    verb, _, rest = method.partition("_")
    plain = (f"wait_for_{rest}" if rest else "wait") if verb in _READING else f"wait_for_{method}"
    more = (Candidate(f"wait_for_{method}", _WAITS), Candidate(f"wait_for_{method}_{snake(operation.method)}", _WAITS))
    return NameRequest(operation.key, method, Candidate(plain, _WAITS), partial(iter, more))
