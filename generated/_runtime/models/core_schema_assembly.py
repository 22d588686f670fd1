"""Puts the whole core schema of a type together from the schemas of the classes that it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias, cast

from pydantic import TypeAdapter

from .core_schema import rewrite
from .core_schema_nodes import ANY, Node, map_children, mark, marked
from .model import Model, link, within

TypeExpression: TypeAlias = Any
"""A type as an annotation writes it."""


@dataclass(slots=True, eq=False, repr=False)
class ClassSchema:
    """The definition of one class, with the recursive aliases that only this class needs."""

    model: type[Model]
    name: str
    definitions: tuple[Node, ...]
    links: tuple[type[Model], ...]
    """The classes that the definition refers to."""


@dataclass(slots=True, eq=False, repr=False)
class Assembly:
    """The schema of a type, and the parts that it needs in addition to its own definitions."""

    root: Node
    definitions: tuple[Node, ...]
    parts: tuple[ClassSchema, ...]

    def schema(self) -> Node:
        """Return one core schema of the type with all definitions."""
        found = [
            *self.definitions,
            *(definition for class_schema in self.parts for definition in class_schema.definitions),
        ]
        unique = {definition["ref"]: definition for definition in found}
        return {"type": "definitions", "schema": self.root, "definitions": list(unique.values())}


def assemble(type_: TypeExpression) -> Assembly:
    """Return the schema of a type with JSON semantics, and the parts of all models that it reaches."""
    model = _model(type_)
    links = _Links()
    root, definitions = links.take(link(model) if model is not None else _written(type_))
    parts: dict[type[Model], ClassSchema] = {}
    waiting = links.found
    while waiting:
        following = waiting.pop()
        if following not in parts:
            parts[following] = class_schema(following)
            waiting.extend(parts[following].links)
    return Assembly(root, definitions, tuple(parts.values()))


@cache
def class_schema(model: type[Model]) -> ClassSchema:
    """Return the part of a class; the same object each time."""
    links = _Links()
    root, definitions = links.take(_schema(model))
    name = _name(model)
    if root.get("schema_ref") != name:  # a class that refers to itself is among the definitions already
        definitions = (*definitions, {**root, "ref": name})
    return ClassSchema(model, name, definitions, tuple(links.found))


def _model(type_: TypeExpression) -> type[Model] | None:
    return type_ if isinstance(type_, type) and issubclass(type_, Model) else None


def _written(type_: TypeExpression) -> Node:
    """Return the schema of the type with links to models."""
    with within():
        node = cast("Node", TypeAdapter(type_).core_schema)
    if node["type"] != "definitions":
        return rewrite(node, lambda _: None)
    definitions: dict[str, Node] = {definition["ref"]: definition for definition in node["definitions"]}
    schema = rewrite(node["schema"], lambda reference: definitions.get(reference["schema_ref"]))
    return {**node, "schema": schema}


class _Links:
    """Turns links into references, and collects the classes that they name."""

    def __init__(self) -> None:
        self.found: list[type[Model]] = []

    def take(self, node: Node) -> tuple[Node, tuple[Node, ...]]:
        """Return the schema and its definitions."""
        if node["type"] != "definitions":
            return self._resolved(node), ()
        return self._resolved(node["schema"]), tuple(self._definitions(node["definitions"]))

    def _definitions(self, nodes: Iterable[Node]) -> Iterator[Node]:
        """Yield the definitions; a node that only links to a class is that class's definition, or another
        name of it.
        """
        for node in nodes:
            resolved = self._resolved(node)
            if "ref" in resolved:
                yield resolved
            elif node["ref"] != resolved["schema_ref"]:
                yield {**resolved, "ref": node["ref"]}

    def _resolved(self, node: Node) -> Node:
        model: type[Model] | None = mark(node).get("model")
        if model is None:
            return map_children(node, self._resolved)
        self.found.append(model)
        return marked({"type": "definition-ref", "schema_ref": _name(model), "serialization": ANY}, reference=model)


def _schema(model: type[Model]) -> Node:
    model.model_rebuild()
    return cast("Node", model.__pydantic_core_schema__)


@cache
def _name(model: type[Model]) -> str:
    node = _schema(model)
    inner: Node = node["schema"] if node["type"] == "definitions" else node
    name: str = inner.get("schema_ref") or inner.get("ref") or f"{model.__module__}.{model.__qualname__}:{id(model)}"
    return name
