"""JSON Schemas of models: core schemas as pydantic's own generator of JSON Schema can describe them.

The core schemas by which models validate hold functions and links, which pydantic cannot describe. `describable`
returns the core schema of the wire form alone: the same for values that are read and that are written.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from .core_schema import READ_ONLY, WRITE_ONLY
from .core_schema_nodes import MARK, Node, map_children, mark, metadata
from .given import takes_any_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

    from .model import Model

_DESCRIBED = "clientwright_described"
"""The key under `metadata` of a class's schema that `describable` returned."""
_PYDANTIC = "pydantic_"
"""The beginning of the keys under `metadata` that belong to pydantic."""


def of_type(node: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
    """Return the JSON Schema of a type with an annotation of ours, from its core schema."""
    return handler(cast("CoreSchema", describable(cast("Node", node))))


def of_model(model: type[Model], node: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
    """Return the JSON Schema of a class, from its core schema; the classes that it refers to are added to the
    definitions.
    """
    if _DESCRIBED not in metadata(cast("Node", node)):
        return handler(cast("CoreSchema", _with_definitions(model)))
    found = handler(node)
    _finish(model, cast("Node", node), found, written=handler.mode == "serialization")
    return found


def _with_definitions(model: type[Model]) -> Node:
    """Return a reference to the schema of a class, with the definitions of all classes that it reaches.

    All definitions are on one level: references from one to the next may be longer than Python's stack is deep.
    """
    from .core_schema_assembly import assemble

    assembly = assemble(model)
    definitions = [node for part in assembly.parts for node in _definitions(part.model)]
    unique = {node["ref"]: node for node in definitions}
    return {"type": "definitions", "schema": describable(assembly.root), "definitions": list(unique.values())}


@cache
def _definitions(model: type[Model]) -> tuple[Node, ...]:
    from .core_schema_assembly import class_schema

    return tuple(map(describable, class_schema(model).definitions))


def add_assertions(schema: JsonSchemaValue, assertions: bool | Mapping[str, object]) -> None:
    """Add a schema to a JSON Schema that must be satisfied as well, unless it refers to components."""
    if isinstance(assertions, bool) or _refers(assertions):
        return
    if "$ref" in schema or not schema.keys().isdisjoint(assertions):
        schema.setdefault("allOf", []).append(dict(assertions))
    else:
        schema |= assertions


def _refers(schema: object) -> bool:
    """Return whether a reference, or what looks like one, stands anywhere in a schema."""
    if isinstance(schema, Mapping):
        entries = cast("Mapping[str, object]", schema)
        return any(key.endswith(("$ref", "$dynamicRef", "Ref")) or _refers(value) for key, value in entries.items())
    return isinstance(schema, list) and any(map(_refers, cast("list[object]", schema)))


def describable(node: Node) -> Node:
    """Return the schema of the wire form of the values, without functions: an `int` for what accepts 1 and 1.0."""
    notes = mark(node)
    match node:
        case _ if "wire" in notes:
            result = describable(notes["wire"])
        case _ if "listed" in notes:
            result = {"type": "union", "choices": [*map(describable, notes["listed"]), {"type": "str"}]}
        case _ if "first" in notes:
            result = _refined(node)
        case {"type": "json-or-python", "json_schema": child}:
            result = describable(child)
        case {"type": "function-wrap" | "function-before" | "function-after" | "custom-error", "schema": child}:
            result = describable(child)
        case {"type": "default", "schema": child}:
            # An optional property has no default: absent is not null.
            result = {"type": "default", "schema": describable(child)}
        case {"type": "model-fields", "extras_schema": extras} if "closed" in mark(extras):
            result = map_children({key: value for key, value in node.items() if key != "extras_schema"}, describable)
        case _:
            result = map_children(node, describable)
    return _like(node, result)


def _refined(node: Node) -> Node:
    """Return the first step of a chain of `refined`, with what the second one checks if the type has such a keyword."""
    first, check = node["steps"]
    described, wanted = describable(first), metadata(check)
    for keyword, kinds in (("pattern", {"str"}), ("multiple_of", {"int", "float"})):
        if keyword in wanted and described["type"] in kinds:
            described = {keyword: wanted[keyword], **described}
    return described


def _like(node: Node, described: Node) -> Node:
    """Return a described node with the reference of the original, and with the notes that pydantic reads."""
    notes = {key: value for key, value in metadata(described).items() if key != MARK}
    notes |= {key: value for key, value in metadata(node).items() if key.startswith(_PYDANTIC)}
    if node["type"] == "model-field":
        notes |= {key: True for key in (READ_ONLY, WRITE_ONLY) if key in mark(node)}
    elif node["type"] == "model":
        notes[_DESCRIBED] = True
    result = {key: value for key, value in described.items() if key not in ("serialization", "metadata", "ref")}
    result |= {"ref": node["ref"]} if "ref" in node else {}
    return {**result, "metadata": notes} if notes else result


def _finish(model: type[Model], node: Node, schema: JsonSchemaValue, *, written: bool) -> None:
    """Complete the JSON Schema of a class; `written` says that it is that of values that are written."""
    if schema.get("additionalProperties") is True and not takes_any_name(model):
        del schema["additionalProperties"]  # undeclared ones are kept, but a caller is not asked for any
    texts, required = field_texts(model), schema.get("required", [])
    for name, field in _fields(node).items():
        wire: str = field.get("serialization_alias", name)
        key = wire if wire in schema["properties"] else name  # as `by_alias` says
        described: dict[str, object] = schema["properties"].get(key, {})
        if name in texts:
            described.setdefault("description", texts[name])
        notes = metadata(field)
        if READ_ONLY in notes:
            described["readOnly"] = True
        if WRITE_ONLY in notes:
            described["writeOnly"] = True
            if written and key in required:
                required.remove(key)  # a server does not return it
    if not required:
        schema.pop("required", None)
    if model.__asserts__ is not None:
        model.__asserts__.describe(schema)


def _fields(node: Node) -> Mapping[str, Node]:
    inner: Node = node["schema"]
    while inner["type"] != "model-fields":
        inner = inner["schema"]
    fields: Mapping[str, Node] = inner["fields"]
    return fields


def field_texts(model: type[BaseModel]) -> dict[str, str]:
    """Return field → the text under its line in the class, or in a class that it extends."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        found |= _texts_of_module(base.__module__).get(base.__name__, {}) if hasattr(base, "__asserts__") else {}
    return found


@cache
def _texts_of_module(name: str) -> Mapping[str, Mapping[str, str]]:
    """Return class → field → text, from the source of a module; empty if there is no source."""
    try:
        tree = ast.parse(inspect.getsource(import_module(name)))
    except (OSError, TypeError):
        return {}
    return {one.name: dict(_texts_of_class(one)) for one in tree.body if isinstance(one, ast.ClassDef)}


def _texts_of_class(definition: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, text in zip(definition.body, definition.body[1:], strict=False):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                yield name, inspect.cleandoc(said)
            case _:
                pass
