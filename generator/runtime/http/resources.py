"""Resources whose operations are in several modules, each loaded when one of its operations is first used."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from types import FunctionType
from typing import Any, cast

from .client import AsyncResource, Resource


class LazyOperations:
    """The `__getattr__` of such a package (PEP 562): finds the module of a request builder and loads it.

    It creates the two classes of the resource, whose methods come from the classes in the modules.
    """

    def __init__(
        self,
        package: str,
        name: str,
        modules: Mapping[str, Sequence[str]],
        inner: Sequence[str] = (),
        derived: Mapping[str, Sequence[str]] = {},
    ) -> None:
        """`name` is the class of the resource, and `modules` lists the methods in each module.

        `derived` lists the methods that send requests of others, and have no builder of their own. `inner` are the
        resources within this one; their attributes are defined in the module `base`.
        """
        scope = vars(sys.modules[package])
        self._package = package
        homes = {method: f"{package}.{module}" for module, methods in modules.items() for method in methods}
        self._builders = {f"{method}_request": module for method, module in homes.items()}
        homes |= {method: f"{package}.{module}" for module, methods in derived.items() for method in methods}
        homes |= dict.fromkeys(inner, f"{package}.base")
        classes = {name: Resource, f"Async{name}": AsyncResource}
        for class_name, base in classes.items():
            members = {"__module__": package, "__doc__": scope["__doc__"], "_homes": homes, **_INSTANCE}
            scope[class_name] = LazyMethods(class_name, (base,), members)
        exported = [*classes, *self._builders]
        scope.update(__all__=exported, __dir__=lambda: exported)

    def __call__(self, name: str) -> object:
        """Return the request builder of a name; raise AttributeError if there is none."""
        if name not in self._builders:
            raise AttributeError(f"module {self._package!r} has no attribute {name!r}")
        value: object = getattr(import_module(self._builders[name]), name)
        setattr(sys.modules[self._package], name, value)
        return value


class LazyMethods(type):
    """A class that takes each method from its module when the method is first used."""

    _homes: Mapping[str, str]

    def __getattr__(cls, name: str) -> Any:
        owner, base = next(pair for pair in pairwise(cls.__mro__) if "_homes" in vars(pair[0]))
        home = cls._homes.get(name)
        if home is None:
            raise AttributeError(f"{cls.__name__!r} has no attribute {name!r}")
        parts = (one for one in vars(import_module(home)).values() if isinstance(one, type) and issubclass(one, base))
        method = next(vars(one)[name] for one in parts if name in vars(one))
        setattr(owner, name, method)
        return method

    def __dir__(cls) -> list[str]:
        return sorted({*super().__dir__(), *cls._homes})


def _method(self: object, name: str) -> Any:
    """Return a method of an instance's class, bound to the instance."""
    method: FunctionType = LazyMethods.__getattr__(cast("LazyMethods", type(self)), name)
    return method.__get__(self, type(self))


def _names(self: object) -> list[str]:
    return sorted({*object.__dir__(self), *dir(type(self))})


_INSTANCE: Mapping[str, Any] = {"__getattr__": _method, "__dir__": _names}
