"""Judges answers by the document as it is written, with `jsonschema`; nothing of the generator is used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft4Validator, Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4, DRAFT202012

_DOCUMENT = "urn:document"


class Judge:
    """The responses of one document."""

    def __init__(self, tree: Any) -> None:
        version = str(tree.get("openapi", ""))
        self._new = version.startswith(("3.1", "3.2"))
        self._tree: Any = tree if self._new else _nullable(tree)
        resource = (DRAFT202012 if self._new else DRAFT4).create_resource(_absolute(self._tree))
        self._registry: Registry[Any] = Registry().with_resource(_DOCUMENT, resource)

    def problem(self, method: str, path: str, status: int, content_type: str, content: bytes) -> str | None:
        """Return why an answer is not what the document declares, empty if it is; None if it declares no schema."""
        operation = self._followed(self._followed(self._tree["paths"][path]).get(method.lower(), {}))
        responses = operation.get("responses", {})
        declared = [responses[key] for key in (str(status), f"{status // 100}XX", "default") if key in responses]
        if not declared:
            return f"undeclared status {status}"
        schema = self._schema(self._followed(declared[0]), content_type.partition(";")[0].strip().lower())
        if schema is None:
            return None
        try:
            value = json.loads(content)
        except ValueError:
            return "no JSON"
        draft = Draft202012Validator if self._new else Draft4Validator
        validator = draft(_absolute(schema), registry=self._registry, format_checker=draft.FORMAT_CHECKER)
        error = next(iter(validator.iter_errors(value)), None)
        return "" if error is None else f"{error.message[:100]} at {error.json_path}"

    def _schema(self, response: Any, kind: str) -> Any:
        if "content" not in response:
            return response.get("schema")
        contents: Mapping[str, Any] = response["content"]
        for name, media in contents.items():
            if kind.endswith(("/json", "+json")) and (name.partition(";")[0].strip().lower() == kind or "*" in name):
                return media.get("schema")
        return None

    def _followed(self, node: Any) -> Any:
        while isinstance(node, dict) and str(node.get("$ref", "")).startswith("#/"):
            found: Any = self._tree
            for step in node["$ref"][2:].split("/"):
                found = found[unquote(step).replace("~1", "/").replace("~0", "~")]
            node = found
        return node


def _nullable(node: Any) -> Any:
    """Return a document of OpenAPI 2.0 or 3.0 with `nullable` as the type null (3.0.3, 4.7.24.2)."""
    if isinstance(node, list):
        return [_nullable(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: _nullable(one) for key, one in node.items()}
    if found.get("type") == "file":
        del found["type"]
    if True in (found.get("nullable"), found.get("x-nullable")) and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
        if isinstance(found.get("enum"), list) and None not in found["enum"]:
            found["enum"] = [*found["enum"], None]
    return found


def _absolute(node: Any) -> Any:
    """Return a node whose references lead into the document from anywhere."""
    if isinstance(node, list):
        return [_absolute(one) for one in node]
    if not isinstance(node, dict):
        return node
    reference = node.get("$ref")
    found = {key: _absolute(one) for key, one in node.items()}
    return {**found, "$ref": _DOCUMENT + reference} if isinstance(reference, str) and reference[:1] == "#" else found
