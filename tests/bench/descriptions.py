"""The documents that are measured: those given, this repository's own, and one that grows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
LARGEST = 5
"""How many documents of a folder are measured next to the others: those with the most bytes."""


def documents() -> list[Path]:
    """Return the documents to measure: `FILES`, or the largest of the folder `DOCUMENTS`, or those of `specs/`."""
    if given := os.environ.get("FILES"):
        return [Path(name).resolve() for name in given.split()]
    if folder := os.environ.get("DOCUMENTS"):
        found = (path for path in Path(folder).rglob("*") if path.suffix in (".json", ".yaml", ".yml"))
        return sorted(found, key=lambda path: -path.stat().st_size)[:LARGEST]
    return sorted(ROOT.glob("specs/*/openapi.*"))


def title(document: Path) -> str:
    """Return what a document is called in the tables."""
    return document.parent.name if document.stem == "openapi" else document.name


def load(document: Path) -> Any:
    """Return the tree of a document."""
    text = document.read_text("utf-8-sig")
    if text.lstrip().startswith("{"):
        return json.loads(text)
    # Dates stay text, as they are for everybody who reads such documents.
    loader = type("_Loader", (yaml.CSafeLoader,), {"yaml_implicit_resolvers": _without_dates()})
    return yaml.load(text, loader)


def _without_dates() -> dict[str, list[tuple[str, Any]]]:
    return {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
        for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def schemas(tree: Any) -> dict[str, Any]:
    """Return the schemas of a document that have a name."""
    found: dict[str, Any] = tree.get("definitions") or tree.get("components", {}).get("schemas") or {}
    return found


def operations(tree: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield method, path and operation of everything that a document describes."""
    for path, item in (tree.get("paths") or {}).items():
        for method in METHODS:
            if isinstance(item, dict) and isinstance(item.get(method), dict):
                yield method, path, item[method]


def with_a_field(tree: Any) -> Any:
    """Return the tree with one more optional field, in the first schema that has fields."""
    name = next(name for name, schema in sorted(schemas(tree).items()) if schema.get("properties"))
    changed = json.loads(json.dumps(tree))
    schemas(changed)[name]["properties"]["added_by_bench"] = {"type": "string"}
    return changed


def synthetic(resources: int) -> Any:
    """Return a document with five operations, three schemas and an enumeration for each of some resources."""
    paths: dict[str, Any] = {}
    found: dict[str, Any] = {"Error": _object({"code": {"type": "integer"}, "message": {"type": "string"}})}
    for number in range(resources):
        noun = _noun(number)
        found |= _resource(noun)
        paths[f"/{noun.lower()}s"] = {"get": _list(noun), "post": _create(noun)}
        paths[f"/{noun.lower()}s/{{id}}"] = {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": _operation(noun, f"get{noun}", {200: _ref(noun)}),
            "put": _write(noun, "replace", 200),
            "delete": _operation(noun, f"delete{noun}", {204: None}),
        }
    info = {"title": "Synthetic", "version": "1"}
    servers = [{"url": "https://api.example.com"}]
    return {"openapi": "3.0.3", "info": info, "servers": servers, "paths": paths, "components": {"schemas": found}}


def _noun(number: int) -> str:
    """Return a word for a number: `Kadolu`. Different numbers have different words."""
    word = ""
    # A prime, so that the words of neighbours have nothing in common.
    number = (number + 1) * 7919 % 60**3
    for _ in range(3):
        number, part = divmod(number, 60)
        word += "bdfgklmnprstvwz"[part % 15] + "aeio"[part // 15]
    return word.capitalize()


def _resource(noun: str) -> dict[str, Any]:
    states = ["new", "open", "closed"]
    fields = {f"field_{letter}": {"type": kind} for letter, kind in zip("abcdef", _KINDS, strict=True)}
    fields |= {
        "id": {"type": "string", "description": f"What the {noun} is known by."},
        "state": {"type": "string", "enum": states},
        "owner": _ref(f"{noun}Owner"),
        "labels": {"type": "array", "items": {"type": "string"}},
        "created_at": {"type": "string", "format": "date-time"},
    }
    return {
        noun: _object(fields, "id", "state"),
        f"{noun}Owner": _object({"name": {"type": "string"}, "email": {"type": "string", "nullable": True}}, "name"),
        f"{noun}Draft": _object({key: fields[key] for key in ("field_a", "owner", "labels")}, "field_a"),
    }


_KINDS = ("string", "integer", "boolean", "number", "string", "integer")


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties} | ({"required": list(required)} if required else {})


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _operation(noun: str, name: str, answers: dict[int, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {
        str(status): {"description": "Done."} | (_content(schema) if schema else {})
        for status, schema in answers.items()
    }
    responses["404"] = {"description": "Nothing is there."} | _content(_ref("Error"))
    return {"operationId": name, "tags": [f"{noun}s"], "summary": f"{name} does it.", "responses": responses}


def _list(noun: str) -> dict[str, Any]:
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}, "description": "How many at most."}
    listed = {"type": "array", "items": _ref(noun)}
    return _operation(noun, f"list{noun}s", {200: listed}) | {"parameters": [limit]}


def _create(noun: str) -> dict[str, Any]:
    created = _write(noun, "create", 201)
    created["responses"]["409"] = {"description": "It is there already."} | _content(_ref("Error"))
    return created


def _write(noun: str, verb: str, status: int) -> dict[str, Any]:
    body = {"required": True} | _content(_ref(f"{noun}Draft"))
    return _operation(noun, f"{verb}{noun}", {status: _ref(noun)}) | {"requestBody": body}
