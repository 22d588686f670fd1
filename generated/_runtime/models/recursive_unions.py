"""Unions that contain themselves, or unions of unions of unions: pydantic-core would try every variant at every level.

A document of forty levels would take longer than anybody waits. Such a union is read by `lenient`, which reads each
part of the document once for each variant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .core_schema_nodes import MARK, Node, map_children, mark, split_choice
from .tagged_parts import tagged_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from .core_schema_assembly import Assembly

_MOST_READINGS = 1_000_000
"""So often may one part of a document be read, at worst, because of the unions around it."""
_TIERS = 3
"""How often the first reading tries a variant: exactly, with nulls, and relaxed (see `tolerant`)."""
_SCALARS = frozenset({"str", "bool", "int", "float", "none", "any", "literal"})


def note_recursive_unions(assembly: Assembly, read: Callable[[Node, object], object]) -> None:
    """Mark the unions of a schema that their own variants can reach, and those that have too many unions below each
    other, with the function that reads them.
    """
    definitions = {node["ref"]: node for node in assembly.definitions}
    for part in assembly.parts:
        definitions |= {node["ref"]: node for node in part.definitions}
    references = {name: _references([node]) for name, node in definitions.items()}
    readings = _Readings(definitions)
    for name, node in (*definitions.items(), ("", assembly.root)):
        for union in _unions(node):
            is_recursive = name in _reached(_references(_variants(union)), references)
            if is_recursive or readings.below(union) > _MOST_READINGS:
                union["metadata"][MARK]["recursive"] = read


class _Readings:
    """Counts how often, at worst, the first reading reads a part of a document."""

    def __init__(self, definitions: Mapping[str, Node]) -> None:
        self._definitions = definitions
        self._known: dict[str, int] = {}

    def below(self, node: Node) -> int:
        """Return the largest product of the numbers of variants of unions that lead to each other, from a node on.

        A definition that leads back to itself counts once: its unions are marked anyway.
        """
        most = 1

        def look(child: Node) -> Node:
            nonlocal most
            most = max(most, self.below(child))
            return child

        if node["type"] == "definition-ref":
            return self._of_definition(node["schema_ref"])
        if "unknown" in mark(node):
            for variant in _variants(node):
                look(variant)
            return most * (_TIERS * len(tagged_parts(node).rest) or 1)
        map_children(node, look)
        return most * (_TIERS * len(_variants(node)) if _is_choice(node) else 1)

    def _of_definition(self, name: str) -> int:
        if name not in self._known:
            self._known[name] = 1
            self._known[name] = self.below(self._definitions[name]) if name in self._definitions else 1
        return self._known[name]


def _variants(union: Node) -> list[Node]:
    if "unknown" in mark(union):
        parts = tagged_parts(union)
        return [*parts.choices.values(), *parts.rest]
    return [schema for schema, _ in map(split_choice, union["choices"])]


def _unions(node: Node) -> list[Node]:
    """Return the unions in a node with several variants that are not scalars.

    A tagged union is one of them only if several variants are tried where no tag names one.
    """
    found: list[Node] = []

    def look(child: Node) -> Node:
        if "unknown" in mark(child):
            found.extend([child] if tagged_parts(child).rest[1:] else [])
            for variant in _variants(child):
                look(variant)
            return child
        if _is_choice(child):
            found.append(child)
        return map_children(child, look)

    look(node)
    return found


def _is_choice(node: Node) -> bool:
    """Return whether a node is a union without tag, of several variants that are not scalars."""
    if node["type"] != "union" or "says" in mark(node):
        return False
    return sum(one["type"] not in _SCALARS and "says" not in mark(one) for one in _variants(node)) > 1


def _references(nodes: Iterable[Node]) -> set[str]:
    found: set[str] = set()

    def look(child: Node) -> Node:
        if child["type"] == "definition-ref":
            found.add(child["schema_ref"])
        return map_children(child, look)

    for node in nodes:
        look(node)
    return found


def _reached(names: set[str], references: Mapping[str, set[str]]) -> set[str]:
    """Return the definitions that some definitions reach, including these."""
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(references.get(name, ()))
    return reached
