"""Keeps the names that pydantic-core gives to validators short.

It names a union after its choices, and a choice that is a definition after what that is: in a net of aliases, each of
which has two of the level below, a name would double with every level.
"""

from __future__ import annotations

from .core_schema_nodes import Node, labelled, map_children, split_choice

_FEW = 8
"""So many aliases make no long name."""


def with_short_names(schema: Node) -> Node:
    """Return the schema of a validator, each choice of its unions labelled if it has many definitions of aliases.

    A definition stands before those that it refers to, as far as that is possible: pydantic-core names a definition
    that it has not built yet by three dots.
    """
    definitions: list[Node] = schema["definitions"] if schema["type"] == "definitions" else []
    if sum(one["type"] != "model" for one in definitions) <= _FEW:
        return schema
    labelled_ones = {one["ref"]: _labelled(one) for one in definitions}
    return {**schema, "schema": _labelled(schema["schema"]), "definitions": _users_first(labelled_ones)}


def _labelled(node: Node) -> Node:
    result = map_children(node, _labelled)
    if node["type"] == "union":
        choices = map(split_choice, result["choices"])
        result["choices"] = [labelled(one, label or f"[{index}]") for index, (one, label) in enumerate(choices)]
    return result


def _users_first(definitions: dict[str, Node]) -> list[Node]:
    """Return definitions, each before those that it refers to; without recursion, as a chain may be long."""
    done: dict[str, Node] = {}
    for start, node in definitions.items():
        path = {} if start in done else {start: iter(_references(node))}
        while path:
            current, needs = next(reversed(path.items()))
            following = next((one for one in needs if one in definitions and one not in done and one not in path), None)
            if following is None:
                del path[current]
                done[current] = definitions[current]
            else:
                path[following] = iter(_references(definitions[following]))
    return list(reversed(done.values()))


def _references(node: Node) -> list[str]:
    found: list[str] = []

    def look(child: Node) -> Node:
        if child["type"] == "definition-ref":
            found.append(child["schema_ref"])
        return map_children(child, look)

    look(node)
    return found
