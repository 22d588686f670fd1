"""Who judges: `jsonschema` the schemas as they were drawn, our own evaluator what the generator made of the document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from generator.diagnostics import Report
from generator.runtime.json_schema.evaluate import Evaluator
from tests.laws.strategies import Drawn
from tests.normalize.trees import run

HARMLESS = frozenset({"no-paths", "undeclared-required"})


@dataclass(frozen=True, slots=True)
class Made:
    """What the generator understood of a document."""

    schemas: Mapping[str, Any]
    """`components/schemas` of the canonical tree."""
    report: Report

    @property
    def is_exact(self) -> bool:
        """Whether nothing was told: then every schema means what it meant."""
        return all(one.code in HARMLESS for one in self.report)

    def accepts(self, name: str, value: Any) -> bool:
        """Return whether a property that refers to a component may have a value."""
        holder = self.schemas["Holder"]
        return Evaluator(holder, self.schemas).accepts({name.lower(): value})


def made(drawn: Drawn) -> Made:
    """Read a document. What hypothesis draws is never refused."""
    canonical, report = run(drawn.document)
    assert canonical is not None, [one.message for one in report]
    schemas: dict[str, Any] = {}
    for name, schema in canonical.tree["components"]["schemas"].items():
        schemas[name] = _without_definitions(schema, schemas)
    return Made(schemas, report)


def _without_definitions(node: Any, schemas: dict[str, Any]) -> Any:
    """Return a schema whose assertions refer to components: `$defs` of each are evaluated by themselves."""
    if isinstance(node, list):
        return [_without_definitions(one, schemas) for one in node]
    if not isinstance(node, dict):
        return node
    if "$defs" not in node:
        return {key: _without_definitions(value, schemas) for key, value in node.items()}
    text, prefix = (
        json.dumps({key: value for key, value in node.items() if key != "$defs"}),
        f"Definition{len(schemas)}x",
    )
    schemas |= {f"{prefix}{name}": True for name in node["$defs"]}
    for name, one in node["$defs"].items():
        moved = json.dumps(one).replace('"#/$defs/', f'"#/components/schemas/{prefix}')
        schemas[f"{prefix}{name}"] = _without_definitions(json.loads(moved), schemas)
    return _without_definitions(json.loads(text.replace('"#/$defs/', f'"#/components/schemas/{prefix}')), schemas)


def meant(schemas: Mapping[str, Any], schema: Any, value: Any) -> bool:
    """Return whether a value fits a schema, as `jsonschema` says."""
    whole = {**schema, "components": {"schemas": dict(schemas)}} if isinstance(schema, dict) else schema
    return bool(Draft202012Validator(whole).is_valid(value))
