"""What is written of a model, where that is not all that was set: by the fields of the declared class."""

from __future__ import annotations

from .core_schema import READ_ONLY
from .core_schema_nodes import ANY, Node, map_children, mark


def for_sending(node: Node, *, nulls: bool = False) -> Node:
    """The schema for a serializer that leaves read-only fields out; with `nulls`, None is written wherever it was set.

    Classes are then written by the fields of the declared class, for the serializer of an instance's own class knows
    nothing of this.
    """
    if READ_ONLY in mark(node):
        return {**node, "serialization_exclude": True}
    result = map_children(node, lambda child: for_sending(child, nulls=nulls))
    if nulls:
        result.pop("serialization_exclude_if", None)
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
