"""Somebody else's models of the same description: those of datamodel-code-generator, as a second opinion on ours."""

from __future__ import annotations

import json
import sys
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from .payloads import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAME = "SecondOpinion"


class SecondOpinion:
    """Says whether values fit schemas, by models that datamodel-code-generator makes of a canonical description."""

    def __init__(self, name: str, tree: Mapping[str, Any], schemas: Iterable[Any]) -> None:
        """Make the models of all components, and of `schemas`, which refer to them."""
        self._names = {text: f"{_NAME}{number}" for number, text in enumerate(dict.fromkeys(map(canonical, schemas)))}
        own = {name: json.loads(text) for text, name in self._names.items()}
        components = tree.get("components", {}).get("schemas", {})
        self._module = _executed(f"second_opinion_{name}", _models({**components, **own}))
        self._adapter = cache(lambda name: TypeAdapter(getattr(self._module, name)))

    def accepts(self, schema: Any, value: object) -> bool:
        """Return whether a JSON value fits a schema."""
        try:
            self._adapter(self._names[canonical(schema)]).validate_json(json.dumps(value))
        except ValidationError:
            return False
        return True


def _models(schemas: Mapping[str, Any]) -> str:
    import datamodel_code_generator as engine
    from datamodel_code_generator.enums import DataModelType

    document = {"openapi": "3.1.0", "info": {"title": "models", "version": "1"}, "paths": {}}
    return str(
        engine.generate(
            json.dumps({**document, "components": {"schemas": schemas}}),
            input_file_type=engine.InputFileType.OpenAPI,
            output_model_type=DataModelType.PydanticV2BaseModel,
            openapi_scopes=[engine.OpenAPIScope.Schemas],
            target_python_version=engine.PythonVersion.PY_311,
            field_constraints=True,
            formatters=[],
            disable_timestamp=True,
            allow_remote_refs=False,
        )
    )


def _executed(name: str, text: str) -> ModuleType:
    # The descriptions are those of this repository: nobody else's text is executed here.
    module = sys.modules[name] = ModuleType(name)
    exec(compile(text, name, "exec"), module.__dict__)
    return module
