"""Orders the definitions of the models module so that Python can execute them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

if TYPE_CHECKING:
    from .definitions import Definition

_LARGEST = 2_000
"""Types that a plain alias may stand for, the aliases in it expanded: Python compares and hashes unions part by part,
and pydantic builds a schema of each part, so that thirty aliases of two others each would never be done."""
_NET = 4, 30
"""The levels of aliases, and the types, beyond which aliases of aliases form a net: the next is validated by itself."""


class _Size(NamedTuple):
    """How much a plain alias stands for."""

    types: int
    levels: int
    """Of aliases, itself included."""


_CLASS = _Size(1, 0)


def ordered(definitions: Sequence[Definition]) -> tuple[Definition, ...]:
    """Return the definitions, each after those it needs when it is executed, otherwise by name.

    Aliases of plain types come first, then the classes, then the aliases that need classes. An alias that needs itself,
    or that stands for too much to be written out, becomes one that is looked up by name.
    """
    by_name = {definition.name: definition for definition in sorted(definitions, key=lambda item: item.name)}
    reaching = _reaching_classes(by_name)
    plain = [item for item in by_name.values() if item.kind == "alias" and item.name not in reaching]
    classes = [item for item in by_name.values() if item.kind == "class"]
    rest = [item for item in by_name.values() if item.kind == "alias" and item.name in reaching]
    done: dict[str, Definition] = {}
    sizes: dict[str, _Size] = {}
    for item in (*plain, *classes, *rest):
        _place(item.name, by_name, done, sizes)
    return tuple(done.values())


def _reaching_classes(by_name: Mapping[str, Definition]) -> set[str]:
    """Return the names of the aliases that need a class, directly or through other aliases."""
    users: dict[str, list[str]] = {}
    for item in by_name.values():
        for name in item.uses & by_name.keys() if item.kind != "class" else ():
            users.setdefault(name, []).append(item.name)
    found: set[str] = set()
    waiting = [item.name for item in by_name.values() if item.kind == "class"]
    while waiting:
        above = [name for name in users.get(waiting.pop(), ()) if name not in found]
        found.update(above)
        waiting += above
    return found


def _place(name: str, by_name: Mapping[str, Definition], done: dict[str, Definition], sizes: dict[str, _Size]) -> None:
    """Add a definition after those it needs; without recursion, as a chain of aliases may be thousands long."""
    path = {name: _needs(by_name[name], by_name)}
    recursive: set[str] = set()
    while path:
        current, needs = next(reversed(path.items()))
        needed = next((one for one in needs if one not in done), None)
        if needed is None:
            del path[current]
            if current not in done:
                done[current] = _finished(by_name[current], current in recursive, by_name, sizes)
        elif needed in path:
            recursive.add(current)
        else:
            path[needed] = _needs(by_name[needed], by_name)


def _needs(item: Definition, by_name: Mapping[str, Definition]) -> Iterator[str]:
    return iter(sorted(({item.base_model} if item.kind == "class" else item.uses) & by_name.keys()))


def _finished(
    item: Definition, recursive: bool, by_name: Mapping[str, Definition], sizes: dict[str, _Size]
) -> Definition:
    if item.kind != "alias":
        return item
    parts = [sizes.get(name, _CLASS) for name in item.expression.models]
    size = _Size(sum(one.types for one in parts), 1 + max((one.levels for one in parts), default=0))
    is_net = size.levels > _NET[0] and size.types > _NET[1]
    if recursive or size.types > _LARGEST or is_net:
        return replace(item, kind="recursive alias")
    sizes[item.name] = size
    return item
