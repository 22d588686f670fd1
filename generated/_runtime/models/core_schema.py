"""Core schemas with the semantics of JSON, by which `Model` and `adapter` validate.

pydantic's defaults are those of Python (`"1"` is an int, `True` is 1, a number is a date). `rewrite` turns the core
schema of a type into one that accepts what the JSON data model and RFC 3339 accept, and never converts by guessing.

A rewritten node keeps under `metadata` what replaces it in a tolerant decode; `tolerant.relaxed` reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from operator import is_
from typing import TYPE_CHECKING, TypeAlias, cast

from pydantic_core import PydanticKnownError

from .core_schema_nodes import (
    ANY,
    MARK,
    Node,
    deep_writer,
    is_marked,
    labelled,
    map_children,
    mark,
    marked,
    metadata,
    split_choice,
    with_writer,
    writers,
)
from .scalars import STRING, integer, literal, number, text

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

Resolve: TypeAlias = Callable[[Node], Node | None]
"""Finds the definition that a `definition-ref` names; None while that definition is still being built."""

NULLABLE = "clientwright_nullable"
"""The key under `metadata` of a nullable node in which null is a value."""

READ_ONLY = "clientwright_read_only"
WRITE_ONLY = "clientwright_write_only"
"""The keys under `metadata` of the type of a field that travels one way only."""

is_none = partial(is_, None)
"""True of None: a C callable, for it is asked of every optional field that is set."""


def rewrite(node: Node, resolve: Resolve, own: type[object] | None = None) -> Node:
    """Return the schema with JSON semantics; a node that was rewritten before is returned as it is.

    `own` is the model class of this schema; other model classes rewrite their schemas by their own hook.
    """
    if is_marked(node):
        return node

    def change(child: Node) -> Node:
        return rewrite(child, resolve, own)

    result = node
    match node["type"]:
        case "model":
            if node["cls"] is own:
                result = _model(map_children(node, change))
        case "union":
            result = _union(node, change)
        case "model-field":
            result = _field(map_children(node, change))
        case "definition-ref":
            result = _reference(node, resolve)
        case kind if kind in _SCALARS:
            result = _SCALARS[kind](node)
        case _:
            result = marked(map_children(node, change))
    return result


def resolver(handler: GetCoreSchemaHandler) -> Resolve:
    """Return a function that looks up definitions through the handler of a schema that is being built."""

    def resolve(node: Node) -> Node | None:
        try:
            return cast("Node", handler.resolve_ref_schema(cast("CoreSchema", node)))
        except LookupError:
            return None

    return resolve


def _strict(node: Node) -> Node:
    return {**node, "strict": True}


_SCALARS: Mapping[str, Callable[[Node], Node]] = {
    "bool": _strict,
    "str": _strict,
    "int": integer,
    "float": number,
    "literal": literal,
    "datetime": text,
    "date": text,
    "time": text,
    "uuid": text,
    "decimal": text,
}


def _union(node: Node, change: Callable[[Node], Node]) -> Node:
    """Rewrite a union; a closed enumeration next to its own type is dropped: `Literal["a"] | str` validates as `str`.

    The choices keep the labels of their Python types, by which errors name them.
    """
    choices: list[tuple[Node, str | None]] = []
    for schema, label in map(split_choice, node["choices"]):
        changed = change(schema)
        named = schema["type"] if label is None and changed["type"] != schema["type"] else label
        choices.append((changed, named))
    listed = [choice for choice, _ in choices if mark(choice).get("strings")]
    if listed and any(choice == STRING for choice, _ in choices):
        opened = marked(STRING, listed=listed)
        rest = [(choice, label) for choice, label in choices if choice not in listed]
        choices = [(opened if choice == STRING else choice, label) for choice, label in rest]
    others = [choice for choice, _ in choices if "formed" not in mark(choice)]
    if any(map(_may_be_text, others)):  # a date or a time would be read as a possible UUID
        choices = [(mark(choice).get("formed", choice), label) for choice, label in choices]
    if len(choices) == 1:
        return marked({**choices[0][0], "metadata": metadata(node)}, **mark(choices[0][0]))
    return marked({**node, "choices": [labelled(choice, label) for choice, label in choices]})


_NO_TEXT = frozenset({"none", "bool", "int", "float", "list", "tuple", "dict", "model"})


def _may_be_text(node: Node) -> bool:
    """Return whether a schema may accept text, as far as the node itself shows."""
    notes = mark(node)
    if "values" in notes:
        return any(isinstance(value, str) for value in notes["values"])
    return not (node["type"] in _NO_TEXT or "model" in notes or "unknown" in notes or notes.get("says") in _NUMBERS)


_NUMBERS = ("an integer", "a number")


def _refuse_property(_: object) -> object:
    raise PydanticKnownError("extra_forbidden")


_NO_EXTRA = marked(
    {
        "type": "function-plain",
        "function": {"type": "no-info", "function": _refuse_property},
        "serialization": ANY,
    },
    tolerant=ANY,
    closed=True,
)


def _model(node: Node) -> Node:
    """Rewrite a class; one that forbids undeclared properties still has room for those that a tolerant decode keeps."""
    config: Node = node.get("config") or {}
    fields: Node = node["schema"]
    if fields["type"] == "model-fields":
        if config.get("extra_fields_behavior") == "forbid":
            config = {**config, "extra_fields_behavior": "allow"}
            fields = {**fields, "extras_schema": _NO_EXTRA}
        elif "extras_schema" in fields:
            fields = {**fields, "extras_schema": with_writer(fields["extras_schema"])}
    return marked({**node, "config": config, "schema": fields})


def _field(node: Node) -> Node:
    """Rewrite a model's field. An optional field that is not nullable refuses null in JSON and never sends None.

    A field with a default is nevertheless required on the wire: the class fills it in when an instance is constructed.
    """
    schema: Node = node["schema"]
    if schema["type"] == "default" and schema.get("default") is not None:
        schema = schema["schema"]
        node = {**node, "schema": schema}
    value: Node = schema["schema"] if schema["type"] == "default" else schema
    notes = metadata(value)
    if (
        value["type"] == "nullable"
        and value is not schema
        and schema.get("default", 0) is None
        and NULLABLE not in notes
    ):
        absent: Node = {"type": "json-or-python", "json_schema": value["schema"], "python_schema": value}
        schema = {**schema, "schema": marked(absent, keep="python_schema")}
        node = {**node, "serialization_exclude_if": is_none}
    directions = {key: True for key in (READ_ONLY, WRITE_ONLY) if key in notes}
    return marked({**node, "schema": with_writer(schema)}, **directions)


def _reference(node: Node, resolve: Resolve) -> Node:
    """Rewrite a reference; definitions of models are rewritten by their own hook, those of type aliases
    here, in place.
    """
    definition = resolve(node)
    if definition is None or definition["type"] == "model":
        return node
    if not is_marked(definition):
        bare: Node = {**definition, "metadata": dict(metadata(definition))}
        definition["metadata"] = {**metadata(definition), MARK: {}}  # ends the recursion of an alias
        definition.update(rewrite(bare, resolve))
    functions = writers(definition)
    return {**node, "serialization": deep_writer(functions)} if functions else node
