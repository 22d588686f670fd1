"""Null in the maps of merge patches: it removes a member (RFC 7396, 1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..openapi.media_type_names import essence
from ..openapi.reachability import graph_of, reachable, references
from ..openapi.references import is_mapping
from ..openapi.schema_keywords import with_subschemas
from ..schema.nullability import with_null

_MERGE_PATCH = "application/merge-patch+json"


def allow_null_in_maps(tree: dict[str, Any]) -> None:
    """Allow null as a value of each map that requests send in merge patches only.

    Properties need no such change: an optional one of a merge patch can be null whatever its schema says. The schema of
    a map that other requests send, too, stays as it is.
    """
    schemas: dict[str, Any] = tree["components"]["schemas"]
    patches: list[dict[str, Any]] = []
    others: list[Any] = []
    for content in _request_contents(tree):
        if any(essence(name) == _MERGE_PATCH for name in content):
            patches += [media for media in content.values() if "schema" in media]
        else:
            others += [media["schema"] for media in content.values() if "schema" in media]
    if not patches:
        return
    graph = graph_of(schemas)
    patched, sent = (
        reachable([name for schema in starts for name in references(schema)], graph)
        for starts in ([media["schema"] for media in patches], others)
    )
    for name in patched - sent:
        schemas[name] = _with_null_in_maps(schemas[name])
    for media in patches:
        media["schema"] = _with_null_in_maps(media["schema"])


def _request_contents(tree: Mapping[str, Any]) -> Iterator[Mapping[str, dict[str, Any]]]:
    for item in tree["paths"].values():
        for operation in item.values():
            yield operation.get("requestBody", {}).get("content", {})


def _with_null_in_maps(schema: Any) -> Any:
    if not is_mapping(schema):
        return schema
    changed = with_subschemas(schema, _with_null_in_maps)
    values = changed.get("additionalProperties")
    if is_mapping(values) and values:
        changed["additionalProperties"] = with_null(dict(values))
    return changed
