"""Webhooks that the settings declare: entered into the document, so that every later stage finds them there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..diagnostics import Location, Report, did_you_mean
from ..document.document import JSON, Document, escape
from ..document.loader import Source
from .references import is_mapping


def with_declared_webhooks(source: Source, events: Mapping[str, str], report: Report, where: Location | None) -> Source:
    """Return the source with a webhook for each event → schema; a schema that is nowhere is an error at `where`."""
    if not events:
        return source
    main = source.main
    tree = main.tree
    path = ("definitions",) if "swagger" in tree else ("components", "schemas")
    schemas: Any = tree
    for step in path:
        schemas = schemas.get(step) if is_mapping(schemas) else None
    known = [*schemas] if is_mapping(schemas) else []
    declared: Any = tree.get("webhooks")
    webhooks: dict[str, Any] = {**declared} if is_mapping(declared) else {}
    for event, schema in events.items():
        if schema not in known:
            advice = did_you_mean(schema, known) or ": name a schema of the document, or add one in overlay.yaml"
            report.error("unknown-schema", f"[webhooks.events] {event!a}: there is no schema {schema!a}{advice}", where)
            continue
        pointer = "#/" + "/".join([*path, escape(schema)])
        webhooks.setdefault(event, _webhook(pointer))
    return replace(source, main=Document({**tree, "webhooks": webhooks}, main.file, main.positions))


def _webhook(schema: str) -> JSON:
    content: JSON = {"application/json": {"schema": {"$ref": schema}}}
    return {
        "post": {
            "requestBody": {"required": True, "content": content},
            "responses": {"200": {"description": "Received."}},
        }
    }
