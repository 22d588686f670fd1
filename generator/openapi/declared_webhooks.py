"""Webhooks that the settings declare, or an extension has: entered into the document, where later stages find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ..diagnostics import Report, did_you_mean
from ..document.document import JSON, Document, escape
from ..document.loader import Source
from .references import is_mapping

if TYPE_CHECKING:
    from ..config import Settings


def with_declared_webhooks(source: Source, settings: Settings, report: Report) -> Source:
    """Return the source with the webhooks of an extension at its root, and one for each event → schema.

    A schema that is nowhere is an error, placed at `[webhooks.events]` of the settings.
    """
    events, extension = settings.webhooks.events, settings.webhooks.extension
    if not events and not extension:
        return source
    main = source.main
    tree = main.tree
    path = ("definitions",) if "swagger" in tree else ("components", "schemas")
    schemas: Any = tree
    for step in path:
        schemas = schemas.get(step) if is_mapping(schemas) else None
    known = [*schemas] if is_mapping(schemas) else []
    found: list[Any] = [tree.get(extension), tree.get("webhooks")]
    webhooks = {event: item for declared in found if is_mapping(declared) for event, item in declared.items()}
    for event, schema in events.items():
        if schema not in known:
            place = settings.place("webhooks", "events")
            advice = did_you_mean(schema, known) or ": name a schema of the document, or add one in overlay.yaml"
            report.error("unknown-schema", f"[webhooks.events] {event!a}: there is no schema {schema!a}{advice}", place)
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
