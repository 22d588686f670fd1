"""What a request leaves out: the properties that servers alone set."""

from __future__ import annotations

from .core_schema import READ_ONLY
from .core_schema_nodes import ANY, Node, map_children, mark


def has_read_only(node: Node) -> bool:
    """Whether a class in the schema has a field that is read-only."""
    found = READ_ONLY in mark(node)

    def look(child: Node) -> Node:
        nonlocal found
        found = found or has_read_only(child)
        return child

    map_children(node, look)
    return found


def without_read_only(node: Node) -> Node:
    """The schema for a serializer that leaves read-only fields out.

    Classes are then written by the fields of the declared class, for the serializer of an instance's own class keeps
    everything.
    """
    if READ_ONLY in mark(node):
        return {**node, "serialization_exclude": True}
    result = map_children(node, without_read_only)
    if result.get("serialization") == ANY and _holds(node, {"model", "definition-ref"}):
        del result["serialization"]
    return result


def _holds(node: Node, kinds: set[str]) -> bool:
    found = node["type"] in kinds

    def look(child: Node) -> Node:
        nonlocal found
        found = found or _holds(child, kinds)
        return child

    map_children(node, look)
    return found
