"""The parts of the core schemas of discriminated unions, for what reads them in another way than pydantic."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, cast

from pydantic_core import PydanticCustomError

from .core_schema_nodes import Node, marked


class TaggedParts(NamedTuple):
    """The parts of the core schema of a `Tagged` union."""

    wire_name: str
    choices: Mapping[str, Node]
    """Tag → the schema of the variant."""
    rest: tuple[Node, ...]
    """The schemas to try if no tag names a variant."""
    instance: Node
    """The schema that accepts instances as they are."""
    consistent: Node
    """The schema that accepts instances only if their tag names their class."""


def tagged_parts(node: Node) -> TaggedParts:
    """Return the parts of the core schema that `Tagged` built."""
    from_json: Node = node["json_schema"]
    consistent: Node = node["python_schema"]["choices"][0]
    rest: tuple[Node, ...] = ()
    if from_json["type"] == "union":
        from_json, others = from_json["choices"]
        rest = tuple(others["schema"]["choices"])
    return TaggedParts(from_json["discriminator"], from_json["choices"], rest, consistent["schema"], consistent)


def unless_tagged(wire_name: str, tags: Collection[str], node: Node) -> Node:
    """Return the schema for values that no tag names: if a tag names a variant, only that variant may fit."""

    def check(value: Any) -> Any:
        tag = cast("Mapping[str, object]", value).get(wire_name) if isinstance(value, Mapping) else None
        if isinstance(tag, str) and tag in tags:
            raise PydanticCustomError("tagged", "Input is named by its {tag}", {"tag": wire_name})
        return cast("Any", value)

    function: Node = {"type": "no-info", "function": check}
    return marked({"type": "function-before", "function": function, "schema": node})
