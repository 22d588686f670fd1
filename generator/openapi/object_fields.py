"""The fixed fields of every object of OpenAPI 2.0, 3.0, 3.1 and 3.2, and the kinds of their values.

A kind is written as: `Info` an object of that name, `[Server]` a list of them, `{Response}` a map from names of the
author's choice to them; `prose` text for people, `label` text that names something, `text` text that programs read;
`flag`, `number`, `data` (any value), `Schema` (an object or a boolean), `types` (a text or a list of them). `!` marks a
required field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeAlias

from msgspec import Struct

from .schema_keywords import KEYWORDS as SCHEMA_KEYWORDS
from .schema_keywords import OF_3_0

_OPERATIONS = dict.fromkeys(("get", "put", "post", "delete", "options", "head", "patch", "trace", "query"), "Operation")
_VALUED = {
    **{"description": "prose", "required": "flag", "deprecated": "flag", "allowEmptyValue": "flag", "style": "text"},
    **{"explode": "flag", "allowReserved": "flag", "schema": "Schema", "example": "data", "examples": "{Example}"},
    "content": "{MediaType}",
}
_COMMON: Mapping[str, Mapping[str, str]] = {
    "Contact": {"name": "prose", "url": "prose", "email": "prose"},
    "License": {"name": "prose!", "identifier": "prose", "url": "prose"},
    "Info": {
        **{"title": "label!", "version": "label!", "summary": "prose", "description": "prose"},
        **{"termsOfService": "prose", "contact": "Contact", "license": "License"},
    },
    "ExternalDocs": {"url": "prose!", "description": "prose"},
    "Tag": {
        **{"name": "label!", "summary": "prose", "description": "prose", "externalDocs": "ExternalDocs"},
        **{"parent": "text", "kind": "prose"},
    },
    "Schema": {name: keyword.written for name, keyword in SCHEMA_KEYWORDS.items()},
    "Discriminator": {"propertyName": "text!", "mapping": "{text}", "defaultMapping": "text"},
    "XML": {
        **{"nodeType": "text", "name": "text", "namespace": "text", "prefix": "text"},
        **{"attribute": "flag", "wrapped": "flag"},
    },
}
VERSION_3: Mapping[str, Mapping[str, str]] = {
    **_COMMON,
    "OpenAPI": {
        **{"openapi": "data", "$self": "text", "info": "Info!", "jsonSchemaDialect": "text", "servers": "[Server]"},
        **{"paths": "{PathItem}", "webhooks": "{PathItem}", "components": "Components", "security": "[{[label]}]"},
        **{"tags": "[Tag]", "externalDocs": "ExternalDocs"},
    },
    "Server": {"url": "text!", "description": "prose", "name": "text", "variables": "{ServerVariable}"},
    "ServerVariable": {"enum": "[label]", "default": "label!", "description": "prose"},
    "Components": {
        **{"schemas": "{Schema}", "responses": "{Response}", "parameters": "{Parameter}", "examples": "{Example}"},
        **{"requestBodies": "{RequestBody}", "headers": "{Header}", "securitySchemes": "{SecurityScheme}"},
        **{"links": "{Link}", "callbacks": "{{PathItem}}", "pathItems": "{PathItem}", "mediaTypes": "{MediaType}"},
    },
    "PathItem": {
        **{"$ref": "text", "summary": "prose", "description": "prose", **_OPERATIONS, "servers": "[Server]"},
        **{"parameters": "[Parameter]", "additionalOperations": "{Operation}"},
    },
    "Operation": {
        **{"tags": "[label]", "summary": "prose", "description": "prose", "externalDocs": "ExternalDocs"},
        **{"operationId": "label", "parameters": "[Parameter]", "requestBody": "RequestBody"},
        **{"responses": "{Response}", "callbacks": "{{PathItem}}", "deprecated": "flag", "security": "[{[label]}]"},
        "servers": "[Server]",
    },
    "Parameter": {"name": "text", "in": "text", **_VALUED},
    "RequestBody": {"description": "prose", "content": "{MediaType}!", "required": "flag"},
    "MediaType": {
        **{"schema": "Schema", "itemSchema": "Schema", "example": "data", "examples": "{Example}"},
        **{"encoding": "{Encoding}", "prefixEncoding": "[Encoding]", "itemEncoding": "Encoding"},
    },
    "Encoding": {
        **{"contentType": "text", "headers": "{Header}", "style": "text", "explode": "flag", "allowReserved": "flag"},
        **{"encoding": "{Encoding}", "prefixEncoding": "[Encoding]", "itemEncoding": "Encoding"},
    },
    "Response": {
        **{"summary": "prose", "description": "prose", "headers": "{Header}", "content": "{MediaType}"},
        "links": "{Link}",
    },
    "Example": {
        **{"summary": "prose", "description": "prose", "value": "data", "dataValue": "data"},
        **{"serializedValue": "text", "externalValue": "text"},
    },
    "Link": {
        **{"operationRef": "text", "operationId": "text", "parameters": "{data}", "requestBody": "data"},
        **{"description": "prose", "server": "Server"},
    },
    "Header": _VALUED,
    "SecurityScheme": {
        **{"type": "text", "description": "prose", "name": "text", "in": "text", "scheme": "text"},
        **{"bearerFormat": "prose", "flows": "OAuthFlows", "openIdConnectUrl": "text", "oauth2MetadataUrl": "text"},
        "deprecated": "flag",
    },
    "OAuthFlows": dict.fromkeys(
        ("implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"), "OAuthFlow"
    ),
    "OAuthFlow": {
        **{"authorizationUrl": "text", "deviceAuthorizationUrl": "text", "tokenUrl": "text", "refreshUrl": "text"},
        "scopes": "{prose}",
    },
}
_OF_PARAMETERS_2 = frozenset(
    {"maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern"}
    | {"maxItems", "minItems", "uniqueItems", "enum", "multipleOf"}
)
"""Keywords that parameters, items and headers of 2.0 have without a schema."""
_OF_TYPE_2 = {
    **{"type": "text", "format": "text", "items": "Items", "collectionFormat": "text", "default": "data"},
    **{name: keyword.written for name, keyword in SCHEMA_KEYWORDS.items() if name in _OF_PARAMETERS_2},
}
VERSION_2: Mapping[str, Mapping[str, str]] = {
    **_COMMON,
    "OpenAPI": {
        **{"swagger": "data", "info": "Info!", "host": "text", "basePath": "text", "schemes": "[text]"},
        **{"consumes": "[text]", "produces": "[text]", "paths": "{PathItem}", "definitions": "{Schema}"},
        **{"parameters": "{Parameter}", "responses": "{Response}", "securityDefinitions": "{SecurityScheme}"},
        **{"security": "[{[label]}]", "tags": "[Tag]", "externalDocs": "ExternalDocs"},
    },
    "Schema": {name: one for name, one in _COMMON["Schema"].items() if name in OF_3_0} | {"discriminator": "data"},
    "PathItem": {
        **{"$ref": "text", "parameters": "[Parameter]"},
        **{method: kind for method, kind in _OPERATIONS.items() if method not in ("trace", "query")},
    },
    "Operation": {
        **{"tags": "[label]", "summary": "prose", "description": "prose", "externalDocs": "ExternalDocs"},
        **{"operationId": "label", "consumes": "[text]", "produces": "[text]", "parameters": "[Parameter]"},
        **{"responses": "{Response}!", "schemes": "[text]", "deprecated": "flag", "security": "[{[label]}]"},
    },
    "Parameter": {
        **{"name": "text", "in": "text", "description": "prose", "required": "flag", "schema": "Schema"},
        **{"allowEmptyValue": "flag", **_OF_TYPE_2},
    },
    "Items": _OF_TYPE_2,
    "Header": {"description": "prose", **_OF_TYPE_2},
    "Response": {"description": "prose", "schema": "Schema", "headers": "{Header}", "examples": "{data}"},
    "SecurityScheme": {
        **{"type": "text", "description": "prose", "name": "text", "in": "text", "flow": "text"},
        **{"authorizationUrl": "text", "tokenUrl": "text", "scopes": "{prose}"},
    },
}


_SCHEMA_3_0 = {name: one for name, one in _COMMON["Schema"].items() if name in OF_3_0}
_OLDER = {**VERSION_3, "Schema": _SCHEMA_3_0, "Operation": {**VERSION_3["Operation"], "responses": "{Response}!"}}
"""OpenAPI 3.0, where what 3.1 lets out has to be there."""


class ValueKind(Struct, frozen=True):
    """The kind of a value: a plain kind, an object of a name, or a list or map of one kind."""

    name: str
    """`list`, `map`, the name of an object, or a plain kind."""
    of: ValueKind | None = None


Fields: TypeAlias = Mapping[str, ValueKind]


class FixedFields(Struct, frozen=True):
    """The fixed fields of an object, and the required ones."""

    fields: Fields
    required: Sequence[str]


@cache
def shapes(version: str) -> Mapping[str, FixedFields]:
    """Return the objects of OpenAPI by name; `version` is 2, 3.0, or 3 for all later versions."""
    return {name: _shape(fields) for name, fields in _TABLES[version].items()}


_TABLES = {"2": VERSION_2, "3.0": _OLDER, "3": VERSION_3}


def kind_at(tokens: Sequence[str]) -> ValueKind | None:
    """Return the kind of the value at a JSON pointer of a description; None if the standard does not define one."""
    is_old = tokens and tokens[0] in VERSION_2["OpenAPI"] and tokens[0] not in VERSION_3["OpenAPI"]
    known = shapes("2" if is_old else "3")
    found: ValueKind | None = ValueKind("OpenAPI")
    for token in tokens:
        if found is None or found.of is not None:
            found = found.of if found else None
        elif found.name == "items":
            found = known["Schema"].fields.get(token, _SCHEMA)
        elif found.name in known:
            found = known[found.name].fields.get(token)
        else:
            found = None
    return found


_SCHEMA = ValueKind("Schema")


def _shape(fields: Mapping[str, str]) -> FixedFields:
    required = tuple(key for key, written in fields.items() if written.endswith("!"))
    return FixedFields({key: kind(written.removesuffix("!")) for key, written in fields.items()}, required)


@cache
def kind(written: str) -> ValueKind:
    """Return the kind for its written form."""
    match written[0]:
        case "[":
            return ValueKind("list", kind(written[1:-1]))
        case "{":
            return ValueKind("map", kind(written[1:-1]))
        case _:
            return ValueKind(written)
