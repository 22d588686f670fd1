"""The whole core schema of a type, put together of those of the classes that it refers to."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

from pydantic import TypeAdapter

from .model import Model, link, within
from .nodes import ANY, Node, map_children, mark
from .schema import rewrite

TypeExpression: TypeAlias = Any
"""A type as an annotation writes it."""


def assemble(type_: TypeExpression) -> Node:
    """The schema with the semantics of JSON and the definitions of all models that are reached from the type."""
    model = _model(type_)
    parts = _Parts()
    root = parts.take(link(model) if model is not None else _written(type_))
    parts.finish()
    return {"type": "definitions", "schema": root, "definitions": list(parts.definitions.values())}


def _model(type_: TypeExpression) -> type[Model] | None:
    return type_ if isinstance(type_, type) and issubclass(type_, Model) else None


def _written(type_: TypeExpression) -> Node:
    """The schema of the type with links to models."""
    with within():
        node = cast("Node", TypeAdapter(type_).core_schema)
    if node["type"] != "definitions":
        return rewrite(node, lambda _: None)
    definitions: dict[str, Node] = {definition["ref"]: definition for definition in node["definitions"]}
    schema = rewrite(node["schema"], lambda reference: definitions.get(reference["schema_ref"]))
    return {**node, "schema": schema}


class _Parts:
    """Definitions by reference, and the classes whose definition is still to come."""

    def __init__(self) -> None:
        self.definitions: dict[str, Node] = {}
        self._names: dict[type[Model], str] = {}
        self._waiting: list[type[Model]] = []

    def take(self, node: Node) -> Node:
        """The schema by itself, links resolved; its definitions are kept."""
        if node["type"] == "definitions":
            for definition in node["definitions"]:
                self.definitions[definition["ref"]] = self._resolved(definition)
            return self._resolved(node["schema"])
        return self._resolved(node)

    def finish(self) -> None:
        """Takes every class that was referred to, one after the other."""
        while self._waiting:
            model = self._waiting.pop()
            name = self._names[model]
            node = self.take(_schema(model))
            if node.get("schema_ref") != name:  # a class that refers to itself is among the definitions already
                self.definitions[name] = {**node, "ref": name}

    def _resolved(self, node: Node) -> Node:
        model: type[Model] | None = mark(node).get("model")
        if model is None:
            return map_children(node, self._resolved)
        if model not in self._names:
            self._names[model] = _name(model)
            self._waiting.append(model)
        return {"type": "definition-ref", "schema_ref": self._names[model], "serialization": ANY}


def _schema(model: type[Model]) -> Node:
    model.model_rebuild()
    return cast("Node", model.__pydantic_core_schema__)


def _name(model: type[Model]) -> str:
    node = _schema(model)
    inner: Node = node["schema"] if node["type"] == "definitions" else node
    name: str = inner.get("schema_ref") or inner.get("ref") or f"{model.__module__}.{model.__qualname__}:{id(model)}"
    return name
