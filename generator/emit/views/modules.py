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
    """One module of a resource's operations, or the only one."""

    class_name: str
    async_class_name: str
    module: str = ""
    methods: Sequence[str] = ()
    builders: Sequence[str] = ()
    derived: Sequence[str] = ()
    """The methods that are derived from others."""


def module_view(resource: ResourceName, module: str, operations: Sequence[Signature]) -> ModuleView:
    """Return the view of one module of a resource; `module` is empty for the only one."""
    suffix = class_case(module)
    return ModuleView(
        f"{resource.class_name}{suffix}",
        f"{resource.async_class_name}{suffix}",
        module,
        sorted(one.method for one in operations),
        sorted(one.builder for one in operations),
        sorted(derived.method for one in operations for derived in (one.iterator, one.waiting) if derived),
    )
