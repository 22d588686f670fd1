"""`format: binary` where it can mean something: in JSON there are no bytes, only text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..openapi.media_type_names import is_json
from ..openapi.references import is_mapping, is_sequence
from ..schema.reachability import graph_of, reachable


def settle_binary(tree: dict[str, Any]) -> None:
    """Drop `format: binary` from all schemas of a canonical tree that are used in JSON alone; changes the tree."""
    components: dict[str, Any] = tree["components"]["schemas"]
    marked = {name for name, schema in components.items() if _has_binary(schema)}
    holders = list(_holders(tree))
    if marked:
        roots = [holder.get("schema") for media_type, holder in holders if not is_json(media_type)]
        kept = reachable(roots, graph_of(components))
        for name in sorted(marked - kept):
            components[name] = _without(components[name])
    for media_type, holder in holders:
        if is_json(media_type) and _has_binary(holder.get("schema")):
            holder["schema"] = _without(holder["schema"])


def _holders(tree: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (media type, Media Type Object) of every body and response."""
    for item in (*tree["paths"].values(), *tree["webhooks"].values()):
        for operation in item.values():
            parts = [operation.get("requestBody", {}), *operation["responses"].values()]
            for part in parts:
                yield from part.get("content", {}).items()


def _has_binary(schema: Any) -> bool:
    if is_mapping(schema):
        if schema.get("format") == "binary" and schema.get("type") != "object":
            return True
        return any(_has_binary(value) for key, value in schema.items() if key not in ("examples", "default", "enum"))
    return is_sequence(schema) and any(_has_binary(value) for value in schema)


def _without(schema: Any) -> Any:
    if is_mapping(schema):
        return {
            key: value if key in ("examples", "default", "enum") else _without(value)
            for key, value in schema.items()
            if not (key == "format" and value == "binary")
        }
    return [_without(value) for value in schema] if is_sequence(schema) else schema
