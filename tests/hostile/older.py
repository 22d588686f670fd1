"""The complete document of OpenAPI 3.2 as 3.1 and as 3.0 have it: without the fields that came later."""

from __future__ import annotations

from typing import Any

from tests.hostile.complete import VERSION_2, VERSION_3

_SINCE_32 = frozenset(
    {
        *("$self", "additionalOperations", "itemSchema", "text/event-stream", "mediaTypes", "defaultMapping"),
        *("nodeType", "parent"),
    }
)
_SINCE_31 = frozenset(
    {
        *("$id", "$anchor", "$dynamicAnchor", "$comment", "$defs", "const", "prefixItems", "contains", "minContains"),
        *("maxContains", "unevaluatedItems", "unevaluatedProperties", "contentEncoding", "contentMediaType"),
        *("contentSchema", "if", "then", "else", "patternProperties", "propertyNames", "dependentRequired"),
        *("dependentSchemas", "webhooks", "pathItems", "jsonSchemaDialect"),
    }
)
_OF_3_1 = "3.1.1"
_OF_3_0 = "3.0.4"


def _without(node: Any, keys: frozenset[str]) -> Any:
    if isinstance(node, dict):
        return {key: _without(value, keys) for key, value in node.items() if key not in keys}
    return [_without(one, keys) for one in node] if isinstance(node, list) else node


def _as_3_1(tree: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = _without(tree, _SINCE_32) | {"openapi": _OF_3_1}
    for node in _objects(out):
        if "url" in node and "variables" in node:
            node.pop("name", None)
        if "content" in node and "headers" in node:
            node.pop("summary", None)
    out["tags"] = [{key: value for key, value in tag.items() if key != "summary"} for tag in out["tags"]]
    return out


def _as_3_0(tree: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = _without(tree, _SINCE_31) | {"openapi": _OF_3_0}
    out["info"].pop("summary", None)
    for node in _objects(out):
        if node.get("type") == ["object", "null"]:
            node.update({"type": "object", "nullable": True})
        if isinstance(node.get("examples"), list):
            node["example"] = node.pop("examples")[0]
        for bound in ("exclusiveMinimum", "exclusiveMaximum"):
            if bound in node:
                node[bound] = True
    return out


def _objects(node: Any) -> list[dict[str, Any]]:
    members = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    below = [one for member in list(members) for one in _objects(member)]
    return [*([node] if isinstance(node, dict) else []), *below]


VERSION_3_1 = _as_3_1(VERSION_3)
VERSION_3_0 = _as_3_0(VERSION_3_1)
VERSIONS: dict[str, dict[str, Any]] = {"3.2": VERSION_3, "3.1": VERSION_3_1, "3.0": VERSION_3_0, "2.0": VERSION_2}
"""A complete document of each version that is read."""
