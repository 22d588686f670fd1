"""The first, fast reading of a response: what a response may be without a deviation being noted.

Types decide how a value is read, and hold. This is accepted beyond the description, as no caller would notice it:

- limits of numbers, lengths, patterns and the assertions of `Asserts` are not checked;
- undeclared properties are kept if the class forbids them;
- null is accepted for an optional property that is not nullable: it reads as None either way;
- a required property that is write-only may be absent;
- a date-time may lack its offset;
- an object that no tag of a discriminated union names becomes an `Unknown`.

In a union, the variant is chosen before anything is relaxed: a variant that fits exactly, with closed enumerations and
limits, wins. Whatever does not fit this reading is left to `lenient`, which says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import cast

from pydantic_core import PydanticCustomError

from .core_schema import WRITE_ONLY
from .core_schema_assembly import Assembly, ClassSchema, class_schema
from .core_schema_nodes import ANY, Node, labelled, map_children, mark, split_choice
from .model import Unknown
from .tagged_parts import foreign, if_tagged, listed, may_be_foreign, tagged_parts, unless_tagged

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
_EXACT, _NULLS = "!", "!null"
"""The suffix of references to exact definitions; with `_NULLS`, null is accepted for optional properties."""


def tolerant_schema(assembly: Assembly) -> Node:
    """Return the core schema for reading a response."""
    root = relaxed(assembly.root)
    strict = {node["ref"]: node for node in assembly.definitions}
    found = [relaxed(node) for node in assembly.definitions]
    for one in assembly.parts:
        strict |= {node["ref"]: node for node in one.definitions}
        found += _relaxed_part(one)
    known = {node["ref"]: node for node in found}
    waiting = [name for node in (root, *known.values()) for name in _exact_references(node)]
    while waiting:
        name = waiting.pop()
        if name not in known:
            plain, _, nulls = name.rpartition(_EXACT)
            node = exact(strict[plain], nulls=bool(nulls))
            known[name] = {**node, "ref": name}
            waiting += _exact_references(node)
    return {"type": "definitions", "schema": root, "definitions": list(known.values())}


@cache
def _relaxed_part(strict: ClassSchema) -> tuple[Node, ...]:
    return tuple(map(relaxed, strict.definitions))


def _exact_references(node: Node) -> Iterator[str]:
    found: list[str] = []

    def look(child: Node) -> Node:
        if child["type"] == "definition-ref" and child["schema_ref"].endswith((_EXACT, _NULLS)):
            found.append(child["schema_ref"])
        return map_children(child, look)

    look(node)
    return iter(found)


def relaxed(node: Node) -> Node:
    """Return the tolerant variant of a schema of `core_schema.rewrite`."""
    notes = mark(node)
    if "recursive" in notes:
        return _recursive(node)
    if "tolerant" in notes:
        return _like(node, notes["tolerant"])
    if "unknown" in notes:
        return _tagged(node, relaxed)
    if "keep" in notes:
        return _like(node, relaxed(node[notes["keep"]]))
    if "first" in notes:
        return _like(node, relaxed(node["steps"][0]))
    if node["type"] in _FUNCTIONS and is_constraint(node):
        return _like(node, relaxed(node["schema"]))
    if node["type"] == "union":
        return _union(node)
    return _open(_write_only(node, map_children(node, relaxed)))


def exact(node: Node, *, nulls: bool = False) -> Node:
    """Return the schema by which a variant of a union is chosen: strict as in a request, but for what a response may
    hold.

    With `nulls`, null is accepted for an optional property that is not nullable.
    """
    notes = mark(node)

    def change(child: Node) -> Node:
        return exact(child, nulls=nulls)

    if "recursive" in notes:
        return _recursive(node)
    if "listed" in notes:
        closed: list[Node] = notes["listed"]
        return closed[0] if len(closed) == 1 else {"type": "union", "choices": closed}
    if "unknown" in notes:
        return _tagged(node, change)
    if "in_form" in notes:
        return _like(node, notes["in_form"])
    if "one_of" in notes or (nulls and notes.get("keep") == "python_schema"):
        return _like(node, change(node[notes["keep"]]))
    if "tolerant" in notes and node["type"] != "chain" and notes["tolerant"] != ANY:
        return _like(node, notes["tolerant"])
    if node["type"] == "definition-ref":
        return {**node, "schema_ref": node["schema_ref"] + (_NULLS if nulls else _EXACT)}
    result = map_children(node, change)
    if node["type"] == "union":
        result["choices"] = _closed(result["choices"])
    return _write_only(node, result)


def _closed(choices: Iterable[Node | tuple[Node, str]]) -> list[Node | tuple[Node, str]]:
    """Return the choices without types whose only purpose is to open an enumeration next to them."""
    every = [split_choice(choice) for choice in choices]
    values = [value for schema, _ in every for value in cast("tuple[object, ...]", mark(schema).get("values", ()))]
    opened = {_OPENED[type(value)] for value in values if type(value) in _OPENED}
    kept = [(one, label) for one, label in every if "values" in mark(one) or mark(one).get("says") not in opened]
    return [labelled(one, label) for one, label in kept]


_OPENED: Mapping[type[object], str] = {int: "an integer"}


def _union(node: Node) -> Node:
    """Return a union of the exact choices, then of the relaxed ones if none of those fits."""
    tiers: list[Node] = []
    for change in (exact, partial(exact, nulls=True), relaxed):
        tier = map_children(node, change)
        if change is not relaxed:
            tier["choices"] = _closed(tier["choices"])
        else:
            tier["choices"] = _unclaimed(node["choices"], tier["choices"])
        tier.pop("ref", None)
        if tier not in tiers:
            tiers.append(tier)
    if len(tiers) == 1:
        return {**tiers[0], **_identity(node)}
    return {"type": "union", "mode": "left_to_right", "choices": tiers, **_identity(node)}


def _unclaimed(
    strict: Sequence[Node | tuple[Node, str]], choices: Sequence[Node | tuple[Node, str]]
) -> list[Node | tuple[Node, str]]:
    """Return relaxed choices that refuse an object which the enumeration of another choice claims."""
    classes: list[object] = [mark(split_choice(one)[0]).get("reference") for one in strict]
    if not may_be_foreign(classes):
        return list(choices)
    pairs = zip(classes, map(split_choice, choices), strict=True)
    return [labelled(_unless_foreign(choice, own, classes), label) for own, (choice, label) in pairs]


def _unless_foreign(choice: Node, own: object, classes: Sequence[object]) -> Node:
    if not listed(own):
        return choice

    def check(value: object) -> object:
        if foreign(own, classes, value):
            raise PydanticCustomError("foreign", "Input is another variant")
        return value

    return {"type": "function-before", "function": {"type": "no-info", "function": check}, "schema": choice}


def _recursive(node: Node) -> Node:
    """Return a union that contains itself, left to `lenient`."""
    function: Node = {"type": "no-info", "function": partial(mark(node)["recursive"], node)}
    return {"type": "function-plain", "function": function, **_identity(node)}


def _tagged(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return a discriminated union that also accepts values that no tag names."""
    parts = tagged_parts(node)
    choices = {tag: change(choice) for tag, choice in parts.choices.items()}
    by_tag: Node = {"type": "tagged-union", "discriminator": parts.wire_name, "choices": choices}
    rest: list[Node] = [change({"type": "union", "choices": list(parts.rest)})] if parts.rest else []
    others: Node = {
        "type": "union",
        "mode": "left_to_right",
        "choices": [*rest, if_tagged(parts.wire_name, _unknown())],
    }
    unnamed = unless_tagged(parts.wire_name, frozenset(choices), others)
    from_json: Node = {"type": "union", "mode": "left_to_right", "choices": [by_tag, unnamed]}
    from_python: Node = {"type": "union", "mode": "left_to_right", "choices": [parts.instance, from_json]}
    return {"type": "json-or-python", "json_schema": from_json, "python_schema": from_python, **_identity(node)}


@cache
def _unknown() -> Node:
    return {key: value for key, value in class_schema(Unknown).definitions[0].items() if key != "ref"}


def _write_only(node: Node, result: Node) -> Node:
    if WRITE_ONLY in mark(node) and result["schema"]["type"] != "default":
        result["schema"] = {"type": "default", "schema": result["schema"], "default": None}
    return result


def _like(node: Node, replacement: Node) -> Node:
    """Return the replacement with the reference and the wire form of the node that it replaces."""
    return {**replacement, **_identity(node)}


def _identity(node: Node) -> Node:
    return {key: value for key, value in node.items() if key in {"ref", "serialization"}}


def is_constraint(node: Node) -> bool:
    """Return whether pydantic itself added this function, for a constraint that the schema inside cannot express."""
    function = node["function"]["function"]
    module: str = getattr(function.func if isinstance(function, partial) else function, "__module__", None) or ""
    return module.startswith("pydantic._internal")


def _open(node: Node) -> Node:
    match node["type"]:
        case "literal" | "is-instance" | "default" | "nullable":
            return node
        case _:
            return {key: value for key, value in node.items() if key not in _CONSTRAINTS}
