"""The imports of a generated module: the names that its text uses, grouped by origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from msgspec import Struct

from .expression import MODELS, RUNTIME, Symbol


class Home(Struct, frozen=True):
    """The place of a module in the package, and the modules of other names."""

    runtime: str
    """The runtime in relative imports of modules at the top of the package."""
    models: Mapping[str, str]
    """Name of a model definition → its module."""
    deeper: bool = False
    """Whether the module is in a folder of the package."""
    eager: Set[str] = frozenset()
    """The definitions that are needed when the module is imported, since classes derive from them."""
    own: Set[str] = frozenset()
    """The names that the module itself defines."""
    models_digest: str = ""
    """A digest of `models`, which all modules of models share."""


class Imports(Struct, frozen=True):
    """The imports of a module: module → names, both in the order of the lines."""

    plain: tuple[str, ...]
    sections: tuple[Mapping[str, tuple[str, ...]], ...]
    """Imports from the standard library, then from pydantic, then from the package; empty sections are left out."""
    checking: Mapping[str, tuple[str, ...]]
    """Imports that only type checkers need."""


def imports(used: Iterable[Symbol], home: Home) -> Imports:
    """Return the imports of a module that uses some names."""
    plain: set[str] = set()
    found: dict[str, set[str]] = {}
    checking: dict[str, set[str]] = {}
    for name, module in used:
        if name in home.own or not module or (module == MODELS and name not in home.models):
            continue
        if module == "builtins":
            plain.add(name)
        elif module == MODELS:
            (found if name in home.eager else checking).setdefault(home.models[name], set()).add(name)
        else:
            found.setdefault(_relative(module, home), set()).add(_RENAMED.get(name, name))
    if checking:
        found.setdefault("typing", set()).add("TYPE_CHECKING")
    sections = (
        sorted(module for module in found if module[0] != "." and module != "pydantic"),
        sorted(found.keys() & {"pydantic"}),
        sorted((module for module in found if module[0] == "."), key=lambda module: (-module.count("."), module)),
    )
    return Imports(
        tuple(sorted(plain)),
        tuple({module: _sorted(found[module]) for module in one} for one in (sections[0], *filter(None, sections[1:]))),
        {module: _sorted(checking[module]) for module in sorted(checking)},
    )


_RENAMED = {"all_models": "models as all_models"}
"""Names that are imported under another one."""


def _relative(module: str, home: Home) -> str:
    place = home.runtime if module == RUNTIME else module
    return f".{place}" if home.deeper and place[0] == "." else place


def _sorted(names: Set[str]) -> tuple[str, ...]:
    """Return names in a linter's order: constants, classes, everything else."""
    return tuple(sorted(names, key=lambda name: (0 if name.isupper() else 1 if name[0].isupper() else 2, name)))
