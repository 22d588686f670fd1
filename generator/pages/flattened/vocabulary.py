"""Which fields the objects of an OpenAPI document have, and what their values look like in YAML.

Values: `text` (a scalar), `flag` (true or false), `number`, `words` and `names` (sequences of scalars), `types` (a type
or several), `values` (of an enumeration), `any` (a scalar or a sequence of scalars), `map K` and `list K` of objects of
a kind, or a kind. The number is the place of a field among the others, in the order of the publishing tool.
"""

from __future__ import annotations

import re

FIELDS: dict[str, dict[str, tuple[str, int]]] = {
    "document": {
        "openapi": ("text", 0),
        "info": ("info", 1),
        "paths": ("map path", 2),
        "servers": ("list server", 3),
        "components": ("components", 4),
        "tags": ("list tag", 5),
        "security": ("any", 5),
    },
    "info": {"title": ("text", 0), "version": ("text", 1), "description": ("text", 2)},
    "tag": {"name": ("text", 0), "description": ("text", 1)},
    "server": {"url": ("text", 0), "description": ("text", 1)},
    "path": dict.fromkeys(("get", "put", "post", "delete", "options", "head", "patch", "trace"), ("operation", 0)),
    "operation": {
        "operationId": ("text", 0),
        "summary": ("text", 1),
        "description": ("text", 2),
        "tags": ("names", 3),
        "deprecated": ("flag", 4),
        "parameters": ("list parameter", 5),
        "responses": ("map response", 6),
        "requestBody": ("body", 7),
        "security": ("any", 8),
    },
    "parameter": {
        "name": ("text", 0),
        "in": ("text", 1),
        "description": ("text", 2),
        "required": ("flag", 3),
        "deprecated": ("flag", 4),
        "schema": ("schema", 5),
    },
    "response": {"description": ("text", 0), "headers": ("map header", 1), "content": ("map media", 2)},
    "header": {"description": ("text", 0), "required": ("flag", 1), "schema": ("schema", 2)},
    "body": {"description": ("text", 0), "required": ("flag", 1), "content": ("map media", 2)},
    "media": {"schema": ("schema", 0), "example": ("any", 1)},
    "components": {"schemas": ("map schema", 0), "securitySchemes": ("map scheme", 1)},
    "scheme": {
        "type": ("text", 0),
        "scheme": ("text", 1),
        "bearerFormat": ("text", 2),
        "in": ("text", 3),
        "name": ("text", 4),
        "description": ("text", 5),
    },
    "schema": {
        "$ref": ("text", 0),
        "type": ("types", 0),
        **dict.fromkeys(("oneOf", "anyOf", "allOf"), ("list schema", 0)),
        **dict.fromkeys(("format", "pattern", "contentEncoding", "contentMediaType"), ("text", 1)),
        **dict.fromkeys(("nullable", "deprecated", "readOnly", "writeOnly", "uniqueItems"), ("flag", 1)),
        **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), ("number", 1)),
        **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems"), ("number", 1)),
        "enum": ("values", 1),
        "const": ("any", 1),
        "default": ("any", 1),
        "example": ("any", 1),
        "items": ("schema", 2),
        "properties": ("map schema", 2),
        "additionalProperties": ("schema", 2),
        "required": ("words", 3),
        "discriminator": ("discriminator", 3),
        "description": ("text", 4),
        "title": ("text", 5),
    },
    "discriminator": {"propertyName": ("text", 0)},
}
"""Kind → field → what its value is, and its place."""

KEYS = {
    "path": re.compile(r"/.*"),
    "response": re.compile(r"'?(?:[1-5]\d\d|[1-5]XX|default)'?"),
    "media": re.compile(r"'?[\w.+*-]+/[\w.+*-]+(?:; ?\S+)?'?"),
    "header": re.compile(r"[A-Za-z][\w-]*"),
    "scheme": re.compile(r"[\w.-]+"),
    "schema": re.compile(r"'[^']+'|\"[^\"]+\"|[^\s'\"{}\[\],&*#?|<>=!%@`-][^\s'\"{}\[\],#]*"),
}
"""The form of the keys of a map of such objects."""

TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object", "null", "'null'"})

OF_ARRAYS = frozenset({"minItems", "maxItems", "uniqueItems"})
"""Keywords that may come before or after `items`."""

_OF_TEXTS = ("minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType")
APPLIES = {
    **dict.fromkeys(_OF_TEXTS, frozenset({"string"})),
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), frozenset({"number", "integer"})
    ),
    **dict.fromkeys(("items", *OF_ARRAYS), frozenset({"array"})),
    **dict.fromkeys(("properties", "additionalProperties", "required", "discriminator"), frozenset({"object"})),
    "format": frozenset({"string", "number", "integer"}),
}
"""Keyword of a schema → the types of which it says something: a publishing tool writes it at no other."""
