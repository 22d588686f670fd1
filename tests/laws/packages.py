"""Generated packages of drawn documents: values go through the models as a client reads and writes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

from jsonschema import Draft202012Validator
from pydantic import ValidationError

from tests.behaviour.packages import Package, generated, runtime


@dataclass(frozen=True, slots=True)
class Models:
    """The models of a package."""

    package: Package

    def read(self, name: str, value: Any, *, strict: bool) -> Any:
        """Return what a value becomes: as the client checks what is sent, or as it reads what is received.

        Raises ValidationError where the value is refused.
        """
        adapter = import_module(f"{runtime().__name__}.models.adapter").adapter
        return adapter(getattr(self.package.models, name), tolerant=not strict).validate_json(json.dumps(value))

    def accepts(self, name: str, value: Any, *, strict: bool = True) -> bool:
        """Return whether a value is accepted."""
        try:
            self.read(name, value, strict=strict)
        except ValidationError:
            return False
        return True

    def written(self, name: str, model: Any) -> Any:
        """Return a value as it is sent."""
        adapter = import_module(f"{runtime().__name__}.models.adapter").adapter
        return json.loads(adapter(getattr(self.package.models, name), tolerant=False).dump_json(model))

    def describes(self, name: str, value: Any) -> bool:
        """Return whether the JSON Schemas of a model accept a value: what is read, and what is written."""
        model = getattr(self.package.models, name)
        modes: tuple[Literal["validation", "serialization"], ...] = ("validation", "serialization")
        return all(Draft202012Validator(model.model_json_schema(mode=mode)).is_valid(value) for mode in modes)

    def back(self, name: str, value: Any, *, strict: bool) -> Any:
        """Return a value that was read and written."""
        return self.written(name, self.read(name, value, strict=strict))


def models(document: dict[str, Any]) -> Models:
    """Return the models of a document; AssertionError if it is refused."""
    return Models(generated(json.dumps(document)))
