"""Replaces the schemas in operations (parameters, headers, bodies and responses) by their final forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from ..openapi.identity import IdentityTable
from ..openapi.media_type_names import essence
from ..openapi.references import SCHEMAS, is_mapping
from ..schema.hoist import Hoister
from ..schema.json_types import types_of


class FinalSchemas(Struct):
    """Replaces schemas of operations by their final forms; shared parts are converted once."""

    hoister: Hoister
    _memo: IdentityTable[dict[str, Any]] = field(default_factory=IdentityTable["dict[str, Any]"])

    def paths(self, paths: Mapping[str, Any]) -> dict[str, Any]:
        """Return paths (or webhooks, or the expressions of a callback) with final schemas."""
        return {
            path: {method: self.operation(operation) for method, operation in sorted(item.items())}
            for path, item in sorted(paths.items())
        }

    def operation(self, operation: Mapping[str, Any]) -> dict[str, Any]:
        """Return an operation with final schemas."""
        out = dict(operation)
        out["parameters"] = [self._once(one, self._holder) for one in operation["parameters"]]
        if "requestBody" in operation:
            out["requestBody"] = self._once(operation["requestBody"], self._body)
        responses: Mapping[str, Any] = operation["responses"]
        out["responses"] = {status: self._once(one, self._response) for status, one in responses.items()}
        if "callbacks" in operation:
            out["callbacks"] = {name: self.paths(one) for name, one in sorted(operation["callbacks"].items())}
        return out

    def _once(self, node: dict[str, Any], convert: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
        known = self._memo.get(node)
        return self._memo.put(node, convert(node)) if known is None else known

    def _holder(self, node: dict[str, Any]) -> dict[str, Any]:
        out = dict(node)
        if "schema" in node:
            out["schema"] = self.hoister.position(node["schema"])
        if "content" in node:
            out["content"] = self._content(node["content"])
        return out

    def _content(self, content: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._media_type(content[name]) for name in sorted(content, key=media_type_order)}

    def _media_type(self, media_type: dict[str, Any]) -> dict[str, Any]:
        out = dict(media_type)
        for key in ("schema", "itemSchema"):
            if key in out:
                out[key] = self.hoister.position(out[key])
        if "encoding" in out:
            out["encoding"] = {name: self._headed(encoding) for name, encoding in out["encoding"].items()}
        return out

    def _headed(self, node: dict[str, Any]) -> dict[str, Any]:
        if "headers" not in node:
            return node
        return {**node, "headers": {name: self._once(one, self._holder) for name, one in node["headers"].items()}}

    def _response(self, node: dict[str, Any]) -> dict[str, Any]:
        return self._headed({**node, "content": self._content(node["content"])})

    def _body(self, node: dict[str, Any]) -> dict[str, Any]:
        out = {**node, "content": self._content(node.get("content", {}))}
        if "required" not in node:
            schemas = [media_type.get("schema") for media_type in out["content"].values()]
            out["required"] = any(self._requires(schema, set()) for schema in schemas)
        return out

    def _requires(self, schema: Any, seen: set[str]) -> bool:
        """Return whether a body is required because its schema requires properties."""
        if not is_mapping(schema) or "null" in types_of(schema):
            return False
        if "$ref" in schema:
            name = schema["$ref"][len(SCHEMAS) :]
            if name in seen:
                return False
            seen.add(name)
            return self._requires(self.hoister.out.get(name), seen)
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                return all(self._requires(variant, seen) for variant in schema[keyword])
        if "allOf" in schema:
            return bool(schema.get("required")) or any(self._requires(part, seen) for part in schema["allOf"])
        return bool(schema.get("required"))


def media_type_order(media_type: str) -> tuple[int, str]:
    """Return the sort key of a media type: JSON first, then related types, forms, and the rest by name."""
    bare = essence(media_type)
    ranks = ("application/json", "+json", "multipart/form-data", "application/x-www-form-urlencoded")
    rank = next((index for index, ending in enumerate(ranks) if bare.endswith(ending)), len(ranks))
    return (rank, media_type)
