"""Core schemas as plain data: walks over them, marks on them, and how their values are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SerializationInfo

Node: TypeAlias = dict[str, Any]
"""A core schema: plain dictionaries, as pydantic-core reads them."""

Writer: TypeAlias = "Callable[[object], object]"
"""Returns the wire form of a value of one type, and any other value as it is."""

Note: TypeAlias = Any
"""A value kept under the mark of a node."""

MARK = "clientwright"
"""The key under `metadata` of a rewritten node."""

ANY: Node = {"type": "any"}
"""For a serializer: chosen by the type of the value."""

CHILD_KEYS = frozenset(
    {
        "schema",
        "items_schema",
        "keys_schema",
        "values_schema",
        "json_schema",
        "python_schema",
        "lax_schema",
        "strict_schema",
        "extras_schema",
        "extras_keys_schema",
    }
)
"""The keys of a core schema that hold one child, or a list of them."""


def is_marked(node: Node) -> bool:
    """Return whether `rewrite` made this node."""
    return MARK in metadata(node)


def metadata(node: Node) -> Node:
    """Return the notes on a node, usually none."""
    found: Node = node.get("metadata") or {}
    return found


def mark(node: Node) -> Node:
    """Return the values that were given to `marked`."""
    found: Node = metadata(node).get(MARK) or {}
    return found


def marked(node: Node, **values: Note) -> Node:
    """Return the node marked as rewritten; the values define what replaces it in a tolerant decode.

    `tolerant` is a node (a scalar: definitions inside it would not be found), `keep` the key of the child that stays,
    `first` keeps the first step of a chain, `unknown` makes `Unknown` the last resort, `default` says that a tagged
    union has a member for unknown tags. `wire` is a node of pydantic's own for the same values in JSON, `closed` says
    that a class forbids undeclared properties: both are for the JSON Schema of a class.
    """
    return {**node, "metadata": {**metadata(node), MARK: values}}


def notes_anywhere(node: Node, key: str) -> bool:
    """Return whether a node, or a node within it, has a note under a key of its mark."""
    found = key in mark(node)

    def look(child: Node) -> Node:
        nonlocal found
        found = found or notes_anywhere(child, key)
        return child

    map_children(node, look)
    return found


def refined(node: Node, check: Node) -> Node:
    """Return the node followed by a check of its value, which a tolerant decode skips; null is not checked."""
    if node["type"] == "nullable":
        return {**node, "schema": refined(node["schema"], check)}
    return marked({"type": "chain", "steps": [node, check], "serialization": ANY}, first=True)


def map_children(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return a copy of the node with every direct child changed."""
    result = dict(node)
    for key in node.keys() & CHILD_KEYS:
        child: Any = node[key]
        if isinstance(child, list):
            result[key] = [change(item) for item in cast("list[Node]", child)]
        elif isinstance(child, dict):
            result[key] = change(cast("Node", child))
    match node["type"], result:
        case "model-fields", {"fields": fields}:
            result["fields"] = {name: change(field) for name, field in fields.items()}
        case "tagged-union", {"choices": choices}:
            result["choices"] = {tag: change(choice) for tag, choice in choices.items()}
        case "union", {"choices": choices}:
            result["choices"] = [labelled(change(schema), label) for schema, label in map(split_choice, choices)]
        case "chain", {"steps": steps}:
            result["steps"] = [change(step) for step in steps]
        case "definitions", {"definitions": definitions}:
            result["definitions"] = [change(definition) for definition in definitions]
        case _:
            pass
    return result


def split_choice(choice: Node | tuple[Node, str]) -> tuple[Node, str | None]:
    """Return the schema and the label of a union's choice; errors name the choice by its label, which may be None."""
    return choice if isinstance(choice, tuple) else (choice, None)


def labelled(schema: Node, label: str | None) -> Node | tuple[Node, str]:
    """Return the choice that `split_choice` splits into these parts."""
    return schema if label is None else (schema, label)


def with_writer(node: Node) -> Node:
    """Return the node, serialized by the type of the actual value unless it has a wire form of its own.

    So a subclass in a field of its base class is written whole, a value that a tolerant decode kept is written back,
    and a serializer needs none of the definitions that its schema refers to.
    """
    if "serialization" in node:
        return node
    functions = writers(node)
    if not functions:
        return {**node, "serialization": ANY}
    if node["type"] == "union":
        return {**node, "serialization": deep_writer(functions)}
    return map_children(node, with_writer)


def writers(node: Node) -> list[Writer]:
    """Return the functions that write the values in the node that have a wire form of their own, without
    definitions.
    """
    own: Node | None = node.get("serialization")
    if own is not None:
        return [] if own["type"] == "any" else own.get("functions", [own["function"]])
    if node["type"] in {"model", "definition-ref"}:
        return []
    found: list[Writer] = []

    def look(child: Node) -> Node:
        found.extend(function for function in writers(child) if function not in found)
        return child

    map_children(node, look)
    return found


def deep_writer(functions: list[Writer]) -> Node:
    """Return a serialization that applies the functions to every value in lists and mappings; each changes only its
    type.
    """

    def write(value: object) -> object:
        if isinstance(value, list):
            return [write(item) for item in cast("list[object]", value)]
        if isinstance(value, dict):
            return {key: write(item) for key, item in cast("dict[str, object]", value).items()}
        for function in functions:
            value = function(value)
        return value

    def write_json(value: object, info: SerializationInfo) -> object:
        return write(value) if info.mode == "json" else value

    # Not `when_used`: a serializer for the other mode would be built as well, and look for definitions.
    return {
        "type": "function-plain",
        "function": write_json,
        "info_arg": True,
        "return_schema": ANY,
        "functions": functions,
    }


_FEW = 8
"""So many aliases make no long name."""


def with_short_names(schema: Node) -> Node:
    """Return the schema of a validator, each choice of its unions labelled if it has many definitions of aliases.

    pydantic-core names a union after its choices, and a choice that is a definition after what that is: in a net of
    aliases, each of which has two of the level below, a name would double with every level.

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
