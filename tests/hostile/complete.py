"""Documents that have every fixed field of OpenAPI 3 and of 2.0, each with a value of the right kind."""

from __future__ import annotations

from typing import Any

_SCHEMA: dict[str, Any] = {
    "$id": "https://example.com/thing",
    "$anchor": "thing",
    "$dynamicAnchor": "dynamic",
    "$comment": "c",
    "title": "Thing",
    "description": "A thing",
    "type": ["object", "null"],
    "required": ["name"],
    "minProperties": 1,
    "maxProperties": 9,
    "deprecated": False,
    "readOnly": False,
    "writeOnly": False,
    "default": {"name": "a"},
    "example": {"name": "b"},
    "examples": [{"name": "c"}],
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^[a-z]+$", "format": "hostname"},
        "size": {
            **{"type": "number", "minimum": 0, "maximum": 9, "exclusiveMinimum": -1, "exclusiveMaximum": 10},
            **{"multipleOf": 0.5, "enum": [1, 1.5], "const": 1},
        },
        "list": {
            **{"type": "array", "items": {"type": "string"}, "prefixItems": [{"type": "integer"}], "minItems": 1},
            **{"maxItems": 9, "uniqueItems": True, "contains": {"type": "integer"}, "minContains": 1, "maxContains": 2},
            "unevaluatedItems": {"type": "string"},
        },
        "raw": {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"},
        "json": {"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "integer"}},
        "union": {
            "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
            "discriminator": {
                **{"propertyName": "kind", "mapping": {"a": "#/components/schemas/A"}},
                "defaultMapping": "#/components/schemas/B",
            },
        },
        "logic": {
            **{"anyOf": [{"type": "string"}, {"type": "integer"}], "not": {"const": 3}, "if": {"type": "string"}},
            **{"then": {"minLength": 1}, "else": {"minimum": 1}},
        },
    },
    "patternProperties": {"^x-": {"type": "string"}},
    "additionalProperties": {"type": "string"},
    "propertyNames": {"maxLength": 20},
    "unevaluatedProperties": {"type": "string"},
    "dependentRequired": {"name": ["size"]},
    "dependentSchemas": {"name": {"minProperties": 2}},
    "allOf": [{"minProperties": 1}],
    "$defs": {"inner": {"type": "string"}},
    "xml": {"name": "thing", "namespace": "urn:x", "prefix": "x", "attribute": False, "wrapped": False},
    "externalDocs": {"url": "https://example.com", "description": "more"},
}
_VARIANT: dict[str, Any] = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
_EXAMPLE: dict[str, Any] = {"summary": "s", "description": "d", "value": 1}
_SERVER: dict[str, Any] = {
    **{"url": "https://{host}/v1", "description": "d", "name": "main"},
    "variables": {"host": {"enum": ["a", "b"], "default": "a", "description": "d"}},
}
_HEADER: dict[str, Any] = {
    **{"description": "d", "required": True, "deprecated": False, "explode": False, "style": "simple"},
    **{"schema": {"type": "string"}, "example": "e"},
}
_ENCODING: dict[str, Any] = {
    **{"contentType": "text/plain", "headers": {"X-Part": _HEADER}, "style": "form", "explode": True},
    "allowReserved": False,
}
_CONTENT: dict[str, Any] = {
    "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}, "example": 1},
    "multipart/form-data": {
        "schema": {"type": "object", "properties": {"part": {"type": "string"}}},
        "encoding": {"part": _ENCODING},
        "examples": {"one": _EXAMPLE},
    },
    "text/event-stream": {"itemSchema": {"type": "object", "properties": {"data": {"type": "string"}}}},
}
_PARAMETER: dict[str, Any] = {
    **{"name": "q", "in": "query", "description": "d", "required": False, "deprecated": False, "style": "form"},
    **{"allowEmptyValue": False, "explode": True, "allowReserved": False, "schema": {"type": "string"}},
    "examples": {"one": _EXAMPLE},
}
_RESPONSE: dict[str, Any] = {
    **{"summary": "s", "description": "d", "headers": {"X-Rate": _HEADER}, "content": _CONTENT},
    "links": {
        "next": {
            **{"operationId": "other", "parameters": {"id": "$request.path.id"}, "requestBody": 1},
            **{"description": "d", "server": _SERVER},
        }
    },
}
_OPERATION: dict[str, Any] = {
    "tags": ["things"],
    "summary": "s",
    "description": "d",
    "externalDocs": {"url": "https://example.com", "description": "d"},
    "operationId": "doThing",
    "parameters": [_PARAMETER, {"name": "f", "in": "query", "content": {"application/json": {"schema": {}}}}],
    "requestBody": {"description": "d", "required": True, "content": _CONTENT},
    "responses": {"200": _RESPONSE, "default": {"description": "d"}},
    "callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": {"200": {"description": "d"}}}}}},
    "deprecated": False,
    "security": [{"key": []}, {"oauth": ["read"]}],
    "servers": [_SERVER],
}
_DOCS: dict[str, Any] = {"url": "https://example.com", "description": "d"}
_INFO: dict[str, Any] = {
    **{"title": "Shop", "summary": "s", "description": "d", "termsOfService": "https://example.com", "version": "1"},
    "contact": {"name": "n", "url": "https://example.com", "email": "a@example.com"},
    "license": {"name": "MIT", "url": "https://example.com"},
}
VERSION_3: dict[str, Any] = {
    "openapi": "3.2.0",
    "$self": "https://example.com/openapi.json",
    "info": _INFO,
    "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
    "servers": [_SERVER],
    "paths": {
        "/things/{id}": {
            **{"summary": "s", "description": "d", "servers": [_SERVER]},
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "post": _OPERATION,
            "additionalOperations": {"COPY": {"responses": {"200": {"description": "d"}}}},
        }
    },
    "webhooks": {"event": {"post": {"responses": {"200": {"description": "d"}}}}},
    "components": {
        "schemas": {"Thing": _SCHEMA, "A": _VARIANT, "B": _VARIANT},
        "responses": {"R": _RESPONSE},
        "parameters": {"P": _PARAMETER},
        "examples": {"E": _EXAMPLE},
        "requestBodies": {"Q": {"description": "d", "content": _CONTENT}},
        "headers": {"H": _HEADER},
        "securitySchemes": {
            "key": {"type": "apiKey", "name": "X-Key", "in": "header", "description": "d"},
            "http": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "oauth": {
                "type": "oauth2",
                "flows": {
                    flow: {
                        **{"authorizationUrl": "https://a", "tokenUrl": "https://t", "refreshUrl": "https://r"},
                        "scopes": {"read": "to read"},
                    }
                    for flow in ("implicit", "password", "clientCredentials", "authorizationCode")
                },
            },
            "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://o"},
        },
        "links": {"L": {"operationRef": "#/paths/~1things~1{id}/post"}},
        "callbacks": {"C": {"{$url}": {"post": {"responses": {"200": {"description": "d"}}}}}},
        "pathItems": {"I": {"get": {"responses": {"200": {"description": "d"}}}}},
        "mediaTypes": {"M": {"schema": {"type": "string"}}},
    },
    "security": [{"key": []}],
    "tags": [
        {"name": "things", "summary": "s", "description": "d", "externalDocs": _DOCS, "parent": "all"},
        {"name": "all"},
    ],
    "externalDocs": _DOCS,
}
_ITEMS: dict[str, Any] = {"type": "string", "format": "uuid", "pattern": "^a", "maxLength": 9, "minLength": 1}
VERSION_2: dict[str, Any] = {
    "swagger": "2.0",
    "info": _INFO,
    "host": "example.com",
    "basePath": "/v1",
    "schemes": ["https"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "paths": {
        "/things/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
            "post": {
                **{
                    "tags": ["things"],
                    "summary": "s",
                    "description": "d",
                    "externalDocs": _DOCS,
                    "operationId": "doIt",
                },
                **{"consumes": ["application/json"], "produces": ["application/json"], "schemes": ["https"]},
                **{"deprecated": False, "security": [{"key": []}, {"oauth": ["read"]}]},
                "parameters": [
                    {
                        **{"name": "q", "in": "query", "description": "d", "required": False, "type": "array"},
                        **{"items": _ITEMS, "collectionFormat": "csv", "minItems": 1, "maxItems": 9},
                        **{"uniqueItems": False, "allowEmptyValue": False},
                    },
                    {
                        **{"name": "n", "in": "query", "type": "integer", "maximum": 9, "minimum": 1, "multipleOf": 1},
                        **{"exclusiveMaximum": True, "exclusiveMinimum": True, "default": 3, "enum": [3, 4]},
                    },
                    {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Thing"}},
                ],
                "responses": {
                    "200": {
                        **{"description": "d", "schema": {"$ref": "#/definitions/Thing"}},
                        "headers": {"X-Rate": {"description": "d", "type": "integer"}},
                        "examples": {"application/json": 1},
                    }
                },
            },
        }
    },
    "definitions": {
        "Thing": {
            **{"type": "object", "title": "t", "description": "d", "required": ["name"], "discriminator": "name"},
            **{
                "properties": {"name": {"type": "string", "readOnly": False}},
                "additionalProperties": {"type": "string"},
            },
            **{"allOf": [{"type": "object"}], "maxProperties": 9, "minProperties": 0, "example": {"name": "a"}},
            **{"xml": {"name": "x"}, "externalDocs": _DOCS},
        }
    },
    "parameters": {"P": {"name": "p", "in": "query", "type": "string"}},
    "responses": {"R": {"description": "d"}},
    "securityDefinitions": {
        "key": {"type": "apiKey", "name": "X-Key", "in": "header", "description": "d"},
        "basic": {"type": "basic"},
        "oauth": {
            **{"type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://a", "tokenUrl": "https://t"},
            "scopes": {"read": "to read"},
        },
    },
    "security": [{"key": []}],
    "tags": [{"name": "things", "description": "d", "externalDocs": _DOCS}],
    "externalDocs": _DOCS,
}
COMPLETE = {"3": VERSION_3, "2": VERSION_2}
