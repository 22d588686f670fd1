"""Generated packages of drawn documents: values go through the models as a client reads and writes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

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
        return all(one.is_valid(value) for one in _validators(getattr(self.package.models, name)))

    def back(self, name: str, value: Any, *, strict: bool) -> Any:
        """Return a value that was read and written."""
        return self.written(name, self.read(name, value, strict=strict))


@cache
def _validators(model: Any) -> tuple[Draft202012Validator, ...]:
    return tuple(Draft202012Validator(model.model_json_schema(mode=mode)) for mode in ("validation", "serialization"))


def models(document: dict[str, Any]) -> Models:
    """Return the models of a document; AssertionError if it is refused."""
    return Models(generated(json.dumps(document)))
