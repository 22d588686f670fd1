"""The data of the template of fakes: the operations of each resource, with the types of their bodies and results."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ...ir.api import OperationKey
from ...naming.assign import Names, ResourceName
from ..expression import NONE, Expression, subscript
from .signature import Signature


class FakeOperationView(Struct, frozen=True):
    """One operation as its fake is written."""

    method: str
    call: str
    """The call: `calls.create`."""
    builder: str
    module: str
    """The module of the package that contains the builder."""
    type: Expression
    """`FakeOperation[…]` with the types of body and result, and for pages the type of an item."""
    function: str = "FakeOperation"
    companion: str = ""
    """The method that iterates over the items of all pages, or waits for a final state; empty if there is none."""


class FakeResourceView(Struct, frozen=True):
    """One resource as its fakes are written."""

    class_name: str
    operations: tuple[FakeOperationView, ...]
    inner: tuple[ResourceName, ...]
    """The resources within it."""


def fake_operation(signature: Signature, resource: ResourceName | None) -> FakeOperationView:
    """Return the view of one operation; `resource` is None for an operation of the client itself."""
    body = signature.values.get("body")
    bodies = [one.type for one in signature.arguments if one.name == body]
    types = [(bodies[0] if bodies else NONE).within(signature.hidden), signature.result.within(signature.hidden)]
    pages = signature.iterator
    function = "FakePagedOperation" if pages else "FakeOperation"
    types += [pages.of.within(signature.hidden)] if pages else []
    prefix = f"{resource.attribute}." if resource else ""
    companion = pages or signature.waiting
    return FakeOperationView(
        signature.method,
        f"{prefix}{signature.method}",
        signature.builder,
        resource.module if resource else "client",
        subscript(function, *types),
        function,
        companion.method if companion else "",
    )


def fake_resource(
    resource: ResourceName, operations: Iterable[tuple[OperationKey, FakeOperationView]], names: Names
) -> FakeResourceView:
    """Return the view of a resource with its operations."""
    return FakeResourceView(
        resource.class_name,
        tuple(view for _, view in operations),
        tuple(one for one in names.resources if one.parent == resource.attribute),
    )


def routes(found: Iterable[tuple[OperationKey, FakeOperationView]]) -> list[tuple[str, str, str]]:
    """Return method, path and call of each operation; for two methods of one operation, the first."""
    calls: dict[OperationKey, str] = {}
    for key, view in found:
        calls.setdefault(key, view.call)
    return [(method.upper(), path, call) for (method, path), call in calls.items()]
