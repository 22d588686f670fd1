"""Fields of OpenAPI and JSON Schema that change no call: a place for each, and whether the client shows its text."""

from __future__ import annotations

import copy
import json
from typing import Any

import yaml

BASE: dict[str, Any] = yaml.safe_load("""
openapi: 3.2.0
info: {title: Wire, version: '1', contact: {}, license: {name: L}}
externalDocs: {url: 'https://example.com'}
servers: [{url: 'https://example.com/{v}', variables: {v: {default: a}}}]
tags: [{name: things, externalDocs: {url: 'https://example.com'}}, {name: above}]
paths:
  /things:
    post:
      tags: [things]
      operationId: makeThing
      externalDocs: {url: 'https://example.com'}
      parameters: [{name: q, in: query, schema: {type: string}, examples: {one: {value: x}}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, examples: {one: {value: {}}}}, multipart/form-data: {schema: {type: object, properties: {f: {type: string}}}, encoding: {f: {headers: {X-P: {schema: {type: string, const: c}}}}}}}}
      responses:
        200: {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}, headers: {X-H: {schema: {type: integer}}}, links: {next: {operationId: makeThing}}}
        400: {description: Bad}
      callbacks: {done: {'{$request.query.q}': {post: {responses: {200: {description: OK}}}}}}
webhooks: {told: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}, responses: {200: {description: OK}}}}}
security: [{key: []}, {flow: []}]
components:
  securitySchemes:
    key: {type: http, scheme: bearer}
    flow: {type: oauth2, flows: {clientCredentials: {tokenUrl: /t, scopes: {}}, deviceAuthorization: {deviceAuthorizationUrl: /d, tokenUrl: /t, scopes: {}}, implicit: {authorizationUrl: /a, scopes: {}}}}
  schemas:
    Thing: {type: object, properties: {name: {type: string}, other: {$ref: '#/components/schemas/Other'}}}
    Other: {type: object, properties: {a: {type: string}}}
""")

MARK = "Words that are looked for"
_POST, _NAME = "paths//things/post", "components/schemas/Thing/properties/name"
_OF_200, _KEY = f"{_POST}/responses/200", "components/securitySchemes"
_ENCODING_HEADER = f"{_POST}/requestBody/content/multipart~1form-data/encoding/f/headers/X-P"

SHOWN: dict[str, tuple[str, Any]] = {
    "Info Object.title": ("info/title", MARK),
    "Info Object.description": ("info/description", MARK),
    "Info Object.summary": ("info/summary", MARK),
    "Server Variable Object.description": ("servers/0/variables/v/description", MARK),
    "Tag Object.description": ("tags/0/description", MARK),
    "Path Item Object.summary": ("paths//things/summary", MARK),
    "Path Item Object.description": ("paths//things/description", MARK),
    "Operation Object.summary": (f"{_POST}/summary", MARK),
    "Operation Object.description": (f"{_POST}/description", MARK),
    "Parameter Object.description": (f"{_POST}/parameters/0/description", MARK),
    "Request Body Object.description": (f"{_POST}/requestBody/description", MARK),
    "Response Object.description": (f"{_OF_200}/description", MARK),
    "Header Object.description": (f"{_OF_200}/headers/X-H/description", MARK),
    "Schema Object.description": (f"{_NAME}/description", MARK),
    "Schema Object.default": (f"{_NAME}/default", MARK),
    "Reference Object.description": ("components/schemas/Thing/properties/other/description", MARK),
    "Security Scheme Object.description": (f"{_KEY}/key/description", MARK),
}
"""Field → where the test puts it, and its value: it must come back in a docstring of the client."""

