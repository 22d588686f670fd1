"""The tolerant reading of a core schema: what a server sent is kept, whatever the description says about it.

Types still decide how a value is read, and a missing required property is still an error; but constraints, assertions
and closed sets are not held against a response:

- limits of numbers, lengths, patterns and the assertions of `Asserts` are not checked;
- a value outside a closed enumeration is kept, if its JSON type is that of a listed one;
- undeclared properties are kept where the class forbids them;
- an object that is no known variant of a discriminated union becomes an `Unknown`;
- null is taken for an optional property that is not nullable;
- a required property that is write-only may be absent;
- a string or number that is not in the form that its type has on the wire (a date-time, a UUID) is kept as received.
"""

from __future__ import annotations

from functools import partial

from .core_schema import WRITE_ONLY
from .core_schema_nodes import Node, map_children, mark

_CONSTRAINTS = {
    "min_length",
    "max_length",
    "pattern",
    "ge",
    "gt",
    "le",
    "lt",
    "multiple_of",
    "max_digits",
    "decimal_places",
    "tz_constraint",
    "now_op",
}
_FUNCTIONS = {"function-before", "function-after", "function-wrap"}


def relax(node: Node, unknown: Node) -> Node:
    """The tolerant variant of a schema of `schema.rewrite`; `unknown` is the schema of a variant without a name."""
    notes = mark(node)
    if "tolerant" in notes:
        return _like(node, notes["tolerant"])
    if "keep" in notes:
        return _like(node, relax(node[notes["keep"]], unknown))
    if "first" in notes:
        return _like(node, relax(node["steps"][0], unknown))
    if node["type"] in _FUNCTIONS and _is_constraint(node):
        return _like(node, relax(node["schema"], unknown))
    result = map_children(node, lambda child: relax(child, unknown))
    if "unknown" in notes or (node["type"] == "tagged-union" and "default" not in notes):
        return _or_unknown(result, unknown)
    if WRITE_ONLY in notes and result["schema"]["type"] != "default":
        result["schema"] = {"type": "default", "schema": result["schema"], "default": None}
    return _open(result)


def _like(node: Node, replacement: Node) -> Node:
    """The replacement under the reference and the wire form of the node that it replaces."""
    return {**replacement, **_identity(node)}


def _identity(node: Node) -> Node:
    return {key: value for key, value in node.items() if key in {"ref", "serialization"}}


def _is_constraint(node: Node) -> bool:
    """Whether pydantic itself added this function, for a constraint that the schema below it could not carry."""
    function = node["function"]["function"]
    module: str = getattr(function.func if isinstance(function, partial) else function, "__module__", None) or ""
    return module.startswith("pydantic._internal")


def _or_unknown(node: Node, unknown: Node) -> Node:
    first = {key: value for key, value in node.items() if key != "ref"}
    return {"type": "union", "mode": "left_to_right", "choices": [first, unknown], **_identity(node)}


def _open(node: Node) -> Node:
    match node["type"]:
        case "union" | "literal" | "is-instance" | "default" | "nullable":
            return node
        case _:
            return {key: value for key, value in node.items() if key not in _CONSTRAINTS}
