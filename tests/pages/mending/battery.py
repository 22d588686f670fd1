"""What mending makes of every field with every kind of value: `python -m tests.pages.mending.battery` writes the record.

A line is a value, what became of its holder in the version of OpenAPI, and the repairs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.pages.mending import mended

from ... import recording

RECORD = Path(__file__).with_name("battery.txt")
_ODD: tuple[Any, ...] = (None, True, False, 0, 1.5, "", "a", "true", "12", "Pet", [], ["a"], [1, "b", None, 1], {}, {"a": 1}, {"type": "string"}, [{"type": "string"}], [{"type": "null"}, {"type": "string"}])  # fmt: skip
"""Given to each field."""
_KEYWORDS = {
    "type": ("any", "String", "int", "float", "file", "date", "email", "object", "array", "null", "number", ["string", "null"], ["integer", "string"], ["null"], ["x"], "string[]", "array of strings"),
    "format": ("date", 5), "enum": ([{"value": 1}, {"value": 2}], ["1", "2"], [True, 1], [None], ["a", "a"], {"a": 1}),
    "default": (5, "5", "five", "[1]", '{"a": 1}', "[", None), "required": (["a", "a"], ["a", 5], "a"), "nullable": (), "const": (5,), "examples": ({"a": 5},), "example": (),
    "minimum": (5, "5", "5.5", "five"), "exclusiveMinimum": (5,), "exclusiveMaximum": (5,), "maxLength": ("5",), "uniqueItems": ("yes",), "pattern": (5,), "title": (5,), "description": (["a"],),
    "items": (True, "string", [{"type": "string"}]), "properties": ({"a": {"type": "string", "required": True}}, {"a": "string", "b": 5, "c": True}, {"required": {"required": "true"}}),
    "additionalProperties": ("false", "true", "string", {"type": "str"}), "allOf": ([{"$ref": "#/components/schemas/Pet"}],), "anyOf": ([{"type": "null"}, {"$ref": "#/components/schemas/Pet"}], [{"type": None}, {"type": "integer"}, {"type": "string"}], [{"type": "null"}]), "oneOf": (), "not": (True,),
    "discriminator": ("kind", {"propertyName": "kind"}), "$ref": ("#/components/schemas/Pet", "#/definitions/Pet", "#/components/schemas/None", "Pet", "other.yaml#/Pet", "#/components/schemas/Big%20Pet"),
    "prefixItems": (), "if": (), "contentMediaType": (), "x-own": (5,), "unknown": (5,), "readOnly": ("True",), "deprecated": ("no",), "xml": ("a",), "externalDocs": ({"url": "https://a.example"},),
}  # fmt: skip
_WITH: dict[str, dict[str, Any]] = {
    "default": {"type": "integer"}, "enum": {"type": "string"}, "nullable": {"type": "string", "enum": ["a"]}, "exclusiveMinimum": {"minimum": 3}, "exclusiveMaximum": {"maximum": 3}, "required": {"properties": {"a": {"type": "string"}}}, "const": {"enum": [1]}, "examples": {"example": 1},
}  # fmt: skip
"""What else stands in a schema that has a keyword."""
_SCHEMAS: tuple[Any, ...] = (
    *(5, "string", "circular(Pet)", "circular(None)", "Pet", "Big Pet", "", "nothing known", True, False, [], None),
    *({"type": kind, "default": value} for kind in ("string", "boolean", "integer", "number", "array", "object", ["integer", "null"]) for value in (None, True, 1, 1.0, 1.5, "true", "1", "1.5", "01", "[1]", "{}", "[", [1], {})),
    *({"type": kind, "enum": values} for kind in ("string", "integer", "object", "boolean") for values in ([1, 2], ["1", "2"], [True], ["a", 1], [{"value": 1}], [None, "1"], [1.5, "x"])),
    *({"enum": ["a"], "default": value} for value in ("a", "b", 1)), {"type": "array"}, {"type": "string", "nullable": True, "default": None}, {"anyOf": [{"type": "null"}, {"type": "string", "format": "date"}], "format": "time"},
)  # fmt: skip
_OPERATION = {"responses": {"200": {"description": "ok"}}}
_FIELDS: dict[str, tuple[tuple[str, ...], dict[str, Any], tuple[str, ...]]] = {
    "parameter": (("paths", "/pets", "get", "parameters", "0"), {"name": "q", "in": "query", "schema": {"type": "string"}}, ("name", "in", "required", "schema", "content", "type", "enum", "example", "examples", "style", "explode", "description", "unknown", "deprecated")),
    "header": (("paths", "/pets", "get", "responses", "200", "headers", "X-A"), {"schema": {"type": "string"}}, ("schema", "content", "type", "required", "description", "name")),
    "body": (("paths", "/pets", "get", "requestBody"), {"content": {"application/json": {"schema": {"type": "string"}}}}, ("content", "schema", "required", "description", "$ref")),
    "media": (("paths", "/pets", "get", "responses", "200", "content", "application/json"), {"schema": {"type": "string"}}, ("schema", "example", "examples", "encoding", "unknown")),
    "response": (("paths", "/pets", "get", "responses", "200"), {"description": "ok"}, ("description", "content", "schema", "headers", "links", "$ref", "example")),
    "operation": (("paths", "/pets", "get"), _OPERATION, ("responses", "tags", "security", "parameters", "operationId", "deprecated", "summary", "callbacks", "servers", "externalDocs", "requestBody")),
    "path": (("paths", "/pets"), {"get": _OPERATION}, ("get", "GET", "parameters", "servers", "summary", "copy", "$ref")),
    "scheme": (("components", "securitySchemes", "key"), {"type": "apiKey", "in": "header", "name": "X-Key"}, ("type", "in", "name", "scheme", "bearerFormat", "flows", "openIdConnectUrl", "description")),
    "http": (("components", "securitySchemes", "key"), {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}, ("type", "scheme", "bearerFormat", "name", "in")),
    "oauth2": (("components", "securitySchemes", "key"), {"type": "oauth2", "flows": {"password": {"tokenUrl": "https://a.example/t"}}}, ("flows", "type")),
    "server": (("servers", "0"), {"url": "https://api.pets.example"}, ("url", "description", "variables", "name")),
    "variable": (("servers", "0", "variables", "v"), {"default": "a", "enum": ["a", "b"]}, ("default", "enum", "description")),
    "root": ((), {}, ("info", "paths", "tags", "servers", "security", "components", "webhooks", "externalDocs", "host", "basePath", "schemes", "unknown")),
    "components": (("components",), {}, ("schemas", "parameters", "responses", "securitySchemes", "requestBodies", "headers", "unknown")),
}  # fmt: skip
"""Object → its place, what it is without an odd field, and its fields."""
_EXTRA: dict[str, tuple[Any, ...]] = {
    "in": ("body", "query", "path", "cookie", "header", "formData"), "type": ("bearer", "basic", "apikey", "http", "oauth2", "openIdConnect", "mutualTLS", "jwt", "token", "integer", "file"), "scheme": ("basic", "Bearer", "digest"),
    "responses": ({"ok": {}, "2xx": {}, "200 OK": {}, "200": {}, "default": None, "x-a": 1, "999": {}},), "tags": ([["A", "B"], "C", 5, None], [{"name": "a"}, "a", "b", {"name": "b"}, {}]), "security": ([{"none": []}], [{"key": []}], [{"key": []}, {"none": []}], {"key": []}),
    "content": ({"json": {"schema": {}}, "": {}, "text": {}, " Application/JSON ": None, "a/b": "x"},), "example": ('{"a": 1}', "{", {"value": 1}), "examples": ({"a": {"value": 1}, "b": 5}, [1, 2], {"a": '{"b": 1}'}, {"a": {"summary": "s"}}),
    "url": ("https://{v}.pets.example", "https://your-domain.example.com", "https://api.example.com", " https://a.example ", "/v1", "a b"), "variables": ({"v": {"default": "a"}}, {"v": {"default": "your-v", "enum": ["a"]}}), "default": ("c", "v"),
    "flows": ({"implicit": {"authorizationUrl": "https://a.example", "scopes": {}}, "password": {}, "clientCredentials": {"tokenUrl": "t"}, "authorizationCode": {"tokenUrl": "t"}, "x-a": 1, "device": {}, "deviceAuthorization": {"deviceAuthorizationUrl": "d", "tokenUrl": "t"}},),
    "paths": ({"pets": {}, "https://a.example/v1/pets?x=1": {"get": _OPERATION}, "/a/:id": {"get": _OPERATION}, "/a/{id}": {"put": _OPERATION}, "/b/<x>": {}, "/c/{x}/{y}": {"get": {**_OPERATION, "operationId": "same"}, "put": {**_OPERATION, "operationId": "same", "parameters": [{"name": "x", "in": "path", "schema": {}}, {"name": "z", "in": "path", "schema": {}}, {"name": "q", "in": "query", "schema": {}}, {"name": "q", "in": "query", "schema": {}}]}}, "x-own": 5},),
    "parameters": ([{"name": "b", "in": "body", "required": True, "schema": {"type": "object"}}, {"name": "q", "in": "query", "type": "integer"}], [{"$ref": "#/components/parameters/None"}], [{"name": "id", "in": "path"}]), "host": ("https://api.pets.example/v1", "api.pets.example"),
    "servers": ("https://a.example", [{"url": ""}, {"url": "https://a.example"}]), "schemas": ({"Big Pet": {"type": "str"}, "Big_Pet": {}, "%21": {}, "a/b": {}},), "$ref": ("#/components/responses/None", "#/components/schemas/Pet"),
}  # fmt: skip
_VERSIONS = ({"swagger": "2.0"}, {"openapi": "3.0.3"}, {"openapi": "3.1.0"})


def _document(version: dict[str, str], *, big: bool) -> dict[str, Any]:
    components = {
        "schemas": {"Pet": {"type": "object"}, **({"Big Pet": {"type": "object"}} if big else {})},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    }
    if "swagger" in version:
        components = {}
    return {
        **version,
        "info": {"title": "Pets", "version": "1"},
        "paths": {},
        **({"components": components} if components else {"definitions": {"Pet": {"type": "object"}}}),
    }


def _placed(tree: dict[str, Any], place: tuple[str, ...], value: Any) -> None:
    holder: Any = tree
    for token, following in zip(place, (*place[1:], ""), strict=True):
        last = following == ""
        inner: Any = value if last else [] if following == "0" else {}
        if isinstance(holder, list):
            holder.append(inner)
            holder = inner
        else:
            known = holder.get(token)
            holder[token] = inner = value if last else known if known is not None else inner
            holder = inner
        if isinstance(holder, dict) and not last and token in ("get", "200"):
            holder.setdefault(
                *(("responses", {"200": {"description": "ok"}}) if token == "get" else ("description", "ok"))
            )


def _at(tree: Any, place: tuple[str, ...]) -> Any:
    for token in place:
        if isinstance(tree, list) and tree:
            tree = tree[0]
        elif isinstance(tree, dict) and token in tree:
            tree = tree[token]
        else:
            return "(gone)"
    return tree


def _lines(versions: tuple[dict[str, str], ...], given: Any, place: tuple[str, ...], value: Any) -> Iterator[str]:
    """Yield what became of a value, a line for each version in which that is different; none where it stays."""
    found: dict[str, list[str]] = {}
    for version in versions:
        tree = _document(version, big="Big" in json.dumps(given))
        if place:
            _placed(tree, place, value)
        else:
            tree |= value
        made, repairs = mended(tree, lambda pointer: pointer.count("/"))
        new = _at(made, place)
        if not place:
            new = {key: one for key, one in made.items() if one != tree.get(key) or key in value}
        texts = "; ".join(f"{one.line} {one.pointer.rpartition('/')[2]} {one.text}" for one in repairs)
        if new != value or texts:
            found.setdefault(f"{json.dumps(given)} -> {_change(value, new)} ({texts})", []).append(
                next(iter(version.values()))[:3]
            )
    yield from (f"{' '.join(names)} {text}" for text, names in found.items())


def _change(old: Any, new: Any) -> str:
    """Return what is different: of an object, the members that are."""
    if isinstance(old, dict) and isinstance(new, dict) and new:
        gone = [f"no {key}" for key in old if key not in new]
        other = {key: one for key, one in new.items() if key not in old or one != old[key]}
        return ", ".join([*gone, *([json.dumps(other)] if other or not gone else [])])
    return json.dumps(new)


def cases() -> Iterator[tuple[str, list[str]]]:
    """Yield the cases of the record."""
    place = ("paths", "/pets", "get", "responses", "200", "content", "application/json", "schema")
    new = _VERSIONS[1:]
    for keyword, values in _KEYWORDS.items():
        given = [{**_WITH.get(keyword, {}), keyword: one} for one in (*_ODD, *values)]
        yield f"schema {keyword}", [line for one in given for line in _lines(new, one, place, one)]
    yield "schemas", [line for one in _SCHEMAS for line in _lines(new, one, place, one)]
    for name, (where, whole, fields) in _FIELDS.items():
        for field in fields:
            given = [(one, {**whole, field: one}) for one in (*_ODD, *_EXTRA.get(field, ()))]
            versions = _VERSIONS if name in ("root", "operation", "parameter", "response") else new
            yield f"{name} {field}", [line for one, value in given for line in _lines(versions, one, where, value)]
    for name, (where, whole, fields) in _FIELDS.items():
        lacking = [
            (field, {key: one for key, one in whole.items() if key != field}) for field in fields if field in whole
        ]
        yield f"{name} without", [line for one, value in lacking if where for line in _lines(new, one, where, value)]
        yield f"{name} is odd", [line for one in _ODD if where for line in _lines(new, one, where, one)]


if __name__ == "__main__":
    recording.main(RECORD, cases())