KEPT: dict[str, tuple[str, Any]] = {
    "OpenAPI Object.$self": ("$self", "https://example.com/openapi.yaml"),
    "OpenAPI Object.jsonSchemaDialect": ("jsonSchemaDialect", "https://spec.openapis.org/oas/3.1/dialect/base"),
    "OpenAPI Object.externalDocs": ("externalDocs/description", MARK),
    "Info Object.termsOfService": ("info/termsOfService", "https://example.com/terms"),
    "Info Object.contact": ("info/contact", {"name": "N"}),
    "Info Object.license": ("info/license", {"name": "N"}),
    "Info Object.version": ("info/version", MARK),
    "Contact Object.name": ("info/contact/name", MARK),
    "Contact Object.url": ("info/contact/url", "https://example.com"),
    "Contact Object.email": ("info/contact/email", "a@example.com"),
    "License Object.name": ("info/license/name", MARK),
    "License Object.identifier": ("info/license/identifier", "MIT"),
    "License Object.url": ("info/license/url", "https://example.com"),
    "Server Object.description": ("servers/0/description", MARK),
    "Components Object.links": ("components/links", {"a": {"operationId": "makeThing"}}),
    "Operation Object.externalDocs": (f"{_POST}/externalDocs/description", MARK),
    "External Documentation Object.description": ("tags/0/externalDocs/description", MARK),
    "External Documentation Object.url": ("tags/0/externalDocs/url", "https://example.com/2"),
    "Parameter Object.example": (f"{_POST}/parameters/0/example", "x"),
    "Parameter Object.examples": (f"{_POST}/parameters/0/examples/two", {"value": "y"}),
    "Media Type Object.example": (f"{_POST}/requestBody/content/application~1json/example", {"name": "x"}),
    "Media Type Object.examples": (f"{_POST}/requestBody/content/application~1json/examples/two", {"value": {}}),
    "Response Object.summary": (f"{_OF_200}/summary", MARK),
    "Response Object.links": (f"{_OF_200}/links/more", {"operationRef": "#/paths/~1things/post"}),
    "Header Object.required": (f"{_OF_200}/headers/X-H/required", True),
    "Header Object.deprecated": (f"{_OF_200}/headers/X-H/deprecated", True),
    "Header Object.style": (f"{_OF_200}/headers/X-H/style", "simple"),
    "Header Object.example": (f"{_OF_200}/headers/X-H/example", 5),
    "Header Object.examples": (f"{_OF_200}/headers/X-H/examples", {"one": {"value": 5}}),
    "Example Object.summary": (f"{_POST}/parameters/0/examples/one/summary", MARK),
    "Example Object.description": (f"{_POST}/parameters/0/examples/one/description", MARK),
    "Example Object.dataValue": (f"{_POST}/parameters/0/examples/one", {"dataValue": "x"}),
    "Example Object.serializedValue": (f"{_POST}/parameters/0/examples/one/serializedValue", "x"),
    "Example Object.value": (f"{_POST}/parameters/0/examples/one/value", "z"),
    "Example Object.externalValue": (f"{_POST}/parameters/0/examples/one", {"externalValue": "https://example.com/x"}),
    "Link Object.operationRef": (f"{_OF_200}/links/next", {"operationRef": "#/paths/~1things/post"}),
    "Link Object.operationId": (f"{_OF_200}/links/next/operationId", "makeThing"),
    "Link Object.parameters": (f"{_OF_200}/links/next/parameters", {"q": "$response.body#/name"}),
    "Link Object.requestBody": (f"{_OF_200}/links/next/requestBody", "$response.body"),
    "Link Object.description": (f"{_OF_200}/links/next/description", MARK),
    "Link Object.server": (f"{_OF_200}/links/next/server", {"url": "https://example.com"}),
    "Tag Object.summary": ("tags/0/summary", MARK),
    "Tag Object.externalDocs": ("tags/0/externalDocs/description", MARK),
    "Tag Object.parent": ("tags/0/parent", "above"),
    "Tag Object.kind": ("tags/0/kind", "nav"),
    "Reference Object.summary": ("components/schemas/Thing/properties/other/summary", MARK),
    "Schema Object.externalDocs": (f"{_NAME}/externalDocs", {"url": "https://example.com"}),
    "Schema Object.example": (f"{_NAME}/example", "x"),
    "Schema Object.examples": (f"{_NAME}/examples", ["x"]),
    "Schema Object.title": (f"{_NAME}/title", MARK),
    "Schema Object.contentSchema": (
        f"{_NAME}",
        {"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "object"}},
    ),
    "Schema Object.$schema": (
        "components/schemas/Thing/$schema",
        "https://json-schema.org/draft/2020-12/schema",
    ),
    "Schema Object.$vocabulary": ("components/schemas/Thing/$vocabulary", {"https://example.com/v": False}),
    "Schema Object.$comment": ("components/schemas/Thing/$comment", MARK),
    "Security Scheme Object.bearerFormat": (f"{_KEY}/key/bearerFormat", "JWT"),
    "Security Scheme Object.deprecated": (f"{_KEY}/key/deprecated", True),
    "Security Scheme Object.oauth2MetadataUrl": (f"{_KEY}/flow/oauth2MetadataUrl", "https://example.com/m"),
    "OAuth Flows Object.implicit": (
        f"{_KEY}/flow/flows/implicit",
        {"authorizationUrl": "https://example.com/a", "scopes": {"a": "b"}},
    ),
    "OAuth Flow Object.authorizationUrl": (f"{_KEY}/flow/flows/implicit/authorizationUrl", "https://example.com/2"),
    "OAuth Flow Object.deviceAuthorizationUrl": (
        f"{_KEY}/flow/flows/deviceAuthorization/deviceAuthorizationUrl",
        "https://example.com/2",
    ),
    "OAuth Flow Object.scopes": (f"{_KEY}/flow/flows/clientCredentials/scopes", {"read": MARK}),
    "Callback Object.{expression}": (
        f"{_POST}/callbacks/done/{{$request.body#~1url}}",
        {"post": {"responses": {"200": {"description": "OK"}}}},
    ),
    "Specification Extensions.x-…": (f"{_POST}/x-anything", {"a": [1]}),
}
"""The same of fields that leave no trace: the client with them is the client without, but for `description` texts."""

TOLD: dict[str, tuple[str, Any, str]] = {
    "Media Type Object.prefixEncoding": (
        f"{_POST}/requestBody/content/multipart~1form-data/prefixEncoding",
        [{"contentType": "text/plain"}],
        "unsupported-encoding",
    ),
    "Media Type Object.itemEncoding": (
        f"{_POST}/requestBody/content/multipart~1form-data/itemEncoding",
        {"contentType": "text/plain"},
        "unsupported-encoding",
    ),
    "Encoding Object.encoding": (
        f"{_POST}/requestBody/content/multipart~1form-data/encoding/f/encoding",
        {"a": {"contentType": "text/plain"}},
        "unsupported-encoding",
    ),
    "Encoding Object.prefixEncoding": (
        f"{_POST}/requestBody/content/multipart~1form-data/encoding/f/prefixEncoding",
        [{"contentType": "text/plain"}],
        "unsupported-encoding",
    ),
    "Encoding Object.itemEncoding": (
        f"{_POST}/requestBody/content/multipart~1form-data/encoding/f/itemEncoding",
        {"contentType": "text/plain"},
        "unsupported-encoding",
    ),
    "OpenAPI Object.jsonSchemaDialect": (
        "jsonSchemaDialect",
        "http://json-schema.org/draft-07/schema#",
        "unknown-dialect",
    ),
}
"""Fields that are not written or not read as they say: the warning that tells so."""


def with_field(pointer: str, value: Any) -> str:
    """Return the base document, as JSON text, with a value put somewhere."""
    tree = copy.deepcopy(BASE)
    tokens = ["paths", "/things", *pointer.split("/")[3:]] if pointer.startswith("paths//") else pointer.split("/")
    *above, last = (token.replace("~1", "/") for token in tokens)
    holder: Any = tree
    for token in above:
        key: Any = int(token) if isinstance(holder, list) or token.isdigit() else token
        holder = holder[key]
    holder[last] = value
    return json.dumps(tree)
