"""The data of the templates of resources: the classes of a module, and the modules of a resource."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ...naming.assign import ResourceName
from ...text.casing import class_case
from .signature import Signature


class OwnerView(Struct, frozen=True):
    """The class that the operations of a module belong to, as documentation names it."""

    class_name: str
    description: str = ""


class ModuleView(Struct, frozen=True):
    """One of several modules of a resource's operations."""

    class_name: str
    async_class_name: str
    module: str
    methods: Sequence[str]
    builders: Sequence[str]
    derived: Sequence[str]
    """The methods that are derived from others."""


def class_names(resource: ResourceName, module: str) -> tuple[str, str]:
    """Return the names of a module's synchronous and asynchronous class; `module` is empty for the only one."""
    suffix = class_case(module)
    return f"{resource.class_name}{suffix}", f"{resource.async_class_name}{suffix}"


def module_view(resource: ResourceName, module: str, operations: Sequence[Signature]) -> ModuleView:
    """Return the view of one of several modules of a resource, for the package that loads them."""
    return ModuleView(
        *class_names(resource, module),
        module,
        sorted(one.method for one in operations),
        sorted(one.builder for one in operations),
        sorted(derived.method for one in operations for derived in (one.iterator, one.waiting) if derived),
    )
