"""Small edits of a document: a member goes, has another name or another value, or a keyword joins it that fits there.

Each edit is drawn with a seed of its own, so a document that changes leaves the edits of the others as they were.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from generator.openapi.references import is_mapping, is_sequence

_STRING: dict[str, Any] = {"type": "string"}
_CLOSED: dict[str, Any] = {"type": "object", "properties": {"a": _STRING}, "additionalProperties": False}
_JSON: dict[str, Any] = {"schema": {"type": "object", "properties": {"id": {"type": "integer"}}, "required": ["id"]}}

_OF_SCHEMAS: tuple[tuple[str, Any], ...] = (
    ("type", "integer"),
    ("type", ["string", "null"]),
    ("type", ["integer", "string"]),
    ("type", "object"),
    ("type", "array"),
    ("type", "file"),
    ("format", "date-time"),
    ("format", "binary"),
    ("format", "int64"),
    ("format", "decimal"),
    ("nullable", True),
    ("nullable", "yes"),
    ("enum", ["a", "b", "a"]),
    ("enum", [1, True, None]),
    ("enum", []),
    ("const", "a"),
    ("const", None),
    ("default", 1),
    ("minLength", 2),
    ("minLength", -1),
    ("maximum", 9),
    ("exclusiveMinimum", True),
    ("exclusiveMinimum", 3),
    ("multipleOf", 0),
    ("minItems", 1),
    ("maxItems", 0),
    ("uniqueItems", True),
    ("minProperties", 1),
    ("pattern", "^a"),
    ("pattern", "(?<=a)b"),
    ("pattern", "["),
    ("readOnly", True),
    ("writeOnly", True),
    ("deprecated", True),
    ("title", "Another Name"),
    ("description", 'First line.\n\nA second: \\ "quoted" `code`.'),
    ("additionalProperties", False),
    ("additionalProperties", True),
    ("additionalProperties", {"type": "integer"}),
    ("unevaluatedProperties", False),
    ("patternProperties", {"^x-": _STRING}),
    ("propertyNames", {"pattern": "^[a-z]+$"}),
    ("required", ["a", "absent"]),
    ("properties", {"a": _STRING, "class": {"type": "boolean"}}),
    ("items", {"type": "integer"}),
    ("items", False),
    ("prefixItems", [_STRING, {"type": "integer"}]),
    ("contains", {"type": "integer"}),
    ("allOf", [_CLOSED]),
    ("allOf", [{"required": ["a"]}, {"type": "object", "properties": {"b": {"type": "number"}}}]),
    ("anyOf", [_STRING, {"type": "integer"}]),
    ("anyOf", [{"required": ["a"]}, {"required": ["b"]}]),
    ("oneOf", [_CLOSED, _STRING, {"type": "null"}]),
    ("not", {"type": "null"}),
    ("if", {"required": ["a"]}),
    ("then", {"required": ["b"]}),
    ("dependentRequired", {"a": ["b"]}),
    ("discriminator", {"propertyName": "kind"}),
    ("discriminator", {"propertyName": "type", "mapping": {"x": "Absent"}}),
    ("xml", {"name": "other", "attribute": True}),
    ("xml", {"wrapped": True, "namespace": "urn:x", "prefix": "x"}),
    ("contentMediaType", "image/png"),
    ("contentEncoding", "base64"),
    ("examples", ["x"]),
    ("example", {"a": "b"}),
    ("$ref", "#/components/schemas/Absent"),
    ("$id", "https://schemas.example/one"),
    ("$anchor", "here"),
    ("x-enum-varnames", ["FIRST", "SECOND"]),
    ("x-nullable", True),
    ("vendorKeyword", 7),
)
_OF_PARAMETERS: tuple[tuple[str, Any], ...] = (
    ("in", "header"),
    ("in", "cookie"),
    ("in", "query"),
    ("name", "Authorization"),
    ("name", "X-Trace-Id"),
    ("name", "from"),
    ("name", "options"),
    ("required", True),
    ("required", "true"),
    ("style", "form"),
    ("style", "deepObject"),
    ("style", "pipeDelimited"),
    ("style", "matrix"),
    ("explode", False),
    ("explode", True),
    ("allowReserved", True),
    ("allowEmptyValue", True),
    ("deprecated", True),
    ("description", "What it means."),
    ("schema", {"type": "array", "items": {"type": "integer"}}),
    ("schema", {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}}),
    ("schema", {"type": ["string", "null"], "format": "date"}),
    ("schema", {"type": "boolean", "default": True}),
    ("content", {"application/json": _JSON}),
    ("collectionFormat", "pipes"),
    ("type", "boolean"),
)
_OF_OPERATIONS: tuple[tuple[str, Any], ...] = (
    ("operationId", "another_thing"),
    ("operationId", "list"),
    ("operationId", "Admin.users/delete"),
    ("tags", ["other things", "second"]),
    ("tags", []),
    ("summary", "Says it shortly."),
    ("description", "Long words.\n\n    code\n\n- a\n- b"),
    ("deprecated", True),
    ("externalDocs", {"url": "https://docs.example/here", "description": "More"}),
    ("security", []),
    ("security", [{}, {"absent": []}]),
    ("servers", [{"url": "https://other.example/v2/"}]),
    ("servers", [{"url": "/relative"}]),
    ("parameters", [{"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}}]),
    ("parameters", [{"name": "a", "in": "query"}, {"name": "a", "in": "query", "schema": {"type": "string"}}]),
    ("requestBody", {"required": True, "content": {"application/json": _JSON}}),
    ("requestBody", {"content": {"multipart/form-data": _JSON, "application/xml": _JSON}}),
    ("requestBody", {"content": {"application/octet-stream": {}}}),
    ("responses", {"2XX": {"description": "Fine.", "content": {"application/json": _JSON}}}),
    ("responses", {"204": {"description": "None."}, "default": {"description": "Wrong."}}),
    ("responses", {"200": {"description": "Many.", "content": {"text/event-stream": {"schema": _CLOSED}}}}),
    ("responses", {"200": {"description": "File.", "content": {"application/pdf": {}}}}),
    ("responses", {}),
    ("x-speakeasy-group", "special.group"),
    ("x-fern-sdk-method-name", "specialName"),
    ("callbacks", {"done": {"{$request.body#/url}": {"post": {"responses": {"200": {"description": "Yes."}}}}}}),
)
_OF_RESPONSES: tuple[tuple[str, Any], ...] = (
    ("description", None),
    ("headers", {"X-Rate": {"schema": {"type": "integer"}, "required": True}, "Content-Type": {"schema": _STRING}}),
    ("content", {"application/problem+json": _JSON}),
    ("content", {"application/json; charset=utf-8": _JSON, "text/csv": {"schema": _STRING}}),
    ("content", {"*/*": {"schema": _STRING}}),
    ("content", {"application/x-ndjson": _JSON}),
    ("content", {"image/png": {"schema": {"type": "string", "format": "binary"}}}),
    ("links", {"next": {"operationId": "absent", "parameters": {"id": "$response.body#/id"}}}),
    ("schema", {"type": "file"}),
)
_OF_SCHEMES: tuple[tuple[str, Any], ...] = (
    ("type", "http"),
    ("type", "apiKey"),
    ("type", "oauth2"),
    ("type", "openIdConnect"),
    ("type", "mutualTLS"),
    ("scheme", "basic"),
    ("scheme", "digest"),
    ("in", "query"),
    ("in", "cookie"),
    ("name", "X-Key"),
    ("bearerFormat", "JWT"),
    ("description", "Where to get one."),
)
_OF_SERVERS: tuple[tuple[str, Any], ...] = (
    ("url", "//eu.example/v1"),
    ("url", "https://{region}.example:{port}/{base}"),
    ("url", "ftp://files.example"),
    ("url", "https://user@example.com/?x=1"),
    ("description", "In Europe"),
    ("variables", {"region": {"default": "eu", "enum": ["eu", "us"]}, "port": {"default": "443"}}),
    ("variables", {"unused": {"default": "x"}}),
)
_OF_MEDIA: tuple[tuple[str, Any], ...] = (
    ("schema", {"type": "array", "items": {"type": "string", "format": "byte"}}),
    ("schema", True),
    ("example", {"id": 1}),
    ("examples", {"one": {"value": {"id": 1}, "summary": "One"}, "two": {"$ref": "#/components/examples/Absent"}}),
    ("encoding", {"a": {"contentType": "text/plain", "headers": {"X-A": {"schema": {"type": "string"}}}}}),
    ("encoding", {"id": {"style": "deepObject", "explode": True}}),
)


def edited(document: Any, seed: str) -> tuple[Any, list[str]]:
    """Return a document with one, two or three edits, and each edit as text."""
    random = Random(seed)
    changed = copy.deepcopy(document)
    made = [_edit(changed, random) for _ in range(random.choice((1, 1, 2, 3)))]
    return changed, made


def _edit(document: Any, random: Random) -> str:
    holders = list(_holders(document, ""))
    pointer, holder = random.choice(holders)
    fitting = _fitting(holder)
    if fitting and random.random() < 0.65:
        keyword, value = random.choice(fitting)
        holder[keyword] = copy.deepcopy(value)
        return f"{pointer}/{keyword} = {value!r}"
    if is_sequence(holder):
        return _of_list(holder, pointer, random)
    return _of_object(holder, pointer, random)


def _of_list(holder: Any, pointer: str, random: Random) -> str:
    index = random.randrange(len(holder))
    match random.randrange(3):
        case 0:
            del holder[index]
            return f"{pointer}/{index} is gone"
        case 1:
            holder.append(copy.deepcopy(holder[index]))
            return f"{pointer}/{index} stands twice"
        case _:
            holder[index] = _other(holder[index], random)
            return f"{pointer}/{index} = {holder[index]!r}"


def _of_object(holder: Any, pointer: str, random: Random) -> str:
    key = random.choice(sorted(holder, key=str))
    match random.randrange(4):
        case 0:
            del holder[key]
            return f"{pointer}/{key} is gone"
        case 1:
            new = random.choice((f"{key}X", f"{key}-x", f"x-{key}", "id", "1st"))
            holder[new] = holder.pop(key)
            return f"{pointer}/{key} is called {new}"
        case 2:
            new = random.choice((f"{key}2", f"{key}_", f"{key}s"))
            holder[new] = copy.deepcopy(holder[key])
            return f"{pointer}/{key} stands as {new}, too"
        case _:
            holder[key] = _other(holder[key], random)
            return f"{pointer}/{key} = {holder[key]!r}"


def _other(value: Any, random: Random) -> Any:
    match value:
        case bool():
            return random.choice((not value, "false"))
        case int() | float():
            return random.choice((value + 1, -value, 0, 1.5, str(value)))
        case str():
            return random.choice(("string", "object", "array", "query", "x y", "", 7, f"{value}s", value.upper()))
        case _:
            return random.choice((None, {}, [], True, "x", {"type": "string"}))


def _holders(node: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """Yield each object and list that has members, with its pointer."""
    if node and (is_mapping(node) or is_sequence(node)):
        yield pointer, node
        members = node.items() if is_mapping(node) else enumerate(node)
        for key, value in list(members):
            yield from _holders(value, f"{pointer}/{key}")


def _fitting(holder: Any) -> tuple[tuple[str, Any], ...]:
    """Return what can join an object, by what it looks like."""
    if not is_mapping(holder):
        return ()
    match holder:
        case {"in": _, "name": _, "type": "apiKey"} | {"type": "http" | "oauth2" | "openIdConnect" | "basic"}:
            return _OF_SCHEMES
        case {"in": _, "name": _}:
            return _OF_PARAMETERS
        case {"responses": {}}:
            return _OF_OPERATIONS
        case {"schema": _, "description": _} | {"description": _, "content": _} | {"description": _, "headers": _}:
            return _OF_RESPONSES
        case {"url": str()}:
            return _OF_SERVERS
        case {"schema": _}:
            return _OF_MEDIA
        case _ if _is_schema(holder):
            return _OF_SCHEMAS
        case _:
            return ()


def _is_schema(holder: Mapping[str, Any]) -> bool:
    named = ("type", "$ref", "allOf", "anyOf", "oneOf", "enum", "const", "properties", "items", "additionalProperties")
    return any(isinstance(key, str) and key in holder for key in named)
