"""Unions that contain themselves: pydantic-core would try every variant at every level, in exponential time.

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

_SCALARS = frozenset({"str", "bool", "int", "float", "none", "any", "literal"})


def note_recursive_unions(assembly: Assembly, read: Callable[[Node, object], object]) -> None:
    """Mark the unions of a schema that their own variants can reach, with the function that reads them."""
    definitions = {node["ref"]: node for node in assembly.definitions}
    for part in assembly.parts:
        definitions |= {node["ref"]: node for node in part.definitions}
    references = {name: _references([node]) for name, node in definitions.items()}
    for name, node in definitions.items():
        for union in _unions(node):
            if name in _reached(_references(_variants(union)), references):
                union["metadata"][MARK]["recursive"] = read


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
        if child["type"] == "union" and "says" not in mark(child):
            objects = [one for one in _variants(child) if one["type"] not in _SCALARS and "says" not in mark(one)]
            found.extend([child] if objects[1:] else [])
        return map_children(child, look)

    look(node)
    return found


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
