"""Schemas after the whole pipeline: components of a document become types of properties."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from .packages import document, generated, runtime

_PLACE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Built:
    """A schema with the model that was generated for an object of which `value`, its only property, has the schema."""

    schema: Any
    name: str
    document: dict[str, Any]
    model: type[Any]
    received: bool

    def is_valid(self, instance: Any) -> bool:
        """Return the verdict of the reference implementation."""
        whole = {"$ref": _PLACE + self.name, "components": self.document["components"]}
        return bool(Draft202012Validator(whole).is_valid(instance))

    def decode(self, instance: Any) -> Any:
        """Return what the client makes of the instance; raises ValidationError, and nothing else, where it refuses."""
        return self._codec.validate_json(json.dumps({"value": instance}))

    def accepts(self, instance: Any) -> bool:
        """Return the verdict of the client: strict for what is sent, tolerant for what is received."""
        try:
            self.decode(instance)
        except ValidationError:
            return False
        return True

    def accepts_in_python(self, instance: Any) -> bool:
        """Return the verdict of pydantic by itself."""
        try:
            TypeAdapter(self.model).validate_python({"value": instance})
        except ValidationError:
            return False
        return True

    def round_trip(self, instance: Any) -> Any:
        """Return what the client writes of what it read."""
        return json.loads(self._codec.dump_json(self.decode(instance)))["value"]

    @property
    def _codec(self) -> Any:
        return import_module(f"{runtime().__name__}.models.adapter").adapter(self.model, tolerant=self.received)


def build(schemas: Sequence[Any], *, received: bool = False) -> list[Built]:
    """Return the schemas with their models, all of one document: of the bodies that are sent, or received."""
    components: dict[str, Any] = {f"Case{index}": _moved(one, index) for index, one in enumerate(schemas)}
    for index in range(len(schemas)):
        ref = {"$ref": f"{_PLACE}Case{index}"}
        components[f"Holder{index}"] = {"type": "object", "required": ["value"], "properties": {"value": ref}}
    refs = {f"p{index}": {"$ref": f"{_PLACE}Holder{index}"} for index in range(len(schemas))}
    content = {"application/json": {"schema": {"type": "object", "properties": refs}}}
    answer = {"description": "", "content": content} if received else {"description": ""}
    body = {} if received else {"requestBody": {"content": content}}
    paths = {"/all": {"post": {"operationId": "all", **body, "responses": {"200": answer}}}}
    text = document(paths, components={"schemas": components})
    models, tree = generated(text).models, json.loads(text)
    return [
        Built(schema, f"Case{index}", tree, getattr(models, f"Holder{index}"), received)
        for index, schema in enumerate(schemas)
    ]


def same(left: Any, right: Any) -> bool:
    """Return whether two values are the same in JSON: 1 is 1.0, but not true."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _moved(schema: Any, index: int) -> Any:
    """Let references within a schema that stood alone lead to where it stands now."""
    match schema:
        case dict():
            return {
                key: (
                    f"{_PLACE}Case{index}{one[1:]}"
                    if key == "$ref" and isinstance(one, str) and one.startswith("#")
                    else one if key in ("const", "enum") else _moved(one, index)
                )
                for key, one in schema.items()
                if key != "$schema"
            }
        case list():
            return [_moved(one, index) for one in schema]
        case _:
            return schema
