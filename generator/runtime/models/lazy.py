"""Packages of models whose modules are loaded when one of their names is first used."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from inspect import get_annotations
from types import ModuleType
from typing import Any

if sys.version_info >= (3, 12):
    from typing import TypeAliasType
else:
    from typing_extensions import TypeAliasType

__all__ = ["LazyModels", "LazyModule", "LazySchemas", "TypeAliasType"]

_NAME = re.compile(r"[^\W\d]\w*")
_TEXT = re.compile(r"""\"(?:[^"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'""")


class LazyModule(ModuleType):
    """A module that is loaded when one of its names is first used."""

    def __init__(self, user: str, name: str) -> None:
        """Stand for the module `name` in the package of the module `user`."""
        super().__init__(f"{user.rpartition('.')[0]}.{name}")

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self.__name__), name)


class LazyModels:
    """The `__getattr__` of such a package (PEP 562): finds the module of a name and loads it.

    Annotations in its modules name classes of other modules; `complete` loads those when a class is first used.
    """

    def __init__(self, package: str, modules: Mapping[str, Sequence[str]]) -> None:
        """`modules` lists the names in each module of the package."""
        self._package = package
        self._home = {name: module for module, names in modules.items() for name in names}
        self._aliases: set[str] = set()
        vars(sys.modules[package]).update(__all__=list(self._home), __dir__=self._home.keys)

    def __call__(self, name: str) -> object:
        """Return the class or alias of a name; raise AttributeError if there is none."""
        if name not in self._home:
            raise AttributeError(f"module {self._package!r} has no attribute {name!r}")
        value = self._load(name)
        setattr(sys.modules[self._package], name, value)
        return value

    def complete(self, model: type[object]) -> None:
        """Add to the module of a class the names that its annotations use, including those of its base classes."""
        scope = vars(sys.modules[model.__module__])
        for base in model.__mro__:
            if base.__module__.startswith(f"{self._package}."):
                annotations = get_annotations(base).values()
                self._complete(base.__module__, annotations)
                if base.__module__ != model.__module__:
                    # pydantic looks up inherited annotations in the module of the class itself.
                    inherited = vars(sys.modules[base.__module__])
                    for name in _names(annotations):
                        if name in inherited:
                            scope.setdefault(name, inherited[name])

    def _complete(self, module: str, annotations: Iterable[Any]) -> None:
        scope = vars(sys.modules[module])
        for name in _names(annotations):
            if name in self._home:
                scope[name] = self._load(name)

    def _load(self, name: str) -> object:
        value: object = getattr(import_module(f".{self._home[name]}", self._package), name)
        if isinstance(value, TypeAliasType) and name not in self._aliases:
            self._aliases.add(name)
            self._complete(f"{self._package}.{self._home[name]}", [value.__value__])
        return value


class LazySchemas(Mapping[str, Mapping[str, Any]]):
    """The XML facts of components, in modules that are loaded when one of their components is needed."""

    def __init__(self, package: str, modules: Mapping[str, Sequence[str]]) -> None:
        """`modules` lists the components in each module of the package, which has them in `SCHEMAS`."""
        self._package = package
        self._home = {name: module for module, names in modules.items() for name in names}

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        """Return the component of a name; raise KeyError if there is none."""
        module = import_module(f".{self._home[name]}", self._package)
        schemas: Mapping[str, Mapping[str, Any]] = module.SCHEMAS
        return schemas[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._home)

    def __len__(self) -> int:
        return len(self._home)


def _names(annotations: Iterable[Any]) -> Iterator[str]:
    for text in annotations:
        if isinstance(text, str):
            yield from _named(text)


@cache
def _named(text: str) -> tuple[str, ...]:
    """Return the names in an annotation, without those in its string literals."""
    return tuple(_NAME.findall(_TEXT.sub("", text)))
